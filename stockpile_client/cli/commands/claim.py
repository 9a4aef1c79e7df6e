"""``claim``: tickets, loans, pledges, earmarks and holds, with who counts the tonnes.

>>> stockpile --profile ./us claim add --kind ticket_sold --lot W-0101 --contained 400t --since 2026-07-01
"""

from __future__ import annotations

from datetime import date

import click

from stockpile_client.cli.arguments import day, find_lot, mass
from stockpile_client.cli.commands.holdings import claim_document, say_claims
from stockpile_client.cli.output import say
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.encumbrances import CountedBy, EncumbranceKind
from stockpile_client.services.claims import add_claim, end_claim, get_claim, list_claims


@click.group(cls=Group)
def claim() -> None:
    """Claims on stock."""


@claim.command("list")
@pass_state
def list_(state: State) -> None:
    """List all claims."""
    with state.open() as ctx:
        claims = list_claims(ctx)
    human = (lambda: say_claims(claims)) if claims else (lambda: say("There are no claims."))
    state.answer({"claims": [claim_document(one) for one in claims]}, human)


@claim.command("add")
@click.option("--kind", type=click.Choice([kind.value for kind in EncumbranceKind]), required=True)
@click.option("--lot", default="", help="The lot's number or id; none for a ticket bought.")
@click.option("--material", default="", help="The material of a ticket bought.")
@click.option("--contained", type=mass, required=True, help="Element content that is claimed, like 400t.")
@click.option("--since", type=day, required=True, help="The first day.")
@click.option("--until", type=day, help="The last day (default: open).")
@click.option(
    "--counted-by", type=click.Choice([one.value for one in CountedBy]), default="beneficiary", show_default=True
)
@click.option("--counterparty", default="", help="The other side.")
@click.option("--document", default="", help="The paper that it stands on.")
@pass_state
def add(
    state: State,
    *,
    kind: str,
    lot: str,
    material: str,
    contained: int,
    since: date,
    until: date | None,
    counted_by: str,
    counterparty: str,
    document: str,
) -> None:
    """Record a claim on a lot of ours, or a ticket that we bought."""
    with state.open() as ctx:
        change = add_claim(
            ctx,
            kind=EncumbranceKind(kind),
            contained=contained,
            since=since,
            until=until,
            lot_id=find_lot(ctx, lot).id if lot else "",
            material=material.upper(),
            counted_by=CountedBy(counted_by),
            counterparty=counterparty,
            document=document,
        )
        added = list_claims(ctx)[-1]
    state.answer(claim_document(added), lambda: say(f"{change.summary}."))


@claim.command("end")
@click.argument("which", metavar="CLAIM")
@click.option("--on", "last_day", type=day, required=True, help="The last day on which it counts.")
@click.option("--reason", required=True, help="Why; the record keeps it.")
@pass_state
def end(state: State, *, which: str, last_day: date, reason: str) -> None:
    """End a claim, named by its id, on a day; one that never came into force is taken back."""
    with state.open() as ctx:
        before = get_claim(ctx, which)
        change = end_claim(ctx, before.id, last_day=last_day, reason=reason)
        ended = next((one for one in list_claims(ctx) if one.id == before.id), before)
    state.answer(claim_document(ended), lambda: say(f"{change.summary}."))
