"""Lot numbers that one file gives to several rows: two lots, one lot counted twice, or two figures for one lot?

A number names one lot of a form at a site. Where a file gives it to two rows, neither is booked before a person has
said that these are lots of their own: the one figure may be a correction of the other, and their sum would be stock
that nobody has. Numbers of the same lot at another site or of another form do not meet.

>>> numbers = LotNumbers()
>>> for row in plan.rows(): numbers.see(row)
>>> numbers.shared
{2: SharedNumber(number='T-1', row=2, other=7), 7: SharedNumber(number='T-1', row=7, other=2)}
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from stockpile_client.core.phrases import phrase
from stockpile_client.tables.findings import Finding, Problem, Severity
from stockpile_client.tables.rows import InventoryRow, Verdict, digest_of

_CODE = "lot_number_shared"


@dataclass(frozen=True, slots=True)
class SharedNumber:
    """A row whose lot number stands in the row ``other`` too; rows count from 1 as the spreadsheet does."""

    number: str
    row: int
    other: int

    def finding(self, column: str, *, confirmed: bool) -> Finding:
        """An error, or a mere note once a person has said that the rows are lots of their own."""
        problem = Problem(
            Severity.INFO if confirmed else Severity.ERROR,
            _CODE,
            phrase("The lot number stands in row {row} too.", row=str(self.other)),
            phrase("Booked as lots of their own, as you said.")
            if confirmed
            else phrase("Two lots, or one lot twice? Correct the file, or confirm that they are lots of their own."),
        )
        return problem.at(self.row, column, self.number)


class LotNumbers:
    """Notices shared numbers while the rows go by.

    An open-addressed table of 64-bit digests beside the row where each stood first: some 24 bytes a row. Two different
    numbers of five million share 64 bits with a chance of one in a million.
    """

    def __init__(self) -> None:
        self.shared: dict[int, SharedNumber] = {}
        self._bits = 12
        self._keys = array("Q", bytes(8 << self._bits))
        self._rows = array("L", bytes(array("L").itemsize << self._bits))
        self._used = 0

    def see(self, row: InventoryRow) -> None:
        """Look at a row that would be booked; one without a lot number, or without a figure, shares nothing."""
        if not row.lot_number or row.verdict not in (Verdict.STOCK, Verdict.NIL):
            return
        place = row.place
        where = ((place.site or place.town).casefold(), place.town.casefold(), place.country)
        first = self._first_row(digest_of((row.lot_number, row.material, row.form, *where)), row.number)
        if first != row.number:
            self.shared[row.number] = SharedNumber(row.lot_number, row.number, first)
            self.shared.setdefault(first, SharedNumber(row.lot_number, first, row.number))

    def _first_row(self, digest: bytes, number: int) -> int:
        key = int.from_bytes(digest[:8], "big") or 1
        keys, mask = self._keys, (1 << self._bits) - 1
        at = key & mask
        while held := keys[at]:
            if held == key:
                return self._rows[at]
            at = (at + 1) & mask
        keys[at], self._rows[at] = key, number
        self._used += 1
        if self._used * 3 > 2 << self._bits:
            self._grow()
        return number

    def _grow(self) -> None:
        known = [(key, row) for key, row in zip(self._keys, self._rows, strict=True) if key]
        self._bits += 1
        mask = (1 << self._bits) - 1
        self._keys = array("Q", bytes(8 << self._bits))
        self._rows = array("L", bytes(array("L").itemsize << self._bits))
        for key, row in known:
            at = key & mask
            while self._keys[at]:
                at = (at + 1) & mask
            self._keys[at], self._rows[at] = key, row
