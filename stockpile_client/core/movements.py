"""The append-only ledger of a lot: every change of its quantity, and the balance as of any day.

Rules
- A posted movement is never edited or deleted; a mistake is reversed by the opposite masses and a reason.
- Two axes of time: ``effective`` (when it was true) and ``recorded`` (when we learned it). A balance asks for both.
- The first movement of a lot brings mass in (an opening, a receipt, a loan, a rotation, title, a move from another
  site); a lot has at most one opening, and nothing happens to it before that day: the opening already counts what
  came earlier.
- What we knew at a moment stays what we knew: nothing is posted as if it had been recorded before the last entry.
- No balance is ever negative or holds more content than product, on any day, seen from any later moment.

>>> balance(ledger, as_of=date(2026, 6, 30)).contained
1204500000000
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.core.phrases import phrase
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
    MOVED_OUT = "moved_out"
    MOVED_IN = "moved_in"
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
    MovementKind.MOVED_OUT: -1,
    MovementKind.MOVED_IN: 1,
    MovementKind.REVERSAL: 0,
}
"""1: adds to the lot, −1: takes from it, 0: either. An upgrade changes gross and contained in its own way."""

CORRECTS = frozenset({MovementKind.COUNT_ADJUSTMENT, MovementKind.UPGRADE, MovementKind.REVERSAL})
"""Kinds that change what is there, so that they cannot be the first movement of a lot."""

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
        said = (
            phrase("A movement of kind '{kind}' adds to the lot; its masses say the opposite.", kind=movement.kind)
            if direction > 0
            else phrase(
                "A movement of kind '{kind}' takes from the lot; its masses say the opposite.", kind=movement.kind
            )
        )
        raise InputError("E_MOVEMENT_SIGN", said)
    if movement.gross * movement.contained < 0 and movement.kind not in (
        MovementKind.UPGRADE,
        MovementKind.REVERSAL,
    ):
        raise InputError("E_MOVEMENT_SIGN", phrase("Gross and contained mass move in opposite directions."))
    if not any(masses) and movement.kind is not MovementKind.OPENING:
        raise InputError("E_MOVEMENT_EMPTY", phrase("The movement moves nothing."))
    if max(map(abs, masses)) > MAX_MG:
        raise InputError("E_QUANTITY_RANGE", phrase("The quantity is larger than anything that can be meant."))
    if movement.kind in NEEDS_REASON and not movement.reason:
        raise InputError("E_REASON_MISSING", phrase("A movement of kind '{kind}' needs a reason.", kind=movement.kind))
    if (movement.kind is MovementKind.REVERSAL) != bool(movement.reverses):
        raise InputError(
            "E_REVERSAL", phrase("A reversal names the movement that it undoes, and only a reversal does.")
        )


def check_posting(ledger: Sequence[Movement], movement: Movement) -> None:
    """Raise ``InputError`` if ``movement`` may not be added to the lot's ``ledger`` (all movements of that lot)."""
    check_movement(movement)
    if any(posted.lot != movement.lot for posted in ledger):
        raise InputError("E_MOVEMENT_LOT", phrase("The ledger belongs to another lot."))
    if any(posted.id == movement.id for posted in ledger):
        raise InputError("E_MOVEMENT_TWICE", phrase("This movement is posted already."))
    if movement.kind is MovementKind.OPENING and ledger:
        raise InputError(
            "E_OPENING_TWICE",
            phrase("The lot has its opening already."),
            hint=phrase("Correct it by a count adjustment."),
        )
    _check_time(ledger, movement)
    if movement.reverses:
        _check_reversal(ledger, movement)
    elif not ledger and movement.kind in CORRECTS:
        raise InputError(
            "E_MOVEMENT_FIRST",
            phrase("A movement of kind '{kind}' needs a lot that holds something.", kind=movement.kind),
            hint=phrase("Post an opening or a receipt first."),
        )  # fmt: skip
    _check_balances([*ledger, movement])


def _check_time(ledger: Sequence[Movement], movement: Movement) -> None:
    if any(movement.recorded < posted.recorded for posted in ledger):
        raise MachineError(
            "E_RECORDED_EARLIER",
            phrase("The movement would be recorded before one that is posted already."),
            hint=phrase("Check date and time of this machine."),
        )
    opening = next((posted for posted in ledger if posted.kind is MovementKind.OPENING), None)
    if opening and movement.effective < opening.effective:
        raise InputError(
            "E_BEFORE_OPENING",
            phrase(
                "The lot was opened on {effective}; what happened before is in its opening already.",
                effective=opening.effective,
            ),
            hint=phrase("Check the date."),
        )


def _check_balances(ledger: Iterable[Movement]) -> None:
    for day, held in daily_balances(ledger):
        if held.gross < 0 or held.contained < 0:
            raise InputError(
                "E_NEGATIVE_STOCK",
                phrase("With this movement the lot would hold less than nothing on {day}.", day=day),
                hint=phrase("Check quantity and date."),
            )
        if held.contained > held.gross:
            raise InputError(
                "E_CONTENT_OVER_GROSS",
                phrase("With this movement the lot would hold more content than product on {day}.", day=day),
                hint=phrase("Check gross mass, assay and unit."),
            )
        if held.gross > MAX_MG:
            raise InputError("E_QUANTITY_RANGE", phrase("The lot would hold more than anything that can be meant."))


def _check_reversal(ledger: Sequence[Movement], movement: Movement) -> None:
    original = next((posted for posted in ledger if posted.id == movement.reverses), None)
    if original is None:
        raise InputError("E_REVERSAL", phrase("The movement to be reversed is not in this lot's ledger."))
    if original.kind is MovementKind.REVERSAL:
        raise InputError(
            "E_REVERSAL", phrase("A reversal is not itself reversed."), hint=phrase("Post the movement anew.")
        )
    if any(posted.reverses == original.id for posted in ledger):
        raise InputError("E_REVERSAL", phrase("The movement is reversed already."))
    if (movement.gross, movement.contained, movement.effective) != (
        -original.gross,
        -original.contained,
        original.effective,
    ):
        raise InputError(
            "E_REVERSAL", phrase("A reversal has the opposite masses and the same effective day as what it undoes.")
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


def daily_balances(ledger: Iterable[Movement]) -> list[tuple[date, Balance]]:
    """Each effective day of the ledger, in order, with what it holds at the end of that day."""
    result: list[tuple[date, Balance]] = []
    held = Balance()
    for movement in sorted(ledger, key=lambda movement: movement.effective):
        held = held.after(movement)
        if result and result[-1][0] == movement.effective:
            result.pop()
        result.append((movement.effective, held))
    return result


def first_negative_day(ledger: Iterable[Movement]) -> date | None:
    """The first effective day at whose end the ledger holds less than nothing, or ``None``."""
    return next((day for day, held in daily_balances(ledger) if held.gross < 0 or held.contained < 0), None)
