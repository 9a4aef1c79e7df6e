"""Agreements and groups: with whom what was agreed, and which partners get the same statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure import list_groups, save_group
from stockpile_client.services.disclosure_record import list_agreements, save_agreement
from stockpile_client.services.partners import PartnerRow, list_partners
from stockpile_client.storage.partners import Agreement
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.views.disclosure.circle_dialogs import AgreementDialog, GroupDialog
from stockpile_client.ui.views.disclosure.page import Page
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.widgets.titled import Titled
from stockpile_client.ui.workspaces import Desk


@dataclass(frozen=True, slots=True)
class Circles:
    """What there is."""

    agreements: tuple[Agreement, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    partners: tuple[PartnerRow, ...]


def read_circles(ctx: Context) -> Circles:
    """Agreements, groups, and the partners to choose from."""
    return Circles(tuple(list_agreements(ctx)), tuple(list_groups(ctx).items()), tuple(list_partners(ctx)))


class CirclesPage(Page):
    """Two tables; a row opens in its dialog."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found = Circles((), (), ())
        self.agreements = ListModel(_agreement_columns(desk, self._names), parent=self)
        self.agreements_table = Table(self.agreements, self.tr("Agreements"))
        self.groups = ListModel(_group_columns(self._names), parent=self)
        self.groups_table = Table(self.groups, self.tr("Groups of partners"))
        self.new_agreement = Button(self.tr("New agreement…"), icon="add")
        self.edit_agreement = Button(self.tr("Change…"))
        self.new_group = Button(self.tr("New group…"), icon="add")
        self.edit_group = Button(self.tr("Change…"))
        self._agreement_state = StateStack(self.agreements_table)
        self._group_state = StateStack(self.groups_table)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.edit_agreement.setAccessibleName(self.tr("Change the agreement"))
        self.edit_group.setAccessibleName(self.tr("Change the group"))
        for table in (self.agreements_table, self.groups_table):
            table.setSelectionMode(Table.SelectionMode.SingleSelection)
            table.setMinimumHeight(3 * theme.row_height())
        page = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(page))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        words = self.tr("Statements to the parties name it, and say when the next one is due.")
        buttons = (self.edit_agreement, self.new_agreement)
        column.addWidget(Titled(self.tr("Agreements"), words, self._agreement_state, buttons), 1)
        column.addSpacing(theme.space(theme.SMALL))
        words = self.tr("All members get the same file, through a channel of their own.")
        buttons = (self.edit_group, self.new_group)
        column.addWidget(Titled(self.tr("Groups of partners"), words, self._group_state, buttons), 1)

    def _connect(self) -> None:
        self.new_agreement.clicked.connect(lambda: self._open_agreement(None))
        self.edit_agreement.clicked.connect(self._on_edit_agreement)
        self.agreements_table.activated.connect(lambda _index: self._on_edit_agreement())
        self.new_group.clicked.connect(lambda: self._open_group("", ()))
        self.edit_group.clicked.connect(self._on_edit_group)
        self.groups_table.activated.connect(lambda _index: self._on_edit_group())
        self._desk.session.changed.connect(self._on_changed)

    def shown(self) -> None:
        self.agreements_table.setFocus()

    # reading

    def refresh(self) -> None:
        """Read again what there is."""
        for state in (self._agreement_state, self._group_state):
            state.show_loading()
        self._desk.session.read(lambda ctx, _token: read_circles(ctx), then=self._on_read, failed=self._on_failed)

    def _on_read(self, found: Circles) -> None:
        self._found = found
        self.agreements.set_rows(found.agreements)
        self.groups.set_rows(found.groups)
        self.edit_agreement.setEnabled(bool(found.agreements))
        self.edit_group.setEnabled(bool(found.groups))
        if found.agreements:
            self._agreement_state.show_content()
            self.agreements_table.selectRow(0)
        else:
            words = self.tr("Parties, permitted uses, highest marking, how often: a profile may be for its parties.")
            self._agreement_state.show_empty("partners", self.tr("No agreement yet"), words)
        if found.groups:
            self._group_state.show_content()
            self.groups_table.selectRow(0)
        else:
            words = self.tr("Partners who get the same statement: a profile may be for the whole group.")
            self._group_state.show_empty("partners", self.tr("No group yet"), words)

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self._agreement_state.show_error(error, retry)
        self._group_state.show_error(error)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.PARTNERS):
            self.refresh()

    def _names(self, agencies: tuple[str, ...]) -> str:
        short = {row.agency_id: row.short_name for row in self._found.partners}
        own = self._desk.session.context.agency
        names = (own.short_name if agency == own.id else short.get(agency, agency) for agency in agencies)
        return ", ".join(names) or tr("nobody")

    # changing

    def _on_edit_agreement(self) -> None:
        ranges = self.agreements_table.selected_ranges()
        if ranges:
            self._open_agreement(self.agreements.row(ranges[0][0]))

    def _on_edit_group(self) -> None:
        ranges = self.groups_table.selected_ranges()
        row = self.groups.row(ranges[0][0]) if ranges else None
        if row is not None:
            self._open_group(*row)

    def _open_agreement(self, agreement: Agreement | None) -> None:
        dialog = AgreementDialog(self._desk, self._found.partners, agreement, self)

        def save() -> None:
            try:
                wanted = dialog.agreement()
            except StockpileError as error:
                dialog.show_refusal(error)
            else:
                self._carry_out(dialog, lambda ctx: save_agreement(ctx, wanted))

        dialog.confirmed.connect(save)
        dialog.open()

    def _open_group(self, name: str, members: tuple[str, ...]) -> None:
        dialog = GroupDialog(self._found.partners, name, members, self)

        def save() -> None:
            called, wanted = dialog.group_name, dialog.members
            self._carry_out(dialog, lambda ctx: save_group(ctx, called, wanted))

        dialog.confirmed.connect(save)
        dialog.open()

    def _carry_out(self, dialog: DecisionDialog, save: Callable[[Context], ChangeSet]) -> None:
        dialog.set_busy(True)

        def done(_change: ChangeSet) -> None:
            dialog.set_busy(False)
            dialog.accept()

        self._desk.session.mutate(lambda ctx, _token: save(ctx), then=done, failed=dialog.show_refusal, initiator=self)


def _agreement_columns(desk: Desk, names: Callable[[tuple[str, ...]], str]) -> tuple[Column, ...]:
    catalogue, formats = desk.session.context.catalogue, desk.formats
    return (
        Column("name", tr("Agreement"), lambda row: row.name, characters=22),
        Column("parties", tr("Parties"), lambda row: names(row.parties), characters=20),
        Column("scope", tr("Materials"), lambda row: exchange_words.materials(catalogue, row.scope), characters=26),
        Column("uses", tr("Permitted uses"), lambda row: row.permitted_uses or "–", characters=24, stretch=True),
        Column("marking", tr("Highest marking"), lambda row: row.highest_marking, characters=17),
        Column("cadence", tr("Every"), lambda row: formats.days(row.cadence_days) if row.cadence_days else "–",
               characters=10),
    )  # fmt: skip


def _group_columns(names: Callable[[tuple[str, ...]], str]) -> tuple[Column, ...]:
    return (
        Column("name", tr("Group"), lambda row: row[0], characters=22),
        Column("members", tr("Members"), lambda row: names(row[1]), characters=40, stretch=True),
    )
