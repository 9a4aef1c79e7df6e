"""``desktop``: the menu entry, the icon and the file types of this user's desktop.

>>> stockpile desktop install
"""

from __future__ import annotations

from pathlib import Path

import click

from stockpile_client.cli.output import say
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.services import desktop_entry


@click.group(cls=Group)
def desktop() -> None:
    """Menu entry, icon and file types for this user."""


@desktop.command("install")
@click.option(
    "--program",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The window's program, if it is not beside this one.",
)
@pass_state
def install(state: State, program: Path | None) -> None:
    """Put the program into the menu and open .stockpile and .agency-card files with it."""
    entry = desktop_entry.install(program.resolve() if program else None)

    def human() -> None:
        say(f"The menu of this user now knows {entry.program}.")
        for one in entry.written:
            say(f"  {one}")

    state.answer({"program": str(entry.program), "written": list(entry.written)}, human)


@desktop.command("remove")
@pass_state
def remove(state: State) -> None:
    """Take the menu entry and the file types away again."""
    removed = desktop_entry.remove()

    def human() -> None:
        say("Removed from the menu:" if removed else "The menu did not know the program; nothing was changed.")
        for one in removed:
            say(f"  {one}")

    state.answer({"removed": list(removed)}, human)
