"""The four states of a view: loading, empty, error, full.

>>> stack = StateStack(table)  # doctest: +SKIP
>>> stack.show_empty("inventory", "No stock yet", "Lots appear here once …", actions=[import_button])  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.phrases import joined
from stockpile_client.ui import icons, theme
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea

PATIENCE_MS = 250
"""A wait shorter than this is not worth announcing: the word would only flash."""


class _Emblem(QWidget):
    """A large, quiet icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = "inventory"
        self.status: Status | None = None
        side = theme.space(theme.HUGE + theme.SMALL)
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.colours(self.palette())
        colour = QColor(colours.muted) if self.status is None else colours.of(self.status)
        icons.paint(QPainter(self), self.name, QRectF(self.rect()), colour)


class EmptyState(QWidget):
    """Says what belongs here and offers the first step; an error in place of content looks the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._emblem = _Emblem()
        self._title = PlainLabel(size=Size.TITLE)
        self._words = PlainLabel(muted=True, wrap=True)
        self._code = PlainLabel(size=Size.SMALL, muted=True, selectable=True)
        self._actions = QHBoxLayout()
        self._build()

    def _build(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        self._words.setAlignment(centre)
        self._actions.setSpacing(theme.space(theme.SMALL))
        column = QVBoxLayout(self)
        column.setSpacing(theme.space(theme.SMALL))
        column.addStretch(2)
        for widget in (self._emblem, self._title, self._words, self._code):
            column.addWidget(widget, 0, centre)
        column.addSpacing(theme.space(theme.SMALL))
        column.addLayout(self._actions)
        column.setAlignment(self._actions, centre)
        column.addStretch(3)

    def _fit_words(self) -> None:
        """Lines of a readable length, or shorter ones where there is less room."""
        width = max(theme.text_width(20), min(theme.text_width(76), self.width() - theme.space(theme.LARGE)))
        self._words.setFixedWidth(width)
        self._words.setFixedHeight(max(0, self._words.heightForWidth(width)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.text_width(24), super().minimumSizeHint().height())

    @property
    def title(self) -> str:
        """The headline."""
        return self._title.text()

    def show_words(
        self,
        emblem: str,
        title: str,
        words: str,
        actions: Sequence[QWidget] = (),
        *,
        code: str = "",
        status: Status | None = None,
    ) -> None:
        """Say ``title`` and ``words`` under an icon, with buttons below."""
        self._emblem.name, self._emblem.status = emblem, status
        self._emblem.update()
        self._title.setText(title)
        self._words.setText(words)
        self._fit_words()
        self._code.setText(code)
        self._code.setVisible(bool(code))
        while self._actions.count():
            item = self._actions.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None and widget not in actions:
                widget.setParent(None)
        for action in actions:
            self._actions.addWidget(action)


class StateStack(QStackedWidget):
    """Shows a view's content, or in its place that it is loading, empty or failed.

    What stands in place of the content is built when it is first needed: most views never do.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._is_loading = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_lost)
        self.addWidget(content)

    @cached_property
    def _words(self) -> EmptyState:
        """What stands in place of the content."""
        words = EmptyState()
        self.addWidget(ScrollArea(words))
        return words

    @property
    def state(self) -> str:
        """``full``, ``loading``, or the headline of what stands in place of the content."""
        if self.currentWidget() is self._content:
            return "full"
        return "loading" if self._is_loading else self._words.title

    def show_content(self) -> None:
        """Full."""
        self._patience.stop()
        self.setCurrentWidget(self._content)

    def show_loading(self) -> None:
        """Loading; what is shown stays until it has taken a moment."""
        if not self._patience.isActive():
            self._patience.start()

    def show_empty(self, emblem: str, title: str, words: str, actions: Sequence[QWidget] = ()) -> None:
        """Empty: what belongs here, and the first step."""
        self._words.show_words(emblem, title, words, actions)
        self._show_words()

    def show_error(self, error: StockpileError, retry: Button | None = None) -> None:
        """Error: what happened, what was not changed, what to do."""
        words = joined((error.unchanged, error.hint))
        actions = [] if retry is None else [retry]
        self._words.show_words("danger", error.message, words, actions, code=error.code, status=Status.DANGER)
        self._show_words()

    def _on_patience_lost(self) -> None:
        self._words.show_words("history", self.tr("Reading…"), "")
        self._show_words(is_loading=True)

    def _show_words(self, *, is_loading: bool = False) -> None:
        self._patience.stop()
        self._is_loading = is_loading
        self.setCurrentIndex(self.count() - 1)
