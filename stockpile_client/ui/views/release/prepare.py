"""Prepare a statement: the form, the live preview, what a partner sees and could work out, and the release."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from stockpile_client.core.errors import StockpileError
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.secondary import CellMark
from stockpile_client.services.approval import Prepared, prepare_release
from stockpile_client.services.approval_cases import list_cases
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure_record import list_profiles
from stockpile_client.services.inference_findings import ReleaseAudit
from stockpile_client.services.partners import PartnerRow, list_partners
from stockpile_client.services.release import Released, ReleasePlan, apply_release, plan_release
from stockpile_client.services.requests import DataRequest, get_request, plan_answer
from stockpile_client.ui import theme
from stockpile_client.ui.dialogs.confirm_release import ConfirmReleaseDialog
from stockpile_client.ui.jobs import Job, Token
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.release.as_partner import AsPartnerPage
from stockpile_client.ui.views.release.audit import ReleaseAuditPage
from stockpile_client.ui.views.release.form import ReleaseForm
from stockpile_client.ui.views.release.kept_desk import KeptDesk
from stockpile_client.ui.views.release.page import Page
from stockpile_client.ui.views.release.preview import ReleasePreview
from stockpile_client.ui.views.release.step_dialog import StepDialog
from stockpile_client.ui.views.release.terms import Says, Terms
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.side_by_side import SideBySide
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.workspaces import Desk

PAUSE_MS = 250
"""The preview follows the form when editing pauses this long."""

_FORM_CHARACTERS = 46
_FORM_ROWS = 2


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from; ``held``: materials of which there is stock today; ``waiting``: for approval."""

    partners: tuple[PartnerRow, ...]
    profiles: tuple[Profile, ...]
    held: tuple[str, ...]
    waiting: int = 0
    request: DataRequest | None = None


def read_choices(ctx: Context, asked: str | None = None) -> Choices:
    """Partners, saved profiles, the materials in stock, and the request (its bundle's digest) to answer."""
    nothing = plan_release(ctx, profile=Profile("", audience=(), scope=()), as_of=ctx.today())
    request = get_request(ctx, asked) if asked else None
    waiting = len(list_cases(ctx, open_only=True))
    held = nothing.preview.out_of_scope
    return Choices(tuple(list_partners(ctx)), tuple(list_profiles(ctx)), held, waiting, request)


def held_by(plan: ReleasePlan) -> set[str]:
    """Materials of which there is stock on the day of a plan."""
    return {line.position.key.material for line in plan.preview.lines if line.lots} | set(plan.preview.out_of_scope)


class PreparePage(Page):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._plan: ReleasePlan | None = None
        self._planning: Job | None = None
        self._auditing: Job | None = None
        self._wanted: str | None = None
        self._by = ""
        self._draft: dict[str, str] | None = None
        self._confirm: ConfirmReleaseDialog | None = None
        self._kept = KeptDesk(desk.session.context)
        self.form = ReleaseForm(desk)
        self.preview = ReleasePreview(desk)
        self.audit = ReleaseAuditPage(desk)
        self.as_partner = AsPartnerPage(desk)
        self._area = ScrollArea(self.form)
        self._home = SideBySide(self._area, self.preview, characters=150, shares=(52, 132))
        self.states = StateStack(self._home)
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
        for page in (self.states, self.audit, self.as_partner):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def _connect(self) -> None:
        self.form.edited.connect(self._on_edited)
        self._pause.timeout.connect(self.plan)
        self.preview.release_chosen.connect(self._on_release_chosen)
        self.preview.put_forward_chosen.connect(self._on_put_forward)
        self.preview.audit_chosen.connect(self._on_audit_chosen)
        self.preview.partner_chosen.connect(self._on_partner_chosen)
        self.audit.closed.connect(self._on_audit_closed)
        self.audit.remedy_chosen.connect(self._on_remedy_chosen)
        self.as_partner.closed.connect(self._on_partner_closed)
        self._desk.session.changed.connect(self._on_changed)
        self._desk.session.destroyed.connect(self._kept.release)

    # what the workspace asks

    def shown(self) -> None:
        self._desk.show_marking(self._plan.marking.code if self._plan else "")
        self.form.start_from.setFocus()

    def begin(self, profile: str = "") -> None:
        """Back to the form, with what there is to choose from by now; ``profile``: and by the one of that name."""
        self._pages.setCurrentWidget(self.states)
        self._by = profile
        self.refresh()

    def answer(self, digest: str) -> None:
        """Prepare a statement that answers a partner's request."""
        self._pages.setCurrentWidget(self.states)
        self._wanted = digest
        self.refresh()

    def resume(self, draft: dict[str, str]) -> None:
        """Fill the form with what was typed before the program was locked."""
        self._pages.setCurrentWidget(self.states)
        self._draft = draft
        self.refresh()

    # reading

    def refresh(self) -> None:
        """Read again what there is to choose from."""
        self.states.show_loading()
        wanted = self._wanted
        self._desk.session.read(
            lambda ctx, _token: read_choices(ctx, wanted), then=self._on_read, failed=self._on_failed
        )

    def _on_read(self, found: Choices) -> None:
        self._desk.set_count("release", found.waiting)
        self.form.set_partners(found.partners)
        self.form.set_profiles(found.profiles)
        self.form.materials.set_in_stock(found.held)
        by, self._by = self._by, ""
        if by in (one.name for one in found.profiles):
            self.form.load(next(one for one in found.profiles if one.name == by))
        if self._draft is not None:  # now that there are partners to tick
            draft, self._draft = self._draft, None
            self.form.restore(draft)
        if found.request is not None and found.request.digest == self._wanted:
            self._wanted = None
            self.form.answer(found.request)
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
        if change.touches(Kind.APPROVALS, Kind.PARTNERS, Kind.PROFILES, Kind.LOTS, Kind.MOVEMENTS, Kind.STATEMENTS):
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
            lambda _ctx, token: _planned(self._kept, token, terms), then=self._on_planned, failed=self._on_not_planned
        )

    def _on_planned(self, plan: ReleasePlan) -> None:
        self._planning = None
        self._plan = plan
        self.form.materials.set_in_stock(held_by(plan))
        self.form.show_rules(plan.profile.sentences())
        self.form.show_audience([row.short_name for row in plan.audience])
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
            lambda _ctx, token: _audited(self._kept, token, plan),
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
        self._pages.setCurrentWidget(self.states)
        self.preview.audit.setFocus()

    def _on_remedy_chosen(self, marks: tuple[CellMark, ...]) -> None:
        """The plan is made again with these withheld, and audited again; the form shows it, nothing is saved."""
        self.audit.show_pending()
        self.form.withhold_further(marks)
        self.plan()

    # as a partner sees it

    def _on_partner_chosen(self) -> None:
        if self._plan is not None:
            self._pages.setCurrentWidget(self.as_partner)
            self.as_partner.show_plan(self._plan)

    def _on_partner_closed(self) -> None:
        self._pages.setCurrentWidget(self.states)
        self.preview.see.setFocus()

    # putting forward

    def _on_put_forward(self) -> None:
        if self._plan is None or self._plan.errors:
            return
        terms, actor = self.form.terms(), self._desk.session.context.actor
        dialog = StepDialog(
            self.tr("Put the statement forward"),
            self.tr("Nothing leaves by that. Somebody reviews it and somebody approves it; then it is signed."),
            self.tr("Put forward"),
            actor=actor, note_needed=False, note=False, parent=self,
        )  # fmt: skip

        def carry_out() -> None:
            who = dialog.actor
            dialog.set_busy(True)
            self._desk.session.mutate(
                lambda ctx, _token: _prepared(replace(ctx, actor=who), terms),
                then=lambda _prepared: self._on_put_forward_done(dialog),
                failed=dialog.show_refusal,
                initiator=self,
            )

        dialog.confirmed.connect(carry_out)
        dialog.open()

    def _on_put_forward_done(self, dialog: StepDialog) -> None:
        dialog.set_busy(False)
        dialog.accept()
        self.form.settle()
        self._desk.messages.show_message(
            Status.DONE,
            self.tr("The statement waits for its review."),
            self.tr("Nothing has left. If the inventory changes before it is approved, it has to be prepared anew."),
            action=self.tr("Show it"),
            do=lambda: self._desk.go("release", "approve"),
        )

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
            self._confirm.set_busy(False)
            self._confirm.accept()
            self._confirm = None
        self.form.settle()
        self.released.emit(plan, released)

    def _on_not_released(self, error: StockpileError) -> None:
        if self._confirm is not None:
            self._confirm.show_refusal(error)
        else:
            self._desk.messages.show_error(error)


def _planned(kept: KeptDesk, token: Token, terms: Terms) -> ReleasePlan:
    with kept.at_work(token) as (ctx, desk):
        if terms.request:
            return plan_answer(
                ctx, terms.request, profile=terms.profile(), as_of=terms.as_of, title=terms.title,
                nil=terms.of(Says.NIL), not_compiled=terms.of(Says.NOT_COMPILED), note=terms.note, desk=desk,
            )  # fmt: skip
        return plan_release(
            ctx, profile=terms.profile(), as_of=terms.as_of, title=terms.title, nil=terms.of(Says.NIL),
            not_compiled=terms.of(Says.NOT_COMPILED), note=terms.note, desk=desk,
        )  # fmt: skip


def _audited(kept: KeptDesk, token: Token, plan: ReleasePlan) -> ReleaseAudit:
    with kept.at_work(token) as (ctx, desk):
        return desk.audit(ctx, plan)


def _prepared(ctx: Context, terms: Terms) -> Prepared:
    asked = get_request(ctx, terms.request) if terms.request else None
    return prepare_release(
        ctx, profile=terms.profile(), as_of=terms.as_of, title=terms.title, nil=terms.of(Says.NIL),
        not_compiled=terms.of(Says.NOT_COMPILED), note=terms.note, reply_to=asked.bundle if asked else None,
    )  # fmt: skip
