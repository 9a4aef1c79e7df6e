"""The append-only ledger of a lot: every change of its quantity, and the balance as of any day.

Rules
- A posted movement is never edited or deleted; a mistake is reversed by the opposite masses and a reason.
- Two axes of time: ``effective`` (when it was true) and ``recorded`` (when we learned it). A balance asks for both.
- The first movement of a lot is its ``opening`` or a ``receipt``; a lot has at most one opening.
- No balance is ever negative, on any day, seen from any later moment.

>>> balance(ledger, as_of=date(2026, 6, 30)).contained
1204500000000
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import MAX_MG


class MovementKind(StrEnum):
    """Kinds of ledger entry, with the direction each may have (see :data:`DIRECTION`)."""

    OPENING = "opening"
    RECEIPT = "receipt"
    RELEASE = "release"
    SALE = "sale"
    LOAN_OUT = "loan_out"
    LOAN_IN = "loan_in"
    ROTATION_OUT = "rotation_out"
    ROTATION_IN = "rotation_in"
    UPGRADE = "upgrade"
    LOSS = "loss"
    COUNT_ADJUSTMENT = "count_adjustment"
    TRANSFER_OF_TITLE = "transfer_of_title"
    REVERSAL = "reversal"


DIRECTION: dict[MovementKind, int] = {
    MovementKind.OPENING: 1,
    MovementKind.RECEIPT: 1,
    MovementKind.RELEASE: -1,
    MovementKind.SALE: -1,
    MovementKind.LOAN_OUT: -1,
    MovementKind.LOAN_IN: 1,
    MovementKind.ROTATION_OUT: -1,
    MovementKind.ROTATION_IN: 1,
    MovementKind.UPGRADE: 0,
    MovementKind.LOSS: -1,
    MovementKind.COUNT_ADJUSTMENT: 0,
    MovementKind.TRANSFER_OF_TITLE: 0,
    MovementKind.REVERSAL: 0,
}
"""1: adds to the lot, −1: takes from it, 0: either. An upgrade changes gross and contained in its own way."""

NEEDS_REASON = frozenset({MovementKind.LOSS, MovementKind.COUNT_ADJUSTMENT, MovementKind.REVERSAL})


@dataclass(frozen=True, slots=True)
class Movement:
    """One ledger entry; masses in signed milligrams, ``recorded`` aware in UTC.

    ``contained`` is of the lot's own material. ``reverses`` is the id of the movement that this one undoes.
    """

    id: str
    lot: str
    kind: MovementKind
    effective: date
    recorded: datetime
    gross: int
    contained: int
    reason: str = ""
    reverses: str = ""
    counterparty: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """What a lot holds, in milligrams."""

    gross: int = 0
    contained: int = 0

    def after(self, movement: Movement) -> Balance:
        """The balance once ``movement`` is added."""
        return Balance(self.gross + movement.gross, self.contained + movement.contained)


def check_movement(movement: Movement) -> None:
    """Raise ``InputError`` if the movement is wrong by itself: direction, sign, reason, range."""
    direction = DIRECTION[movement.kind]
    masses = (movement.gross, movement.contained)
    if direction and any(mass * direction < 0 for mass in masses):
        word = "adds to" if direction > 0 else "takes from"
        raise InputError(
            "E_MOVEMENT_SIGN",
            f"A movement of kind '{movement.kind}' {word} the lot; its masses say the opposite.",
        )
    if movement.gross * movement.contained < 0 and movement.kind not in (
        MovementKind.UPGRADE,
        MovementKind.REVERSAL,
    ):
        raise InputError("E_MOVEMENT_SIGN", "Gross and contained mass move in opposite directions.")
    if not any(masses) and movement.kind is not MovementKind.OPENING:
        raise InputError("E_MOVEMENT_EMPTY", "The movement moves nothing.")
    if max(map(abs, masses)) > MAX_MG:
        raise InputError("E_QUANTITY_RANGE", "The quantity is larger than anything that can be meant.")
    if movement.kind in NEEDS_REASON and not movement.reason:
        raise InputError("E_REASON_MISSING", f"A movement of kind '{movement.kind}' needs a reason.")
    if (movement.kind is MovementKind.REVERSAL) != bool(movement.reverses):
        raise InputError("E_REVERSAL", "A reversal names the movement that it undoes, and only a reversal does.")


def check_posting(ledger: Sequence[Movement], movement: Movement) -> None:
    """Raise ``InputError`` if ``movement`` may not be added to the lot's ``ledger`` (all movements of that lot)."""
    check_movement(movement)
    if any(posted.lot != movement.lot for posted in ledger):
        raise InputError("E_MOVEMENT_LOT", "The ledger belongs to another lot.")
    if any(posted.id == movement.id for posted in ledger):
        raise InputError("E_MOVEMENT_TWICE", "This movement is posted already.")
    if movement.kind is MovementKind.OPENING and ledger:
        raise InputError(
            "E_OPENING_TWICE", "The lot has its opening already.", hint="Correct it by a count adjustment."
        )
    if movement.reverses:
        _check_reversal(ledger, movement)
    day = first_negative_day([*ledger, movement])
    if day:
        raise InputError(
            "E_NEGATIVE_STOCK",
            f"With this movement the lot would hold less than nothing on {day}.",
            hint="Check quantity and date.",
        )


def _check_reversal(ledger: Sequence[Movement], movement: Movement) -> None:
    original = next((posted for posted in ledger if posted.id == movement.reverses), None)
    if original is None:
        raise InputError("E_REVERSAL", "The movement to be reversed is not in this lot's ledger.")
    if original.kind is MovementKind.REVERSAL:
        raise InputError("E_REVERSAL", "A reversal is not itself reversed.", hint="Post the movement anew.")
    if any(posted.reverses == original.id for posted in ledger):
        raise InputError("E_REVERSAL", "The movement is reversed already.")
    if (movement.gross, movement.contained, movement.effective) != (
        -original.gross,
        -original.contained,
        original.effective,
    ):
        raise InputError(
            "E_REVERSAL", "A reversal has the opposite masses and the same effective day as what it undoes."
        )


def reversal_of(original: Movement, *, id: str, recorded: datetime, reason: str) -> Movement:
    """The movement that undoes ``original``, as of the same day."""
    return Movement(
        id, original.lot, MovementKind.REVERSAL, original.effective, recorded, -original.gross, -original.contained,
        reason=reason, reverses=original.id,
    )  # fmt: skip


def balance(ledger: Iterable[Movement], *, as_of: date, known_at: datetime | None = None) -> Balance:
    """What the ledger holds at the end of ``as_of``, counting only what was recorded by ``known_at`` (default: all)."""
    result = Balance()
    for movement in ledger:
        if movement.effective <= as_of and (known_at is None or movement.recorded <= known_at):
            result = result.after(movement)
    return result


def first_negative_day(ledger: Iterable[Movement]) -> date | None:
    """The first effective day at whose end the ledger holds less than nothing, or ``None``."""
    by_day: dict[date, Balance] = {}
    for movement in ledger:
        by_day[movement.effective] = by_day.get(movement.effective, Balance()).after(movement)
    gross = contained = 0
    for day in sorted(by_day):
        gross += by_day[day].gross
        contained += by_day[day].contained
        if gross < 0 or contained < 0:
            return day
    return None
