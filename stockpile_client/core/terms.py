"""What the code words of statements and ledgers are called, in five languages.

>>> terms.name("holder_class", "mandated_industry", "it")
'Industria obbligata'
>>> terms.find("holder_class", "備蓄機関")
'stockholding_entity'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from stockpile_client.core.catalogue_rows import rows
from stockpile_client.core.materials import LANGUAGES
from stockpile_client.core.phrases import phrase


@dataclass(frozen=True, slots=True)
class Terms:
    """Names by kind of word (``form_group``, ``movement_kind``…), then by code, then by language."""

    names: Mapping[tuple[str, str], Mapping[str, str]]

    @classmethod
    def from_csv(cls, text: str) -> Self:
        """The terms of one CSV text (kind, code, a column a language); ``InputError`` ``E_CATALOGUE`` if one lacks."""
        names: dict[tuple[str, str], Mapping[str, str]] = {}
        for row in rows("terms", text):
            key = row.filled("kind"), row.filled("code")
            if key in names:
                row.refuse(phrase("{key} '{key2}' is repeated", key=key[0], key2=key[1]))
            names[key] = MappingProxyType({language: row.filled(language) for language in LANGUAGES})
        return cls(MappingProxyType(names))

    def codes(self, kind: str) -> tuple[str, ...]:
        """The codes of one kind, in the order of the list."""
        return tuple(code for known, code in self.names if known == kind)

    def name(self, kind: str, code: str, language: str = "en") -> str:
        """The name of a code; the code itself where there is none, so that a newer partner's word still shows."""
        found = self.names.get((kind, code))
        return found.get(language, found["en"]) if found else code

    def find(self, kind: str, text: str) -> str | None:
        """The code that a person or a spreadsheet means by ``text``, in any of the languages, or None."""
        wanted = " ".join(text.casefold().split())
        for (known, code), names in self.names.items():
            if known == kind and (wanted == code or wanted in (name.casefold() for name in names.values())):
                return code
        return None
