"""A disclosure profile: which positions may leave to whom, and how coarsely.

A profile never leaves the machine; a statement carries only its digest. Two rules hold whatever a profile says: an
empty audience means nobody, and a material that is not in scope does not leave.

>>> Profile("Summary for Japan", audience=("qjv…",), scope=("W",), rounding=500 * MG_PER_TONNE).digest[:4]
'1f0c'
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import WithheldReason
from stockpile_client.core.sites import Level
from stockpile_client.core.statements import Measure

SHARED_LEVELS = (Level.COUNTRY, Level.BLOC)
"""Locations that this first kind of profile may show."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Rules for one audience, applied in this order: scope → coarsen → aggregate → withhold → round.

    ``audience``: agency ids. ``scope``: material codes. ``level``: how coarse a location becomes. ``rounding``: a base
    in milligrams, 0 for exact figures. ``withhold``: material code → the reason that the partner will be shown.
    ``measures``: which quantities leave; ``availability`` and ``requirements``: whether those leave as well.
    """

    name: str
    audience: tuple[str, ...]
    scope: tuple[str, ...]
    level: Level = Level.COUNTRY
    rounding: int = 0
    withhold: dict[str, WithheldReason] = field(default_factory=dict)
    measures: tuple[Measure, ...] = (Measure.CONTAINED, Measure.USABLE)
    availability: bool = True
    requirements: bool = True
    marking: str = "TLP:AMBER"
    onward: str = "none"

    def __post_init__(self) -> None:
        if self.level not in SHARED_LEVELS:
            raise InputError("E_PROFILE", "A profile shows locations by country or by bloc.")
        if self.rounding < 0 or self.rounding % 2:
            raise InputError("E_PROFILE", "A rounding base is an even number of milligrams, or 0 for exact figures.")
        if not self.measures:
            raise InputError("E_PROFILE", "A profile lets at least one measure out.")
        if self.onward not in ("none", "origin-consent", "members"):
            raise InputError("E_PROFILE", "Onward sharing is none, origin-consent or members.")

    def canonical(self) -> bytes:
        """The profile as sorted JSON: what is stored, and what the digest is of."""
        fields = {
            "name": self.name,
            "audience": sorted(self.audience),
            "scope": list(self.scope),
            "level": self.level.value,
            "rounding": self.rounding,
            "withhold": {material: reason.value for material, reason in sorted(self.withhold.items())},
            "measures": [measure.value for measure in self.measures],
            "availability": self.availability,
            "requirements": self.requirements,
            "marking": self.marking,
            "onward": self.onward,
        }
        return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of :meth:`canonical`, in hex."""
        return hashlib.sha256(self.canonical()).hexdigest()


def profile_from_json(text: str | bytes) -> Profile:
    """The profile that :meth:`Profile.canonical` wrote; ``InputError`` (``E_PROFILE``) for anything else."""
    try:
        fields = json.loads(text)
        return Profile(
            name=fields["name"],
            audience=tuple(fields["audience"]),
            scope=tuple(fields["scope"]),
            level=Level(fields["level"]),
            rounding=fields["rounding"],
            withhold={material: WithheldReason(reason) for material, reason in fields["withhold"].items()},
            measures=tuple(Measure(measure) for measure in fields["measures"]),
            availability=fields["availability"],
            requirements=fields["requirements"],
            marking=fields["marking"],
            onward=fields["onward"],
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise InputError("E_PROFILE", "This is not a disclosure profile that the program can read.") from error
