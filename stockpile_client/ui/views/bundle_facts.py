"""What an opened bundle says about itself, as facts and notices in words."""

from __future__ import annotations

from stockpile_client.bundle.keynotices import Rotation
from stockpile_client.bundle.letters import Receipt, Request, Withdrawal
from stockpile_client.bundle.opening import Notice
from stockpile_client.core.phrases import mark
from stockpile_client.core.statements import StatementHeader
from stockpile_client.services.accept import BundlePlan
from stockpile_client.services.context import Context
from stockpile_client.ui import exchange_words
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.widgets.facts import Fact

_NOTICES = {
    Notice.ALREADY_IMPORTED: mark("It was imported before: nothing is to be done."),
    Notice.FILLS_A_GAP: mark("It came late, and fills a gap in the numbers."),
    Notice.JUMP_ALLOWED: mark("Its number is far ahead of the last one; you allowed that."),
    Notice.CLOCK_OVERRIDDEN: mark("Its dates and the clock of this computer do not agree; you set that aside."),
}


def title(plan: BundlePlan) -> str:
    """What the file is, in one line."""
    return tr(
        "{kind} number {number} from {partner}",
        kind=exchange_words.bundle_kind(plan.kind), number=str(plan.seq), partner=plan.sender.short_name,
    )  # fmt: skip


def notices(plan: BundlePlan) -> list[str]:
    """What a person should know before deciding."""
    lines = [tr(_NOTICES[notice]) for notice in plan.notices if notice in _NOTICES]
    if plan.missing:
        first, last = plan.missing[0], plan.missing[-1]
        which = str(first) if first == last else f"{first}–{last}"
        lines.append(
            tr(
                "Numbers that did not come before it: {which}. A statement is complete in itself and can be accepted;"
                " ask the partner for the missing ones.",
                which=which,
            )
        )
    if plan.manifest.supersedes:
        lines.append(tr("It corrects an earlier statement and takes its place."))
    if plan.documents:
        lines.append(
            tr("Documents inside, which this program does not show: {n}", n=len(plan.documents))
        )  # fmt: skip
    return lines


def envelope_facts(ctx: Context, formats: Formats, plan: BundlePlan) -> list[Fact]:
    """From whom, for whom, under which marking, and until when."""
    manifest = plan.manifest
    return [
        (
            tr("From"),
            tr("{name} · {state}", name=plan.sender.name, state=exchange_words.partner_state(plan.sender.state)[1]),
        ),
        (tr("Addressed to"), _addressees(ctx, plan)),
        (tr("Marking"), exchange_words.marking(plan.marking)),
        (tr("Onward"), exchange_words.onward(manifest.handling.onward)),
        (tr("Made"), formats.moment(manifest.created)),
        (tr("Valid until"), formats.moment(manifest.expires)),
        (tr("Next one by"), formats.moment(manifest.next_by)),
        (tr("File"), plan.path.name),
    ]


def content_facts(ctx: Context, formats: Formats, plan: BundlePlan) -> list[Fact]:
    """What the bundle's kind says."""
    if plan.header is None:
        return _letter_facts(ctx, formats, plan)
    return [*header_facts(ctx, formats, plan.header), *_counts(formats, plan)]


def header_facts(ctx: Context, formats: Formats, header: StatementHeader) -> list[Fact]:
    """What a statement says about itself."""
    catalogue = ctx.catalogue
    withheld = "; ".join(
        f"{exchange_words.material(catalogue, code)}: {exchange_words.reason(reason.value)}"
        for code, reason in header.withheld.items()
    )
    return [
        (tr("Statement"), header.title),
        (tr("As of"), formats.day(header.as_of)),
        (tr("Note"), header.note),
        (tr("Scope"), tr_count("{n} material", "{n} materials", len(header.scope))),
        (tr("Withheld"), withheld),
        (tr("Nil"), exchange_words.materials(catalogue, header.nil) if header.nil else ""),
        (tr("Not compiled"), exchange_words.materials(catalogue, header.not_compiled) if header.not_compiled else ""),
    ]


def _counts(formats: Formats, plan: BundlePlan) -> list[Fact]:
    return [
        (tr("Positions"), formats.integer(plan.positions)),
        (tr("Requirements"), formats.integer(plan.requirements) if plan.requirements else ""),
    ]


def _addressees(ctx: Context, plan: BundlePlan) -> str:
    others = sum(1 for to in plan.manifest.to if to.agency not in (ctx.agency.id, plan.sender.agency_id))
    if not others:
        return tr("us ({name})", name=ctx.agency.short_name)
    return tr_count(
        "us ({name}) and {n} other agency", "us ({name}) and {n} other agencies", others, name=ctx.agency.short_name
    )


def _letter_facts(ctx: Context, formats: Formats, plan: BundlePlan) -> list[Fact]:
    match plan.letter:
        case None:
            return []
        case Receipt() as receipt:
            outcome = tr("accepted") if receipt.outcome == "accepted" else tr("rejected")
            return [
                (tr("Answers"), tr("our number {number}", number=str(receipt.seq))),
                (tr("The partner has"), tr("{state} · {when}", state=outcome, when=formats.moment(receipt.at))),
                (tr("Reason"), receipt.reason),
            ]
        case Withdrawal() as withdrawal:
            return [(tr("Withdraws"), tr("an earlier statement")), (tr("Reason"), withdrawal.reason)]
        case Request() as request:
            return [
                (tr("Asks about"), exchange_words.materials(ctx.catalogue, request.materials)),
                (tr("As of"), formats.day(request.as_of)),
                (tr("Purpose"), request.purpose),
                (tr("Answer by"), formats.day(request.deadline)),
            ]
        case Rotation() as rotation:
            return [(tr("New card"), tr("number {epoch}, signed by the old and the new keys",
                                          epoch=str(rotation.card.epoch)))]  # fmt: skip
        case _:
            return [(tr("Revokes"), tr("the keys of this partner: nothing signed by them counts any more"))]
