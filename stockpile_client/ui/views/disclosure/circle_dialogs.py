"""An agreement and a group of partners as forms."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QWidget

from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import clean_text
from stockpile_client.services.partners import PartnerRow
from stockpile_client.storage.partners import Agreement
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.views.disclosure.choice import Choice
from stockpile_client.ui.views.disclosure.sections import Section
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import CheckBox, LineEdit
from stockpile_client.ui.workspaces import Desk

_LONGEST_CADENCE_DAYS = 3660


class AgreementDialog(DecisionDialog):
    """An agreement, new (None) or changed; statements that left keep naming it."""

    def __init__(
        self, desk: Desk, partners: Sequence[PartnerRow], agreement: Agreement | None, parent: QWidget | None = None
    ) -> None:
        title = tr("Change the agreement") if agreement else tr("New agreement")
        super().__init__(title, tr("What was agreed on paper. We are always a party."), tr("Save"), parent)
        self._own = desk.session.context.agency.id
        self._id = agreement.id if agreement else str(uuid.uuid4())
        self.name = LineEdit()
        self.parties = _boxes(partners, agreement.parties if agreement else ())
        self.uses = LineEdit()
        self.scope = LineEdit()
        self.marking: Choice[str] = Choice((one.code, one.code) for one in desk.session.context.scheme.markings)
        self.cadence = LineEdit()
        self.cadence.setValidator(QIntValidator(0, _LONGEST_CADENCE_DAYS, self.cadence))
        self._build_form()
        if agreement:
            self._fill(agreement)
        else:
            self.marking.choose("TLP:AMBER")
        self._show_state()
        self.name.setFocus()

    def _build_form(self) -> None:
        parties = Section(self.tr("Parties"))
        parties.add(*self.parties.values())
        self.body.addWidget(Field(self.tr("Name"), self.name))
        self.body.addWidget(parties)
        self.body.addWidget(Field(self.tr("Permitted uses"), self.uses))
        self.body.addWidget(
            Field(self.tr("Materials"), self.scope, self.tr("Codes with commas between, such as W, CO. Empty: any."))
        )
        self.body.addWidget(Field(self.tr("Highest marking"), self.marking))
        self.body.addWidget(
            Field(self.tr("Days between statements"), self.cadence, self.tr("Empty: no cadence was agreed."))
        )
        self.name.textChanged.connect(lambda _text: self._show_state())

    def _fill(self, agreement: Agreement) -> None:
        self.name.setText(agreement.name)
        self.uses.setText(agreement.permitted_uses)
        self.scope.setText(", ".join(agreement.scope))
        self.marking.choose(agreement.highest_marking)
        self.cadence.setText(str(agreement.cadence_days or ""))

    def _show_state(self) -> None:
        self.primary.setEnabled(bool(self.name.text().strip()))

    def agreement(self) -> Agreement:
        """What the form says; ``InputError`` for text that breaks the rules."""
        ticked = {agency for agency, box in self.parties.items() if box.isChecked()}
        codes = (part.strip().upper() for part in self.scope.text().replace(";", ",").split(","))
        return Agreement(
            self._id,
            clean_text(self.name.text(), what=phrase("name")),
            tuple(sorted({self._own, *ticked})),
            clean_text(self.uses.text(), what=phrase("permitted uses")),
            self.marking.value or "",
            tuple(sorted({code for code in codes if code})),
            int(self.cadence.text() or 0) or None,
        )


class GroupDialog(DecisionDialog):
    """A group of partners; one that there is keeps its name."""

    def __init__(
        self, partners: Sequence[PartnerRow], name: str, members: Collection[str], parent: QWidget | None = None
    ) -> None:
        title = tr("Change the group") if name else tr("New group")
        words = tr("Statements to a changed group go through a new channel. What left stays with who got it.")
        super().__init__(title, words, tr("Save"), parent)
        self.name = LineEdit()
        self.name.setText(name)
        self.name.setReadOnly(bool(name))
        self.boxes = _boxes(partners, members)
        section = Section(self.tr("Members"), self.tr("A group without members is nobody."))
        section.add(*self.boxes.values())
        self.body.addWidget(Field(self.tr("Name"), self.name))
        self.body.addWidget(section)
        self.name.textChanged.connect(lambda _text: self._show_state())
        self._show_state()
        (next(iter(self.boxes.values()), self.name) if name else self.name).setFocus()

    @property
    def group_name(self) -> str:
        """What the group is called."""
        return self.name.text().strip()

    @property
    def members(self) -> tuple[str, ...]:
        """The agency ids that are ticked."""
        return tuple(agency for agency, box in self.boxes.items() if box.isChecked())

    def _show_state(self) -> None:
        self.primary.setEnabled(bool(self.group_name))


def _boxes(partners: Sequence[PartnerRow], ticked: Collection[str]) -> dict[str, CheckBox]:
    boxes = {}
    for row in partners:
        name = row.name.replace("&", "&&")  # a check box reads a single one as the mark of a shortcut
        boxes[row.agency_id] = CheckBox(tr("{short} · {name}", short=row.short_name, name=name))
        boxes[row.agency_id].setChecked(row.agency_id in ticked)
    return boxes
