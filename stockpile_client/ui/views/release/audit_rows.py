"""The inference audit of a release as rows: who could work out which value, how closely, from what, and what helps.

>>> [row.standing for row in audit_rows(audit, catalogue)]  # doctest: +SKIP
['stops the release', 'two together']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.phrases import mark
from stockpile_client.core.quantities import Interval
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit import FindingKind
from stockpile_client.disclosure.rules.base import mass_words
from stockpile_client.disclosure.rules.secondary import CellMark
from stockpile_client.services.inference_findings import AuditFinding, PartnerAudit, ReleaseAudit
from stockpile_client.ui import exchange_words
from stockpile_client.ui.language import tr, tr_count, words
from stockpile_client.ui.theme import Status

_KINDS = {
    FindingKind.ANOTHER_FIGURE: mark("another figure for the same value"),
    FindingKind.NARROWER: mark("a narrower figure for the same day"),
    FindingKind.CONTRADICTION: mark("figures that cannot both be true"),
    FindingKind.DIFFERENCE: mark("difference around a known movement"),
}


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One thing that was found; masses in mg, ``None`` where a finding is not about one value.

    ``meaning`` says in a sentence what the standing stands for; ``chain`` are the facts it follows from; ``remedy`` is
    what would help, line by line.
    """

    who: str
    status: Status
    standing: str
    value: str
    meaning: str
    own: int | None = None
    derived: Interval | None = None
    promised: Interval | None = None
    chain: tuple[str, ...] = ()
    remedy: tuple[str, ...] = ()


def audit_rows(audit: ReleaseAudit, catalogue: Catalogue) -> list[AuditRow]:
    """What stops the release first, then what a person should know."""
    rows = [row for partner in audit.partners for row in _of_partner(partner, catalogue)]
    rows += [
        _row(
            tr("{one} with {other}", one=warning.partners[0], other=warning.partners[1]),
            (Status.CAUTION, tr("two together")),
            warning.finding,
            catalogue,
            tr("Neither knows it alone; the two would, if they laid side by side what they hold."),
        )
        for warning in audit.coalitions
    ]
    rows += [
        AuditRow(
            partner,
            Status.CAUTION,
            tr("two statements"),
            exchange_words.position(catalogue, found.later.key),
            tr("Beside {statement}: {what}.", statement=words(found.earlier.reference), what=tr(_KINDS[found.kind])),
            own=found.later.own,
            derived=found.reveals,
        )
        for partner, found in audit.consistency
    ]
    return sorted(rows, key=lambda row: row.status is not Status.DANGER)


def partner_lines(audit: ReleaseAudit) -> list[str]:
    """One line for each partner: whether the statement may go to it."""
    return [_partner_line(partner) for partner in audit.partners]


def further_marks(audit: ReleaseAudit) -> tuple[CellMark, ...]:
    """Every cell that the remedies say to withhold as well, each once."""
    return tuple(dict.fromkeys(cell for partner in audit.partners for cell in partner.marks))


def mark_words(catalogue: Catalogue, mark: CellMark) -> str:
    """What a remedy withholds, in words."""
    return exchange_words.position(
        catalogue, PositionKey(mark.material, mark.group, mark.form, mark.at, mark.holder, "")
    )


def _of_partner(partner: PartnerAudit, catalogue: Catalogue) -> Iterator[AuditRow]:
    for finding in partner.findings:
        if finding.already:
            meaning = tr("It knows as much without this statement. Nothing takes that back.")
            yield _row(partner.partner, (Status.CAUTION, tr("known already")), finding, catalogue, meaning)
            continue
        meaning = (
            tr("With this statement it could work out what you promise to keep in doubt.")
            if finding.proved
            else tr(
                "With this statement it could probably work out what you promise to keep in doubt. This is not proved;"
                " but no figures were found that would keep the promise."
            )
        )
        if finding.insider:
            meaning = tr(
                "With this statement, and with what {company} knows of its own stock, it could work out what another"
                " company holds.",
                company=words(finding.insider),
            )
        remedy = _remedy(partner.marks, finding.key.material, catalogue)
        standing = (Status.DANGER, tr("stops the release"))
        yield _row(partner.partner, standing, finding, catalogue, meaning, remedy=remedy)
    for facts in partner.contradictions:
        meaning = tr("What it holds cannot all be true. Until that is put right nothing can be judged.")
        yield AuditRow(partner.partner, Status.DANGER, tr("cannot be judged"), "–", meaning, chain=facts)


def _row(
    who: str,
    standing: tuple[Status, str],
    finding: AuditFinding,
    catalogue: Catalogue,
    meaning: str,
    *,
    remedy: tuple[str, ...] = (),
) -> AuditRow:
    value = words(finding.words) if finding.insider else exchange_words.position(catalogue, finding.key)
    return AuditRow(
        who, *standing, value, meaning, finding.own, finding.interval, finding.required, finding.chain, remedy
    )


def _remedy(marks: Sequence[CellMark], material: str, catalogue: Catalogue) -> tuple[str, ...]:
    found = tuple(_mark_remedy(catalogue, mark) for mark in marks if mark.material == material)
    return found or (tr("Withholding more of this statement does not help: too much is known already."),)


def _mark_remedy(catalogue: Catalogue, mark: CellMark) -> str:
    cell = mark_words(catalogue, mark)
    if mark.base:
        return tr("Round to {mass} as well: {cell}", mass=words(mass_words(mark.base)), cell=cell)
    return tr("Withhold as well: {cell}", cell=cell)


def _partner_line(partner: PartnerAudit) -> str:
    stopping = sum(not finding.already for finding in partner.findings) + len(partner.contradictions)
    known = sum(finding.already for finding in partner.findings)
    if stopping:
        return tr_count(
            "{partner}: does not pass", "{partner}: does not pass, {n} findings", stopping, partner=partner.partner
        )
    if known:
        return tr("{partner}: passes; {n} it knows already", partner=partner.partner, n=known)
    return tr("{partner}: passes", partner=partner.partner)
