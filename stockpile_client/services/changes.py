"""What a mutation changed: the one message by which every view decides for itself whether to read again.

>>> ChangeSet.of(Kind.LOTS, Kind.MOVEMENTS, summary="Imported 31 lots").touches(Kind.LOTS)
True
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of thing that a service can change."""

    AGENCY = "agency"
    SITES = "sites"
    LOTS = "lots"
    MOVEMENTS = "movements"
    ENCUMBRANCES = "encumbrances"
    REQUIREMENTS = "requirements"
    PARTNERS = "partners"
    PROFILES = "profiles"
    APPROVALS = "approvals"
    STATEMENTS = "statements"
    CHANNELS = "channels"
    BUNDLES = "bundles"
    SETTINGS = "settings"
    BACKUPS = "backups"
    VIEWS = "views"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Kinds that changed, the ids where there are few, and one line in English for the history."""

    kinds: frozenset[Kind]
    ids: frozenset[str] = frozenset()
    summary: str = ""

    @classmethod
    def of(cls, *kinds: Kind, ids: frozenset[str] = frozenset(), summary: str = "") -> ChangeSet:
        """A change of ``kinds``."""
        return cls(frozenset(kinds), ids, summary)

    @classmethod
    def nothing(cls, summary: str = "") -> ChangeSet:
        """Nothing changed."""
        return cls(frozenset(), frozenset(), summary)

    def touches(self, *kinds: Kind) -> bool:
        """Whether any of ``kinds`` changed."""
        return not self.kinds.isdisjoint(kinds)

    def __or__(self, other: ChangeSet) -> ChangeSet:
        return ChangeSet(self.kinds | other.kinds, self.ids | other.ids, self.summary or other.summary)
