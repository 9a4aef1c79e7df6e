"""A passage that must not be overlooked: an icon, a headline and lines, on the soft colour of a status."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.message_bar import StatusIcon
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel


class NoticePanel(Panel):
    """Stays as long as what it says is so; hidden while it says nothing."""

    def __init__(self, status: Status = Status.CAUTION, parent: QWidget | None = None) -> None:
        super().__init__(status, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._icon = StatusIcon(status)
        self._headline = PlainLabel(strong=True, wrap=True, selectable=True)
        self._lines = PlainLabel(wrap=True, selectable=True)
        column = QVBoxLayout()
        column.setSpacing(theme.space(theme.TIGHT))
        column.addWidget(self._headline)
        column.addWidget(self._lines)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.space(theme.SMALL + 1),) * 4)
        row.setSpacing(theme.space(theme.SMALL + 1))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.setVisible(False)

    @property
    def words(self) -> str:
        """Everything that is said, line by line; nothing while it is hidden."""
        if self.isHidden():
            return ""
        return "\n".join(label.text() for label in (self._headline, self._lines) if label.text())

    def say(self, headline: str, lines: Sequence[str] = (), *, status: Status | None = None) -> None:
        """Say something; an empty headline hides the panel."""
        if status is not None:
            self.set_status(status)
            self._icon.status = status
            self._icon.update()
        self._headline.setText(headline)
        self._lines.setText("\n".join(map(words, lines)))
        self._lines.setVisible(bool(lines))
        self.setAccessibleName(self._headline.text())
        self.setAccessibleDescription(self._lines.text())
        self.setVisible(bool(headline))
