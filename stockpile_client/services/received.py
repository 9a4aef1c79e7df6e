"""What partners stated: the statements that were accepted, and the positions of one, a page at a time.

>>> [(one.partner.short_name, one.header.as_of, one.in_force) for one in list_received(ctx)]
[('JOGMEC', datetime.date(2026, 9, 30), True)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import Position, StatementHeader
from stockpile_client.services.context import Context
from stockpile_client.services.partners import PartnerRow, list_partners
from stockpile_client.storage import bundles, positions, statements
from stockpile_client.storage.position_window import PositionWindow


@dataclass(frozen=True, slots=True)
class Received:
    """A partner's statement. ``row`` is local, ``digest`` that of its bundle's MANIFEST (hex).

    ``withdrawn`` is the sender's reason, ``None`` while it stands.

    ``in_force``: it is the partner's latest, neither superseded nor withdrawn.
    """

    row: int
    partner: PartnerRow
    header: StatementHeader
    seq: int
    marking: str
    recorded: datetime
    positions: int
    withdrawn: str | None
    in_force: bool
    digest: str


class ReceivedWindow:
    """The positions of one statement in order of their keys, as a table's window."""

    def __init__(self, window: PositionWindow) -> None:
        self._window = window

    def count(self) -> int:
        """All positions."""
        return self._window.count()

    def rows(self, offset: int, limit: int) -> Sequence[Position]:
        """Up to ``limit`` positions from ``offset`` on."""
        return [positions.position_of(row) for row in self._window.rows(offset, limit)]


def list_received(ctx: Context) -> list[Received]:
    """The accepted statements of all partners, by partner, the latest first."""
    found = []
    for partner in list_partners(ctx):
        latest = statements.latest(ctx.db, partner.agency_id)
        for stored in statements.every(ctx.db, agency=partner.agency_id):
            bundle = bundles.get(ctx.db, stored.bundle) if stored.bundle else None
            found.append(
                Received(
                    stored.row, partner, stored.header, bundle.seq if bundle else 0, bundle.marking if bundle else "",
                    stored.recorded, positions.count(ctx.db, stored.row), stored.withdrawn,
                    in_force=latest is not None and latest.row == stored.row, digest=stored.bundle or "",
                )
            )  # fmt: skip
    return found


def received_positions(ctx: Context, row: int) -> ReceivedWindow:
    """The positions of the statement of that local row."""
    return ReceivedWindow(PositionWindow(ctx.db, row))


def received_requirements(ctx: Context, row: int) -> list[Requirement]:
    """The denominators of the statement of that local row, in order of material."""
    return statements.requirements(ctx.db, row)
