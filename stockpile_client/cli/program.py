"""The program around the commands: loaded when they are called, and every failure one message and one exit code.

Rules
- ``stockpile --help`` imports no command: the short helps stand in the table of :mod:`.main`.
- An expected failure has the exit code of its class (:mod:`stockpile_client.core.errors`); wrong usage is 2, Ctrl-C
  is 130, a reader that closed the pipe is 1, and everything unexpected is 70. ``--debug`` shows the traceback.
- With ``--json``, which may stand before or after the command, an error is a JSON document on stderr.

>>> LazyGroup({"card": Entry("stockpile_client.cli.commands.card:card", "Exchange cards.")})  # doctest: +SKIP
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from stockpile_client.cli.output import prepare_streams, say_error
from stockpile_client.core.errors import InternalError, StockpileError

INTERRUPTED = 130
"""128 + SIGINT, as shells count."""
USAGE = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command lives (``module:attribute``), and its line in the list of commands."""

    place: str
    short_help: str

    def load(self) -> click.Command:
        """Import the command."""
        module, _, attribute = self.place.partition(":")
        loaded: click.Command = getattr(import_module(module), attribute)
        return loaded


def _note_json(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and ctx.obj is not None:
        ctx.obj.as_json = True


class Command(click.Command):
    """A command that takes ``--json`` after its name as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        option = click.Option(
            ["--json"], is_flag=True, expose_value=False, callback=_note_json, help="Answer with one JSON document."
        )
        self.params.append(option)


class Group(click.Group):
    """A noun with its verbs."""

    command_class = Command


class LazyGroup(click.Group):
    """The program: commands by name, each imported when it is called."""

    def __init__(self, entries: Mapping[str, Entry], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table, which is the order of the work."""
        return list(self._entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        entry = self._entries.get(cmd_name)
        return entry.load() if entry else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, out of the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.short_help) for name, entry in self._entries.items()])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        *_: Any,
        **extra: Any,
    ) -> Any:
        """Run the program and leave with its exit code."""
        prepare_streams()
        extra["standalone_mode"] = False

        def run() -> int:
            returned = super(LazyGroup, self).main(args, prog_name or "stockpile", complete_var, **extra)
            return returned if isinstance(returned, int) else 0

        sys.exit(_guarded(run, sys.argv[1:] if args is None else args))


def _guarded(run: Callable[[], int], arguments: Sequence[str]) -> int:
    as_json, debug = "--json" in arguments, "--debug" in arguments
    try:
        return run()
    except click.UsageError as error:
        return _usage(error, as_json)
    except click.ClickException as error:
        say_error(StockpileError("E_USAGE", error.format_message()), as_json=as_json)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except StockpileError as error:
        return _failed(error, as_json, debug)
    except Exception as error:
        return _failed(_unexpected(error), as_json, debug)


def _usage(error: click.UsageError, as_json: bool) -> int:
    if as_json:
        say_error(StockpileError("E_USAGE", error.format_message()), as_json=True)
    else:
        error.show()
    return USAGE


def _failed(error: StockpileError, as_json: bool, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    say_error(error, as_json=as_json)
    return error.exit_code


def _unexpected(error: Exception) -> StockpileError:
    """The driver's exceptions say what is wrong with the file; everything else is a fault of the program."""
    if type(error).__module__.partition(".")[0] == "sqlcipher3":
        from stockpile_client.storage.failures import translated  # noqa: PLC0415 - not before a database was opened

        return translated(error)
    return InternalError(
        "E_UNEXPECTED",
        f"A fault of the program: {type(error).__name__}.",
        unchanged="What was being changed was undone.",
        hint="Run it again with --debug to see where, and please report it.",
    )
