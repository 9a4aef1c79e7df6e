"""The lots: what lies where, and what is known of its quality. What a lot holds stands in its movements.

>>> add(db, [lot])
>>> Window(db, LOTS, order_by="contained_mg", descending=True).rows(0, 50)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from sqlite_utils import Database

from stockpile_client.core.availability import Availability
from stockpile_client.core.content import Grade
from stockpile_client.core.errors import InternalError
from stockpile_client.core.lots import HolderClass, Lot
from stockpile_client.core.phrases import phrase
from stockpile_client.storage.windows import Source

_COLUMNS = (
    "id", "number", "material", "form", "site", "holder_class", "holder", "moisture", "assay", "assay_of", "purity",
    "by_products", "rotate_by", "decision_days", "preparation_days", "transport_days", "max_rate", "cross_border",
    "source", "illustrative", "first_day", "supplier", "purpose",
)  # fmt: skip

LOTS = Source(
    table="lot",
    columns=(
        "id", "number", "material", "form", "site", "holder_class", "holder", "gross_mg", "contained_mg", "first_day",
        "max_rate", "cross_border", "rotate_by", "source", "illustrative",
    ),
    orders={
        column: (column, "rowid")
        for column in (
            "number", "material", "form", "site", "holder_class", "rotate_by", "first_day", "gross_mg", "contained_mg",
            "source",
        )
    },
)  # fmt: skip
"""For :class:`Window`: every lot, ``gross_mg`` and ``contained_mg`` being the sums of all its movements."""

_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM lot"  # noqa: S608 - names of ours only
_INSERT = f"INSERT INTO lot ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - as above
_UPDATE = f"UPDATE lot SET {', '.join(f'{name} = ?' for name in _COLUMNS[1:])} WHERE id = ?"  # noqa: S608 - as above


def add(db: Database, lots: Iterable[Lot]) -> None:
    """Add lots, which hold nothing until movements are posted."""
    db.conn.executemany(_INSERT, map(_row, lots))


def correct(db: Database, lot: Lot) -> None:
    """Replace what is known of the lot of that id; ``E_NO_LOT`` if there is none."""
    row = _row(lot)
    if db.execute(_UPDATE, (*row[1:], lot.id)).rowcount != 1:
        raise InternalError("E_NO_LOT", phrase("The lot to be corrected is not there."))


def get(db: Database, lot_id: str) -> Lot | None:
    """The lot of that id."""
    row = db.execute(f"{_SELECT} WHERE id = ?", (lot_id,)).fetchone()
    return _lot(row) if row else None


def every(db: Database) -> Iterator[Lot]:
    """All lots in the order in which they were added, one at a time."""
    return map(_lot, db.execute(f"{_SELECT} ORDER BY row"))


def of_number(db: Database, number: str, *, up_to: int | None = None) -> list[Lot]:
    """The lots that carry the agency's own ``number``, of all or of those up to a local row (:func:`last_row`)."""
    query = f"{_SELECT} WHERE number = ?1 AND (?2 IS NULL OR row <= ?2) ORDER BY row"
    return [_lot(row) for row in db.execute(query, (number, up_to))]


def last_row(db: Database) -> int:
    """The local row of the lot that was added last, 0 for none."""
    return int(db.execute("SELECT ifnull(max(row), 0) FROM lot").fetchone()[0])


def row_of(db: Database, lot_id: str) -> int:
    """The local row of a lot, 0 if there is none."""
    row = db.execute("SELECT row FROM lot WHERE id = ?", (lot_id,)).fetchone()
    return int(row[0]) if row else 0


def _row(lot: Lot) -> tuple[str | int | None, ...]:
    grade, availability = lot.grade, lot.availability
    return (
        lot.id,
        lot.number,
        lot.material,
        lot.form,
        lot.site,
        lot.holder_class.value,
        lot.holder,
        _text(grade.moisture),
        _text(grade.assay),
        grade.assay_of,
        _text(grade.purity),
        msgspec.json.encode({code: str(share) for code, share in lot.by_products.items()}).decode("utf-8"),
        lot.rotate_by.isoformat() if lot.rotate_by else None,
        availability.decision_days,
        availability.preparation_days,
        availability.transport_days,
        availability.max_rate,
        availability.cross_border,
        lot.source,
        lot.illustrative,
        availability.first_day,
        lot.supplier,
        lot.purpose,
    )


def _lot(row: tuple[Any, ...]) -> Lot:
    shares = msgspec.json.decode(row[11], type=dict[str, str])
    return Lot(
        id=row[0],
        number=row[1],
        material=row[2],
        form=row[3],
        site=row[4],
        holder_class=HolderClass(row[5]),
        holder=row[6],
        grade=Grade(_decimal(row[7]), _decimal(row[8]), row[9], _decimal(row[10])),
        by_products={code: Decimal(share) for code, share in shares.items()},
        rotate_by=date.fromisoformat(row[12]) if row[12] else None,
        availability=Availability(row[13], row[14], row[15], row[16], bool(row[17])),
        source=row[18],
        illustrative=bool(row[19]),
        supplier=row[21],
        purpose=row[22],
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
