"""``disclosed``: everything that a partner holds of ours.

>>> stockpile --profile ./us disclosed --partner JP --material W
"""

from __future__ import annotations

import click

from stockpile_client.cli import views
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Command
from stockpile_client.cli.state import State, pass_state
from stockpile_client.services.disclosure_record import list_disclosed
from stockpile_client.services.keyring import find_partner


@click.command(cls=Command)
@click.option("--partner", "who", help="Only what this partner holds.")
@click.option("--material", help="Only this material.")
@click.option("--limit", type=click.IntRange(1), help="At most so many values.")
@pass_state
def disclosed(state: State, who: str | None, material: str | None, limit: int | None) -> None:
    """List every value that was released, the latest first."""
    with state.open() as ctx:
        agency = find_partner(ctx, who).agency if who else None
        code = ctx.catalogue.material(material.upper()).code if material else None
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
