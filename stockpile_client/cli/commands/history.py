"""``channel`` and ``bundle``: what went out and came in, and what became of it.

>>> stockpile --profile ./us channel list
"""

from __future__ import annotations

import click

from stockpile_client.cli.arguments import codes
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.services.answer import start_new_channel
from stockpile_client.services.history import list_bundles, list_channels


@click.group(cls=Group)
def channel() -> None:
    """Numbered streams of bundles, each from one sender to one fixed audience."""


@channel.command("list")
@pass_state
def channels(state: State) -> None:
    """List all channels with their state: open, gap, overdue, blocked or closed."""
    with state.open() as ctx:
        rows = list_channels(ctx)

    def human() -> None:
        if not rows:
            return say("There are no channels yet.")
        say_table(
            ("", "partners", "state", "last", "acknowledged", "missing", "next by", "note", "channel"),
            [
                (row.direction, ", ".join(row.partners), row.state, row.head_seq, row.acknowledged_seq or "",
                 _numbers(row.missing), row.next_by, row.note, row.channel)
                for row in rows
            ],
            right=("last", "acknowledged"),
        )  # fmt: skip

    document = [
        {
            "channel": row.channel,
            "direction": row.direction,
            "partners": row.partners,
            "head_seq": row.head_seq,
            "acknowledged_seq": row.acknowledged_seq,
            "state": row.state,
            "missing": row.missing,
            "next_by": row.next_by,
            "note": row.note,
        }
        for row in rows
    ]
    state.answer({"channels": document}, human)


@channel.command("renew")
@click.argument("channel_id", metavar="CHANNEL")
@click.option("--reason", required=True, help="Why.")
@pass_state
def renew(state: State, channel_id: str, reason: str) -> None:
    """Close one of our channels; the next bundle to its audience begins a new one."""
    with state.open() as ctx:
        change = start_new_channel(ctx, channel_id, reason=reason)
    state.answer({"channel": channel_id, "state": "closed"}, lambda: say(f"{change.summary}."))


@click.group(cls=Group)
def bundle() -> None:
    """Signed, encrypted files."""


@bundle.command("list")
@click.option("--kind", "kinds", type=codes, default="", help="Only these kinds: statement,receipt.")
@pass_state
def bundles(state: State, kinds: tuple[str, ...]) -> None:
    """List all bundles, the latest first."""
    with state.open() as ctx:
        rows = [row for row in list_bundles(ctx) if not kinds or row.kind.upper() in kinds]

    def human() -> None:
        if not rows:
            return say("There are no bundles yet.")
        say_table(
            ("", "kind", "partners", "number", "state", "since", "marking", "reason", "file", "digest"),
            [
                (row.direction, row.kind, ", ".join(row.partners), row.seq, row.state, row.state_at, row.marking,
                 row.reason, row.file_name, row.digest[:16])
                for row in rows
            ],
            right=("number",),
        )  # fmt: skip

    document = [
        {
            "digest": row.digest,
            "direction": row.direction,
            "kind": row.kind,
            "partners": row.partners,
            "channel": row.channel,
            "seq": row.seq,
            "created": row.created,
            "recorded": row.recorded,
            "marking": row.marking,
            "state": row.state,
            "state_at": row.state_at,
            "reason": row.reason,
            "answered": row.answered,
            "file": row.file_name,
        }
        for row in rows
    ]
    state.answer({"bundles": document}, human)


def _numbers(missing: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, missing[:5]))
    return f"{shown} …" if len(missing) > 5 else shown
