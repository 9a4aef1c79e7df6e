"""The statement as partner X will see it, cell by cell: our own value, what X sees, the rule, and what is new to X."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.disclosure.partner_view import PartnerView
from stockpile_client.services.disclosure import preview_as
from stockpile_client.services.release import ReleasePlan
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.formats import unit_for
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.language import tr, tr_count, words
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Size
from stockpile_client.ui.views.disclosure.choice import Choice
from stockpile_client.ui.views.position_columns import quantity_column
from stockpile_client.ui.views.release.as_partner_rows import (
    SHOWN,
    SeenRow,
    Shown,
    count_of,
    partner_rows,
    shown_rows,
)
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

_LEAST_ROWS = 4


class AsPartnerPage(QWidget):
    """One partner of the audience at a time; a filter for each way in which a value can be news."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._plan: ReleasePlan | None = None
        self._reading: Job | None = None
        self._rows: list[SeenRow] = []
        self.back = Button(self.tr("Back"), icon="back")
        self.partner: Choice[str] = Choice()
        self.shown: Choice[Shown] = Choice((one, tr(text)) for one, text in SHOWN.items())
        self.model = ListModel(_columns(desk), parent=self)
        self.table = Table(self.model, self.tr("As the partner sees it"))
        self.states = StateStack(self.table)
        self.chain = PlainLabel(size=Size.SMALL, muted=True, wrap=True)
        self.facts = Facts()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.partner.setAccessibleName(self.tr("Partner"))
        self.shown.setAccessibleName(self.tr("Which values"))
        self.shown.setMinimumContentsLength(14)
        self.partner.setMinimumContentsLength(10)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.setMinimumHeight(_LEAST_ROWS * theme.row_height())
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(self.tr("As seen by"), size=Size.TITLE))
        head.addWidget(self.partner)
        head.addWidget(PlainLabel(self.tr("Beside all that it was ever told."), muted=True, elide=True), 1)
        head.addWidget(self.shown)
        frame = framed(self.states)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(head)
        column.addWidget(frame, 1)
        column.addWidget(self.chain)
        column.addWidget(self.facts)

    def _connect(self) -> None:
        self.back.clicked.connect(self.closed)
        self.partner.currentIndexChanged.connect(lambda _index: self._read())
        self.shown.currentIndexChanged.connect(lambda _index: self._show_rows())
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())

    def show_plan(self, plan: ReleasePlan) -> None:
        """Show what would leave to the first partner of the audience, or to the one that is chosen."""
        self._plan = plan
        self.partner.offer((row.agency_id, row.short_name) for row in plan.audience)
        self._read()
        self.table.setFocus()

    def _read(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        plan, agency = self._plan, self.partner.value
        if plan is None or agency is None:
            return
        self.states.show_loading()
        self._reading = self._desk.session.read(
            lambda ctx, _token: preview_as(ctx, plan, agency), then=self._on_read, failed=self._on_failed
        )

    def _on_read(self, view: PartnerView) -> None:
        self._reading = None
        self._rows = partner_rows(view)
        self.shown.offer(
            (one, tr("{what} ({n})", what=tr(text), n=count_of(self._rows, one))) for one, text in SHOWN.items()
        )
        catalogue = self._desk.session.context.catalogue
        left_out = (
            tr_count(
                "{material}: {n} lot ({reason})", "{material}: {n} lots ({reason})", one.lots,
                material=exchange_words.material(catalogue, one.material), reason=words(one.reason),
            )
            for one in view.left_out
        )  # fmt: skip
        self.facts.show_facts(
            [
                (self.tr("Not in scope, stays here"), exchange_words.materials(catalogue, view.out_of_scope)
                 if view.out_of_scope else ""),
                (self.tr("Left out of every figure"), "\n".join(left_out)),
            ]
        )  # fmt: skip
        self._show_rows()

    def _on_failed(self, error: StockpileError) -> None:
        self._reading = None
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self._read)
        self.states.show_error(error, retry)

    def _show_rows(self) -> None:
        rows = shown_rows(self._rows, self.shown.value or Shown.ALL)
        self.model.set_rows(rows)
        if rows:
            self.states.show_content()
            self.table.selectRow(0)
        else:
            self.states.show_empty(
                "eye",
                self.tr("Nothing of this kind"),
                self.tr("No value of the statement is of the kind chosen above."),
            )
        self._on_selection_changed()

    def _on_selection_changed(self) -> None:
        ranges = self.table.selected_ranges()
        row: SeenRow | None = self.model.row(ranges[0][0]) if ranges else None
        self.chain.setText(tr("How: {chain}", chain=words(row.chain)) if row and row.chain else "")


def _columns(desk: Desk) -> tuple[Column, ...]:
    catalogue, formats = desk.session.context.catalogue, desk.formats

    def own(row: SeenRow) -> str:
        if row.own is None:
            return "–"
        return formats.mass(row.own, unit_for(row.own)) if row.own else tr("nil")

    return (
        Column("news", tr("To the partner"), lambda row: row.news, status=lambda row: row.status, characters=18),
        Column("what", tr("What"), lambda row: exchange_words.position(catalogue, replace(row.key, measure="")),
               characters=36, stretch=True),
        Column("measure", tr("Measure"), lambda row: exchange_words.measure_in_short(row.key.measure), characters=11),
        Column("own", tr("Our value"), own, numeric=True, muted=lambda _row: True, characters=15,
               unit=lambda row: unit_for(row.own) if row.own else "", tip=tr("Stays here")),
        quantity_column(formats, "seen", tr("What it sees"), lambda row: row.seen, characters=21),
        Column("rule", tr("Rule"), lambda row: words(row.rule), characters=18),
        Column("reason", tr("Reason code"), lambda row: row.reason or "–", characters=13,
               muted=lambda row: not row.reason),
        quantity_column(formats, "held", tr("It holds"), lambda row: row.held, characters=21),
    )  # fmt: skip
