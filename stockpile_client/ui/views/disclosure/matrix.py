"""The disclosure matrix as the workspace shows it: every partner has a column, also one that was never told anything.

What a partner was told it holds, whatever was withdrawn or restated since: nothing here is ever taken away.

>>> [row.cells[0] for row in read_matrix(ctx).rows if row.key.material == "GA"]  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.partners import PartnerState
from stockpile_client.core.statements import PositionKey
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure_matrix import DisclosureMatrix, MatrixRow, disclosure_matrix
from stockpile_client.services.disclosure_record import Disclosed, list_disclosed
from stockpile_client.services.partners import PartnerRow, list_partners
from stockpile_client.ui import exchange_words

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


def matching(rows: Iterable[MatrixRow], catalogue: Catalogue, *, material: str = "", text: str = "") -> list[MatrixRow]:
    """The rows of one material (empty: of all) whose words hold every word of ``text``, in any case."""
    wanted = text.casefold().split()
    return [
        row
        for row in rows
        if (not material or row.key.material == material)
        and all(word in exchange_words.position(catalogue, row.key).casefold() for word in wanted)
    ]
