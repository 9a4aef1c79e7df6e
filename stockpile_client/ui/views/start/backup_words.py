"""What a backup is, as names and values: the same on the page that restores one and in the dialog that checks one."""

from __future__ import annotations

from stockpile_client.services.backups import FoundBackup
from stockpile_client.ui.language import tr, write
from stockpile_client.ui.widgets.facts import Fact

_MEBIBYTE = 1 << 20


def backup_facts(found: FoundBackup) -> list[Fact]:
    """Whose it is, until when, and how much is in it."""
    size = max(1, round(found.bytes / _MEBIBYTE))
    return [
        (tr("Backup"), found.path.name),
        (tr("Agency"), f"{found.agency_name} ({found.short_name})"),
        (tr("Everything until"), write(found.until.astimezone())),
        (tr("Lots"), write(found.lots)),
        (tr("Partners"), write(found.partners)),
        (tr("Bundles"), write(found.bundles)),
        (tr("Audit entries"), write(found.entries)),
        (tr("Size"), tr("{n} MiB", n=size)),
        (tr("Agency id"), found.agency_id),
    ]
