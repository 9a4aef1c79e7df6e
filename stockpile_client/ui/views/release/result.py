"""The statement is written: which file, which number, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.services.release import Released, ReleasePlan
from stockpile_client.ui import theme
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.workspaces import Desk


class ReleaseResult(QWidget):
    """See the module."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._path = ""
        self.notice = NoticePanel(Status.DONE)
        self.facts = Facts()
        self.steps = PlainLabel(wrap=True, selectable=True)
        self.copy = Button(self.tr("Copy the file's path"))
        self.history = Button(self.tr("Show the history"), icon="history")
        self.again = Button(self.tr("Prepare another"), look=Look.PRIMARY)
        self._build()
        self.copy.clicked.connect(self._on_copy)
        self.history.clicked.connect(lambda: self._desk.go("history", ""))
        self.again.clicked.connect(self.closed)

    def _build(self) -> None:
        panel = Panel()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(*(theme.space(theme.MEDIUM),) * 4)
        inside.setSpacing(theme.space(theme.SMALL + 1))
        inside.addWidget(self.facts)
        inside.addSpacing(theme.space(theme.SMALL))
        inside.addWidget(PlainLabel(self.tr("What to do next"), strong=True))
        inside.addWidget(self.steps)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(theme.SMALL))
        for button in (self.again, self.history, self.copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, theme.space(theme.SMALL), 0)
        column.setSpacing(theme.space(theme.MEDIUM))
        column.addWidget(PlainLabel(self.tr("Statement released"), size=Size.TITLE))
        column.addWidget(self.notice)
        column.addWidget(panel)
        column.addLayout(buttons)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(page))

    def show_released(self, plan: ReleasePlan, released: Released) -> None:
        """Show what was written."""
        file, formats = released.file, self._desk.formats
        names = ", ".join(partner.short_name for partner in plan.audience)
        self._path = str(file.path)
        self.notice.say(
            self.tr("The bundle for {names} was signed, encrypted and written.").format(names=names),
        )
        self.facts.show_facts(
            [
                (self.tr("File"), file.path.name),
                (self.tr("Folder"), str(file.path.parent)),
                (self.tr("Size"), self.tr("{n} bytes").format(n=formats.integer(file.size))),
                (self.tr("To"), ", ".join(partner.name for partner in plan.audience)),
                (self.tr("As of"), formats.day(plan.header.as_of)),
                (self.tr("Marking"), plan.marking.code),
                (self.tr("Number in the channel"), formats.integer(file.seq)),
                (self.tr("Channel"), file.channel),
            ]
        )
        self.steps.setText(
            "\n".join(
                (
                    self.tr("1. Carry or send the file to {names}. Only they can open it; its name tells nobody"
                            " anything.").format(names=names),
                    self.tr("2. They open it, look at it, and accept or reject it."),
                    self.tr("3. Open the receipt that comes back. Until then the history shows the statement as"
                            " sent."),
                )
            )
        )  # fmt: skip
        self.again.setFocus()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._path)
        self._desk.messages.show_message(Status.DONE, self.tr("The path is on the clipboard."))
