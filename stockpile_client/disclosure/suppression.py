"""Primary suppression: which cells of a table give away what a single company holds, in exact integers.

A cell adds up the masses of its contributors (companies with mandated stocks). It is sensitive if someone who reads
the total, and perhaps is a contributor itself, can come too close to another contributor's mass. The rules, with
x₁ ≥ x₂ ≥ … the contributions and X their total:

- *threshold*: fewer than ``m`` contributors;
- *(n, k) dominance*: x₁ + … + xₙ > k % of X;
- *p %*: X − x₁ − x₂ < p % of x₁: the second largest, which knows its own part, can estimate the largest to within p %.

Source of the rules and of the margins by which a suppressed cell must stay in doubt: A. Hundepool and others, *Handbook
on Statistical Disclosure Control*, second edition, 2024, section 4.2.1 (table of sensitivity rules) and section 4.2.2
(table of upper protection levels; the lower level is set identical, and is zero for a threshold alone). A margin for
the cell is necessary and not always enough, as the Handbook says: what one company could work out of another with its
own stock is for :mod:`stockpile_client.disclosure.audit.companies`. Secondary suppression, which keeps the sensitive
cells from being computed from the others, is :func:`stockpile_client.disclosure.audit.remedy`.

>>> sensitive([700, 200, 60, 40], [Dominance(n=1, percent=70), PPercent(percent=15)])
(PPercent(percent=15),)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase


@dataclass(frozen=True, slots=True)
class Threshold:
    """Sensitive with fewer than ``least`` contributors."""

    least: int = 3

    def __post_init__(self) -> None:
        if self.least < 1:
            raise InputError("E_SUPPRESSION_RULE", phrase("A threshold rule asks for at least one contributor."))

    def hits(self, masses: Sequence[int]) -> bool:
        """Whether a cell of these contributions (mg, above zero, largest first) is sensitive."""
        return len(masses) < self.least

    def upper_margin(self, masses: Sequence[int]) -> int:  # noqa: ARG002 - whatever they are
        """Nothing beyond doubt as such: a threshold alone is asked for where only exact disclosure matters."""
        return 0


@dataclass(frozen=True, slots=True)
class Dominance:
    """Sensitive if the ``n`` largest make up more than ``percent`` of the cell."""

    n: int = 1
    percent: int = 75

    def __post_init__(self) -> None:
        if self.n < 1 or not 0 < self.percent < 100:
            raise InputError(
                "E_SUPPRESSION_RULE", phrase("A dominance rule asks for 1 or more companies and 1 to 99 %.")
            )

    def hits(self, masses: Sequence[int]) -> bool:
        """Whether a cell of these contributions (mg, above zero, largest first) is sensitive."""
        return 100 * sum(masses[: self.n]) > self.percent * sum(masses)

    def upper_margin(self, masses: Sequence[int]) -> int:
        """How far above its total (mg) the cell would have to be for the rule not to hit it."""
        return max(0, -(-100 * sum(masses[: self.n]) // self.percent) - sum(masses))


@dataclass(frozen=True, slots=True)
class PPercent:
    """Sensitive if the second largest contributor can estimate the largest to within ``percent`` of its mass."""

    percent: int = 10

    def __post_init__(self) -> None:
        if not 0 < self.percent <= 100:
            raise InputError("E_SUPPRESSION_RULE", phrase("A p % rule asks for 1 to 100 %."))

    def hits(self, masses: Sequence[int]) -> bool:
        """Whether a cell of these contributions (mg, above zero, largest first) is sensitive."""
        return 100 * sum(masses[2:]) < self.percent * sum(masses[:1])

    def upper_margin(self, masses: Sequence[int]) -> int:
        """How far above its total (mg) the cell would have to be for the rule not to hit it."""
        return max(0, -(-self.percent * sum(masses[:1]) // 100) - sum(masses[2:]))


SuppressionRule = Threshold | Dominance | PPercent


def sensitive(contributions: Iterable[int], rules: Iterable[SuppressionRule]) -> tuple[SuppressionRule, ...]:
    """The rules that a cell breaks; ``contributions``: mg of each contributor. An empty cell is nobody's secret."""
    masses = ranked(contributions)
    return tuple(rule for rule in rules if rule.hits(masses)) if masses else ()


def needed_protection(contributions: Iterable[int], rules: Iterable[SuppressionRule]) -> int:
    """The margin in mg by which a reader must be left in doubt about the cell's total, to either side; 0: none.

    The largest of the broken rules' upper protection levels, at least 1 mg.
    """
    masses = ranked(contributions)
    broken = sensitive(masses, rules)
    return max((max(1, rule.upper_margin(masses)) for rule in broken), default=0)


def ranked(contributions: Iterable[int]) -> list[int]:
    """Contributions above zero, the largest first; ``InputError`` (``E_CONTRIBUTION``) for one below zero."""
    masses = sorted(contributions, reverse=True)
    if masses and masses[-1] < 0:
        raise InputError("E_CONTRIBUTION", phrase("A company does not contribute less than nothing."))
    return [mass for mass in masses if mass]
