"""The steps of a release that somebody else approves: part of ``release``.

Each step is taken in the name of ``--actor``. What is approved is bound by its plan digest to what is written.

>>> stockpile --profile ./us --actor Ada release prepare --profile-name "For JP"
>>> stockpile --profile ./us --actor Ben release review 5f0c…
>>> stockpile --profile ./us --actor Ben release approve 5f0c…
>>> stockpile --profile ./us --actor Ada release write-approved 5f0c… --output ./post
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from stockpile_client.cli import views
from stockpile_client.cli.arguments import FOLDER
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Command
from stockpile_client.cli.release_options import prepare_wish, read_wish, statement_options
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.errors import InputError
from stockpile_client.disclosure.profile import profile_from_json
from stockpile_client.services.approval import approve_release, release_approved, review_release, send_back
from stockpile_client.services.approval_cases import ReleaseCase, get_case, list_cases
from stockpile_client.services.context import Context


@click.command("prepare", cls=Command)
@statement_options
@pass_state
def prepare(state: State, /, **options: Any) -> None:
    """Put a statement forward for review. Nothing leaves by that."""
    wish = read_wish(options)
    with state.open() as ctx:
        case = prepare_wish(ctx, wish).case
    state.answer(_document(case), lambda: say(f"Prepared {case.id[:16]}: plan {case.digest[:16]}, waits for review."))


@click.command("cases", cls=Command)
@click.option("--open", "open_only", is_flag=True, help="Only those that somebody has to act on.")
@pass_state
def cases(state: State, *, open_only: bool) -> None:
    """List the releases that were put forward, the last one first."""
    with state.open() as ctx:
        found = list_cases(ctx, open_only=open_only)

    def human() -> None:
        if not found:
            return say("There are none.")
        say_table(
            ("state", "profile", "as of", "prepared by", "at", "two people", "case"),
            [(one.state.replace("_", " "), _profile_name(one), one.recipe.as_of, one.prepared_by, one.steps[0].at,
              one.four_eyes, one.id[:16]) for one in found],
        )  # fmt: skip

    state.answer({"cases": [_document(one) for one in found]}, human)


@click.command("review", cls=Command)
@click.argument("case")
@click.option("--note", default="", help="What was looked at.")
@pass_state
def review(state: State, *, case: str, note: str) -> None:
    """Note that --actor went through what would leave by CASE."""
    with state.open() as ctx:
        review_release(ctx, _find(ctx, case), note=note)
        _say_case(state, get_case(ctx, _find(ctx, case)))


@click.command("approve", cls=Command)
@click.argument("case")
@click.option("--note", default="", help="What it was compared with.")
@pass_state
def approve(state: State, *, case: str, note: str) -> None:
    """Approve CASE, which was reviewed."""
    with state.open() as ctx:
        approve_release(ctx, _find(ctx, case), note=note)
        _say_case(state, get_case(ctx, _find(ctx, case)))


@click.command("send-back", cls=Command)
@click.argument("case")
@click.option("--reason", required=True, help="Why; who prepared it will read it.")
@pass_state
def send_back_command(state: State, *, case: str, reason: str) -> None:
    """End CASE; it is prepared anew after it was mended."""
    with state.open() as ctx:
        send_back(ctx, _find(ctx, case), reason=reason)
        _say_case(state, get_case(ctx, _find(ctx, case)))


@click.command("write-approved", cls=Command)
@click.argument("case")
@click.option("--output", "folder", type=FOLDER, required=True, help="The folder for the file.")
@pass_state
def write_approved(state: State, *, case: str, folder: Path) -> None:
    """Sign and write CASE, which was approved."""
    with state.open() as ctx:
        found = _find(ctx, case)
        file = release_approved(ctx, found, folder=folder).file
        document = _document(get_case(ctx, found))
    state.answer(document | views.written(file), lambda: say(f"Released number {file.seq}: wrote {file.path}."))


STEPS = (prepare, cases, review, approve, send_back_command, write_approved)
"""The commands, in the order of the work."""


def _find(ctx: Context, text: str) -> str:
    found = [one.id for one in list_cases(ctx) if one.id.startswith(text.strip().casefold())]
    if len(found) != 1:
        raise InputError(
            "E_NO_CASE",
            "There is no such prepared release." if not found else "Several prepared releases begin like that.",
            hint="Use the id, or its first digits, as 'release cases' shows it.",
        )
    return found[0]


def _say_case(state: State, case: ReleaseCase) -> None:
    last = case.steps[-1]
    words = f"{case.id[:16]}: {case.state.replace('_', ' ')} by {last.actor}."
    state.answer(_document(case), lambda: say(words))


def _profile_name(case: ReleaseCase) -> str:
    return profile_from_json(case.recipe.profile).name


def _document(case: ReleaseCase) -> dict[str, Any]:
    return {
        "case": case.id,
        "state": case.state,
        "plan": case.digest,
        "profile_name": _profile_name(case),
        "as_of": case.recipe.as_of,
        "four_eyes": case.four_eyes,
        "reply_to": case.recipe.reply_to,
        "steps": [{"step": one.step, "actor": one.actor, "at": one.at, "note": one.note} for one in case.steps],
    }
