"""The catalogue: 70 materials, their traded forms, the units of trade and the customs codes.

Rules kept here:

- A catalogue is built from CSV texts and checked as a whole: an unknown material in a form, a repeated code or
  an impossible factor refuses the lists, so that no later lookup has to doubt them.
- ``material``, ``form`` and ``unit`` take a code and raise; ``find_material`` and ``find_form`` take what a
  person or a spreadsheet wrote and return None when the text names nothing, or several things.

The digest names the version of the material and form lists: statements carry it, so that a partner knows
which factors stood behind the figures.

>>> catalogue.find_material(" wolframio ").code
'W'
>>> catalogue.form("W-APT").contained_factor
Decimal('0.704254')
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Self, TypeVar

from stockpile_client.core.catalogue_rows import (
    by_code,
    read_form_row,
    read_material_row,
    read_unit_row,
    require_known,
    rows,
)
from stockpile_client.core.errors import InputError
from stockpile_client.core.materials import FORM_GROUPS, LANGUAGES, METHODS, Form, Material, Unit
from stockpile_client.core.phrases import phrase

__all__ = ["FORM_GROUPS", "LANGUAGES", "METHODS", "Catalogue", "Form", "Material", "Unit"]

_TRAILING_PARENTHESIS = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The four lists, read only, in printed order. ``digest``: SHA-256 (hex) of the material and form lists."""

    materials: Mapping[str, Material]
    forms: Mapping[str, Form]
    units: Mapping[str, Unit]
    hs6: Mapping[str, str]
    digest: str
    _material_index: Mapping[str, str | None] = field(repr=False)
    _form_index: Mapping[tuple[str, str], str | None] = field(repr=False)

    @classmethod
    def from_csv(cls, *, materials: str, forms: str, units: str, hs6: str) -> Self:
        """The catalogue written in four CSV texts (columns: see ``resources/catalogue/README.md``).

        Raises ``InputError`` ``E_CATALOGUE`` with the list and the line that is wrong.
        """
        unit_list = by_code(rows("units", units), read_unit_row)
        hs6_list = by_code(rows("hs6", hs6), lambda row: (row["hs6"], row["description"]))
        material_list = by_code(rows("materials", materials), read_material_row)
        form_list = by_code(rows("forms", forms), read_form_row)
        for material in material_list.values():
            require_known("materials", material.code, "unit", material.default_unit, unit_list)
            for code in material.hs6:
                require_known("materials", material.code, "customs code", code, hs6_list)
        for form in form_list.values():
            require_known("forms", form.code, "material", form.material, material_list)
            require_known("forms", form.code, "unit", form.default_unit, unit_list)
            require_known("forms", form.code, "customs code", form.hs6, hs6_list)
        return cls(
            materials=MappingProxyType(material_list),
            forms=MappingProxyType(form_list),
            units=MappingProxyType(unit_list),
            hs6=MappingProxyType(hs6_list),
            digest=_digest(materials, forms),
            _material_index=MappingProxyType(_material_index(material_list.values())),
            _form_index=MappingProxyType(_form_index(form_list.values())),
        )

    def material(self, code: str) -> Material:
        """The material of that code; ``InputError`` ``E_MATERIAL_UNKNOWN`` if there is none."""
        named = None if code in self.materials else self.find_material(code)
        if named:
            raise InputError(
                "E_MATERIAL_UNKNOWN",
                phrase("'{code}' is not a code.", code=code[:40]),
                hint=phrase("Write its code: {code}.", code=named.code),
            )
        return _lookup(self.materials, code, "E_MATERIAL_UNKNOWN", phrase("material"))

    def form(self, code: str) -> Form:
        """The form of that code; ``InputError`` ``E_FORM_UNKNOWN`` if there is none."""
        return _lookup(self.forms, code, "E_FORM_UNKNOWN", phrase("form"))

    def unit(self, code: str) -> Unit:
        """The unit of that code, exactly as spelled; ``InputError`` ``E_UNIT_UNKNOWN`` if there is none."""
        return _lookup(self.units, code, "E_UNIT_UNKNOWN", phrase("unit"))

    def forms_of(self, material: str) -> tuple[Form, ...]:
        """The forms of one material code, in list order; ``E_MATERIAL_UNKNOWN`` if there is none."""
        code = self.material(material).code
        return tuple(form for form in self.forms.values() if form.material == code)

    def find_material(self, text: str) -> Material | None:
        """The one material that ``text`` names: by code, symbol, or name in any of the five languages."""
        code = self._material_index.get(_key(text))
        return self.materials[code] if code else None

    def find_form(self, material: str, text: str) -> Form | None:
        """The one form of ``material`` (a code) that ``text`` names: by code, code suffix, or name."""
        code = self._form_index.get((material, _key(text)))
        return self.forms[code] if code else None


def _key(text: str) -> str:
    """``text`` as compared: compatibility forms (full-width letters), spaces and case do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _spellings(names: Iterable[str]) -> Iterator[str]:
    """Each name as compared, whole and without a remark in brackets at its end."""
    for name in names:
        yield _key(name)
        yield _key(_TRAILING_PARENTHESIS.sub("", name))


def _ranked_index(ranks: Iterable[Iterable[tuple[_Key, str]]]) -> dict[_Key, str | None]:
    """Key → code, where an earlier rank wins, and two codes under one key within a rank leave None."""
    index: dict[_Key, str | None] = {}
    for rank in ranks:
        found: dict[_Key, set[str]] = {}
        for key, code in rank:
            found.setdefault(key, set()).add(code)
        for key, codes in found.items():
            index.setdefault(key, codes.pop() if len(codes) == 1 else None)
    return index


def _material_index(materials: Iterable[Material]) -> dict[str, str | None]:
    known = list(materials)
    return _ranked_index(
        [
            [(_key(m.code), m.code) for m in known],
            [(_key(m.symbol), m.code) for m in known if m.symbol],
            [(key, m.code) for m in known for key in _spellings((*m.names.values(), *m.aliases))],
        ]
    )


def _form_index(forms: Iterable[Form]) -> dict[tuple[str, str], str | None]:
    known = list(forms)
    return _ranked_index(
        [
            [((f.material, _key(f.code)), f.code) for f in known],
            [((f.material, _key(f.code.partition("-")[2])), f.code) for f in known],
            [((f.material, _key(name)), f.code) for f in known for name in (f.name, *f.aliases)],
            [((f.material, key), f.code) for f in known for key in _spellings([f.name])],
        ]
    )


def _lookup(known: Mapping[str, _Value], code: str, error: str, what: str) -> _Value:
    try:
        return known[code]
    except KeyError:
        shown = code[:40]
        near = get_close_matches(code[:40].upper(), known, n=3) or get_close_matches(shown, known, n=3, cutoff=0.3)
        hint = (
            phrase("Did you mean {near}?", near=", ".join(near))
            if near
            else phrase("Use a {what} code of the catalogue.", what=what)
        )
        raise InputError(
            error, phrase("The catalogue holds no {what} '{code}'.", what=what, code=shown), hint=hint
        ) from None


def _digest(materials: str, forms: str) -> str:
    """SHA-256 over both lists. A list counts with LF line ends, whatever the checkout made of them."""
    digest = hashlib.sha256()
    for text in (materials, forms):
        content = "\n".join(text.splitlines()).encode("utf-8")
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()
