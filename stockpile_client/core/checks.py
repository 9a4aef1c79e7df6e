"""Balance and quality checks: errors stop, warnings inform, and the two are shown apart.

Each function looks at plain values and yields its findings; nothing here knows where the values come from. A check
never repairs anything and never decides: :func:`stops` says whether an error is among the findings.

>>> [check.code for check in check_balance("lot 7", Balance(100, 70), [], Balance(90, 70))]
['E_BALANCE']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from stockpile_client.core.encumbrances import Encumbrance, EncumbranceKind, usable
from stockpile_client.core.lots import Lot
from stockpile_client.core.markings import MarkingScheme
from stockpile_client.core.movements import Balance, Movement
from stockpile_client.core.partners import PartnerState, may_exchange
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import Interval, NotApplicable, Quantity, bounds
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import Position, StatementHeader, unreported
from stockpile_client.core.units import CONTENT_UNITS, StatedUnit

LARGE_CHANGE = Fraction(1, 4)
"""A change of more than a quarter since the last statement is worth a look."""


class Severity(StrEnum):
    """An error stops a release; a warning informs."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: ``subject`` is the lot, material, partner or position that it is about."""

    severity: Severity
    code: str
    subject: str
    message: str


def stops(checks: Iterable[Check]) -> bool:
    """Whether an error is among the findings."""
    return any(check.severity is Severity.ERROR for check in checks)


def _error(code: str, subject: str, message: str) -> Check:
    return Check(Severity.ERROR, code, subject, message)


def _warning(code: str, subject: str, message: str) -> Check:
    return Check(Severity.WARNING, code, subject, message)


# The inventory -------------------------------------------------------------------------------------------------------


def check_unit(subject: str, stated: StatedUnit) -> Iterator[Check]:
    """A unit of content (mtu, stu, ltu) that does not say of which oxide or element."""
    if stated.unit.code in CONTENT_UNITS and not stated.of:
        yield _error(
            "E_UNIT_BASIS",
            subject,
            phrase("The unit {code} does not say of which oxide or element.", code=stated.unit.code),
        )


def check_basis(position: Position) -> Iterator[Check]:
    """A position that gives kilograms without saying of what."""
    if not position.basis and bounds(position.quantity) is not None:
        yield _error(
            "E_UNIT_BASIS", position.key.material, phrase("A position does not say what its kilograms are of.")
        )


def check_balance(subject: str, opening: Balance, movements: Iterable[Movement], closing: Balance) -> Iterator[Check]:
    """Opening and the movements after it do not add up to the closing balance."""
    expected = opening
    for movement in movements:
        expected = expected.after(movement)
    if expected != closing:
        yield _error("E_BALANCE", subject, phrase("Opening and movements do not add up to the closing balance."))


def check_stock(subject: str, held: Balance, contents: Iterable[int] = ()) -> Iterator[Check]:
    """Negative stock, or more content than product; ``contents`` are the milligrams of further elements in the lot."""
    further = list(contents)
    if min(held.gross, held.contained, *further) < 0:
        yield _error("E_NEGATIVE_STOCK", subject, phrase("The stock is less than nothing."))
    elif held.contained + sum(further) > held.gross:
        yield _error("E_CONTENT_OVER_GROSS", subject, phrase("There is more content than product."))


def check_position(position: Position) -> Iterator[Check]:
    """A position whose quantity could be less than nothing, or that has no basis."""
    yield from check_basis(position)
    interval = bounds(position.quantity)
    if interval is not None and interval.low < 0:
        yield _error("E_NEGATIVE_STOCK", position.key.material, phrase("A position is less than nothing."))


def check_tickets(subject: str, contained: int, claims: Iterable[Encumbrance], day: date) -> Iterator[Check]:
    """Tickets sold, or all claims together, above the stock of a lot on ``day`` or a day after it."""
    on_the_lot = [claim for claim in claims if claim.lot]
    tickets = [claim for claim in on_the_lot if claim.kind is EncumbranceKind.TICKET_SOLD]
    days = {day, *(claim.since for claim in on_the_lot if claim.since > day)}
    if any(usable(contained, tickets, on).ours < 0 for on in days):
        yield _error("E_OVERSOLD", subject, phrase("More is sold in tickets than the lot holds."))
    elif any(usable(contained, on_the_lot, on).ours < 0 for on in days):
        yield _error("E_OVERSOLD", subject, phrase("More is promised from the lot than it holds."))


def check_rotation(lot: Lot, counted_usable: int, day: date) -> Iterator[Check]:
    """A lot past its rotate-by date of which ``counted_usable`` milligrams are counted as usable."""
    if counted_usable > 0 and not lot.usable_on(day):
        yield _error(
            "E_ROTATE_BY",
            lot.number,
            phrase("The lot was to be rotated by {rotate_by} and counts as usable.", rotate_by=lot.rotate_by or ""),
        )


# The release ---------------------------------------------------------------------------------------------------------


def check_marking(scheme: MarkingScheme, code: str, highest_allowed: str) -> Iterator[Check]:
    """A marking above what the agreement allows; an unknown one counts as the most restrictive."""
    if not scheme.allows(highest_allowed, code):
        yield _error(
            "E_MARKING",
            code,
            phrase(
                "The marking is above {highest_allowed}, the highest of the agreement.", highest_allowed=highest_allowed
            ),
        )


def check_partner(name: str, state: PartnerState) -> Iterator[Check]:
    """A partner whose safety number was not compared, or who is suspended, revoked or superseded."""
    if not may_exchange(state):
        yield _error("E_PARTNER_NOT_VERIFIED", name, phrase("The partner is {state} and not verified.", state=state))


def check_scope(header: StatementHeader, reported: Iterable[str]) -> Iterator[Check]:
    """Materials in scope of which nothing is said, or two things that exclude each other."""
    with_position = set(reported)
    for material in unreported(header, with_position):
        yield _error(
            "E_UNREPORTED",
            material,
            phrase(
                "Nothing is said about the material. Report lots of it, or say that it is NIL, withheld or"
                " not compiled."
            ),
        )
    for material in dict.fromkeys((*header.nil, *header.withheld, *header.not_compiled)):
        said = [material in header.withheld, material in with_position]
        if header.nil.count(material) + header.not_compiled.count(material) + sum(said) > 1:
            yield _error(
                "E_SAID_TWICE", material, phrase("The material is reported in two ways that exclude each other.")
            )


def check_change(subject: str, before: Quantity, after: Quantity) -> Iterator[Check]:
    """A change of over 25 % since the last statement, where it is certain whatever the rounding hides."""
    was, now = bounds(before), bounds(after)
    if was is None or now is None:
        if isinstance(before, NotApplicable) != isinstance(after, NotApplicable):
            yield _warning("W_CHANGE", subject, phrase("The figure began or ceased to apply since the last statement."))
    elif _grew(was, now) or _shrank(was, now):
        yield _warning("W_CHANGE", subject, phrase("The quantity changed by more than 25 % since the last statement."))


def _grew(was: Interval, now: Interval) -> bool:
    return was.high is not None and now.low > was.high * (1 + LARGE_CHANGE)


def _shrank(was: Interval, now: Interval) -> bool:
    return now.high is not None and now.high < was.low * (1 - LARGE_CHANGE)


def check_denominators(before: Iterable[Requirement], after: Iterable[Requirement]) -> Iterator[Check]:
    """Denominators of the same material, country, year and kind that changed since the last statement."""
    last = {(each.material, each.country, each.year, each.kind): each for each in before}
    for now in after:
        was = last.get((now.material, now.country, now.year, now.kind))
        if was and (was.quantity, was.days, was.basis) != (now.quantity, now.days, now.basis):
            what = now.kind.replace("_", " ")
            yield _warning(
                "W_DENOMINATOR",
                now.material,
                phrase(
                    "The {what} of {country} in {year} changed.", what=what, country=now.country, year=str(now.year)
                ),
            )


def check_contributors(holders: Mapping[str, Iterable[str]]) -> Iterator[Check]:
    """Figures (by subject) that rest on a single holder, whose stock they therefore give away."""
    for subject, names in holders.items():
        if len(set(names)) == 1:
            yield _warning("W_SINGLE_CONTRIBUTOR", subject, phrase("The figure rests on a single contributor."))


def check_age(subject: str, as_of: date, today: date, cadence_days: int) -> Iterator[Check]:
    """A statement older than the cadence that was agreed."""
    if today > as_of + timedelta(days=cadence_days):
        age = (today - as_of).days
        yield _warning(
            "W_OLD",
            subject,
            phrase("The statement is {age} days old; {cadence_days} were agreed.", age=age, cadence_days=cadence_days),
        )
