"""How a table was read, and which of its columns says what: shown as recognised, and open to correction."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QSizePolicy, QVBoxLayout, QWidget

from stockpile_client.core.phrases import phrase
from stockpile_client.tables.fields import INVENTORY_FIELDS
from stockpile_client.tables.inventory import InventoryPlan
from stockpile_client.tables.mapping import ColumnMapping
from stockpile_client.tables.number_text import DecimalMark
from stockpile_client.tables.reading import ENCODINGS, ReadOptions
from stockpile_client.ui import language, theme
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.inputs import ComboBox
from stockpile_client.ui.widgets.plain_label import PlainLabel

_HEADER_CHARACTERS = 26
_DELIMITERS = {",": phrase("comma"), ";": phrase("semicolon"), "\t": phrase("tab"), "|": phrase("bar")}
_MARKS = {".": phrase("point (1,234.5)"), ",": phrase("comma (1.234,5)")}


class MappingForm(QWidget):
    """Combos for the way of reading and for every column; ``changed`` after a person chose something."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: InventoryPlan | None = None
        self.encoding = _combo(self.tr("Encoding"), {name: name for name in ENCODINGS})
        self.delimiter = _combo(self.tr("Separator"), _DELIMITERS)
        self.decimal_mark = _combo(self.tr("Decimal mark"), {"": self.tr("none found"), **_MARKS})
        self.sheet = _combo(self.tr("Sheet"), {})
        self.columns: list[ComboBox] = []
        self._reading = QFormLayout()
        self._mapping = QFormLayout()
        for form in (self._reading, self._mapping):
            form.setHorizontalSpacing(theme.space(theme.SMALL))
            form.setVerticalSpacing(theme.space(theme.TIGHT))
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(theme.SMALL), 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(PlainLabel(self.tr("Read as"), strong=True))
        column.addLayout(self._reading)
        column.addSpacing(theme.space(theme.SMALL))
        column.addWidget(PlainLabel(self.tr("Columns"), strong=True))
        column.addLayout(self._mapping)
        column.addStretch(1)
        for combo in (self.encoding, self.delimiter, self.decimal_mark, self.sheet):
            self._reading.addRow(_label(combo.accessibleName()), combo)
            combo.activated.connect(lambda _index: self.changed.emit())

    def show_plan(self, plan: InventoryPlan) -> None:
        """Show how the file was read."""
        self._plan = plan
        layout = plan.layout
        for combo, value, shown in (
            (self.encoding, layout.encoding, bool(layout.encoding)),
            (self.delimiter, layout.delimiter, bool(layout.delimiter)),
            (self.decimal_mark, plan.decimal_mark or "", True),
        ):
            _select(combo, value)
            self._reading.setRowVisible(combo, shown)
        self.sheet.clear()
        for name in layout.sheets:
            self.sheet.addItem(name, name)
        _select(self.sheet, layout.sheet)
        self._reading.setRowVisible(self.sheet, len(layout.sheets) > 1)
        self._show_columns(plan)

    def _show_columns(self, plan: InventoryPlan) -> None:
        while self._mapping.rowCount():
            self._mapping.removeRow(0)
        self.columns.clear()
        chosen = {at: name for name, at in plan.mapping.columns.items()}
        fields = {"": self.tr("– not used –")} | {field.name: field.label for field in INVENTORY_FIELDS.values()}
        for at, title in enumerate(plan.layout.header):
            combo = _combo(self.tr("Column {title}").format(title=title or at + 1), fields)
            _select(combo, chosen.get(at, ""))
            combo.activated.connect(lambda _index, used=combo: self._on_column_chosen(used))
            self._mapping.addRow(_label(title or self.tr("column {n}").format(n=at + 1)), combo)
            self.columns.append(combo)

    def mapping(self) -> ColumnMapping:
        """The mapping as it is shown."""
        assert self._plan is not None  # shown before anything can be chosen
        columns = {str(combo.currentData()): at for at, combo in enumerate(self.columns) if combo.currentData()}
        ordered = {name: columns[name] for name in INVENTORY_FIELDS if name in columns}
        mark: DecimalMark | None = self.decimal_mark.currentData() or None
        return replace(self._plan.mapping, columns=ordered, decimal_mark=mark)

    def options(self) -> ReadOptions:
        """The way of reading as it is shown."""
        assert self._plan is not None  # shown before anything can be chosen
        layout = self._plan.layout
        return ReadOptions(
            encoding=self.encoding.currentData() if layout.encoding else None,
            delimiter=self.delimiter.currentData() if layout.delimiter else None,
            sheet=self.sheet.currentData() if layout.sheet else None,
        )

    def _on_column_chosen(self, used: ComboBox) -> None:
        """A field comes from one column: the one that had it before gives it up."""
        for combo in self.columns:
            if combo is not used and combo.currentData() == used.currentData():
                _select(combo, "")
        self.changed.emit()


def _combo(name: str, choices: Mapping[str, str]) -> ComboBox:
    combo = ComboBox()
    combo.setAccessibleName(name)
    for value, words in choices.items():
        combo.addItem(language.words(words), value)
    return combo


def _select(combo: ComboBox, value: str) -> None:
    index = combo.findData(value)
    if index < 0:
        combo.addItem(value, value)
        index = combo.count() - 1
    combo.setCurrentIndex(index)


def _label(text: str) -> PlainLabel:
    label = PlainLabel(text, size=Size.SMALL, elide=True)
    label.setFixedWidth(theme.text_width(_HEADER_CHARACTERS))
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    label.setMinimumHeight(theme.control_height())
    return label
