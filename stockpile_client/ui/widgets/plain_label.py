"""The one label of the program. It shows text as it is: never as markup, never as a link.

Qt's label, message box and tool tip guess whether a text is HTML, and HTML may load ``file://`` images: what a partner
or a spreadsheet sent must not be guessed about. A test finds any other use of them.

>>> PlainLabel("<img src='file:///etc/hostname'>").text()  # doctest: +SKIP
"<img src='file:///etc/hostname'>"
"""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Size


class PlainLabel(QLabel):
    """Text in one of the three sizes, a phrase in the language of the window.

    ``wrap`` breaks lines; ``elide`` cuts one line short and tells all in a tip.
    """

    def __init__(
        self,
        text: str = "",
        *,
        size: Size = Size.BODY,
        strong: bool = False,
        muted: bool = False,
        wrap: bool = False,
        elide: bool = False,
        fixed: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(size, strong=strong, fixed=fixed))
        self.setWordWrap(wrap)
        if muted:
            self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)

    def setText(self, text: str) -> None:
        shown = words(text)
        super().setText(shown)
        if self._elide:
            self.setToolTip(plain_tip(shown))

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(theme.text_width(4), hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


def plain_tip(text: str) -> str:
    """``text`` for a tool tip, so that Qt shows its characters and does not read them as markup."""
    return f"<qt>{html.escape(words(text))}</qt>" if text else ""
