"""What is around the workspaces while a profile is open: banner, ways between them, messages, whose profile it is.

Built when the first profile opens: the start page does not wait for it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.banner import Banner
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.draft_offer import DraftOffer
from stockpile_client.ui.widgets.job_panel import JobPanel
from stockpile_client.ui.widgets.message_bar import MessageBar
from stockpile_client.ui.widgets.panel import Rule
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.side_navigation import Entry, SideNavigation


class Workbench(QWidget):
    """Banner on top, navigation at the left, messages above the workspace, jobs below when they are asked for."""

    def __init__(self, entries: tuple[Entry, ...], lock: Button, jobs: JobPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.banner = Banner()
        self.messages = MessageBar()
        self.offer = DraftOffer()
        self.navigation = SideNavigation()
        self.stack = QStackedWidget()
        self._short_name = PlainLabel(strong=True, elide=True)
        self._name = PlainLabel(size=Size.SMALL, muted=True, wrap=True)
        self.navigation.set_entries(entries)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._build_side(lock))
        body.addWidget(Rule(vertical=True))
        body.addWidget(self._build_content(), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addLayout(body, 1)
        whole.addWidget(self.jobs)

    def _build_side(self, lock: Button) -> QWidget:
        side = QWidget()
        side.setFixedWidth(self.navigation.width())
        foot = QVBoxLayout()
        small = theme.space(theme.SMALL)
        foot.setContentsMargins(small, small, small, small)
        foot.setSpacing(theme.space(theme.TIGHT) // 2)
        for label in (self._short_name, self._name):
            label.setContentsMargins(small, 0, 0, 0)  # in line with the words of the button below
            foot.addWidget(label)
        foot.addWidget(lock, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, small, 0, 0)
        column.addWidget(self.navigation, 1)
        column.addWidget(Rule())
        column.addLayout(foot)
        return side

    def _build_content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        holder = QVBoxLayout()
        margin = theme.space(theme.MEDIUM)
        holder.setContentsMargins(margin, theme.space(theme.SMALL), margin, 0)
        holder.setSpacing(theme.space(theme.SMALL))
        holder.addWidget(self.offer)
        holder.addWidget(self.messages)
        column.addLayout(holder)
        column.addWidget(self.stack, 1)
        return content

    def show_agency(self, short_name: str, name: str) -> None:
        """Whose profile is open."""
        self._short_name.setText(short_name)
        self._name.setText(name)

    def clear(self) -> None:
        """No profile is open any more: nothing of it stays on the screen."""
        self.banner.clear()
        self.messages.put_away()
        self.offer.clear()
        self.jobs.setVisible(False)
        self.show_agency("", "")
        self.navigation.setCurrentRow(-1)
