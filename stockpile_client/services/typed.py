"""What a person types into a form, read into exact values, or refused in words that say how to write it.

Numbers are read as the locale writes them (``mark`` is its decimal mark): ``1.204,5`` in Italian, ``1,204.5`` in
English. A single sign that could part thousands or decimals (``1.204``) is refused in every locale: people carry the
habits of more than one, and the two readings differ by a thousand. An empty field is ``None`` where it may stay empty.

>>> read_amount("1.204,5", ",")
Decimal('1204.5')
>>> read_share("65,2 %", ",")
Decimal('0.652')
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import MAX_SIGNIFICANT_DIGITS
from stockpile_client.tables.number_text import DecimalMark, NoNumberKind, Number, read_number

MOST_DAYS = 3660
"""Ten years: the longest time that availability and a target in days may be."""


def read_amount(text: str, mark: DecimalMark, *, zero: bool = False) -> Decimal:
    """A number above zero, or from zero on; ``InputError`` (``E_NUMBER``) for anything else."""
    two = _two_readings(text, mark)
    if two:
        raise InputError(
            "E_NUMBER", phrase("This could mean {large} or {small}. Type one of the two.", large=two[0], small=two[1])
        )
    found = read_number(text, mark)
    if not isinstance(found, Number) or found.percent:
        if not isinstance(found, Number) and found.kind is NoNumberKind.BLANK:
            raise InputError("E_NUMBER", phrase("Type a number."))
        if not isinstance(found, Number) and found.kind is NoNumberKind.TOO_LONG:
            raise InputError("E_NUMBER", phrase("Type at most {n} digits.", n=MAX_SIGNIFICANT_DIGITS))
        raise InputError("E_NUMBER", phrase("Type a number alone, like {example}.", example=f"1204{mark}5"))
    if found.value < 0 or (not zero and not found.value):
        raise InputError("E_NUMBER", phrase("Type a number above zero.") if not zero else phrase("Type no sign."))
    return found.value


def _two_readings(text: str, mark: DecimalMark) -> tuple[str, str] | None:
    """The whole and the decimal number that a number with one sign of the other kind may mean, else None."""
    plain = unicodedata.normalize("NFKC", text).strip()
    other = "." if mark == "," else ","
    if plain.count(other) != 1 or mark in plain:
        return None
    return plain.replace(other, ""), plain.replace(other, mark)


def read_share(text: str, mark: DecimalMark) -> Decimal | None:
    """A share in per cent, with or without the sign, as a fraction; None for an empty field."""
    body = text.strip().removesuffix("%").removesuffix("％").rstrip()
    if not body:
        return None
    value = read_amount(body, mark, zero=True)
    if value > 100:
        raise InputError("E_FRACTION", phrase("Type a share between 0 and 100 %."))
    return value / 100


def read_days(text: str) -> int:
    """A number of whole days; none for an empty field."""
    body = text.strip()
    if not body:
        return 0
    if not (body.isascii() and body.isdigit()) or len(body) > 4 or int(body) > MOST_DAYS:
        raise InputError("E_DAYS", phrase("Type whole days, from 0 to {most}.", most=str(MOST_DAYS)))
    return int(body)


def read_by_products(text: str, mark: DecimalMark, catalogue: Catalogue) -> dict[str, Decimal]:
    """Further elements of a product with their shares in per cent: ``Dy 1.2; Tb 0.2``. ``InputError`` names the part.

    The parts are kept apart by semicolons: a comma may be the decimal mark.
    """
    shares: dict[str, Decimal] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        name, _, share = part.partition(" ")
        material = catalogue.find_material(name)
        if material is None or not share.strip():
            raise InputError(
                "E_BY_PRODUCTS",
                phrase("Write the symbol and its share, as in {example}.", example=f"Dy 1{mark}2; Tb 0{mark}2"),
            )
        value = read_share(share, mark)
        if value is None or material.code in shares:
            raise InputError("E_BY_PRODUCTS", phrase("Name each further element once, with its share."))
        shares[material.code] = value
    return shares


def share_text(share: Decimal | None, mark: DecimalMark) -> str:
    """A fraction in per cent as :func:`read_share` reads it; empty for None."""
    if share is None:
        return ""
    text = f"{share * 100:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", mark)


def by_products_text(shares: Mapping[str, Decimal], mark: DecimalMark, catalogue: Catalogue) -> str:
    """Shares as :func:`read_by_products` reads them."""
    return "; ".join(
        f"{catalogue.material(code).symbol or code} {share_text(share, mark)}" for code, share in shares.items()
    )
