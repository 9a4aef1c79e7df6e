"""``report``: documents on paper, as PDF, with the marking on every page.

>>> stockpile --profile ./us report statement 3f9a01bc --output statement.pdf
>>> stockpile --profile ./us report holdings --as-of 2026-09-30 --output holdings.pdf
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from stockpile_client.analysis.cover import Definition
from stockpile_client.cli.arguments import FILE, day, find_bundle
from stockpile_client.cli.output import note, say
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.statements import Measure
from stockpile_client.reports.saying import Tongue
from stockpile_client.services.keyring import find_partner
from stockpile_client.services.reports import (
    PrintedReport,
    print_disclosure_record,
    print_holdings,
    print_safety_number,
    print_statement,
)
from stockpile_client.services.reports_joint import print_joint

_output = click.option("--output", type=FILE, required=True, help="The file to write; its name ends in .pdf.")
_boxes = click.option("--boxes", is_flag=True, help="Draw characters that no font of this machine has as boxes.")
_DEFINITIONS = {"eu": Definition.EU, "japan": Definition.JAPAN, "korea": Definition.KOREA}


@click.group(cls=Group)
def report() -> None:
    """Write a document as PDF, to print or to file."""


@report.command("statement")
@click.argument("bundle")
@_output
@_boxes
@pass_state
def statement(state: State, bundle: str, output: Path, boxes: bool) -> None:
    """The statement that was released or accepted in BUNDLE (its digest, as 'bundle list' shows it)."""
    with state.open() as ctx:
        printed = print_statement(ctx, find_bundle(ctx, bundle).digest, output, tongue=Tongue(boxes=boxes))
    _answer(state, printed)


@report.command("record")
@click.argument("partner")
@_output
@_boxes
@pass_state
def record(state: State, partner: str, output: Path, boxes: bool) -> None:
    """Everything that PARTNER holds of ours."""
    with state.open() as ctx:
        printed = print_disclosure_record(ctx, find_partner(ctx, partner).agency, output, tongue=Tongue(boxes=boxes))
    _answer(state, printed)


@report.command("safety-number")
@click.argument("partner")
@_output
@_boxes
@pass_state
def safety_number(state: State, partner: str, output: Path, boxes: bool) -> None:
    """The sheet by which we and PARTNER compare the safety number."""
    with state.open() as ctx:
        printed = print_safety_number(ctx, find_partner(ctx, partner).agency, output, tongue=Tongue(boxes=boxes))
    _answer(state, printed)


@report.command("holdings")
@click.option("--as-of", type=day, help="The day at whose end it was true (default: today).")
@click.option("--marking", help="The marking of the list (default: the most restrictive).")
@_output
@_boxes
@pass_state
def holdings(state: State, as_of: date | None, marking: str | None, output: Path, boxes: bool) -> None:
    """Our lots by material, with their sums."""
    with state.open() as ctx:
        printed = print_holdings(ctx, output, as_of=as_of, marking=marking, tongue=Tongue(boxes=boxes))
    _answer(state, printed)


@report.command("joint")
@click.option("--definition", type=click.Choice(list(_DEFINITIONS)), required=True, help="What a day of cover means.")
@click.option("--measure", type=click.Choice([one.value for one in Measure]), default="usable", show_default=True)
@click.option("--marking", help="The marking of the paper (default: the most restrictive).")
@_output
@_boxes
@pass_state
def joint(state: State, *, definition: str, measure: str, marking: str | None, output: Path, boxes: bool) -> None:
    """What we and our partners hold together, with each agency's days of cover."""
    with state.open() as ctx:
        printed = print_joint(
            ctx, output, definition=_DEFINITIONS[definition], measure=Measure(measure), marking=marking,
            tongue=Tongue(boxes=boxes),
        )  # fmt: skip
    _answer(state, printed)


def _answer(state: State, printed: PrintedReport) -> None:
    def human() -> None:
        say(f"Wrote {printed.pages} {'page' if printed.pages == 1 else 'pages'} to {printed.path}.")
        if printed.missing:
            note(f"No font of this machine can draw these characters; they are boxes: {printed.missing}")

    state.answer({"file": printed.path, "pages": printed.pages, "missing_characters": printed.missing}, human)
