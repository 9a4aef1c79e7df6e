"""Every figure of a material that any partner was told and that still counts.

Rules
- A corrected figure is left out where the correction says otherwise. Where the correction is silent, or agrees, the
  partner has forgotten nothing.
- A figure of a statement that was corrected or withdrawn is not ``firm``.

>>> [told.reference for told in told_figures(ctx, stock_map, "W", Correction())]
['statement 4 as of 2026-06-30']
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import Quantity
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit import known
from stockpile_client.services.context import Context
from stockpile_client.services.stock_map import StockMap
from stockpile_client.storage import disclosure_profiles, ledger, statements


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that a partner was told; ``firm``: not corrected since; ``partial``: some lots were left out of it.

    ``statement`` is the id of the one that told it, ``reference`` its name in words.
    """

    agency: str
    key: PositionKey
    quantity: Quantity
    as_of: date
    at: datetime
    reference: str
    firm: bool
    partial: bool
    statement: str


Known = tuple[int, int | None] | None
"""The interval (mg) that a figure says; ``None`` for a figure that says nothing of the mass."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is about to correct the statement of that id (empty: none), by released key."""

    statement: str = ""
    says: Mapping[PositionKey, Known] = field(default_factory=dict)


def told_figures(ctx: Context, stock_map: StockMap, material: str, correction: Correction) -> Iterator[Told]:
    """Every figure of a material that any partner was told and that still counts, the latest first."""
    values = list(ledger.released(ctx.db, material=material))
    if not values:
        return
    stored = {one.id: one for one in statements.every(ctx.db, agency=ctx.agency.id)}
    digests = {one.header.profile for one in stored.values()}
    profiles = {digest: disclosure_profiles.of_digest(ctx.db, digest) for digest in digests}
    corrected_by = {one.supersedes: one.id for one in stored.values() if one.supersedes}
    says: dict[str, dict[PositionKey, Known]] = defaultdict(dict, {_PLANNED: dict(correction.says)})
    if correction.statement:
        corrected_by[correction.statement] = _PLANNED
    for value in values:
        says[value.statement][value.position.key] = known(value.position.quantity)
    for value in values:
        statement = stored[value.statement]
        profile = profiles[statement.header.profile]
        later = corrected_by.get(value.statement)
        while later is not None and not _excludes(says[later].get(value.position.key), known(value.position.quantity)):
            later = corrected_by.get(later)
        if later is None:
            yield Told(
                value.agency,
                stock_map.key(value.position.key, profile),
                value.position.quantity,
                value.as_of,
                value.at,
                phrase("statement {number} as of {day}", number=str(value.seq), day=value.as_of),
                firm=value.statement not in corrected_by and statement.withdrawn is None,
                partial=bool(profile and profile.exclude),
                statement=value.statement,
            )


_PLANNED = "planned"


def _excludes(one: Known, other: Known) -> bool:
    """Whether two figures of the same position cannot both be true."""
    if one is None or other is None:
        return False
    return (one[1] is not None and one[1] < other[0]) or (other[1] is not None and other[1] < one[0])
