"""Which entries of the audit log are shown: of one kind, by one person, of a time.

>>> bar.query()  # doctest: +SKIP
AuditQuery(events=('backup_verified',), actor='', since=None, until=None)
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stockpile_client.core.phrases import mark
from stockpile_client.services.audit_log import AuditChoices, AuditQuery
from stockpile_client.services.audit_words import KIND_WORDS, AuditKind, kind_of
from stockpile_client.ui import theme
from stockpile_client.ui.language import tr
from stockpile_client.ui.widgets.inputs import ComboBox, DateEdit
from stockpile_client.ui.widgets.plain_label import PlainLabel

_LAST_INSTANT = time(23, 59, 59, 999_999)


class Span(Enum):
    """How far back one looks; the value is its name on screen."""

    EVER = mark("At any time")
    TODAY = mark("Today")
    WEEK = mark("In the last 7 days")
    MONTH = mark("In the last 30 days")
    YEAR = mark("This year")
    CHOSEN = mark("Between two days")


def days_of(span: Span, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of a span that ends today; ``None``: without an end on that side."""
    match span:
        case Span.TODAY:
            return today, None
        case Span.WEEK:
            return today - timedelta(days=6), None
        case Span.MONTH:
            return today - timedelta(days=29), None
        case Span.YEAR:
            return today.replace(month=1, day=1), None
    return None, None


def moments(first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    """The first and the last instant of days of this machine's time zone, in UTC."""
    since = None if first is None else datetime.combine(first, time()).astimezone().astimezone(UTC)
    until = None if last is None else datetime.combine(last, _LAST_INSTANT).astimezone().astimezone(UTC)
    return since, until


class FilterBar(QWidget):
    """Three choices in one line; ``changed`` says that another query holds."""

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._choices = AuditChoices((), ())
        self.kind = ComboBox()
        self.actor = ComboBox()
        self.span = ComboBox()
        self.first = DateEdit()
        self.last = DateEdit()
        self.count = PlainLabel(muted=True)
        self._build()
        for box in (self.kind, self.actor, self.span):
            box.currentIndexChanged.connect(self._on_chosen)
        for day in (self.first, self.last):
            day.dateChanged.connect(self._on_chosen)

    def _build(self) -> None:
        self.kind.setAccessibleName(self.tr("Kind of entry"))
        self.actor.setAccessibleName(self.tr("Person"))
        self.span.setAccessibleName(self.tr("Time"))
        self.first.setAccessibleName(self.tr("First day"))
        self.last.setAccessibleName(self.tr("Last day"))
        for span in Span:
            self.span.addItem(tr(span.value), span)
        today = QDate(self._today.year, self._today.month, self._today.day)
        self.first.setDate(today.addDays(-29))
        self.last.setDate(today)
        self._show_days()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(theme.SMALL))
        for box in (self.kind, self.actor, self.span):
            box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
            row.addWidget(box)
        row.addWidget(self.first)
        row.addWidget(self.last)
        row.addStretch(1)
        row.addWidget(self.count)
        self.show_choices(self._choices)

    def show_choices(self, choices: AuditChoices) -> None:
        """Offer what is in the log; what is chosen stays chosen where it can."""
        self._choices = choices
        kinds = [kind for kind in AuditKind if any(kind_of(event) is kind for event in choices.events)]
        self._refill(self.kind, self.tr("Everything"), [(tr(KIND_WORDS[kind]), kind) for kind in kinds])
        self._refill(self.actor, self.tr("By anybody"), [(name, name) for name in choices.actors])

    @staticmethod
    def _refill(box: ComboBox, anything: str, items: list[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(anything, "")
        for words, value in items:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    def query(self) -> AuditQuery:
        """What is chosen."""
        kind, span = self.kind.currentData(), self.span.currentData()
        events = tuple(event for event in self._choices.events if kind_of(event) == kind) if kind else ()
        days = self._chosen_days() if span is Span.CHOSEN else days_of(span, self._today)
        since, until = moments(*days)
        return AuditQuery(events, str(self.actor.currentData() or ""), since, until)

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return self.query() != AuditQuery()

    def clear(self) -> None:
        """Leave nothing out."""
        for box in (self.kind, self.actor, self.span):
            box.setCurrentIndex(0)

    def _chosen_days(self) -> tuple[date, date]:
        first, last = sorted((self.first.date().toPython(), self.last.date().toPython()))  # type: ignore[type-var]
        return first, last  # type: ignore[return-value]  # toPython gives a date

    def _show_days(self) -> None:
        chosen = self.span.currentData() is Span.CHOSEN
        self.first.setVisible(chosen)
        self.last.setVisible(chosen)

    def _on_chosen(self) -> None:
        self._show_days()
        self.changed.emit()
