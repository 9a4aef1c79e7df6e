"""Import a card: whose it is, what it is to us, and what would change. A changed key is loud and needs a word typed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stockpile_client.bundle.fingerprints import groups
from stockpile_client.services.cards import CardPlan, Known, import_card
from stockpile_client.services.changes import ChangeSet
from stockpile_client.ui import exchange_words
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import LineEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.workspaces import Desk

_IMPORTABLE = (Known.NEW, Known.CHANGED_KEY)


class ImportCardDialog(DecisionDialog):
    """See the module."""

    def __init__(self, desk: Desk, plan: CardPlan, parent: QWidget | None = None) -> None:
        super().__init__(_title(plan), "", _action(plan), parent)
        self._desk = desk
        self._plan = plan
        self.notice = NoticePanel()
        self.facts = Facts()
        self.word_line = LineEdit()
        self._typed = Field(
            self.tr("Type {word} to confirm that you called the partner").format(word=plan.card.short), self.word_line
        )
        self._fill()
        self.confirmed.connect(self._on_confirmed)
        self.word_line.textChanged.connect(self._on_text_changed)

    def _fill(self) -> None:
        plan, formats = self._plan, self._desk.formats
        changed = plan.known is Known.CHANGED_KEY
        if plan.expired:
            self.notice.say(
                self.tr("The card has expired"), [self.tr("Ask the partner for its current card.")],
                status=Status.DANGER,
            )  # fmt: skip
        elif changed:
            self.notice.say(
                self.tr("The keys of this partner have changed"),
                [
                    self.tr("Either the agency made new keys without a notice, or someone pretends to be the agency."),
                    self.tr("Call the partner on a number you know before you import this card."),
                    self.tr("The exchange stops until the safety number is compared again."),
                ],
                status=Status.DANGER,
            )
        else:
            self.notice.say(plan.words, status=Status.INFO if plan.known is Known.NEW else Status.CAUTION)
        self.facts.show_facts(
            [
                (self.tr("Agency"), plan.card.name),
                (self.tr("Short name"), plan.card.short),
                (self.tr("Country"), plan.card.country),
                (self.tr("Card"), self.tr("number {epoch}, valid until {day}").format(
                    epoch=plan.card.epoch, day=formats.day(plan.card.expires.date()))),
                (self.tr("Fingerprint"), " ".join(groups(plan.fingerprint))),
                (self.tr("Agency id"), plan.card.agency),
            ]
        )  # fmt: skip
        self._typed.setVisible(changed and not plan.expired)
        for widget in (self.notice, self.facts, self._typed):
            self.body.addWidget(widget)
        importable = plan.known in _IMPORTABLE and not plan.expired
        self.primary.setVisible(importable)
        self.cancel.setText(self.tr("Cancel") if importable else self.tr("Close"))
        self._on_text_changed()

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        if not busy:
            self._on_text_changed()

    def _on_text_changed(self) -> None:
        changed = self._plan.known is Known.CHANGED_KEY
        self.primary.setEnabled(not changed or self.word_line.text().strip() == self._plan.card.short)

    def _on_confirmed(self) -> None:
        self.set_busy(True)
        plan = self._plan
        self._desk.session.mutate(
            lambda ctx, _token: import_card(ctx, plan),
            then=self._on_imported,
            failed=self.show_refusal,
            initiator=self,
            title=self.tr("Importing the card"),
        )

    def _on_imported(self, _change: ChangeSet) -> None:
        self._desk.messages.show_message(
            Status.INFO,
            self.tr("The card of {name} was imported.").format(name=self._plan.card.short),
            self.tr("Nothing is exchanged yet. Next: choose the partner and verify it on the phone."),
            action=self.tr("Go to the partners"),
            do=lambda: self._desk.go("partners", ""),
        )
        self.accept()


def _title(plan: CardPlan) -> str:
    return exchange_words.tr("Card of {name}").format(name=plan.card.short)


def _action(plan: CardPlan) -> str:
    changed = plan.known is Known.CHANGED_KEY
    return exchange_words.tr("Replace the card") if changed else exchange_words.tr("Import the card")
