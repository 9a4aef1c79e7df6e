"""What we hold, aggregated to the cells that a profile lets out: material × form group × place.

A cell adds up lots; it never keeps one. Claims (tickets, loans, pledges …) are already off in ``usable``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class LotHolding(NamedTuple):
    """One lot's stock as of the statement's day; masses in mg, ``max_rate`` in mg a day (``None``: unlimited).

    ``country`` and ``bloc`` are the places a profile can show. ``usable`` is after claims and rotate-by dates, as
    counted in a joint total: a tonne that the other side of a claim counts is not in it. A ticket bought comes as a
    holding of the group ``all`` with nothing but ``usable``; day and borders are the holder's to say (``None``).
    """

    material: str
    group: str
    country: str
    bloc: str
    gross: int
    contained: int
    usable: int
    reference: int | None
    reference_basis: str
    first_day: int | None
    max_rate: int | None
    cross_border: bool | None
    illustrative: bool


@dataclass(slots=True)
class Cell:
    """Sums of the lots of one material and form group in one place, in mg.

    ``first_day`` is the earliest day on which any of it can leave, ``max_rate`` the sum of the lots' rates, or ``None``
    as soon as one has no limit. ``cross_border`` is true only if all of it may cross. ``reference`` is ``None`` as soon
    as one lot has no such figure. A cell with one illustrative lot is illustrative as a whole.
    """

    material: str
    group: str
    at: str
    lots: int = 0
    gross: int = 0
    contained: int = 0
    usable: int = 0
    reference: int | None = 0
    reference_basis: str = ""
    first_day: int | None = None
    max_rate: int | None = 0
    cross_border: bool | None = None
    illustrative: bool = False

    def add(self, lot: LotHolding) -> None:
        """Count one lot in."""
        self.lots += 1
        self.gross += lot.gross
        self.contained += lot.contained
        self.usable += lot.usable
        same_basis = not self.reference_basis or self.reference_basis == lot.reference_basis
        if self.reference is None or lot.reference is None or not same_basis:
            self.reference = None
        else:
            self.reference += lot.reference
        self.reference_basis = self.reference_basis or lot.reference_basis
        if lot.first_day is not None:
            self.first_day = lot.first_day if self.first_day is None else min(self.first_day, lot.first_day)
        self.max_rate = None if self.max_rate is None or lot.max_rate is None else self.max_rate + lot.max_rate
        if lot.cross_border is not None:
            self.cross_border = lot.cross_border and self.cross_border is not False
        self.illustrative = self.illustrative or lot.illustrative


def aggregate(lots: Iterable[LotHolding], *, by_bloc: bool) -> list[Cell]:
    """Cells in order of material, group and place; ``by_bloc`` shows a country's bloc instead, where it has one."""
    cells: dict[tuple[str, str, str], Cell] = {}
    for lot in lots:
        at = f"bloc:{lot.bloc}" if by_bloc and lot.bloc else f"country:{lot.country}"
        key = (lot.material, lot.group, at)
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = Cell(*key)
        cell.add(lot)
    return [cells[key] for key in sorted(cells)]
