"""What is said about each material, and what the form says as a whole: a profile, a day, and words.

>>> Terms(audience=("qjv…",), said={"W": REPORT, "GA": withheld(WithheldReason.MARKET_EFFECT)}).scope
('GA', 'W')
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from stockpile_client.core.quantities import MG_PER_TONNE, WithheldReason
from stockpile_client.core.sites import Level
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.secondary import CellMark

ROUNDING_TONNES = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Rounding bases on offer; 0: exact figures."""


class Says(Enum):
    """What a statement says about a material."""

    NOTHING = "nothing"
    FIGURES = "figures"
    WITHHELD = "withheld"
    NIL = "nil"
    NOT_COMPILED = "not_compiled"


@dataclass(frozen=True, slots=True)
class Said:
    """One choice; ``reason`` only for what is withheld."""

    says: Says
    reason: WithheldReason | None = None


NOTHING, REPORT = Said(Says.NOTHING), Said(Says.FIGURES)


def choices(*, in_stock: bool) -> tuple[Said, ...]:
    """What may be said about a material: of what is held not that it is nil, of what is not held no figures."""
    held = (REPORT,) if in_stock else (Said(Says.NIL), Said(Says.NOT_COMPILED))
    return (NOTHING, *held, *(Said(Says.WITHHELD, reason) for reason in WithheldReason))


def standing_choices(*, in_stock: bool) -> tuple[Said, ...]:  # noqa: ARG001 - a profile holds on any day
    """What a profile may say about a material, whatever is held on a day."""
    return (NOTHING, REPORT, *(Said(Says.WITHHELD, reason) for reason in WithheldReason))


@dataclass(frozen=True, slots=True)
class Terms:
    """The whole form. ``said`` maps material codes; what is not in it is not said.

    ``base`` is the saved profile that the form started from: rules that the form does not show stay as they are there.
    ``further`` are cells that the audit said to withhold as well, on top of those of ``base``.
    ``rounding`` is one base for all figures (mg, 0 for exact ones), or ``None``: by size or in bands, as ``base`` says.
    ``request`` is the digest of the request's bundle that the statement answers, or empty.
    """

    base: Profile | None = None
    name: str = ""
    audience: tuple[str, ...] = ()
    as_of: date = date.min
    said: dict[str, Said] = field(default_factory=dict)
    level: Level = Level.COUNTRY
    rounding: int | None = 0
    measures: tuple[Measure, ...] = (Measure.CONTAINED, Measure.USABLE)
    availability: bool = True
    requirements: bool = True
    marking: str = "TLP:AMBER"
    onward: str = "none"
    title: str = ""
    note: str = ""
    further: tuple[CellMark, ...] = ()
    request: str = ""

    @property
    def scope(self) -> tuple[str, ...]:
        """Materials about which something is said, sorted."""
        return tuple(sorted(code for code, said in self.said.items() if said.says is not Says.NOTHING))

    def of(self, says: Says) -> tuple[str, ...]:
        """Materials of which that is said, sorted."""
        return tuple(sorted(code for code, said in self.said.items() if said.says is says))

    def profile(self) -> Profile:
        """The disclosure profile; raises ``InputError`` as :class:`Profile` does."""
        base = self.base or Profile(self.name, audience=(), scope=())
        return replace(
            base,
            name=self.name,
            audience=tuple(sorted(self.audience)),
            scope=self.scope,
            level=self.level,
            rounding=base.rounding if self.rounding is None else self.rounding,
            steps=base.steps if self.rounding is None else (),
            edges=base.edges if self.rounding is None else (),
            withhold={code: said.reason for code, said in sorted(self.said.items()) if said.reason is not None},
            measures=self.measures,
            availability=self.availability,
            requirements=self.requirements,
            marking=self.marking,
            onward=self.onward,
            further_cells=tuple(dict.fromkeys([*base.further_cells, *self.further])),
            # a group or an agreement stands for its members as long as no partner is ticked by hand
            group="" if self.audience else base.group,
            agreement="" if self.audience else base.agreement,
        )


def said_by(profile: Profile) -> dict[str, Said]:
    """What a saved profile says of each material. Nobody's nil is taken over: of what is not held, a person says so."""
    return {
        code: Said(Says.WITHHELD, profile.withhold[code]) if code in profile.withhold else REPORT
        for code in profile.scope
    }


def rounding_of(profile: Profile) -> int | None:
    """One base for all figures, or ``None`` where a profile rounds by size or tells bands."""
    return None if profile.steps or profile.edges else profile.rounding


def rounding_bases(wanted: int | None) -> tuple[int | None, ...]:
    """The bases on offer in milligrams, with ``wanted`` among them."""
    offered = sorted({tonnes * MG_PER_TONNE for tonnes in ROUNDING_TONNES} | ({wanted} if wanted else set()))
    return (None, *offered) if wanted is None else tuple(offered)
