"""Who holds which value of ours: rows are positions, columns are partners, cells the last figure that each was told.

That we hold none of a material, or that nobody compiled its figure, was told as well, and is a cell of its own kind.

>>> matrix = disclosure_matrix(ctx, material="GA")
>>> [(row.words, [cell and cell.as_of for cell in row.cells]) for row in matrix.rows]
[('GA metal IT (contained)', [datetime.date(2026, 6, 30), None])]
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from stockpile_client.core.quantities import Exact, Interval, Quantity
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit import key_words, known
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure_record import told_values
from stockpile_client.services.partners import PartnerRow, list_partners
from stockpile_client.storage.ledger import ReleasedValue


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The last figure that a partner was told, and how: ``statement`` is its id, ``seq`` its number in the channel.

    ``releases`` counts the statements that gave the partner this position.
    """

    quantity: Quantity
    as_of: date
    at: datetime
    statement: str
    seq: int
    releases: int

    @property
    def interval(self) -> Interval | None:
        """What the figure alone says of the mass, in mg; ``None`` if nothing."""
        found = known(self.quantity)
        return None if found is None else Interval(*found)

    @property
    def width(self) -> int | None:
        """How wide the interval is in mg: 0 for an exact figure, ``None`` for one that leaves everything open."""
        if isinstance(self.quantity, Exact):
            return 0
        found = self.interval
        return None if found is None or found.high is None else found.high - found.low


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One position; ``cells`` in the order of the matrix's partners, ``None`` for a partner that was never told."""

    key: PositionKey
    cells: tuple[MatrixCell | None, ...]

    @property
    def words(self) -> str:
        """The position as a person says it."""
        return key_words(self.key)


@dataclass(frozen=True, slots=True)
class DisclosureMatrix:
    """Partners by short name, rows in order of key; only partners and positions of which something was told."""

    partners: tuple[PartnerRow, ...]
    rows: tuple[MatrixRow, ...]


def disclosure_matrix(ctx: Context, *, material: str | None = None) -> DisclosureMatrix:
    """All that partners hold of ours, of one material or of all."""
    told: dict[PositionKey, dict[str, MatrixCell]] = defaultdict(dict)
    counts: dict[tuple[PositionKey, str], int] = defaultdict(int)
    latest: dict[tuple[PositionKey, str], ReleasedValue] = {}
    for value in told_values(ctx, material=material):
        about = value.position.key, value.agency
        counts[about] += 1
        before = latest.get(about)
        if before is None or value.as_of > before.as_of:  # the latest day; of that day the latest release comes first
            latest[about] = value
    for (key, agency), value in latest.items():
        told[key][agency] = MatrixCell(
            value.position.quantity, value.as_of, value.at, value.statement, value.seq, counts[key, agency]
        )
    agencies = {agency for cells in told.values() for agency in cells}
    columns = tuple(row for row in list_partners(ctx) if row.agency_id in agencies)
    rows = tuple(MatrixRow(key, tuple(told[key].get(row.agency_id) for row in columns)) for key in sorted(told))
    return DisclosureMatrix(columns, rows)
