"""A request to a partner as a form: whom, about what, as of when, until when, and what for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from stockpile_client.core.partners import may_exchange
from stockpile_client.services.partners import PartnerRow
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.views.disclosure.choice import Choice
from stockpile_client.ui.views.disclosure.sections import Section, side_by_side
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import DateEdit, LineEdit
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

ANSWER_TIME = timedelta(days=30)
"""The deadline that is offered."""

_ROWS = 7


class AskPartnerDialog(DecisionDialog):
    """See the module; partners to whom nothing may be sent are not offered."""

    def __init__(self, desk: Desk, partners: Sequence[PartnerRow], parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Ask a partner for a statement"),
            tr(
                "A signed request is written as a bundle. The partner answers by a statement or refuses, with a reason."
            ),
            tr("Choose a folder and write…"),
            parent,
        )
        catalogue, today = desk.session.context.catalogue, desk.session.context.today()
        self.partner: Choice[str] = Choice(
            (row.agency_id, tr("{short} · {name}", short=row.short_name, name=row.name))
            for row in partners
            if may_exchange(row.state)
        )
        self._codes = sorted(catalogue.materials, key=lambda code: exchange_words.material(catalogue, code).casefold())
        column = Column("name", tr("Material"), lambda code: exchange_words.material(catalogue, code), stretch=True)
        self.model = ListModel((column,), self._codes, parent=self)
        self.table = Table(self.model, self.tr("Materials"))
        self.day, self.until, self.why = DateEdit(), DateEdit(), LineEdit()
        self.day.setDate(_qdate(today))
        self.until.setDate(_qdate(today + ANSWER_TIME))
        self._build_form()
        self._show_state()

    def _build_form(self) -> None:
        self.table.setMinimumHeight(_ROWS * theme.row_height())
        frame = framed(self.table)
        materials = Section(self.tr("Materials"), self.tr("Select one or several, with Ctrl or Shift."))
        materials.add(frame)
        self.body.addWidget(Field(self.tr("Partner"), self.partner))
        self.body.addWidget(materials)
        self.body.addLayout(side_by_side(Field(self.tr("As of"), self.day), Field(self.tr("Wanted by"), self.until)))
        self.body.addWidget(Field(self.tr("What for"), self.why, self.tr("The partner will read it.")))
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._show_state())
        self.why.textChanged.connect(lambda _text: self._show_state())

    @property
    def agency(self) -> str:
        """Who is asked."""
        return self.partner.value or ""

    @property
    def materials(self) -> tuple[str, ...]:
        """The codes that are selected."""
        return tuple(
            self._codes[number] for first, last in self.table.selected_ranges() for number in range(first, last + 1)
        )

    @property
    def as_of(self) -> date:
        """The day at whose end the answer shall be true."""
        return _date(self.day)

    @property
    def deadline(self) -> date:
        """Until when it is wanted."""
        return _date(self.until)

    @property
    def purpose(self) -> str:
        """What for."""
        return self.why.text().strip()

    def _show_state(self) -> None:
        self.primary.setEnabled(bool(self.agency and self.materials and self.purpose))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(edit: DateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
