"""A statement as one partner will see it, as rows: our own value, what it sees, the rule, and what is new to it.

>>> [row.seen for row in shown_rows(partner_rows(view), Shown.WITHHELD)]  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from stockpile_client.core.phrases import mark
from stockpile_client.core.quantities import Quantity, Withheld
from stockpile_client.core.statements import ChangeKind, PositionKey
from stockpile_client.disclosure.partner_view import News, PartnerView
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.release.preview import rule_words


class Shown(StrEnum):
    """Which rows a filter lets through."""

    ALL = "all"
    NEW = "new"
    CHANGED = "changed"
    FINER = "finer"
    KNOWN = "known"
    WITHHELD = "withheld"
    GONE = "gone"


SHOWN = {
    Shown.ALL: mark("Everything"),
    Shown.NEW: mark("New to it"),
    Shown.CHANGED: mark("Changed since it was told"),
    Shown.FINER: mark("Told more closely than before"),
    Shown.KNOWN: mark("Known to it already"),
    Shown.WITHHELD: mark("Withheld"),
    Shown.GONE: mark("No longer stated"),
}
_NEWS = {
    News.NEW: (Status.INFO, mark("new")),
    News.CHANGED: (Status.CAUTION, mark("changed")),
    News.FINER: (Status.CAUTION, mark("told more closely")),
    News.KNOWN: (Status.NEUTRAL, mark("known")),
}
_KINDS = {News.NEW: Shown.NEW, News.CHANGED: Shown.CHANGED, News.FINER: Shown.FINER, News.KNOWN: Shown.KNOWN}


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One value: our own in mg (None: no longer stated), what the partner sees, and what it holds of it so far.

    ``kinds`` are the filters that let it through; ``reason`` is the code of a withheld value, as it leaves.
    """

    key: PositionKey
    own: int | None
    seen: Quantity | None
    held: Quantity | None
    rule: str
    status: Status
    news: str
    kinds: frozenset[Shown]
    chain: str = ""
    reason: str = ""


def partner_rows(view: PartnerView) -> list[SeenRow]:
    """The lines of a statement for one partner, then what it was told last time and will not find again."""
    rows = []
    for one in view.lines:
        quantity = one.line.position.quantity
        status, news = _NEWS[one.news]
        kinds = {Shown.ALL, _KINDS[one.news]}
        reason = ""
        if isinstance(quantity, Withheld):
            kinds.add(Shown.WITHHELD)
            reason = quantity.reason.value
        held = one.known.quantity if one.known else None
        rows.append(
            SeenRow(one.line.position.key, one.line.own, quantity, held, rule_words(one.line), status, tr(news),
                    frozenset(kinds), one.line.chain_words, reason)
        )  # fmt: skip
    rows += [
        SeenRow(change.key, None, None, change.before.quantity if change.before else None, tr("no longer stated"),
                Status.CAUTION, tr("gone"), frozenset({Shown.ALL, Shown.GONE}))
        for change in view.changes
        if change.kind is ChangeKind.GONE
    ]  # fmt: skip
    return rows


def shown_rows(rows: Iterable[SeenRow], shown: Shown) -> list[SeenRow]:
    """The rows that a filter lets through."""
    return [row for row in rows if shown in row.kinds]


def count_of(rows: Iterable[SeenRow], shown: Shown) -> int:
    """How many rows a filter lets through."""
    return sum(shown in row.kinds for row in rows)
