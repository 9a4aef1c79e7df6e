"""Companies inside withheld cells: what a reader that knows one of them could work out of another.

A margin for the total of a cell is necessary and not always enough: the second largest company knows its own part, and
one that is alone in another withheld cell knows all of that (A. Hundepool and others, *Handbook on Statistical
Disclosure Control*, second edition, 2024, sections 4.2.2 and 4.3.2). So each company's part of a cell is an unknown of
its own that is not below zero, the cell is their sum, and the audit is asked once for each company: with its own parts
as facts, how close does the reader come to the largest other one?

Rules
- The worst case: the reader knows which companies are in which cell, and what the agency itself holds there.
- By the p % rule, the other company's part must stay open by p % of itself to either side; by a threshold alone, it
  must not be known exactly.

>>> cells = [CompanyCell(oxide, terms, {"Acme": 20, "Borealis": 5}, rest=0, p_percent=10)]
>>> facts = [*compositions(cells), *own_parts(cells, "Borealis")]
>>> Auditor(known).audit([*planned, *facts], promises(cells, "Borealis")).passes
False
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stockpile_client.core.phrases import phrase
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit.facts import Atom, Fact, Origin, Source, Terms
from stockpile_client.disclosure.audit.protection import Protection


@dataclass(frozen=True, slots=True)
class CompanyCell:
    """A withheld cell with stock of companies: ``parts`` by company and ``rest``, the agency's own, in mg.

    ``terms`` are the atoms that ``key`` stands for on its day. ``at_least``: lots were left out of ``parts``.
    ``p_percent`` is that of the rule which withheld it; 0 for a threshold or dominance alone.
    """

    key: PositionKey
    terms: Terms
    parts: Mapping[str, int]
    rest: int
    p_percent: int = 0
    at_least: bool = False

    def part(self, company: str) -> Atom:
        """The unknown that a company's part of the cell is."""
        key = self.key
        return Atom(key.material, key.group, key.form, key.at, key.holder, key.measure, self.terms[0][0].day, company)


def companies(cells: Iterable[CompanyCell]) -> list[str]:
    """Every company with a part in any of the cells, in order of name."""
    return sorted({company for cell in cells for company, mg in cell.parts.items() if mg > 0})


def compositions(cells: Iterable[CompanyCell]) -> Iterator[Fact]:
    """That each cell is the sum of its companies' parts and the agency's own stock."""
    source = Source(Origin.ASSUMED, phrase("who holds stock in a cell is known in the trade"))
    for cell in cells:
        parts = tuple((cell.part(company), -1) for company in sorted(cell.parts))
        yield Fact((*cell.terms, *parts), cell.rest, None if cell.at_least else cell.rest, source)


def own_parts(cells: Iterable[CompanyCell], company: str) -> Iterator[Fact]:
    """What a company knows of the cells: its own part of each."""
    source = Source(Origin.ASSUMED, phrase("{company} knows what it holds itself", company=company))
    for cell in cells:
        if company in cell.parts:
            yield Fact(((cell.part(company), 1),), cell.parts[company], cell.parts[company], source)


def promises(cells: Sequence[CompanyCell], insider: str) -> Iterator[Protection]:
    """In each cell, the largest company beside ``insider`` stays open by p % of its part, and by 1 mg at least.

    The formula is that of the p % rule with the insider in the place of the second largest (*Handbook*, example 5):
    the insider's bound of the other's part must be at least (1 + p/100) times that part.
    """
    for cell in cells:
        others = [(mg, company) for company, mg in cell.parts.items() if company != insider and mg > 0]
        if not others:
            continue
        mg, company = max(others)
        margin = max(1, -(-cell.p_percent * mg // 100))
        why = phrase("what {company} holds is its own affair", company=company)
        yield Protection(((cell.part(company), 1),), mg, margin, margin, why, cell.key)
