"""Documents on paper: statements, disclosure record, safety-number sheet, recovery sheet and holding list as PDF.

A document is drawn in memory and then put in place as a whole; the file is readable by its owner only. Qt is loaded
when the first document is drawn: call these from the main thread, unless a window has made Qt's application already.

>>> print_statement(ctx, digest, Path("statement-14.pdf")).pages
3
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from stockpile_client.bundle.manifest import parse_manifest
from stockpile_client.core.errors import InputError
from stockpile_client.core.markings import Marking
from stockpile_client.core.phrases import phrase
from stockpile_client.core.statements import Position
from stockpile_client.reports.disclosure_record import DisclosedValue, disclosure_document
from stockpile_client.reports.document import MAX_ROWS, Document
from stockpile_client.reports.holdings import HeldLine, HeldTotal, holdings_document
from stockpile_client.reports.recovery import recovery_document
from stockpile_client.reports.safety_number import safety_number_document
from stockpile_client.reports.saying import ENGLISH, Tongue
from stockpile_client.reports.statement import Standing, StatementPaper, statement_document
from stockpile_client.reports.words import Names
from stockpile_client.services.accept import BundlePlan
from stockpile_client.services.catalogue import load_terms
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure_record import list_disclosed
from stockpile_client.services.dispatch import audience_of
from stockpile_client.services.holdings import Holding, Holdings, list_holdings
from stockpile_client.services.keyring import require_partner
from stockpile_client.services.partners import partner_safety_number
from stockpile_client.services.release import ReleasePlan
from stockpile_client.storage import bundles, partners, positions, statements
from stockpile_client.storage.channels import Direction
from stockpile_client.storage.durable import replace_file

SAFETY_NUMBER_MARKING = "TLP:AMBER"
"""The digits are no secret; who exchanges with whom is for those who need to know."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A written document. ``missing``: characters that no font of this machine could draw, boxes where these may be."""

    path: Path
    pages: int
    missing: str


def print_plan(ctx: Context, plan: ReleasePlan, target: Path, *, tongue: Tongue = ENGLISH) -> PrintedReport:
    """The statement as it would be released: every page says that it has not been."""
    paper = StatementPaper(
        plan.header, _printable(plan.preview.positions), plan.requirements, Standing.PREVIEW, own_name(ctx),
        tuple(f"{partner.name} ({partner.short_name})" for partner in plan.audience), plan.marking, plan.profile.onward,
    )  # fmt: skip
    return _print_statement(ctx, paper, target, tongue)


def print_bundle_plan(ctx: Context, plan: BundlePlan, target: Path, *, tongue: Tongue = ENGLISH) -> PrintedReport:
    """A received statement that waits for a decision.

    Raises ``InputError`` (``E_NO_STATEMENT``) for a bundle of another kind, and for one that was imported before.
    """
    if plan.header is None:
        raise _no_statement()
    manifest = plan.manifest
    paper = StatementPaper(
        plan.header, _positions(ctx, plan.statement_row), statements.requirements(ctx.db, plan.statement_row),
        Standing.NOT_ACCEPTED, f"{plan.sender.name} ({plan.sender.short_name})",
        _names_of(ctx, [to.agency for to in manifest.to if to.agency != plan.sender.agency_id]), plan.marking,
        manifest.handling.onward, plan.seq, manifest.channel, plan.digest, manifest.created,
    )  # fmt: skip
    return _print_statement(ctx, paper, target, tongue)


def print_statement(ctx: Context, digest: str, target: Path, *, tongue: Tongue = ENGLISH) -> PrintedReport:
    """A statement that was released or accepted; ``digest`` is that of its bundle's MANIFEST (hex).

    Raises ``InputError`` (``E_NO_STATEMENT``) if no statement stands that came in such a bundle.
    """
    bundle = bundles.get(ctx.db, digest)
    stored = statements.get(ctx.db, bundle.sender, bundle.id) if bundle else None
    if bundle is None or stored is None:
        raise _no_statement()
    paper = StatementPaper(
        stored.header, _positions(ctx, stored.row), statements.requirements(ctx.db, stored.row),
        Standing.RELEASED if bundle.direction is Direction.OUT else Standing.RECEIVED,
        _name_of(ctx, bundle.sender), _names_of(ctx, audience_of(bundle, bundle.sender)),
        ctx.scheme.find(bundle.marking), parse_manifest(bundle.manifest).handling.onward, bundle.seq, bundle.channel,
        digest, bundle.created, stored.withdrawn,
    )  # fmt: skip
    return _print_statement(ctx, paper, target, tongue)


def print_disclosure_record(ctx: Context, agency_id: str, target: Path, *, tongue: Tongue = ENGLISH) -> PrintedReport:
    """Every value of ours that a partner was ever sent; the marking is the highest under which any of them went."""
    partner = require_partner(ctx, agency_id)
    found = _printable(list_disclosed(ctx, partner=agency_id, limit=MAX_ROWS + 1))
    sent = [bundles.get(ctx.db, digest) for digest in {one.bundle for one in found}]
    codes = [bundle.marking for bundle in sent if bundle]
    document = disclosure_document(
        f"{partner.name} ({partner.short_name})",
        [DisclosedValue(one.position, one.as_of, one.at, one.channel, one.seq) for one in found],
        names_in(ctx, tongue),
        agency=own_name(ctx),
        marking=ctx.scheme.highest(codes) if codes else ctx.scheme.most_restrictive,
        as_of=ctx.today(),
        printed_at=ctx.now(),
    )
    return write_report(ctx, "disclosure_record", document, target, tongue)


def print_safety_number(
    ctx: Context, agency_id: str, target: Path, *, marking: str = SAFETY_NUMBER_MARKING, tongue: Tongue = ENGLISH
) -> PrintedReport:
    """The sheet by which we and a partner compare the safety number over the phone."""
    partner = require_partner(ctx, agency_id)
    number = partner_safety_number(ctx, agency_id)
    document = safety_number_document(
        number.groups,
        own=own_name(ctx),
        partner=f"{partner.name} ({partner.short_name})",
        own_first=1 not in number.to_type,
        agency=own_name(ctx),
        marking=ctx.scheme.find(marking),
        as_of=ctx.today(),
        printed_at=ctx.now(),
    )
    return write_report(ctx, "safety_number", document, target, tongue)


def print_recovery_sheet(ctx: Context, recovery_key: str, target: Path, *, tongue: Tongue = ENGLISH) -> PrintedReport:
    """The recovery key of a new profile, which is stored nowhere else: the file is to be deleted once it is printed."""
    document = recovery_document(
        recovery_key,
        agency=own_name(ctx),
        agency_id=ctx.agency.id,
        marking=ctx.scheme.most_restrictive,
        as_of=ctx.today(),
        printed_at=ctx.now(),
    )
    return write_report(ctx, "recovery_sheet", document, target, tongue)


def print_holdings(
    ctx: Context, target: Path, *, as_of: date | None = None, marking: str | None = None, tongue: Tongue = ENGLISH
) -> PrintedReport:
    """All lots by material with their sums, as of a day (default: today).

    Our own stock was given no marking by anybody: unless ``marking`` names one, it is the most restrictive.
    """
    held = list_holdings(ctx, as_of=as_of)
    _printable(held.rows)
    chosen = ctx.scheme.most_restrictive if marking is None else known_marking(ctx, marking)
    document = holdings_document(
        [_held_line(row) for row in held.rows],
        _held_totals(held),
        names_in(ctx, tongue),
        agency=own_name(ctx),
        marking=chosen,
        as_of=held.as_of,
        printed_at=ctx.now(),
    )
    return write_report(ctx, "holding_list", document, target, tongue)


def _print_statement(ctx: Context, paper: StatementPaper, target: Path, tongue: Tongue) -> PrintedReport:
    document = statement_document(paper, names_in(ctx, tongue), agency=own_name(ctx), printed_at=ctx.now())
    return write_report(ctx, "statement", document, target, tongue)


def write_report(ctx: Context, kind: str, document: Document, target: Path, tongue: Tongue) -> PrintedReport:
    """Draw a document, put it in place and note it in the audit log.

    Raises ``InputError``: ``E_FORMAT`` for another ending than ``.pdf``, ``E_FONT`` where no font of this machine can
    draw a character of it.
    """
    if target.suffix.casefold() != ".pdf":
        raise InputError(
            "E_FORMAT", phrase("A document is written as .pdf."), hint=phrase("Choose a file name that ends in .pdf.")
        )
    from stockpile_client.reports.pdf.fonts import refuse_missing  # noqa: PLC0415 - loads Qt
    from stockpile_client.reports.pdf.rendering import render_pdf  # noqa: PLC0415 - as above

    drawn = render_pdf(document, tongue.say)
    if not tongue.boxes:
        refuse_missing(drawn.missing)
    replace_file(target, drawn.data)
    with ctx.transaction():
        ctx.record("report_printed", kind, {"pages": drawn.pages, "marking": document.marking.code})
    return PrintedReport(target, drawn.pages, drawn.missing)


def _positions(ctx: Context, row: int) -> list[Position]:
    return list(_printable(list(islice(positions.of_statement(ctx.db, row), MAX_ROWS + 1))))


def _printable(rows: Sequence[_Value]) -> Sequence[_Value]:
    if len(rows) > MAX_ROWS:
        raise InputError(
            "E_REPORT_LONG",
            phrase("The document would have more than {limit} rows.", limit=MAX_ROWS),
            hint=phrase("Export a table (.xlsx or .csv) instead."),
        )
    return rows


def names_in(ctx: Context, tongue: Tongue) -> Names:
    """What codes are called in the language of a document."""
    return Names(ctx.catalogue, load_terms(), tongue.code)


def own_name(ctx: Context) -> str:
    """Our name as it stands on paper."""
    return f"{ctx.agency.name} ({ctx.agency.short_name})"


def _names_of(ctx: Context, agencies: Iterable[str]) -> tuple[str, ...]:
    return tuple(_name_of(ctx, agency) for agency in agencies)


def _name_of(ctx: Context, agency: str) -> str:
    """The name of an agency, which may be ours; one that we have no card of stands with its id."""
    if agency == ctx.agency.id:
        return own_name(ctx)
    partner = partners.get(ctx.db, agency)
    return f"{partner.name} ({partner.short_name})" if partner else agency


def known_marking(ctx: Context, code: str) -> Marking:
    """The marking of that code; ``InputError`` (``E_MARKING``) where there is none."""
    if not ctx.scheme.knows(code):
        known = ", ".join(marking.code for marking in ctx.scheme.markings)
        raise InputError(
            "E_MARKING", phrase("There is no such marking."), hint=phrase("Use one of {known}.", known=known)
        )
    return ctx.scheme.find(code)


def _held_line(row: Holding) -> HeldLine:
    return HeldLine(
        row.number or row.lot_id, row.material, row.form_name, f"{row.site.name}, {row.site.country}",
        None if row.by_product else row.gross, row.contained, row.usable, row.rotate_by, row.past_rotation,
        row.illustrative,
    )  # fmt: skip


def _held_totals(held: Holdings) -> list[HeldTotal]:
    return [
        HeldTotal(one.material, one.lots, one.gross, one.contained, one.usable, one.tickets_bought)
        for one in held.totals
    ]


def _no_statement() -> InputError:
    return InputError(
        "E_NO_STATEMENT",
        phrase("No statement stands that came in this bundle."),
        hint=phrase("Choose a bundle that holds a statement, released or accepted."),
    )
