"""Kilograms in decimal text and milligrams in integers, both ways, for a million of them (docs/statement-schema.md).

Rules
- Exact: text to ``int`` and back, through integers alone. No binary float, no rounding.
- What the wire allows is narrower than what a person may type: no sign, no exponent, no leading zero, at most 12 digits
  before the point and 6 after it. That is 18 significant digits, and one milligram.
- Trailing zeros after the point are read (``1.50``) and never written.

>>> mg_from_wire("kg", "1204.5")
1204500000
>>> wire_from_mg(1204500000)
'1204.5'
"""

from __future__ import annotations

import re
from typing import Final

from stockpile_client.bundle import limits
from stockpile_client.bundle.faults import BadFieldError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import MG_PER_KG

_WHOLE_DIGITS: Final = 12
"""18 significant digits less the 6 that resolve a milligram: a thousand million tonnes."""

_MASS = re.compile(rf"(0|[1-9][0-9]{{0,{_WHOLE_DIGITS - 1}}})\.([0-9]{{1,6}})", re.ASCII)
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)


def mg_from_wire(field: str, text: str) -> int:
    """Milligrams of the mass that stands in ``field``. Raises `BadFieldError`, which never quotes the text."""
    if text.isdigit() and text.isascii() and len(text) <= _WHOLE_DIGITS and (text[0] != "0" or text == "0"):
        return int(text) * MG_PER_KG
    match = _MASS.fullmatch(text)
    if not match:
        raise _why_not(field, text)
    whole, fraction = match.groups()
    mg: int = int(whole + fraction) * 10 ** (6 - len(fraction))
    return mg


def wire_from_mg(mg: int) -> str:
    """Kilograms as canonical text, of ``mg`` from 0 to 10^18 - 1."""
    kilograms, rest = divmod(mg, MG_PER_KG)
    return f"{kilograms}.{rest:06d}".rstrip("0") if rest else str(kilograms)


def _why_not(field: str, text: str) -> BadFieldError:
    digits = text.replace(".", "", 1).strip("0")
    if _NUMBER.fullmatch(text) and len(digits) > limits.SIGNIFICANT_DIGITS:
        return BadFieldError(
            field, phrase("has more than {limit} significant digits", limit=limits.SIGNIFICANT_DIGITS), code="E_LIMIT"
        )
    return BadFieldError(field, phrase("is not a mass in kilograms with at most 12 digits and 6 decimals"))
