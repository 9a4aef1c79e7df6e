"""Two people sign: who may sign along, and the ways to begin with it, to add and remove people, and to end it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.second_person import SecondPeople, end, second_people_of
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.dialogs.second_person import NewSecondPersonDialog, RemoveSecondPersonDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.settings.section import Section
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.workspaces import Desk


class SecondPeopleSection(Section):
    """See the module."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._desk = desk
        self._people = SecondPeople((), "", None)
        self.facts = Facts()
        self.begin = Button(tr("Have two people sign…"))
        self.add = Button(tr("Add a second person…"))
        self.remove = Button(tr("Remove a second person…"))
        self.end = Button(tr("Let one person sign…"))
        super().__init__(
            tr("Two people sign"),
            tr("Nothing leaves with our signature unless a second person types an own passphrase. One alone can read,"
               " keep the inventory and accept."),
            (self.begin, self.add, self.remove, self.end),
            parent,
        )  # fmt: skip
        self.body.addWidget(self.facts)
        self._show(self._people)
        self.begin.clicked.connect(lambda: NewSecondPersonDialog(desk, is_first=True, parent=self).open())
        self.add.clicked.connect(lambda: NewSecondPersonDialog(desk, is_first=False, parent=self).open())
        self.remove.clicked.connect(lambda: RemoveSecondPersonDialog(desk, self._people, self).open())
        self.end.clicked.connect(self._on_end)

    def refresh(self) -> None:
        """Read again who may sign along."""
        self._desk.session.read(
            lambda ctx, _token: second_people_of(ctx), then=self._show, failed=self._desk.messages.show_error
        )

    def _show(self, people: SecondPeople) -> None:
        self._people = people
        names = ", ".join(person.name for person in people.people)
        self.facts.show_facts([(tr("May sign along"), names or tr("nobody: one person alone signs"))])
        self.begin.setVisible(not people.people)
        for button in (self.add, self.end):
            button.setVisible(bool(people.people))
        self.remove.setVisible(len(people.people) > 1)

    def _on_end(self) -> None:
        dialog = DecisionDialog(
            tr("Let one person sign"),
            tr("From then on whoever opens the profile signs alone. A second person has to agree to it now."),
            tr("Let one person sign"),
            self,
        )

        def ended(change: ChangeSet) -> None:
            self._desk.messages.show_message(Status.DONE, change.summary)
            dialog.set_busy(False)
            dialog.accept()

        def carry_out() -> None:
            dialog.set_busy(True)
            self._desk.session.mutate(
                lambda ctx, _token: end(ctx), then=ended, failed=dialog.show_refusal, initiator=self
            )

        dialog.confirmed.connect(carry_out)
        dialog.open()
