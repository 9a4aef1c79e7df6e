"""Two agencies that know each other, in a folder, made by the services of the program."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from stockpile_client.core.statements import StatementHeader
from stockpile_client.services.cards import export_card, import_card, plan_card
from stockpile_client.services.context import Context
from stockpile_client.services.dispatch import Dispatched, Letterhead, dispatch
from stockpile_client.services.partners import partner_safety_number, verify_partner
from stockpile_client.services.profiles import AgencyDetails, create_profile, open_profile
from stockpile_client.services.release import statement_contents
from stockpile_client.storage import positions, statements
from stockpile_client.storage.keyfile import KdfCost
from tests.bench.positions import MATERIALS, statement_rows

PASSPHRASE = "a passphrase of the benchmark"
CHEAP = KdfCost(8192, 1, 1)
"""Deriving the key of a profile is slow on purpose, and not what is measured."""

SENDER, RECEIVER = "sender", "receiver"


def make(root: Path) -> None:
    """Create ``root/sender`` and ``root/receiver``, exchange cards and verify them."""
    made = {
        name: create_profile(
            root / name, passphrase=PASSPHRASE, agency=AgencyDetails(name.title(), name.upper(), country),
            actor="bench", cost=CHEAP,
        ).context
        for name, country in ((SENDER, "US"), (RECEIVER, "JP"))
    }  # fmt: skip
    cards = {name: export_card(context, root) for name, context in made.items()}
    for name, other in ((SENDER, RECEIVER), (RECEIVER, SENDER)):
        context = made[name]
        plan = plan_card(context, cards[other].path)
        import_card(context, plan)
        number = partner_safety_number(context, plan.card.agency)
        typed = {group: number.groups[group - 1] for group in number.to_type}
        verify_partner(context, plan.card.agency, typed=typed, who="bench", how="phone")
    for context in made.values():
        context.close()


def opened(root: Path, name: str) -> Context:
    """The open profile of one of the two."""
    return open_profile(root / name, passphrase=PASSPHRASE, actor="bench", floor=CHEAP)


def header(day: date) -> StatementHeader:
    """What the statements of the benchmark say about themselves."""
    return StatementHeader(day, "Benchmark", MATERIALS)


def stage(ctx: Context, number: int, count: int, *, changed: bool) -> int:
    """Stage a statement of ``count`` positions as a release does, let it stand, and return its row.

    Opening a profile removes what is only staged, and the release is measured in another process.
    """
    with ctx.transaction():
        row = statements.stage(
            ctx.db, id=f"{number:032x}", agency=ctx.agency.id, header=header(date(2026, 3 * number, 30)),
            recorded=datetime.now(UTC),
        )  # fmt: skip
        positions.add(ctx.db, row, statement_rows(count, changed=changed))
        statements.promote(ctx.db, row, bundle=None)
    return row


def release(ctx: Context, row: int, number: int, folder: Path) -> Dispatched:
    """Seal, check and record a staged statement: what a release does after a person has confirmed it."""
    (partner,) = (found[0] for found in ctx.db.execute("SELECT agency FROM partner"))
    about = header(date(2026, 3 * number, 30))
    return dispatch(
        ctx, head=Letterhead("statement", "TLP:AMBER"), audience=(partner,), folder=folder,
        contents=lambda: statement_contents(ctx, row, about, ()),
    )  # fmt: skip
