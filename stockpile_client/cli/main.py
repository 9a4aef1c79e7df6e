"""The command ``stockpile``: the table of commands, and the options that stand before them.

>>> stockpile --profile us --json holdings --material W
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click

from stockpile_client import __version__
from stockpile_client.cli.program import Entry, LazyGroup
from stockpile_client.cli.state import State

_HERE = "stockpile_client.cli.commands."

COMMANDS = {
    "init": Entry(_HERE + "profile:init", "Create a profile: an agency, its keys, its encrypted database."),
    "profiles": Entry(_HERE + "profile:profiles", "List the profiles of this user."),
    "card": Entry(_HERE + "card:card", "Export our card; look at and import a partner's."),
    "partner": Entry(_HERE + "partner:partner", "List, verify, suspend and revoke partners."),
    "inventory": Entry(_HERE + "inventory:inventory", "Import an inventory from CSV or XLSX."),
    "holdings": Entry(_HERE + "holdings:holdings", "What we hold, as of a day."),
    "holding": Entry(_HERE + "holdings:holding", "Look at one lot; export the table of lots."),
}


@click.group(
    cls=LazyGroup,
    entries=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 2 usage, 3 wrong input, 4 this machine, 5 a file was refused, 70 ours.",
)
@click.option(
    "--profile",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="STOCKPILE_PROFILE",
    help="The folder of the profile to work in (or STOCKPILE_PROFILE).",
)
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON document.")
@click.option("--actor", default="", envvar="STOCKPILE_ACTOR", help="Who is at the desk; stands in the audit log.")
@click.option(
    "--passphrase-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file whose first line is the passphrase (or STOCKPILE_PASSPHRASE; otherwise it is asked for).",
)
@click.option("--debug", is_flag=True, help="Show where in the program a failure arose.")
@click.version_option(__version__, prog_name="stockpile", message="%(prog)s %(version)s")
@click.pass_context
def stockpile(
    ctx: click.Context,
    *,
    folder: Path | None,
    as_json: bool,
    actor: str,
    passphrase_file: Path | None,
    debug: bool,
) -> None:
    """Keep a stockpile inventory and exchange signed, encrypted statements with partner agencies, as files."""
    ctx.obj = State(folder, as_json, actor, passphrase_file, debug)


def main() -> NoReturn:
    """Run the command line of this process."""
    stockpile.main()
