"""``release``: preview a statement as its audience will see it, audit it, and write it as a signed, encrypted file.

All three take the same options; the preview ends in a plan digest, and ``write --plan DIGEST`` writes what was looked
at or nothing.

>>> stockpile --profile ./us release preview --to JP --scope W,CO --round 500t --withhold GA=defence
>>> stockpile --profile ./us release write --to JP --scope W,CO --round 500t --withhold GA=defence --output ./post
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from stockpile_client.cli import views
from stockpile_client.cli.arguments import FOLDER
from stockpile_client.cli.audit_words import audit_document, say_audit
from stockpile_client.cli.commands.approval import STEPS
from stockpile_client.cli.output import note, say, say_table, tonnes
from stockpile_client.cli.partner_words import partner_document, say_partner
from stockpile_client.cli.program import Group
from stockpile_client.cli.release_options import plan_wish, read_wish, statement_options
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.checks import Check
from stockpile_client.core.errors import InputError
from stockpile_client.disclosure.preview import PreviewLine
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.disclosure import preview_as
from stockpile_client.services.disclosure_record import list_profiles, save_profile
from stockpile_client.services.inference import AuditDesk
from stockpile_client.services.keyring import find_partner
from stockpile_client.services.release import ReleasePlan, apply_release


@click.group(cls=Group)
def release() -> None:
    """A statement: our positions as of a day, as coarse as a disclosure profile says."""


@release.command("preview")
@statement_options
@click.option("--as", "seen_by", metavar="PARTNER", help="As this partner of the audience will see it.")
@pass_state
def preview(state: State, /, *, seen_by: str | None, **options: Any) -> None:
    """Show what would leave, beside our own values, and what speaks against it. Nothing is written."""
    wish = read_wish(options)
    with state.open() as ctx:
        plan = plan_wish(ctx, wish)
        view = preview_as(ctx, plan, find_partner(ctx, seen_by).agency) if seen_by else None
    if view is not None:
        return state.answer({"plan": plan.digest} | partner_document(view), lambda: say_partner(view))
    state.answer(_document(plan), lambda: _say_plan(plan))


@release.command("audit")
@statement_options
@pass_state
def audit(state: State, /, **options: Any) -> None:
    """Show what each partner could work out of the values that are kept back, and what would help."""
    wish = read_wish(options)
    desk = AuditDesk()
    with state.open() as ctx:
        plan = plan_wish(ctx, wish, desk=desk)
        found = desk.audit(ctx, plan)
    state.answer({"plan": plan.digest} | audit_document(found), lambda: say_audit(found))


@release.command("write")
@statement_options
@click.option("--output", "folder", type=FOLDER, required=True, help="The folder for the file: a stick, an outbox.")
@click.option("--plan", "expected", metavar="DIGEST", help="Write only what a preview with this plan digest showed.")
@click.option("--save-as", help="Keep the profile under this name.")
@pass_state
def write(state: State, /, *, folder: Path, expected: str | None, save_as: str | None, **options: Any) -> None:
    """Write the statement for its audience, signed and encrypted. Refused while a check is an error."""
    wish = read_wish(options)
    with state.open() as ctx:
        plan = plan_wish(ctx, wish, name=save_as)
        if expected is not None and not (len(expected) >= 8 and plan.digest.startswith(expected.casefold())):
            raise InputError(
                "E_PLAN_OUTDATED", "What would leave is not what the preview showed.", hint="Look at it again."
            )
        if plan.errors:
            found = " ".join(f"{check.subject}: {check.message}" for check in plan.errors)
            raise InputError("E_RELEASE", f"The statement cannot be released. {found}")
        for check in plan.warnings:
            note(f"warning: {check.subject}: {check.message}")
        if save_as:
            save_profile(ctx, plan.profile)
        released = apply_release(ctx, plan, folder=folder)

    def human() -> None:
        audience = ", ".join(row.short_name for row in plan.audience)
        say(f"Released '{plan.header.title}' to {audience}: number {released.file.seq}, {plan.marking.code}.")
        say(f"Wrote {released.file.path} ({released.file.size} bytes).")
        say(f"Digest: {released.file.digest}")

    state.answer(_document(plan) | views.written(released.file), human)


for _step in STEPS:
    release.add_command(_step)


@release.command("profiles")
@pass_state
def profiles(state: State) -> None:
    """List the disclosure profiles that are kept, in their latest version."""
    with state.open() as ctx:
        kept = list_profiles(ctx)

    def human() -> None:
        if not kept:
            return say("There are none yet; a release keeps its own.")
        say_table(
            ("name", "scope", "rounding", "level", "marking", "digest"),
            [(one.name, ",".join(one.scope), tonnes(one.rounding) if one.rounding else "exact", one.level, one.marking,
              one.digest[:16]) for one in kept],
        )  # fmt: skip

    state.answer({"profiles": [_profile_document(one) for one in kept]}, human)


def _profile_document(profile: Profile) -> dict[str, Any]:
    return {
        "name": profile.name,
        "digest": profile.digest,
        "audience": profile.audience,
        "scope": profile.scope,
        "level": profile.level,
        "rounding_kg": views.kg(profile.rounding),
        "withhold": profile.withhold,
        "measures": profile.measures,
        "availability": profile.availability,
        "requirements": profile.requirements,
        "marking": profile.marking,
        "onward": profile.onward,
    }


def _document(plan: ReleasePlan) -> dict[str, Any]:
    header = plan.header
    return {
        "plan": plan.digest,
        "profile": _profile_document(plan.profile),
        "audience": [views.partner(row) for row in plan.audience],
        "as_of": header.as_of,
        "title": header.title,
        "note": header.note,
        "marking": plan.marking.code,
        "scope": header.scope,
        "nil": header.nil,
        "withheld": header.withheld,
        "not_compiled": header.not_compiled,
        "out_of_scope": plan.preview.out_of_scope,
        "lines": [_line(line) for line in plan.preview.lines],
        "requirements": [views.requirement(one) for one in plan.requirements],
        "changes": [views.change(one) for one in plan.changes],
        "previous_as_of": plan.previous.header.as_of if plan.previous else None,
        "errors": [_check(one) for one in plan.errors],
        "warnings": [_check(one) for one in plan.warnings],
    }


def _line(line: PreviewLine) -> dict[str, Any]:
    return views.position(line.position) | {
        "own_kg": views.kg(line.own),
        "lots": line.lots,
        "rule": line.rule,
        "rule_words": line.words,
    }


def _check(one: Check) -> dict[str, Any]:
    return {"code": one.code, "subject": one.subject, "message": one.message}


def _say_plan(plan: ReleasePlan) -> None:
    audience = ", ".join(f"{row.short_name} ({row.state})" for row in plan.audience)
    say(f"{plan.marking.code}   {plan.header.title}, as of {plan.header.as_of}, to {audience}")
    say()
    changed = {change.key for change in plan.changes}
    say_table(
        ("material", "group", "at", "measure", "leaves", "our own", "lots", "rule", "new"),
        [
            (*views.key_words(line.position.key), views.quantity_words(line.position.quantity), tonnes(line.own),
             line.lots, line.words, "*" if line.position.key in changed else "")
            for line in plan.preview.lines
        ],
        right=("our own", "lots"),
    )  # fmt: skip
    say()
    if plan.preview.out_of_scope:
        say(f"Stays here, not in scope: {', '.join(plan.preview.out_of_scope)}")
    for words, listed in (("Nil", plan.header.nil), ("Not compiled", plan.header.not_compiled)):
        if listed:
            say(f"{words}: {', '.join(listed)}")
    if plan.requirements:
        say(f"Denominators that leave: {len(plan.requirements)}")
    if plan.previous:
        say(f"Changed since the statement of {plan.previous.header.as_of}: {len(plan.changes)} positions (*)")
    for check in (*plan.errors, *plan.warnings):
        say(f"{check.severity}: {check.subject}: {check.message} ({check.code})")
    say(f"Plan digest: {plan.digest[:16]}" + ("; it cannot be released while errors stand." if plan.errors else ""))
