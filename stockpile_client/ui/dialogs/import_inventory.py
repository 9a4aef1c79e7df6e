"""Import an inventory: how it was read, what would change, what was noticed; then, and only then, book it.

It comes from a file, or from the clipboard: what was copied in a spreadsheet goes the same way, and is never written to
a disk.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.phrases import joined, mark
from stockpile_client.services.context import Context
from stockpile_client.services.import_inventory import ImportPlan, ImportResult, apply_import, plan_import
from stockpile_client.tables.findings import Finding, Severity
from stockpile_client.tables.mapping import ColumnMapping
from stockpile_client.tables.pasted import Clip, Source, nothing_to_paste, pasted_table
from stockpile_client.tables.reading import ReadOptions
from stockpile_client.tables.rejects import reject_header, reject_rows
from stockpile_client.ui import theme
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.dialogs.import_mapping import MappingForm
from stockpile_client.ui.dialogs.import_questions import ImportQuestions
from stockpile_client.ui.jobs import Job, Progress, Token
from stockpile_client.ui.language import tr_count
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column, Role
from stockpile_client.ui.tables.clipping import RowsClip, clip_of
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.inputs import CheckBox
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

_CHARACTERS, _ROWS = 178, 25
_OF_WINDOW = 0.94
_WEIGHT = {
    Severity.ERROR: (Status.DANGER, mark("left out")),
    Severity.WARNING: (Status.CAUTION, mark("look at it")),
    Severity.INFO: (Status.INFO, mark("note")),
}


class ImportDialog(DecisionDialog):
    """See the module. Nothing is written before the person confirms."""

    def __init__(self, desk: Desk, source: Path | Clip, parent: QWidget | None = None) -> None:
        tr = desk.messages.tr
        title = tr("Paste lots") if isinstance(source, Clip) else tr("Import {name}").format(name=source.name)
        super().__init__(title, "", "", parent)
        self._desk = desk
        self._source: Source | Clip = source
        self._is_pasted = isinstance(source, Clip)
        self._name = tr("what was copied") if isinstance(source, Clip) else source.name
        self._job: Job | None = None
        self.plan: ImportPlan | None = None
        self._rejects: RowsClip | None = None
        self.notice = NoticePanel()
        self.counts = Facts()
        self.questions = ImportQuestions(desk.session.context.today())
        self.mapping = MappingForm()
        self.findings = ListModel(self._columns(), parent=self)
        self.rejects = CheckBox()
        self._findings_title = PlainLabel(strong=True)
        self._finding = PlainLabel(wrap=True, selectable=True)
        self._table = Table(self.findings, self.tr("Findings"))
        self._fill()
        self.confirmed.connect(self._on_confirmed)
        self.mapping.changed.connect(self._read_again)
        self.questions.answered.connect(self._read_again)
        self._table.selectionModel().currentRowChanged.connect(self._on_finding_chosen)
        self._read(None, None)

    def _fill(self) -> None:
        frame = framed(self._table)
        right = QVBoxLayout()
        right.setSpacing(theme.space(theme.SMALL))
        right.addWidget(PlainLabel(self.tr("What would happen"), strong=True))
        right.addWidget(self.counts)
        right.addSpacing(theme.space(theme.SMALL))
        right.addWidget(self.questions)
        right.addSpacing(theme.space(theme.SMALL))
        right.addWidget(self._findings_title)
        right.addWidget(frame, 1)
        right.addWidget(self._finding)
        right.addWidget(self.rejects)
        self._left = left = ScrollArea(self.mapping)
        row = QHBoxLayout()
        row.setSpacing(theme.space(theme.LARGE))
        row.addWidget(left, 2)
        row.addLayout(right, 5)
        self.body.addWidget(self.notice)
        self.body.addLayout(row, 1)
        self.rejects.setVisible(False)
        self.mapping.setVisible(False)
        self.let_body_grow()
        self._table.setMinimumHeight(theme.row_height() * 4)
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        wanted = QSize(theme.text_width(_CHARACTERS), theme.row_height() * _ROWS)
        owner = self.parentWidget()
        return wanted if owner is None else wanted.boundedTo(owner.window().size() * _OF_WINDOW)

    def _columns(self) -> tuple[Column, ...]:
        number = self._desk.formats.integer
        return (
            Column("weight", self.tr("Weight"), lambda row: self.tr(_WEIGHT[row.severity][1]),
                   status=lambda row: _WEIGHT[row.severity][0], characters=13),
            Column("row", self.tr("Row"), lambda row: number(row.row) if row.row else self.tr("file"), numeric=True,
                   sample="888,888"),
            Column("column", self.tr("Column"), lambda row: row.column, characters=14),
            Column("value", self.tr("Value"), lambda row: row.value or self.tr("(empty)"),
                   muted=lambda row: not row.value, characters=16),
            Column("reason", self.tr("Finding"), _words, characters=40, stretch=True),
        )  # fmt: skip

    # planning

    def _read_again(self) -> None:
        self._read(self.mapping.mapping(), self.mapping.options())

    def _read(self, mapping: ColumnMapping | None, options: ReadOptions | None) -> None:
        if self._job is not None:
            self._job.cancel()
        self._start_busy(self.tr("Reading…"))

        source, as_of, confirmed = self._source, self.questions.as_of(), self.questions.confirmed()

        def work(ctx: Context, token: Token) -> ImportPlan:
            table = pasted_table(source) if isinstance(source, Clip) else source
            return plan_import(
                ctx, table, mapping=mapping, options=options, as_of=as_of, confirmed=confirmed, progress=token.report
            )

        title = self.tr("Reading {name}").format(name=self._name)
        self._job = self._desk.session.read(work, then=self._on_planned, failed=self._on_unreadable, title=title)
        self._job.cancelled.connect(self._on_reading_cancelled)

    def _on_planned(self, plan: ImportPlan) -> None:
        self._end_busy()
        self.plan = plan
        self._source = plan.path
        self.messages.put_away()
        self.mapping.show_plan(plan.table)
        self.questions.show_plan(plan)
        self.mapping.setVisible(True)
        self._left.setMinimumWidth(self.mapping.minimumSizeHint().width() + theme.space(theme.MEDIUM))
        self._show_counts(plan)
        self._show_findings(plan)
        self._show_notice(plan)
        self._show_action()

    def _show_action(self) -> None:
        """The primary button says what it would do, and is there only if that is something."""
        plan = self.plan
        changes = 0 if plan is None else plan.new + plan.adjusted
        self.primary.setEnabled(bool(changes))
        self.primary.setText(tr_count("Import {n} row", "Import {n} rows", changes) if changes else self.tr("Import"))
        self.primary.updateGeometry()

    def _on_unreadable(self, error: StockpileError) -> None:
        self._end_busy()
        self.plan = None
        self.show_refusal(error)
        self._show_action()

    def _on_reading_cancelled(self) -> None:
        if self.isVisible() and self.sender() is self._job:
            self._end_busy()
            super().reject()

    def _show_counts(self, plan: ImportPlan) -> None:
        number, counts = self._desk.formats.integer, plan.table.counts
        waiting = 0 if plan.table.confirmed.nil else plan.table.nil_in_words
        left_out = [
            tr_count("{n} with an error", "{n} with errors", counts.rejected) if counts.rejected else "",
            tr_count("{n} without a number", "{n} without a number", counts.without_number)
            if counts.without_number
            else "",
            tr_count("{n} line of totals", "{n} lines of totals", counts.totals) if counts.totals else "",
            tr_count("{n} that may be nil", "{n} that may be nil", waiting) if waiting else "",
        ]
        said = ", ".join(part for part in left_out if part)
        self.counts.show_facts(
            [
                (self.tr("Rows") if self._is_pasted else self.tr("Rows in the file"), number(counts.rows)),
                (self.tr("New lots"), number(plan.new)),
                (self.tr("Known lots with a new balance"), number(plan.adjusted) if plan.adjusted else ""),
                (self.tr("Known already"), number(plan.known) if plan.known else ""),
                (self.tr("Left out"), said),
                (self.tr("New sites"), _shortened(plan.new_sites)),
            ]
        )
        self.rejects.setVisible(bool(counts.rejected))
        self.rejects.setChecked(bool(counts.rejected))
        self.rejects.setText(
            self.tr("Copy the rows with errors, to be mended and pasted")
            if self._is_pasted
            else self.tr("Write the rows with errors to {name}, to be mended and imported").format(
                name=self._reject_path().name
            )
        )
        self.rejects.setAccessibleName(self.rejects.text())
        self.rejects.updateGeometry()

    def _show_findings(self, plan: ImportPlan) -> None:
        findings = plan.table.findings
        order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
        self.findings.set_rows(sorted(findings.listed, key=lambda found: (order[found.severity], found.row)))
        counted = [
            tr_count("{n} error", "{n} errors", findings.total(Severity.ERROR)),
            tr_count("{n} warning", "{n} warnings", findings.total(Severity.WARNING)),
            tr_count("{n} note", "{n} notes", findings.total(Severity.INFO)),
        ]
        parts = [text for text, weight in zip(counted, order, strict=True) if findings.total(weight)]
        self._finding.setText("")
        if findings.listed:
            self._table.selectRow(0)
        self._findings_title.setText(
            self.tr("Findings: {parts}").format(parts=", ".join(parts)) if parts else self.tr("Findings: none")
        )

    def _on_finding_chosen(self, current: QModelIndex) -> None:
        finding = current.data(Role.ROW)
        self._finding.setText(_words(finding) if isinstance(finding, Finding) else "")

    def _show_notice(self, plan: ImportPlan) -> None:
        if plan.already_imported is not None:
            when = self._desk.formats.moment(plan.already_imported)
            self.notice.say(
                self.tr("The same was pasted on {when}").format(when=when)
                if self._is_pasted
                else self.tr("This file was imported on {when}").format(when=when),
                [self.tr("Importing it again adds nothing twice.")],
                status=Status.INFO,
            )
        elif plan.changes_nothing:
            self.notice.say(
                self.tr("Nothing of this would change the inventory"),
                [self.tr("Check which column says what, and the findings.")],
                status=Status.CAUTION,
            )
        else:
            self.notice.say("")

    # applying

    def _reject_path(self) -> Path:
        """A free name beside the file."""
        path = self._source
        assert isinstance(path, Path)  # of a file, not of the clipboard
        base = path.with_name(f"{path.stem}-rejected.csv")
        number = 2
        while base.exists():
            base = path.with_name(f"{path.stem}-rejected-{number}.csv")
            number += 1
        return base

    def _on_confirmed(self) -> None:
        plan = self.plan
        if plan is None:
            return
        self._start_busy(self.tr("Importing…"))
        wants_rejects = self.rejects.isChecked() and bool(plan.table.counts.rejected)
        target = self._reject_path() if wants_rejects and not self._is_pasted else None
        locale = self._desk.formats.locale

        def work(ctx: Context, token: Token) -> ImportResult:
            if wants_rejects and target is None:
                self._rejects = clip_of(reject_header(plan.table), reject_rows(plan.table), locale)
            return apply_import(ctx, plan, rejects=target, progress=token.report)

        title = self.tr("Importing {name}").format(name=self._name)
        self._job = self._desk.session.mutate(
            work, then=self._on_imported, failed=self._on_refused, initiator=self, title=title
        )
        self._job.progressed.connect(self._on_progressed)
        self._job.cancelled.connect(self._on_cancelled)

    def _start_busy(self, words: str) -> None:
        """While a job runs the one thing that can be pressed is Cancel."""
        self.set_busy(True)
        self.mapping.setEnabled(False)
        self.questions.setEnabled(False)
        self.cancel.setEnabled(True)
        self.primary.setText(words)
        self.primary.updateGeometry()

    def _end_busy(self) -> None:
        self._job = None
        self.mapping.setEnabled(True)
        self.questions.setEnabled(True)
        self.set_busy(False)

    def _on_progressed(self, progress: Progress) -> None:
        if progress.total:
            percent = min(100, progress.done * 100 // progress.total)
            self.primary.setText(self.tr("Importing… {percent} %").format(percent=percent))
            self.primary.updateGeometry()

    def _on_refused(self, error: StockpileError) -> None:
        self._end_busy()
        self.show_refusal(error)
        self._show_action()

    def _on_cancelled(self) -> None:
        self._end_busy()
        self._show_action()
        self.messages.show_message(Status.INFO, self.tr("The import was cancelled."), self.tr("Nothing was changed."))

    def _on_imported(self, result: ImportResult) -> None:
        parts = [
            tr_count("{n} lot added", "{n} lots added", result.added) if result.added else "",
            tr_count("{n} balance changed", "{n} balances changed", result.adjusted) if result.adjusted else "",
            tr_count("{n} row known already", "{n} rows known already", result.skipped) if result.skipped else "",
            tr_count("{n} row with errors left out", "{n} rows with errors left out", result.rejected)
            if result.rejected
            else "",
        ]
        said = ", ".join(part for part in parts if part)
        where = self.tr("They are in {path}.").format(path=result.rejects) if result.rejects else ""
        if self._rejects is not None:
            QGuiApplication.clipboard().setMimeData(self._rejects.mime())
            where = self.tr(
                "They are on the clipboard: paste them into the spreadsheet, mend them and copy them again."
            )
        self._desk.messages.show_message(
            Status.DONE, self.tr("Imported {name}: {said}.").format(name=self._name, said=said), where
        )
        self.accept()

    def reject(self) -> None:
        if self._job is None:
            super().reject()
        else:
            self._job.cancel()


def paste_inventory(desk: Desk, parent: QWidget) -> None:
    """Show what the table on the clipboard would change; without one, say so."""
    data = QGuiApplication.clipboard().mimeData() or QMimeData()  # a clipboard that nothing was put on has none
    clip = Clip(data.text() if data.hasText() else "", data.html() if data.hasHtml() else "")
    if clip.holds_table:
        ImportDialog(desk, clip, parent).open()
    else:
        desk.messages.show_error(nothing_to_paste())


def _words(finding: Finding) -> str:
    return joined((finding.reason, finding.hint))


def _shortened(names: tuple[str, ...], most: int = 4) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} … (+{len(names) - most})" if len(names) > most else shown
