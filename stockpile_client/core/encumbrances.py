"""Claims on stock, and what is left that the agency can really use.

Tickets sold, loans promised, pledges, earmarks, holds and stock held for others are subtracted; tickets bought are
added. Each encumbrance says who counts the tonnes (``counted_by``), so that a joint total never counts them twice: the
holder of the metal or the beneficiary of the claim, never both.

A loan that has physically left is a *movement* (``loan_out``); the encumbrance ``loan`` is one still on hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import MAX_MG


class EncumbranceKind(StrEnum):
    """Kinds of claim on stock."""

    TICKET_SOLD = "ticket_sold"
    TICKET_BOUGHT = "ticket_bought"
    LOAN = "loan"
    PLEDGE = "pledge"
    EARMARK = "earmark"
    HELD_FOR_ANOTHER = "held_for_another"
    HOLD = "hold"


class CountedBy(StrEnum):
    """Who counts the tonnes in a joint total."""

    HOLDER = "holder"
    BENEFICIARY = "beneficiary"


@dataclass(frozen=True, slots=True)
class Encumbrance:
    """A claim of ``contained`` milligrams on ``lot``, ``since`` … ``until`` (both included; ``None``: open).

    A ticket bought names no lot of ours (``lot`` empty): the metal lies elsewhere; ``material`` says what.
    """

    id: str
    kind: EncumbranceKind
    material: str
    lot: str
    contained: int
    since: date
    until: date | None = None
    counted_by: CountedBy = CountedBy.BENEFICIARY
    counterparty: str = ""
    document: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.contained <= MAX_MG:
            raise InputError("E_ENCUMBRANCE", phrase("A claim is on more than nothing."))
        if self.until is not None and self.until < self.since:
            raise InputError("E_ENCUMBRANCE", phrase("A claim does not end before it begins."))
        if (self.kind is EncumbranceKind.TICKET_BOUGHT) == bool(self.lot):
            raise InputError(
                "E_ENCUMBRANCE",
                phrase("A ticket bought is on somebody else's metal; every other claim is on a lot of ours."),
            )

    def in_force(self, day: date) -> bool:
        """Whether the claim holds on ``day``."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Usable:
    """Milligrams after claims: ``ours`` is what we can use, ``joint`` what we count in a total with our partners."""

    ours: int
    joint: int


def usable(contained: int, claims: Iterable[Encumbrance], day: date) -> Usable:
    """What is left of ``contained`` milligrams on ``day``; below zero where more was promised than is there.

    In ``joint``, a claim that the *holder* counts stays with the holder: not subtracted by us when we hold the metal,
    and not added by us when we bought the ticket. A claim without a second party (hold, earmark) leaves both alike.
    """
    ours = joint = contained
    for claim in claims:
        if not claim.in_force(day):
            continue
        sign = 1 if claim.kind is EncumbranceKind.TICKET_BOUGHT else -1
        ours += sign * claim.contained
        if claim.counted_by is CountedBy.BENEFICIARY or claim.kind in _OURS_ALONE:
            joint += sign * claim.contained
    return Usable(ours, joint)


_OURS_ALONE = frozenset({EncumbranceKind.HOLD, EncumbranceKind.EARMARK})
"""Claims without a beneficiary who could count the tonnes instead of us."""


def check_claims(contained: int, claims: Iterable[Encumbrance], day: date) -> None:
    """Raise ``InputError`` (``E_OVERSOLD``) if more is claimed on a lot than it holds, on ``day`` or any day after it.

    The later days matter: two tickets that begin later may each fit and overlap.
    """
    on_the_lot = [claim for claim in claims if claim.lot]
    days = {day, *(claim.since for claim in on_the_lot if claim.since > day)}  # only there can the sum of claims grow
    if any(usable(contained, on_the_lot, on).ours < 0 for on in days):
        raise InputError(
            "E_OVERSOLD",
            phrase("More is promised from this lot than it holds."),
            hint=phrase("Check the quantity of the ticket or loan."),
        )
