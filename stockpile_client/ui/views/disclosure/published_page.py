"""Published figures about our own stock: every partner may hold them against what we tell it, and so does the audit."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.quantities import Interval
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.public_facts import PublicFact, add_public_fact, list_public_facts
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.formats import unit_for
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.disclosure.page import Page
from stockpile_client.ui.views.disclosure.published_dialog import PublishedDialog
from stockpile_client.ui.views.position_columns import interval_text
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk


class PublishedPage(Page):
    """One table; a figure is entered with its source, and stays known from then on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.model = ListModel(_columns(desk), parent=self)
        self.table = Table(self.model, self.tr("Published figures"))
        self.add = Button(self.tr("Enter a figure…"), icon="add", look=Look.PRIMARY)
        self.states = StateStack(self.table)
        self._build()
        self.add.clicked.connect(self._on_add)
        desk.session.changed.connect(self._on_changed)
        self.refresh()

    def _build(self) -> None:
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        words = self.tr("What was printed about our stock. The audit holds it against everything that leaves.")
        head.addWidget(PlainLabel(words, muted=True, elide=True), 1)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(head)
        column.addWidget(framed(self.states), 1)

    def shown(self) -> None:
        self.table.setFocus()

    def refresh(self) -> None:
        """Read again what was entered."""
        self.states.show_loading()
        self._desk.session.read(lambda ctx, _token: list_public_facts(ctx), then=self._on_read, failed=self._on_failed)

    def _on_read(self, facts: list[PublicFact]) -> None:
        self.model.set_rows(facts)
        if facts:
            self.states.show_content()
            self.table.selectRow(0)
            return
        self.states.show_empty(
            "audit",
            self.tr("No published figure was entered"),
            self.tr(
                "Annual reports, answers to parliament, statistics: whoever reads them may subtract what we tell from"
                " what is printed. Enter such figures with their source, and the audit counts on them."
            ),
        )

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.STATEMENTS):
            self.refresh()

    def _on_add(self) -> None:
        dialog = PublishedDialog(self._desk, self)

        def carry_out() -> None:
            try:
                fact = dialog.fact()
            except StockpileError as error:
                dialog.show_refusal(error)
                return
            dialog.set_busy(True)
            self._desk.session.mutate(
                lambda ctx, _token: add_public_fact(ctx, fact),
                then=lambda _change: self._on_added(dialog, fact),
                failed=dialog.show_refusal,
                initiator=self,
            )

        dialog.confirmed.connect(carry_out)
        dialog.open()

    def _on_added(self, dialog: PublishedDialog, fact: PublicFact) -> None:
        dialog.set_busy(False)
        dialog.accept()
        name = exchange_words.material(self._desk.session.context.catalogue, fact.material)
        self._desk.messages.show_message(
            Status.DONE,
            self.tr("The audit counts on the published figure of {material} from now on.").format(material=name),
        )


def _columns(desk: Desk) -> tuple[Column, ...]:
    catalogue, formats = desk.session.context.catalogue, desk.formats

    def unit(fact: PublicFact) -> str:
        return unit_for(fact.low if fact.high is None else fact.high)

    return (
        Column("material", tr("Material"), lambda row: exchange_words.material(catalogue, row.material), characters=20),
        Column("group", tr("Form"), lambda row: exchange_words.group(row.group), characters=26),
        Column("at", tr("Where"), lambda row: exchange_words.place(row.at) or tr("anywhere"), characters=12),
        Column("day", tr("As of"), lambda row: formats.day(row.day), characters=12),
        Column("figure", tr("Contained"), lambda row: interval_text(formats, Interval(row.low, row.high), unit(row)),
               numeric=True, unit=unit, characters=22),
        Column("source", tr("Source"), lambda row: row.source, characters=30, stretch=True),
    )  # fmt: skip
