"""A movement before it is posted: what it does to its lot, shown as a plan; then the plan, posted as it was shown.

What a person types is an amount with its unit, always without a sign: the kind gives the direction.
- What comes in holds what its form and grade say; what leaves takes its share of what the lot holds.
- A count and an upgrade say what is there *now*; the movement is the difference.
- A move to another site is two movements: out of this lot, into the lot of the same number over there (a new one if
  there is none). They are posted together and reversed together.

>>> plan = plan_movement(ctx, WantedMovement(lot.id, MovementKind.RELEASE, day, Decimal(5), "t"))
>>> plan.parts[0].before.gross - plan.parts[0].after.gross
5000000000
>>> apply_movement(ctx, plan)
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from stockpile_client.core.content import Content
from stockpile_client.core.encumbrances import usable
from stockpile_client.core.errors import InputError
from stockpile_client.core.lots import Lot
from stockpile_client.core.movements import (
    DIRECTION,
    Balance,
    Movement,
    MovementKind,
    balance,
    check_posting,
    reversal_of,
)
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import round_half_even
from stockpile_client.core.sites import Site
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.claims import check_lot_claims
from stockpile_client.services.context import Context
from stockpile_client.services.edits import note_edit, posted
from stockpile_client.services.holdings import content_words
from stockpile_client.services.ledger import FACTS, changed_lots, check_day, post_checked, together
from stockpile_client.services.weighing import weigh
from stockpile_client.storage import encumbrances, lots, movements, sites

STATES_WHAT_IS_THERE = frozenset({MovementKind.COUNT_ADJUSTMENT, MovementKind.UPGRADE})
"""Kinds for which a person gives the stock after the movement, not what moved."""


@dataclass(frozen=True, slots=True)
class WantedMovement:
    """What was typed. ``contained`` (mg) replaces what would be computed; ``outwards`` gives a transfer of title its
    direction; ``to_site`` is where a move goes (an id)."""

    lot: str
    kind: MovementKind
    effective: date
    amount: Decimal
    unit: str
    contained: int | None = None
    outwards: bool = False
    to_site: str = ""
    reason: str = ""
    counterparty: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a lot holds, and what of it is free today; milligrams, below zero where more is promised."""

    gross: int
    contained: int
    free: int


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One lot's share of the plan; ``is_new``: the lot itself comes with it, ``seen`` entries stood in its ledger."""

    lot: Lot
    site: Site
    movement: Movement
    before: Standing
    after: Standing
    is_new: bool
    seen: int


@dataclass(frozen=True, slots=True)
class MovementPlan:
    """What posting would do. ``factor`` says how the content was worked out, ``cautions`` what to look at twice."""

    parts: tuple[PlannedPart, ...]
    factor: str
    cautions: tuple[str, ...]
    is_reversal: bool = False


def plan_movement(ctx: Context, wanted: WantedMovement) -> MovementPlan:
    """What posting ``wanted`` would do; nothing is written. Raises ``InputError`` for whatever posting would refuse."""
    check_day(ctx, wanted.effective)
    lot = _lot(ctx, wanted.lot)
    ledger = movements.ledger(ctx.db, lot.id)
    held = balance(ledger, as_of=wanted.effective)
    content = weigh(ctx.catalogue, lot.form, lot.grade, wanted.amount, wanted.unit)
    content = replace(content, factor=factor_words(ctx, lot, wanted.unit))
    gross, contained, factor = _masses(wanted, held, content)
    first = _movement(ctx, wanted, lot.id, gross, contained)
    parts = [_part(ctx, lot, first)]
    if wanted.kind is MovementKind.MOVED_OUT:
        parts.append(_arrival(ctx, lot, wanted, first))
    return MovementPlan(tuple(parts), factor, _cautions(parts))


def plan_reversal(ctx: Context, movement_id: str, *, reason: str) -> MovementPlan:
    """What reversing a movement would do; a move between sites is reversed at both. The reason is obligatory."""
    why = clean_text(reason, what=phrase("reason"))
    parts = []
    for original in together(ctx, movement_id):
        reversal = reversal_of(original, id=uuid.uuid4().hex, recorded=ctx.now(), reason=why)
        parts.append(_part(ctx, _lot(ctx, original.lot), reversal))
    return MovementPlan(tuple(parts), "", _cautions(parts), is_reversal=True)


def apply_movement(ctx: Context, plan: MovementPlan) -> ChangeSet:
    """Post what was shown; ``E_PLAN_OUTDATED`` if a ledger of the plan has grown since."""
    with ctx.transaction():
        for part in plan.parts:
            if part.is_new:
                lots.add(ctx.db, [part.lot])
                ctx.record("lot_added", part.lot.id, {"number": part.lot.number})
            elif len(movements.ledger(ctx.db, part.lot.id)) != part.seen:
                raise InputError(
                    "E_PLAN_OUTDATED", phrase("Something was posted to this lot since the plan was shown."),
                    hint=phrase("Look at the plan again: it shows the stock as it is now."),
                )  # fmt: skip
            post_checked(ctx, replace(part.movement, recorded=ctx.now()))
        number = plan.parts[0].lot.number
        if plan.is_reversal:
            note_edit(ctx, phrase("Reversal in lot {lot}", lot=number), reason=plan.parts[0].movement.reason)
        else:
            note_edit(
                ctx, phrase("Movement of lot {lot}", lot=number), posted(*(one.movement.id for one in plan.parts))
            )
    said = phrase("Reversed a movement of lot {lot}", lot=number) if plan.is_reversal else phrase(
        "Posted a movement of lot {lot}", lot=number
    )  # fmt: skip
    return changed_lots(*(part.lot.id for part in plan.parts), summary=said)


def _masses(wanted: WantedMovement, held: Balance, content: Content) -> tuple[int, int, str]:
    """Signed gross and contained mass of the movement, and how the content was worked out."""
    direction = -1 if wanted.outwards and not DIRECTION[wanted.kind] else DIRECTION[wanted.kind]
    states = wanted.kind in STATES_WHAT_IS_THERE
    takes = direction < 0 or states
    gross, contained, factor = content.gross, content.contained, content.factor
    if takes and held.gross and held.contained and wanted.kind is not MovementKind.UPGRADE:
        stated_content = wanted.unit.partition(" ")[2] != ""
        if stated_content:
            gross = round_half_even(Fraction(contained * held.gross, held.contained))
        else:
            contained = round_half_even(Fraction(gross * held.contained, held.gross))
        factor = phrase("in the proportion of what the lot holds")
    if wanted.contained is not None:
        contained, factor = wanted.contained, phrase("content as measured")
    if states:
        return gross - held.gross, contained - held.contained, factor
    return gross * (direction or 1), contained * (direction or 1), factor


def _movement(ctx: Context, wanted: WantedMovement, lot_id: str, gross: int, contained: int) -> Movement:
    return Movement(
        uuid.uuid4().hex, lot_id, wanted.kind, wanted.effective, ctx.now(), gross, contained,
        clean_text(wanted.reason, what=phrase("reason")),
        counterparty=clean_text(wanted.counterparty, what=phrase("counterparty")),
        document=clean_text(wanted.document, what=phrase("document")),
    )  # fmt: skip


def _arrival(ctx: Context, lot: Lot, wanted: WantedMovement, out: Movement) -> PlannedPart:
    """The other end of a move: into the lot of the same number and kind at the other site, or into a new one."""
    site = sites.get(ctx.db, wanted.to_site)
    if site is None or site.id == lot.site:
        raise InputError("E_NO_SITE", phrase("Choose another site that the lot is moved to."))
    alike = [
        one
        for one in lots.of_number(ctx.db, lot.number)
        if replace(one, id=lot.id, site=lot.site) == lot and one.site == site.id
    ]
    target = alike[0] if alike else replace(lot, id=uuid.uuid4().hex, site=site.id)
    arrival = replace(
        out, id=uuid.uuid4().hex, lot=target.id, kind=MovementKind.MOVED_IN, gross=-out.gross, contained=-out.contained
    )
    return _part(ctx, target, arrival, is_new=not alike)


def _part(ctx: Context, lot: Lot, movement: Movement, *, is_new: bool = False) -> PlannedPart:
    ledger = [] if is_new else movements.ledger(ctx.db, lot.id)
    check_posting(ledger, movement)
    site = sites.get(ctx.db, lot.site)
    assert site is not None  # the database holds every lot to its site
    if site.closed is not None and max(movement.gross, movement.contained) > 0:
        raise InputError(
            "E_SITE_CLOSED", phrase("The site {name} is closed: it takes in nothing.", name=site.name),
            hint=phrase("Open the site again first."),
        )  # fmt: skip
    claims = [] if is_new else encumbrances.on_lot(ctx.db, lot.id)
    before, after = (balance(entries, as_of=ctx.today()) for entries in (ledger, [*ledger, movement]))
    if movement.kind not in FACTS and min(movement.gross, movement.contained) < 0:
        check_lot_claims(lot, after, claims, ctx.today())
    own = [claim for claim in claims if claim.material == lot.material]

    def standing(held: Balance) -> Standing:
        return Standing(held.gross, held.contained, usable(held.contained, own, ctx.today()).ours)

    return PlannedPart(lot, site, movement, standing(before), standing(after), is_new, len(ledger))


def _cautions(parts: list[PlannedPart]) -> tuple[str, ...]:
    found: list[str] = []
    for part in parts:
        if part.after.free < 0:
            found.append(
                phrase("More is promised from lot {lot} than it will hold: end or reduce a claim.", lot=part.lot.number)
            )
        if part.is_new:
            found.append(phrase("A new lot {lot} is made at {site}.", lot=part.lot.number, site=part.site.name))
    return tuple(found)


def factor_words(ctx: Context, lot: Lot, unit: str) -> str:
    """How the content of what is weighed in ``unit`` follows, in words."""
    if unit.partition(" ")[2]:
        return phrase("stated by the unit {unit}", unit=unit)
    return content_words(ctx, lot.form, lot.grade)


def _lot(ctx: Context, lot_id: str) -> Lot:
    found = lots.get(ctx.db, lot_id)
    if found is None:
        raise InputError("E_NO_LOT", phrase("There is no such lot."))
    return found
