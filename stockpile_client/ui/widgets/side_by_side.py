"""Two parts beside each other, or one above the other where the width is too small: large fonts, small screens.

>>> SideBySide(list_part, detail_part, characters=110, shares=(4, 5))  # doctest: +SKIP
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from stockpile_client.ui import theme


class SideBySide(QSplitter):
    """``characters``: the least width, in average characters, at which the parts stand beside each other."""

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        *,
        characters: int,
        shares: tuple[int, int],
        parent: QWidget | None = None,
    ) -> None:
        # Above one another until there is room: beside each other their least widths would widen the window.
        super().__init__(Qt.Orientation.Vertical, parent)
        self._characters = characters
        self._shares = shares
        self.setChildrenCollapsible(False)
        self.setHandleWidth(theme.space(theme.SMALL))
        self.addWidget(first)
        self.addWidget(second)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = event.size().width() >= theme.text_width(self._characters)
        wanted = Qt.Orientation.Horizontal if room else Qt.Orientation.Vertical
        if wanted is not self.orientation():
            self.setOrientation(wanted)
            self._share()
        super().resizeEvent(event)

    def _share(self) -> None:
        self.setSizes([share * theme.text_width(100) for share in self._shares])
