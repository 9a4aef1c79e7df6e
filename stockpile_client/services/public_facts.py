"""What was published about our own stock: figures that every partner can hold against what we tell it.

>>> add_public_fact(ctx, PublicFact("W", "all", "", date(2026, 6, 30), 0, 60_000 * MG_PER_TONNE, "annual report 2026"))
>>> list_public_facts(ctx, material="W")
[PublicFact(material='W', …)]
"""

from __future__ import annotations

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import MAX_MG
from stockpile_client.core.sites import read_location
from stockpile_client.core.text import clean_text
from stockpile_client.disclosure.holdings import ALL_GROUPS
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.storage import public_facts
from stockpile_client.storage.public_facts import PublicFact

__all__ = ["PublicFact", "add_public_fact", "list_public_facts"]


def add_public_fact(ctx: Context, fact: PublicFact) -> ChangeSet:
    """Enter a published figure; it stays known from then on.

    ``InputError``: an unknown material or form group (``E_PUBLIC_FACT``), a range that ends below its beginning, a day
    to come, no source; ``E_LOCATION`` for a place that is none.
    """
    ctx.catalogue.material(fact.material)
    groups = {form.group for form in ctx.catalogue.forms.values()} | {ALL_GROUPS}
    if fact.group not in groups:
        raise InputError(
            "E_PUBLIC_FACT",
            phrase("There is no such form group."),
            hint=phrase("Groups are {groups}.", groups=", ".join(sorted(groups))),
        )
    if fact.at:
        read_location(fact.at)
    if fact.low < 0 or (fact.high is not None and fact.high < fact.low) or max(fact.low, fact.high or 0) > MAX_MG:
        raise InputError(
            "E_PUBLIC_FACT", phrase("A published figure goes from something above zero to as much or more.")
        )
    if fact.day > ctx.today():
        raise InputError(
            "E_PUBLIC_FACT", phrase("A published figure is of a day that has passed."), hint=phrase("Check the date.")
        )
    source = clean_text(fact.source, what=phrase("source"))
    if not source:
        raise InputError("E_PUBLIC_FACT", phrase("A published figure names its source."))
    entered = PublicFact(fact.material, fact.group, fact.at, fact.day, fact.low, fact.high, source)
    with ctx.transaction():
        public_facts.add(ctx.db, entered, at=ctx.now())
        ctx.record("public_fact_added", fact.material, {"day": fact.day.isoformat(), "source": source})
    return ChangeSet.of(
        Kind.STATEMENTS, summary=phrase("Entered a published figure of {material}", material=fact.material)
    )


def list_public_facts(ctx: Context, *, material: str | None = None) -> list[PublicFact]:
    """The published figures, by material and day."""
    return public_facts.every(ctx.db, material=material)
