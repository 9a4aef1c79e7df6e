"""Our stock, material by material, against what it is meant to reach.

Our own figures are exact; the yardstick need not be (a band, a bound, a figure that its source withholds), and so the
share of it is an interval, or a reason why there is none.

>>> [(row.material, row.usable_share.whole()) for row in stock_against(ctx, Yardstick.TARGET).rows]
[('CO', (61, 61)), ('W', (84, 90))]
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from stockpile_client.analysis.cover import Denominator, Range
from stockpile_client.analysis.yardsticks import Yardstick, per_cent, yardstick
from stockpile_client.core.lots import HolderClass
from stockpile_client.core.quantities import Interval
from stockpile_client.core.requirements import Requirement
from stockpile_client.services.context import Context
from stockpile_client.services.holdings import list_holdings
from stockpile_client.services.release import content_bases
from stockpile_client.storage import requirements


@dataclass(frozen=True, slots=True)
class StockRow:
    """One material; masses in mg of ``basis``. ``mandated``: what of ``contained`` industry holds by obligation.

    ``against`` is the yardstick or the reason why there is none; the shares are per cent of it.
    """

    material: str
    basis: str
    contained: int
    usable: int
    mandated: int
    against: Denominator
    contained_share: Range | None
    usable_share: Range | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class StockPicture:
    """All materials that we hold or have a yardstick of, as of a day."""

    kind: Yardstick
    as_of: date
    rows: tuple[StockRow, ...]


def stock_against(ctx: Context, kind: Yardstick) -> StockPicture:
    """Our stock today against ``kind``, by material code."""
    day = ctx.today()
    held = list_holdings(ctx, as_of=day)
    mandated: defaultdict[str, int] = defaultdict(int)
    for row in held.rows:
        if row.holder_class == HolderClass.MANDATED_INDUSTRY:
            mandated[row.material] += row.contained
    needs = _requirements(ctx)
    totals = {total.material: total for total in held.totals}
    bases = content_bases(ctx)
    rows = []
    for material in sorted(totals.keys() | {code for code, known in needs.items() if _has(known, kind, day, bases)}):
        total, basis = totals.get(material), bases.get(material, "")
        against = yardstick(kind, needs.get(material, ()), basis=basis, as_of=day)
        contained, usable = (total.contained, total.usable) if total else (0, 0)
        rows.append(
            StockRow(
                material, basis, contained, usable, mandated[material], against,
                per_cent(Interval(contained, contained), against), per_cent(Interval(usable, usable), against),
                (total.illustrative if total else False) or any(one.illustrative for one in against.used),
            )
        )  # fmt: skip
    return StockPicture(kind, day, tuple(rows))


def recorded_yardsticks(ctx: Context) -> tuple[Yardstick, ...]:
    """Those of which at least one material of ours has a number, in their order."""
    return tuple(kind for kind in Yardstick if any(row.against.mass for row in stock_against(ctx, kind).rows))


def _requirements(ctx: Context) -> dict[str, list[Requirement]]:
    """Our own country's, by material that the catalogue has: published series for groups and totals are left out."""
    found: defaultdict[str, list[Requirement]] = defaultdict(list)
    for one in requirements.current(ctx.db):
        if one.country == ctx.agency.country and one.material in ctx.catalogue.materials:
            found[one.material].append(one)
    return dict(found)


def _has(known: list[Requirement], kind: Yardstick, day: date, bases: dict[str, str]) -> bool:
    """Whether a material that we do not hold belongs into the picture: we should hold it."""
    return (
        kind is Yardstick.TARGET
        and bool(known)
        and yardstick(kind, known, basis=bases[known[0].material], as_of=day).used != ()
    )
