"""Release a statement: a plan that shows what would leave beside our own values, then the signed, encrypted file.

What the plan shows is what leaves: the positions of the preview are staged as they are, and the file is written from
them. A finding that is an error stops the release (:mod:`.release_checks`); a warning informs. Where the profile
demands two people, only an approved plan is released (:mod:`.approval`).

>>> plan = plan_release(ctx, profile=profile, as_of=date(2026, 9, 30))
>>> [check.code for check in plan.errors]
[]
>>> apply_release(ctx, plan, folder=Path("/media/stick")).seq
1
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

from stockpile_client.bundle.positions import encode_positions
from stockpile_client.bundle.sealing import (
    Onward,
    SealedBundle,
    positions_content,
    requirements_content,
    statement_content,
)
from stockpile_client.bundle.spool import Content
from stockpile_client.core.checks import Check, Severity
from stockpile_client.core.errors import InputError
from stockpile_client.core.markings import Marking
from stockpile_client.core.phrases import phrase
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import PositionChange, StatementHeader, diff
from stockpile_client.core.text import clean_text
from stockpile_client.disclosure.approval import Step
from stockpile_client.disclosure.audience import resolve
from stockpile_client.disclosure.preview import Preview, preview_lots
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.approval_cases import ReleaseCase
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.dispatch import Dispatched, Letterhead, dispatch
from stockpile_client.services.holdings import lot_holdings
from stockpile_client.services.inference import AuditDesk
from stockpile_client.services.partners import PartnerRow, partner_row
from stockpile_client.services.release_checks import release_checks
from stockpile_client.services.still_asked import check_still_asked
from stockpile_client.storage import (
    approvals,
    channels,
    disclosure_profiles,
    holdings,
    ledger,
    partner_groups,
    partners,
    positions,
    requirements,
    statements,
)
from stockpile_client.storage.partners import Agreement
from stockpile_client.storage.statements import StoredStatement


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """What would leave, to whom, and what speaks against it.

    ``audience`` is who the profile's group or agreement stands for today. ``changes``: since the last statement to it.
    ``open_from`` is the first day on which the statement may leave. ``reply_to`` is the id of a request's bundle.
    """

    profile: Profile
    header: StatementHeader
    audience: tuple[PartnerRow, ...]
    preview: Preview
    requirements: tuple[Requirement, ...]
    marking: Marking
    checks: tuple[Check, ...]
    changes: tuple[PositionChange, ...]
    previous: StoredStatement | None
    open_from: date
    reply_to: str | None = None

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agency ids of the audience."""
        return tuple(partner.agency_id for partner in self.audience)

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
        """SHA-256 (hex) of profile, audience, header, positions and our own values: what was looked at is released."""
        lines = [(line.position, line.own, line.lots) for line in self.preview.lines]
        whole = (self.profile.digest, self.agencies, self.header, lines, self.requirements, self.reply_to)
        parts = map(repr, whole)
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
    reply_to: str | None = None,
    desk: AuditDesk | None = None,
) -> ReleasePlan:
    """What ``profile`` would let out of our stock as of a day; nothing is written.

    A profile that shows days by month or quarter moves the statement back to the last end of one. Lots that came into
    the books by an opening balance after that day are in no figure: what they held then is not known. ``nil`` and
    ``not_compiled`` are the materials in scope of which we say that we hold none, or that nobody has put the figure
    together; ``reply_to`` is the bundle id of a request that this answers. ``desk`` makes planning again after a change
    of one rule quick. Raises ``InputError`` for an unknown partner or material.
    """
    audience = tuple(partner_row(ctx, agency) for agency in audience_of(ctx, profile))
    for material in (*profile.scope, *nil, *not_compiled):
        ctx.catalogue.material(material)
    day = profile.coarsening.day(as_of)
    late = holdings.opened_after(ctx.db, day)
    counted = (lot for lot in lot_holdings(ctx, as_of=day) if lot.lot not in late)  # else they would read as nil
    shown = preview_lots(profile, counted, content_bases(ctx), f"country:{ctx.agency.country}")
    header = StatementHeader(
        as_of=day,
        title=clean_text(title, what=phrase("title")) or f"{ctx.agency.short_name} {day.isoformat()}",
        scope=profile.scope,
        nil=tuple(nil),
        withheld={**shown.suppressed, **profile.withhold},
        not_compiled=tuple(not_compiled),
        note=clean_text(f"{note} {shown.note}".strip(), what=phrase("note")),
        catalogue=ctx.catalogue.digest,
        profile=profile.digest,
    )
    stated = _requirements(ctx, profile)
    previous = _previous(ctx, tuple(partner.agency_id for partner in audience))
    before = list(positions.of_statement(ctx.db, previous.row)) if previous else []
    changes = tuple(diff(before, shown.positions))
    open_from = profile.delay.open_from(day)
    findings = release_checks(
        ctx, profile=profile, header=header, audience=audience, shown=shown, changes=changes, stated=stated,
        previous=previous, open_from=open_from, late=frozenset(late.values()),
    )  # fmt: skip
    plan = ReleasePlan(
        profile, header, audience, shown, stated, ctx.scheme.find(profile.marking), tuple(findings), changes, previous,
        open_from, reply_to,
    )  # fmt: skip
    inferred = (desk or AuditDesk()).audit(ctx, plan, remedies=False)
    return replace(plan, checks=(*plan.checks, *inferred.checks()))


def apply_release(ctx: Context, plan: ReleasePlan, *, folder: Path, case: ReleaseCase | None = None) -> Released:
    """Write the statement for its audience into ``folder``.

    ``case`` is its approval, if it went that way. ``InputError``: ``E_RELEASE`` while errors stand; ``E_PLAN_OUTDATED``
    if another statement left or was withdrawn meanwhile; ``E_APPROVAL`` without an approval of this very plan where the
    profile demands two people; ``E_REQUEST_CLOSED`` if the request that it answers was answered or refused meanwhile.
    """
    if plan.errors:
        raise cannot_release(plan)
    if _previous(ctx, plan.agencies) != plan.previous:
        raise InputError(
            "E_PLAN_OUTDATED",
            phrase("The last statement to this audience is another one than when this was prepared."),
            hint=phrase("Prepare it again."),
        )
    if (case is not None or plan.profile.four_eyes) and not (case and case.is_approved and case.digest == plan.digest):
        raise InputError(
            "E_APPROVAL",
            phrase("The statement is not approved as it would leave now."),
            hint=phrase("Prepare it, and let a colleague review and approve it."),
        )
    check_still_asked(ctx, plan.reply_to)
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
        if disclosure_profiles.of_digest(ctx.db, plan.profile.digest) is None:  # a retired one is not brought back
            disclosure_profiles.save(ctx.db, plan.profile, at=ctx.now())
        ledger.record(ctx.db, row.number, plan.agencies, bundle=digest, at=ctx.now())
        if case is not None:
            approvals.add_step(ctx.db, case.id, Step.RELEASE, actor=ctx.actor, at=ctx.now(), note=digest)
        ctx.record("statement_released", digest, {"as_of": plan.header.as_of.isoformat(), "plan": plan.digest})

    agreement = _agreement(ctx, plan.agencies)
    days = agreement.cadence_days if agreement else None
    head = Letterhead(
        "statement", plan.profile.marking, cast(Onward, plan.profile.onward), supersedes=_superseded(plan),
        reply_to=plan.reply_to, next_by=ctx.now() + timedelta(days=days) if days else None,
        agreement=agreement.id if agreement else None,
    )  # fmt: skip
    file = dispatch(
        ctx, head=head, audience=plan.agencies, folder=folder, contents=contents, stage=stage, settle=settle,
        abandon=lambda: statements.discard(ctx.db, row.number),
    )  # fmt: skip
    done = (Kind.APPROVALS,) if case is not None else ()
    said = phrase("Released statement {number}", number=str(file.seq))
    change = ChangeSet.of(Kind.STATEMENTS, Kind.BUNDLES, Kind.CHANNELS, Kind.PROFILES, *done, summary=said)
    return Released(change, file)


def cannot_release(plan: ReleasePlan) -> InputError:
    """The refusal of a plan whose errors stand; it names the first one."""
    return InputError("E_RELEASE", phrase("The statement cannot be released: {why}", why=plan.errors[0].message))


def statement_contents(ctx: Context, row: int, header: StatementHeader, stated: Sequence[Requirement]) -> list[Content]:
    """The data files of a staged statement, positions streamed from the database in order of key."""
    files = [statement_content(header), positions_content(positions.rows_of_statement(ctx.db, row))]
    return [*files, requirements_content(stated)] if stated else files


def encode_preview(plan: ReleasePlan) -> Iterator[bytes]:
    """The lines of ``positions.ndjson`` as the bundle will hold them, byte for byte, in pieces."""
    return encode_positions(plan.preview.positions)


def audience_of(ctx: Context, profile: Profile) -> tuple[str, ...]:
    """The agency ids that a profile stands for today, by its partners, its group or its agreement; maybe nobody."""
    parties = {agreement.id: agreement.parties for agreement in partners.agreements(ctx.db)}
    return resolve(profile, groups=partner_groups.every(ctx.db), parties=parties, own=ctx.agency.id)


class _Row:
    """The local row of the staged statement, known once it is staged."""

    number: int = 0


def _agreement(ctx: Context, agencies: Sequence[str]) -> Agreement | None:
    """The agreement that covers the whole audience, the one with the shortest cadence where there are several."""
    covering = [one for one in partners.agreements(ctx.db) if set(agencies) <= set(one.parties)]
    return min(covering, key=lambda one: one.cadence_days or sys.maxsize, default=None)


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


def _previous(ctx: Context, audience: tuple[str, ...]) -> StoredStatement | None:
    """The last statement that went to this very audience."""
    channel = channels.outgoing(ctx.db, tuple(sorted(audience)))
    if channel is None:
        return None
    return statements.latest_of_channel(ctx.db, channel.id)
