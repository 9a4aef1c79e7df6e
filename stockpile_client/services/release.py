"""Release a statement: a plan that shows what would leave beside our own values, then the signed, encrypted file.

What the plan shows is what leaves: the positions of the preview are staged as they are, and the file is written from
them. A finding that is an error stops the release; a warning informs.

>>> plan = plan_release(ctx, profile=profile, as_of=date(2026, 9, 30))
>>> [check.code for check in plan.errors]
[]
>>> apply_release(ctx, plan, folder=Path("/media/stick")).seq
1
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

from stockpile_client.bundle.sealing import (
    Onward,
    SealedBundle,
    positions_content,
    requirements_content,
    statement_content,
)
from stockpile_client.bundle.spool import Content
from stockpile_client.core.checks import (
    Check,
    Severity,
    check_change,
    check_denominators,
    check_marking,
    check_partner,
    check_position,
    check_scope,
)
from stockpile_client.core.errors import InputError
from stockpile_client.core.markings import Marking
from stockpile_client.core.quantities import Withheld
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import PositionChange, StatementHeader, diff
from stockpile_client.core.text import clean_text
from stockpile_client.disclosure.preview import Preview, preview_lots
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.dispatch import Dispatched, Letterhead, dispatch
from stockpile_client.services.holdings import lot_holdings
from stockpile_client.services.inference import AuditDesk
from stockpile_client.services.partners import PartnerRow, partner_row
from stockpile_client.storage import (
    channels,
    disclosure_profiles,
    ledger,
    partners,
    positions,
    requirements,
    statements,
)
from stockpile_client.storage.statements import StoredStatement


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """What would leave, to whom, and what speaks against it. ``changes``: since the last statement to it."""

    profile: Profile
    header: StatementHeader
    audience: tuple[PartnerRow, ...]
    preview: Preview
    requirements: tuple[Requirement, ...]
    marking: Marking
    checks: tuple[Check, ...]
    changes: tuple[PositionChange, ...]
    previous: StoredStatement | None

    @property
    def errors(self) -> tuple[Check, ...]:
        """What stops the release."""
        return tuple(check for check in self.checks if check.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Check, ...]:
        """What a person should know before confirming."""
        return tuple(check for check in self.checks if check.severity is Severity.WARNING)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of profile, header and positions: what was looked at is what is released."""
        parts = (self.profile.digest, repr(self.header), repr(self.preview.positions), repr(self.requirements))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Released:
    """A released statement and its file."""

    change: ChangeSet
    file: Dispatched


def plan_release(
    ctx: Context,
    *,
    profile: Profile,
    as_of: date,
    title: str = "",
    nil: Sequence[str] = (),
    not_compiled: Sequence[str] = (),
    note: str = "",
    desk: AuditDesk | None = None,
) -> ReleasePlan:
    """What ``profile`` would let out of our stock as of a day; nothing is written.

    ``nil`` and ``not_compiled`` are the materials in scope of which we say that we hold none, or that nobody has put
    the figure together. ``desk`` makes planning again after a change of one rule quick. Raises ``InputError`` for an
    unknown partner or material.
    """
    audience = tuple(partner_row(ctx, agency) for agency in profile.audience)
    for material in (*profile.scope, *nil, *not_compiled):
        ctx.catalogue.material(material)
    day = profile.coarsening.day(as_of)
    shown = preview_lots(profile, lot_holdings(ctx, as_of=day), content_bases(ctx), f"country:{ctx.agency.country}")
    header = StatementHeader(
        as_of=day,
        title=clean_text(title, what="title") or f"{ctx.agency.short_name} {day.isoformat()}",
        scope=profile.scope,
        nil=tuple(nil),
        withheld={**shown.suppressed, **profile.withhold},
        not_compiled=tuple(not_compiled),
        note=clean_text(f"{note} {shown.note}".strip(), what="note"),
        catalogue=ctx.catalogue.digest,
        profile=profile.digest,
    )
    stated = _requirements(ctx, profile)
    previous = _previous(ctx, profile)
    before = list(positions.of_statement(ctx.db, previous.row)) if previous else []
    changes = tuple(diff(before, shown.positions))
    findings = _checks(
        ctx, profile=profile, header=header, audience=audience, shown=shown, changes=changes, stated=stated,
        previous=previous,
    )  # fmt: skip
    plan = ReleasePlan(
        profile, header, audience, shown, stated, ctx.scheme.find(profile.marking), tuple(findings), changes, previous
    )
    inferred = (desk or AuditDesk()).audit(ctx, plan, remedies=False)
    return replace(plan, checks=(*plan.checks, *inferred.checks()))


def apply_release(ctx: Context, plan: ReleasePlan, *, folder: Path) -> Released:
    """Write the statement for its audience into ``folder``.

    ``InputError``: ``E_RELEASE`` while errors stand, ``E_PLAN_OUTDATED`` if another statement left or was withdrawn.
    """
    if plan.errors:
        raise InputError("E_RELEASE", "The statement cannot be released: " + plan.errors[0].message)
    if _previous(ctx, plan.profile) != plan.previous:
        raise InputError(
            "E_PLAN_OUTDATED",
            "The last statement to this audience is another one than when this was prepared.",
            hint="Prepare it again.",
        )
    row = _Row()

    def stage(bundle_id: str) -> None:
        row.number = statements.stage(
            ctx.db, id=bundle_id, agency=ctx.agency.id, header=plan.header, recorded=ctx.now(),
            supersedes=_superseded(plan),
        )  # fmt: skip
        positions.add(ctx.db, row.number, (positions.row_of(position) for position in plan.preview.positions))
        statements.add_requirements(ctx.db, row.number, plan.requirements)

    def contents() -> list[Content]:
        return statement_contents(ctx, row.number, plan.header, plan.requirements)

    def settle(sealed: SealedBundle) -> None:
        digest = sealed.digest.hex()
        statements.promote(ctx.db, row.number, bundle=digest)
        disclosure_profiles.save(ctx.db, plan.profile, at=ctx.now())
        ledger.record(ctx.db, row.number, plan.profile.audience, bundle=digest, at=ctx.now())
        ctx.record("statement_released", digest, {"as_of": plan.header.as_of.isoformat(), "plan": plan.digest})

    head = Letterhead(
        "statement", plan.profile.marking, cast(Onward, plan.profile.onward), supersedes=_superseded(plan)
    )
    file = dispatch(
        ctx, head=head, audience=plan.profile.audience, folder=folder, contents=contents, stage=stage, settle=settle,
        abandon=lambda: statements.discard(ctx.db, row.number),
    )  # fmt: skip
    change = ChangeSet.of(
        Kind.STATEMENTS, Kind.BUNDLES, Kind.CHANNELS, Kind.PROFILES, summary=f"Released statement {file.seq}"
    )
    return Released(change, file)


def statement_contents(ctx: Context, row: int, header: StatementHeader, stated: Sequence[Requirement]) -> list[Content]:
    """The data files of a staged statement, positions streamed from the database in order of key."""
    files = [statement_content(header), positions_content(positions.rows_of_statement(ctx.db, row))]
    return [*files, requirements_content(stated)] if stated else files


class _Row:
    """The local row of the staged statement, known once it is staged."""

    number: int = 0


def _superseded(plan: ReleasePlan) -> str | None:
    """A statement of the same day corrects the one before; one of another day stands beside it."""
    same_day = plan.previous is not None and plan.previous.header.as_of == plan.header.as_of
    return plan.previous.id if same_day and plan.previous else None


def content_bases(ctx: Context) -> dict[str, str]:
    """What the content of each material is of: its element, or the product where the field counts gross."""
    return {
        code: f"element:{material.symbol}" if material.symbol else "gross"
        for code, material in ctx.catalogue.materials.items()
    }


def _requirements(ctx: Context, profile: Profile) -> tuple[Requirement, ...]:
    if not profile.requirements:
        return ()
    open_scope = {material for material in profile.scope if material not in profile.withhold}
    return tuple(
        one for one in requirements.current(ctx.db) if one.material in open_scope and one.country == ctx.agency.country
    )


def _previous(ctx: Context, profile: Profile) -> StoredStatement | None:
    """The last statement that went to this very audience."""
    channel = channels.outgoing(ctx.db, tuple(sorted(profile.audience)))
    if channel is None:
        return None
    return statements.latest_of_channel(ctx.db, channel.id)


def _checks(
    ctx: Context,
    *,
    profile: Profile,
    header: StatementHeader,
    audience: tuple[PartnerRow, ...],
    shown: Preview,
    changes: Iterable[PositionChange],
    stated: Iterable[Requirement],
    previous: StoredStatement | None,
) -> Iterable[Check]:
    if not audience:
        yield Check(Severity.ERROR, "E_AUDIENCE", profile.name, "The audience is empty, and that means nobody.")
    for partner in audience:
        yield from check_partner(partner.short_name, partner.state)
    for agreement in partners.agreements(ctx.db):
        if set(profile.audience) <= set(agreement.parties):
            yield from check_marking(ctx.scheme, profile.marking, agreement.highest_marking)
    reported = {line.position.key.material for line in shown.lines if not isinstance(line.position.quantity, Withheld)}
    yield from check_scope(header, reported)
    for line in shown.lines:
        if line.own < 0:
            yield Check(
                Severity.ERROR, "E_OVERSOLD", line.position.key.material, "More is promised than is held in one place."
            )
        yield from check_position(line.position)
    for change in changes:
        if change.before and change.after:
            yield from check_change(change.key.material, change.before.quantity, change.after.quantity)
    if previous:
        yield from check_denominators(statements.requirements(ctx.db, previous.row), stated)
