"""What is promised of a value that is kept back: how far it stays in doubt, and for whom.

A withheld material, or a cell that is withheld to protect a company, stays in doubt by :func:`doubt`, and a company's
cell by the margin of the rule that withheld it, whichever is more. Beside that no company may be worked out by a reader
that knows another one: :func:`company_cells` is what the audit is told of them.

>>> doubt(100 * MG_PER_TONNE)
(20, 1000000000)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import MG_PER_KG, MG_PER_TONNE
from stockpile_client.disclosure.audit import CellBook, CompanyCell, Protection, protect
from stockpile_client.disclosure.rules.base import Rule
from stockpile_client.disclosure.suppression import needed_protection
from stockpile_client.services.standing_promises import Promise

DOUBT_PERCENT = 20
"""A withheld mass stays in doubt by a fifth to either side: twice the 10 % at which the p % rule of official statistics
commonly begins (Hundepool and others, *Statistical Disclosure Control*, 2012, chapter 4), for a partner is an expert
reader."""
LEAST_DOUBT = MG_PER_TONNE
"""A fifth of a few tonnes is no doubt worth the name: never less than a tonne…"""
LEAST_PERCENT_OF_SMALL = 50
"""…but of stocks below two tonnes (iridium, germanium) half of what there is."""
LEAST_DOUBT_OF_NIL = MG_PER_KG
"""That we hold none of a withheld material is a secret too."""


def doubt(own: int) -> tuple[int, int]:
    """Per cent of ``own`` (mg), and the least margin in mg, by which a value of that size stays in doubt."""
    least = min(LEAST_DOUBT, abs(own) * LEAST_PERCENT_OF_SMALL // 100)
    return DOUBT_PERCENT, max(LEAST_DOUBT_OF_NIL, least)


def protection_of(one: Promise, book: CellBook) -> Protection:
    """What a promise demands of the total that it is about."""
    own = one.line.own
    percent, least = doubt(own)
    if one.line.rule is Rule.SUPPRESSED:
        parts = [mg for _, mg in one.line.companies if mg > 0]
        least = max(least, needed_protection(parts, one.profile.protection.rules()))
    return protect(
        book.terms(one.key, one.day), true=own, percent=Fraction(percent), at_least=least, why=one.line.words,
        key=one.key,
    )  # fmt: skip


def company_cells(promises: Iterable[Promise], book: CellBook) -> Iterator[CompanyCell]:
    """The cells with stock of companies among ``promises``, in each measure."""
    for one in promises:
        parts = {_named(name): mg for name, mg in one.line.companies if mg > 0}
        if not parts:
            continue
        yield CompanyCell(
            one.key, book.terms(one.key, one.day), parts, one.line.own - sum(parts.values()),
            p_percent=one.profile.protection.p_percent if one.line.rule is Rule.SUPPRESSED else 0,
            at_least=bool(one.profile.exclude),
        )  # fmt: skip


def _named(company: str) -> str:
    return company or phrase("the company without a name")
