"""A statement as one partner will see it, printed: value by value, what is new to it, what is withheld, what stays."""

from __future__ import annotations

from typing import Any

from stockpile_client.cli import views
from stockpile_client.cli.output import say, say_table, tonnes
from stockpile_client.core.statements import ChangeKind
from stockpile_client.disclosure.partner_view import PartnerView


def partner_document(view: PartnerView) -> dict[str, Any]:
    """The view under named keys."""
    return {
        "seen_by": view.partner,
        "lines": [
            views.position(one.line.position)
            | {
                "own_kg": views.kg(one.line.own),
                "rule": one.line.rule,
                "rule_words": one.line.chain_words,
                "news": one.news,
                "known": views.quantity(one.known.quantity) if one.known else None,
            }
            for one in view.lines
        ],
        "withheld": [views.key(one.key) | {"reason": one.reason, "rule_words": one.words} for one in view.withheld],
        "gone": [views.key(one.key) for one in view.changes if one.kind is ChangeKind.GONE],
        "counts": {news.value: count for news, count in view.counts().items()},
        "out_of_scope": view.out_of_scope,
        "left_out": [
            {"material": one.material, "reason": one.reason, "lots": one.lots, "contained_kg": views.kg(one.contained)}
            for one in view.left_out
        ],
    }


def say_partner(view: PartnerView) -> None:
    """The view as a table and a few lines."""
    say(f"As seen by {view.partner}")
    say()
    say_table(
        ("material", "group", "at", "measure", "news", "it sees", "our own", "it holds", "how"),
        [
            (*views.key_words(one.line.position.key), one.news, views.quantity_words(one.line.position.quantity),
             tonnes(one.line.own), views.quantity_words(one.known.quantity) if one.known else "", one.line.chain_words)
            for one in view.lines
        ],
        right=("our own",),
    )  # fmt: skip
    say()
    say("; ".join(f"{count} {news}" for news, count in view.counts().items()))
    for gone in view.changes:
        if gone.kind is ChangeKind.GONE:
            say(f"No longer stated: {' '.join(views.key_words(gone.key))}")
    if view.out_of_scope:
        say(f"Stays here, not in scope: {', '.join(view.out_of_scope)}")
    for left in view.left_out:
        say(f"Left out of {left.material}: {left.lots} lots, {left.reason}")
