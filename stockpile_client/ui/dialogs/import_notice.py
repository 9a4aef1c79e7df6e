"""A partner takes its keys back: whose, why and from where on, and what follows. It cannot be undone."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.key_changes import NoticePlan, apply_notice
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import LineEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.workspaces import Desk


class ImportNoticeDialog(DecisionDialog):
    """See the module."""

    def __init__(self, desk: Desk, plan: NoticePlan, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("{name} takes its keys back", name=plan.short_name),
            tr("The notice is signed by the agency: its signatures fit the card that is in force here."),
            tr("Stop trusting these keys"),
            parent,
        )
        self._desk = desk
        self._plan = plan
        self.consequences = NoticePanel(Status.DANGER)
        self.facts = Facts()
        self.word_line = LineEdit()
        self._typed = Field(
            tr("Type {word} to confirm", word=plan.short_name), self.word_line, tr("This cannot be undone.")
        )
        self._fill()
        self.confirmed.connect(self._on_confirmed)
        self.word_line.textChanged.connect(self._on_text_changed)
        self._on_text_changed()

    def _fill(self) -> None:
        plan, formats = self._plan, self._desk.formats
        if plan.known:
            self.consequences.say(tr("This notice was imported before"), [tr("Nothing would change.")],
                                  status=Status.INFO)  # fmt: skip
        else:
            self.consequences.say(
                tr("What follows"),
                [
                    tr("Nothing is sent to this partner, and nothing new is accepted from it, until its next card is"
                       " imported and its safety number compared."),
                    tr("What it sent before the numbers below stays valid."),
                ],
            )  # fmt: skip
        stops = ", ".join(tr("{channel}… from number {n} on", channel=one[:8], n=seq) for one, seq in plan.reject_from)
        self.facts.show_facts(
            [
                (tr("Agency"), f"{plan.name} ({plan.short_name})"),
                (tr("Card"), tr("number {epoch}", epoch=plan.epoch)),
                (tr("Reason"), plan.reason),
                (tr("Written"), formats.moment(plan.created)),
                (tr("Signed by"), tr("the recovery key") if plan.by_recovery_key else tr("the keys themselves")),
                (tr_count("Channel", "Channels", len(plan.reject_from)), stops),
            ]
        )
        for widget in (self.consequences, self.facts, self._typed):
            self.body.addWidget(widget)
        self._typed.setVisible(not plan.known)
        self.primary.setVisible(not plan.known)
        self.cancel.setText(tr("Close") if plan.known else tr("Cancel"))

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        if not busy:
            self._on_text_changed()

    def _on_text_changed(self) -> None:
        self.primary.setEnabled(self.word_line.text().strip() == self._plan.short_name)

    def _on_confirmed(self) -> None:
        plan = self._plan
        self.set_busy(True)
        self._desk.session.mutate(
            lambda ctx, _token: apply_notice(ctx, plan),
            then=self._on_applied,
            failed=self.show_refusal,
            initiator=self,
        )

    def _on_applied(self, _change: ChangeSet) -> None:
        self._desk.messages.show_message(
            Status.INFO,
            tr("The keys of {name} are no longer trusted.", name=self._plan.short_name),
            tr("Next: ask the partner for its new card, import it, and compare the safety number."),
            action=tr("Go to the partners"),
            do=lambda: self._desk.go("partners", ""),
        )
        self.accept()
