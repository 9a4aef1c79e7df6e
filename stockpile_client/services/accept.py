"""Receive: open a partner's bundle, look at it, accept or reject it as a whole.

Rules
- A bundle that is refused leaves the database as it was, but for an audit entry; a fork also blocks its channel, and
  the arrival is kept as evidence.
- A statement is read into staging in one transaction, which a single bad record undoes. Accepting lets it stand,
  moves the channel's head and writes the audit entry in one transaction; rejecting removes what was staged.
- Accepting twice changes nothing: the bundle says that it was imported before.

>>> plan = plan_accept(ctx, Path("sx-0123abcd.stockpile"))
>>> plan.sender.short_name, plan.seq, plan.comparison.changed
('JOGMEC', 14, 3)
>>> accept(ctx, plan).receipt_due
True
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from stockpile_client.bundle.channels import Kind as Arrival
from stockpile_client.bundle.channels import Link, observe
from stockpile_client.bundle.manifest import Manifest, parse_manifest
from stockpile_client.bundle.opening import ChannelRefusalError, Notice, OpenedBundle, open_bundle
from stockpile_client.bundle.reading import Document, Letter, PositionBatch, RequirementBatch
from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.errors import InputError, PartnerFileError
from stockpile_client.core.markings import Marking
from stockpile_client.core.phrases import phrase
from stockpile_client.core.statements import StatementHeader
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.incoming import channel_state, receiver
from stockpile_client.services.letters import ForgedReceiptError, apply_letter, check_letter, letter_bytes
from stockpile_client.services.partners import PartnerRow, partner_row
from stockpile_client.storage import bundles, channels, letters, positions, statements
from stockpile_client.storage.bundles import BundleState, StoredBundle
from stockpile_client.storage.channels import Channel, Direction
from stockpile_client.storage.comparison import Comparison, compare
from stockpile_client.storage.failures import duplicate_key

SHOWN_CHANGES = 500
"""Changes that a preview holds; the counts are of all."""


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """A verified bundle that waits for a decision.

    A statement is staged under ``statement_row``; ``comparison`` is with the last statement of this sender. Any other
    kind has its ``letter``. ``missing``: numbers of the channel that did not come, to be asked for.
    ``clock_override``: why a person set the clock rules aside.
    """

    path: Path
    manifest: Manifest
    manifest_bytes: bytes
    digest: str
    sender: PartnerRow
    arrival: Arrival
    notices: tuple[Notice, ...]
    missing: range
    marking: Marking
    header: StatementHeader | None
    positions: int
    requirements: int
    documents: tuple[str, ...]
    comparison: Comparison | None
    letter: Letter | None
    statement_row: int
    clock_override: str

    @property
    def kind(self) -> str:
        """``statement``, ``receipt``, ``withdrawal``, ``request`` or ``keynotice``."""
        return self.manifest.kind

    @property
    def seq(self) -> int:
        """The number in the channel."""
        return self.manifest.seq

    @property
    def already_imported(self) -> bool:
        """Whether this very bundle was accepted or rejected before."""
        return Notice.ALREADY_IMPORTED in self.notices


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting changed, and whether the sender waits for a receipt."""

    change: ChangeSet
    receipt_due: bool


def plan_accept(ctx: Context, path: Path, *, clock_override: str = "", allow_jump: bool = False) -> BundlePlan:
    """Open and verify the file, and stage what it holds.

    ``clock_override`` (a reason) and ``allow_jump`` are a person's decisions to set aside the clock rules and the
    limit of 1000 numbers. Raises ``PartnerFileError`` (codes: BUNDLE.md section 7), which is also in the audit log.
    """
    override = clean_text(clock_override, what=phrase("reason"))
    try:
        with open_bundle(
            path,
            receiver=receiver(ctx),
            quarantine=ctx.quarantine,
            now=ctx.now(),
            clock_floor=bundles.newest_verified(ctx.db),
            clock_override=override,
            allow_jump=allow_jump,
        ) as opened:
            return _plan(ctx, path, opened, override)
    except ChannelRefusalError as error:
        _keep_evidence(ctx, path, error)
        raise
    except PartnerFileError as error:
        with ctx.transaction():
            ctx.record("bundle_refused", "", {"code": error.code, "file": _file_name(path)})
            if isinstance(error, ForgedReceiptError):
                note = f"a receipt names another number {error.seq} than ours"
                channels.set_state(ctx.db, error.channel, channels.ChannelState.BLOCKED, note=note)
        raise


def accept(ctx: Context, plan: BundlePlan) -> Accepted:
    """Let the bundle count. Raises ``E_REPLAY`` if it was imported before, ``InputError`` if the plan is outdated."""
    if plan.already_imported:
        raise refusal("E_REPLAY", phrase("It was imported before."))
    with ctx.transaction():
        _require_current(ctx, plan)
        _record(ctx, plan, BundleState.ACCEPTED)
        kinds = {Kind.BUNDLES, Kind.CHANNELS}
        if plan.letter is None:
            statements.promote(ctx.db, plan.statement_row, bundle=plan.digest)
            kinds.add(Kind.STATEMENTS)
        else:
            letters.add(ctx.db, plan.digest, letter_bytes(plan.letter))
            kinds |= apply_letter(ctx, plan.sender.agency_id, plan.digest, plan.letter)
        detail = {"kind": plan.kind, "seq": plan.seq, "from": plan.sender.agency_id}
        ctx.record("bundle_accepted", plan.digest, detail | _overrides(plan))
    change = ChangeSet(
        frozenset(kinds),
        summary=phrase(
            "Accepted {kind} {seq} of {name}",
            kind=plan.kind,
            seq=str(plan.seq),
            name=plan.sender.short_name,
        ),
    )
    return Accepted(change, receipt_due=plan.kind != "receipt")


def reject(ctx: Context, plan: BundlePlan, *, reason: str) -> ChangeSet:
    """Decline the bundle for a reason that the sender will read; what was staged is removed, its number is used up."""
    why = clean_text(reason, what=phrase("reason"))
    if not why:
        raise InputError("E_REASON_MISSING", phrase("Say why the bundle is rejected: the sender will read it."))
    if plan.already_imported:
        raise refusal("E_REPLAY", phrase("It was imported before."))
    with ctx.transaction():
        _require_current(ctx, plan)
        _record(ctx, plan, BundleState.REJECTED, why)
        _discard(ctx, plan)
        detail = {"kind": plan.kind, "seq": plan.seq, "reason": why}
        ctx.record("bundle_rejected", plan.digest, detail | _overrides(plan))
    summary = phrase("Rejected {kind} {seq} of {name}", kind=plan.kind, seq=str(plan.seq), name=plan.sender.short_name)
    return ChangeSet.of(Kind.BUNDLES, Kind.CHANNELS, summary=summary)


def set_aside(ctx: Context, plan: BundlePlan) -> None:
    """Close a plan without a decision: nothing stays of it, and the file can be opened again."""
    with ctx.transaction():
        _discard(ctx, plan)


def _plan(ctx: Context, path: Path, opened: OpenedBundle, clock_override: str) -> BundlePlan:
    manifest = opened.manifest
    _check_names(ctx, manifest, opened)
    sender = partner_row(ctx, opened.sender.agency)
    header, comparison, letter, row = None, None, None, 0
    count, stated = 0, 0
    documents: tuple[str, ...] = ()
    if not opened.verdict.accepted:  # imported before: what it said is in the books
        pass
    elif manifest.kind == "statement":
        with ctx.transaction():
            row, header, stated, documents = _stage(ctx, opened)
            count = positions.count(ctx.db, row)
            last = statements.latest(ctx.db, sender.agency_id)
            comparison = compare(ctx.db, before=last.row if last else None, after=row, limit=SHOWN_CHANGES)
    else:
        letter = opened.contents.letter()
        check_letter(ctx, sender.agency_id, letter)
    return BundlePlan(
        path, manifest, opened.manifest_bytes, opened.digest.hex(), sender, opened.verdict.kind, opened.notices,
        opened.verdict.resend or range(0), ctx.scheme.find(manifest.handling.marking), header, count, stated,
        documents, comparison, letter, row, clock_override,
    )  # fmt: skip


def _check_names(ctx: Context, manifest: Manifest, opened: OpenedBundle) -> None:
    """A sender names its bundles and channels itself: none may go by a name that stands for something else here."""
    if not opened.verdict.accepted:
        return
    agency = manifest.sender.agency
    for channel_id, what in (
        (manifest.channel, phrase("Its channel")),
        (manifest.succeeds, phrase("The channel that it continues")),
    ):
        channel = channels.get(ctx.db, channel_id) if channel_id else None
        if channel is not None and (channel.direction, channel.sender) != (Direction.IN, agency):
            raise refusal("E_SCHEMA", phrase("{what} belongs to another agency.", what=what))
    known = channels.get(ctx.db, manifest.channel)
    if known is not None and set(known.audience) != {to.agency for to in manifest.to}:
        raise refusal("E_SCHEMA", phrase("Its audience is not that of its channel."))
    if any(bundle.sender == agency for bundle in bundles.of_id(ctx.db, manifest.bundle)):
        raise refusal("E_SCHEMA", phrase("Another bundle of this sender has its id."))


def _stage(ctx: Context, opened: OpenedBundle) -> tuple[int, StatementHeader, int, tuple[str, ...]]:
    """Step 11: every record into staging. ``statement.json`` comes first in what we write, but need not."""
    manifest = opened.manifest
    statements.discard_staged(ctx.db)
    header = opened.contents.statement()
    row = statements.stage(
        ctx.db, id=manifest.bundle, agency=opened.sender.agency, header=header, recorded=ctx.now(),
        supersedes=manifest.supersedes,
    )  # fmt: skip
    stated, documents = 0, []
    intake = positions.Intake(ctx.db, row)
    try:
        for part in opened.contents.records():
            match part:
                case PositionBatch(rows):
                    intake.add(rows)
                case RequirementBatch(found):
                    statements.add_requirements(ctx.db, row, found)
                    stated += len(found)
                case Document(file):
                    documents.append(file.n)
        intake.finish()
    except Exception as error:
        if duplicate_key(error):
            raise refusal("E_SCHEMA", phrase("Two of its records are about the same thing.")) from None
        raise
    return row, header, stated, tuple(documents)


def _require_current(ctx: Context, plan: BundlePlan) -> None:
    """The channel and the partner may have changed since the plan: then it is opened again."""
    if bundles.get(ctx.db, plan.digest) is not None:
        raise refusal("E_REPLAY", phrase("It was imported before."))
    state = channel_state(ctx, plan.sender.agency_id, plan.manifest.channel)
    link = Link(plan.seq, bytes.fromhex(plan.digest), bytes.fromhex(plan.manifest.prev))
    verdict = observe(state, link, next_by=plan.manifest.next_by, allow_jump=Notice.JUMP_ALLOWED in plan.notices)
    if (
        (verdict.kind, verdict.resend or range(0)) != (plan.arrival, plan.missing)
        or (plan.statement_row and not statements.is_staged(ctx.db, plan.statement_row))
        or partner_row(ctx, plan.sender.agency_id) != plan.sender
    ):
        raise InputError(
            "E_PLAN_OUTDATED", phrase("Something changed since the file was opened."), hint=phrase("Open it again.")
        )


def _record(ctx: Context, plan: BundlePlan, state: BundleState, reason: str = "") -> None:
    manifest, now = plan.manifest, ctx.now()
    bundles.add(ctx.db, _stored(plan.path, manifest, plan.manifest_bytes, state=state, at=now, reason=reason))
    channel = channels.get(ctx.db, manifest.channel)
    if channel is None:
        audience = tuple(to.agency for to in manifest.to)
        channel = Channel(manifest.channel, Direction.IN, manifest.sender.agency, audience, succeeds=manifest.succeeds)
        channels.add(ctx.db, channel)
        before = channels.get(ctx.db, manifest.succeeds) if manifest.succeeds else None
        if before is not None:
            note = f"{before.note}; continued elsewhere" if before.note else "continued elsewhere"
            channels.set_state(ctx.db, before.id, channels.ChannelState.CLOSED, note=note)
    if manifest.seq > channel.head_seq:
        channels.advance(ctx.db, manifest.channel, seq=manifest.seq, digest=plan.digest, next_by=manifest.next_by)
    if channel.state in (channels.ChannelState.OPEN, channels.ChannelState.GAP):
        _note_gaps(ctx, channel)


def _note_gaps(ctx: Context, channel: Channel) -> None:
    gaps = [gap for gap in channel_state(ctx, channel.sender, channel.id).gaps() if not gap.burnt]
    missing = ", ".join(f"{gap.first}–{gap.last}" if gap.last > gap.first else str(gap.first) for gap in gaps)
    state = channels.ChannelState.GAP if gaps else channels.ChannelState.OPEN
    channels.set_state(ctx.db, channel.id, state, note=f"did not come: {missing}" if gaps else "")


def _overrides(plan: BundlePlan) -> dict[str, object]:
    """The decisions of a person against a rule, for the audit log."""
    said = {"clock_override": plan.clock_override, "jump_allowed": Notice.JUMP_ALLOWED in plan.notices}
    return {name: value for name, value in said.items() if value}


def _file_name(path: Path) -> str:
    """The name that the carrier gave the file, fit to be kept and shown: it may be no text at all."""
    return "".join(character if character.isprintable() else "?" for character in path.name[:80])


def _discard(ctx: Context, plan: BundlePlan) -> None:
    if plan.statement_row and statements.is_staged(ctx.db, plan.statement_row):
        statements.discard(ctx.db, plan.statement_row)


def _keep_evidence(ctx: Context, path: Path, error: ChannelRefusalError) -> None:
    with ctx.transaction():
        ctx.record("bundle_refused", "", {"code": error.code, "file": _file_name(path)})
        if error.blocks is None:
            return
        manifest = parse_manifest(error.manifest_bytes)
        digest = sha256(error.manifest_bytes).hexdigest()
        if bundles.get(ctx.db, digest) is None:
            evidence = _stored(
                path, manifest, error.manifest_bytes, state=BundleState.EVIDENCE, at=ctx.now(), reason=error.code
            )
            bundles.add(ctx.db, evidence)
        note = f"number {manifest.seq} contradicts the other numbers"
        channels.set_state(ctx.db, manifest.channel, channels.ChannelState.BLOCKED, note=note)
        ctx.record("channel_blocked", manifest.channel, {"seq": manifest.seq, "evidence": digest})


def _stored(
    path: Path, manifest: Manifest, body: bytes, *, state: BundleState, at: datetime, reason: str
) -> StoredBundle:
    return StoredBundle(
        sha256(body).hexdigest(), manifest.bundle, Direction.IN, manifest.kind, manifest.sender.agency,
        manifest.channel, manifest.seq, manifest.created, at, manifest.handling.marking, _file_name(path), body,
        manifest.reply_to, state, at, reason,
    )  # fmt: skip
