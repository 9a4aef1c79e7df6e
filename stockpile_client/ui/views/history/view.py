"""History: every bundle that went out or came in with what became of it, and the channels that number them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout

from stockpile_client.core.errors import StockpileError
from stockpile_client.reports.saying import Tongue
from stockpile_client.services.answer import Answered, start_new_channel, withdraw_statement, write_receipt
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.history import BundleRow, ChannelRow
from stockpile_client.services.reports import PrintedReport, print_statement
from stockpile_client.storage.bundles import BundleState
from stockpile_client.storage.channels import Direction
from stockpile_client.ui import files, printing, theme
from stockpile_client.ui.dialogs.documents import is_statement
from stockpile_client.ui.dialogs.reason import ReasonDialog
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.history.changes import ChangesPage
from stockpile_client.ui.views.history.columns import bundle_columns, channel_columns
from stockpile_client.ui.views.history.standing import Exchange, Receipt, read_exchange, receipt_of
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.page_tabs import PageTabs
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.widgets.titled import Titled
from stockpile_client.ui.workspaces import Desk, WorkspaceView

_LEAST_ROWS = 3  # the header and two more
_EXCHANGE, _CHANGES = "exchange", "changes"


class HistoryView(WorkspaceView):
    """Bundles above, channels below; what can be done is said by the selected row."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._now = desk.session.context.now()
        self.bundles = ListModel(bundle_columns(desk.formats, lambda: self._now), parent=self)
        self.bundles_table = Table(self.bundles, self.tr("Bundles"))
        self.channels = ListModel(channel_columns(desk.formats), parent=self)
        self.channels_table = Table(self.channels, self.tr("Channels"))
        self.reason = PlainLabel(muted=True, elide=True)
        self.print = Button(self.tr("PDF…"), icon="print")
        self.receipt = Button(self.tr("Write receipt…"), icon="export")
        self.withdraw = Button(self.tr("Withdraw…"))
        self.new_channel = Button(self.tr("Start new channel…"))
        self.tabs = PageTabs(
            self.tr("Parts of the history"),
            ((_EXCHANGE, self.tr("Bundles and channels")), (_CHANGES, self.tr("What changed"))),
        )
        self._split = QSplitter(Qt.Orientation.Vertical)
        self.states = StateStack(self._split)
        self.changes = ChangesPage(desk)
        self._pages = QStackedWidget()
        self._build()
        self._connect()
        self.refresh()

    # build

    def _build(self) -> None:
        for table in (self.bundles_table, self.channels_table):
            table.setSelectionMode(Table.SelectionMode.SingleSelection)
            table.setMinimumHeight(_LEAST_ROWS * theme.row_height())
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.space(theme.SMALL))
        self._split.addWidget(
            Titled(self.tr("Bundles"), self.reason, self.bundles_table, (self.print, self.receipt, self.withdraw))
        )
        words = PlainLabel(
            self.tr("A channel numbers what one sender sends to one fixed audience, so that a gap shows."),
            muted=True, elide=True,
        )  # fmt: skip
        self._split.addWidget(Titled(self.tr("Channels"), words, self.channels_table, (self.new_channel,)))
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, margin)
        column.setSpacing(theme.space(theme.SMALL))
        self.print.setAccessibleName(self.tr("Write the statement as PDF"))
        self._pages.addWidget(self.states)
        self._pages.addWidget(self.changes)
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(PlainLabel(self.tr("History"), size=Size.TITLE))
        head.addWidget(self.tabs, 1)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.bundles_table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_bundle_selected())
        self.channels_table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_channel_selected())
        self.tabs.chosen.connect(lambda _key: self._show_page())
        self.print.clicked.connect(self._on_print)
        self.receipt.clicked.connect(self._on_receipt)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.new_channel.clicked.connect(self._on_new_channel)
        self._desk.session.changed.connect(self._on_changed)

    # what the main window asks

    def shown(self) -> None:
        self._show_page()
        if self.tabs.key == _EXCHANGE:
            self.bundles_table.setFocus()

    def _show_page(self) -> None:
        shows_changes = self.tabs.key == _CHANGES
        self._pages.setCurrentWidget(self.changes if shows_changes else self.states)
        if shows_changes:
            self.changes.show_page()
        else:
            self._desk.show_marking("")

    # reading

    def refresh(self) -> None:
        """Read it again."""
        self.states.show_loading()
        self._desk.session.read(lambda ctx, _token: read_exchange(ctx), then=self._on_read, failed=self._on_failed)

    def _on_read(self, exchange: Exchange) -> None:
        self._now = exchange.now
        chosen, channel = self._chosen_bundle(), self._chosen_channel()
        self.bundles.set_rows(exchange.bundles)
        self.channels.set_rows(exchange.channels)
        if not exchange.bundles and not exchange.channels:
            release = self._desk.actions.button("new_release", Look.PRIMARY)
            self.states.show_empty(
                "history",
                self.tr("Nothing has gone out or come in yet"),
                self.tr("Every bundle stands here with its number, and with the receipt that came back or is due."),
                [self._desk.actions.button("open"), release],
            )
        else:
            self.states.show_content()
            digests = [row.digest for row in exchange.bundles]
            ids = [row.channel for row in exchange.channels]
            self.bundles_table.selectRow(digests.index(chosen.digest) if chosen and chosen.digest in digests else 0)
            self.channels_table.selectRow(ids.index(channel.channel) if channel and channel.channel in ids else 0)
        self._on_bundle_selected()
        self._on_channel_selected()

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.BUNDLES, Kind.CHANNELS):
            self.refresh()

    # the selection

    def _chosen_bundle(self) -> BundleRow | None:
        ranges = self.bundles_table.selected_ranges()
        return self.bundles.row(ranges[0][0]) if ranges else None

    def _chosen_channel(self) -> ChannelRow | None:
        ranges = self.channels_table.selected_ranges()
        return self.channels.row(ranges[0][0]) if ranges else None

    def _on_bundle_selected(self) -> None:
        row = self._chosen_bundle()
        self.reason.setText(row.reason if row else "")
        self.receipt.setEnabled(row is not None and receipt_of(row, self._now) is Receipt.DUE)
        self.print.setEnabled(row is not None and is_statement(row))
        self.withdraw.setEnabled(
            row is not None
            and row.direction is Direction.OUT
            and row.kind == "statement"
            and row.state is not BundleState.WITHDRAWN
        )

    def _on_channel_selected(self) -> None:
        row = self._chosen_channel()
        self.new_channel.setEnabled(row is not None and row.direction is Direction.OUT and row.state != "closed")

    # what can be done

    def _on_print(self) -> None:
        row = self._chosen_bundle()
        if row is None:
            return

        def write(ctx: Context, target: Path, tongue: Tongue) -> PrintedReport:
            return print_statement(ctx, row.digest, target, tongue=tongue)

        printing.choose_pdf(self, self._desk, f"statement-{row.seq}", write)

    def _on_receipt(self) -> None:
        row = self._chosen_bundle()
        if row is not None:
            files.choose_folder(
                self, self.tr("Where to write the receipt"), lambda folder: self.write_receipt_to(row.digest, folder)
            )

    def write_receipt_to(self, digest: str, folder: Path) -> None:
        """Write the receipt for a received bundle into a folder."""
        self._desk.session.mutate(
            lambda ctx, _token: write_receipt(ctx, digest, folder=folder),
            then=lambda answered: self._say_written(self.tr("The receipt was written as {name}."), answered),
            failed=self._desk.messages.show_error,
            initiator=self,
            title=self.tr("Writing the receipt"),
        )

    def _on_withdraw(self) -> None:
        row = self._chosen_bundle()
        if row is None:
            return
        dialog = ReasonDialog(
            self.tr("Withdraw statement number {n}").format(n=row.seq),
            self.tr(
                "A bundle tells {names} that the statement no longer counts. It erases nothing there: what they read,"
                " they know."
            ).format(names=", ".join(row.partners)),
            self.tr("Choose a folder and withdraw…"),
            reason_hint=self.tr("The partners will read it."),
            word=self.tr("WITHDRAW"),
            parent=self,
        )

        def carry_out(folder: Path) -> None:
            reason = dialog.reason
            dialog.set_busy(True)

            def done(answered: Answered) -> None:
                dialog.accept()
                self._say_written(self.tr("The withdrawal was written as {name}."), answered)

            self._desk.session.mutate(
                lambda ctx, _token: withdraw_statement(ctx, row.digest, reason=reason, folder=folder),
                then=done,
                failed=dialog.show_refusal,
                initiator=self,
                title=self.tr("Writing the withdrawal"),
            )

        dialog.confirmed.connect(
            lambda: files.choose_folder(dialog, self.tr("Where to write the withdrawal"), carry_out)
        )
        dialog.open()

    def _on_new_channel(self) -> None:
        row = self._chosen_channel()
        if row is None:
            return
        dialog = ReasonDialog(
            self.tr("Start a new channel"),
            self.tr(
                "The channel to {names} is closed at number {n}. The next bundle to them is number 1 of a new channel"
                " that names this one."
            ).format(names=", ".join(row.partners), n=row.head_seq),
            self.tr("Close and start anew"),
            reason_hint=self.tr("It is kept in the audit log."),
            word=self.tr("CLOSE"),
            parent=self,
        )

        def carry_out() -> None:
            reason = dialog.reason
            dialog.set_busy(True)
            self._desk.session.mutate(
                lambda ctx, _token: start_new_channel(ctx, row.channel, reason=reason),
                then=lambda _change: dialog.accept(),
                failed=dialog.show_refusal,
                initiator=self,
            )

        dialog.confirmed.connect(carry_out)
        dialog.open()

    def _say_written(self, words: str, answered: Answered) -> None:
        self._desk.messages.show_message(
            Status.INFO,
            words.format(name=answered.file.path.name),
            self.tr("It is in {folder}. Send it to the partner like any bundle.").format(
                folder=answered.file.path.parent
            ),
        )
