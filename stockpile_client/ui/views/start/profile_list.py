"""The profiles of this user, and the ways to others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from stockpile_client.ui import icons, theme
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.inputs import ComboBox
from stockpile_client.ui.widgets.panel import Rule
from stockpile_client.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from stockpile_client.services.places import ProfilePlace

_MOST_ROWS = 8


class ProfileList(QWidget):
    """Choose a profile, or make one."""

    chosen = Signal(object)  # Path of a profile of the list
    browsed = Signal(object)  # Path of a folder that may be a profile or a backup
    create_requested = Signal()
    demo_requested = Signal()
    restore_requested = Signal()
    language_chosen = Signal(str)  # its code

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = PlainLabel(self.tr("Open a profile"), size=Size.TITLE)
        self._words = PlainLabel(muted=True, wrap=True)
        self.list = QListWidget()
        self.open_button = Button(self.tr("Open"), look=Look.PRIMARY)
        self.create_button = Button(self.tr("Create a profile…"), icon="add")
        self.browse_button = Button(self.tr("Another folder…"), icon="folder", look=Look.QUIET)
        self.restore_button = Button(self.tr("Restore a backup…"), icon="history", look=Look.QUIET)
        self.demo_button = Button(self.tr("See the demonstration"), icon="play", look=Look.QUIET)
        self.languages = ComboBox()
        self._build()
        self._connect()
        self.show_places(())

    def _build(self) -> None:
        self.languages.setAccessibleName(self.tr("Language"))
        self.languages.setToolTip(self.tr("Language of the program"))
        self.languages.setVisible(False)
        self.languages.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # else the links squeeze it
        self.list.setAccessibleName(self.tr("Profiles on this machine"))
        self.list.setSpacing(theme.space(theme.TIGHT) // 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(theme.SMALL))
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.create_button)
        buttons.addStretch(1)
        buttons.addWidget(self.browse_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addWidget(self.list)
        column.addSpacing(theme.space(theme.SMALL))
        column.addLayout(buttons)
        column.addWidget(Rule())
        foot = QHBoxLayout()
        foot.addWidget(self.demo_button)
        foot.addWidget(self.restore_button)
        foot.addStretch(1)
        foot.addWidget(self.languages)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.list.itemActivated.connect(self._on_open)
        self.list.currentItemChanged.connect(self._on_current_item_changed)
        self.open_button.clicked.connect(self._on_open)
        self.create_button.clicked.connect(self.create_requested)
        self.demo_button.clicked.connect(self.demo_requested)
        self.restore_button.clicked.connect(self.restore_requested)
        self.browse_button.clicked.connect(self._on_browse)
        self.languages.activated.connect(self._on_language_activated)

    def show_places(self, places: Sequence[ProfilePlace]) -> None:
        """List these profiles; none: say what a profile is and offer the first step."""
        self.list.clear()
        for place in places:
            item = QListWidgetItem(icons.icon("inventory"), place.name, self.list)
            item.setData(Qt.ItemDataRole.UserRole, place.folder)
        rows = min(len(places), _MOST_ROWS)
        self.list.setFixedHeight(rows * (theme.row_height() + theme.space(theme.TIGHT)) + theme.space(theme.SMALL))
        self.list.setVisible(bool(places))
        self.open_button.setVisible(bool(places))
        self.create_button.set_look(Look.PLAIN if places else Look.PRIMARY)
        self._title.setText(self.tr("Open a profile") if places else self.tr("Welcome"))
        self._words.setText(
            self.tr("A profile holds one agency's stock, keys and partners.")
            if places
            else self.tr(
                "There is no profile on this machine yet. A profile holds one agency's stock, keys and partners, in a"
                " file that only its passphrase opens."
            )
        )
        if places:
            self.list.setCurrentRow(0)

    def show_languages(self, offered: Mapping[str, str], current: str) -> None:
        """Offer these languages (code → name); with a single one there is nothing to choose."""
        self.languages.clear()
        for code, name in offered.items():
            self.languages.addItem(name, code)
        self.languages.setCurrentIndex(self.languages.findData(current))
        self.languages.setVisible(len(offered) > 1)

    def _on_language_activated(self) -> None:
        self.language_chosen.emit(self.languages.currentData())

    def _on_current_item_changed(self, item: QListWidgetItem | None) -> None:
        self.open_button.setEnabled(item is not None)

    def _on_open(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(Path(item.data(Qt.ItemDataRole.UserRole)))

    def _on_browse(self) -> None:
        from stockpile_client.ui import files  # noqa: PLC0415 - its dialog is not for the start

        files.choose_folder(self, self.tr("Choose the folder of a profile or a backup"), self.browsed.emit)
