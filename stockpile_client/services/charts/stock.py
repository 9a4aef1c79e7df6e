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
from stockpile_client.core.encumbrances import EncumbranceKind
from stockpile_client.core.lots import HolderClass
from stockpile_client.core.quantities import Interval
from stockpile_client.core.requirements import Requirement
from stockpile_client.services.context import Context
from stockpile_client.services.holdings import stream_holdings
from stockpile_client.services.release import content_bases
from stockpile_client.storage import encumbrances, requirements


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


def stock_against(ctx: Context, kind: Yardstick | None = None) -> StockPicture:
    """Our stock today against ``kind``, by material code; without one, against the first that has a number."""
    day = ctx.today()
    held, needs, bases = _held(ctx, day), _requirements(ctx), content_bases(ctx)

    def against(material: str, chosen: Yardstick) -> Denominator:
        return yardstick(chosen, needs.get(material, ()), basis=bases.get(material, ""), as_of=day)

    if kind is None:
        kind = next((one for one in Yardstick if any(against(code, one).mass for code in needs)), Yardstick.TARGET)
    wanted = {code for code in needs if kind is Yardstick.TARGET and against(code, kind).used}
    rows = []
    for material in sorted(held.keys() | wanted):
        stock, measure = held.get(material, _Held()), against(material, kind)
        rows.append(
            StockRow(
                material, bases.get(material, ""), stock.contained, stock.usable, stock.mandated, measure,
                per_cent(Interval(stock.contained, stock.contained), measure),
                per_cent(Interval(stock.usable, stock.usable), measure),
                stock.illustrative or any(one.illustrative for one in measure.used),
            )
        )  # fmt: skip
    return StockPicture(kind, day, tuple(rows))


@dataclass(slots=True)
class _Held:
    """What there is of a material, in mg."""

    contained: int = 0
    usable: int = 0
    mandated: int = 0
    illustrative: bool = False


def _held(ctx: Context, day: date) -> dict[str, _Held]:
    """The sums of all lots in one stream, however many there are; tickets bought are usable and in no lot."""
    found: defaultdict[str, _Held] = defaultdict(_Held)
    for row in stream_holdings(ctx, as_of=day):
        stock = found[row.material]
        stock.contained += row.contained
        stock.usable += row.usable
        stock.illustrative |= row.illustrative
        if row.holder_class == HolderClass.MANDATED_INDUSTRY:
            stock.mandated += row.contained
    for claim in encumbrances.in_force(ctx.db, day):
        if claim.kind is EncumbranceKind.TICKET_BOUGHT:
            found[claim.material].usable += claim.contained
    return dict(found)


def _requirements(ctx: Context) -> dict[str, list[Requirement]]:
    """Our own country's, by material that the catalogue has: published series for groups and totals are left out."""
    found: defaultdict[str, list[Requirement]] = defaultdict(list)
    for one in requirements.current(ctx.db):
        if one.country == ctx.agency.country and one.material in ctx.catalogue.materials:
            found[one.material].append(one)
    return dict(found)
