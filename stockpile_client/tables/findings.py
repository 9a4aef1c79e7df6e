"""What was noticed about a spreadsheet: by row, column, value and reason, with what to do next.

Errors reject their row, warnings and notes do not; they are shown apart. All findings are counted, and the first
thousand of each kind are kept one by one, so that a file with a million mistakes still fits in memory.

>>> Finding(row=3, column="quantity", value="-9", severity=Severity.ERROR, code="negative_stock",
...         reason="A stock is never below nothing.").row
3
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from stockpile_client.core.errors import StockpileError
from stockpile_client.tables.limits import MAX_LISTED_PER_CODE

_EXCERPT = 60


class Severity(StrEnum):
    """How much a finding weighs: an ``error`` rejects the row, the others inform."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed. ``row`` counts from 1 as the spreadsheet does (0: the file as a whole); ``column`` is its
    header.

    ``value`` is a short, printable excerpt of the cell; ``code`` is stable; ``hint`` says what to do or asks a
    question.
    """

    row: int
    column: str
    value: str
    severity: Severity
    code: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding that does not yet know its place: what reading one value gave instead of, or beside, the value."""

    severity: Severity
    code: str
    reason: str
    hint: str = ""

    @classmethod
    def of(cls, error: StockpileError) -> Problem:
        """The same refusal as an error of one row; ``E_UNIT_UNKNOWN`` becomes ``unit_unknown``."""
        return cls(Severity.ERROR, error.code.removeprefix("E_").lower(), error.message, error.hint)

    def at(self, row: int, column: str, value: str) -> Finding:
        """The finding about ``value`` in its place."""
        return Finding(row, excerpt(column), excerpt(value), self.severity, self.code, self.reason, self.hint)

    def softened(self) -> Problem:
        """The same as a warning: in a row that books nothing there is nothing to reject."""
        return Problem(Severity.WARNING, self.code, self.reason, self.hint) if self.is_error else self

    @property
    def is_error(self) -> bool:
        """Whether it rejects its row."""
        return self.severity is Severity.ERROR


def excerpt(value: str) -> str:
    """At most 60 characters of ``value``, with every unprintable one replaced by U+FFFD."""
    shown = value if len(value) <= _EXCERPT else value[: _EXCERPT - 1] + "…"
    return shown if shown.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in shown)


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of one file: ``listed`` in the order of the rows, ``counts`` complete by (severity, code)."""

    listed: tuple[Finding, ...] = ()
    counts: Mapping[tuple[Severity, str], int] = field(default_factory=lambda: MappingProxyType({}))

    def total(self, severity: Severity) -> int:
        """How many findings of that severity there are, listed or not."""
        return sum(number for (weight, _), number in self.counts.items() if weight is severity)

    @property
    def unlisted(self) -> int:
        """How many were counted but not kept one by one."""
        return sum(self.counts.values()) - len(self.listed)

    def of(self, code: str) -> tuple[Finding, ...]:
        """The listed findings with that code."""
        return tuple(finding for finding in self.listed if finding.code == code)


class FindingCollector:
    """Gathers findings in bounded memory while a file is read."""

    def __init__(self, limit: int = MAX_LISTED_PER_CODE) -> None:
        self._limit = limit
        self._listed: list[Finding] = []
        self._counts: Counter[tuple[Severity, str]] = Counter()

    def add(self, finding: Finding) -> None:
        """Count the finding, and keep it if there are not yet too many of its kind."""
        kind = (finding.severity, finding.code)
        self._counts[kind] += 1
        if self._counts[kind] <= self._limit:
            self._listed.append(finding)

    def result(self) -> Findings:
        """Everything gathered so far."""
        listed = sorted(self._listed, key=lambda finding: finding.row)
        return Findings(tuple(listed), MappingProxyType(dict(self._counts)))
