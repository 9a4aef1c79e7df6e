"""The materials of a statement and what is said about each: one list, one choice for all that is selected in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.quantities import WithheldReason
from stockpile_client.ui import exchange_words, language, theme
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.release.terms import NOTHING, REPORT, Said, Says, choices
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import CheckBox, ComboBox
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.table import Table

Allowed = Callable[..., tuple[Said, ...]]

_ROWS = 8


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One material, whether there is stock of it, and what is said."""

    code: str
    name: str
    in_stock: bool
    said: Said

    @property
    def unsaid(self) -> bool:
        """Whether figures are promised of something that is not held: a person has to say nil or not compiled."""
        return self.said == REPORT and not self.in_stock


class MaterialList(QWidget):
    """``edited`` is emitted when a person changed what is said."""

    edited = Signal()

    def __init__(self, catalogue: Catalogue, *, allowed: Allowed = choices, parent: QWidget | None = None) -> None:
        """``allowed(in_stock=…)``: what may be said; by default what a statement of a day may say."""
        super().__init__(parent)
        self._allowed = allowed
        named = language.current()
        self._rows = [MaterialRow(code, one.name(named), False, NOTHING) for code, one in catalogue.materials.items()]
        self.model = ListModel(_columns(of_a_day=allowed is choices), parent=self)
        self.table = Table(self.model, self.tr("Materials"))
        self.choice = ComboBox()
        self.show_all = CheckBox(self.tr("Show materials that we do not hold"))
        self._offered: list[Said] = []
        self._build()
        self._connect()

    def _build(self) -> None:
        self.table.setMinimumHeight((_ROWS + 1) * theme.row_height())
        self._offered = list(dict.fromkeys((*self._allowed(in_stock=True), *self._allowed(in_stock=False))))
        self.choice.addItems([said_words(said) for said in self._offered])
        frame = framed(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(frame)
        column.addWidget(self.show_all)
        column.addWidget(Field(self.tr("Say about the selected ones"), self.choice))

    def _connect(self) -> None:
        self.choice.activated.connect(self._on_chosen)
        self.show_all.toggled.connect(lambda _on: self._show())
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())

    # what is said

    @property
    def said(self) -> dict[str, Said]:
        """Material codes and what is said of each; nothing is left out."""
        return {row.code: row.said for row in self._rows if row.said.says is not Says.NOTHING}

    def set_said(self, said: Mapping[str, Said]) -> None:
        """Take over what a profile says."""
        self._rows = [replace(row, said=said.get(row.code, NOTHING)) for row in self._rows]
        self._show()

    def set_in_stock(self, codes: Iterable[str]) -> None:
        """Note which materials there is stock of."""
        held = frozenset(codes)
        rows = [replace(row, in_stock=row.code in held) for row in self._rows]
        if rows != self._rows:
            self._rows = rows
            self._show()

    def say(self, codes: Iterable[str], said: Said) -> None:
        """Say that of these materials, where it may be said."""
        wanted = frozenset(codes)
        self._rows = [
            replace(row, said=said) if row.code in wanted and said in self._allowed(in_stock=row.in_stock) else row
            for row in self._rows
        ]
        self._show()
        self.edited.emit()

    # the list

    def _shown(self) -> list[MaterialRow]:
        everything = self.show_all.isChecked()
        rows = [row for row in self._rows if everything or row.in_stock or row.said.says is not Says.NOTHING]
        return sorted(rows, key=lambda row: (not row.in_stock, row.name.casefold()))

    def _selected(self) -> list[str]:
        rows = [self.model.row(n) for first, last in self.table.selected_ranges() for n in range(first, last + 1)]
        return [row.code for row in rows if row is not None]

    def _show(self) -> None:
        chosen, rows = set(self._selected()), self._shown()
        current = self.table.currentIndex().row()
        self.model.set_rows(rows)
        marked = QItemSelection()
        for number, row in enumerate(rows):
            if row.code in chosen:
                index = self.model.index(number, 0)
                marked.select(index, index)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().select(marked, flags)
        if 0 <= current < len(rows):
            index = self.model.index(current, 0)
            self.table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _on_selection_changed(self) -> None:
        rows = [row for row in self._rows if row.code in set(self._selected())]
        self.choice.setEnabled(bool(rows))
        allowed = {said for row in rows for said in self._allowed(in_stock=row.in_stock)}
        for number, said in enumerate(self._offered):
            enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            flags = enabled if said in allowed else Qt.ItemFlag.NoItemFlags
            self.choice.setItemData(number, flags.value, Qt.ItemDataRole.UserRole - 1)
        said_now = {row.said for row in rows}
        self.choice.setCurrentIndex(self._offered.index(said_now.pop()) if len(said_now) == 1 else -1)

    def _on_chosen(self, number: int) -> None:
        self.say(self._selected(), self._offered[number])


def said_words(said: Said) -> str:
    """A choice in words."""
    match said.says:
        case Says.NOTHING:
            return tr("Leave out")
        case Says.FIGURES:
            return tr("Report figures")
        case Says.NIL:
            return tr("Nil: we hold none")
        case Says.NOT_COMPILED:
            return tr("Not compiled")
        case Says.WITHHELD:
            assert isinstance(said.reason, WithheldReason)  # a withheld material has a reason
            return tr("Withhold: {reason}", reason=exchange_words.reason(said.reason.value))


def _row_status(row: MaterialRow) -> Status | None:
    return {Says.FIGURES: Status.DONE, Says.WITHHELD: Status.CAUTION, Says.NOTHING: None}.get(
        row.said.says, Status.NEUTRAL
    )


def _columns(*, of_a_day: bool) -> tuple[Column, ...]:
    def unsaid(row: MaterialRow) -> bool:
        return of_a_day and row.unsaid

    def words(row: MaterialRow) -> str:
        return tr("none in stock: say so") if unsaid(row) else said_words(row.said)

    def status(row: MaterialRow) -> Status | None:
        return Status.DANGER if unsaid(row) else _row_status(row)

    return (
        Column("name", tr("Material"), lambda row: f"{row.name} ({row.code})", characters=17,
               muted=lambda row: row.said.says is Says.NOTHING),
        Column("said", tr("What is said"), words, status=status, characters=20, stretch=True,
               muted=lambda row: row.said.says is Says.NOTHING),
    )  # fmt: skip
