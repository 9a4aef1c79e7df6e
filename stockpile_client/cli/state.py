"""What the commands share: which profile, whether JSON is wanted, and how the passphrase comes in.

A passphrase is read from a file, from the environment (``STOCKPILE_PASSPHRASE``, for scripts and tests) or from a prompt
that does not show it; never from an argument, which other users of the machine could see.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import click

from stockpile_client.cli.output import errors_to_exit_codes
from stockpile_client.core.errors import InputError
from stockpile_client.services.context import Context
from stockpile_client.services.profiles import open_profile

PASSPHRASE_VARIABLE = "STOCKPILE_PASSPHRASE"  # noqa: S105 - the name of a variable

P = ParamSpec("P")


@dataclass(slots=True)
class State:
    """The options given before the command."""

    folder: Path | None
    as_json: bool
    actor: str
    passphrase_file: Path | None

    def require_folder(self) -> Path:
        """The profile's folder; ``InputError`` (``E_NO_PROFILE``) if none was named."""
        if self.folder is None:
            raise InputError(
                "E_NO_PROFILE",
                "No profile was named.",
                hint="Give --profile FOLDER, or set STOCKPILE_PROFILE.",
            )
        return self.folder

    def passphrase(self, *, new: bool = False) -> str:
        """The passphrase: from the file, the environment, or a hidden prompt (asked twice for a new one)."""
        if self.passphrase_file is not None:
            try:
                return self.passphrase_file.read_text("utf-8").rstrip("\r\n")
            except (OSError, UnicodeDecodeError) as error:
                raise InputError("E_PASSPHRASE_FILE", "The passphrase file cannot be read as UTF-8 text.") from error
        if PASSPHRASE_VARIABLE in os.environ:
            return os.environ[PASSPHRASE_VARIABLE]
        return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True))

    @contextmanager
    def open(self) -> Iterator[Context]:
        """The opened profile for the length of the block."""
        context = open_profile(self.require_folder(), passphrase=self.passphrase(), actor=self.actor)
        try:
            yield context
        finally:
            context.close()


def command(function: Callable[Concatenate[State, P], Any]) -> Callable[P, Any]:
    """Give a command its :class:`State`, and turn refusals into one message and an exit code."""

    @click.pass_obj
    def run(state: State, *args: P.args, **kwargs: P.kwargs) -> None:
        with errors_to_exit_codes(state.as_json):
            function(state, *args, **kwargs)

    run.__name__ = function.__name__
    run.__doc__ = function.__doc__
    return run
