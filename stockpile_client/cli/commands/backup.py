"""``backup`` and ``restore``: a copy that was opened and compared after it was written, and a profile out of one.

>>> stockpile --profile ./us backup /media/stick
>>> stockpile restore /media/stick/US-backup-20261001-090000 ./us-again
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from stockpile_client.cli.arguments import FILE
from stockpile_client.cli.output import say
from stockpile_client.cli.program import Command
from stockpile_client.cli.state import State, pass_state
from stockpile_client.services.backups import back_up, restore, resume_after_restore
from stockpile_client.storage.backup import BackupReport


@click.command(cls=Command)
@click.argument("folder", type=FILE)
@pass_state
def backup(state: State, folder: Path) -> None:
    """Write a backup of the profile into a new folder inside FOLDER, and verify it by opening it."""
    with state.open() as ctx:
        report, _ = back_up(ctx, folder)

    def human() -> None:
        say(f"Wrote {report.path} and verified it by opening it.")
        say(f"SHA-256 {report.sha256}; audit log up to entry {report.audit_head.seq}")

    state.answer(_document(report), human)


@click.command("restore", cls=Command)
@click.argument("source", metavar="BACKUP", type=FILE)
@click.argument("target", type=FILE)
@pass_state
def restore_command(state: State, source: Path, target: Path) -> None:
    """Make a profile in the new folder TARGET out of BACKUP, with the passphrase that was in force then.

    What it sends goes through new channels: partners may know numbers that the backup does not.
    """
    passphrase = state.passphrase()
    report = restore(source, target, passphrase=passphrase)
    resume_after_restore(target, passphrase=passphrase, actor=state.actor).close()

    def human() -> None:
        say(f"Restored the profile to {report.path} and verified it by opening it.")
        say("What it sends goes through new channels. Ask the partners to send again what you accepted since then.")

    state.answer(_document(report), human)


def _document(report: BackupReport) -> dict[str, Any]:
    return {
        "path": report.path,
        "bytes": report.bytes,
        "sha256": report.sha256,
        "counts": report.counts,
        "audit_head": {"seq": report.audit_head.seq, "hash": report.audit_head.hash},
        "verified_at": report.verified_at,
    }
