"""What earlier statements kept back from a partner: what is kept back once stays in doubt when the next one leaves.

The last statement that a partner has is looked at; our own value is worked out again by the profile and the records of
then. A promise is lifted by telling the value itself (or parts of it), which is a decision, and not by accident.

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
from stockpile_client.storage import disclosure_profiles, positions, statements


@dataclass(frozen=True, slots=True)
class Promise:
    """A value that a profile keeps back as of ``day``: ``key`` as the audit reads it, ``line`` as it was previewed."""

    key: PositionKey
    line: PreviewLine
    day: date
    profile: Profile


def is_kept_back(line: PreviewLine) -> bool:
    """Whether a line is kept back for its own sake, and not to protect another."""
    return isinstance(line.position.quantity, Withheld) and line.rule is not Rule.COMPLEMENTED


def standing_promises(
    ctx: Context, stock_map: StockMap, agency: str, *, kept: dict[str, tuple[Promise, ...]]
) -> tuple[Promise, ...]:
    """What the last statement to a partner kept back; ``kept`` holds results by the statement's id."""
    stored = statements.latest_released_to(ctx.db, agency)
    if stored is None:
        return ()
    if stored.id not in kept:
        profile = disclosure_profiles.of_digest(ctx.db, stored.header.profile)
        told = positions.of_statement(ctx.db, stored.row)
        withheld = {one.key for one in told if isinstance(one.quantity, Withheld)}
        if profile is None or not withheld:
            kept[stored.id] = ()
        else:
            day, home = stored.header.as_of, f"country:{ctx.agency.country}"
            lots = lot_holdings(ctx, as_of=day, known_at=stored.recorded)
            shown = preview_lots(profile, lots, dict.fromkeys(ctx.catalogue.materials, ""), home)
            kept[stored.id] = tuple(
                Promise(stock_map.key(line.position.key, profile), line, day, profile)
                for line in shown.lines
                if is_kept_back(line) and line.position.key in withheld  # lots may have been corrected since
            )
    return kept[stored.id]
