"""The recovery key of a new profile: shown once, to be printed or saved, stored nowhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPagedPaintDevice, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui import files, theme
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.start.wizard import Step
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.inputs import CheckBox
from stockpile_client.ui.widgets.message_bar import MessageBar
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel

_GROUPS_PER_LINE = 5


class RecoveryPage(Step):
    """Cannot be left before the user says that the key is on paper."""

    save_requested = Signal(object)  # Path of a PDF: whoever has the profile writes it, then calls say_saved
    kept_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = self.tr("Keep the recovery key")
        self.final = True
        self._agency = ""
        self._key = ""
        self.messages = MessageBar()
        self._shown = PlainLabel(fixed=True, selectable=True)
        self.save_button = Button(self.tr("Save…"), icon="file")
        self.print_button = Button(self.tr("Print…"), icon="print")
        self.kept = CheckBox(self.tr("The key is on paper, and in a safe place"))
        self._build()
        self.save_button.clicked.connect(self._on_save)
        self.print_button.clicked.connect(self._on_print)
        self.kept.toggled.connect(self.kept_changed)

    def _build(self) -> None:
        self._shown.setAccessibleName(self.tr("Recovery key"))
        sheet = Panel()
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(*(theme.space(theme.MEDIUM),) * 4)
        inside.addWidget(self._shown, 0, Qt.AlignmentFlag.AlignHCenter)
        ways = QHBoxLayout()
        ways.addWidget(self.print_button)
        ways.addWidget(self.save_button)
        ways.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(
            PlainLabel(
                self.tr(
                    "If this machine or its keys are lost, this key proves to your partners that new keys are yours."
                    " It is shown once and stored nowhere. It does not open the profile: only the passphrase does."
                ),
                wrap=True,
            )
        )
        column.addWidget(sheet)
        column.addLayout(ways)
        column.addWidget(self.messages)
        column.addSpacing(theme.space(theme.SMALL))
        column.addWidget(self.kept)

    def ready(self) -> bool:
        return self.kept.isChecked()

    def entered(self) -> None:
        self.print_button.setFocus()

    def show_key(self, agency: str, key: str) -> None:
        """Show the key of a new profile."""
        self._agency, self._key = agency, key
        words = key.split()
        lines = [words[0]] + [
            " ".join(words[start : start + _GROUPS_PER_LINE]) for start in range(1, len(words), _GROUPS_PER_LINE)
        ]
        self._shown.setText("\n".join(lines))
        self.kept.setChecked(False)
        self.kept_changed.emit(False)

    def forget(self) -> None:
        """The key leaves the screen and the widget."""
        self._key = ""
        self._shown.clear()

    def sheet(self) -> str:
        """What is printed or saved."""
        return "\n\n".join(
            (
                self.tr("Recovery key of {agency}").format(agency=self._agency),
                self._shown.text(),
                self.tr(
                    "Keep this sheet in a safe, apart from the machine. Whoever holds it can replace the agency's keys."
                ),
            )
        )

    def _on_save(self) -> None:
        files.choose_to_save(
            self, self.tr("Save the recovery key"), [self.tr("Sheet (*.pdf)"), self.tr("Text (*.txt)")],
            self.save_to, name="recovery-key.pdf", suffix="pdf",
        )  # fmt: skip

    def save_to(self, path: Path) -> None:
        """Write the sheet: as it is printed (``.pdf``), or as plain text."""
        if path.suffix.casefold() == ".pdf":
            self.save_requested.emit(path)
            return
        try:
            path.write_text(self.sheet() + "\n", encoding="utf-8")
        except OSError as error:
            self.messages.show_message(
                Status.DANGER, self.tr("The sheet could not be written."), error.strerror or "", code="E_FILE"
            )
            return
        self.say_saved()

    def say_saved(self) -> None:
        """The sheet was written."""
        self.messages.show_message(
            Status.CAUTION, self.tr("Saved. Move this file to a medium that you lock away, and delete it here.")
        )

    def say_not_saved(self, error: StockpileError) -> None:
        """The sheet was not written."""
        self.messages.show_error(error)

    def _on_print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - loads the printing system

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._print(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def _print(self, device: QPagedPaintDevice) -> None:
        document = QTextDocument()
        document.setDefaultFont(theme.font(fixed=True))
        document.setPlainText(self.sheet())
        document.print_(device)
