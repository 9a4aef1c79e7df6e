"""What earlier statements kept back from a partner: what is kept back once stays in doubt when the next one leaves.

Every statement that a partner ever got is looked at, withdrawn and corrected ones too: the partner still has them. Our
own values are worked out again by the profile and the records of then. A promise is lifted by telling the value itself
(or parts of it) later, which is a decision, and not by accident.

>>> [promise.key.group for promise in standing_promises(ctx, stock_map, agency, kept={})]
['metal']
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stockpile_client.core.quantities import Withheld
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.preview import PreviewLine, preview_lots
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.base import Rule
from stockpile_client.services.context import Context
from stockpile_client.services.holdings import lot_holdings
from stockpile_client.services.stock_map import StockMap
from stockpile_client.storage import disclosure_profiles, ledger, positions, statements
from stockpile_client.storage.statements import StoredStatement


@dataclass(frozen=True, slots=True)
class Promise:
    """A value that a profile keeps back as of ``day``: ``key`` as the audit reads it, ``line`` as it was previewed.

    ``statement`` is the id of the one that kept it back; empty for the one that is planned.
    """

    key: PositionKey
    line: PreviewLine
    day: date
    profile: Profile
    statement: str = ""


def is_kept_back(line: PreviewLine) -> bool:
    """Whether a line is kept back for its own sake, and not to protect another."""
    return isinstance(line.position.quantity, Withheld) and line.rule is not Rule.COMPLEMENTED


def standing_promises(
    ctx: Context, stock_map: StockMap, agency: str, *, kept: dict[str, tuple[Promise, ...]]
) -> tuple[Promise, ...]:
    """What the statements to a partner kept back, the oldest first; ``kept`` holds results by the statement's id.

    Of two statements as of one day, the one that left later speaks of a value that both kept back.
    """
    got = ledger.statements_of(ctx.db, agency)
    found: dict[tuple[PositionKey, date], Promise] = {}
    for stored in reversed(statements.every(ctx.db, agency=ctx.agency.id)):
        if stored.id not in got:
            continue
        if stored.id not in kept:
            kept[stored.id] = _of_statement(ctx, stock_map, stored)
        found |= {(one.key, one.day): one for one in kept[stored.id]}
    return tuple(found.values())


def _of_statement(ctx: Context, stock_map: StockMap, stored: StoredStatement) -> tuple[Promise, ...]:
    profile = disclosure_profiles.of_digest(ctx.db, stored.header.profile)
    told = positions.of_statement(ctx.db, stored.row)
    withheld = {one.key for one in told if isinstance(one.quantity, Withheld)}
    if profile is None or not withheld:
        return ()
    day, home = stored.header.as_of, f"country:{ctx.agency.country}"
    lots = lot_holdings(ctx, as_of=day, known_at=stored.recorded)
    materials = {key.material for key in withheld}
    shown = preview_lots(
        profile, (lot for lot in lots if lot.material in materials), dict.fromkeys(ctx.catalogue.materials, ""), home
    )
    return tuple(
        Promise(stock_map.key(line.position.key, profile), line, day, profile, stored.id)
        for line in shown.lines
        if is_kept_back(line) and line.position.key in withheld  # lots may have been corrected since
    )
