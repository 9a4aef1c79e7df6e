"""``requests``: what partners asked us for, as tasks with a deadline, and what we asked them for.

A request is answered by a statement (``release write --answers DIGEST``) or refused here; ``request`` asks a partner.

>>> stockpile --profile ./us requests list --open
>>> stockpile --profile ./us requests refuse 3f2a91c0 --reason "not covered by the agreement" --output ./post
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from stockpile_client.cli import views
from stockpile_client.cli.arguments import FOLDER, find_bundle
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.services.requests import DataRequest, list_own_requests, list_requests, refuse_request


@click.group(cls=Group)
def requests() -> None:
    """Requests for data, to us and of ours."""


@requests.command("list")
@click.option("--ours", is_flag=True, help="What we asked partners for.")
@click.option("--open", "open_only", is_flag=True, help="Only what waits for an answer.")
@pass_state
def list_(state: State, *, ours: bool, open_only: bool) -> None:
    """List requests by deadline: those to us, or --ours."""
    with state.open() as ctx:
        found = list_own_requests(ctx, open_only=open_only) if ours else list_requests(ctx, open_only=open_only)

    def human() -> None:
        if not found:
            return say("There are none.")
        say_table(
            ("state", "partner", "wanted by", "materials", "as of", "what for", "digest"),
            [(one.state, one.partner_name, one.deadline, ",".join(one.materials), one.as_of, one.purpose,
              one.digest[:16]) for one in found],
        )  # fmt: skip

    state.answer({"requests": [_document(one) for one in found]}, human)


@requests.command("refuse")
@click.argument("digest")
@click.option("--reason", required=True, help="Why; the partner will read it.")
@click.option("--output", "folder", type=FOLDER, required=True, help="The folder for the file.")
@pass_state
def refuse(state: State, *, digest: str, reason: str, folder: Path) -> None:
    """Refuse the request in the bundle DIGEST, with a reason."""
    with state.open() as ctx:
        file = refuse_request(ctx, find_bundle(ctx, digest).digest, reason=reason, folder=folder).file
    state.answer(views.written(file), lambda: say(f"Wrote the refusal {file.path}."))


def _document(one: DataRequest) -> dict[str, Any]:
    return {
        "digest": one.digest,
        "partner": one.partner,
        "partner_name": one.partner_name,
        "materials": one.materials,
        "as_of": one.as_of,
        "purpose": one.purpose,
        "deadline": one.deadline,
        "at": one.at,
        "state": one.state,
        "answer": one.answer or None,
        "reason": one.reason,
    }
