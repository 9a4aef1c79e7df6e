"""What each partner could work out of the values that a statement keeps back, from all that it has ever been told.

Every withheld material and every cell that is withheld to protect a company is promised to stay in doubt. A promise
that the planned figures break stops the release, with the chain of facts that breaks it and the cheapest further cells
to withhold or to round. What the partner knows already, whatever we release, is a warning: nothing can take it back.
What two partners could work out together is a warning as well. What any earlier statement kept back from a partner
stays promised.

An :class:`AuditDesk` is kept while somebody works on a release: after one rule changed, only what it touches is solved
again. With nothing protected there is nothing to do.

>>> audit = AuditDesk().audit(ctx, plan)
>>> [finding.words for finding in audit.partners[0].findings]
['tungsten, metal, United States']
>>> plan_release(ctx, profile=with_remedy(plan.profile, audit), as_of=plan.header.as_of).errors
()
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from stockpile_client.disclosure.audit import known
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.context import Context
from stockpile_client.services.inference_findings import PartnerAudit, ReleaseAudit
from stockpile_client.services.inference_material import KnowledgeTable, MaterialAudit, Outgoing, Planned
from stockpile_client.services.partner_knowledge import MaterialKnowledge
from stockpile_client.services.partners import PartnerRow
from stockpile_client.services.position_words import position_words
from stockpile_client.services.standing_promises import Promise, standing_promises
from stockpile_client.services.stock_map import StockMap
from stockpile_client.services.told_figures import Correction
from stockpile_client.storage import audit as audit_log
from stockpile_client.storage.stock_moves import materials_moved_with

__all__ = ["AuditDesk", "Outgoing", "with_remedy"]


class AuditDesk:
    """Audits releases of one profile, and keeps what it worked out until the records change."""

    def __init__(self) -> None:
        self._tables: dict[str, tuple[object, KnowledgeTable]] = {}
        self._promises: dict[str, tuple[Promise, ...]] = {}

    def audit(self, ctx: Context, plan: Outgoing, *, remedies: bool = True) -> ReleaseAudit:
        """What each partner of the audience could work out; ``remedies``: whether to look for what would help."""
        if not plan.audience:
            return ReleaseAudit()
        stock_map = StockMap(ctx)
        by_material: dict[str, list[Planned]] = defaultdict(list)
        for line in plan.preview.lines:
            key = stock_map.key(line.position.key, plan.profile)
            by_material[key.material].append(Planned(line, key))
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
            parts.append(MaterialAudit(ctx, plan, lines, held, self._table(ctx, stock_map, plan, lines)))
        consistency = tuple(found for part in parts for found in part.consistency())
        return ReleaseAudit(
            tuple(_joined(row, [part.of(row, remedies) for part in parts]) for row in plan.audience),
            tuple(warning for part in parts for warning in part.coalitions()),
            consistency,
            sum(part.protected for part in parts),
            sum(part.solved for part in parts),
            {found.later.key: position_words(ctx.catalogue, found.later.key) for _, found in consistency},
        )

    def _table(self, ctx: Context, stock_map: StockMap, plan: Outgoing, lines: Sequence[Planned]) -> KnowledgeTable:
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
            kept = self._tables[material] = (state, KnowledgeTable(knowledge))
        return kept[1]


def with_remedy(profile: Profile, audit: ReleaseAudit) -> Profile:
    """The profile with every further cell withheld or rounded that the remedies name."""
    marks = [mark for one in audit.partners for mark in one.marks]
    return replace(profile, further_cells=tuple(dict.fromkeys([*profile.further_cells, *marks])))


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
