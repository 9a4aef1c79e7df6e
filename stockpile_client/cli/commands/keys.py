"""``keys``: our keys over time, and the notices by which partners learn of it.

>>> stockpile --profile ./jp keys rotate --output ./post
"""

from __future__ import annotations

from pathlib import Path

import click

from stockpile_client.cli import views
from stockpile_client.cli.arguments import FILE, FOLDER
from stockpile_client.cli.output import say
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state, require_terminal
from stockpile_client.services.key_changes import import_notice
from stockpile_client.services.keyring import write_identity
from stockpile_client.services.own_keys import (
    partners_without_notice,
    revoke_own_keys,
    rotate_own_keys,
    write_key_notices,
)

_OUTPUT = click.option("--output", "folder", type=FOLDER, required=True, help="The folder for the files.")


@click.group(cls=Group)
def keys() -> None:
    """Rotate our keys, take them back, import a partner's notice."""


@keys.command("rotate")
@_OUTPUT
@pass_state
def rotate(state: State, *, folder: Path) -> None:
    """Make new keys, and write the new card and a notice for each partner, signed by the old keys."""
    with state.open() as ctx:
        rotated = rotate_own_keys(ctx, folder=folder)

    def human() -> None:
        say(f"New keys are in force. Card: {rotated.card.path}.")
        for partner, file in rotated.notices.items():
            say(f"Notice for {partner}: {file.path}. It is opened and accepted like a bundle.")
        for partner in rotated.unreached:
            say(f"No notice for {partner}: its channel is blocked, or its card has expired. Give it the new card.")

    notices = {partner: views.written(file) for partner, file in rotated.notices.items()}
    state.answer({"card": rotated.card.path, "fingerprint": rotated.card.fingerprint, "notices": notices}, human)


@keys.command("notices")
@_OUTPUT
@pass_state
def notices_command(state: State, *, folder: Path) -> None:
    """Write the notices of the last rotation that are still missing."""
    with state.open() as ctx:
        written, unreached = write_key_notices(ctx, folder=folder), partners_without_notice(ctx)

    def human() -> None:
        for partner, file in written.items():
            say(f"Notice for {partner}: {file.path}.")
        for partner in unreached:
            say(f"No notice for {partner}: its channel is blocked, or its card has expired. Give it the new card.")
        if not written and not unreached:
            say("Every partner has its notice.")

    state.answer({"notices": {partner: views.written(file) for partner, file in written.items()}}, human)


@keys.command("revoke")
@click.option("--reason", required=True, help="Why; the partners will read it.")
@click.option("--recovery", is_flag=True, help="Sign with the recovery key of the printed sheet, which is asked for.")
@_OUTPUT
@pass_state
def revoke(state: State, *, reason: str, recovery: bool, folder: Path) -> None:
    """Take our present keys back, and make new ones that nobody has verified yet."""
    typed = _recovery_key() if recovery else ""
    with state.open() as ctx:
        notice = revoke_own_keys(ctx, reason=reason, folder=folder, recovery_key=typed)
    state.answer(
        {"notice": notice},
        lambda: say(f"Wrote {notice} for all partners. Export the new card and compare safety numbers again."),
    )


@keys.command("identity")
@click.argument("file", type=FILE)
@pass_state
def identity_command(state: State, *, file: Path) -> None:
    """Write our secret age identity into the new FILE, to open bundles without this program."""
    with state.open() as ctx:
        written = write_identity(ctx, file)
    state.answer(
        {"file": written},
        lambda: say(f"Wrote {written}. It is secret and not encrypted: delete it when the bundle is open."),
    )


@keys.command("import-notice")
@click.argument("file", type=FILE)
@pass_state
def import_command(state: State, *, file: Path) -> None:
    """Import a partner's revocation that came as a file of its own."""
    with state.open() as ctx:
        change = import_notice(ctx, file)
    state.answer({"summary": change.summary}, lambda: say(f"{change.summary}."))


def _recovery_key() -> str:
    require_terminal("the recovery key", "Type it at a terminal, from the printed sheet.")
    return str(click.prompt("Recovery key", hide_input=True, err=True))
