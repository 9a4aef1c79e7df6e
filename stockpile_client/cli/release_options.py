"""The options by which a release is described: a disclosure profile, made here or kept, and the statement's own.

>>> stockpile release preview --to JP --scope W,CO --round 500t --withhold GA=defence --as-of 2026-09-30
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import click

from stockpile_client.cli.arguments import codes, day, find_bundle, mass, pair
from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import WithheldReason
from stockpile_client.core.sites import Level
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.profile import SHARED_LEVELS, Profile
from stockpile_client.services.approval import Prepared, prepare_release
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure_record import list_profiles
from stockpile_client.services.holdings import list_holdings
from stockpile_client.services.inference import AuditDesk
from stockpile_client.services.keyring import find_partner
from stockpile_client.services.release import ReleasePlan, plan_release
from stockpile_client.services.requests import get_request, plan_answer

Callback = TypeVar("Callback", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: the options that preview and write share."""

    profile_name: str | None
    to: tuple[str, ...]
    scope: tuple[str, ...]
    all_materials: bool
    rounding: int | None
    exact: bool
    withhold: tuple[tuple[str, str], ...]
    level: str
    measures: tuple[str, ...]
    availability: bool
    requirements: bool
    marking: str
    onward: str
    as_of: date | None
    nil: tuple[str, ...]
    not_compiled: tuple[str, ...]
    title: str
    note: str
    answers: str | None


_OPTIONS = (
    click.option("--profile-name", help="Use this disclosure profile, as 'rules list' names it."),
    click.option("--to", multiple=True, metavar="PARTNER", help="A partner; repeat it for several."),
    click.option("--scope", type=codes, default="", help="The materials in scope: W,CO."),
    click.option("--all-materials", is_flag=True, help="Every material that we hold."),
    click.option("--round", "rounding", type=mass, help="Round every mass to multiples of this, like 500t."),
    click.option("--exact", is_flag=True, help="Give exact figures."),
    click.option("--withhold", type=pair, multiple=True, metavar="MATERIAL=REASON", help="Withhold: GA=defence."),
    click.option("--level", type=click.Choice([one.value for one in SHARED_LEVELS]), default="country",
                 show_default=True, help="How coarsely a place is shown."),
    click.option("--measure", "measures", type=click.Choice([one.value for one in Measure]), multiple=True,
                 default=("contained", "usable"), show_default=True, help="What leaves; repeat it for several."),
    click.option("--availability/--no-availability", default=True, help="Whether days, rates and borders leave."),
    click.option("--requirements/--no-requirements", default=True, help="Whether our denominators leave."),
    click.option("--marking", default="TLP:AMBER", show_default=True, help="The marking of the statement."),
    click.option("--onward", type=click.Choice(["none", "origin-consent", "members"]), default="none",
                 show_default=True, help="Whether the audience may pass it on."),
    click.option("--as-of", type=day, help="The day at whose end it was true (default: today)."),
    click.option("--nil", type=codes, default="", help="Materials of which we say that we hold none."),
    click.option("--not-compiled", type=codes, default="", help="Materials whose figure nobody has put together."),
    click.option("--title", default="", help="The statement's title."),
    click.option("--note", default="", help="A note to the audience."),
    click.option("--answers", metavar="DIGEST", help="The request of a partner that it answers ('requests list')."),
)  # fmt: skip
_OF_A_PROFILE = {"to", "scope", "all_materials", "rounding", "exact", "withhold", "level", "measures", "availability",
                 "requirements", "marking", "onward"}  # fmt: skip


def statement_options(callback: Callback) -> Callback:
    """Give a command the options of a release."""
    for option in reversed(_OPTIONS):
        callback = option(callback)
    return callback


def read_wish(options: dict[str, Any]) -> Wish:
    """The options as they stand together; ``click.UsageError`` where they leave a question open or contradict."""
    wish = Wish(**options)
    context = click.get_current_context()
    given = {name for name in options if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE}
    if wish.profile_name is not None:
        if given & _OF_A_PROFILE:
            names = ", ".join(sorted(given & _OF_A_PROFILE))
            raise click.UsageError(f"A saved profile says by itself: {names}.")
        return wish
    if not wish.to:
        raise click.UsageError("Say to whom: --to PARTNER, or --profile-name NAME.")
    if bool(wish.scope) == wish.all_materials:
        raise click.UsageError("Say what is in scope: either --scope W,CO or --all-materials.")
    if wish.exact == (wish.rounding is not None):
        raise click.UsageError("Say how coarsely: either --round 500t or --exact.")
    return wish


def plan_wish(ctx: Context, wish: Wish, *, name: str | None = None, desk: AuditDesk | None = None) -> ReleasePlan:
    """What the wish would let out; ``name`` is what its profile is called if it is made here."""
    profile = _profile(ctx, wish, name)
    said = _said(ctx, wish)
    if wish.answers is not None:
        return plan_answer(ctx, find_bundle(ctx, wish.answers).digest, profile=profile, desk=desk, **said)
    return plan_release(ctx, profile=profile, desk=desk, **said)


def prepare_wish(ctx: Context, wish: Wish) -> Prepared:
    """Put what was asked for forward for review."""
    reply_to = None
    if wish.answers is not None:
        reply_to = get_request(ctx, find_bundle(ctx, wish.answers).digest).bundle
    return prepare_release(ctx, profile=_profile(ctx, wish, None), reply_to=reply_to, **_said(ctx, wish))


def _said(ctx: Context, wish: Wish) -> dict[str, Any]:
    """What the statement says beside the rules of its profile."""
    return {
        "as_of": wish.as_of or _day_asked_for(ctx, wish) or ctx.today(),
        "title": wish.title,
        "nil": wish.nil,
        "not_compiled": wish.not_compiled,
        "note": wish.note,
    }


def _day_asked_for(ctx: Context, wish: Wish) -> date | None:
    return get_request(ctx, find_bundle(ctx, wish.answers).digest).as_of if wish.answers is not None else None


def _profile(ctx: Context, wish: Wish, name: str | None) -> Profile:
    if wish.profile_name is not None:
        kept = {one.name: one for one in list_profiles(ctx)}
        if wish.profile_name not in kept:
            raise InputError("E_PROFILE", "There is no such disclosure profile.", hint="See 'rules list'.")
        return kept[wish.profile_name]
    partners = [find_partner(ctx, who) for who in wish.to]
    if not ctx.scheme.knows(wish.marking):
        known = ", ".join(one.code for one in ctx.scheme.markings)
        raise InputError("E_MARKING", f"The marking '{wish.marking[:40]}' is not known.", hint=f"Use one of {known}.")
    held = tuple(one.material for one in list_holdings(ctx, as_of=wish.as_of).totals) if wish.all_materials else ()
    withhold = {material.upper(): _reason(reason) for material, reason in wish.withhold}
    outside = set(withhold) - set(wish.scope or held)
    if outside:
        raise InputError("E_SCOPE", f"Withheld, but not in scope: {', '.join(sorted(outside))}.")
    return Profile(
        name=name or f"for {', '.join(partner.short_name for partner in partners)}",
        audience=tuple(dict.fromkeys(partner.agency for partner in partners)),
        scope=wish.scope or held,
        level=Level(wish.level),
        rounding=wish.rounding or 0,
        withhold=withhold,
        measures=tuple(Measure(measure) for measure in dict.fromkeys(wish.measures)),
        availability=wish.availability,
        requirements=wish.requirements,
        marking=wish.marking,
        onward=wish.onward,
    )


def _reason(text: str) -> WithheldReason:
    try:
        return WithheldReason(text.lower())
    except ValueError:
        known = ", ".join(reason.value for reason in WithheldReason)
        raise InputError("E_REASON", f"'{text[:40]}' is no reason to withhold.", hint=f"Reasons are {known}.") from None
