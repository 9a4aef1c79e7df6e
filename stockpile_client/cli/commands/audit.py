"""``audit`` and ``selftest``: who did what and when, and whether the cryptography gives known answers.

>>> stockpile --profile ./us audit verify
"""

from __future__ import annotations

import json

import click

from stockpile_client.bundle import selftest as known_answers
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Command, Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.errors import MachineError
from stockpile_client.services.audit_log import audit_head, list_audit, verify_audit


@click.group(cls=Group)
def audit() -> None:
    """The audit log, chained by hashes."""


@audit.command("list")
@click.option("--after", type=click.IntRange(0), default=0, help="Only entries after this number.")
@click.option("--limit", type=click.IntRange(1), help="At most so many entries.")
@pass_state
def list_(state: State, after: int, limit: int | None) -> None:
    """List the entries in order."""
    with state.open() as ctx:
        entries = list_audit(ctx, after=after, limit=limit or -1)

    def human() -> None:
        say_table(
            ("number", "when", "who", "what", "subject", "detail"),
            [(one.seq, one.at, one.actor, one.event, one.subject[:32], one.detail) for one in entries],
            right=("number",),
        )

    document = [
        {
            "seq": one.seq,
            "at": one.at,
            "actor": one.actor,
            "event": one.event,
            "subject": one.subject,
            "detail": json.loads(one.detail),
            "hash": one.hash,
        }
        for one in entries
    ]
    state.answer({"entries": document}, human)


@audit.command("verify")
@pass_state
def verify(state: State) -> None:
    """Check the chain from the first entry to the last; a broken one is exit code 4."""
    with state.open() as ctx:
        broken, head = verify_audit(ctx), audit_head(ctx)
    if broken is not None:
        raise MachineError(
            "E_AUDIT_BROKEN",
            f"The audit log is not what was written, from entry {broken} on.",
            hint="Compare with a backup, and find out who had access to this machine.",
        )

    def human() -> None:
        say(f"The audit log is whole: {head.seq} entries.")
        say(f"Head: {head.hash}")

    state.answer({"whole": True, "entries": head.seq, "head": head.hash}, human)


@click.command(cls=Command)
@pass_state
def selftest(state: State) -> None:
    """Test every primitive against a published or foreign result; no profile is needed."""
    results = known_answers.run()

    def human() -> None:
        say_table(("primitive", "known answer from", "passed"), [(one.name, one.source, one.passed) for one in results])

    document = [{"name": one.name, "source": one.source, "passed": one.passed} for one in results]
    state.answer({"passed": all(one.passed for one in results), "checks": document}, human)
