"""What happened, said in the window: an icon, up to three lines, an action, and a way to put it away.

An error stays until it is put away or another message comes. Good news leaves by itself after some seconds.

>>> messages.show_error(error)  # doctest: +SKIP
>>> messages.show_message(Status.DONE, "Imported 31 lots.")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.phrases import joined
from stockpile_client.ui import icons, theme
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel

GOOD_NEWS_MS = 8_000


class StatusIcon(QWidget):
    """The icon of a status, alone; the words stand beside it."""

    def __init__(self, status: Status = Status.INFO, *, lines: float = 1.3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = status
        side = round(self.fontMetrics().height() * lines)
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        colour = theme.colours(self.palette()).of(self.status)
        icons.paint(QPainter(self), self.status.value, QRectF(self.rect()), colour)


class MessageBar(Panel):
    """One message at a time, above the workspace."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Status.INFO, parent)
        self._action: Callable[[], None] | None = None
        self._icon = StatusIcon()
        self._headline = PlainLabel(strong=True, wrap=True, selectable=True)
        self._rest = PlainLabel(wrap=True, selectable=True)
        self._code = PlainLabel(size=Size.SMALL, muted=True, selectable=True)
        self._button = Button(look=Look.PLAIN)
        self._close = Button(icon="close", look=Look.QUIET)
        self._close.setAccessibleName(self.tr("Put this message away"))
        self._close.setToolTip(self.tr("Put this message away"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._build()
        self._timer.timeout.connect(self.put_away)
        self._close.clicked.connect(self.put_away)
        self._button.clicked.connect(self._on_action)
        self.setVisible(False)

    def _build(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        lines = QVBoxLayout()
        lines.setSpacing(theme.space(theme.TIGHT) // 2)
        for label in (self._headline, self._rest, self._code):
            lines.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.space(theme.SMALL + 1),) * 4)
        row.setSpacing(theme.space(theme.SMALL + 1))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def words(self) -> str:
        """Everything that is said, line by line."""
        return "\n".join(label.text() for label in (self._headline, self._rest, self._code) if label.text())

    def show_message(
        self,
        status: Status,
        headline: str,
        rest: str = "",
        *,
        code: str = "",
        action: str = "",
        do: Callable[[], None] | None = None,
    ) -> None:
        """Say something; ``action`` names a button that calls ``do`` and puts the message away."""
        self.set_status(status)
        self._icon.status = status
        for label, text in ((self._headline, headline), (self._rest, rest), (self._code, code)):
            label.setText(text)
            label.setVisible(bool(text))
        self._action = do
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(words(headline))
        self.setAccessibleDescription(words(rest))
        self.setVisible(True)
        self._timer.stop()
        if status is Status.DONE and not action:
            self._timer.start(GOOD_NEWS_MS)

    def show_error(self, error: StockpileError) -> None:
        """Say what happened, what was not changed, and what to do next."""
        self.show_message(
            Status.DANGER,
            error.message,
            joined((error.unchanged, error.hint)),
            code=error.code,
        )

    def put_away(self) -> None:
        """Remove the message."""
        self._timer.stop()
        self.setVisible(False)

    def _on_action(self) -> None:
        action, self._action = self._action, None
        self.put_away()
        if action is not None:
            action()
