"""``public-fact``: what was published about our own stock, which the audit of a release counts in.

>>> stockpile --profile ./us public-fact add --material W --at-most 60000t --day 2026-06-30 --source "annual report"
"""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from stockpile_client.cli import views
from stockpile_client.cli.arguments import day, mass
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.quantities import Interval
from stockpile_client.services.public_facts import PublicFact, add_public_fact, list_public_facts


@click.group(name="public-fact", cls=Group)
def public_fact() -> None:
    """What was published about our own stock."""


@public_fact.command("add")
@click.option("--material", required=True, help="The material: W.")
@click.option("--group", default="all", show_default=True, help="A form group, or all.")
@click.option("--at", default="", help="A place, like country:IT (default: wherever it lies).")
@click.option("--day", "on", type=day, required=True, help="The day at whose end it was true.")
@click.option("--at-least", "low", type=mass, default="0", help="Contained mass, like 100t (default: nothing).")
@click.option("--at-most", "high", type=mass, help="Contained mass, like 120t (default: open).")
@click.option("--source", required=True, help="Where it was published.")
@pass_state
def add(state: State, *, material: str, group: str, at: str, on: date, low: int, high: int | None, source: str) -> None:
    """Enter a published figure. It stays known from then on."""
    fact = PublicFact(material.upper(), group, at, on, low, high, source)
    with state.open() as ctx:
        change = add_public_fact(ctx, fact)
    state.answer(_document(fact), lambda: say(f"{change.summary}."))


@public_fact.command("list")
@click.option("--material", help="Only this material.")
@pass_state
def list_(state: State, material: str | None) -> None:
    """List the published figures."""
    with state.open() as ctx:
        facts = list_public_facts(ctx, material=material.upper() if material else None)

    def human() -> None:
        if not facts:
            return say("There are none.")
        say_table(
            ("material", "group", "at", "day", "published", "source"),
            [
                (one.material, one.group, one.at or "everywhere", one.day,
                 views.interval_words(Interval(one.low, one.high)), one.source)
                for one in facts
            ],
        )  # fmt: skip

    state.answer({"public_facts": [_document(one) for one in facts]}, human)


def _document(fact: PublicFact) -> dict[str, Any]:
    return {
        "material": fact.material,
        "group": fact.group,
        "at": fact.at,
        "day": fact.day,
        "low_kg": views.kg(fact.low),
        "high_kg": views.kg(fact.high),
        "source": fact.source,
    }
