"""Statements that we released: what became of each, and the withdrawal of one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.answer import Answered, withdraw_statement
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.history import BundleRow, list_bundles
from stockpile_client.storage.bundles import BundleState
from stockpile_client.storage.channels import Direction
from stockpile_client.ui import exchange_words, files, theme
from stockpile_client.ui.dialogs.reason import ReasonDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.release.page import Page
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk


class SentPage(Page):
    """One table; the chosen statement can be withdrawn."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.model = ListModel(_columns(desk), parent=self)
        self.table = Table(self.model, self.tr("Released statements"))
        self.withdraw = Button(self.tr("Withdraw…"))
        self.states = StateStack(self.table)
        self._dialog: ReasonDialog | None = None
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        words = self.tr("A withdrawal tells the partners, and erases nothing there.")
        head.addWidget(PlainLabel(words, muted=True, elide=True), 1)
        head.addWidget(self.withdraw)
        frame = framed(self.states)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(head)
        column.addWidget(frame, 1)

    def _connect(self) -> None:
        self.withdraw.clicked.connect(self._on_withdraw)
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())
        self._desk.session.changed.connect(self._on_changed)

    def shown(self) -> None:
        self._desk.show_marking("")
        self.table.setFocus()

    # reading

    def refresh(self) -> None:
        """Read again what was released."""
        self.states.show_loading()
        self._desk.session.read(lambda ctx, _token: list_bundles(ctx), then=self._on_read, failed=self._on_failed)

    def _on_read(self, bundles: list[BundleRow]) -> None:
        rows = [one for one in bundles if one.direction is Direction.OUT and one.kind == "statement"]
        self.model.set_rows(rows)
        if rows:
            self.states.show_content()
            self.table.selectRow(0)
        else:
            self.states.show_empty(
                "release",
                self.tr("No statement was released yet"),
                self.tr("Every statement that leaves stands here, with its number and what the partners made of it."),
            )
        self._on_selection_changed()

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.BUNDLES, Kind.STATEMENTS):
            self.refresh()

    @property
    def chosen(self) -> BundleRow | None:
        """The chosen statement."""
        ranges = self.table.selected_ranges()
        return self.model.row(ranges[0][0]) if ranges else None

    def _on_selection_changed(self) -> None:
        row = self.chosen
        self.withdraw.setEnabled(row is not None and row.state is not BundleState.WITHDRAWN)

    # withdrawing

    def _on_withdraw(self) -> None:
        row = self.chosen
        if row is None:
            return
        title = tr(
            "Withdraw statement {number} to {names}?", number=str(row.seq), names=", ".join(row.partners)
        )  # fmt: skip
        self._dialog = ReasonDialog(
            title,
            self.tr("The same partners are told. They keep what they got, and know that it no longer holds."),
            self.tr("Choose a folder and withdraw…"),
            reason_hint=self.tr("The partners will read it."),
            word=self.tr("withdraw"),
            parent=self,
        )
        self._dialog.confirmed.connect(
            lambda: files.choose_folder(
                self, self.tr("Where to write the withdrawal"), lambda folder: self.withdraw_to(row.digest, folder)
            )
        )
        self._dialog.open()

    def withdraw_to(self, digest: str, folder: Path) -> None:
        """Write the withdrawal of a statement into a folder."""
        dialog = self._dialog
        if dialog is None:
            return
        reason = dialog.reason
        dialog.set_busy(True)
        self._desk.session.mutate(
            lambda ctx, _token: withdraw_statement(ctx, digest, reason=reason, folder=folder),
            then=self._on_withdrawn,
            failed=dialog.show_refusal,
            initiator=self,
            title=self.tr("Writing the withdrawal"),
        )

    def _on_withdrawn(self, answered: Answered) -> None:
        if self._dialog is not None:
            self._dialog.set_busy(False)
            self._dialog.accept()
            self._dialog = None
        self._desk.messages.show_message(
            Status.DONE,
            self.tr("The withdrawal was written as {name}.").format(name=answered.file.path.name),
            self.tr("It is in {folder}. Send it to the same partners.").format(folder=answered.file.path.parent),
        )


def _columns(desk: Desk) -> tuple[Column, ...]:
    formats = desk.formats
    return (
        Column("seq", tr("Number"), lambda row: formats.integer(row.seq), numeric=True, characters=8),
        Column("to", tr("To"), lambda row: ", ".join(row.partners), characters=22),
        Column("state", tr("State"), lambda row: exchange_words.bundle_state(row.state)[1],
               status=lambda row: exchange_words.bundle_state(row.state)[0], characters=18),
        Column("marking", tr("Marking"), lambda row: row.marking, characters=18),
        Column("at", tr("Released"), lambda row: formats.moment(row.recorded), characters=24),
        Column("reason", tr("Reason"), lambda row: row.reason or "–", characters=20, stretch=True,
               muted=lambda row: not row.reason),
        Column("file", tr("File"), lambda row: row.file_name, characters=26),
    )  # fmt: skip
