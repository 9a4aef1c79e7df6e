"""The inference audit as a release runs it: from the encrypted database to findings, over 24 statements that left.

An agency with 70 materials in every form group that the catalogue has of them, at 8 sites; some cells are in the hands
of one company and so withheld. By turns the past statements gave groups by region, all forms by region, and groups by
country, rounded; between them the partner bought from a few cells, and nothing else moved. So all days hang together.

>>> python -m tests.bench.audit_service FOLDER
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from stockpile_client.core.lots import HolderClass, Lot
from stockpile_client.core.movements import Movement, MovementKind
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.core.sites import Level, Site
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.coarsen import FormDetail
from stockpile_client.disclosure.rules.primary import Protection
from stockpile_client.services.context import Context
from stockpile_client.services.inference import AuditDesk
from stockpile_client.services.inference_findings import ReleaseAudit
from stockpile_client.services.partners import list_partners
from stockpile_client.services.release import apply_release, plan_release
from stockpile_client.storage import lots, movements, sites
from tests.bench import parties

PAST, SITES = 24, 8
FIRST = date(2020, 1, 31)
BASE = 10 * MG_PER_TONNE
Result = TypeVar("Result")


class NoAudit(AuditDesk):
    """The past is made without looking at it."""

    def audit(self, ctx: Context, plan: object, *, remedies: bool = True) -> ReleaseAudit:  # type: ignore[override]
        """Nothing."""
        return ReleaseAudit()


def make(root: Path) -> Context:
    """The agency with its past, open."""
    parties.make(root)
    ctx = parties.opened(root, parties.SENDER)
    (partner,) = list_partners(ctx)
    days = [FIRST + timedelta(days=91 * number) for number in range(PAST)]
    _stock(ctx, days, partner.short_name)
    post = root / "post"
    post.mkdir()
    profiles = [
        profile(ctx, partner.agency_id),
        profile(ctx, partner.agency_id, forms=FormDetail.ALL),
        profile(ctx, partner.agency_id, level=Level.COUNTRY),
    ]
    nothing = NoAudit()
    for number, day in enumerate(days):
        plan = plan_release(ctx, profile=profiles[number % len(profiles)], as_of=day, desk=nothing)
        # what the checks of a release find in a made-up stock is not what is measured
        apply_release(ctx, replace(plan, checks=()), folder=post)
    return ctx


def profile(ctx: Context, partner: str, **changes: object) -> Profile:
    """Content by form group and region, to 10 t; cells of fewer than three companies are withheld."""
    plain = Profile(
        "Benchmark", (partner,), tuple(ctx.catalogue.materials), level=Level.REGION, rounding=BASE,
        measures=(Measure.CONTAINED,), availability=False, requirements=False, protection=Protection(min_holders=3),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def figures(root: Path) -> dict[str, float]:
    """Seconds of processor time of planning with the audit, and what it was about."""
    ctx = make(root)
    (partner,) = list_partners(ctx)
    today = FIRST + timedelta(days=91 * PAST)
    fine, desk = profile(ctx, partner.agency_id), AuditDesk()
    plan, planning = timed(lambda: plan_release(ctx, profile=fine, as_of=today, desk=NoAudit()))
    audit, auditing = timed(lambda: desk.audit(ctx, plan, remedies=False))
    coarse = plan_release(ctx, profile=replace(fine, bases={"W": 2 * BASE}), as_of=today, desk=NoAudit())
    _, again = timed(lambda: desk.audit(ctx, coarse, remedies=False))
    ctx.close()
    return {
        "lines": len(plan.preview.lines),
        "promises": audit.protected,
        "findings": sum(len(one.findings) for one in audit.partners),
        "plan": planning,
        "audit": auditing,
        "audit after one change": again,
    }


def timed(run: Callable[[], Result]) -> tuple[Result, float]:
    """What ``run`` returns, and the processor time it took in seconds."""
    begin = time.process_time()
    result = run()
    return result, time.process_time() - begin


def _stock(ctx: Context, days: list[date], partner: str) -> None:
    chance = random.Random(2026)
    regions = [
        Site(f"{number:032x}", f"Depot {number}", "", f"US-{number:02d}", "US") for number in range(1, SITES + 1)
    ]
    begin, now = FIRST - timedelta(days=30), datetime.now(UTC)
    held: list[Lot] = []
    forms = {(form.material, form.group): form.code for form in ctx.catalogue.forms.values()}
    for (material, _), form in sorted(forms.items()):
        for site in regions:
            owner = {"holder_class": HolderClass.MANDATED_INDUSTRY, "holder": "A company"}
            company = owner if chance.random() < 0.05 else {}
            number = len(held)
            held.append(Lot(f"{number:032x}", f"LOT-{number:05d}", material, form, site.id, **company))  # type: ignore[arg-type]
    with ctx.transaction():
        for site in regions:
            sites.put(ctx.db, site)
        lots.add(ctx.db, held)
        movements.post(ctx.db, (_move(chance, lot, MovementKind.OPENING, begin, now, "") for lot in held))
        for day in days[1:]:
            some = chance.sample(held, len(held) // 20)
            movements.post(ctx.db, (_move(chance, lot, MovementKind.SALE, day, now, partner) for lot in some))


def _move(chance: random.Random, lot: Lot, kind: MovementKind, day: date, now: datetime, counterparty: str) -> Movement:
    tonnes = chance.randrange(500, 5_000) if kind is MovementKind.OPENING else -chance.randrange(1, 10)
    mg = tonnes * MG_PER_TONNE
    return Movement(f"{chance.getrandbits(128):032x}", lot.id, kind, day, now, mg, mg, counterparty=counterparty)


if __name__ == "__main__":
    print(json.dumps(figures(Path(sys.argv[1])), indent=2))
