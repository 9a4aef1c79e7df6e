"""What is wrong with a field of a record, before it is known in which file and line the record stands.

Rules
- A fault names the field and the rule, both words of ours, and quotes nothing of what the partner wrote.
- Too much of something is ``E_LIMIT``, everything else ``E_SCHEMA``.

>>> code("material", "W"), text("at", "town:Novara")
('W', 'town:Novara')
"""

from __future__ import annotations

import re

from stockpile_client.bundle import limits
from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.errors import InputError, PartnerFileError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import check_text, text_problem

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}", re.ASCII)


class BadFieldError(ValueError):
    """A value that its type lets through and the schema does not. ``rule`` follows the field's name in a sentence."""

    def __init__(self, field: str, rule: str, *, code: str = "E_SCHEMA") -> None:
        super().__init__(rule)
        self.field = field
        self.rule = rule
        self.code = code

    def refusal(self, where: str) -> PartnerFileError:
        """The refusal of the record at ``where``."""
        return refusal(self.code, phrase("{where}: {field} {rule}.", where=where, field=self.field, rule=self.rule))


def text(field: str, value: str, *, limit: int = limits.TEXT_BYTES) -> str:
    """``value`` if it keeps the text rules of `core.text`, else `BadFieldError`; too long is ``E_LIMIT``."""
    try:
        return check_text(value, what=field, limit=limit)
    except InputError:
        too_long = len(value) > limit or len(value.encode(errors="surrogatepass")) > limit
        rule = phrase("is longer than {limit} bytes", limit=str(limit)) if too_long else text_problem(value, limit)
        raise BadFieldError(field, rule, code="E_LIMIT" if too_long else "E_SCHEMA") from None


def code(field: str, value: str) -> str:
    """``value`` if it is a code: a letter or digit, then up to 63 of letters, digits, ``.``, ``_``, ``+``, ``-``."""
    if not _CODE.fullmatch(value):
        raise BadFieldError(field, phrase("is not a code"))
    return value
