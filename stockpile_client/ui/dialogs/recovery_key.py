"""The recovery key from its sheet: check that it is the right one, and print the sheet again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from stockpile_client.services.own_agency import check_recovery_key
from stockpile_client.services.reports import PrintedReport, print_recovery_sheet
from stockpile_client.ui import files
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import LineEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.workspaces import Desk


class RecoveryKeyDialog(DecisionDialog):
    """The program keeps no copy: whoever has the sheet types it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Check the recovery sheet"),
            tr("Type the key as the sheet shows it. It is compared with our card and forgotten again."),
            tr("Check"),
            parent,
        )
        self._desk = desk
        self.key = LineEdit(placeholder="SX-RECOVERY-1 …")
        self.outcome = NoticePanel(Status.DONE)
        self.sheet = Button(tr("Write the sheet again…"), icon="print")
        self.sheet.setVisible(False)
        self.body.addWidget(Field(tr("Recovery key"), self.key, tr("Blanks and small letters do not matter.")))
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.sheet)
        self.cancel.setText(tr("Close"))
        self.primary.setEnabled(False)
        self.key.textChanged.connect(self._on_text_changed)
        self.confirmed.connect(self._on_confirmed)
        self.sheet.clicked.connect(self._on_sheet)
        self.key.setFocus()

    def _on_text_changed(self, text: str) -> None:
        self.primary.setEnabled(bool(text.strip()))
        self.outcome.say("")
        self.sheet.setVisible(False)

    def _on_confirmed(self) -> None:
        key = self.key.text()
        self.messages.put_away()
        self.set_busy(True)
        self._desk.session.read(
            lambda ctx, _token: check_recovery_key(ctx, key), then=self._on_right, failed=self.show_refusal
        )

    def _on_right(self, _nothing: None) -> None:
        self.set_busy(False)
        self.outcome.say(tr("This is our recovery key"), [tr("Put the sheet back into its safe.")], status=Status.DONE)
        self.sheet.setVisible(True)
        self.fit()

    def _on_sheet(self) -> None:
        files.choose_to_save(
            self, tr("Write the recovery sheet"), [tr("Sheet (*.pdf)")], self.write_to, name="recovery-key.pdf",
            suffix="pdf",
        )  # fmt: skip

    def write_to(self, target: Path) -> None:
        """Write the sheet as a PDF."""
        key = self.key.text()
        self._desk.session.mutate(
            lambda ctx, _token: print_recovery_sheet(ctx, key, target),
            then=self._on_written,
            failed=self.show_refusal,
            initiator=self,
        )

    def _on_written(self, written: PrintedReport) -> None:
        self.outcome.say(
            tr("Wrote {name}", name=written.path.name),
            [tr("Print it, lock it away, and delete this file.")],
            status=Status.CAUTION,
        )
        self.fit()

    def done(self, result: int) -> None:
        self.key.clear()
        super().done(result)
