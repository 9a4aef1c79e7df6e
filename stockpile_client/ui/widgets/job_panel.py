"""What runs and what has run since the profile was opened, above the status bar.

>>> panel = JobPanel(history, formats)  # doctest: +SKIP
>>> panel.closed.connect(lambda: panel.setVisible(False))  # doctest: +SKIP
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.ui import job_words, theme
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.job_history import JobEntry, JobHistory
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.job_indicator import JobProgress
from stockpile_client.ui.widgets.message_bar import StatusIcon
from stockpile_client.ui.widgets.panel import Rule
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea

_MOST_LINES = 5


class JobPanel(QWidget):
    """A list, the running jobs first. Nothing is built while it is hidden."""

    closed = Signal()

    def __init__(self, history: JobHistory, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._formats = formats
        self.lines: list[JobLine] = []
        self.close_button = Button(icon="close", look=Look.QUIET)
        self.nothing = PlainLabel(self.tr("Nothing has run since the profile was opened."), muted=True)
        self._page = QWidget()
        self._list = QVBoxLayout(self._page)
        self._area = ScrollArea(self._page)
        self._build()
        self.close_button.clicked.connect(self.closed)
        history.changed.connect(self._on_changed)
        history.progressed.connect(self._on_progressed)
        self.setVisible(False)

    def _build(self) -> None:
        margin, small = theme.space(theme.MEDIUM), theme.space(theme.SMALL)
        self.close_button.setAccessibleName(self.tr("Close the list of jobs"))
        self.close_button.setToolTip(self.tr("Close the list of jobs"))
        self._list.setContentsMargins(0, 0, small, 0)
        self._list.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("Jobs"), strong=True), 1)
        head.addWidget(self.close_button)
        inside = QVBoxLayout()
        inside.setContentsMargins(margin, small, margin, small)
        inside.setSpacing(theme.space(theme.TIGHT))
        inside.addLayout(head)
        inside.addWidget(self.nothing)
        inside.addWidget(self._area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        column.addLayout(inside)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _on_changed(self) -> None:
        if self.isVisible():
            self._fill()

    def _on_progressed(self, entry: JobEntry) -> None:
        for line in self.lines:
            if line.entry is entry:
                line.say()

    def _fill(self) -> None:
        for line in self.lines:
            self._list.removeWidget(line)
            line.setVisible(False)
            line.deleteLater()
        entries = (*self._history.running, *self._history.ended)
        self.lines = [JobLine(entry, self._formats) for entry in entries]
        for line in self.lines:
            self._list.addWidget(line)
        self.nothing.setVisible(not entries)
        self._area.setVisible(bool(entries))
        self._area.setFixedHeight(min(len(entries), _MOST_LINES) * _line_height())


class JobLine(QWidget):
    """One job: how it stands, what it is, how far; a running one can be cancelled."""

    def __init__(self, entry: JobEntry, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._formats = formats
        self._icon = StatusIcon(lines=1.0)
        self._aside = PlainLabel(size=Size.SMALL, muted=True, elide=True)
        self._bar = JobProgress()
        self.cancel = Button(self.tr("Cancel"), look=Look.QUIET)
        self.setFixedHeight(_line_height())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(theme.SMALL))
        row.addWidget(self._icon)
        row.addWidget(PlainLabel(entry.title, elide=True), 2)
        row.addWidget(self._aside, 3)
        row.addWidget(self._bar)
        row.addWidget(self.cancel)
        self.cancel.setAccessibleName(self.tr("Cancel: {title}").format(title=entry.title))
        self.cancel.clicked.connect(self._on_cancel)
        for widget in (self._bar, self.cancel):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # what stands before it lines up with the lines above
            widget.setSizePolicy(policy)
            widget.setVisible(entry.job is not None)
        self.say()

    @property
    def words(self) -> str:
        """What is said beside the title."""
        return self._aside.text()

    def say(self) -> None:
        """Say how it stands now."""
        status, line = job_words.how_it_ended(self.entry, self._formats)
        self._icon.status = status
        if self.entry.job is not None:
            line = job_words.how_far(self.entry, self._formats) or line
            self._bar.show_entry(self.entry)
        self._aside.setText(line)

    def _on_cancel(self) -> None:
        if self.entry.job is not None:
            self.cancel.setEnabled(False)
            self.entry.job.cancel()


def _line_height() -> int:
    return theme.control_height()
