"""What the inference audit of a release found: values, with their checks for the plan.

>>> [check.code for check in audit.checks()]
['E_INFERENCE']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stockpile_client.core.checks import Check, Severity
from stockpile_client.core.quantities import Interval
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit import Finding, key_words
from stockpile_client.disclosure.rules.secondary import CellMark
from stockpile_client.services.partner_knowledge import range_words


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """A value (``words``) that a partner could work out too well; masses in mg.

    ``interval`` is the tightest that follows for the partner, ``required`` what it must at least span. ``chain`` are
    the facts that lead there. ``proved``: whether exact arithmetic confirms it; without, no world could be found that
    keeps the promise. ``already``: the partner knows as much without this statement.
    """

    key: PositionKey
    words: str
    own: int
    interval: Interval
    required: Interval
    chain: tuple[str, ...]
    proved: bool
    already: bool = False

    @property
    def message(self) -> str:
        """The finding in a sentence or three."""
        span, required = (range_words(one.low, one.high) for one in (self.interval, self.required))
        known = "is known already to lie in" if self.already else "could be worked out to"
        reasons = "; ".join(self.chain) or "what is left open"
        return f"{known} {span}; it was to stay open from {required}. It follows from: {reasons}."


@dataclass(frozen=True, slots=True)
class PartnerAudit:
    """One partner. ``remedy``: what else to withhold, in words, and as ``marks`` for the profile.

    It is empty where nothing is needed, and ``None`` where nothing in this statement helps.
    ``contradictions``: facts that cannot all be true, so that nothing can be judged where they meet.
    """

    partner: str
    agency: str
    findings: tuple[AuditFinding, ...] = ()
    contradictions: tuple[tuple[str, ...], ...] = ()
    remedy: tuple[str, ...] | None = ()
    marks: tuple[CellMark, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether this statement may go to the partner."""
        return not self.contradictions and all(finding.already for finding in self.findings)


@dataclass(frozen=True, slots=True)
class CoalitionWarning:
    """Two partners (short names) that together know a value better than either does."""

    partners: tuple[str, str]
    finding: AuditFinding


@dataclass(frozen=True, slots=True)
class ReleaseAudit:
    """The audit of a release. ``consistency``: statements that say more side by side, by partner's short name."""

    partners: tuple[PartnerAudit, ...] = ()
    coalitions: tuple[CoalitionWarning, ...] = ()
    consistency: tuple[tuple[str, Finding], ...] = ()
    protected: int = 0
    solved: int = 0

    @property
    def passes(self) -> bool:
        """Whether nothing that is kept back could be worked out from it."""
        return all(one.passes for one in self.partners)

    def checks(self) -> Iterator[Check]:
        """Errors and warnings for the plan."""
        for one in self.partners:
            for finding in one.findings:
                severity = Severity.WARNING if finding.already else Severity.ERROR
                code = "W_INFERENCE_KNOWN" if finding.already else "E_INFERENCE"
                message = f"For {one.partner}, {finding.words} {finding.message}"
                yield Check(severity, code, finding.key.material, message)
            for facts in one.contradictions:
                message = f"What {one.partner} holds cannot all be true, and nothing can be judged: {'; '.join(facts)}."
                yield Check(Severity.ERROR, "E_INFERENCE", one.partner, message)
        for warning in self.coalitions:
            message = f"Together, {' and '.join(warning.partners)}: {warning.finding.words} {warning.finding.message}"
            yield Check(Severity.WARNING, "W_COALITION", warning.finding.key.material, message)
        for partner, found in self.consistency:
            reveals = f" It then knows {range_words(found.reveals.low, found.reveals.high)}." if found.reveals else ""
            beside = f"{key_words(found.later.key)} beside {found.earlier.reference}"
            message = f"{partner} can lay {beside}: {found.kind}.{reveals}"
            yield Check(Severity.WARNING, "W_DIFFERENCE", found.later.key.material, message)
