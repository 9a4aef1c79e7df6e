"""What each partner could work out of the values that a statement keeps back, from all that it has ever been told.

Every withheld material and every cell that is withheld to protect a company is promised to stay in doubt. A promise
that the planned figures break stops the release, with the chain of facts that breaks it and the cheapest further cells
to withhold. What the partner knows already, whatever we release, is a warning: nothing can take it back. What two
partners could work out together is a warning as well. What the last statement kept back from a partner stays promised.

An :class:`AuditDesk` is kept while somebody works on a release: after one rule changed, only what it touches is solved
again. With nothing protected there is nothing to do.

>>> audit = AuditDesk().audit(ctx, plan)
>>> [finding.words for finding in audit.partners[0].findings]
['W metal US (contained)']
>>> plan_release(ctx, profile=with_remedy(plan.profile, audit), as_of=plan.header.as_of).errors
()
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Protocol

from msgspec.structs import replace as struct_replace

from stockpile_client.core.quantities import MG_PER_KG, MG_PER_TONNE, Interval, Withheld, WithheldReason
from stockpile_client.core.statements import PositionKey, StatementHeader
from stockpile_client.disclosure.audit import (
    Audit,
    Auditor,
    Fact,
    Finding,
    FindingKind,
    PlannedPosition,
    Protection,
    ReleasedValue,
    Side,
    Verdict,
    coalition,
    compare,
    key_words,
    known,
    protect,
    remedy,
    withheld,
)
from stockpile_client.disclosure.preview import Preview, PreviewLine
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.base import Rule
from stockpile_client.disclosure.rules.secondary import CellMark
from stockpile_client.services.context import Context
from stockpile_client.services.inference_findings import AuditFinding, CoalitionWarning, PartnerAudit, ReleaseAudit
from stockpile_client.services.partner_knowledge import Correction, MaterialKnowledge, quantity_words
from stockpile_client.services.partners import PartnerRow
from stockpile_client.services.standing_promises import Promise, is_kept_back, standing_promises
from stockpile_client.services.stock_map import StockMap
from stockpile_client.storage import audit as audit_log
from stockpile_client.storage import partners
from stockpile_client.storage.statements import StoredStatement
from stockpile_client.storage.stock_moves import materials_moved_with

DOUBT_PERCENT = 20
"""A withheld mass stays in doubt by a fifth to either side: twice the 10 % at which the p % rule of official statistics
commonly begins (Hundepool and others, *Statistical Disclosure Control*, 2012, chapter 4), for a partner is an expert
reader. A profile whose own p % is larger is held to that for its companies' cells."""
LEAST_DOUBT = MG_PER_TONNE
"""A fifth of a few tonnes is no doubt worth the name: never less than a tonne…"""
LEAST_PERCENT_OF_SMALL = 50
"""…but of stocks below two tonnes (iridium, germanium) half of what there is."""
LEAST_DOUBT_OF_NIL = MG_PER_KG
"""That we hold none of a withheld material is a secret too."""


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
class _Planned:
    """One line about to leave, with the key by which the audit knows it."""

    line: PreviewLine
    key: PositionKey

    @property
    def protected(self) -> bool:
        """Whether the line is kept back for its own sake, and not for another's."""
        return is_kept_back(self.line)


class _Table:
    """One material's knowledge, with an auditor for each partner and pair that was asked about."""

    def __init__(self, knowledge: MaterialKnowledge) -> None:
        self.knowledge = knowledge
        self._auditors: dict[tuple[tuple[str, ...], bool], Auditor] = {}
        self._facts: dict[tuple[str, bool], list[Fact]] = {}

    def facts(self, partner: tuple[str, str], firm: bool) -> list[Fact]:
        agency, name = partner
        found = self._facts.get((agency, firm))
        if found is None:
            found = self._facts[agency, firm] = self.knowledge.facts(agency, name, firm=firm)
        return found

    def auditor(self, members: Sequence[tuple[str, str]], firm: bool) -> Auditor:
        about = tuple(agency for agency, _ in members), firm
        found = self._auditors.get(about)
        if found is None:
            joined = dict.fromkeys(fact for member in members for fact in self.facts(member, firm))
            found = self._auditors[about] = Auditor(joined)
        return found

    def judge(
        self, members: Sequence[tuple[str, str]], planned: Sequence[Fact], wanted: Sequence[Protection]
    ) -> tuple[Audit, Auditor]:
        """The audit, without corrected figures where they contradict those that stand."""
        auditor = self.auditor(members, firm=False)
        audit = auditor.audit(planned, wanted)
        if audit.contradictions:
            auditor = self.auditor(members, firm=True)
            audit = auditor.audit(planned, wanted)
        return audit, auditor


class AuditDesk:
    """Audits releases of one profile, and keeps what it worked out until the records change."""

    def __init__(self) -> None:
        self._tables: dict[str, tuple[object, _Table]] = {}
        self._promises: dict[str, tuple[Promise, ...]] = {}

    def audit(self, ctx: Context, plan: Outgoing, *, remedies: bool = True) -> ReleaseAudit:
        """What each partner of the audience could work out; ``remedies``: whether to look for what would help."""
        if not plan.audience:
            return ReleaseAudit()
        stock_map = StockMap(ctx)
        by_material: dict[str, list[_Planned]] = defaultdict(list)
        for line in plan.preview.lines:
            key = stock_map.key(line.position.key, plan.profile)
            by_material[key.material].append(_Planned(line, key))
        names = frozenset(row.short_name for row in plan.audience)
        promises = {
            row.agency_id: standing_promises(ctx, stock_map, row.agency_id, kept=self._promises)
            for row in plan.audience
        }
        touched = {material for material, lines in by_material.items() if any(one.protected for one in lines)}
        touched |= {one.key.material for held in promises.values() for one in held}
        touched |= materials_moved_with(ctx.db, names)
        parts = []
        for material in sorted(touched & by_material.keys()):
            lines = by_material[material]
            held = {agency: [one for one in all_ if one.key.material == material] for agency, all_ in promises.items()}
            parts.append(_MaterialAudit(ctx, plan, lines, held, self._table(ctx, stock_map, plan, lines)))
        return ReleaseAudit(
            tuple(_joined(row, [part.of(row, remedies) for part in parts]) for row in plan.audience),
            tuple(warning for part in parts for warning in part.coalitions()),
            tuple(found for part in parts for found in part.consistency()),
            sum(part.protected for part in parts),
            sum(part.solved for part in parts),
        )

    def _table(self, ctx: Context, stock_map: StockMap, plan: Outgoing, lines: Sequence[_Planned]) -> _Table:
        material, keys = lines[0].key.material, tuple(one.key for one in lines)
        before = plan.previous
        corrects = before.id if before is not None and before.header.as_of == plan.header.as_of else ""
        correction = Correction(
            corrects, {one.line.position.key: known(one.line.position.quantity) for one in lines if corrects}
        )
        state = (ctx.agency.id, audit_log.head(ctx.db), plan.header.as_of, keys, correction)
        kept = self._tables.get(material)
        if kept is None or kept[0] != state:
            knowledge = MaterialKnowledge(
                ctx, stock_map, material, planned=keys, day=plan.header.as_of, correction=correction
            )
            kept = self._tables[material] = (state, _Table(knowledge))
        return kept[1]


def with_remedy(profile: Profile, audit: ReleaseAudit) -> Profile:
    """The profile with every further cell withheld that the remedies name."""
    marks = [mark for one in audit.partners for mark in one.marks]
    return replace(profile, further_cells=tuple(dict.fromkeys([*profile.further_cells, *marks])))


def doubt(own: int, percent: int = DOUBT_PERCENT) -> tuple[int, int]:
    """Per cent of ``own`` (mg), and the least margin in mg, by which a value of that size stays in doubt."""
    least = min(LEAST_DOUBT, abs(own) * LEAST_PERCENT_OF_SMALL // 100)
    return percent, max(LEAST_DOUBT_OF_NIL, least)


class _MaterialAudit:
    """One material of one plan."""

    def __init__(
        self,
        ctx: Context,
        plan: Outgoing,
        lines: Sequence[_Planned],
        promises: Mapping[str, Sequence[Promise]],
        table: _Table,
    ) -> None:
        self._plan, self._lines, self._table = plan, lines, table
        self._knowledge, self._day = table.knowledge, plan.header.as_of
        everybody = [(one.agency, one.short_name) for one in partners.every(ctx.db)]
        self._others = [one for one in everybody if self._knowledge.private(*one)]
        kept_back = [Promise(one.key, one.line, self._day, plan.profile) for one in lines if one.protected]
        common = [self._protection(one) for one in kept_back]
        now = {one.key for one in kept_back}
        self._wanted = {
            agency: tuple(
                common
                + [self._protection(one) for one in held if not (one.day == self._day and one.key in now)
                   and not self._told_now(one)]
            )
            for agency, held in promises.items()
        }  # fmt: skip
        self.protected = len({each for wanted in self._wanted.values() for each in wanted})
        self._planned = [(one, fact) for one in lines if (fact := self._fact(one)) is not None]
        self._facts = [fact for _, fact in self._planned]
        self.solved = 0

    def of(self, row: PartnerRow, remedies: bool) -> PartnerAudit:
        """What one partner could work out."""
        wanted = self._wanted[row.agency_id]
        audit, auditor = self._judge([(row.agency_id, row.short_name)], self._facts, wanted)
        findings = tuple(self._finding(verdict, auditor) for verdict in audit.violations)
        contradictions = tuple(
            tuple(fact.source.words for fact in found.facts) for found in audit.contradictions if found.protections
        )
        result = PartnerAudit(row.short_name, row.agency_id, findings, contradictions)
        return self._remedied(result, auditor, wanted) if remedies and not result.passes else result

    def coalitions(self) -> Iterator[CoalitionWarning]:
        """What a partner of the audience could work out with another one that was told something else."""
        audience = [(row.agency_id, row.short_name) for row in self._plan.audience]
        pairs = {frozenset((one, other)): (one, other) for one in audience for other in self._others if one != other}
        for one, other in pairs.values():
            wanted = self._wanted[one[0]]
            if not wanted or set(self._table.facts(other, firm=False)) <= set(self._table.facts(one, firm=False)):
                continue
            alone = self._judge([one], self._facts, wanted)[0]
            apart = self._judge([other], self._facts if other in audience else [], wanted)[0]
            together, auditor = self._judge(sorted([one, other]), self._facts, wanted)
            broken = {verdict.protection for verdict in (*alone.violations, *apart.violations)}
            for gain in coalition([alone, apart], together):
                if gain.protection not in broken:
                    yield CoalitionWarning((one[1], other[1]), self._finding(gain.together, auditor))

    def consistency(self) -> Iterator[tuple[str, Finding]]:
        """Figures of two statements that say more together, because the partner knows what moved in between."""
        now = [
            ReleasedValue(one.key, self._day, one.line.position.quantity, "this statement", one.line.own)
            for one in self._lines
        ]
        for row in self._plan.audience:
            told = [
                ReleasedValue(one.key, one.as_of, one.quantity, one.reference)
                for one in reversed(self._knowledge.told)
                if one.agency == row.agency_id and one.as_of < self._day and not one.partial
            ]
            found = compare([*told, *now], partial(self._moved, row))
            wanted = (FindingKind.DIFFERENCE, FindingKind.CONTRADICTION)
            yield from ((row.short_name, one) for one in found if one.kind in wanted and one.later.as_of == self._day)

    def _judge(
        self, members: Sequence[tuple[str, str]], planned: Sequence[Fact], wanted: Sequence[Protection]
    ) -> tuple[Audit, Auditor]:
        audit, auditor = self._table.judge(members, planned, wanted)
        self.solved += audit.solved
        return audit, auditor

    def _protection(self, one: Promise) -> Protection:
        company = one.line.rule is Rule.SUPPRESSED
        own_percent = one.profile.protection.p_percent if company else 0
        percent, least = doubt(one.line.own, max(DOUBT_PERCENT, own_percent))
        return protect(
            self._knowledge.book.terms(one.key, one.day), true=one.line.own, percent=percent, at_least=least,
            why=one.line.words, key=one.key,
        )  # fmt: skip

    def _told_now(self, promise: Promise) -> bool:
        """Whether the plan tells the value itself, or parts of it: a decision that its author sees in the preview."""
        cells = set(self._knowledge.book.cells(promise.key))
        return any(
            known(one.line.position.quantity) is not None and cells.issuperset(self._knowledge.book.cells(one.key))
            for one in self._lines
        )

    def _fact(self, one: _Planned) -> Fact | None:
        quantity = one.line.position.quantity
        (fact,) = self._knowledge.book.statement(
            [replace(one.line.position, key=one.key)], self._day, reference="this statement", planned=True
        ) or (None,)
        if fact is None:
            return None
        source = struct_replace(fact.source, words=f"{fact.source.words} {quantity_words(quantity)}")
        return struct_replace(fact, source=source, high=None if self._plan.profile.exclude else fact.high)

    def _moved(self, row: PartnerRow, key: PositionKey, since: date, until: date) -> int | None:
        return self._knowledge.moved(key, since, until, row.short_name)

    def _finding(self, verdict: Verdict, auditor: Auditor) -> AuditFinding:
        promise = verdict.protection
        key = promise.key
        assert key is not None
        day = promise.target[0][0].day
        (before,) = auditor.audit((), [promise]).verdicts or (None,)
        ends = [(verdict.inferred.end(side).value, side) for side in verdict.short]
        return AuditFinding(
            key,
            key_words(key) if day in (None, self._day) else f"{key_words(key)} of {day}",
            promise.true,
            verdict.interval,
            Interval(promise.needed(Side.LOW), promise.needed(Side.HIGH)),
            tuple(dict.fromkeys(fact.source.words for fact in verdict.chain)),
            proved=all(value is not None and _beyond(value, promise.needed(side), side) for value, side in ends),
            already=before is not None and before.interval == verdict.interval,
        )

    def _remedied(self, result: PartnerAudit, auditor: Auditor, wanted: Sequence[Protection]) -> PartnerAudit:
        reason = next(
            (one.line.position.quantity.reason for one in self._lines
             if one.protected and isinstance(one.line.position.quantity, Withheld)),
            WithheldReason.TRADE_SECRET,
        )  # fmt: skip
        positions, marks = [], {}
        for one, fact in self._planned:
            positions.append(PlannedPosition(fact, (withheld(one.line.own, one.line.position.quantity, reason),)))
            key = one.line.position.key
            marks[fact] = CellMark(key.material, key.group, key.form, key.at, key.holder, reason)
        found = remedy(auditor, positions, wanted)
        chosen = tuple(dict.fromkeys(marks[step.position.fact] for step in found.steps))
        if not chosen:
            return replace(result, remedy=None)
        words = tuple(f"withhold {_mark_words(mark)}" for mark in chosen)
        return replace(result, remedy=words, marks=chosen)


def _joined(row: PartnerRow, parts: Sequence[PartnerAudit]) -> PartnerAudit:
    """One partner's results over all materials."""
    remedies = [part.remedy for part in parts]
    found = tuple(word for words in remedies for word in words or ())
    return PartnerAudit(
        row.short_name,
        row.agency_id,
        tuple(finding for part in parts for finding in part.findings),
        tuple(facts for part in parts for facts in part.contradictions),
        found if found or None not in remedies else None,
        tuple(mark for part in parts for mark in part.marks),
    )


def _beyond(value: int, needed: int, side: Side) -> bool:
    return value < needed if side is Side.HIGH else value > needed


def _mark_words(mark: CellMark) -> str:
    form = mark.form or ("all forms" if mark.group == "all" else mark.group)
    return " ".join(part for part in (mark.material, form, mark.at.partition(":")[2], mark.holder) if part)
