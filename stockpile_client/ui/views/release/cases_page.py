"""Releases on their way: prepared, reviewed, approved, each step by a named person, bound to what was prepared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.disclosure.approval import CaseState
from stockpile_client.services.approval import (
    approve_release,
    plan_of_case,
    release_approved,
    review_release,
    send_back,
)
from stockpile_client.services.approval_cases import ReleaseCase, list_cases
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.release import Released, ReleasePlan
from stockpile_client.ui import theme
from stockpile_client.ui.dialogs.confirm_release import ConfirmReleaseDialog
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.views.release.case_words import case_state, profile_of, step_lines
from stockpile_client.ui.views.release.findings import Findings
from stockpile_client.ui.views.release.page import Page
from stockpile_client.ui.views.release.preview import preview_columns, preview_rows
from stockpile_client.ui.views.release.step_dialog import StepDialog
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

Act = Callable[[Context, str, str], ChangeSet]
_LEAST_ROWS = 3
_SHOWN_DIGITS = 16  # of a digest: what the command line shows too


class CasesPage(Page):
    """The list above; the chosen one, what would leave by it, and the next step below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._plan: ReleasePlan | None = None
        self._planning: Job | None = None
        self._confirm: ConfirmReleaseDialog | None = None
        self.cases = ListModel(_columns(desk), parent=self)
        self.cases_table = Table(self.cases, self.tr("Prepared releases"))
        about, *others = preview_columns(desk.session.context.catalogue, desk.formats)
        self.model = ListModel((replace(about, stretch=True), *others), parent=self)
        self.table = Table(self.model, self.tr("What would leave"))
        self.plan_state = StateStack(self.table)
        self.facts = Facts()
        self.findings = Findings()
        self.review = Button(self.tr("Reviewed…"), icon="eye", look=Look.PRIMARY)
        self.approve = Button(self.tr("Approve…"), icon="done", look=Look.PRIMARY)
        self.release = Button(self.tr("Release…"), icon="release", look=Look.PRIMARY)
        self.send_back = Button(self.tr("Send back…"), icon="back")
        self._split = QSplitter(Qt.Orientation.Vertical)
        self.states = StateStack(self._split)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        for table in (self.cases_table, self.table):
            table.setSelectionMode(Table.SelectionMode.SingleSelection)
            table.setMinimumHeight(_LEAST_ROWS * theme.row_height())
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(theme.SMALL))
        words = self.tr("What is approved is what leaves, to the last digit: anything else has to be prepared anew.")
        foot.addWidget(PlainLabel(words, muted=True, wrap=True), 1)
        for button in (self.send_back, self.review, self.approve, self.release):
            foot.addWidget(button)
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(theme.space(theme.SMALL))
        lower.addWidget(self.facts)
        lower.addWidget(self.findings)
        lower.addWidget(framed(self.plan_state), 1)
        lower.addLayout(foot)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.space(theme.SMALL))
        self._split.addWidget(framed(self.cases_table))
        self._split.addWidget(ScrollArea(below))
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.states)

    def _connect(self) -> None:
        self.cases_table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_case_chosen())
        self.review.clicked.connect(self._on_review)
        self.approve.clicked.connect(self._on_approve)
        self.send_back.clicked.connect(self._on_send_back)
        self.release.clicked.connect(self._on_release)
        self._desk.session.changed.connect(self._on_changed)

    def shown(self) -> None:
        self._desk.show_marking(self._plan.marking.code if self._plan else "")
        self.cases_table.setFocus()

    # reading

    def refresh(self) -> None:
        """Read again what was prepared; the chosen one stays chosen."""
        self.states.show_loading()
        self._desk.session.read(lambda ctx, _token: list_cases(ctx), then=self._on_read, failed=self._on_failed)

    def _on_read(self, cases: list[ReleaseCase]) -> None:
        chosen = self.case
        rows = sorted(cases, key=lambda case: not case.is_open)
        self.cases.set_rows(rows)
        if rows:
            self.states.show_content()
            ids = [case.id for case in rows]
            self.cases_table.selectRow(ids.index(chosen.id) if chosen and chosen.id in ids else 0)
            return
        self.states.show_empty(
            "done",
            self.tr("Nothing waits for approval"),
            self.tr(
                "Put a statement forward on the first page. Somebody reviews it, somebody approves it, and only then"
                " it is signed. A profile can demand that this is not the one who prepared it."
            ),
        )

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.APPROVALS, Kind.LOTS, Kind.MOVEMENTS, Kind.PARTNERS, Kind.STATEMENTS):
            self.refresh()

    # one of them

    @property
    def case(self) -> ReleaseCase | None:
        """The chosen one."""
        ranges = self.cases_table.selected_ranges()
        return self.cases.row(ranges[0][0]) if ranges else None

    def _on_case_chosen(self) -> None:
        if self._planning is not None:
            self._planning.cancel()
            self._planning = None
        self._plan = None
        case = self.case
        self._offer(case, judged=False)
        self.findings.say((), ())
        self._show_facts()
        if case is None:
            return
        if not case.is_open:
            self.model.set_rows(())
            self.plan_state.show_empty("done", case_state(case)[1], self.tr("Nothing is left to do with it."))
            return
        self.plan_state.show_loading()
        self._planning = self._desk.session.read(
            lambda ctx, _token: plan_of_case(ctx, case), then=self._on_planned, failed=self._on_not_planned
        )

    def _show_facts(self) -> None:
        case, plan = self.case, self._plan
        if case is None:
            self.facts.show_facts(())
            return
        names = ", ".join(row.short_name for row in plan.audience) if plan else ""
        self.facts.show_facts(
            [
                (self.tr("To"), names),
                (self.tr("Steps"), step_lines(case, self._desk.formats)),
                (self.tr("Rules"), self.tr("two people are needed") if case.four_eyes else ""),
                (self.tr("Answers"), self.tr("a request of the partner") if case.recipe.reply_to else ""),
                (self.tr("Note"), case.recipe.note),
                (self.tr("Digest"), case.digest[:_SHOWN_DIGITS]),
            ]
        )

    def _on_planned(self, plan: ReleasePlan) -> None:
        self._planning = None
        self._plan = plan
        self._show_facts()
        self.findings.say(plan.errors, plan.warnings)
        self.model.set_rows(preview_rows(plan))
        self.plan_state.show_content()
        self._offer(self.case, judged=True)
        if self.isVisible():
            self._desk.show_marking(plan.marking.code)

    def _on_not_planned(self, error: StockpileError) -> None:
        self._planning = None
        self.plan_state.show_error(error)

    def _offer(self, case: ReleaseCase | None, *, judged: bool) -> None:
        state = case.state if case else None
        for button, wanted in (
            (self.review, CaseState.PREPARED), (self.approve, CaseState.REVIEWED), (self.release, CaseState.APPROVED),
        ):  # fmt: skip
            button.setVisible(state is wanted)
            button.setEnabled(judged)
        self.send_back.setVisible(bool(case and case.is_open))

    # steps

    def _on_review(self) -> None:
        self._step(
            self.tr("Note that it was reviewed"),
            self.tr("You went through every value that would leave, beside our own."),
            self.tr("Reviewed"),
            lambda ctx, case, note: review_release(ctx, case, note=note),
        )

    def _on_approve(self) -> None:
        self._step(
            self.tr("Approve the release"),
            self.tr("It may then be signed and written, as it stands here and not otherwise."),
            self.tr("Approve"),
            lambda ctx, case, note: approve_release(ctx, case, note=note),
        )

    def _on_send_back(self) -> None:
        self._step(
            self.tr("Send the release back"),
            self.tr("That ends it. After it was mended it is prepared anew."),
            self.tr("Send back"),
            lambda ctx, case, note: send_back(ctx, case, reason=note),
            note_needed=True,
        )

    def _step(self, title: str, words: str, action: str, act: Act, *, note_needed: bool = False) -> None:
        case = self.case
        if case is None:
            return
        actor = self._desk.session.context.actor
        dialog = StepDialog(title, words, action, actor=actor, note_needed=note_needed, parent=self)

        def carry_out() -> None:
            who, note = dialog.actor, dialog.noted
            dialog.set_busy(True)
            self._desk.session.mutate(
                lambda ctx, _token: act(replace(ctx, actor=who), case.id, note),
                then=lambda _change: self._on_stepped(dialog),
                failed=dialog.show_refusal,
                initiator=self,
            )

        dialog.confirmed.connect(carry_out)
        dialog.open()

    @staticmethod
    def _on_stepped(dialog: StepDialog) -> None:
        dialog.set_busy(False)
        dialog.accept()

    def _on_release(self) -> None:
        if self._plan is None:
            return
        self._confirm = ConfirmReleaseDialog(self._desk, self._plan, self)
        self._confirm.folder_chosen.connect(self.release_to)
        self._confirm.open()

    def release_to(self, folder: Path) -> None:
        """Sign and write the approved release into a folder."""
        case, plan = self.case, self._plan
        if case is None or plan is None:
            return
        if self._confirm is not None:
            self._confirm.set_busy(True)
        self._desk.session.mutate(
            lambda ctx, _token: release_approved(ctx, case.id, folder=folder),
            then=lambda released: self._on_released(plan, released),
            failed=self._on_not_released,
            initiator=self,
            title=self.tr("Releasing the statement"),
        )

    def _on_released(self, plan: ReleasePlan, released: Released) -> None:
        if self._confirm is not None:
            self._confirm.set_busy(False)
            self._confirm.accept()
            self._confirm = None
        self.released.emit(plan, released)

    def _on_not_released(self, error: StockpileError) -> None:
        if self._confirm is not None:
            self._confirm.show_refusal(error)
        else:
            self._desk.messages.show_error(error)


def _columns(desk: Desk) -> tuple[Column, ...]:
    formats = desk.formats
    return (
        Column("state", tr("State"), lambda case: case_state(case)[1], status=lambda case: case_state(case)[0],
               characters=26),
        Column("profile", tr("Profile"), lambda case: profile_of(case).name, characters=28, stretch=True),
        Column("as_of", tr("As of"), lambda case: formats.day(case.recipe.as_of), characters=12),
        Column("who", tr("Prepared by"), lambda case: case.prepared_by, characters=18),
        Column("at", tr("When"), lambda case: formats.moment(case.steps[0].at), characters=24),
    )  # fmt: skip
