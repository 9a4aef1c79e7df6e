"""A disclosure profile: which positions may leave to whom, and how coarsely.

A profile never leaves the machine; a statement carries only its digest. Three rules hold whatever a profile says: an
empty audience means nobody, a material that is not in scope does not leave, and the order of the rules is that of
:mod:`stockpile_client.disclosure.rules`.

>>> Profile("Summary for Japan", audience=("qjv…",), scope=("W",), rounding=500 * MG_PER_TONNE).sentences()[-1]
'Round masses to 500 t.'
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields

import msgspec

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import WithheldReason
from stockpile_client.core.sites import LADDER, Level
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.rules.aggregate import Aggregation
from stockpile_client.disclosure.rules.base import CellRule
from stockpile_client.disclosure.rules.coarsen import Coarsening, DateStep, FormDetail, PurityDetail
from stockpile_client.disclosure.rules.delay import Delay
from stockpile_client.disclosure.rules.exclude import Exclusion
from stockpile_client.disclosure.rules.primary import Protection
from stockpile_client.disclosure.rules.rounding import Edges, Rounding, Steps
from stockpile_client.disclosure.rules.secondary import CellMark, Complement, further_bases
from stockpile_client.disclosure.rules.withhold import Withholding

SHARED_LEVELS = LADDER
"""Locations that a profile may show, finest first."""

VERSION = 2
"""Of the JSON. Version 1, which had neither this number nor the rules that came with it, is still read."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Rules for one audience.

    For whom: ``audience`` (agency ids), or a ``group`` of partners (its name), or an ``agreement`` (its id); one of
    the three. ``scope``: material codes.

    In the order of application: ``exclude`` lots; coarsen places to ``level``, ``forms``, ``dates`` and ``purity``;
    aggregate by ``places`` and ``holders`` (holder class); ``withhold`` materials (code → the reason that the partner
    is shown); withhold unsafe cells (``protection``) and ``further_cells``; round by ``edges_of``, ``bases``,
    ``edges``, ``steps`` or ``rounding`` (:class:`~.rules.rounding.Rounding`; mg, ``rounding`` 0 for exact figures);
    wait ``delay_days``.

    ``measures``: which quantities leave; ``availability`` and ``requirements``: whether those leave as well.
    ``four_eyes``: whoever approves a release is not the one who prepared it.
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
    group: str = ""
    agreement: str = ""
    exclude: Exclusion = field(default_factory=Exclusion)
    forms: FormDetail = FormDetail.GROUP
    dates: DateStep = DateStep.DAY
    purity: PurityDetail = PurityDetail.NONE
    places: bool = True
    holders: bool = False
    protection: Protection = field(default_factory=Protection)
    further_cells: tuple[CellMark, ...] = ()
    bases: dict[str, int] = field(default_factory=dict)
    steps: Steps = ()
    edges: Edges = ()
    edges_of: dict[str, Edges] = field(default_factory=dict)
    delay_days: int = 0
    four_eyes: bool = False

    def __post_init__(self) -> None:
        if sum(map(bool, (self.audience, self.group, self.agreement))) > 1:
            raise InputError(
                "E_PROFILE", phrase("A profile names partners, a group of them, or an agreement: one of the three.")
            )
        if not self.measures:
            raise InputError("E_PROFILE", phrase("A profile lets at least one measure out."))
        if self.onward not in ("none", "origin-consent", "members"):
            raise InputError("E_PROFILE", phrase("Onward sharing is none, origin-consent or members."))
        if len(set(self.scope)) != len(self.scope) or len(set(self.measures)) != len(self.measures):
            raise InputError("E_PROFILE", phrase("A profile names a material or a measure once."))
        _ = self.rounding_rule, self.delay  # whose numbers are checked where they are defined

    @property
    def coarsening(self) -> Coarsening:
        """The second rule."""
        return Coarsening(self.level, self.forms, self.dates, self.purity)

    @property
    def aggregation(self) -> Aggregation:
        """The third rule."""
        return Aggregation(self.places, self.holders)

    @property
    def rounding_rule(self) -> Rounding:
        """The seventh rule."""
        return Rounding(
            self.rounding, self.bases, self.steps, self.edges, self.edges_of, further_bases(self.further_cells)
        )

    @property
    def delay(self) -> Delay:
        """The last rule."""
        return Delay(self.delay_days)

    def shaping_rules(self) -> tuple[CellRule, ...]:
        """The first rules, in their fixed order: they make the cells, and touch no value."""
        return (self.exclude, self.coarsening, self.aggregation)

    def value_rules(self) -> tuple[CellRule, ...]:
        """The rules after them, in their fixed order: they decide how each value of a cell is told."""
        return (Withholding(self.withhold), self.protection, Complement(self.further_cells), self.rounding_rule)

    def sentences(self) -> tuple[str, ...]:
        """What the rules do, in order, in English; rules that do nothing are silent."""
        rules = (*self.shaping_rules(), *self.value_rules())
        said = [*(rule.sentence for rule in rules), self.delay.sentence]
        return tuple(sentence for sentence in said if sentence)

    def canonical(self) -> bytes:
        """The profile as sorted JSON: what is stored, and what the digest is of."""
        content = msgspec.to_builtins(self, enc_hook=str) | {"v": VERSION, "audience": sorted(self.audience)}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of :meth:`canonical`, in hex."""
        return hashlib.sha256(self.canonical()).hexdigest()


_NAMES = tuple(one.name for one in fields(Profile))
_NAMES_OF = {1: frozenset(_NAMES[: _NAMES.index("group")]), VERSION: frozenset(_NAMES)}


def profile_from_json(text: str | bytes) -> Profile:
    """The profile that :meth:`Profile.canonical` wrote, in this version or an earlier one.

    ``InputError`` (``E_PROFILE``) for anything else: what is not understood never lets something out.
    """
    try:
        content = json.loads(text)
        if content.keys() - {"v"} != _NAMES_OF.get(content.pop("v", 1)):
            raise ValueError("not the fields of a profile")
        return msgspec.convert(content, Profile)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("E_PROFILE", phrase("This is not a disclosure profile that the program can read.")) from error
