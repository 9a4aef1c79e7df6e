"""Audit: who did what, when and on what; whether the log is what was written; and a copy to take along."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.audit_log import (
    AuditChoices,
    AuditRow,
    AuditVerdict,
    audit_choices,
    audit_table,
    check_audit,
    export_audit,
)
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.exports import ExportedTable
from stockpile_client.ui import files, theme
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.language import tr, tr_count, words
from stockpile_client.ui.models.window_model import Column, Lease, WindowModel
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.audit.entry_pane import EntryPane, grouped
from stockpile_client.ui.views.audit.filters import FilterBar
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.side_by_side import SideBySide
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk, WorkspaceView


class AuditView(WorkspaceView):
    """The verdict on top, entries on the left, the chosen one in words on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._reading: Job | None = None
        self._outdated = False
        self.verdict = NoticePanel(Status.NEUTRAL)
        self.verify = Button(self.tr("Verify the audit log"), icon="audit", look=Look.PRIMARY)
        self.filters = FilterBar(desk.session.context.today())
        self.model = WindowModel(_columns(desk), self)
        self.table = Table(self.model, self.tr("Entries of the audit log"))
        self.pane = EntryPane(desk.formats)
        self.states = StateStack(self._build_parts())
        self._build()
        self._connect()
        if desk.session.audit_verdict is None:
            self._say_not_verified()
        else:
            self.show_verdict(desk.session.audit_verdict)
        self._read_choices()
        self.refresh()

    # build

    def _build_parts(self) -> QWidget:
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        frame = framed(self.table)
        return SideBySide(frame, self.pane, characters=130, shares=(8, 5))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(PlainLabel(self.tr("Audit"), size=Size.TITLE))
        head.addStretch(1)
        head.addWidget(self._desk.actions.button("export_audit"))
        head.addWidget(self.verify)
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, margin)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(head)
        column.addWidget(self.verdict)
        column.addWidget(self.filters)
        column.addWidget(self.states, 1)

    def _connect(self) -> None:
        self.verify.clicked.connect(self.verify_now)
        self.filters.changed.connect(self.refresh)
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())
        self.model.failed.connect(self._desk.messages.show_error)
        self._desk.session.changed.connect(self._on_changed)
        self._desk.session.audit_checked.connect(self.show_verdict)

    # what the main window asks

    def perform(self, action: str) -> None:
        if action == "verify_audit":
            self.verify_now()
        elif action == "export_audit":
            self._choose_export()

    def shown(self) -> None:
        self._desk.show_marking("")
        self.table.setFocus()
        if self._outdated:
            self._read_choices()
            self.refresh()

    # reading

    def refresh(self) -> None:
        """Read again, with what is chosen."""
        self._outdated = False
        if self._reading is not None:
            self._reading.cancel()
        self.states.show_loading()
        query = self.filters.query()
        self._reading = self._desk.session.lease(
            lambda ctx: audit_table(ctx, query), then=self._on_read, failed=self._on_failed
        )

    def _read_choices(self) -> None:
        def show(choices: AuditChoices) -> None:
            self.filters.show_choices(choices)

        self._desk.session.read(lambda ctx, _token: audit_choices(ctx), then=show, failed=self._on_failed)

    def _on_read(self, lease: Lease) -> None:
        self._reading = None
        self.model.set_lease(lease)
        self.filters.count.setText(tr_count("{n} entry", "{n} entries", lease.count))
        if lease.count:
            self.states.show_content()
            self.table.selectRow(0)
            return
        clear = Button(self.tr("Show everything"))
        clear.clicked.connect(self.filters.clear)
        self.pane.show_entry(None)
        self.states.show_empty(
            "search", self.tr("Nothing of that kind was recorded"),
            self.tr("Nobody did such a thing in that time. Choose another kind, person or time."), [clear],
        )  # fmt: skip

    def _on_failed(self, error: StockpileError) -> None:
        self._reading = None
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.filters.count.setText("")
        self.states.show_error(error, retry)

    def _on_selection_changed(self) -> None:
        ranges = self.table.selected_ranges()
        row = self.model.row(ranges[0][0]) if ranges else None
        self.pane.show_entry(row if isinstance(row, AuditRow) else None)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if not change.kinds:
            return
        self._outdated = True  # every change leaves an entry; it is read when somebody looks
        if self.isVisible():
            self._read_choices()
            self.refresh()

    # verifying

    def verify_now(self) -> None:
        """Read the whole log and say whether it is what was written."""
        self.verify.setEnabled(False)
        self.verdict.say(self.tr("Reading the whole log…"), status=Status.NEUTRAL)
        job = self._desk.session.read(
            lambda ctx, token: check_audit(ctx, token.report),
            then=self._desk.session.note_audit,
            failed=self._desk.messages.show_error,
            title=self.tr("Verifying the audit log"),
        )
        job.cancelled.connect(self._say_not_verified)
        job.failed.connect(lambda _error: self._say_not_verified())

    def show_verdict(self, verdict: AuditVerdict) -> None:
        """Say how the log stands."""
        self.verify.setEnabled(True)
        last = self.tr("Last hash {digest}").format(digest=grouped(verdict.head.hash))
        lines = [words(verdict.advice), last] if verdict.holds else [words(verdict.advice)]
        self.verdict.say(words(verdict.words), lines, status=Status.DONE if verdict.holds else Status.DANGER)

    def _say_not_verified(self) -> None:
        self.verify.setEnabled(True)
        self.verdict.say(
            self.tr("The audit log was not verified in this session"),
            [self.tr("Each entry is sealed together with the one before it. Verifying reads all of them, and finds any"
                     " that was changed, inserted or removed, and an end that was cut off.")],
            status=Status.NEUTRAL,
        )  # fmt: skip

    # taking a copy along

    def _choose_export(self) -> None:
        context = self._desk.session.context
        files.choose_to_save(
            self, self.tr("Export the audit log"),
            [self.tr("Spreadsheet (*.xlsx)"), self.tr("Table (*.csv)"), self.tr("JSON, with what was sealed (*.json)")],
            self.export_to, name=f"{context.agency.short_name}-audit-{context.today().isoformat()}.xlsx", suffix="xlsx",
        )  # fmt: skip

    def export_to(self, target: Path) -> None:
        """Write the entries that are shown; the ending of ``target`` gives the format."""
        query = self.filters.query()

        def said(written: ExportedTable) -> None:
            self._desk.messages.show_message(
                Status.DONE,
                tr_count("Wrote {n} entry to {name}.", "Wrote {n} entries to {name}.", written.rows,
                         name=written.path.name),
                self.tr("The file is not encrypted: keep it where your rules allow."),
            )  # fmt: skip

        self._desk.session.read(
            lambda ctx, token: export_audit(ctx, query, target, progress=token.report),
            then=said,
            failed=self._desk.messages.show_error,
            title=self.tr("Writing {name}").format(name=target.name),
        )


def _columns(desk: Desk) -> tuple[Column, ...]:
    formats = desk.formats
    return (
        Column("seq", tr("Entry"), lambda row: formats.integer(row.sealed.seq), numeric=True, characters=8),
        Column("at", tr("When"), lambda row: formats.moment(row.at) or row.sealed.at, sample="0000-00-00 00:00 a.m."),
        Column("who", tr("Who"), lambda row: row.sealed.actor, characters=15),
        Column("what", tr("What happened"), lambda row: words(row.what), characters=28, stretch=True),
        Column("about", tr("About"), lambda row: words(row.about), characters=24),
    )  # fmt: skip
