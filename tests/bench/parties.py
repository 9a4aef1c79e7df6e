"""Two agencies that know each other, in a folder, made by the services of the program."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from stockpile_client.core.lots import Lot
from stockpile_client.core.movements import Movement, MovementKind
from stockpile_client.core.sites import Site
from stockpile_client.core.statements import StatementHeader
from stockpile_client.services.cards import export_card, import_card, plan_card
from stockpile_client.services.context import Context
from stockpile_client.services.dispatch import Dispatched, Letterhead, dispatch
from stockpile_client.services.partners import partner_safety_number, verify_partner
from stockpile_client.services.profiles import AgencyDetails, create_profile, open_profile
from stockpile_client.services.release import statement_contents
from stockpile_client.storage import lots, movements, positions, sites, statements
from stockpile_client.storage.keyfile import KdfCost
from tests.bench.positions import MATERIALS, statement_rows

PASSPHRASE = "a passphrase of the benchmark"
CHEAP = KdfCost(8192, 1, 1)
"""Deriving the key of a profile is slow on purpose, and not what is measured."""

_LOTS_AT_ONCE = 5_000

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


def fill_stock(ctx: Context, count: int, forms: Sequence[tuple[str, str]], seed: int = 7) -> None:
    """``count`` lots at three hundred sites with an opening each, through the repositories that an import uses."""
    chance = random.Random(seed)
    depots = [
        Site(f"{number:032x}", f"Depot {number:03d}", f"Town {number % 90:02d}", "", "US") for number in range(300)
    ]
    now = datetime.now(UTC)
    with ctx.transaction():
        for depot in depots:
            sites.put(ctx.db, depot)
        for start in range(0, count, _LOTS_AT_ONCE):
            made = [
                Lot(
                    f"{chance.getrandbits(128):032x}",
                    f"LOT-{number:07d}",
                    *chance.choice(forms),
                    chance.choice(depots).id,
                )
                for number in range(start, min(start + _LOTS_AT_ONCE, count))
            ]
            lots.add(ctx.db, made)
            movements.post(ctx.db, (_opening(chance, lot, now) for lot in made))


def _opening(chance: random.Random, lot: Lot, now: datetime) -> Movement:
    gross = chance.randrange(1, 900_000_000) * 1000
    return Movement(_id(chance), lot.id, MovementKind.OPENING, date(2026, 6, 30), now, gross, gross // 2)


def _id(chance: random.Random) -> str:
    return f"{chance.getrandbits(128):032x}"
