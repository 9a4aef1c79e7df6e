"""``demo``: three agencies exchange stockpile figures; one bundle is tampered with, one replayed, both are refused.

The window is another process, so that the command line loads no Qt.

>>> stockpile demo --output ./demo --headless
"""

from __future__ import annotations

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import click

from stockpile_client.cli.arguments import FILE
from stockpile_client.cli.output import note, say
from stockpile_client.cli.program import Command
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.errors import MachineError
from stockpile_client.processes import DRAW, window_command
from stockpile_client.services.demo.story import DemoResult, run_demo
from stockpile_client.system_libraries import has_display

_PICTURES = "stockpile_client.ui.pictures"
_PICTURES_SECONDS = 120


@click.command(cls=Command)
@click.option(
    "--output", "folder", type=FILE, default=Path("stockpile-demo"), show_default=True, help="Where it happens."
)
@click.option(
    "--window/--headless", default=None, help="End in the open window, or in pictures of it (default: by display)."
)
@pass_state
def demo(state: State, folder: Path, window: bool | None) -> None:
    """Play the main job between the US stockpile, Japan and Italy, on real files. Stock figures are illustrative."""
    tell = note if state.as_json else say
    result = run_demo(folder, report=tell)
    wanted = has_display(os.environ) if window is None else window
    pictures = () if wanted else _draw(result, folder / "pictures")

    def human() -> None:
        say()
        say(f"Profiles: {', '.join(str(place) for place in result.profiles.values())}")
        say(f"Passphrase of all three: {result.passphrase}")
        say(f"Files that travelled: {result.post}")
        for picture in pictures:
            say(f"Picture of the window: {picture}")

    document = {
        "profiles": result.profiles,
        "post": result.post,
        "passphrase": result.passphrase,
        "accepted": result.accepted,
        "refused": result.refused,
        "pictures": pictures,
        "window": wanted,
    }
    state.answer(document, human)
    if wanted:
        _open_window(result)


def _draw(result: DemoResult, folder: Path) -> tuple[Path, ...]:
    """Pictures of the window on the demonstration's profile, drawn without a display."""
    if find_spec(_PICTURES) is None:
        return ()
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = window_command(DRAW, str(next(iter(result.profiles.values()))), str(folder))
    try:
        subprocess.run(command, check=True, env=environment, timeout=_PICTURES_SECONDS, capture_output=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise MachineError(
            "E_PICTURES",
            "The window could not be drawn.",
            unchanged="The demonstration itself is complete.",
            hint="Install the system libraries of Qt, as the README says.",
        ) from error
    return tuple(sorted(folder.glob("*.png")))


def _open_window(result: DemoResult) -> None:
    """Hand over to the window on the first profile, and wait until it is closed."""
    command = window_command(str(next(iter(result.profiles.values()))))
    finished = subprocess.run(command, check=False)  # noqa: S603
    if finished.returncode:
        raise MachineError(
            "E_WINDOW",
            "The window could not be opened.",
            unchanged="The demonstration itself is complete.",
            hint="Run it with --headless for pictures of the window.",
        )
