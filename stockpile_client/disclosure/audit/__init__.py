"""The inference audit: exactly what a partner can work out from all it holds, and the cheapest way to keep a promise.

A manual for callers, in the order of use:

1. **Cells.** ``CellBook(keys, parents=…, rests=…)`` is told every position key that any statement uses and knows which
   finest cells (*atoms*) each stands for: a total is the sum of its table.
2. **Facts.** ``book.statement(positions, day, reference=…)`` turns a released statement into facts: exact, rounded,
   band and nil each into its interval of milligrams; withheld and uncompiled say nothing. Add ``changes(book, days,
   deliveries, quiet)`` for what moved between statements, ``Fact(terms, low, high, Source(Origin.PUBLIC, …))`` for
   public figures, ``conversion`` and ``at_most`` for what ties measures together. Leave out what a later statement
   corrected. For cells with stock of companies, ``compositions`` and ``own_parts`` let one of them be the reader.
3. **Protections.** ``protect(terms, true=…, percent=…, at_least=…, why=…)`` promises that the partner stays in doubt.
4. **Audit.** ``Auditor(known).audit(planned, protections)``: each ``Verdict`` has the tightest ``interval``, the sides
   that fall ``short`` and the ``chain`` of facts that reveals them. ``passes`` decides; a contradiction among facts
   does not pass either. Keep the auditor: auditing again solves only the blocks that changed.
5. **Remedy.** ``remedy(auditor, planned_positions, protections)``: which further positions to withhold or coarsen. Each
   ``PlannedPosition(fact, coarser(own, quantity, reason=…))`` says what may be done with it; the measures of one cell
   are coarsened together (``coarser_cell``).
6. **Coalition.** One auditor over the facts of A and of B; ``coalition([of_a, of_b], together)`` names what they gain.
7. **Consistency.** ``compare(values, change)`` names pairs of statements that give something away side by side.

What is promised
- Every bound comes with a ``Certificate`` that ``verify`` checks in exact fractions: no partner that reasons correctly
  needs more, and floating point is never believed. A promise counts as kept only if a whole-milligram world that fits
  every fact, checked fact by fact, goes as far as was promised.
- No noise, no clock, no chance: the same facts give the same answer.
- Not covered: what is likely rather than certain, and what follows from knowing that *we* choose the cheapest remedy.

Worked example: three sites of tungsten, 20, 22 and 8 t. The partner gets the total and two of them; the second is
withheld.

>>> sites = [Atom("W", at=f"region:IT-{code}") for code in (21, 25, 34)]
>>> says = lambda words: Source(Origin.PLANNED, words)
>>> total_known = Fact(total(sites), 50 * MG_PER_TONNE, 50 * MG_PER_TONNE, says("all sites"))
>>> first, third = (Fact(total([sites[n]]), mass, mass, says(f"site {n + 1}")) for n, mass in
...                 ((0, 20 * MG_PER_TONNE), (2, 8 * MG_PER_TONNE)))
>>> hidden = protect(total([sites[1]]), true=22 * MG_PER_TONNE, percent=20, at_least=MG_PER_TONNE, why="defence")
>>> (broken,) = Auditor([]).audit([total_known, first, third], [hidden]).violations
>>> broken.interval == Interval(22 * MG_PER_TONNE, 22 * MG_PER_TONNE)
True
>>> sorted(fact.source.words for fact in broken.chain)
['all sites', 'site 1', 'site 3']
>>> plan = [PlannedPosition(fact, (withheld(mass, Exact(mass), WithheldReason.DEFENCE),)) for fact, mass in
...         ((total_known, 50 * MG_PER_TONNE), (first, 20 * MG_PER_TONNE), (third, 8 * MG_PER_TONNE))]
>>> [step.position.fact.source.words for step in remedy(Auditor([]), plan, [hidden]).steps]
['site 3']
"""

from stockpile_client.disclosure.audit.auditor import Audit, Auditor, Contradictory, infer
from stockpile_client.disclosure.audit.cells import CellBook, key_words
from stockpile_client.disclosure.audit.certificates import Certificate, Side, verify
from stockpile_client.disclosure.audit.companies import CompanyCell, companies, compositions, own_parts, promises
from stockpile_client.disclosure.audit.consistency import (
    Finding,
    FindingKind,
    Gain,
    ReleasedValue,
    coalition,
    compare,
)
from stockpile_client.disclosure.audit.facts import (
    Atom,
    Fact,
    Origin,
    Source,
    Terms,
    at_most,
    conversion,
    known,
    released,
    total,
)
from stockpile_client.disclosure.audit.links import Delivery, changes
from stockpile_client.disclosure.audit.options import Option, PlannedPosition, coarser, coarser_cell, withheld
from stockpile_client.disclosure.audit.protection import Protection, Verdict, protect
from stockpile_client.disclosure.audit.remedies import Remedy, Step, remedy

__all__ = [
    "Atom",
    "Audit",
    "Auditor",
    "CellBook",
    "Certificate",
    "CompanyCell",
    "Contradictory",
    "Delivery",
    "Fact",
    "Finding",
    "FindingKind",
    "Gain",
    "Option",
    "Origin",
    "PlannedPosition",
    "Protection",
    "ReleasedValue",
    "Remedy",
    "Side",
    "Source",
    "Step",
    "Terms",
    "Verdict",
    "at_most",
    "changes",
    "coalition",
    "coarser",
    "coarser_cell",
    "companies",
    "compare",
    "compositions",
    "conversion",
    "infer",
    "key_words",
    "known",
    "own_parts",
    "promises",
    "protect",
    "released",
    "remedy",
    "total",
    "verify",
    "withheld",
]
