"""One thing on the overview: its status, what it is about, and a button that leads to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.message_bar import StatusIcon
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel


class Line(Panel):
    """A status, what it is about, and a button."""

    def __init__(self, action: str, *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(None, parent)
        self._icon = StatusIcon()
        self._headline = PlainLabel(strong=True, wrap=True, selectable=True)
        self._detail = PlainLabel(muted=True, wrap=True, selectable=True)
        self.button = Button(action, icon=icon, look=Look.PLAIN)
        self.button.setVisible(bool(action))
        words = QVBoxLayout()
        words.setSpacing(theme.space(theme.TIGHT) // 2)
        words.addWidget(self._headline)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.space(theme.SMALL + 1),) * 4)
        row.setSpacing(theme.space(theme.SMALL + 1))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def words(self) -> str:
        """What is said."""
        return self._headline.text()

    def say(self, status: Status, headline: str, detail: str) -> None:
        """Say it."""
        self._icon.status = status
        self._icon.update()
        self._headline.setText(headline)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(headline)
