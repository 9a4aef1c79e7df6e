"""The inventory in charts: stock against its target, expiry ahead, movements over time."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from stockpile_client.analysis.yardsticks import Yardstick
from stockpile_client.core.errors import StockpileError
from stockpile_client.core.phrases import mark
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.charts.expiry import ExpiryPicture, expiry_ahead
from stockpile_client.services.charts.movements import MaterialMoves, movements_by_quarter
from stockpile_client.services.charts.stock import StockPicture, stock_against
from stockpile_client.services.context import Context
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.charts.ahead import load_ahead
from stockpile_client.ui.charts.chart import Chart
from stockpile_client.ui.charts.expiry import expiry_chart
from stockpile_client.ui.charts.movements import movements_chart
from stockpile_client.ui.charts.panel import ChartPanel
from stockpile_client.ui.charts.stock import YARDSTICKS, stock_chart
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Size
from stockpile_client.ui.views.inventory.page import Page
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import ComboBox
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.workspaces import Desk

STOCK, EXPIRY, MOVEMENTS = "stock", "expiry", "movements"
CHARTS: dict[str, str] = {
    STOCK: mark("Stock against its target"),
    EXPIRY: mark("Expiry ahead"),
    MOVEMENTS: mark("Movements over time"),
}


Picture = StockPicture | ExpiryPicture | dict[str, MaterialMoves]
"""What one of the charts draws."""


def read_picture(ctx: Context, key: str, yardstick: Yardstick | None) -> Picture:
    """The figures of one chart, today; without a ``yardstick`` the first one that has a number."""
    load_ahead()
    if key == EXPIRY:
        return expiry_ahead(ctx)
    return movements_by_quarter(ctx) if key == MOVEMENTS else stock_against(ctx, yardstick)


class ChartsPage(Page):
    """One chart at a time, chosen above it, with what it needs to be asked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._picture: Picture | None = None
        self._reading: Job | None = None
        self._yardstick: Yardstick | None = None
        self.chart = ComboBox()
        self.against = ComboBox()
        self.material = ComboBox()
        self._against_field = Field(self.tr("Measured against"), self.against)
        self._material_field = Field(self.tr("Material"), self.material)
        self.panel = ChartPanel(desk)
        self.states = StateStack(self.panel)
        self._build()
        self._connect()
        self._show_fields()
        self.refresh()

    def _build(self) -> None:
        for key, words in CHARTS.items():
            self.chart.addItem(tr(words), key)
        for kind, words in YARDSTICKS.items():
            self.against.addItem(tr(words), kind)
        choices = QHBoxLayout()
        choices.setSpacing(theme.space(theme.MEDIUM))
        choices.addWidget(Field(self.tr("Chart"), self.chart), 2)
        choices.addWidget(self._against_field, 2)
        choices.addWidget(self._material_field, 2)
        choices.addStretch(1)
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, margin)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(PlainLabel(self.tr("Charts"), size=Size.TITLE))
        column.addLayout(choices)
        column.addWidget(self.states, 1)

    def _connect(self) -> None:
        self.chart.currentIndexChanged.connect(lambda _index: self._on_chart_chosen())
        self.against.currentIndexChanged.connect(lambda _index: self._on_yardstick_chosen())
        self.material.currentIndexChanged.connect(lambda _index: self._show())
        self._desk.session.changed.connect(self._on_changed)

    def shown(self) -> None:
        self.chart.setFocus()

    # reading

    def refresh(self) -> None:
        """Read the figures of the chosen chart again; those of the others when they are looked at."""
        if self._reading is not None:
            self._reading.cancel()
        self._picture = None
        self.states.show_loading()
        key, wanted = self._key, self._yardstick
        self._reading = self._desk.session.read(
            lambda ctx, _token: read_picture(ctx, key, wanted),
            then=self._on_read,
            failed=self._on_failed,
            title=self.tr("Adding up for the chart"),
        )

    def _on_read(self, picture: Picture) -> None:
        self._reading = None
        self._picture = picture
        if isinstance(picture, StockPicture):
            self.against.blockSignals(True)
            self.against.setCurrentIndex(self.against.findData(picture.kind))
            self.against.blockSignals(False)
        else:
            self._offer_materials(tuple(picture) if isinstance(picture, dict) else picture.materials)
        self._show()

    def _on_failed(self, error: StockpileError) -> None:
        self._reading = None
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.LOTS, Kind.MOVEMENTS, Kind.ENCUMBRANCES, Kind.REQUIREMENTS):
            self.refresh()

    # choosing

    @property
    def _key(self) -> str:
        return str(self.chart.currentData())

    def _on_chart_chosen(self) -> None:
        self._show_fields()
        self.refresh()

    def _show_fields(self) -> None:
        self._against_field.setVisible(self._key == STOCK)
        self._material_field.setVisible(self._key != STOCK)

    def _offer_materials(self, codes: tuple[str, ...]) -> None:
        kept = self.material.currentData()
        self.material.blockSignals(True)
        self.material.clear()
        if self._key == EXPIRY:
            self.material.addItem(self.tr("All materials: number of lots"), "")
        for code in sorted(codes, key=self._name):
            self.material.addItem(self._name(code), code)
        self.material.setCurrentIndex(max(0, self.material.findData(kept)))
        self.material.blockSignals(False)

    def _name(self, code: str) -> str:
        return exchange_words.material(self._desk.session.context.catalogue, code)

    def _on_yardstick_chosen(self) -> None:
        self._yardstick = Yardstick(self.against.currentData())
        self.refresh()

    def _show(self) -> None:
        chart = self._chart()
        if chart is None:
            self.states.show_empty(
                "overview",
                self.tr("Nothing to draw yet"),
                self.tr("Charts of the stock stand here once there are lots, or a target for a material."),
                [self._desk.actions.button("import_inventory", Look.PRIMARY)],
            )
            return
        self.states.show_content()
        self.panel.show_chart(chart)

    def _chart(self) -> Chart | None:
        """The chart of what was read; none where there is nothing to draw."""
        catalogue, formats = self._desk.session.context.catalogue, self._desk.formats
        code = str(self.material.currentData() or "")
        match self._picture:
            case StockPicture() as stock if stock.rows:
                return stock_chart(stock, catalogue, formats)
            case ExpiryPicture() as expiry if any(step.lots for step in expiry.steps):
                return expiry_chart(expiry, code, catalogue, formats)
            case dict() as moves if code in moves and moves[code].steps:
                return movements_chart(moves[code], catalogue, formats)
        return None
