"""What we hold, aggregated to the cells that a profile lets out: material × form × place × holder class.

A cell adds up lots; it never keeps one. Claims (tickets, loans, pledges …) are already off in ``usable``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

import msgspec

from stockpile_client.core.lots import HolderClass
from stockpile_client.core.sites import Site

ALL_GROUPS = "all"
"""Form group of a position that stands for a whole material."""

INDUSTRY = frozenset({HolderClass.MANDATED_INDUSTRY, HolderClass.VOLUNTARY_COMMERCIAL})
"""Classes whose holders are companies: what one of them holds is its trade secret, whether it must report or not."""


class LotHolding(msgspec.Struct, frozen=True, gc=False):
    """One lot's stock as of the statement's day; masses in mg, ``max_rate`` in mg a day (``None``: unlimited).

    ``usable`` is after claims and rotate-by dates, as counted in a joint total: a tonne that the other side of a claim
    counts is not in it. A ticket bought comes as a holding of the group ``all`` without a lot and with nothing but
    ``usable``; day and borders are the holder's to say (``None``). ``site`` is where the lot lies; without one only its
    ``country`` and ``bloc`` are known. ``lot``, ``number``, ``holder``, ``supplier`` and ``purpose`` decide whether a
    lot counts, and are in no cell. A struct, because there may be a million, each of which is asked fifteen things.
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
    form: str = ""
    lot: str = ""
    number: str = ""
    site: Site | None = None
    holder_class: str = ""
    holder: str = ""
    supplier: str = ""
    purpose: str = ""
    purity: Decimal | None = None


class CellKey(NamedTuple):
    """What a cell is about; empty ``form`` or ``holder``: all together. In the order of a position's key."""

    material: str
    group: str
    form: str
    at: str
    holder: str


@dataclass(slots=True)
class Cell:
    """Sums of the lots of one material and form in one place, in mg.

    ``first_day`` is the earliest day on which any of it can leave, ``max_rate`` the sum of the lots' rates, or ``None``
    as soon as one has no limit. ``cross_border`` is true only if all of it may cross. ``reference`` is ``None`` as soon
    as one lot has no such figure. A cell with one illustrative lot is illustrative as a whole. ``claims`` counts the
    tickets bought among ``lots``, ``left_out`` the lots that a rule excluded, of which nothing is in any sum.
    ``industry`` is what each company holds of ``contained``, ``industry_usable`` and ``industry_gross`` of the others;
    companies without a name count as one.
    """

    material: str
    group: str
    at: str
    form: str = ""
    holder: str = ""
    lots: int = 0
    claims: int = 0
    left_out: int = 0
    gross: int = 0
    contained: int = 0
    usable: int = 0
    reference: int | None = 0
    reference_basis: str = ""
    first_day: int | None = None
    max_rate: int | None = 0
    cross_border: bool | None = None
    illustrative: bool = False
    industry: dict[str, int] = field(default_factory=dict)
    industry_usable: dict[str, int] = field(default_factory=dict)
    industry_gross: dict[str, int] = field(default_factory=dict)
    purest: Decimal | None = None
    least_pure: Decimal | None = None

    @property
    def key(self) -> CellKey:
        """What the cell is about."""
        return CellKey(self.material, self.group, self.form, self.at, self.holder)

    @property
    def only_claims(self) -> bool:
        """Whether nothing but tickets is inside: a ticket bought is no stock of ours, not even a nil one."""
        return self.claims == self.lots

    def add(self, lot: LotHolding) -> None:
        """Count one lot in."""
        self.lots += 1
        if lot.group == ALL_GROUPS:
            self.claims += 1
        self.gross += lot.gross
        self.contained += lot.contained
        self.usable += lot.usable
        if self.reference is not None:
            same_basis = not self.reference_basis or self.reference_basis == lot.reference_basis
            self.reference = None if lot.reference is None or not same_basis else self.reference + lot.reference
        if not self.reference_basis:
            self.reference_basis = lot.reference_basis
        first_day = lot.first_day
        if first_day is not None and (self.first_day is None or first_day < self.first_day):
            self.first_day = first_day
        if self.max_rate is not None:
            self.max_rate = None if lot.max_rate is None else self.max_rate + lot.max_rate
        if lot.cross_border is not None:
            self.cross_border = lot.cross_border and self.cross_border is not False
        if lot.illustrative:
            self.illustrative = True
        if lot.holder_class in INDUSTRY:
            company = lot.holder.casefold()
            self.industry[company] = self.industry.get(company, 0) + lot.contained
            self.industry_usable[company] = self.industry_usable.get(company, 0) + lot.usable
            self.industry_gross[company] = self.industry_gross.get(company, 0) + lot.gross
        if lot.purity is not None:
            self.purest = lot.purity if self.purest is None else max(self.purest, lot.purity)
            self.least_pure = lot.purity if self.least_pure is None else min(self.least_pure, lot.purity)


def empty_cell(key: CellKey) -> Cell:
    """A cell before anything was counted in."""
    return Cell(key.material, key.group, key.at, key.form, key.holder)


def aggregate(lots: Iterable[LotHolding], *, by_bloc: bool = False) -> list[Cell]:
    """Cells by material, form group and country, in this order; ``by_bloc`` shows a country's bloc, if it has one."""
    cells: dict[CellKey, Cell] = {}
    cell_of: dict[tuple[str, str, str, str], Cell] = {}  # lots that say the same in all that matters share the work
    for lot in lots:
        about = (lot.material, lot.group, lot.country, lot.bloc)
        cell = cell_of.get(about)
        if cell is None:
            at = f"bloc:{lot.bloc}" if by_bloc and lot.bloc else f"country:{lot.country}"
            key = CellKey(lot.material, lot.group, "", at, "")
            cell = cell_of[about] = cells.setdefault(key, empty_cell(key))
        cell.add(lot)
    return [cells[key] for key in sorted(cells)]
