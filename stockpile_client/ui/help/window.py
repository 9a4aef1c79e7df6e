"""The help window: pages on the left with a search above them, the page on the right. It stays open beside the work."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from stockpile_client.ui import language, theme
from stockpile_client.ui.help.pages import load
from stockpile_client.ui.help.reader import Reader
from stockpile_client.ui.language import tr
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.inputs import LineEdit
from stockpile_client.ui.widgets.plain_label import PlainLabel, plain_tip
from stockpile_client.ui.widgets.scroll_bar import thin_scroll_bars


class HelpWindow(QDialog):
    """Not modal: what it explains can be done while it is read. Escape closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help – Stockpile Client"))
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, on=True)
        self._pages = load(language.current())
        self._past: list[str] = []
        self.search = LineEdit(icon="search", placeholder=tr("Search the help"))
        self.search.setAccessibleName(tr("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setAccessibleName(tr("Help pages"))
        self.nothing = PlainLabel(tr("No page has all these words."), muted=True, wrap=True)
        self.reader = Reader()
        self.back = Button(tr("Back"), icon="back", look=Look.QUIET)
        self.back.setAutoDefault(False)  # Enter in the search opens the first page
        self.back.setEnabled(False)
        for area in (self.list, self.reader):
            thin_scroll_bars(area)
        self._build()
        self._connect()
        self._fill("")
        wanted = QSize(theme.text_width(140), theme.row_height() * 24)
        self.resize(wanted.boundedTo(self.screen().availableSize()))

    def _build(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(*(theme.space(theme.SMALL),) * 4)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        split = QSplitter()
        split.addWidget(side)
        split.addWidget(self.reader)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.text_width(38), theme.text_width(102)])
        split.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._open_first)
        self.list.currentItemChanged.connect(self._on_item)
        self.reader.chosen.connect(self.show_page)
        self.back.clicked.connect(self.go_back)
        for keys, work in ((QKeySequence.StandardKey.Back, self.go_back), (QKeySequence.StandardKey.Find, self._seek)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(work)

    @property
    def page(self) -> str:
        """The key of the page that is shown."""
        return self._past[-1] if self._past else ""

    def show_page(self, key: str) -> None:
        """Show a page; the one before can be gone back to."""
        page = self._pages.page(key)
        if page.key == self.page:
            return
        self._past.append(page.key)
        self._show(page.key)

    def go_back(self) -> None:
        """Show the page before this one."""
        if len(self._past) > 1:
            self._past.pop()
            self._show(self._past[-1])

    def _show(self, key: str) -> None:
        self.reader.show_page(self._pages.page(key))
        self.back.setEnabled(len(self._past) > 1)
        self._mark(key)

    def _fill(self, wanted: str) -> None:
        found = self._pages.find(wanted) if wanted.strip() else list(self._pages.pages)
        self.list.blockSignals(True)
        self.list.clear()
        for page in found:
            item = QListWidgetItem(page.title, self.list)
            item.setData(Qt.ItemDataRole.UserRole, page.key)
            item.setToolTip(plain_tip(page.title))
            item.setSizeHint(QSize(0, theme.row_height()))
        self.list.blockSignals(False)
        self.nothing.setVisible(not found)
        self._mark(self.page)

    def _mark(self, key: str) -> None:
        self.list.blockSignals(True)
        self.list.setCurrentRow(-1)
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _open_first(self) -> None:
        if self.list.count():
            self.show_page(self.list.item(0).data(Qt.ItemDataRole.UserRole))

    def _on_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_page(item.data(Qt.ItemDataRole.UserRole))

    def _seek(self) -> None:
        self.search.setFocus()
        self.search.selectAll()
