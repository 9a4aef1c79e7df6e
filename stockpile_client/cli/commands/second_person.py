"""``second-person``: have two people sign, and say who may sign along.

>>> stockpile --profile ./us second-person begin "B. Verdi" --output ./post
>>> stockpile --profile ./us --second-person "B. Verdi" release write --to JP --output ./post
"""

from __future__ import annotations

from pathlib import Path

import click

from stockpile_client.cli import views
from stockpile_client.cli.arguments import FOLDER
from stockpile_client.cli.output import say
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state, passphrase_of
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.second_person import add_person, begin, end, remove_person, second_people_of


@click.group(cls=Group)
def second_person() -> None:
    """Have two people sign, and say who may sign along.

    Where two people sign, give --second-person NAME before every command that signs: a release, a receipt, a request.
    """


@second_person.command("list")
@pass_state
def list_(state: State) -> None:
    """Who may sign along."""
    with state.open() as ctx:
        people = second_people_of(ctx).people

    def human() -> None:
        for person in people:
            say(f"{person.name}, since {person.since:%Y-%m-%d}")
        if not people:
            say("One person alone signs.")

    state.answer({"people": [{"name": one.name, "since": one.since} for one in people]}, human)


@second_person.command("begin")
@click.argument("name")
@click.option("--output", "folder", type=FOLDER, required=True, help="The folder for the card and the notices.")
@pass_state
def begin_command(state: State, *, name: str, folder: Path) -> None:
    """From now on NAME signs along. Makes new keys, the card and a notice for each partner."""
    passphrase = state.second_passphrase(name, new=True)
    with state.open() as ctx:
        begun = begin(ctx, name=name, passphrase=passphrase, folder=folder)

    def human() -> None:
        say(f"From now on {name} signs along. Card: {begun.card.path}.")
        for partner, file in begun.notices.items():
            say(f"Notice for {partner}: {file.path}. It is opened and accepted like a bundle.")
        for partner in begun.unreached:
            say(f"No notice for {partner}: its channel is blocked, or its card has expired. Give it the new card.")

    notices = {partner: views.written(file) for partner, file in begun.notices.items()}
    state.answer({"card": begun.card.path, "fingerprint": begun.card.fingerprint, "notices": notices}, human)


@second_person.command("add")
@click.argument("name")
@click.option(
    "--new-passphrase-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file whose first line is the passphrase of NAME; otherwise it is asked for.",
)
@pass_state
def add(state: State, *, name: str, new_passphrase_file: Path | None) -> None:
    """NAME may sign along, too; somebody who may already is named by --second-person."""
    passphrase = passphrase_of(name, new_passphrase_file, hint="Give --new-passphrase-file FILE.", new=True)
    with state.open() as ctx:
        change = add_person(ctx, name=name, passphrase=passphrase)
    _answer(state, change)


@second_person.command("remove")
@click.argument("name")
@pass_state
def remove(state: State, *, name: str) -> None:
    """NAME signs along no more."""
    with state.open() as ctx:
        change = remove_person(ctx, name)
    _answer(state, change)


@second_person.command("end")
@pass_state
def end_command(state: State) -> None:
    """One person alone signs again."""
    with state.open() as ctx:
        change = end(ctx)
    _answer(state, change)


def _answer(state: State, change: ChangeSet) -> None:
    state.answer({"summary": change.summary}, lambda: say(f"{change.summary}."))
