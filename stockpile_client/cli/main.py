"""The command ``stockpile``: the table of commands, and the options that stand before them.

>>> stockpile --profile us --json holdings --material W
"""

from __future__ import annotations

from pathlib import Path

import click

from stockpile_client import __version__
from stockpile_client.cli.program import Entry, LazyGroup
from stockpile_client.cli.state import State

_HERE = "stockpile_client.cli.commands."

COMMANDS = {
    "demo": Entry(_HERE + "demo:demo", "See three agencies exchange stockpile figures."),
    "init": Entry(_HERE + "profile:init", "Create a profile: an agency, its keys, its encrypted database."),
    "profiles": Entry(_HERE + "profile:profiles", "List the profiles of this user."),
    "card": Entry(_HERE + "card:card", "Export our card; look at and import a partner's."),
    "partner": Entry(_HERE + "partner:partner", "List, verify, suspend and revoke partners."),
    "inventory": Entry(_HERE + "inventory:inventory", "Import an inventory from CSV or XLSX."),
    "holdings": Entry(_HERE + "holdings:holdings", "What we hold, as of a day."),
    "holding": Entry(_HERE + "holdings:holding", "Look at one lot; export the table of lots."),
    "movement": Entry(_HERE + "movement:movement", "Post a movement of a lot, or reverse one."),
    "claim": Entry(_HERE + "claim:claim", "Tickets, loans, pledges, earmarks and holds."),
    "site": Entry(_HERE + "site:site", "Sites: add, correct, close, open again."),
    "undo": Entry(_HERE + "undo:undo", "Take back the last edit."),
    "requirement": Entry(_HERE + "requirement:requirement", "Denominators of cover: consumption, imports, targets."),
    "public-fact": Entry(_HERE + "public_fact:public_fact", "What was published about our own stock."),
    "rules": Entry(_HERE + "rules:rules", "Disclosure profiles: templates, versions, what each lets out."),
    "group": Entry(_HERE + "circles:group", "Groups of partners."),
    "agreement": Entry(_HERE + "circles:agreement", "What was agreed with partners."),
    "release": Entry(
        _HERE + "release:release", "Preview a statement as its audience will see it, audit and release it."
    ),
    "inspect": Entry(_HERE + "incoming:inspect", "Say what a file is and what it would change."),
    "accept": Entry(_HERE + "incoming:accept_command", "Accept a partner's bundle as a whole."),
    "reject": Entry(_HERE + "incoming:reject_command", "Reject a partner's bundle, with a reason."),
    "receipt": Entry(_HERE + "letters:receipt", "Receipts that are due, and writing them."),
    "withdraw": Entry(_HERE + "letters:withdraw", "Withdraw a statement that we released."),
    "request": Entry(_HERE + "letters:request", "Ask a partner for a statement."),
    "requests": Entry(_HERE + "requests:requests", "What partners asked us for, and we asked them for."),
    "channel": Entry(_HERE + "history:channel", "Channels with their state."),
    "bundle": Entry(_HERE + "history:bundle", "Bundles that went out and came in."),
    "disclosed": Entry(_HERE + "disclosed:disclosed", "What a partner holds of ours."),
    "joint": Entry(_HERE + "joint:joint", "Who holds how much, and for how many days, on one definition."),
    "report": Entry(_HERE + "report:report", "Documents on paper, as PDF."),
    "keys": Entry(_HERE + "keys:keys", "Rotate our keys, take them back, import a notice."),
    "second-person": Entry(_HERE + "second_person:second_person", "Have two people sign; who may sign along."),
    "backup": Entry(_HERE + "backup:backup", "Write a backup and verify it."),
    "restore": Entry(_HERE + "backup:restore_command", "Make a profile out of a backup."),
    "audit": Entry(_HERE + "audit:audit", "The audit log: list it, verify it."),
    "desktop": Entry(_HERE + "desktop:desktop", "Menu entry, icon and file types for this user's desktop."),
    "selftest": Entry(_HERE + "audit:selftest", "Test the cryptography against known answers."),
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
@click.option("--second-person", default="", metavar="NAME", help="Who signs along, where two people sign.")
@click.option(
    "--second-passphrase-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file whose first line is that person's passphrase (or STOCKPILE_SECOND_PASSPHRASE).",
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
    second_person: str,
    second_passphrase_file: Path | None,
    debug: bool,
) -> None:
    """Keep a stockpile inventory and exchange signed, encrypted statements with partner agencies, as files."""
    ctx.obj = State(folder, as_json, actor, passphrase_file, second_person, second_passphrase_file, debug)


def main() -> None:
    """Run the command line of this process."""
    stockpile.main()
