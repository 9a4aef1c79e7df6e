"""A published figure as a form: of what, of when, how much, and who printed it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from stockpile_client.disclosure.holdings import ALL_GROUPS
from stockpile_client.services.public_facts import PublicFact
from stockpile_client.ui import exchange_words
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.views.disclosure.choice import Choice
from stockpile_client.ui.views.disclosure.masses import mass_text, read_mass
from stockpile_client.ui.views.disclosure.sections import side_by_side
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import DateEdit, LineEdit
from stockpile_client.ui.workspaces import Desk

_EXAMPLE_MG = 60_000 * 10**9


class PublishedDialog(DecisionDialog):
    """See the module."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Enter a published figure"),
            tr("It is contained mass, as printed. What was printed stays known: it cannot be taken out again."),
            tr("Enter"),
            parent,
        )
        context = desk.session.context
        self._formats = desk.formats
        groups = sorted({form.group for form in context.catalogue.forms.values()} - {ALL_GROUPS})
        self.material: Choice[str] = Choice(
            (code, exchange_words.material(context.catalogue, code)) for code in context.catalogue.materials
        )
        self.group: Choice[str] = Choice((code, exchange_words.group(code)) for code in (ALL_GROUPS, *groups))
        self.at: Choice[str] = Choice(
            [("", self.tr("anywhere")), (f"country:{context.agency.country}", context.agency.country)]
        )
        self.day = DateEdit()
        today = context.today()
        self.day.setDate(QDate(today.year, today.month, today.day))
        self.low, self.high, self.source = LineEdit(), LineEdit(), LineEdit()
        self._build_form()
        self._show_state()

    def _build_form(self) -> None:
        example = self.tr("Such as {mass}.").format(mass=mass_text(self._formats, _EXAMPLE_MG))
        self.body.addLayout(side_by_side(Field(self.tr("Material"), self.material), Field(self.tr("Form"), self.group)))
        self.body.addLayout(side_by_side(Field(self.tr("As of"), self.day), Field(self.tr("Where"), self.at)))
        self.body.addLayout(
            side_by_side(
                Field(self.tr("At least"), self.low, example),
                Field(self.tr("At most"), self.high, self.tr("The same for an exact figure; empty for an open end.")),
            )
        )
        self.body.addWidget(Field(self.tr("Source"), self.source, self.tr("Who printed it, where and when.")))
        for line in (self.low, self.source):
            line.textChanged.connect(lambda _text: self._show_state())

    def _show_state(self) -> None:
        self.primary.setEnabled(bool(self.low.text().strip() and self.source.text().strip()))

    def fact(self) -> PublicFact:
        """What the form says; ``InputError`` for a mass that cannot be read."""
        day = self.day.date()
        return PublicFact(
            self.material.value or "",
            self.group.value or ALL_GROUPS,
            self.at.value or "",
            date(day.year(), day.month(), day.day()),
            read_mass(self._formats, self.low.text()),
            read_mass(self._formats, self.high.text()) if self.high.text().strip() else None,
            self.source.text(),
        )
