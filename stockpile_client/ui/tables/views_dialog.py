"""Views of a table: giving one a name, and managing those that have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.saved_views import LONGEST_NAME, NamedLook
from stockpile_client.ui import theme
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import CheckBox, LineEdit
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.widgets.table_columns import hidden_count

if TYPE_CHECKING:
    from stockpile_client.ui.tables.keeper import TableKeeper

_ROWS = 8


class SaveViewDialog(DecisionDialog):
    """Filter, order and columns as they stand get a name."""

    def __init__(self, keeper: TableKeeper, table: Table) -> None:
        super().__init__(
            table.tr("Save this view"),
            table.tr("The filter, the order and the columns of the table come back under this name."),
            table.tr("Save"),
            table.window(),
        )
        self._keeper = keeper
        self._table = table
        self.name_line = LineEdit()
        self.name_line.setMaxLength(LONGEST_NAME)
        self._name = Field(self.tr("Name"), self.name_line, self.tr("For example: Tungsten oxides"))
        self.opens_first = CheckBox(self.tr("Open the table with this view"))
        self._replaces = False
        self.body.addWidget(self._name)
        self.body.addWidget(self.opens_first)
        self.name_line.textChanged.connect(lambda _text: self._on_name_typed())
        self.confirmed.connect(self._on_confirmed)
        self._on_name_typed()
        self.name_line.setFocus()

    def _on_name_typed(self) -> None:
        name = " ".join(self.name_line.text().split())
        self._replaces = any(view.name == name for view in self._keeper.views_of(self._table))
        self.primary.setEnabled(bool(name))
        self.primary.setText(self.tr("Save over it") if self._replaces else self.tr("Save"))
        self.primary.updateGeometry()
        self._name.show_problem(self.tr("There is a view of this name already.") if self._replaces else "")

    def _on_confirmed(self) -> None:
        self.set_busy(True)
        self._keeper.save(
            self._table, self.name_line.text(), replace=self._replaces, is_default=self.opens_first.isChecked(),
            then=self.accept, failed=self.show_refusal,
        )  # fmt: skip


class ManageViewsDialog(DecisionDialog):
    """The views of a table: show, rename, delete (which can be undone), and which one opens first."""

    def __init__(self, keeper: TableKeeper, table: Table) -> None:
        super().__init__(table.tr("Saved views"), "", table.tr("Show this view"), table.window())
        self._keeper = keeper
        self._shown = table
        self.views = ListModel(_columns(), parent=self)
        self.table = Table(self.views, self.tr("Saved views"), key="saved_views")
        self.name_line = LineEdit()
        self.name_line.setMaxLength(LONGEST_NAME)
        self._name = Field(self.tr("Name"), self.name_line)
        self.rename = Button(self.tr("&Rename"))
        self.opens_first = Button(self.tr("&Open first"))
        self.delete = Button(self.tr("&Delete"))
        self.cancel.setText(self.tr("Close"))
        self._fill()
        self._connect()
        self._show_views()

    def _fill(self) -> None:
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.setMinimumHeight(theme.row_height() * _ROWS)
        frame = framed(self.table)
        row = QHBoxLayout()
        row.setSpacing(theme.space(theme.SMALL))
        for button in (self.rename, self.opens_first, self.delete):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(frame)
        self.body.addWidget(self._name)
        self.body.addLayout(row)

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_chosen())
        self.table.doubleClicked.connect(lambda _index: self.confirmed.emit())
        self.name_line.textChanged.connect(lambda _text: self._show_possible())
        self.name_line.returnPressed.connect(self._on_rename)
        self.rename.clicked.connect(self._on_rename)
        self.opens_first.clicked.connect(self._on_opens_first)
        self.delete.clicked.connect(self._on_delete)
        self.confirmed.connect(self._on_confirmed)
        self._keeper.looks_read.connect(self._show_views)

    @property
    def chosen(self) -> NamedLook | None:
        """The selected view."""
        ranges = self.table.selected_ranges()
        row = self.views.row(ranges[0][0]) if ranges else None
        return row if isinstance(row, NamedLook) else None

    def choose(self, name: str) -> None:
        """Select a view by its name."""
        names = [view.name for view in self._keeper.views_of(self._shown)]
        if name in names:
            self.table.selectRow(names.index(name))

    def _show_views(self) -> None:
        before = self.chosen
        views = self._keeper.views_of(self._shown)
        self.views.set_rows(views)
        if views:
            self.table.selectRow(0)
            self.choose(before.name if before else "")
        self._on_chosen()

    def _on_chosen(self) -> None:
        view = self.chosen
        self.name_line.setText(view.name if view else "")
        self.opens_first.setText(
            self.tr("&Open with everything") if view and view.is_default else self.tr("&Open first")
        )
        self.opens_first.updateGeometry()
        self._show_possible()

    def _show_possible(self) -> None:
        view, name = self.chosen, " ".join(self.name_line.text().split())
        for widget in (self.primary, self.delete, self.opens_first, self._name):
            widget.setEnabled(view is not None)
        self.rename.setEnabled(view is not None and bool(name) and name != view.name)

    def _on_rename(self) -> None:
        view = self.chosen
        if view is not None and self.rename.isEnabled():
            self._keeper.rename(
                self._shown.key, view.name, self.name_line.text(), then=self.messages.put_away, failed=self._refused
            )

    def _refused(self, error: StockpileError) -> None:
        self.messages.show_error(error)
        self.fit()

    def _on_opens_first(self) -> None:
        view = self.chosen
        if view is not None:
            self._keeper.open_with(self._shown.key, "" if view.is_default else view.name)

    def _on_delete(self) -> None:
        view = self.chosen
        if view is not None:
            self._keeper.delete(self._shown.key, view, self.messages)

    def _on_confirmed(self) -> None:
        view = self.chosen
        if view is not None:
            self._keeper.show_look(self._shown, view.look)
            self.accept()


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", tr("Name"), lambda view: view.name, characters=24, stretch=True),
        Column("filter", tr("Filter"), lambda view: view.look.filter or "–", characters=22,
               muted=lambda view: not view.look.filter),
        Column("hidden", tr("Hidden"), _hidden, characters=11,
               muted=lambda view: not hidden_count(view.look.columns)),
        Column("default", tr("Opens first"), lambda view: tr("yes") if view.is_default else "–", characters=10,
               status=lambda view: Status.DONE if view.is_default else None, muted=lambda view: not view.is_default),
    )  # fmt: skip


def _hidden(view: NamedLook) -> str:
    count = hidden_count(view.look.columns)
    return tr_count("{n} column", "{n} columns", count) if count else "–"
