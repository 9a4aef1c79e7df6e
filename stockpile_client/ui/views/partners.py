"""Partners: who we exchange with, how far each is trusted, and the steps by which trust is given and taken."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.partners import PartnerState
from stockpile_client.services.cards import CardFile, CardPlan, export_card, plan_card
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.key_changes import NoticePlan, plan_notice
from stockpile_client.services.open_file import FileKind, kind_of
from stockpile_client.ui import exchange_words, files, theme
from stockpile_client.ui.dialogs.import_card import ImportCardDialog
from stockpile_client.ui.dialogs.import_notice import ImportNoticeDialog
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.partner_pane import PartnerPane
from stockpile_client.ui.views.partner_record import PartnerRecord, read_partners
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.side_by_side import SideBySide
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk, WorkspaceView


class PartnersView(WorkspaceView):
    """List on the left, the chosen partner on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.model = ListModel(_columns(desk), parent=self)
        self.table = Table(self.model, self.tr("Partners"))
        self.pane = PartnerPane(desk)
        self.states = StateStack(self._build_parts())
        self._build()
        self._connect()
        self.refresh()

    def _build_parts(self) -> QWidget:
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        frame = framed(self.table)
        return SideBySide(frame, self.pane, characters=120, shares=(4, 5))

    def _build(self) -> None:
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, margin)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(self._build_head())
        column.addWidget(self.states, 1)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(PlainLabel(self.tr("Partners"), size=Size.TITLE))
        head.addStretch(1)
        head.addWidget(self._desk.actions.button("export_card"))
        head.addWidget(self._desk.actions.button("import_card", Look.PRIMARY))
        return head

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())
        self._desk.session.changed.connect(self._on_changed)

    # what the main window asks

    def perform(self, action: str) -> None:
        if action == "import_card":
            filters = [
                self.tr("Cards and key notices (*.agency-card *.keynotice.json)"), self.tr("All files (*)"),
            ]  # fmt: skip
            files.choose_to_open(self, self.tr("Import a card or a key notice"), filters, self.open_path)
        elif action == "export_card":
            files.choose_folder(self, self.tr("Where to write our card"), self.export_to)

    def shown(self) -> None:
        self._desk.show_marking("")
        self.table.setFocus()

    def open_path(self, path: Path) -> None:
        """Look at a card, or at a key notice."""

        def look(ctx: Context, _token: object) -> CardPlan | NoticePlan:
            return plan_notice(ctx, path) if kind_of(path) is FileKind.KEY_NOTICE else plan_card(ctx, path)

        self._desk.session.read(look, then=self._on_looked, failed=self._desk.messages.show_error)

    def export_to(self, folder: Path) -> None:
        """Write our card into a folder."""
        self._desk.session.read(
            lambda ctx, _token: export_card(ctx, folder),
            then=self._on_exported,
            failed=self._desk.messages.show_error,
            title=self.tr("Writing our card"),
        )

    # reading

    def refresh(self) -> None:
        """Read the partners again; the chosen one stays chosen."""
        self.states.show_loading()
        self._desk.session.read(lambda ctx, _token: read_partners(ctx), then=self._on_read, failed=self._on_failed)

    def _on_read(self, records: list[PartnerRecord]) -> None:
        chosen = self.pane.agency_id
        waiting = sum(record.row.state is PartnerState.IMPORTED for record in records)
        self._desk.set_count("partners", waiting)
        self.model.set_rows(records)
        if not records:
            self.pane.show_partner(None)
            self.states.show_empty(
                "partners",
                self.tr("No partners yet"),
                self.tr(
                    "An agency becomes a partner by its card, a small file with its public keys. Give your own card to"
                    " the other agency, import theirs, then compare the safety number on the phone."
                ),
                [
                    self._desk.actions.button("export_card"),
                    self._desk.actions.button("import_card", Look.PRIMARY),
                ],
            )
            return
        self.states.show_content()
        ids = [record.row.agency_id for record in records]
        self.table.selectRow(ids.index(chosen) if chosen in ids else 0)

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_selection_changed(self) -> None:
        ranges = self.table.selected_ranges()
        self.pane.show_partner(self.model.row(ranges[0][0]) if ranges else None)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.PARTNERS):
            self.refresh()

    # cards

    def _on_looked(self, plan: CardPlan | NoticePlan) -> None:
        if isinstance(plan, NoticePlan):
            ImportNoticeDialog(self._desk, plan, self).open()
        else:
            ImportCardDialog(self._desk, plan, self).open()

    def _on_exported(self, card: CardFile) -> None:
        self._desk.messages.show_message(
            Status.INFO,
            self.tr("Our card was written as {name}.").format(name=card.path.name),
            self.tr("Give it to the other agency. It holds public keys alone; its fingerprint is {number}.").format(
                number=" ".join(card.fingerprint[start : start + 5] for start in range(0, len(card.fingerprint), 5))
            ),
        )


def _columns(desk: Desk) -> tuple[Column, ...]:
    tr, formats = exchange_words.tr, desk.formats

    def verified(record: PartnerRecord) -> str:
        at = record.row.verified_at
        return formats.day(at.date()) if at else "–"

    return (
        Column("short", tr("Partner"), lambda record: record.row.short_name, characters=12),
        Column("state", tr("State"), lambda record: exchange_words.partner_state(record.row.state)[1],
               status=lambda record: exchange_words.partner_state(record.row.state)[0], characters=14),
        Column("name", tr("Name"), lambda record: record.row.name, characters=14, stretch=True),
        Column("country", tr("Country"), lambda record: record.row.country, characters=8),
        Column("verified", tr("Verified"), verified, muted=lambda record: record.row.verified_at is None,
               sample="0000-00-00"),
    )  # fmt: skip
