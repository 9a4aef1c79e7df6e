"""One matter of the settings: a heading, a sentence, what is set, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea


class Section(Panel):
    """Put widgets into ``body``; buttons stand below."""

    def __init__(
        self, title: str, explained: str = "", buttons: Sequence[Button] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(None, parent)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.space(theme.SMALL + 1))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(theme.MEDIUM),) * 4)
        column.setSpacing(theme.space(theme.SMALL + 1))
        column.addWidget(PlainLabel(title, strong=True))
        if explained:
            column.addWidget(PlainLabel(explained, muted=True, wrap=True))
        column.addLayout(self.body)
        if buttons:
            row = QHBoxLayout()
            row.setSpacing(theme.space(theme.SMALL))
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)


class SettingsPage(ScrollArea):
    """Sections below each other, in lines of a readable length."""

    def __init__(self, sections: Sequence[QWidget], parent: QWidget | None = None) -> None:
        page = QWidget()
        super().__init__(page, parent)
        page.setMaximumWidth(theme.text_width(140))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, theme.space(theme.SMALL), theme.space(theme.MEDIUM))
        column.setSpacing(theme.space(theme.MEDIUM))
        for section in sections:
            column.addWidget(section)
        column.addStretch(1)

    def refresh(self) -> None:
        """Read again what is shown."""
