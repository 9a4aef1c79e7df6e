"""The chosen partner: state, who verified it and how, its card, its history, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stockpile_client.core.partners import PartnerState
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.context import Context
from stockpile_client.services.partners import resume_partner, revoke_partner, suspend_partner
from stockpile_client.storage.partners import PartnerStep
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.dialogs.documents import SAFETY, show_documents
from stockpile_client.ui.dialogs.reason import ReasonDialog
from stockpile_client.ui.dialogs.verify_partner import VerifyPartnerDialog
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.partner_record import PartnerRecord
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.facts import Fact, Facts
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.status_mark import StatusMark
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

_LIVING = (PartnerState.IMPORTED, PartnerState.VERIFIED, PartnerState.CONFIRMED)


class PartnerPane(Panel):
    """See the module."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(None, parent)
        self._desk = desk
        self._record: PartnerRecord | None = None
        self._name = PlainLabel(size=Size.TITLE, wrap=True, selectable=True)
        self.state = StatusMark()
        self.notice = NoticePanel(Status.DANGER)
        self.facts = Facts()
        self.verify = Button(self.tr("Verify…"), icon="audit", look=Look.PRIMARY)
        self.verify_again = Button(self.tr("Verify again…"), icon="audit")
        self.suspend = Button(self.tr("Suspend…"))
        self.resume = Button(self.tr("Resume…"))
        self.revoke = Button(self.tr("Revoke…"))
        self.documents = Button(self.tr("Documents…"), icon="print")
        self.history = ListModel(_history_columns(desk), parent=self)
        self._history_table = Table(self.history, self.tr("History of the partner"))
        self._pages = QStackedWidget()
        self._build()
        self._connect()
        self.show_partner(None)

    def _build(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(*(theme.space(theme.MEDIUM),) * 4)
        column.setSpacing(theme.space(theme.SMALL + 1))
        column.addWidget(self._name)
        column.addWidget(self.state)
        column.addWidget(self.notice)
        column.addWidget(self.facts)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(theme.SMALL))
        for button in (self.verify, self.verify_again, self.resume, self.suspend, self.revoke, self.documents):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addSpacing(theme.space(theme.TIGHT))
        column.addLayout(buttons)
        column.addSpacing(theme.space(theme.SMALL))
        column.addWidget(PlainLabel(self.tr("History"), strong=True))
        column.addWidget(self._history_table, 1)
        self._history_table.setMinimumHeight(4 * theme.row_height())
        self._pages.addWidget(QWidget())
        self._pages.addWidget(ScrollArea(page))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(self._pages)

    def _connect(self) -> None:
        self.verify.clicked.connect(self._on_verify)
        self.verify_again.clicked.connect(self._on_verify)
        self.suspend.clicked.connect(self._on_suspend)
        self.resume.clicked.connect(self._on_resume)
        self.revoke.clicked.connect(self._on_revoke)
        self.documents.clicked.connect(lambda: show_documents(self, self._desk, SAFETY, self.agency_id))

    @property
    def agency_id(self) -> str:
        """The partner that is shown, or nothing."""
        return self._record.row.agency_id if self._record else ""

    def show_partner(self, record: PartnerRecord | None) -> None:
        """Show one partner, or none."""
        self._record = record
        self._pages.setCurrentIndex(0 if record is None else 1)
        if record is None:
            return
        row = record.row
        self._name.setText(row.name)
        self.state.set(*exchange_words.partner_state(row.state))
        self._warn(record)
        self.facts.show_facts(self._facts_of(record))
        self.history.set_rows(tuple(reversed(record.steps)))
        self.verify.setVisible(row.state is PartnerState.IMPORTED)
        self.verify_again.setVisible(row.state in (PartnerState.VERIFIED, PartnerState.CONFIRMED))
        self.suspend.setVisible(row.state in _LIVING)
        self.resume.setVisible(row.state is PartnerState.SUSPENDED)
        self.revoke.setVisible(row.state in _LIVING or row.state is PartnerState.SUSPENDED)

    def _warn(self, record: PartnerRecord) -> None:
        if record.keys_changed:
            self.notice.say(
                self.tr("The keys of this partner have changed"),
                [
                    self.tr("Another card took the place of the one that was verified, without a signed notice."),
                    self.tr("Nothing is sent or accepted. Call the partner on a number you know, and verify again."),
                ],
                status=Status.DANGER,
            )
        elif record.expired:
            self.notice.say(
                self.tr("The card of this partner has expired"),
                [self.tr("Ask the partner for its current card and import it.")],
                status=Status.DANGER,
            )
        elif record.row.state is PartnerState.IMPORTED:
            self.notice.say(
                self.tr("Nothing is exchanged before the safety number is compared"),
                [self.tr("A card proves nothing by itself: whoever sent it may have made it.")],
                status=Status.CAUTION,
            )
        elif record.expires_soon:
            day = self._desk.formats.day(record.row.card_expires.date())
            self.notice.say(
                self.tr("The card expires on {day}").format(day=day),
                [self.tr("Ask the partner for its next card in time.")],
                status=Status.CAUTION,
            )
        else:
            self.notice.say("")

    def _facts_of(self, record: PartnerRecord) -> list[Fact]:
        row, formats = record.row, self._desk.formats
        return [
            (self.tr("Short name"), row.short_name),
            (self.tr("Country"), row.country),
            (self.tr("Verified by"), row.verified_by or self.tr("nobody yet")),
            (self.tr("How"), row.verified_how),
            (self.tr("When"), formats.moment(row.verified_at)),
            (self.tr("Card"), self.tr("number {epoch}, valid until {day}").format(
                epoch=row.epoch, day=formats.day(row.card_expires.date()))),
            (self.tr("Agency id"), row.agency_id),
        ]  # fmt: skip

    # what can be done

    def _on_verify(self) -> None:
        if self._record is not None:
            VerifyPartnerDialog(self._desk, self._record.row, self).open()

    def _on_suspend(self) -> None:
        self._ask(
            self.tr("Suspend {name}"),
            self.tr("Nothing is sent to or accepted from this partner until you resume. The partner is not told."),
            self.tr("Suspend"),
            suspend_partner,
        )

    def _on_resume(self) -> None:
        self._ask(
            self.tr("Resume {name}"),
            self.tr("The partner has to be verified anew before anything is exchanged."),
            self.tr("Resume"),
            resume_partner,
        )

    def _on_revoke(self) -> None:
        self._ask(
            self.tr("Revoke {name}"),
            self.tr("The trust in this card ends for good. Only a new card of the agency leads back."),
            self.tr("Revoke"),
            revoke_partner,
            word=self._record.row.short_name if self._record else "",
        )

    def _ask(self, title: str, words: str, action: str, do: Callable[..., ChangeSet], *, word: str = "") -> None:
        if self._record is None:
            return
        row = self._record.row
        dialog = ReasonDialog(
            title.format(name=row.short_name),
            words,
            action,
            reason_hint=self.tr("It is kept in the partner's history and in the audit log."),
            word=word,
            parent=self,
        )

        def carry_out() -> None:
            reason = dialog.reason
            dialog.set_busy(True)

            def work(ctx: Context, _token: object) -> ChangeSet:
                return do(ctx, row.agency_id, reason=reason)

            self._desk.session.mutate(
                work, then=lambda _change: dialog.accept(), failed=dialog.show_refusal, initiator=self
            )

        dialog.confirmed.connect(carry_out)
        dialog.open()


def _history_columns(desk: Desk) -> tuple[Column, ...]:
    tr, formats = exchange_words.tr, desk.formats

    def event(step: PartnerStep) -> str:
        return exchange_words.partner_event(step.event)

    return (
        Column("at", tr("When"), lambda step: formats.moment(step.at), characters=22),
        Column("event", tr("What happened"), event,
               status=lambda step: exchange_words.partner_state(step.state)[0], characters=31),
        Column("who", tr("Who"), lambda step: step.who, characters=14),
        Column("how", tr("How or why"), lambda step: step.how, characters=18, stretch=True),
    )  # fmt: skip
