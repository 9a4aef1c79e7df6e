"""The inference audit on the command line: verdicts, chains of facts and remedies, in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stockpile_client.cli import views
from stockpile_client.cli.output import say, tonnes
from stockpile_client.services.inference_findings import AuditFinding, ReleaseAudit


def say_audit(audit: ReleaseAudit) -> None:
    """Print the audit for a person: each partner, what it could work out, from what, and what would help."""
    if not audit.protected:
        return say("Nothing is kept back, so there is nothing to work out.")
    for partner in audit.partners:
        say(f"{partner.partner}: {'passes' if partner.passes else 'does not pass'}")
        for finding in partner.findings:
            _say_finding(finding)
        for facts in partner.contradictions:
            say("  These cannot all be true, so that nothing can be judged:")
            _say_chain(facts)
        if partner.remedy:
            say("  What would help:")
            _say_chain(partner.remedy)
        elif partner.remedy is None:
            say("  Nothing that this statement leaves out would help.")
    for warning in audit.coalitions:
        say(f"warning: {' and '.join(warning.partners)} together:")
        _say_finding(warning.finding)


def _say_finding(finding: AuditFinding) -> None:
    note = "; it knows that already, whatever leaves now" if finding.already else ""
    note = f" by a reader that knows {finding.insider}" if finding.insider else note
    say(f"  {finding.words}: can be worked out to {views.interval_words(finding.interval)}{note}.")
    say(f"  Our own value is {tonnes(finding.own)}; it has to stay open from {views.interval_words(finding.required)}.")
    _say_chain(finding.chain)


def _say_chain(steps: Sequence[str]) -> None:
    for step in steps:
        say(f"    - {step}")


def audit_document(audit: ReleaseAudit) -> dict[str, Any]:
    """The audit as JSON."""
    return {
        "passes": audit.passes,
        "protected": audit.protected,
        "audits": [
            {
                "partner": one.partner,
                "passes": one.passes,
                "findings": [_finding(finding) for finding in one.findings],
                "contradictions": one.contradictions,
                "remedy": one.remedy,
            }
            for one in audit.partners
        ],
        "coalitions": [
            {"partners": warning.partners, "finding": _finding(warning.finding)} for warning in audit.coalitions
        ],
        "consistency": [
            {
                "partner": partner,
                "position": views.key(found.later.key),
                "kind": found.kind,
                "earlier": found.earlier.reference,
                "reveals": views.interval(found.reveals),
            }
            for partner, found in audit.consistency
        ],
    }


def _finding(finding: AuditFinding) -> dict[str, Any]:
    return {
        "position": views.key(finding.key),
        "words": finding.words,
        "own_kg": views.kg(finding.own),
        "interval": views.interval(finding.interval),
        "required": views.interval(finding.required),
        "chain": finding.chain,
        "proved": finding.proved,
        "already": finding.already,
        "insider": finding.insider,
    }
