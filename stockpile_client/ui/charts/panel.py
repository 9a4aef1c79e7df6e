"""A chart on screen: what it is, its legend, the drawing, and below it the table of the same figures; export.

The drawing follows the appearance of the window. It is a picture and takes no focus; the table is what the keyboard and
a screen reader go through.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui import files, theme
from stockpile_client.ui.charts.chart import Chart
from stockpile_client.ui.charts.legend import Legend
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

if TYPE_CHECKING:
    from stockpile_client.ui.charts.plot import Plot

_TABLE_ROWS = 4  # the header and three more
_DRAWING_ROWS = 7
_WORDS_ROWS = 5
"""The least of a drawing that is seen at once, and legend and notes around it, in rows of a table."""


class ChartPanel(QWidget):
    """Shows one :class:`Chart` at a time."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.chart: Chart | None = None
        self.plot: Plot | None = None
        self.table: Table | None = None
        self.title = PlainLabel(strong=True, wrap=True)
        self.subtitle = PlainLabel(size=Size.SMALL, muted=True, wrap=True)
        self.notes = PlainLabel(size=Size.SMALL, muted=True, wrap=True)
        self.legend = Legend()
        self.export = Button(self.tr("Export chart…"), icon="export")
        self._drawing = QVBoxLayout()
        self._below = QVBoxLayout()
        self._build()
        self.export.clicked.connect(self.choose_export)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(theme.space(theme.TIGHT) // 2)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.MEDIUM))
        head.addLayout(words, 1)
        head.addWidget(self.export, 0, Qt.AlignmentFlag.AlignTop)
        drawing = QWidget()
        inside = QVBoxLayout(drawing)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(self._drawing, 1)
        drawn = ScrollArea(drawing)
        drawn.setMinimumHeight(_DRAWING_ROWS * theme.row_height())
        frame = Panel()
        framed = QVBoxLayout(frame)
        pad = theme.space(theme.SMALL)
        framed.setContentsMargins(pad, pad, pad, pad)
        framed.setSpacing(pad)
        framed.addWidget(self.legend)
        framed.addWidget(drawn, 1)
        framed.addWidget(self.notes)
        table_frame = Panel()
        self._below = QVBoxLayout(table_frame)
        self._below.setContentsMargins(1, 1, 1, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.space(theme.SMALL))
        split.addWidget(frame)
        split.addWidget(table_frame)
        split.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        split.setMinimumHeight((_DRAWING_ROWS + _TABLE_ROWS + _WORDS_ROWS) * theme.row_height())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([theme.row_height() * 12, theme.row_height() * 7])
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(head)
        column.addWidget(split, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(page))  # with large fonts the page is higher than the window

    def show_chart(self, chart: Chart) -> None:
        """Show this one in place of the one before."""
        self.chart = chart
        figure = chart.figure
        self.title.setText(figure.title)
        self.subtitle.setText(figure.subtitle)
        self.notes.setText("\n".join(figure.notes))
        self.notes.setVisible(bool(figure.notes))
        self.legend.show_figure(figure)
        self._draw()
        self._show_table(chart)

    def _draw(self) -> None:
        from stockpile_client.ui.charts.plot import Plot  # noqa: PLC0415 - loads pyqtgraph, with the first chart

        if self.chart is None:
            return
        old, self.plot = self.plot, Plot(self.chart.figure, theme.colours())
        if old is not None:
            self._drawing.removeWidget(old)
            old.hide()
            old.deleteLater()
        top = Qt.AlignmentFlag.AlignTop if self.chart.figure.horizontal else Qt.AlignmentFlag(0)
        self._drawing.addWidget(self.plot, 0, top)

    def _show_table(self, chart: Chart) -> None:
        old = self.table
        had_focus = old is not None and old.hasFocus()
        self.table = Table(ListModel(chart.columns, chart.rows, parent=self), self.tr("Figures of the chart"))
        self.table.setMinimumHeight(_TABLE_ROWS * theme.row_height())
        if old is not None:
            self._below.removeWidget(old)
            old.hide()
            old.rows_model.deleteLater()
            old.deleteLater()
        self._below.addWidget(self.table)
        if had_focus:
            self.table.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()

    # export

    def choose_export(self) -> QFileDialog | None:
        """Ask where to write the chart, and in which format."""
        if self.chart is None:
            return None
        formats = {
            "svg": self.tr("Drawing (*.svg)"), "png": self.tr("Picture (*.png)"), "pdf": self.tr("Document (*.pdf)"),
        }  # fmt: skip
        short, day = self._desk.session.agency_short_name, self._desk.session.context.today().isoformat()
        dialog = files.choose_to_save(
            self, self.tr("Export chart"), list(formats.values()), self.export_to,
            name=f"{short}-{self.chart.stem}-{day}.svg", suffix="svg",
        )  # fmt: skip
        endings = {words: ending for ending, words in formats.items()}
        dialog.filterSelected.connect(lambda chosen: _take_ending(dialog, endings.get(chosen, "svg")))
        return dialog

    def export_to(self, target: Path) -> None:
        """Write the chart as a sheet with its marking; our own figures get the most restrictive one."""
        from stockpile_client.ui.charts.export import write_chart  # noqa: PLC0415 - with the first chart
        from stockpile_client.ui.charts.sheet import Sheet  # noqa: PLC0415 - as above

        if self.chart is None:
            return
        context, figure = self._desk.session.context, self.chart.figure
        marking = figure.marking or context.scheme.most_restrictive
        agency = f"{context.agency.name} ({context.agency.short_name})"
        try:
            write_chart(Sheet(figure, agency, marking, self._desk.formats.moment(context.now())), target)
        except StockpileError as error:
            self._desk.messages.show_error(error)
            return
        self._desk.messages.show_message(
            Status.DONE,
            self.tr("The chart was written as {name}, marked {marking}.").format(
                name=target.name, marking=marking.code
            ),
            self.tr("It is in {folder}. The file is not encrypted: keep it where its marking allows.").format(
                folder=target.parent
            ),
        )


def _take_ending(dialog: QFileDialog, ending: str) -> None:
    """Another format was chosen: the name follows."""
    dialog.setDefaultSuffix(ending)
    for name in dialog.selectedFiles()[:1]:
        dialog.selectFile(Path(name).with_suffix(f".{ending}").name)
