"""What the commands share: which profile, whether JSON is wanted, who is at the desk, and how the passphrase comes in.

A passphrase is read from a file, from the environment (``STOCKPILE_PASSPHRASE``, for scripts) or from a prompt that
does not show it; never from an argument, which other users of the machine could see. So is that of the second person,
where two people sign.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stockpile_client.cli.output import say_json
from stockpile_client.core.errors import InputError

if TYPE_CHECKING:
    from stockpile_client.services.context import Context

PASSPHRASE_VARIABLE = "STOCKPILE_PASSPHRASE"  # noqa: S105 - the name of a variable
SECOND_PASSPHRASE_VARIABLE = "STOCKPILE_SECOND_PASSPHRASE"  # noqa: S105 - as above
_LONGEST_PASSPHRASE_FILE = 4096


@dataclass(slots=True)
class State:
    """The options given before the command."""

    folder: Path | None
    as_json: bool
    actor: str
    passphrase_file: Path | None
    second_person: str = ""
    second_passphrase_file: Path | None = None
    debug: bool = False

    def require_folder(self) -> Path:
        """The profile's folder; ``InputError`` (``E_NO_PROFILE``) if none was named."""
        if self.folder is None:
            raise InputError(
                "E_NO_PROFILE",
                "No profile was named.",
                hint="Give --profile FOLDER before the command, or set STOCKPILE_PROFILE.",
            )
        return self.folder

    def passphrase(self, *, new: bool = False) -> str:
        """The passphrase: from the file, the environment, or a hidden prompt (asked twice for a new one)."""
        if self.passphrase_file is not None:
            return _first_line(self.passphrase_file)
        if PASSPHRASE_VARIABLE in os.environ:
            return os.environ[PASSPHRASE_VARIABLE]
        require_terminal("the passphrase", f"Give --passphrase-file FILE, or set {PASSPHRASE_VARIABLE}.")
        return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True))

    def second_passphrase(self, name: str, *, new: bool = False) -> str:
        """The passphrase of a second person, on the same ways as that of the profile."""
        if self.second_passphrase_file is None and SECOND_PASSPHRASE_VARIABLE in os.environ:
            return os.environ[SECOND_PASSPHRASE_VARIABLE]
        hint = f"Give --second-passphrase-file FILE, or set {SECOND_PASSPHRASE_VARIABLE}."
        return passphrase_of(name, self.second_passphrase_file, hint=hint, new=new)

    @contextmanager
    def open(self) -> Iterator[Context]:
        """The opened profile for the length of the block, with the second person there if one was named."""
        from stockpile_client.services import second_person  # noqa: PLC0415 - not for --help
        from stockpile_client.services.profiles import open_profile  # noqa: PLC0415 - as above

        context = open_profile(self.require_folder(), passphrase=self.passphrase(), actor=self.actor)
        try:
            if self.second_person:
                typed = self.second_passphrase(self.second_person)
                second_person.sign_in(context, name=self.second_person, passphrase=typed)
            yield context
        finally:
            context.close()

    def answer(self, document: Mapping[str, Any], human: Callable[[], None]) -> None:
        """Print the document with ``--json``, otherwise let ``human`` print the same for a person."""
        if self.as_json:
            say_json(document)
        else:
            human()


def require_terminal(what: str, hint: str) -> None:
    """Raise ``InputError`` (``E_NO_TERMINAL``) where nobody could answer a question."""
    if not sys.stdin.isatty():
        raise InputError("E_NO_TERMINAL", f"There is no terminal to ask for {what}.", hint=hint)


def passphrase_of(name: str, file: Path | None, *, hint: str, new: bool) -> str:
    """A person's passphrase: from a file if one is given, or from a hidden prompt (asked twice for a new one)."""
    if file is not None:
        return _first_line(file)
    require_terminal(f"the passphrase of {name}", hint)
    return str(click.prompt(f"Passphrase of {name}", hide_input=True, confirmation_prompt=new, err=True))


def _first_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            return stream.read(_LONGEST_PASSPHRASE_FILE).partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "E_PASSPHRASE_FILE", "The passphrase file cannot be read as UTF-8 text.", hint="Check --passphrase-file."
        ) from error


pass_state = click.make_pass_decorator(State)
"""Give a command its :class:`State` as first argument."""
