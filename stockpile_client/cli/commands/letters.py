"""``receipt``, ``withdraw`` and ``request``: the small bundles with which agencies answer each other.

>>> stockpile --profile ./jp receipt write --all --output ./post
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from stockpile_client.cli import views
from stockpile_client.cli.arguments import FOLDER, codes, day, find_bundle
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Command, Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.services.answer import receipts_due, request_data, withdraw_statement, write_receipt
from stockpile_client.services.keyring import find_partner


@click.group(cls=Group)
def receipt() -> None:
    """Receipts for what was accepted or rejected."""


@receipt.command("list")
@pass_state
def list_(state: State) -> None:
    """List the receipts that are due."""
    with state.open() as ctx:
        due = receipts_due(ctx)

    def human() -> None:
        if not due:
            return say("No receipt is due.")
        say_table(
            ("partner", "kind", "number", "outcome", "decided", "digest"),
            [(one.partner_name, one.kind, one.seq, one.outcome, one.decided_at, one.digest[:16]) for one in due],
            right=("number",),
        )

    document = [
        {
            "digest": one.digest,
            "partner": one.partner,
            "partner_name": one.partner_name,
            "kind": one.kind,
            "seq": one.seq,
            "outcome": one.outcome,
            "decided_at": one.decided_at,
        }
        for one in due
    ]
    state.answer({"due": document}, human)


@receipt.command("write")
@click.argument("digests", metavar="[DIGEST]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every receipt that is due.")
@click.option("--output", "folder", type=FOLDER, required=True, help="The folder for the files.")
@pass_state
def write(state: State, *, digests: tuple[str, ...], every: bool, folder: Path) -> None:
    """Write receipts: of the bundles with these digests, or --all that are due."""
    if every == bool(digests):
        raise click.UsageError("Name bundles by their digests, or say --all.")
    with state.open() as ctx:
        wanted = (
            [one.digest for one in receipts_due(ctx)] if every else [find_bundle(ctx, one).digest for one in digests]
        )
        files = [write_receipt(ctx, digest, folder=folder).file for digest in wanted]

    def human() -> None:
        for file in files:
            say(f"Wrote {file.path}.")
        if not files:
            say("No receipt is due.")

    state.answer({"receipts": [views.written(file) for file in files]}, human)


@click.command(cls=Command)
@click.argument("digest")
@click.option("--reason", required=True, help="Why; the partners will read it.")
@click.option("--output", "folder", type=FOLDER, required=True, help="The folder for the file.")
@pass_state
def withdraw(state: State, *, digest: str, reason: str, folder: Path) -> None:
    """Withdraw the statement that we released in the bundle DIGEST. It erases nothing at the partners."""
    with state.open() as ctx:
        file = withdraw_statement(ctx, find_bundle(ctx, digest).digest, reason=reason, folder=folder).file
    state.answer(views.written(file), lambda: say(f"Wrote the withdrawal {file.path}; send it to the same partners."))


@click.command(cls=Command)
@click.argument("who", metavar="PARTNER")
@click.option("--materials", type=codes, required=True, help="The materials asked about: W,CO.")
@click.option("--as-of", type=day, required=True, help="The day at whose end it shall be true.")
@click.option("--purpose", required=True, help="What for.")
@click.option("--deadline", type=day, required=True, help="Until when it is wanted.")
@click.option("--output", "folder", type=FOLDER, required=True, help="The folder for the file.")
@pass_state
def request(
    state: State, *, who: str, materials: tuple[str, ...], as_of: date, purpose: str, deadline: date, folder: Path
) -> None:
    """Ask PARTNER for a statement."""
    with state.open() as ctx:
        agency = find_partner(ctx, who).agency
        file = request_data(
            ctx, agency, materials=materials, as_of=as_of, purpose=purpose, deadline=deadline, folder=folder
        ).file
    state.answer(views.written(file), lambda: say(f"Wrote the request {file.path}."))
