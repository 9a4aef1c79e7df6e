"""Lots and their movements as the inference audit asks for them: what kind of stock, where, and how it changed.

>>> [kind.site for kind in lot_kinds(db, "W")]
['0f3c…', '77ab…']
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlite_utils import Database

from stockpile_client.storage.times import read_utc

_OF_MATERIAL = "(lot.material = ?1 OR instr(lot.by_products, ?2))"
_KINDS = f"""
SELECT DISTINCT lot.form, lot.site, lot.holder_class, lot.material <> ?1 FROM lot WHERE {_OF_MATERIAL}
ORDER BY 1, 2, 3, 4
"""  # noqa: S608 - a condition of ours only
_ROTATIONS = f"""
SELECT DISTINCT lot.form, lot.site, lot.holder_class, lot.material <> ?1, rotate_by FROM lot
WHERE {_OF_MATERIAL} AND rotate_by IS NOT NULL ORDER BY rotate_by
"""  # noqa: S608 - a condition of ours only
_MOVES = f"""
SELECT lot.form, lot.site, lot.holder_class, lot.material <> ?1, lot.number, movement.kind, effective, recorded,
       movement.gross_mg, movement.contained_mg, counterparty
FROM lot JOIN movement ON lot_row = lot.row WHERE {_OF_MATERIAL} AND (effective > ?3 OR recorded > ?3)
ORDER BY effective, movement.row
"""  # noqa: S608 - a condition of ours only


class LotKind(NamedTuple):
    """What decides which cells a lot counts in; ``by_product``: the material is not the lot's first one."""

    form: str
    site: str
    holder_class: str
    by_product: bool


@dataclass(frozen=True, slots=True)
class StockMove:
    """A movement of a lot of some kind; masses in signed mg, ``contained`` of the lot's first material."""

    lot: LotKind
    number: str
    kind: str
    effective: date
    recorded: datetime
    gross: int
    contained: int
    counterparty: str


def lot_kinds(db: Database, material: str) -> list[LotKind]:
    """The kinds of lot that hold ``material``, as their own or as a by-product; each once."""
    return [
        LotKind(row[0], row[1], row[2], bool(row[3])) for row in db.execute(_KINDS, (material, _by_product(material)))
    ]


def rotations(db: Database, material: str) -> list[tuple[LotKind, date]]:
    """The days by which lots of ``material`` are to be rotated, by kind of lot; each once."""
    return [
        (LotKind(row[0], row[1], row[2], bool(row[3])), date.fromisoformat(row[4]))
        for row in db.execute(_ROTATIONS, (material, _by_product(material)))
    ]


def moves_since(db: Database, material: str, since: date) -> list[StockMove]:
    """Movements that took effect or were recorded after ``since``, in order of effective day and posting."""
    rows = db.execute(_MOVES, (material, _by_product(material), since.isoformat()))
    return [
        StockMove(
            LotKind(row[0], row[1], row[2], bool(row[3])),
            row[4],
            row[5],
            date.fromisoformat(row[6]),
            read_utc(row[7]),
            *row[8:],
        )
        for row in rows
    ]


def materials_moved_with(db: Database, counterparties: frozenset[str]) -> set[str]:
    """The materials of which lots moved to or from one of ``counterparties`` (short names)."""
    query = (
        "SELECT DISTINCT lot.material FROM movement JOIN lot ON lot.row = lot_row"
        " WHERE counterparty IN (SELECT value FROM json_each(?))"
    )
    return {row[0] for row in db.execute(query, (json.dumps(sorted(counterparties)),))}


def _by_product(material: str) -> str:
    """A member of the JSON object of by-products: code → share."""
    return f'"{material}":'
