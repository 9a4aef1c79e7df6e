"""A file that was refused: what happened, what was not changed, what to do next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui import theme
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea


class RefusedPage(QWidget):
    """See the module; where a person may set the clock rules aside, it offers that."""

    open_other_chosen = Signal()
    override_chosen = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel(size=Size.TITLE, wrap=True)
        self.notice = NoticePanel(Status.DANGER)
        self.facts = Facts()
        self.close_button = Button(self.tr("Close"))
        self.override = Button(self.tr("Open it all the same…"))
        self.open_other = Button(self.tr("Open another file…"), look=Look.PRIMARY)
        self._build()
        self.close_button.clicked.connect(self.closed)
        self.override.clicked.connect(self.override_chosen)
        self.open_other.clicked.connect(self.open_other_chosen)

    def _build(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, theme.space(theme.SMALL), 0)
        column.setSpacing(theme.space(theme.MEDIUM))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(theme.SMALL))
        for button in (self.open_other, self.override, self.close_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for widget in (self.title, self.notice, self.facts):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(page))

    def show_refusal(self, path: Path, error: StockpileError) -> None:
        """Say why ``path`` was refused."""
        self.title.setText(self.tr("{name} was not opened").format(name=path.name))
        self.notice.say(error.message)
        self.facts.show_facts(
            [
                (self.tr("Not changed"), error.unchanged),
                (self.tr("What to do"), error.hint),
                (self.tr("Code"), error.code),
            ]
        )
        self.override.setVisible(error.code == "E_CLOCK")
        self.open_other.setFocus()
