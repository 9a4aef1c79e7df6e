"""The disclosure matrix as the workspace shows it: every partner has a column, also one that was never told anything.

What a partner was told it holds, whatever was withdrawn or restated since: nothing here is ever taken away.

>>> [row.cells[0] for row in read_matrix(ctx).rows if row.key.material == "GA"]  # doctest: +SKIP
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.partners import PartnerState
from stockpile_client.core.statements import PositionKey
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure_matrix import DisclosureMatrix, MatrixRow, disclosure_matrix
from stockpile_client.services.disclosure_record import Disclosed, list_disclosed
from stockpile_client.services.partners import PartnerRow, list_partners
from stockpile_client.ui import exchange_words

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_GONE = (PartnerState.SUPERSEDED, PartnerState.REVOKED)
"""Partners of these states have a column only if they were told something."""


def read_matrix(ctx: Context) -> DisclosureMatrix:
    """The last figure that each partner was told of each value, with the partners that were never told at the end."""
    return with_others(disclosure_matrix(ctx), list_partners(ctx))


def with_others(matrix: DisclosureMatrix, known: Sequence[PartnerRow]) -> DisclosureMatrix:
    """``matrix`` with an empty column for every partner of ``known`` that still counts and was never told anything."""
    told = {partner.agency_id for partner in matrix.partners}
    others = tuple(one for one in known if one.agency_id not in told and one.state not in _GONE)
    rows = (replace(row, cells=(*row.cells, *(None for _ in others))) for row in matrix.rows)
    return DisclosureMatrix((*matrix.partners, *others), tuple(rows))


def releases_of(ctx: Context, key: PositionKey, agency: str | None) -> list[Disclosed]:
    """Every release of one value to a partner, or to all, the latest first."""
    told = list_disclosed(ctx, partner=agency, material=key.material)
    return [one for one in told if one.position.key == key]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: of which partners (agency ids) and materials (codes; both empty: of all), and other words."""

    partners: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def read_question(
    text: str, catalogue: Catalogue, partners: Iterable[PartnerRow], called: Callable[[PartnerRow], Iterable[str]]
) -> Question:
    """Names of partners and materials in a line of words, in any language of the catalogue, in any order.

    ``called``: what else a partner is called, such as its country.
    """
    words = _WORD.findall(text.casefold())
    phrases = {" ".join(words[at : at + length]) for length in (1, 2, 3) for at in range(len(words) - length + 1)}
    named: set[str] = set()

    def is_named(names: Iterable[str]) -> bool:
        found = phrases.intersection(name.casefold() for name in names)
        named.update(word for phrase in found for word in phrase.split())
        return bool(found)

    asked = tuple(row.agency_id for row in partners if is_named((row.short_name, row.name, *called(row))))
    codes = tuple(
        code
        for code, one in catalogue.materials.items()
        if is_named((*one.names.values(), *([code] if code in text.split() else [])))
    )
    return Question(asked, codes, tuple(word for word in words if word not in named))


def matching(
    rows: Iterable[MatrixRow], catalogue: Catalogue, *, material: str = "", question: Question | None = None
) -> list[MatrixRow]:
    """The rows of one material (empty: of all) that a question is about.

    Where nothing is named, every word is in the row. Around a name ("what does … know about our …") a word counts only
    if some row has it.
    """
    asked = question or Question()
    named = bool(asked.partners or asked.materials)
    kept = [
        (row, exchange_words.position(catalogue, row.key).casefold())
        for row in rows
        if (not material or row.key.material == material)
        and (not asked.materials or row.key.material in asked.materials)
    ]
    known = {word for _, text in kept for word in _WORD.findall(text)}
    wanted = [word for word in asked.words if not named or word in known]
    return [row for row, text in kept if all(word in text for word in wanted)]
