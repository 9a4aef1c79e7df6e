"""Where two people sign: letting the second one sign along, beginning with it, adding and removing people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.own_keys import RotatedKeys
from stockpile_client.services.second_person import (
    SecondPeople,
    add_person,
    begin,
    remove_person,
    second_people_of,
    sign_in,
)
from stockpile_client.ui import files
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.start.passphrase_step import NewPassphrase
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import ComboBox, LineEdit, PassphraseEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.workspaces import Desk

if TYPE_CHECKING:
    from stockpile_client.ui.session import Session


class SignAlongDialog(DecisionDialog):
    """A second person types the own passphrase; ``accepted`` once it was the right one."""

    def __init__(self, session: Session, people: SecondPeople, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("A second person signs along"),
            tr("Here two people sign. The second one types the own passphrase; it holds for five minutes."),
            tr("Sign along"),
            parent,
        )
        self._session = session
        self.name = ComboBox()
        self.name.addItems([person.name for person in people.people])
        self.passphrase = PassphraseEdit()
        self.body.addWidget(Field(tr("Second person"), self.name))
        self.body.addWidget(Field(tr("Passphrase of the second person"), self.passphrase))
        self.primary.setEnabled(False)
        self.passphrase.textChanged.connect(lambda text: self.primary.setEnabled(bool(text)))
        self.confirmed.connect(self._on_confirmed)
        self.passphrase.setFocus()

    def _on_confirmed(self) -> None:
        name, passphrase = self.name.currentText(), self.passphrase.text()
        self.messages.put_away()
        self.set_busy(True)
        self._session.mutate(
            lambda ctx, _token: sign_in(ctx, name=name, passphrase=passphrase),
            then=lambda _change: self._on_signed_in(),
            failed=self.show_refusal,
            initiator=self,
        )

    def _on_signed_in(self) -> None:
        self.set_busy(False)
        self.accept()

    def done(self, result: int) -> None:
        self.passphrase.clear()
        super().done(result)


class NewSecondPersonDialog(DecisionDialog):
    """Who signs along, and twice the passphrase; with ``is_first`` two people sign from then on."""

    def __init__(self, desk: Desk, *, is_first: bool, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Have two people sign") if is_first else tr("Add a second person"),
            tr("The second person types name and passphrase here. Nobody can reset it."),
            tr("Choose a folder and begin…") if is_first else tr("Add a second person"),
            parent,
        )
        self._desk = desk
        self._is_first = is_first
        self.name = LineEdit()
        self.new = NewPassphrase()
        if is_first:
            self._say_what_follows()
        self.body.addWidget(Field(tr("Second person"), self.name))
        self.body.addWidget(self.new)
        self.primary.setEnabled(False)
        self.name.textChanged.connect(self._on_changed)
        self.new.passphrase.textChanged.connect(self._on_changed)
        self.confirmed.connect(self._on_confirmed)
        self.name.setFocus()

    def _say_what_follows(self) -> None:
        consequences = NoticePanel(Status.CAUTION)
        consequences.say(
            tr("What follows"),
            [
                tr("Statements, receipts, requests and key notices leave only while a second person signs along."),
                tr("New keys are made. Each partner gets a notice: bring it before anything else."),
                tr("If no second person can be reached, the printed recovery sheet takes the keys back."),
            ],
        )
        self.body.addWidget(consequences)

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        if not busy:
            self._on_changed()

    def _on_changed(self) -> None:
        self.primary.setEnabled(bool(self.name.text().strip()) and bool(self.new.passphrase.text()))

    def _on_confirmed(self) -> None:
        if not self.new.ready():
            return
        if self._is_first:
            files.choose_folder(self, tr("Where to write the card and the notices"), self.begin_into)
            return
        name, passphrase = self.name.text(), self.new.passphrase.text()
        self.set_busy(True)
        self._desk.session.mutate(
            lambda ctx, _token: add_person(ctx, name=name, passphrase=passphrase),
            then=self._on_added,
            failed=self.show_refusal,
            initiator=self,
        )

    def begin_into(self, folder: Path) -> None:
        """Begin, and write the new card and the notices into ``folder``."""
        name, passphrase = self.name.text(), self.new.passphrase.text()
        self.set_busy(True)
        self._desk.session.mutate(
            lambda ctx, _token: begin(ctx, name=name, passphrase=passphrase, folder=folder),
            then=self._on_begun,
            failed=self.show_refusal,
            initiator=self,
            title=tr("Renewing the keys"),
        )

    def _on_begun(self, begun: RotatedKeys) -> None:
        told = tr("They are in {folder}, with the new card. Bring each partner its file before anything else.",
                  folder=str(begun.card.path.parent))  # fmt: skip
        self._desk.messages.show_message(Status.DONE, tr("Two people sign from now on; notices were written."), told)
        self.accept()

    def _on_added(self, change: ChangeSet) -> None:
        self._desk.messages.show_message(Status.DONE, change.summary)
        self.accept()

    def done(self, result: int) -> None:
        self.new.clear()
        super().done(result)


class RemoveSecondPersonDialog(DecisionDialog):
    """Somebody signs along no more."""

    def __init__(self, desk: Desk, people: SecondPeople, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Remove a second person"),
            tr("That person signs along no more. Renew the keys afterwards if the person left in anger."),
            tr("Remove a second person"),
            parent,
        )
        self._desk = desk
        self.name = ComboBox()
        self.name.addItems([person.name for person in people.people])
        self.body.addWidget(Field(tr("Second person"), self.name))
        self.confirmed.connect(self._on_confirmed)

    def _on_confirmed(self) -> None:
        name = self.name.currentText()
        self.set_busy(True)
        self._desk.session.mutate(
            lambda ctx, _token: remove_person(ctx, name),
            then=self._on_removed,
            failed=self.show_refusal,
            initiator=self,
        )

    def _on_removed(self, change: ChangeSet) -> None:
        self._desk.messages.show_message(Status.DONE, change.summary)
        self.set_busy(False)
        self.accept()


def ask_second_person(
    session: Session, parent: QWidget, again: Callable[[], object], give_up: Callable[[], None]
) -> None:
    """Let a second person sign along, then do ``again`` what was wanting one; ``give_up`` if nobody comes."""

    def ask(people: SecondPeople) -> None:
        dialog = SignAlongDialog(session, people, parent)
        dialog.accepted.connect(again)
        dialog.rejected.connect(give_up)
        dialog.open()

    session.read(lambda ctx, _token: second_people_of(ctx), then=ask, failed=lambda _error: give_up())
