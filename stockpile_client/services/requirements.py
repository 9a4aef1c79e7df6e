"""Denominators of cover: consumption, net imports and targets, with year and source; none is ever erased.

A denominator is known by its material, country, year, kind and source. A corrected figure is a new version of it; one
that no longer applies ends by a version that says so. Every version can be asked for.

>>> save_requirement(ctx, requirement)
>>> [version.ended for version in requirement_history(ctx, requirement)]
[False, True]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import Phrase, counted, phrase
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.edits import Change, note_edit, state_of
from stockpile_client.storage import requirements
from stockpile_client.storage.requirements import Vintage, row_of

SERIES = ("REE", "ALL")
"""Published series that are of no single material: all rare earths, and whole programmes."""


def record_requirements(ctx: Context, items: Sequence[Requirement]) -> ChangeSet:
    """Record denominators as known from now on; ``InputError`` for a material that the catalogue does not have."""
    for item in items:
        _check_material(ctx, item)
    with ctx.transaction():
        requirements.record(ctx.db, items, at=ctx.now())
        ctx.record("requirements_recorded", detail={"count": len(items)})
    return ChangeSet.of(
        Kind.REQUIREMENTS,
        summary=counted("Recorded {n} requirement", "Recorded {n} requirements", len(items)),
    )


def save_requirement(ctx: Context, item: Requirement) -> ChangeSet:
    """Add a denominator, or a new version of the one with the same material, country, year, kind and source.

    Raises ``InputError``: unknown material, a country that is no code (``E_COUNTRY``), no source (``E_SOURCE``).
    """
    _check_material(ctx, item)
    if not (len(item.country) == 2 and item.country.isascii() and item.country.isupper()):
        raise InputError("E_COUNTRY", phrase("Give the country as a code of two letters, like IT."))
    item = replace(item, source=clean_text(item.source, what=phrase("source")))
    if not item.source:
        raise InputError("E_SOURCE", phrase("Say where the figure comes from: partners ask for it."))
    with ctx.transaction():
        last = _last(ctx, item)
        if last is not None and not last.ended and last.requirement == item:
            return ChangeSet.nothing(phrase("Nothing was changed"))
        _write(ctx, item, last, ended=False)
        step = phrase("Requirement for {material}", material=item.material)
        _note(ctx, "requirements_recorded", step, item, last, ended=False)
    return ChangeSet.of(
        Kind.REQUIREMENTS, summary=phrase("Recorded a requirement for {material}", material=item.material)
    )


def end_requirement(ctx: Context, item: Requirement, *, reason: str) -> ChangeSet:
    """Let a denominator apply no longer; the reason is obligatory. ``E_NO_REQUIREMENT`` if it does not apply now."""
    why = clean_text(reason, what=phrase("reason"))
    if not why:
        raise InputError("E_REASON_MISSING", phrase("Say why the requirement ends: the record keeps it."))
    with ctx.transaction():
        last = _last(ctx, item)
        if last is None or last.ended:
            raise InputError("E_NO_REQUIREMENT", phrase("There is no such requirement in use."))
        _write(ctx, last.requirement, last, ended=True)
        step = phrase("End of the requirement for {material}", material=item.material)
        _note(ctx, "requirement_ended", step, last.requirement, last, ended=True, reason=why)
    return ChangeSet.of(Kind.REQUIREMENTS, summary=phrase("Ended a requirement for {material}", material=item.material))


def list_requirements(ctx: Context) -> list[Requirement]:
    """The denominators as they stand, the latest record of each; those that ended are left out."""
    return requirements.current(ctx.db)


def requirement_history(ctx: Context, item: Requirement) -> list[Vintage]:
    """Every version of one denominator, the first one first."""
    return requirements.vintages(ctx.db, _key(item))


def get_requirement(ctx: Context, id: str) -> Requirement:
    """The denominator of that :func:`requirement_id`, as it stands; ``E_NO_REQUIREMENT``."""
    for item in requirements.current(ctx.db):
        if requirement_id(item) == id:
            return item
    raise InputError("E_NO_REQUIREMENT", phrase("There is no such requirement in use."))


def requirement_id(item: Requirement) -> str:
    """The id of a denominator in the record of edits: its key, as JSON."""
    return state_of(_key(item))


def _key(item: Requirement) -> tuple[str, str, int, str, str]:
    return (item.material, item.country, item.year, item.kind.value, item.source)


def _last(ctx: Context, item: Requirement) -> Vintage | None:
    found = requirements.vintages(ctx.db, _key(item))
    return found[-1] if found else None


def _write(ctx: Context, item: Requirement, last: Vintage | None, *, ended: bool) -> None:
    after_last = (
        last.recorded + timedelta(microseconds=1) if last else ctx.now()
    )  # each version has a moment of its own
    requirements.record(ctx.db, [item], at=max(ctx.now(), after_last), ended=ended)


def _note(
    ctx: Context,
    event: str,
    step: Phrase,
    item: Requirement,
    last: Vintage | None,
    *,
    ended: bool,
    reason: str = "",
) -> None:
    before = None if last is None or last.ended else state_of(row_of(last.requirement))
    after = None if ended else state_of(row_of(item))
    note_edit(ctx, step, [Change("requirement", requirement_id(item), before, after)], reason=reason)
    ctx.record(
        event, item.material, {"year": item.year, "kind": item.kind.value} | ({"reason": reason} if reason else {})
    )


def _check_material(ctx: Context, item: Requirement) -> None:
    if item.material not in SERIES:
        ctx.catalogue.material(item.material)
