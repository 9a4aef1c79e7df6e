"""Inbox: open any file, see what it is before anything changes, decide, and answer.

A bundle is opened and verified in the writer lane, because its statement is staged while a person looks at it; cards
and tables lead to the dialogs of their own.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stockpile_client.core.errors import InputError, StockpileError
from stockpile_client.core.phrases import phrase
from stockpile_client.services.accept import Accepted, BundlePlan, accept, plan_accept, reject, set_aside
from stockpile_client.services.answer import Answered, ReceiptDue, write_receipt
from stockpile_client.services.cards import CardPlan, plan_card
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.key_changes import NoticePlan, plan_notice
from stockpile_client.services.open_file import FileKind, kind_of
from stockpile_client.services.received import Received
from stockpile_client.ui import files, theme
from stockpile_client.ui.dialogs.reason import ReasonDialog
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views import bundle_facts
from stockpile_client.ui.views.bundle_page import BundlePage
from stockpile_client.ui.views.inbox_desk import DeskContent, InboxDesk, read_desk
from stockpile_client.ui.views.inbox_requests import RequestsPage
from stockpile_client.ui.views.refused_page import RefusedPage
from stockpile_client.ui.views.statement_page import StatementPage
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.page_tabs import PageTabs
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.states import EmptyState, StateStack
from stockpile_client.ui.workspaces import Desk, WorkspaceView


class InboxView(WorkspaceView):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._plan: BundlePlan | None = None
        self._path = Path()
        self.desk_page = InboxDesk(desk)
        self.states = StateStack(self.desk_page)
        self.requests = RequestsPage(desk)
        self.tabs = PageTabs(
            self.tr("Pages of the inbox"), (("arrived", self.tr("Arrived")), ("requests", self.tr("Requests")))
        )
        self._home_pages = QStackedWidget()
        self.bundle_page = BundlePage(desk)
        self.statement_page = StatementPage(desk)
        self.refused_page = RefusedPage()
        self._busy_page = EmptyState()
        self._pages = QStackedWidget()
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        home = QWidget()
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(PlainLabel(self.tr("Inbox"), size=Size.TITLE))
        head.addWidget(self.tabs)
        head.addWidget(PlainLabel(self.tr("Drop a file anywhere on the window"), muted=True, elide=True), 1)
        head.addWidget(self._desk.actions.button("open", Look.PRIMARY))
        inside = QVBoxLayout(home)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.space(theme.SMALL))
        inside.addLayout(head)
        self._home_pages.addWidget(self.states)
        self._home_pages.addWidget(self.requests)
        inside.addWidget(self._home_pages, 1)
        self._home = home
        self._busy_area = ScrollArea(self._busy_page)
        for page in (home, self._busy_area, self.bundle_page, self.statement_page, self.refused_page):
            self._pages.addWidget(page)
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, margin)
        column.addWidget(self._pages)

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda key: self._home_pages.setCurrentIndex(0 if key == "arrived" else 1))
        self.desk_page.receipt_chosen.connect(self._on_receipt_chosen)
        self.desk_page.statement_chosen.connect(self._on_statement_chosen)
        self.bundle_page.accept_chosen.connect(self._on_accept)
        self.bundle_page.reject_chosen.connect(self._on_reject)
        self.bundle_page.set_aside_chosen.connect(self._on_set_aside)
        self.statement_page.closed.connect(self._on_statement_closed)
        self.refused_page.closed.connect(self.show_desk)
        self.refused_page.open_other_chosen.connect(lambda: self.perform("open"))
        self.refused_page.override_chosen.connect(self._on_override)
        self._desk.session.changed.connect(self._on_changed)

    # what the main window asks

    def perform(self, action: str) -> None:
        if action == "requests":
            self.show_desk()
            self.tabs.choose("requests")
        elif action == "open":
            filters = [
                self.tr("Files of this program (*.stockpile *.agency-card *.csv *.tsv *.xlsx)"),
                self.tr("All files (*)"),
            ]
            files.choose_to_open(self, self.tr("Open a file"), filters, self.open_path)

    def shown(self) -> None:
        page = self._pages.currentWidget()
        self._desk.show_marking(self._plan.marking.code if self._plan and page is self.bundle_page else "")
        if page is self._home:
            self.desk_page.statements_table.setFocus()

    def open_path(self, path: Path) -> None:
        """Say what a file is, and show the way from there."""
        self._desk.messages.put_away()
        self._drop_plan()
        self._path = path
        self._show_busy(path)
        self._desk.session.read(lambda _ctx, _token: kind_of(path), then=self._on_kind_known, failed=self._on_refused)

    # the desk

    def refresh(self) -> None:
        """Read what lies on the desk."""
        self.states.show_loading()
        self._desk.session.read(lambda ctx, _token: read_desk(ctx), then=self._on_desk_read, failed=self._on_failed)

    def show_desk(self) -> None:
        """Back to the lists."""
        self._desk.show_marking("")
        self._pages.setCurrentWidget(self._home)

    def _on_desk_read(self, content: DeskContent) -> None:
        self._desk.set_count("inbox", len(content.due) + content.asked)
        self.desk_page.show_content(content)
        if content.due or content.received:
            self.states.show_content()
            return
        self.states.show_empty(
            "inbox",
            self.tr("Nothing has arrived yet"),
            self.tr(
                "Open the bundle that a partner sent, or drop it on the window. Its signatures, its addressee and its"
                " number are checked first; you see what it says and what changed before you accept or reject it."
            ),
            [self._desk.actions.button("open", Look.PRIMARY)],
        )

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.BUNDLES, Kind.STATEMENTS, Kind.PARTNERS):
            self.refresh()

    # opening

    def _show_busy(self, path: Path) -> None:
        self._busy_page.show_words(
            "inbox",
            self.tr("Opening…"),
            self.tr("{name} is being decrypted and verified. Nothing is changed by that.").format(name=path.name),
        )
        self._pages.setCurrentWidget(self._busy_area)

    def _on_kind_known(self, kind: FileKind) -> None:
        match kind:
            case FileKind.BUNDLE:
                self._open_bundle()
            case FileKind.CARD:
                path = self._path
                self._desk.session.read(
                    lambda ctx, _token: plan_card(ctx, path), then=self._on_card_read, failed=self._on_refused
                )
            case FileKind.INVENTORY:
                from stockpile_client.ui.dialogs.import_inventory import ImportDialog  # noqa: PLC0415 - loads readers

                self.show_desk()
                ImportDialog(self._desk, self._path, self).open()
            case FileKind.KEY_NOTICE:
                path = self._path
                self._desk.session.read(
                    lambda ctx, _token: plan_notice(ctx, path), then=self._on_notice_read, failed=self._on_refused
                )
            case FileKind.PROFILE:
                from stockpile_client.ui.dialogs.check_backup import CheckBackupDialog  # noqa: PLC0415 - rarely wanted

                self.show_desk()
                folder = self._path if self._path.is_dir() else self._path.parent
                CheckBackupDialog(self._desk, folder, self).open()
            case _:
                self._on_refused(_no_way_from_here())

    def _open_bundle(self, clock_override: str = "") -> None:
        path = self._path
        job = self._desk.session.mutate(
            lambda ctx, _token: plan_accept(ctx, path, clock_override=clock_override),
            then=self._on_opened,
            failed=self._on_refused,
            initiator=self,
            title=self.tr("Opening {name}").format(name=path.name),
        )
        job.cancelled.connect(self.show_desk)

    def _on_opened(self, plan: BundlePlan) -> None:
        self._plan = plan
        self.bundle_page.set_busy(False)
        self._pages.setCurrentWidget(self.bundle_page)
        self.bundle_page.show_plan(plan)
        self._desk.show_marking(plan.marking.code)

    def _on_notice_read(self, plan: NoticePlan) -> None:
        from stockpile_client.ui.dialogs.import_notice import ImportNoticeDialog  # noqa: PLC0415 - rarely wanted

        self.show_desk()
        ImportNoticeDialog(self._desk, plan, self).open()

    def _on_card_read(self, plan: CardPlan) -> None:
        from stockpile_client.ui.dialogs.import_card import ImportCardDialog  # noqa: PLC0415 - not every file is a card

        self.show_desk()
        ImportCardDialog(self._desk, plan, self).open()

    def _on_refused(self, error: StockpileError) -> None:
        self.refused_page.show_refusal(self._path, error)
        self._pages.setCurrentWidget(self.refused_page)
        self._desk.show_marking("")

    def _on_override(self) -> None:
        dialog = ReasonDialog(
            self.tr("Set the clock rules aside"),
            self.tr("The dates of this file and the clock of this computer do not agree. Are you sure of both?"),
            self.tr("Open it"),
            reason_hint=self.tr("It is kept in the audit log."),
            parent=self,
        )

        def go_on() -> None:
            reason = dialog.reason
            dialog.accept()
            self._show_busy(self._path)
            self._open_bundle(clock_override=reason)

        dialog.confirmed.connect(go_on)
        dialog.open()

    # deciding

    def _on_accept(self) -> None:
        plan, self._plan = self._plan, None  # from here on it is decided, and no longer ours to set aside
        if plan is None:
            return
        self.bundle_page.set_busy(True)

        def refused(error: StockpileError) -> None:
            self._take_back(plan)
            self._desk.messages.show_error(error)

        self._desk.session.mutate(
            lambda ctx, _token: accept(ctx, plan),
            then=lambda accepted: self._on_accepted(plan, accepted),
            failed=refused,
            initiator=self,
            title=self.tr("Accepting"),
        )

    def _on_accepted(self, plan: BundlePlan, accepted: Accepted) -> None:
        if plan.kind == "request":
            self.tabs.choose("requests")
        self._say_decided(plan, self.tr("Accepted: {what}"), receipt_due=accepted.receipt_due)

    def _on_reject(self) -> None:
        plan = self._plan
        if plan is None:
            return
        dialog = ReasonDialog(
            self.tr("Reject the bundle"),
            self.tr("Nothing of it is kept but that it came. Its number is used up; the sender can send a new one."),
            self.tr("Reject"),
            reason_hint=self.tr("The sender will read it in the receipt."),
            parent=self,
        )

        def carry_out() -> None:
            reason = dialog.reason
            dialog.set_busy(True)
            self._plan = None

            def done(_change: ChangeSet) -> None:
                dialog.accept()
                self._say_decided(plan, self.tr("Rejected: {what}"), receipt_due=plan.kind != "receipt")

            def refused(error: StockpileError) -> None:
                self._take_back(plan)
                dialog.show_refusal(error)

            self._desk.session.mutate(
                lambda ctx, _token: reject(ctx, plan, reason=reason), then=done, failed=refused, initiator=self
            )

        dialog.confirmed.connect(carry_out)
        dialog.open()

    def _take_back(self, plan: BundlePlan) -> None:
        """The decision was refused: the bundle waits again, unless another file was opened meanwhile."""
        self.bundle_page.set_busy(False)
        if self._pages.currentWidget() is self.bundle_page:
            self._plan = plan

    def _say_decided(self, plan: BundlePlan, words: str, *, receipt_due: bool) -> None:
        if self._pages.currentWidget() is self.bundle_page and self._plan is None:
            self.show_desk()
        headline = words.format(what=bundle_facts.title(plan))
        if receipt_due:
            self._desk.messages.show_message(
                Status.INFO,
                headline,
                self.tr("A receipt is due: it tells the sender what became of the bundle."),
                action=self.tr("Write receipt…"),
                do=lambda: self._choose_receipt_folder(plan.digest),
            )
        else:
            self._desk.messages.show_message(Status.DONE, headline)

    def _on_set_aside(self) -> None:
        self._drop_plan()
        self.show_desk()

    def _drop_plan(self) -> None:
        plan, self._plan = self._plan, None
        if plan is not None:
            self._desk.session.mutate(
                lambda ctx, _token: set_aside(ctx, plan),
                then=lambda _nothing: None,
                failed=self._desk.messages.show_error,
                initiator=self,
            )

    # answering and reading

    def _on_receipt_chosen(self, due: ReceiptDue) -> None:
        self._choose_receipt_folder(due.digest)

    def _choose_receipt_folder(self, digest: str) -> None:
        files.choose_folder(
            self, self.tr("Where to write the receipt"), lambda folder: self.write_receipt_to(digest, folder)
        )

    def write_receipt_to(self, digest: str, folder: Path) -> None:
        """Write the receipt for a decided bundle into a folder."""
        self._desk.session.mutate(
            lambda ctx, _token: write_receipt(ctx, digest, folder=folder),
            then=self._on_receipt_written,
            failed=self._desk.messages.show_error,
            initiator=self,
            title=self.tr("Writing the receipt"),
        )

    def _on_receipt_written(self, answered: Answered) -> None:
        self._desk.messages.show_message(
            Status.INFO,
            self.tr("The receipt was written as {name}.").format(name=answered.file.path.name),
            self.tr("It is in {folder}. Send it to the partner like any bundle.").format(
                folder=answered.file.path.parent
            ),
        )

    def _on_statement_chosen(self, received: Received) -> None:
        self._pages.setCurrentWidget(self.statement_page)
        self.statement_page.show_statement(received)

    def _on_statement_closed(self) -> None:
        self.statement_page.forget()
        self.show_desk()


def _no_way_from_here() -> InputError:
    return InputError(
        "E_FILE_KIND",
        phrase("This is no bundle, agency card or table of stock."),
        hint=phrase("Choose a .stockpile, .agency-card, .csv or .xlsx file."),
    )
