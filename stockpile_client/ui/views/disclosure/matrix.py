"""The disclosure matrix: a row for every value that was ever released, a column for every partner.

A cell is everything that one partner was told of one value, the latest first; an empty cell is *never told*. What a
partner was told it holds, whatever was withdrawn or restated since: nothing here is ever taken away.

>>> [row.latest(0) for row in read_matrix(ctx).rows if row.key.material == "GA"]  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.partners import PartnerState
from stockpile_client.core.statements import PositionKey
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure_record import Disclosed, list_disclosed
from stockpile_client.services.partners import PartnerRow, list_partners
from stockpile_client.ui import exchange_words

_GONE = (PartnerState.SUPERSEDED, PartnerState.REVOKED)
"""Partners of these states get a column only if they were told something."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One value, and for each partner, in the order of the columns, what it was told of it, the latest first."""

    key: PositionKey
    cells: tuple[tuple[Disclosed, ...], ...]

    def latest(self, partner: int) -> Disclosed | None:
        """What the partner of that column was told last; ``None``: it never was."""
        told = self.cells[partner]
        return told[0] if told else None

    def told(self, partner: int | None) -> tuple[Disclosed, ...]:
        """Every release of the value to the partner of that column, or to anyone, the latest first."""
        if partner is not None:
            return self.cells[partner]
        return tuple(sorted((one for cell in self.cells for one in cell), key=lambda one: one.at, reverse=True))


@dataclass(frozen=True, slots=True)
class Matrix:
    """``partners``: the short names at the heads of the columns, in order."""

    partners: tuple[str, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def materials(self) -> tuple[str, ...]:
        """Codes of the materials of which anything was released, in order."""
        return tuple(sorted({row.key.material for row in self.rows}))


def read_matrix(ctx: Context) -> Matrix:
    """Everything that was ever released, by value and partner."""
    return arrange(list_disclosed(ctx), list_partners(ctx))


def arrange(released: Iterable[Disclosed], known: Sequence[PartnerRow]) -> Matrix:
    """Values, the latest first, as a matrix; partners that were never told anything have a column as well."""
    cells: dict[PositionKey, dict[str, list[Disclosed]]] = {}
    told: set[str] = set()
    for one in released:
        cells.setdefault(one.position.key, {}).setdefault(one.partner, []).append(one)
        told.add(one.partner)
    names = tuple(sorted(told | {partner.short_name for partner in known if partner.state not in _GONE}))
    rows = (
        MatrixRow(key, tuple(tuple(by_partner.get(name, ())) for name in names))
        for key, by_partner in sorted(cells.items())
    )
    return Matrix(names, tuple(rows))


def key_words(catalogue: Catalogue, key: PositionKey) -> str:
    """What a value is about, in one line."""
    parts = (
        exchange_words.material(catalogue, key.material),
        exchange_words.form_group(key),
        exchange_words.place(key.at),
        exchange_words.holder(key.holder),
        exchange_words.measure(key.measure),
    )
    return " · ".join(part for part in parts if part)


def matching(rows: Iterable[MatrixRow], catalogue: Catalogue, *, material: str = "", text: str = "") -> list[MatrixRow]:
    """The rows of one material (empty: of all) whose words hold every word of ``text``, in any case."""
    wanted = text.casefold().split()
    return [
        row
        for row in rows
        if (not material or row.key.material == material)
        and all(word in key_words(catalogue, row.key).casefold() for word in wanted)
    ]
