"""New lots, and what is known of a lot, corrected.

A lot comes with its first movement: an empty card is no stock. What a lot *is* (material, form, site) is not edited;
stock that is something else, or lies elsewhere, gets there by movements. A corrected grade changes what the lot holds,
so the plan then brings a count adjustment along. Plans are shown first and applied as they were shown.

>>> plan = plan_new_lot(ctx, NewLot(lot, MovementKind.OPENING, day, Decimal("12.5"), "t"))
>>> plan.content.contained
8803175000
>>> add_lot(ctx, plan)
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from stockpile_client.core.content import Content
from stockpile_client.core.encumbrances import usable
from stockpile_client.core.errors import InputError
from stockpile_client.core.lots import Lot
from stockpile_client.core.movements import Balance, Movement, MovementKind, balance, check_posting
from stockpile_client.core.phrases import phrase
from stockpile_client.core.sites import Site
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.claims import check_lot_claims
from stockpile_client.services.context import Context
from stockpile_client.services.edits import Change, note_edit, posted, state_of
from stockpile_client.services.ledger import changed_lots, check_day, post_checked
from stockpile_client.services.movement_plan import factor_words
from stockpile_client.services.weighing import weigh
from stockpile_client.storage import encumbrances, lots, movements, sites

FIRST_KINDS = (
    MovementKind.OPENING,
    MovementKind.RECEIPT,
    MovementKind.LOAN_IN,
    MovementKind.ROTATION_IN,
)
"""How a new lot may begin."""


@dataclass(frozen=True, slots=True)
class NewLot:
    """A lot (its id is given here) with the movement that brings its stock in; ``contained`` in mg if measured."""

    lot: Lot
    kind: MovementKind
    effective: date
    amount: Decimal
    unit: str
    contained: int | None = None
    counterparty: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class NewLotPlan:
    """What adding would do."""

    lot: Lot
    movement: Movement
    content: Content
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LotEditPlan:
    """What saving would do; ``fields`` of :class:`Lot` that differ; ``movement`` books the content of another grade."""

    before: Lot
    after: Lot
    fields: tuple[str, ...]
    movement: Movement | None
    held: Balance
    seen: int
    cautions: tuple[str, ...]


def plan_new_lot(ctx: Context, wanted: NewLot) -> NewLotPlan:
    """What adding ``wanted`` would do; nothing is written.

    Raises ``InputError``: ``E_LOT_NUMBER`` without a number, ``E_NO_SITE``, ``E_SITE_CLOSED``, ``E_FORM`` for a form of
    another material, ``E_FUTURE``, and what weighing refuses.
    """
    check_day(ctx, wanted.effective)
    lot = _cleaned(replace(wanted.lot, id=uuid.uuid4().hex))
    _check_place_and_form(ctx, lot)
    content = weigh(ctx.catalogue, lot.form, lot.grade, wanted.amount, wanted.unit)
    content = replace(content, factor=factor_words(ctx, lot, wanted.unit))
    if wanted.contained is not None:
        content = replace(content, contained=wanted.contained, factor=phrase("content as measured"))
    movement = Movement(
        uuid.uuid4().hex, lot.id, wanted.kind, wanted.effective, ctx.now(), content.gross, content.contained,
        counterparty=clean_text(wanted.counterparty, what=phrase("counterparty")),
        document=clean_text(wanted.document, what=phrase("document")),
    )  # fmt: skip
    check_posting([], movement)
    return NewLotPlan(lot, movement, content, _cautions(ctx, lot))


def add_lot(ctx: Context, plan: NewLotPlan) -> ChangeSet:
    """Add the lot and post its first movement, in one."""
    with ctx.transaction():
        lots.add(ctx.db, [plan.lot])
        ctx.record("lot_added", plan.lot.id, {"number": plan.lot.number})
        post_checked(ctx, replace(plan.movement, recorded=ctx.now()))
        note_edit(ctx, phrase("New lot {lot}", lot=plan.lot.number), posted(plan.movement.id))
    return changed_lots(plan.lot.id, summary=phrase("Added the lot {lot}", lot=plan.lot.number))


def plan_lot_edit(ctx: Context, wanted: Lot) -> LotEditPlan:
    """What saving ``wanted`` in place of the lot of its id would do; what a lot is stays as it was."""
    before = get_lot(ctx, wanted.id)
    after = _cleaned(replace(wanted, material=before.material, form=before.form, site=before.site))
    fields = tuple(name for name in Lot.__dataclass_fields__ if getattr(before, name) != getattr(after, name))
    ledger = movements.ledger(ctx.db, before.id)
    held = balance(ledger, as_of=ctx.today())
    movement = _correction(ctx, after, held) if "grade" in fields else None
    if movement is not None:
        check_posting(ledger, movement)
    return LotEditPlan(before, after, fields, movement, held, len(ledger), _broken_promises(ctx, after, held, movement))


def edit_lot(ctx: Context, plan: LotEditPlan) -> ChangeSet:
    """Save what was shown; ``E_PLAN_OUTDATED`` if the lot or its ledger changed since."""
    if not plan.fields:
        return ChangeSet.nothing(phrase("Nothing was changed"))
    with ctx.transaction():
        stale = lots.get(ctx.db, plan.before.id) != plan.before
        if stale or len(movements.ledger(ctx.db, plan.before.id)) != plan.seen:
            raise InputError(
                "E_PLAN_OUTDATED", phrase("The lot was changed since the plan was shown."),
                hint=phrase("Close the form and open it again: it shows the lot as it is now."),
            )  # fmt: skip
        lots.correct(ctx.db, plan.after)
        changes = [Change("lot", plan.after.id, state_of(plan.before), state_of(plan.after))]
        if plan.movement is not None:
            post_checked(ctx, replace(plan.movement, recorded=ctx.now()))
            changes += posted(plan.movement.id)
        note_edit(ctx, phrase("Change of lot {lot}", lot=plan.before.number), changes)
        ctx.record("lot_corrected", plan.after.id, {"fields": list(plan.fields)})
    return changed_lots(plan.after.id, summary=phrase("Changed the lot {lot}", lot=plan.after.number))


def get_lot(ctx: Context, lot_id: str) -> Lot:
    """The lot of that id; ``InputError`` (``E_NO_LOT``) if there is none."""
    found = lots.get(ctx.db, lot_id)
    if found is None:
        raise InputError("E_NO_LOT", phrase("There is no such lot."))
    return found


@dataclass(frozen=True, slots=True)
class LotChoice:
    """A lot that a number may mean; ``free`` mg of its own material are unclaimed today."""

    id: str
    number: str
    material: str
    form: str
    site: Site
    by_products: tuple[str, ...]
    free: int


def find_lots(ctx: Context, number: str) -> list[LotChoice]:
    """The lots that carry ``number``, in the order in which they were added."""
    found = []
    for lot in lots.of_number(ctx.db, number.strip()):
        site = sites.get(ctx.db, lot.site)
        assert site is not None  # the database holds every lot to its site
        held = balance(movements.ledger(ctx.db, lot.id), as_of=ctx.today())
        claims = [claim for claim in encumbrances.on_lot(ctx.db, lot.id) if claim.material == lot.material]
        free = usable(held.contained, claims, ctx.today()).ours
        found.append(LotChoice(lot.id, lot.number, lot.material, lot.form, site, tuple(lot.by_products), free))
    return found


def _correction(ctx: Context, after: Lot, held: Balance) -> Movement | None:
    """The count adjustment by which the lot holds what its grade says; None if it holds that already."""
    if not held.gross:
        return None
    kilograms = Decimal(held.gross).scaleb(-6)
    content = weigh(ctx.catalogue, after.form, after.grade, kilograms, "kg")
    if content.contained == held.contained:
        return None
    return Movement(
        uuid.uuid4().hex, after.id, MovementKind.COUNT_ADJUSTMENT, ctx.today(), ctx.now(), 0,
        content.contained - held.contained, reason=phrase("the grade was corrected"),
    )  # fmt: skip


def _broken_promises(ctx: Context, after: Lot, held: Balance, movement: Movement | None) -> tuple[str, ...]:
    """A grade is a fact: it is corrected whatever is promised, and what is promised too much is said."""
    try:
        claims = encumbrances.on_lot(ctx.db, after.id)
        check_lot_claims(after, held.after(movement) if movement else held, claims, ctx.today())
    except InputError as error:
        return (error.message,)
    return ()


def _check_place_and_form(ctx: Context, lot: Lot) -> None:
    if ctx.catalogue.form(lot.form).material != lot.material:
        raise InputError("E_FORM", phrase("This form is not one of that material."))
    site = sites.get(ctx.db, lot.site)
    if site is None:
        raise InputError("E_NO_SITE", phrase("Choose the site where the lot lies."))
    if site.closed is not None:
        raise InputError(
            "E_SITE_CLOSED", phrase("The site {name} is closed: it takes in nothing.", name=site.name),
            hint=phrase("Open the site again first."),
        )  # fmt: skip


def _cleaned(lot: Lot) -> Lot:
    number = clean_text(lot.number, what=phrase("lot number"))
    if not number:
        raise InputError("E_LOT_NUMBER", phrase("Give the lot a number: by it the next spreadsheet finds it again."))
    return replace(
        lot,
        number=number,
        holder=clean_text(lot.holder, what=phrase("holder")),
        source=clean_text(lot.source, what=phrase("source")),
        supplier=clean_text(lot.supplier, what=phrase("supplier")),
        purpose=clean_text(lot.purpose, what=phrase("purpose")),
    )


def _cautions(ctx: Context, lot: Lot) -> tuple[str, ...]:
    found: list[str] = []
    if lots.of_number(ctx.db, lot.number):
        found.append(phrase("There is a lot of the number {lot} already.", lot=lot.number))
    if not lot.usable_on(ctx.today()):
        found.append(phrase("Its rotate-by date is past: it will not count as usable."))
    return tuple(found)
