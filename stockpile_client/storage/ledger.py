"""The disclosure ledger: every value ever released, per partner.

A released statement stands and can never change, so a value is not copied for every partner that got it: the ledger
says who got which statement, when and in which bundle, and the values are read from the statement.

>>> record(db, statement_row, agencies, bundle=digest, at=now)
>>> [value.position.quantity for value in released(db, agency=partner, material="W")]
[Rounded(mg=1204000000000, base=500000000)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from msgspec.structs import astuple
from sqlite_utils import Database

from stockpile_client.core.statements import Position, PositionKey
from stockpile_client.storage import positions
from stockpile_client.storage.times import read_utc, utc_text


@dataclass(frozen=True, slots=True)
class ReleasedValue:
    """One value that a partner holds of ours, and how it got it."""

    agency: str
    at: datetime
    bundle: str
    channel: str
    seq: int
    statement: str
    as_of: date
    position: Position


@dataclass(frozen=True, slots=True)
class Release:
    """One statement that one partner got; ``row`` is the local row of the statement."""

    agency: str
    at: datetime
    bundle: str
    channel: str
    seq: int
    statement: str
    as_of: date
    row: int


_RELEASED = """
SELECT release.agency, release.at, bundle.digest, bundle.channel, bundle.seq,
       statement.id, statement.as_of, statement.row
FROM release
JOIN bundle ON bundle.digest = release.bundle
JOIN statement ON statement.row = release.statement_row
WHERE ?1 IS NULL OR release.agency = ?1
ORDER BY release.at DESC, release.statement_row DESC, release.agency
"""


def record(db: Database, statement_row: int, agencies: Iterable[str], *, bundle: str, at: datetime) -> None:
    """Note that a statement was released to ``agencies`` in the bundle whose MANIFEST has that digest."""
    db.conn.executemany(
        "INSERT INTO release (statement_row, agency, bundle, at) VALUES (?, ?, ?, ?)",
        ((statement_row, agency, bundle, utc_text(at)) for agency in agencies),
    )


def statements_of(db: Database, agency: str) -> set[str]:
    """The ids of the statements that were released to a partner."""
    query = "SELECT statement.id FROM release JOIN statement ON statement.row = statement_row WHERE release.agency = ?"
    return {row[0] for row in db.execute(query, (agency,))}


def releases(db: Database, *, agency: str | None = None) -> list[Release]:
    """Which partner got which statement, the latest first; of one partner or of all."""
    return [
        Release(partner, read_utc(at), bundle, channel, seq, statement, date.fromisoformat(as_of), row)
        for partner, at, bundle, channel, seq, statement, as_of, row in db.execute(_RELEASED, (agency,)).fetchall()
    ]


def released(
    db: Database, *, agency: str | None = None, material: str | None = None, offset: int = 0, limit: int = -1
) -> Iterator[ReleasedValue]:
    """Released values, the latest first, of one partner and material or of all; ``limit`` −1 gives all."""
    values = _values(db, agency, material, offset)
    return islice(values, None if limit < 0 else limit)


def _values(db: Database, agency: str | None, material: str | None, offset: int) -> Iterator[ReleasedValue]:
    for partner, at, bundle, channel, seq, statement, as_of, row in db.execute(_RELEASED, (agency,)).fetchall():
        if material is None:
            rows = positions.rows_of_statement(db, row, start=offset)
            offset = max(0, offset - positions.count(db, row))
        else:
            rows = positions.rows_of_material(db, row, material)
            offset -= sum(1 for _ in islice(rows, offset))
        for position in rows:
            yield ReleasedValue(
                agency=partner,
                at=read_utc(at),
                bundle=bundle,
                channel=channel,
                seq=seq,
                statement=statement,
                as_of=date.fromisoformat(as_of),
                position=positions.position_of(position),
            )


def latest_values(db: Database, agency: str, wanted: Iterable[PositionKey]) -> dict[PositionKey, Position]:
    """The last value that a partner was told of each wanted position, whatever statement or channel it came in."""
    missing = {astuple(key) for key in wanted}
    found: dict[PositionKey, Position] = {}
    for *_, row in db.execute(_RELEASED, (agency,)).fetchall():
        if not missing:
            break
        for values in positions.rows_of_statement(db, row):
            if values[: positions.KEY_COLUMNS] in missing:
                position = positions.position_of(values)
                found[position.key] = position
                missing.discard(values[: positions.KEY_COLUMNS])
    return found


def recipients(db: Database, statement_row: int) -> tuple[str, ...]:
    """The partners that got a statement, in order of their ids."""
    query = "SELECT agency FROM release WHERE statement_row = ? ORDER BY agency"
    return tuple(row[0] for row in db.execute(query, (statement_row,)))
