"""Where backups go and how often: values only, so that a form can be filled before a database is opened.

>>> BackupRule("/media/stick", 14)
BackupRule(place='/media/stick', days=14)
"""

from __future__ import annotations

from dataclasses import dataclass

USUAL_DAYS = 7
"""A week of movements is what one is willing to type again."""
RHYTHMS = (1, 7, 14, 30)
"""Days between two backups, as offered."""


@dataclass(frozen=True, slots=True)
class BackupRule:
    """Where backups go (empty: asked each time), and after how many days the program reminds of the next one."""

    place: str = ""
    days: int = USUAL_DAYS
