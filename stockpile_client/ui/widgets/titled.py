"""A table among others on a page: its title, a line that says what it is for, what can be done, and the table itself.

>>> Titled(self.tr("Receipts due"), words, self.due_table, buttons=(self.write,))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.plain_label import PlainLabel


def headline(title: str, words: str | QWidget, buttons: Sequence[QWidget] = ()) -> QHBoxLayout:
    """Title, quiet words (or a widget that says them) that take the room, and buttons at the right."""
    head = QHBoxLayout()
    head.setSpacing(theme.space(theme.SMALL))
    head.addWidget(PlainLabel(title, strong=True))
    head.addWidget(PlainLabel(words, muted=True, elide=True) if isinstance(words, str) else words, 1)
    for button in buttons:
        head.addWidget(button)
    return head


class Titled(QWidget):
    """A headline above framed content."""

    def __init__(
        self, title: str, words: str | QWidget, content: QWidget, buttons: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(headline(title, words, buttons))
        column.addWidget(framed(content), 1)
