"""A decision: what it is about, what is needed for it, and two buttons. Refusals are said inside.

The dialog stays open while its work runs, and closes only when the work was done or the person goes back.

>>> dialog.confirmed.connect(self._on_confirmed)  # doctest: +SKIP
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui import language, theme
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.message_bar import MessageBar
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea

_CHARACTERS = 84
MOST_OF_SCREEN = 0.95


class DecisionDialog(QDialog):
    """The frame of every decision; put what is needed into ``body``."""

    confirmed = Signal()

    def __init__(self, title: str, words: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(language.words(title))
        self._busy = False
        self._page = QWidget()
        self.messages = MessageBar()
        self.cancel = Button(self.tr("Cancel"))
        self.primary = Button(action, look=Look.PRIMARY)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.space(theme.MEDIUM))
        self._build(title, words)
        self.primary.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.primary.clicked.connect(self.confirmed)

    def _build(self, title: str, words: str) -> None:
        inside = QVBoxLayout(self._page)
        margin = theme.space(theme.LARGE)
        inside.setContentsMargins(margin, margin, margin, theme.space(theme.SMALL))
        inside.setSpacing(theme.space(theme.MEDIUM))
        inside.addWidget(PlainLabel(title, size=Size.TITLE, wrap=True))
        if words:
            inside.addWidget(PlainLabel(words, wrap=True))
        inside.addLayout(self.body)
        inside.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(margin, theme.space(theme.SMALL), margin, theme.space(theme.MEDIUM))
        buttons.setSpacing(theme.space(theme.SMALL))
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.primary)
        said = QVBoxLayout()
        said.setContentsMargins(margin, 0, margin, 0)
        said.addWidget(self.messages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ScrollArea(self._page), 1)
        column.addLayout(said)
        column.addLayout(buttons)

    def sizeHint(self) -> QSize:
        bar = theme.space(theme.SMALL + 1)
        layout = self._page.layout()
        assert layout is not None  # built above
        layout.activate()  # what was added since counts
        width = max(theme.text_width(_CHARACTERS), layout.totalMinimumSize().width())
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        height += theme.control_height() + theme.space(theme.LARGE + theme.MEDIUM)
        if not self.messages.isHidden():
            height += self.messages.heightForWidth(width - 2 * theme.space(theme.LARGE))
        return QSize(width + bar, height + bar).boundedTo(self.screen().availableSize() * MOST_OF_SCREEN)

    def let_body_grow(self) -> None:
        """The body takes the height that is left over, for what scrolls inside."""
        layout = self._page.layout()
        assert isinstance(layout, QVBoxLayout)  # built above
        layout.setStretchFactor(self.body, 1000)

    def fit(self) -> None:
        """Take the size that the content needs by now."""
        self.resize(self.sizeHint().expandedTo(self.size()))

    def set_busy(self, busy: bool) -> None:
        """While the work runs nothing can be pressed, and the dialog stays."""
        self._busy = busy
        self.primary.setEnabled(not busy)
        self.cancel.setEnabled(not busy)

    def show_refusal(self, error: StockpileError) -> None:
        """The work was refused: say so, and let the person go on."""
        self.set_busy(False)
        self.messages.show_error(error)
        self.fit()

    def reject(self) -> None:
        if not self._busy:
            super().reject()
