"""Ask for the passphrase of a profile, and say plainly why it did not open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui import theme
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import PassphraseEdit
from stockpile_client.ui.widgets.message_bar import MessageBar
from stockpile_client.ui.widgets.plain_label import PlainLabel


class UnlockForm(QWidget):
    """One field, one button."""

    submitted = Signal(object, str)  # Path, passphrase
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = Path()
        self._title = PlainLabel(size=Size.TITLE, elide=True)
        self._place = PlainLabel(size=Size.SMALL, muted=True, elide=True)
        self.refusal = MessageBar()
        self.passphrase = PassphraseEdit()
        self._field = Field(
            self.tr("&Passphrase"), self.passphrase, self.tr("Spaces count. Caps Lock is the usual culprit.")
        )
        self.unlock_button = Button(self.tr("Unlock"), icon="lock", look=Look.PRIMARY)
        self.back_button = Button(self.tr("Other profiles"), icon="back", look=Look.QUIET)
        self._build()
        self.passphrase.returnPressed.connect(self._on_submit)
        self.passphrase.textEdited.connect(self._on_edited)
        self.unlock_button.clicked.connect(self._on_submit)
        self.back_button.clicked.connect(self.back_requested)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.unlock_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(self._title)
        column.addWidget(self._place)
        column.addSpacing(theme.space(theme.SMALL))
        column.addWidget(self._field)
        column.addWidget(self.refusal)
        column.addSpacing(theme.space(theme.SMALL))
        column.addLayout(buttons)

    def ask(self, folder: Path) -> None:
        """Ask for the passphrase of the profile in ``folder``."""
        self._folder = folder
        self._title.setText(self.tr("Unlock {name}").format(name=folder.name))
        self._place.setText(str(folder))
        self.passphrase.clear()
        self.refusal.put_away()
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        """While the key is being derived nothing can be typed."""
        self.passphrase.setEnabled(not busy)
        self.back_button.setEnabled(not busy)
        self.unlock_button.setEnabled(not busy and bool(self.passphrase.text()))
        self.unlock_button.setText(self.tr("Unlocking…") if busy else self.tr("Unlock"))
        self.unlock_button.updateGeometry()

    def show_refusal(self, error: StockpileError) -> None:
        """Say why the profile did not open."""
        self.refusal.show_message(Status.DANGER, error.message, error.hint, code=error.code)
        self.passphrase.setFocus()

    def _on_edited(self, text: str) -> None:
        self.unlock_button.setEnabled(bool(text))

    def _on_submit(self) -> None:
        if self.passphrase.text():
            self.refusal.put_away()
            self.submitted.emit(self._folder, self.passphrase.take())
