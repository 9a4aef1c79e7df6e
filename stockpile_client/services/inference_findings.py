"""What the inference audit of a release found: values, with their checks for the plan.

>>> [check.code for check in audit.checks()]
['E_INFERENCE']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from stockpile_client.core.checks import Check, Severity
from stockpile_client.core.phrases import joined, phrase
from stockpile_client.core.quantities import Interval
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit import Finding, FindingKind
from stockpile_client.disclosure.rules.secondary import CellMark
from stockpile_client.services.position_words import range_words

FINDING_WORDS = {
    FindingKind.ANOTHER_FIGURE: phrase("another figure for the same value"),
    FindingKind.NARROWER: phrase("a narrower figure for the same day"),
    FindingKind.CONTRADICTION: phrase("figures that cannot both be true"),
    FindingKind.DIFFERENCE: phrase("difference around a known movement"),
}


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """A value (``words``) that a partner could work out too well; masses in mg.

    ``interval`` is the tightest that follows for the partner, ``required`` what it must at least span. ``chain`` are
    the facts that lead there. ``proved``: whether exact arithmetic confirms it; without, no world could be found that
    keeps the promise. ``already``: the partner knows as much without this statement. ``insider``: the company that
    the partner would have to know for it; empty if none.
    """

    key: PositionKey
    words: str
    own: int
    interval: Interval
    required: Interval
    chain: tuple[str, ...]
    proved: bool
    already: bool = False
    insider: str = ""

    @property
    def message(self) -> str:
        """The finding in two or three sentences."""
        values = {
            "value": self.words,
            "span": range_words(self.interval.low, self.interval.high),
            "required": range_words(self.required.low, self.required.high),
            "reasons": joined(self.chain, "; ") if self.chain else phrase("what is left open"),
        }
        if self.already:
            return phrase(
                "{value}: it is known already to lie in {span}, and was to stay open from {required}. It follows from:"
                " {reasons}.",
                **values,
            )
        if self.insider:
            return phrase(
                "{value}: with what {company} knows of itself it could be worked out to {span}, and was to stay open"
                " from {required}. It follows from: {reasons}.",
                company=self.insider, **values,
            )  # fmt: skip
        return phrase(
            "{value}: it could be worked out to {span}, and was to stay open from {required}. It follows from:"
            " {reasons}.",
            **values,
        )


@dataclass(frozen=True, slots=True)
class PartnerAudit:
    """One partner. ``remedy``: what else to withhold or round, in words, and as ``marks`` for the profile.

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
    """The audit of a release.

    ``consistency``: statements that say more side by side, by partner's short name; ``names``: what their positions
    are called.
    """

    partners: tuple[PartnerAudit, ...] = ()
    coalitions: tuple[CoalitionWarning, ...] = ()
    consistency: tuple[tuple[str, Finding], ...] = ()
    protected: int = 0
    solved: int = 0
    names: dict[PositionKey, str] = field(default_factory=dict)

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
                message = phrase("For {partner}: {finding}", partner=one.partner, finding=finding.message)
                yield Check(severity, code, finding.key.material, message)
            for facts in one.contradictions:
                message = phrase(
                    "What {partner} holds cannot all be true, and nothing can be judged: {facts}.",
                    partner=one.partner, facts=joined(facts, "; "),
                )  # fmt: skip
                yield Check(Severity.ERROR, "E_INFERENCE", one.partner, message)
        for warning in self.coalitions:
            message = phrase(
                "{one} and {other} together: {finding}",
                one=warning.partners[0], other=warning.partners[1], finding=warning.finding.message,
            )  # fmt: skip
            yield Check(Severity.WARNING, "W_COALITION", warning.finding.key.material, message)
        for partner, found in self.consistency:
            yield Check(Severity.WARNING, "W_DIFFERENCE", found.later.key.material, self._beside(partner, found))

    def _beside(self, partner: str, found: Finding) -> str:
        said = phrase(
            "{partner} can lay {position} beside {statement}: {kind}.",
            partner=partner, position=self.names.get(found.later.key, found.later.key.material),
            statement=found.earlier.reference, kind=FINDING_WORDS[found.kind],
        )  # fmt: skip
        if found.reveals is None:
            return said
        knows = phrase("It then knows {span}.", span=range_words(found.reveals.low, found.reveals.high))
        return joined([said, knows])
