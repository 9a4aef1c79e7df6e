"""Requests for data: what partners asked us for, as tasks with a deadline, and what we asked them for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.phrases import mark
from stockpile_client.services.answer import Answered, request_data
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.partners import PartnerRow, list_partners
from stockpile_client.services.requests import (
    DataRequest,
    RequestState,
    list_own_requests,
    list_requests,
    refuse_request,
)
from stockpile_client.ui import exchange_words, files, theme
from stockpile_client.ui.dialogs.ask_partner import AskPartnerDialog
from stockpile_client.ui.dialogs.reason import ReasonDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.widgets.titled import Titled
from stockpile_client.ui.workspaces import Desk

_STATES = {
    RequestState.OPEN: (Status.INFO, mark("open")),
    RequestState.OVERDUE: (Status.DANGER, mark("overdue")),
    RequestState.ANSWERED: (Status.DONE, mark("answered")),
    RequestState.REFUSED: (Status.CAUTION, mark("refused")),
}


@dataclass(frozen=True, slots=True)
class RequestTasks:
    """Requests to us, requests of ours, and the partners who can be asked."""

    to_us: tuple[DataRequest, ...]
    ours: tuple[DataRequest, ...]
    partners: tuple[PartnerRow, ...]


def read_requests(ctx: Context) -> RequestTasks:
    """Open ones first, by deadline."""

    def ordered(requests: list[DataRequest]) -> tuple[DataRequest, ...]:
        return tuple(sorted(requests, key=lambda one: not one.is_open))

    return RequestTasks(ordered(list_requests(ctx)), ordered(list_own_requests(ctx)), tuple(list_partners(ctx)))


class RequestsPage(QWidget):
    """Two tables: what is asked of us is answered or refused, what we ask is sent."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._partners: tuple[PartnerRow, ...] = ()
        self._dialog: ReasonDialog | AskPartnerDialog | None = None
        self.to_us = ListModel(_columns(desk, self.tr("Partner")), parent=self)
        self.to_us_table = Table(self.to_us, self.tr("Asked of us"))
        self.ours = ListModel(_columns(desk, self.tr("Asked")), parent=self)
        self.ours_table = Table(self.ours, self.tr("Asked by us"))
        self.answer = Button(self.tr("Answer…"), icon="release")
        self.refuse = Button(self.tr("Refuse…"))
        self.ask = Button(self.tr("Ask a partner…"), icon="add")
        self._to_us_state = StateStack(self.to_us_table)
        self._ours_state = StateStack(self.ours_table)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        for table in (self.to_us_table, self.ours_table):
            table.setSelectionMode(Table.SelectionMode.SingleSelection)
            table.setMinimumHeight(3 * theme.row_height())
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.space(theme.SMALL))
        words = self.tr("Answered by a statement, or refused with a reason.")
        split.addWidget(Titled(self.tr("Asked of us"), words, self._to_us_state, (self.refuse, self.answer)))
        words = self.tr("Open until a statement or a refusal comes back.")
        split.addWidget(Titled(self.tr("Asked by us"), words, self._ours_state, (self.ask,)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)

    def _connect(self) -> None:
        self.to_us_table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())
        self.to_us_table.activated.connect(lambda _index: self._on_answer())
        self.answer.clicked.connect(self._on_answer)
        self.refuse.clicked.connect(self._on_refuse)
        self.ask.clicked.connect(self._on_ask)
        self._desk.session.changed.connect(self._on_changed)

    # reading

    def refresh(self) -> None:
        """Read again what is asked."""
        for state in (self._to_us_state, self._ours_state):
            state.show_loading()
        self._desk.session.read(lambda ctx, _token: read_requests(ctx), then=self._on_read, failed=self._on_failed)

    def _on_read(self, tasks: RequestTasks) -> None:
        self._partners = tasks.partners
        self.to_us.set_rows(tasks.to_us)
        self.ours.set_rows(tasks.ours)
        if tasks.to_us:
            self._to_us_state.show_content()
            self.to_us_table.selectRow(0)
        else:
            words = self.tr("A request arrives as a bundle like any other: open it, accept it, and it stands here.")
            self._to_us_state.show_empty("inbox", self.tr("Nobody has asked for anything"), words)
        if tasks.ours:
            self._ours_state.show_content()
            self.ours_table.selectRow(0)
        else:
            words = self.tr("Ask a partner for a statement on some materials as of a day, and say what for.")
            self._ours_state.show_empty("release", self.tr("We have asked for nothing"), words)
        self.ask.setEnabled(bool(tasks.partners))
        self._on_selection_changed()

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self._to_us_state.show_error(error, retry)
        self._ours_state.show_error(error)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.BUNDLES, Kind.STATEMENTS, Kind.PARTNERS):
            self.refresh()

    @property
    def chosen(self) -> DataRequest | None:
        """The chosen request to us."""
        ranges = self.to_us_table.selected_ranges()
        return self.to_us.row(ranges[0][0]) if ranges else None

    def _on_selection_changed(self) -> None:
        chosen = self.chosen
        for button in (self.answer, self.refuse):
            button.setEnabled(bool(chosen and chosen.is_open))

    # answering

    def _on_answer(self) -> None:
        chosen = self.chosen
        if chosen is not None and chosen.is_open:
            self._desk.go("release", f"answer:{chosen.digest}")

    def _on_refuse(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        self._dialog = ReasonDialog(
            tr("Refuse the request of {partner}", partner=chosen.partner_name),
            self.tr("A signed refusal is written. Nothing of ours leaves but the reason."),
            self.tr("Choose a folder and refuse…"),
            reason_hint=self.tr("The partner will read it."),
            parent=self,
        )
        self._dialog.confirmed.connect(
            lambda: files.choose_folder(
                self, self.tr("Where to write the refusal"), lambda folder: self.refuse_to(chosen.digest, folder)
            )
        )
        self._dialog.open()

    def refuse_to(self, digest: str, folder: Path) -> None:
        """Write the refusal of a request into a folder."""
        dialog = self._dialog
        if not isinstance(dialog, ReasonDialog):
            return
        reason = dialog.reason
        dialog.set_busy(True)
        self._write(lambda ctx: refuse_request(ctx, digest, reason=reason, folder=folder), dialog)

    # asking

    def _on_ask(self) -> None:
        dialog = self._dialog = AskPartnerDialog(self._desk, self._partners, self)
        dialog.confirmed.connect(
            lambda: files.choose_folder(self, self.tr("Where to write the request"), self.ask_into)
        )
        dialog.open()

    def ask_into(self, folder: Path) -> None:
        """Write the request into a folder."""
        dialog = self._dialog
        if not isinstance(dialog, AskPartnerDialog):
            return
        partner, materials = dialog.agency, dialog.materials
        as_of, deadline, purpose = dialog.as_of, dialog.deadline, dialog.purpose
        dialog.set_busy(True)
        self._write(
            lambda ctx: request_data(
                ctx, partner, materials=materials, as_of=as_of, purpose=purpose, deadline=deadline, folder=folder
            ),
            dialog,
        )

    def _write(self, write: Callable[[Context], Answered], dialog: ReasonDialog | AskPartnerDialog) -> None:
        self._desk.session.mutate(
            lambda ctx, _token: write(ctx), then=self._on_written, failed=dialog.show_refusal, initiator=self
        )

    def _on_written(self, answered: Answered) -> None:
        if self._dialog is not None:
            self._dialog.set_busy(False)
            self._dialog.accept()
            self._dialog = None
        self._desk.messages.show_message(
            Status.DONE,
            self.tr("Written as {name}.").format(name=answered.file.path.name),
            self.tr("It is in {folder}. Send it to the partner like any bundle.").format(
                folder=answered.file.path.parent
            ),
        )


def _columns(desk: Desk, partner: str) -> tuple[Column, ...]:
    catalogue, formats = desk.session.context.catalogue, desk.formats

    def standing(row: DataRequest) -> tuple[Status, str]:
        status, words = _STATES[row.state]
        return status, tr(words)

    return (
        Column("state", tr("State"), lambda row: standing(row)[1], status=lambda row: standing(row)[0], characters=14),
        Column("partner", partner, lambda row: row.partner_name, characters=12),
        Column("deadline", tr("Wanted by"), lambda row: formats.day(row.deadline), characters=12),
        Column("materials", tr("About"), lambda row: exchange_words.materials(catalogue, row.materials), characters=30),
        Column("as_of", tr("As of"), lambda row: formats.day(row.as_of), characters=12),
        Column("purpose", tr("What for"), lambda row: row.purpose or "–", characters=24, stretch=True),
        Column("reason", tr("Refused because"), lambda row: row.reason or "–", characters=22,
               muted=lambda row: not row.reason),
        Column("at", tr("When"), lambda row: formats.moment(row.at), characters=24),
    )  # fmt: skip
