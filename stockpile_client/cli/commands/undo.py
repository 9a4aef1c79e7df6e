"""``undo``: take back the last edit of whoever is at the desk, after a look at which one it is.

>>> stockpile --profile ./us undo
The last step: New site Novara. Add --apply to take it back.
"""

from __future__ import annotations

import click

from stockpile_client.cli.output import say
from stockpile_client.cli.program import Command
from stockpile_client.cli.state import State, pass_state
from stockpile_client.services.undo import Step, next_undo
from stockpile_client.services.undo import undo as take_back


@click.command(cls=Command)
@click.option("--apply", "apply_it", is_flag=True, help="Take it back; without it the step is only named.")
@pass_state
def undo(state: State, *, apply_it: bool) -> None:
    """Take back the last edit of the inventory; without --apply it says which that is."""
    with state.open() as ctx:
        step: Step | None = take_back(ctx).step if apply_it else next_undo(ctx)
    document = {"step": step and str(step.name), "final": bool(step and step.final), "applied": apply_it}
    state.answer(document, lambda: say(_words(step, is_done=apply_it)))


def _words(step: Step | None, *, is_done: bool) -> str:
    if step is None:
        return "There is nothing of yours to undo since yesterday."
    if is_done:
        return f"Taken back: {step.name}."
    if step.final:
        return f"The last step: {step.name}. It cannot be taken back."
    return f"The last step: {step.name}. Add --apply to take it back."
