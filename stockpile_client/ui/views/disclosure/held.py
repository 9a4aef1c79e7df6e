"""What each partner holds of ours, value by value, and every release behind it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.disclosure_matrix import DisclosureMatrix, MatrixRow
from stockpile_client.services.disclosure_record import Disclosed
from stockpile_client.services.partners import PartnerRow
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.views.disclosure.columns import matrix_columns, release_columns
from stockpile_client.ui.views.disclosure.export import choose_export, choose_history_export
from stockpile_client.ui.views.disclosure.matrix import (
    Question,
    matching,
    read_matrix,
    read_question,
    releases_of,
)
from stockpile_client.ui.views.disclosure.page import Page
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.inputs import ComboBox, LineEdit
from stockpile_client.ui.widgets.panel import Panel, framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

_LEAST_ROWS = 3  # the header and two more
_MATERIAL_CHARACTERS = 24


class HeldPage(Page):
    """The matrix above, of which one cell is chosen; the releases behind that cell below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._catalogue = desk.session.context.catalogue
        self._matrix = DisclosureMatrix((), ())
        self._asking: Job | None = None
        self.material = ComboBox()
        self.text = LineEdit(icon="search", placeholder=self.tr("Ask: what does Japan know about our gallium?"))
        self.count = PlainLabel(muted=True)
        self.model, self.table = self._build_table(matrix_columns(self._catalogue, desk.formats, self._matrix))
        self.releases = ListModel(release_columns(desk.formats), parent=self)
        self.releases_table = Table(self.releases, self.tr("Releases of this value"))
        self.chosen = PlainLabel(strong=True, elide=True)
        self._frame = Panel()
        self._inside = QVBoxLayout(self._frame)
        self._matrix_state = StateStack(self._frame)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self.states = StateStack(self._split)
        self._build()
        self._connect()
        self.refresh()

    # build

    def _build(self) -> None:
        self.material.setAccessibleName(self.tr("Material"))
        self.material.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.material.setMinimumContentsLength(_MATERIAL_CHARACTERS)
        self.text.setAccessibleName(self.tr("Ask, or filter by words"))
        self.releases_table.setMinimumHeight(_LEAST_ROWS * theme.row_height())
        self.releases_table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self._inside.setContentsMargins(1, 1, 1, 1)
        self._inside.addWidget(self.table)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.space(theme.SMALL))
        self._split.addWidget(self._matrix_state)
        self._split.addWidget(self._build_releases())
        self._split.setStretchFactor(0, 5)
        self._split.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(self._build_filter())
        column.addWidget(self.states, 1)

    def _build_filter(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space(theme.SMALL))
        row.addWidget(self.material)
        row.addWidget(self.text, 1)
        row.addWidget(self.count)
        return row

    def _build_releases(self) -> QWidget:
        below = QWidget()
        frame = framed(self.releases_table)
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(theme.space(theme.SMALL))
        lower.addWidget(self.chosen)
        lower.addWidget(frame, 1)
        return below

    def _build_table(self, columns: tuple[Column, ...]) -> tuple[ListModel, Table]:
        model = ListModel(columns, parent=self)
        table = Table(model, self.tr("What each partner holds"))
        table.setSelectionBehavior(Table.SelectionBehavior.SelectItems)
        table.setSelectionMode(Table.SelectionMode.SingleSelection)
        table.setMinimumHeight(_LEAST_ROWS * theme.row_height())
        table.horizontalHeader().setStretchLastSection(
            False
        )  # one partner's figures stand no further off than another's
        table.selectionModel().currentChanged.connect(lambda *_parts: self._on_cell_chosen())
        return model, table

    def _connect(self) -> None:
        self.material.currentIndexChanged.connect(lambda _index: self._on_filter_edited())
        self.text.textChanged.connect(lambda _text: self._on_filter_edited())
        self._desk.session.changed.connect(self._on_changed)

    # what the main window asks

    def perform(self, action: str) -> None:
        if action == "export_disclosed":
            choose_export(self, self._desk, self._matrix, self._shown_rows())
        elif action == "export_releases":
            choose_history_export(self, self._desk)

    def shown(self) -> None:
        self.table.setFocus()

    # reading

    def refresh(self) -> None:
        """Read again what was released; the filter and the chosen cell stay."""
        self.states.show_loading()
        self._desk.session.read(lambda ctx, _token: read_matrix(ctx), then=self._on_read, failed=self._on_failed)

    def _on_read(self, matrix: DisclosureMatrix) -> None:
        self._matrix = matrix
        if not matrix.rows:
            self.states.show_empty(
                "disclosure",
                self.tr("No partner was told anything yet"),
                self.tr("Every value that ever leaves stands here, with who holds it, how closely, and since when."),
                [self._desk.actions.button("new_release", Look.PRIMARY)],
            )
        else:
            self.states.show_content()
        for control in (self.material, self.text, self.count):
            control.setVisible(bool(matrix.rows))
        self._replace_table()
        self._offer_materials()
        self._on_filter_edited()

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.STATEMENTS, Kind.PARTNERS):
            self.refresh()

    def _replace_table(self) -> None:
        """A table for other columns: partners come and go."""
        columns = matrix_columns(self._catalogue, self._desk.formats, self._matrix)
        if [column.title for column in columns] == [column.title for column in self.model.columns]:
            return
        old_model, old = self.model, self.table
        self.model, self.table = self._build_table(columns)
        self._inside.replaceWidget(old, self.table)
        if old.hasFocus():
            self.table.setFocus()
        old.hide()
        old.deleteLater()
        old_model.deleteLater()

    def _offer_materials(self) -> None:
        chosen = self.material.currentData()
        self.material.blockSignals(True)
        self.material.clear()
        self.material.addItem(self.tr("All materials"), "")
        for code in sorted({row.key.material for row in self._matrix.rows}):
            self.material.addItem(exchange_words.material(self._catalogue, code), code)
        self.material.setCurrentIndex(max(0, self.material.findData(chosen)))
        self.material.blockSignals(False)

    # the filter and the chosen cell

    def _question(self) -> Question:
        return read_question(self.text.text(), self._catalogue, self._matrix.partners, _country_names)

    def _shown_rows(self) -> list[MatrixRow]:
        chosen, question = self.material.currentData() or "", self._question()
        rows = matching(self._matrix.rows, self._catalogue, material=chosen, question=question)
        asked = self._asked_columns(question)
        return [row for row in rows if any(row.cells[number] is not None for number in asked)] if asked else rows

    def _asked_columns(self, question: Question) -> list[int]:
        """The numbers of the partners that a question names."""
        return [number for number, one in enumerate(self._matrix.partners) if one.agency_id in question.partners]

    def _show_partners(self, question: Question) -> None:
        asked, first = self._asked_columns(question), self._first_partner()
        for number in range(len(self._matrix.partners)):
            self.table.setColumnHidden(first + number, bool(asked) and number not in asked)

    def _answer(self, question: Question, rows: int) -> str:
        """What the matrix says to a question, in a sentence; the count of rows where only words were typed."""
        names = [one.short_name for one in self._matrix.partners if one.agency_id in question.partners]
        about = exchange_words.materials(self._catalogue, question.materials)
        who = ", ".join(names)
        if names and question.materials:
            if not rows:
                return tr("{who} was never told anything of {material}", who=who, material=about)
            return tr_count("{who} holds {n} value of {material}", "{who} holds {n} values of {material}", rows,
                            who=who, material=about)  # fmt: skip
        if names:
            return tr_count("{who} holds {n} value", "{who} holds {n} values", rows, who=who)
        return tr("{shown} of {all} values", shown=rows, all=len(self._matrix.rows))

    def _on_filter_edited(self) -> None:
        index = self.table.currentIndex()
        chosen = self.model.row(index.row()) if index.isValid() else None
        column = max(0, index.column())
        rows = self._shown_rows()
        self.model.set_rows(rows)
        question = self._question()
        self._show_partners(question)
        self.count.setText(self._answer(question, len(rows)))
        if rows:
            self._matrix_state.show_content()
            keys = [row.key for row in rows]
            place = keys.index(chosen.key) if chosen and chosen.key in keys else 0
            self.table.setCurrentIndex(self.model.index(place, column))
        elif self._matrix.rows:
            self._matrix_state.show_empty(
                "search", self.tr("Nothing like it was released"), self.tr("No released value is what was asked for.")
            )
        self._on_cell_chosen()

    def _first_partner(self) -> int:
        return len(self.model.columns) - len(self._matrix.partners)

    def _on_cell_chosen(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        index = self.table.currentIndex()
        row: MatrixRow | None = self.model.row(index.row()) if index.isValid() else None
        if row is None:
            self.chosen.setText("")
            self.releases.set_rows(())
            return
        key, number = row.key, index.column() - self._first_partner()
        partner = self._matrix.partners[number] if number >= 0 else None
        agency = partner.agency_id if partner else None
        cells = row.cells if partner is None else (row.cells[number],)
        times = sum(cell.releases for cell in cells if cell is not None)
        who = partner.short_name if partner else self.tr("All partners")
        self.chosen.setText(self._told_words(who, times, exchange_words.position(self._catalogue, key)))
        self._asking = self._desk.session.read(
            lambda ctx, _token: releases_of(ctx, key, agency),
            then=self._on_releases_read,
            failed=self._desk.messages.show_error,
        )

    def _on_releases_read(self, told: list[Disclosed]) -> None:
        self._asking = None
        self.releases.set_rows(told)

    def _told_words(self, who: str, times: int, value: str) -> str:
        if not times:
            return tr("{who}, never told · {value}", who=who, value=value)
        return tr_count("{who}, told once · {value}", "{who}, told {n} times · {value}", times, who=who, value=value)


def _country_names(partner: PartnerRow) -> tuple[str, ...]:
    """What the country of a partner is called, in English and where people live there."""
    territory = QLocale.codeToTerritory(partner.country)
    if territory is QLocale.Country.AnyCountry:
        return (partner.country,)
    native = QLocale(QLocale.Language.AnyLanguage, territory).nativeTerritoryName()
    return (partner.country, QLocale.territoryToString(territory), native)
