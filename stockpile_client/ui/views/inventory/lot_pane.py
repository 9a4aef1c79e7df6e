"""All about the selected lot: what it holds and why, its ledger, the claims on it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stockpile_client.core.encumbrances import Encumbrance
from stockpile_client.core.errors import StockpileError
from stockpile_client.core.movements import Movement
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.services.holdings import Holding, LotDetail, lot_detail
from stockpile_client.services.lot_table import LotRow
from stockpile_client.ui import stock_words, theme
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.inventory.lot_columns import holder_name
from stockpile_client.ui.widgets.panel import Panel, Rule
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.status_mark import StatusMark
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk


class LotPane(Panel):
    """Facts at the left, ledger and claims at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._reading: Job | None = None
        self._shown = ""
        self._title = PlainLabel(strong=True, elide=True)
        self._warning = StatusMark(Status.CAUTION, "", size=Size.SMALL)
        self._facts = QGridLayout()
        self._hint = PlainLabel(muted=True)
        self.movements = ListModel(_movement_columns(desk), parent=self)
        self.claims = ListModel(_claim_columns(desk), parent=self)
        self._claims_table = Table(self.claims, self.tr("Claims on the lot"))
        self._no_claims = PlainLabel(
            self.tr("None: no tickets, loans, pledges or holds."), size=Size.SMALL, muted=True, wrap=True
        )
        self._pages = QStackedWidget()
        self._build()

    def _build(self) -> None:
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._build_facts(), 9)
        for share, title, widgets in (
            (12, self.tr("Movements"), (Table(self.movements, self.tr("Movements of the lot")),)),
            (9, self.tr("Claims"), (self._claims_table, self._no_claims)),
        ):
            row.addWidget(Rule(vertical=True))
            row.addWidget(_titled(title, widgets), share)
        self._pages.addWidget(self._hint)
        self._pages.addWidget(ScrollArea(body))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._pages)
        self.setMinimumHeight(theme.row_height() * 3)

    def _build_facts(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.space(theme.SMALL + 1),) * 4)
        column.setSpacing(theme.space(theme.TIGHT))
        column.addWidget(self._title)
        column.addWidget(self._warning)
        self._facts.setHorizontalSpacing(theme.space(theme.MEDIUM))
        self._facts.setVerticalSpacing(theme.space(theme.TIGHT) // 2)
        self._facts.setColumnStretch(1, 1)
        column.addLayout(self._facts)
        column.addStretch(1)
        area = ScrollArea(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(theme.text_width(42))
        return area

    def show_lot(self, row: LotRow | None, as_of: date | None, selected: int) -> None:
        """Show one lot; None: say how to see one (``selected``: how many are selected)."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        if row is None:
            self._shown = ""
            several = self.tr("Select a single lot to see its ledger and the claims on it.")
            self._hint.setText(several if selected else self.tr("The lot that you select is shown here."))
            self._pages.setCurrentIndex(0)
            return
        self._shown = row.lot_id
        self._reading = self._desk.session.read(
            lambda ctx, _token: lot_detail(ctx, row.lot_id, as_of=as_of), then=self._on_detail, failed=self._on_failed
        )

    def _on_failed(self, error: StockpileError) -> None:
        self._reading = None
        self._hint.setText(error.message)
        self._pages.setCurrentIndex(0)

    def _on_detail(self, detail: LotDetail) -> None:
        self._reading = None
        lot = detail.holdings[0]
        self._title.setText(f"{lot.number or self.tr('Lot without a number')} · {lot.form_name}")
        self._warning.set(Status.CAUTION, self.tr("Past its rotate-by date: no longer counted as usable"))
        self._warning.setVisible(lot.past_rotation)
        self._show_facts(detail)
        self.movements.set_rows(sorted(detail.movements, key=lambda movement: movement.effective, reverse=True))
        self.claims.set_rows(detail.claims)
        self._claims_table.setVisible(bool(detail.claims))
        self._no_claims.setVisible(not detail.claims)
        self._pages.setCurrentIndex(1)

    def _facts_of(self, detail: LotDetail) -> list[tuple[str, str]]:
        lot, mass = detail.holdings[0], self._desk.formats.mass_with_unit
        facts = [
            (self.tr("Gross"), mass(lot.gross)),
            (self.tr("Contained"), stock_words.contained(self._desk.formats, lot.contained, lot.material)),
            (self.tr("How computed"), detail.content_words),
        ]
        if lot.reference is not None:
            facts.append((self.tr("As {basis}").format(basis=lot.reference_basis), mass(lot.reference)))
        facts += [
            (self.tr("Also contains"), stock_words.contained(self._desk.formats, part.contained, part.material))
            for part in detail.holdings[1:]
        ]
        facts += [
            (self.tr("Usable"), self._usable(lot)),
            (self.tr("Largest rate"), self._rate(lot)),
            (self.tr("Borders"), self.tr("may cross borders") if lot.cross_border else self.tr("stays in the country")),
            (self.tr("Site"), ", ".join(part for part in (lot.site.name, lot.site.town, lot.site.country) if part)),
            (self.tr("Holder"), holder_name(lot.holder_class)),
            (self.tr("Source"), lot.source or "–"),
        ]
        return facts

    def _usable(self, lot: Holding) -> str:
        values = {"mass": self._desk.formats.mass_with_unit(lot.usable), "days": self._desk.formats.days(lot.first_day)}
        return self.tr("{mass}, in {days}").format(**values)

    def _rate(self, lot: Holding) -> str:
        if lot.max_rate is None:
            return self.tr("not limited")
        return self.tr("{mass} a day").format(mass=self._desk.formats.mass_with_unit(lot.max_rate))

    def _show_facts(self, detail: LotDetail) -> None:
        while self._facts.count():
            item = self._facts.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for number, (name, value) in enumerate(self._facts_of(detail)):
            top = Qt.AlignmentFlag.AlignTop
            self._facts.addWidget(PlainLabel(name, size=Size.SMALL, muted=True), number, 0, top)
            self._facts.addWidget(PlainLabel(value, size=Size.SMALL, wrap=True, selectable=True), number, 1, top)


def _titled(title: str, widgets: tuple[QWidget, ...]) -> QWidget:
    part = QWidget()
    part.setMinimumWidth(theme.text_width(42))
    column = QVBoxLayout(part)
    column.setContentsMargins(0, theme.space(theme.SMALL + 1), 0, 0)
    column.setSpacing(theme.space(theme.TIGHT))
    for widget in (PlainLabel(title, strong=True), *widgets):
        if not isinstance(widget, Table):
            widget.setContentsMargins(theme.space(theme.SMALL), 0, theme.space(theme.SMALL), 0)
        column.addWidget(widget, 1000 if isinstance(widget, Table) else 0)
    column.addStretch(1)  # where a table is hidden its words stay at the top
    return part


def _movement_columns(desk: Desk) -> tuple[Column, ...]:
    formats = desk.formats
    kinds = [name for _code, name in stock_words.terms("movement_kind")]
    day = formats.day(date(2028, 12, 28))

    def signed(movement: Movement) -> str:
        text = formats.mass(movement.contained, "t")
        return f"+{text}" if movement.contained > 0 else text

    return (
        Column("effective", tr("Day"), lambda row: formats.day(row.effective), sample=day),
        Column("kind", tr("Movement"), lambda row: stock_words.term("movement_kind", row.kind),
               sample=max(kinds, key=len)),
        Column("contained", tr("Contained"), signed, numeric=True, unit=lambda _row: "t",
               sample=f"+{formats.mass(88_888 * MG_PER_TONNE)}"),
        Column("reason", tr("Reason"), lambda row: row.reason or row.document or "–", stretch=True,
               muted=lambda row: not (row.reason or row.document)),
    )  # fmt: skip


def _claim_columns(desk: Desk) -> tuple[Column, ...]:
    formats = desk.formats
    kinds = [name for _code, name in stock_words.terms("encumbrance_kind")]

    def until(claim: Encumbrance) -> str:
        return formats.day(claim.until) or tr("open-ended")

    return (
        Column("kind", tr("Claim"), lambda row: stock_words.term("encumbrance_kind", row.kind), stretch=True,
               sample=max(kinds, key=len)),
        Column("contained", tr("Contained"), lambda row: formats.mass(row.contained, "t"), numeric=True,
               unit=lambda _row: "t", sample=formats.mass(88_888 * MG_PER_TONNE)),
        Column("until", tr("Until"), until, sample=formats.day(date(2028, 12, 28))),
    )  # fmt: skip
