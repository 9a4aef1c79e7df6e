"""The inference audit of one material of one plan: what each partner knows, what is planned, what is promised.

The reader is the partner alone, and then the partner together with each company that has stock in a withheld cell: the
second largest company of a cell knows its own part (:mod:`stockpile_client.disclosure.audit.companies`).

>>> MaterialAudit(ctx, plan, lines, promises, table).of(partner, remedies=True).findings
()
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import NamedTuple, Protocol

from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import Interval
from stockpile_client.core.statements import PositionKey, StatementHeader
from stockpile_client.disclosure.audit import (
    Audit,
    Auditor,
    Fact,
    Finding,
    FindingKind,
    Origin,
    Protection,
    ReleasedValue,
    Side,
    Verdict,
    coalition,
    companies,
    compare,
    compositions,
    known,
    own_parts,
    promises,
)
from stockpile_client.disclosure.preview import Preview, PreviewLine
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.context import Context
from stockpile_client.services.inference_findings import AuditFinding, CoalitionWarning, PartnerAudit
from stockpile_client.services.inference_promises import company_cells, protection_of
from stockpile_client.services.inference_remedy import PlannedLine, Reader, marks_for, remedy_words
from stockpile_client.services.partner_knowledge import MaterialKnowledge
from stockpile_client.services.partners import PartnerRow
from stockpile_client.services.standing_promises import Promise, is_kept_back
from stockpile_client.services.told_figures import Told
from stockpile_client.storage import partners
from stockpile_client.storage.statements import StoredStatement

Member = tuple[str, str]
"""Agency id and short name of a partner."""


class Outgoing(Protocol):
    """What is asked of a release plan."""

    @property
    def profile(self) -> Profile: ...
    @property
    def header(self) -> StatementHeader: ...
    @property
    def audience(self) -> tuple[PartnerRow, ...]: ...
    @property
    def preview(self) -> Preview: ...
    @property
    def previous(self) -> StoredStatement | None: ...


@dataclass(frozen=True, slots=True)
class Planned:
    """One line about to leave, with the key by which the audit knows it."""

    line: PreviewLine
    key: PositionKey

    @property
    def protected(self) -> bool:
        """Whether the line is kept back for its own sake, and not for another's."""
        return is_kept_back(self.line)


class KnowledgeTable:
    """One material's knowledge, with an auditor for each partner and pair that was asked about."""

    def __init__(self, knowledge: MaterialKnowledge) -> None:
        self.knowledge = knowledge
        self._auditors: dict[tuple[tuple[str, ...], bool], Auditor] = {}
        self._facts: dict[tuple[str, bool], list[Fact]] = {}

    def facts(self, partner: Member, firm: bool) -> list[Fact]:
        """What a partner knows."""
        agency, name = partner
        found = self._facts.get((agency, firm))
        if found is None:
            found = self._facts[agency, firm] = self.knowledge.facts(agency, name, firm=firm)
        return found

    def auditor(self, members: Sequence[Member], firm: bool) -> Auditor:
        """An auditor of what ``members`` know together."""
        about = tuple(agency for agency, _ in members), firm
        found = self._auditors.get(about)
        if found is None:
            joined = dict.fromkeys(fact for member in members for fact in self.facts(member, firm))
            found = self._auditors[about] = Auditor(joined)
        return found

    def judge(
        self, members: Sequence[Member], planned: Sequence[Fact], wanted: Sequence[Protection]
    ) -> tuple[Audit, Auditor]:
        """The audit, without corrected figures where they contradict those that stand."""
        auditor = self.auditor(members, firm=False)
        audit = auditor.audit(planned, wanted)
        if audit.contradictions:
            auditor = self.auditor(members, firm=True)
            audit = auditor.audit(planned, wanted)
        return audit, auditor


class _Wanted(NamedTuple):
    """What is promised to one partner: of totals, and for each company that may be reading too, of the others."""

    totals: tuple[Protection, ...]
    insiders: tuple[Reader, ...]

    @property
    def readers(self) -> Iterator[Reader]:
        """The partner alone, then with each company."""
        yield Reader("", (), self.totals)
        yield from self.insiders


class MaterialAudit:
    """One material of one plan."""

    def __init__(
        self,
        ctx: Context,
        plan: Outgoing,
        lines: Sequence[Planned],
        standing: Mapping[str, Sequence[Promise]],
        table: KnowledgeTable,
    ) -> None:
        self._plan, self._lines, self._table = plan, lines, table
        self._knowledge, self._day = table.knowledge, plan.header.as_of
        self._parts: dict[tuple[PositionKey, PositionKey], bool] = {}
        everybody = [(one.agency, one.short_name) for one in partners.every(ctx.db)]
        self._others = [one for one in everybody if self._knowledge.private(*one)]
        now = [Promise(one.key, one.line, self._day, plan.profile) for one in lines if one.protected]
        self._wanted = {agency: self._of_partner(agency, now, held) for agency, held in standing.items()}
        self.protected = len({each for wanted in self._wanted.values() for each in wanted.totals})
        self._planned = [(one, fact) for one in lines if (fact := self._fact(one)) is not None]
        self._facts = [fact for _, fact in self._planned]
        self.solved = 0

    def of(self, row: PartnerRow, remedies: bool) -> PartnerAudit:
        """What one partner could work out."""
        member, wanted = (row.agency_id, row.short_name), self._wanted[row.agency_id]
        findings: list[AuditFinding] = []
        contradictions: list[tuple[str, ...]] = []
        auditor = self._table.auditor([member], firm=False)
        for reader in wanted.readers:
            audit, used = self._judge([member], [*reader.facts, *self._facts], reader.wanted)
            auditor = used if not reader.insider else auditor
            findings += [self._finding(verdict, used, reader) for verdict in audit.violations]
            contradictions += [
                tuple(fact.source.words for fact in found.facts) for found in audit.contradictions if found.protections
            ]
        result = PartnerAudit(
            row.short_name, row.agency_id, tuple(_once(findings)), tuple(dict.fromkeys(contradictions))
        )
        return self._remedied(result, auditor, wanted) if remedies and not result.passes else result

    def coalitions(self) -> Iterator[CoalitionWarning]:
        """What a partner of the audience could work out with another one that was told something else."""
        audience = [(row.agency_id, row.short_name) for row in self._plan.audience]
        pairs = {frozenset((one, other)): (one, other) for one in audience for other in self._others if one != other}
        for one, other in pairs.values():
            wanted = self._wanted[one[0]].totals
            if not wanted or set(self._table.facts(other, firm=False)) <= set(self._table.facts(one, firm=False)):
                continue
            alone = self._judge([one], self._facts, wanted)[0]
            apart = self._judge([other], self._facts if other in audience else [], wanted)[0]
            together, auditor = self._judge(sorted([one, other]), self._facts, wanted)
            broken = {verdict.protection for verdict in (*alone.violations, *apart.violations)}
            for gain in coalition([alone, apart], together):
                if gain.protection not in broken:
                    finding = self._finding(gain.together, auditor, Reader("", (), wanted))
                    yield CoalitionWarning((one[1], other[1]), finding)

    def consistency(self) -> Iterator[tuple[str, Finding]]:
        """Figures of two statements that say more together, because the partner knows what moved in between."""
        now = [
            ReleasedValue(one.key, self._day, one.line.position.quantity, _THIS, one.line.own) for one in self._lines
        ]
        for row in self._plan.audience:
            latest: dict[PositionKey, ReleasedValue] = {}
            for one in reversed(self._knowledge.told):  # the oldest first, so that the latest figure of a day stays
                before = latest.get(one.key)
                if one.agency != row.agency_id or one.as_of >= self._day or one.partial:
                    continue
                if before is None or one.as_of >= before.as_of:
                    latest[one.key] = ReleasedValue(one.key, one.as_of, one.quantity, one.reference)
            told = [latest[one.key] for one in now if one.key in latest]
            found = compare([*told, *now], partial(self._moved, row))
            wanted = (FindingKind.DIFFERENCE, FindingKind.CONTRADICTION)
            yield from ((row.short_name, one) for one in found if one.kind in wanted)

    def _of_partner(self, agency: str, now: Sequence[Promise], standing: Sequence[Promise]) -> _Wanted:
        about = {(one.key, one.day) for one in now}
        told: dict[PositionKey, list[Told]] = defaultdict(list)
        for figure in self._knowledge.told:
            if figure.agency == agency and known(figure.quantity) is not None:
                told[figure.key].append(figure)
        kept = [
            one
            for one in standing
            if (one.key, one.day) not in about and not self._told_now(one) and not self._told_since(one, told)
        ]
        everything = [*now, *kept]
        book = self._knowledge.book
        cells = list(company_cells(_latest(everything), book))
        shared = tuple(compositions(cells))
        insiders = tuple(
            Reader(company, (*shared, *own_parts(cells, company)), tuple(promises(cells, company)))
            for company in companies(cells)
        )
        return _Wanted(tuple(protection_of(one, book) for one in everything), tuple(r for r in insiders if r.wanted))

    def _judge(
        self, members: Sequence[Member], planned: Sequence[Fact], wanted: Sequence[Protection]
    ) -> tuple[Audit, Auditor]:
        audit, auditor = self._table.judge(members, planned, wanted)
        self.solved += audit.solved
        return audit, auditor

    def _told_now(self, promise: Promise) -> bool:
        """Whether the plan tells the value itself, or parts of it: a decision that its author sees in the preview."""
        return any(
            known(one.line.position.quantity) is not None and self._is_part(one.key, promise.key) for one in self._lines
        )

    def _told_since(self, promise: Promise, told: Mapping[PositionKey, Sequence[Told]]) -> bool:
        """Whether another statement told the partner the value itself, or parts of it, of that day or a later one."""
        return any(
            one.as_of >= promise.day and one.statement != promise.statement
            for key, figures in told.items()
            if self._is_part(key, promise.key)
            for one in figures
        )

    def _is_part(self, part: PositionKey, whole: PositionKey) -> bool:
        """Whether one position is another, or a part of it."""
        about = part, whole
        if about not in self._parts:
            cells = self._knowledge.book.cells
            self._parts[about] = part.measure == whole.measure and set(cells(part)) <= set(cells(whole))
        return self._parts[about]

    def _fact(self, one: Planned) -> Fact | None:
        return self._knowledge.fact(
            one.key, one.line.position.quantity, self._day, _THIS,
            origin=Origin.PLANNED, at_least=bool(self._plan.profile.exclude),
        )  # fmt: skip

    def _moved(self, row: PartnerRow, key: PositionKey, since: date, until: date) -> int | None:
        return self._knowledge.moved(key, since, until, row.short_name)

    def _finding(self, verdict: Verdict, auditor: Auditor, reader: Reader) -> AuditFinding:
        promise = verdict.protection
        key = promise.key
        assert key is not None
        day = promise.target[0][0].day
        (before,) = auditor.audit(reader.facts, [promise]).verdicts or (None,)
        ends = [(verdict.inferred.end(side).value, side) for side in verdict.short]
        words = self._knowledge.words(key)
        if reader.insider:
            company = promise.target[0][0].contributor
            words = phrase("{position}: the part of {company}", position=words, company=company)
        return AuditFinding(
            key,
            words if day in (None, self._day) else phrase("{position} as of {day}", position=words, day=day),
            promise.true,
            verdict.interval,
            Interval(promise.needed(Side.LOW), promise.needed(Side.HIGH)),
            tuple(dict.fromkeys(fact.source.words for fact in verdict.chain)),
            proved=all(value is not None and _beyond(value, promise.needed(side), side) for value, side in ends),
            already=before is not None and before.interval == verdict.interval,
            insider=reader.insider,
        )

    def _remedied(self, result: PartnerAudit, auditor: Auditor, wanted: _Wanted) -> PartnerAudit:
        lines = [PlannedLine(one.line, fact) for one, fact in self._planned]
        withheld = [one.line.position.quantity for one in self._lines if one.protected]
        marks = marks_for(auditor, lines, wanted.readers, withheld)
        if not marks:
            return replace(result, remedy=None)
        words = tuple(remedy_words(mark, self._knowledge.words) for mark in marks)
        return replace(result, remedy=words, marks=marks)


_THIS = phrase("this statement")


def _latest(promises: Sequence[Promise]) -> list[Promise]:
    """Of each position the promise of the latest day: what companies could read off each other is asked of these."""
    found: dict[PositionKey, Promise] = {}
    for one in promises:
        before = found.get(one.key)
        if before is None or one.day > before.day:
            found[one.key] = one
    return list(found.values())


def _once(findings: Sequence[AuditFinding]) -> Iterator[AuditFinding]:
    """Each value once: the reader that comes closest stands for the others."""
    closest: dict[str, AuditFinding] = {}
    for one in findings:
        before = closest.get(one.words)
        if before is None or _width(one) < _width(before):
            closest[one.words] = one
    yield from closest.values()


def _width(one: AuditFinding) -> float:
    return float("inf") if one.interval.high is None else one.interval.high - one.interval.low


def _beyond(value: int, needed: int, side: Side) -> bool:
    return value < needed if side is Side.HIGH else value > needed
