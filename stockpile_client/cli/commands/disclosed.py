"""``disclosed``: everything that a partner holds of ours.

>>> stockpile --profile ./us disclosed --partner JP --material W
>>> stockpile --profile ./us disclosed --matrix --material GA
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from stockpile_client.cli import views
from stockpile_client.cli.arguments import FILE
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Command
from stockpile_client.cli.state import State, pass_state
from stockpile_client.services.disclosure_export import export_releases
from stockpile_client.services.disclosure_matrix import DisclosureMatrix, disclosure_matrix
from stockpile_client.services.disclosure_record import list_disclosed
from stockpile_client.services.keyring import find_partner


@click.command(cls=Command)
@click.option("--partner", "who", help="Only what this partner holds.")
@click.option("--material", help="Only this material.")
@click.option("--limit", type=click.IntRange(1), help="At most so many values.")
@click.option("--matrix", is_flag=True, help="One row for each value, one column for each partner: its last figure.")
@click.option("--export", "target", type=FILE, help="Write the whole history as .csv or .xlsx.")
@pass_state
def disclosed(
    state: State, *, who: str | None, material: str | None, limit: int | None, matrix: bool, target: Path | None
) -> None:
    """List every value that was released, the latest first, or who holds which (--matrix)."""
    if matrix and (who or limit):
        raise click.UsageError("The matrix shows all partners: leave out --partner and --limit.")
    if target is not None and (matrix or limit):
        raise click.UsageError("The export is the whole history: leave out --matrix and --limit.")
    with state.open() as ctx:
        agency = find_partner(ctx, who).agency if who else None
        code = ctx.catalogue.material(material.upper()).code if material else None
        if target is not None:
            written = export_releases(ctx, target, partner=agency, material=code)
            said = {"file": written.path, "rows": written.rows}
            return state.answer(said, lambda: say(f"Wrote {written.rows} values to {written.path}."))
        if matrix:
            held = disclosure_matrix(ctx, material=code)
            return state.answer(_matrix_document(held), lambda: _say_matrix(held))
        values = list_disclosed(ctx, partner=agency, material=code, limit=limit or -1)

    def human() -> None:
        if not values:
            return say("Nothing was released.")
        say_table(
            ("partner", "released", "as of", "material", "group", "at", "measure", "value", "number"),
            [
                (one.partner, one.at, one.as_of, *views.key_words(one.position.key),
                 views.quantity_words(one.position.quantity), one.seq)
                for one in values
            ],
            right=("number",),
        )  # fmt: skip

    document = [
        {
            "partner": one.partner,
            "released": one.at,
            "as_of": one.as_of,
            "bundle": one.bundle,
            "channel": one.channel,
            "seq": one.seq,
            "position": views.position(one.position),
        }
        for one in values
    ]
    state.answer({"disclosed": document}, human)


def _say_matrix(matrix: DisclosureMatrix) -> None:
    if not matrix.rows:
        return say("Nothing was released.")
    say_table(
        ("material", "group", "at", "measure", *(row.short_name for row in matrix.partners)),
        [
            (*views.key_words(row.key),
             *(f"{views.quantity_words(cell.quantity)} ({cell.as_of})" if cell else "" for cell in row.cells))
            for row in matrix.rows
        ],
    )  # fmt: skip


def _matrix_document(matrix: DisclosureMatrix) -> dict[str, Any]:
    return {
        "partners": [row.short_name for row in matrix.partners],
        "matrix": [
            views.key(row.key)
            | {
                "cells": [
                    {
                        "partner": partner.short_name,
                        "quantity": views.quantity(cell.quantity),
                        "as_of": cell.as_of,
                        "released": cell.at,
                        "bundle": cell.statement,
                        "seq": cell.seq,
                        "releases": cell.releases,
                        "width_kg": views.kg(cell.width),
                    }
                    for partner, cell in zip(matrix.partners, row.cells, strict=True)
                    if cell is not None
                ]
            }
            for row in matrix.rows
        ],
    }
