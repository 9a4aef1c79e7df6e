"""Release: the form, the live preview, the confirmation, the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.secondary import CellMark
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure_record import list_profiles
from stockpile_client.services.inference import AuditDesk
from stockpile_client.services.inference_findings import ReleaseAudit
from stockpile_client.services.partners import PartnerRow, list_partners
from stockpile_client.services.release import Released, ReleasePlan, apply_release, plan_release
from stockpile_client.ui import theme
from stockpile_client.ui.dialogs.confirm_release import ConfirmReleaseDialog
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.theme import Size
from stockpile_client.ui.views.release.audit import ReleaseAuditPage
from stockpile_client.ui.views.release.form import ReleaseForm
from stockpile_client.ui.views.release.preview import ReleasePreview
from stockpile_client.ui.views.release.result import ReleaseResult
from stockpile_client.ui.views.release.terms import Says, Terms
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.side_by_side import SideBySide
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.workspaces import Desk, WorkspaceView

PAUSE_MS = 250
"""The preview follows the form when editing pauses this long."""

_FORM_CHARACTERS = 46
_FORM_ROWS = 3


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from; ``held``: materials of which there is stock today."""

    partners: tuple[PartnerRow, ...]
    profiles: tuple[Profile, ...]
    held: tuple[str, ...]


def read_choices(ctx: Context) -> Choices:
    """Partners, saved profiles, and the materials in stock."""
    nothing = plan_release(ctx, profile=Profile("", audience=(), scope=()), as_of=ctx.today())
    return Choices(tuple(list_partners(ctx)), tuple(list_profiles(ctx)), nothing.preview.out_of_scope)


def held_by(plan: ReleasePlan) -> set[str]:
    """Materials of which there is stock on the day of a plan."""
    return {line.position.key.material for line in plan.preview.lines if line.lots} | set(plan.preview.out_of_scope)


class ReleaseView(WorkspaceView):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._plan: ReleasePlan | None = None
        self._planning: Job | None = None
        self._auditing: Job | None = None
        self._confirm: ConfirmReleaseDialog | None = None
        self.form = ReleaseForm(desk)
        self.preview = ReleasePreview(desk)
        self.result = ReleaseResult(desk)
        self.audit = ReleaseAuditPage(desk)
        self._area = ScrollArea(self.form)
        self.states = StateStack(SideBySide(self._area, self.preview, characters=150, shares=(52, 132)))
        self._pages = QStackedWidget()
        self._pause = QTimer(self)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._area.setMinimumWidth(theme.text_width(_FORM_CHARACTERS))
        self._area.setMinimumHeight(_FORM_ROWS * theme.row_height())
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(PlainLabel(self.tr("Release"), size=Size.TITLE))
        head.addWidget(
            PlainLabel(self.tr("What leaves is what you see here, and nothing else."), muted=True, elide=True), 1
        )
        home = QWidget()
        inside = QVBoxLayout(home)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.space(theme.SMALL))
        inside.addLayout(head)
        inside.addWidget(self.states, 1)
        self._home = home
        self._pages.addWidget(home)
        self._pages.addWidget(self.result)
        self._pages.addWidget(self.audit)
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, margin)
        column.addWidget(self._pages)

    def _connect(self) -> None:
        self.form.edited.connect(self._on_edited)
        self._pause.timeout.connect(self.plan)
        self.preview.release_chosen.connect(self._on_release_chosen)
        self.preview.audit_chosen.connect(self._on_audit_chosen)
        self.audit.closed.connect(self._on_audit_closed)
        self.audit.remedy_chosen.connect(self._on_remedy_chosen)
        self.result.closed.connect(self._on_result_closed)
        self._desk.session.changed.connect(self._on_changed)

    # what the main window asks

    def perform(self, action: str) -> None:
        if action == "new_release":
            self._on_result_closed()

    def shown(self) -> None:
        self._desk.show_marking(self._plan.marking.code if self._plan else "")
        self.form.start_from.setFocus()

    # reading

    def refresh(self) -> None:
        """Read again what there is to choose from."""
        self.states.show_loading()
        self._desk.session.read(lambda ctx, _token: read_choices(ctx), then=self._on_read, failed=self._on_failed)

    def _on_read(self, found: Choices) -> None:
        self.form.set_partners(found.partners)
        self.form.set_profiles(found.profiles)
        self.form.materials.set_in_stock(found.held)
        if found.partners:
            self.states.show_content()
            self._on_edited()
            return
        to_partners = Button(self.tr("Go to the partners"), icon="partners", look=Look.PRIMARY)
        to_partners.clicked.connect(lambda: self._desk.go("partners", ""))
        self.states.show_empty(
            "release",
            self.tr("Nobody to release to yet"),
            self.tr("A statement goes to partners whose safety number was compared. Import a card first."),
            [to_partners],
        )

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_changed(self, change: ChangeSet, initiator: object) -> None:
        if initiator is self:
            return
        if change.touches(Kind.PARTNERS, Kind.PROFILES, Kind.LOTS, Kind.MOVEMENTS, Kind.STATEMENTS):
            self.refresh()

    # planning

    def _on_edited(self) -> None:
        self.preview.show_pending()
        self._pause.start()

    def plan(self) -> None:
        """Work out what would leave."""
        self._pause.stop()
        if self._planning is not None:
            self._planning.cancel()
            self._planning = None
        terms = self.form.terms()
        if not terms.scope and not terms.audience and terms.base is None:
            self._plan = None
            self.preview.show_nothing()
            self._desk.show_marking("")
            return
        self._planning = self._desk.session.read(
            lambda ctx, _token: _planned(ctx, terms), then=self._on_planned, failed=self._on_not_planned
        )

    def _on_planned(self, plan: ReleasePlan) -> None:
        self._planning = None
        self._plan = plan
        self.form.materials.set_in_stock(held_by(plan))
        self.form.show_rules(plan.profile.sentences())
        self.preview.show_plan(plan)
        if self.isVisible():
            self._desk.show_marking(plan.marking.code)
        if self._pages.currentWidget() is self.audit:
            self._on_audit_chosen()  # of what would leave now

    def _on_not_planned(self, error: StockpileError) -> None:
        self._planning = None
        self._plan = None
        self.preview.show_error(error)

    # what could be worked out

    def _on_audit_chosen(self) -> None:
        plan = self._plan
        if plan is None:
            return
        if self._auditing is not None:
            self._auditing.cancel()
        self.audit.show_pending()
        self._pages.setCurrentWidget(self.audit)
        self._auditing = self._desk.session.read(
            lambda ctx, _token: AuditDesk().audit(ctx, plan),
            then=self._on_audited,
            failed=self._on_not_audited,
            title=self.tr("Working out what could be worked out"),
        )

    def _on_audited(self, audit: ReleaseAudit) -> None:
        self._auditing = None
        self.audit.show_audit(audit)

    def _on_not_audited(self, error: StockpileError) -> None:
        self._auditing = None
        self.audit.show_error(error)

    def _on_audit_closed(self) -> None:
        if self._auditing is not None:
            self._auditing.cancel()
            self._auditing = None
        self._pages.setCurrentWidget(self._home)
        self.preview.audit.setFocus()

    def _on_remedy_chosen(self, marks: tuple[CellMark, ...]) -> None:
        self._on_audit_closed()
        self.form.withhold_further(marks)

    # releasing

    def _on_release_chosen(self) -> None:
        if self._plan is None or self._plan.errors:
            return
        self._confirm = ConfirmReleaseDialog(self._desk, self._plan, self)
        self._confirm.folder_chosen.connect(self.release_to)
        self._confirm.open()

    def release_to(self, folder: Path) -> None:
        """Write what the preview shows into a folder."""
        plan = self._plan
        if plan is None:
            return
        if self._confirm is not None:
            self._confirm.set_busy(True)
        self._desk.session.mutate(
            lambda ctx, _token: apply_release(ctx, plan, folder=folder),
            then=lambda released: self._on_released(plan, released),
            failed=self._on_not_released,
            initiator=self,
            title=self.tr("Releasing the statement"),
        )

    def _on_released(self, plan: ReleasePlan, released: Released) -> None:
        if self._confirm is not None:
            self._confirm.accept()
            self._confirm = None
        self.result.show_released(plan, released)
        self._pages.setCurrentWidget(self.result)

    def _on_not_released(self, error: StockpileError) -> None:
        if self._confirm is not None:
            self._confirm.show_refusal(error)
        else:
            self._desk.messages.show_error(error)

    def _on_result_closed(self) -> None:
        self._pages.setCurrentWidget(self._home)
        self.refresh()


def _planned(ctx: Context, terms: Terms) -> ReleasePlan:
    return plan_release(
        ctx,
        profile=terms.profile(),
        as_of=terms.as_of,
        title=terms.title,
        nil=terms.of(Says.NIL),
        not_compiled=terms.of(Says.NOT_COMPILED),
        note=terms.note,
    )
