"""Markings as data: TLP 2.0 labels and an agency's own caveats, in versioned schemes.

Nothing here decides a label by name: the rules are that the banner is
the highest marking inside, that an unknown marking counts as the most restrictive one, and that an empty audience
means nobody. TLP is a sharing rule and not a classification.

>>> scheme.highest(["TLP:GREEN", "TLP:AMBER"]).code
'TLP:AMBER'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stockpile_client.core.errors import InputError


@dataclass(frozen=True, slots=True)
class Marking:
    """One label: ``rank`` grows with restriction, ``colour`` and ``background`` are the scheme's own (``#rrggbb``)."""

    code: str
    rank: int
    meaning: str
    colour: str
    background: str


@dataclass(frozen=True, slots=True)
class MarkingScheme:
    """A versioned list of markings, least restrictive first."""

    name: str
    version: str
    source: str
    markings: tuple[Marking, ...]

    def __post_init__(self) -> None:
        ranks = [marking.rank for marking in self.markings]
        if not ranks or ranks != sorted(set(ranks)):
            raise InputError(
                "E_MARKING_SCHEME",
                "A marking scheme lists its labels from least to most restrictive, each once.",
            )
        if len({marking.code for marking in self.markings}) != len(self.markings):
            raise InputError("E_MARKING_SCHEME", "A marking scheme names each label once.")

    @property
    def most_restrictive(self) -> Marking:
        """The label that an unknown marking counts as."""
        return self.markings[-1]

    def find(self, code: str) -> Marking:
        """The marking of that code; an unknown one is the most restrictive."""
        return next((marking for marking in self.markings if marking.code == code), self.most_restrictive)

    def knows(self, code: str) -> bool:
        """Whether the code is in the scheme."""
        return any(marking.code == code for marking in self.markings)

    def highest(self, codes: Iterable[str]) -> Marking:
        """The most restrictive of ``codes``: what the banner shows. Nothing inside: the least restrictive."""
        return max((self.find(code) for code in codes), key=lambda marking: marking.rank, default=self.markings[0])

    def allows(self, highest_allowed: str, code: str) -> bool:
        """Whether material marked ``code`` may go where ``highest_allowed`` is the agreement's highest marking.

        An unknown limit allows only the least restrictive label: doubt about the limit never lets more out.
        """
        if not self.knows(highest_allowed):
            return self.find(code).rank <= self.markings[0].rank
        return self.find(code).rank <= self.find(highest_allowed).rank
