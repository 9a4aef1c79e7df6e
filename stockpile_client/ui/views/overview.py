"""Overview: what needs attention, each with the way to it; the last good backup; whether the audit log holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.partners import PartnerState, may_exchange
from stockpile_client.services.answer import receipts_due
from stockpile_client.services.audit_log import audit_head, verify_audit
from stockpile_client.services.backups import LastBackup, back_up, last_backup
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.history import list_bundles, list_channels
from stockpile_client.storage.audit import AuditHead
from stockpile_client.storage.backup import BackupReport
from stockpile_client.ui import exchange_words, files, theme
from stockpile_client.ui.jobs import Token
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.history.standing import receipt_standing
from stockpile_client.ui.views.partner_record import read_partners
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.message_bar import StatusIcon
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.workspaces import Desk, WorkspaceView

tr = exchange_words.tr

BACKUP_PATIENCE_DAYS = 7
"""A backup older than a week is worth a word: a week of movements is what one is willing to type again."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that needs attention, and the workspace where it is dealt with."""

    status: Status
    words: str
    detail: str
    workspace: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand. ``backup_age``: days since the last good backup, ``None`` without one."""

    concerns: tuple[Concern, ...]
    receipts_due: int
    partners_waiting: int
    backup: LastBackup | None
    backup_age: int | None


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A verified backup."""

    report: BackupReport
    change: ChangeSet


def read_standing(ctx: Context) -> Standing:
    """Everything that the page shows."""
    due, records, now = receipts_due(ctx), read_partners(ctx), ctx.now()
    concerns = []
    for record in records:
        row = record.row
        if record.keys_changed:
            words = tr("The keys of {name} have changed").format(name=row.short_name)
            concerns.append(Concern(Status.DANGER, words, tr("Call the partner and verify again."), "partners"))
        elif row.state is PartnerState.IMPORTED:
            words = tr("{name} is not verified").format(name=row.short_name)
            detail = tr("Nothing is exchanged before the safety number is compared.")
            concerns.append(Concern(Status.CAUTION, words, detail, "partners"))
        elif may_exchange(row.state) and (record.expired or record.expires_soon):
            words = tr("The card of {name} expires").format(name=row.short_name)
            concerns.append(Concern(Status.CAUTION, words, row.card_expires.date().isoformat(), "partners"))
    for channel in list_channels(ctx):
        if channel.state in ("blocked", "gap", "overdue"):
            status, state = exchange_words.channel_state(channel.state)
            words = tr("Channel with {names}: {state}").format(names=", ".join(channel.partners), state=state)
            concerns.append(Concern(status, words, channel.note, "history"))
    if due:
        names = ", ".join(dict.fromkeys(one.partner_name for one in due))
        words = tr("Receipts due: {n}").format(n=len(due))
        concerns.append(
            Concern(Status.CAUTION, words, tr("Waiting for an answer: {names}").format(names=names), "inbox")
        )
    late = [row for row in list_bundles(ctx) if row.kind == "statement"
            and receipt_standing(row, now)[1] == tr("overdue")]  # fmt: skip
    if late:
        words = tr("Receipts that did not come back: {n}").format(n=len(late))
        names = ", ".join(dict.fromkeys(name for row in late for name in row.partners))
        concerns.append(Concern(Status.CAUTION, words, tr("Ask {names}.").format(names=names), "history"))
    concerns.sort(key=lambda one: one.status is not Status.DANGER)
    last = last_backup(ctx)
    waiting = sum(record.row.state is PartnerState.IMPORTED for record in records)
    return Standing(tuple(concerns), len(due), waiting, last, (now - last.at).days if last else None)


class OverviewView(WorkspaceView):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.concerns: list[str] = []
        self._list = QVBoxLayout()
        self.backup = _Line(self.tr("Back up now…"), icon="export")
        self.audit = _Line(self.tr("Verify the audit log"), icon="audit")
        self._page = QWidget()
        self.states = StateStack(ScrollArea(self._page))
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self._list.setSpacing(theme.space(theme.SMALL))
        inside = QVBoxLayout(self._page)
        inside.setContentsMargins(0, 0, theme.space(theme.SMALL), 0)
        inside.setSpacing(theme.space(theme.SMALL))
        inside.addWidget(PlainLabel(self.tr("What needs attention"), strong=True))
        inside.addLayout(self._list)
        inside.addSpacing(theme.space(theme.MEDIUM))
        inside.addWidget(PlainLabel(self.tr("Backup and audit log"), strong=True))
        inside.addWidget(self.backup)
        inside.addWidget(self.audit)
        inside.addStretch(1)
        self.audit.say(
            Status.NEUTRAL,
            self.tr("The audit log was not verified in this session"),
            self.tr("Every entry is chained to the one before; verifying finds any that was changed or removed."),
        )
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, margin)
        column.setSpacing(theme.space(theme.MEDIUM))
        column.addWidget(PlainLabel(self.tr("Overview"), size=Size.TITLE))
        column.addWidget(self.states, 1)

    def _connect(self) -> None:
        self.backup.button.clicked.connect(lambda: self.perform("back_up"))
        self.audit.button.clicked.connect(self._on_verify)
        self._desk.session.changed.connect(self._on_changed)

    # what the main window asks

    def perform(self, action: str) -> None:
        if action == "back_up":
            files.choose_folder(self, self.tr("Where to keep the backup"), self.back_up_to)

    def shown(self) -> None:
        self._desk.show_marking("")
        self.backup.button.setFocus()

    # reading

    def refresh(self) -> None:
        """Look again."""
        self.states.show_loading()
        self._desk.session.read(lambda ctx, _token: read_standing(ctx), then=self._on_read, failed=self._on_failed)

    def _on_read(self, standing: Standing) -> None:
        self._desk.set_count("inbox", standing.receipts_due)
        self._desk.set_count("partners", standing.partners_waiting)
        self._show_concerns(standing.concerns)
        self._show_backup(standing)
        self.states.show_content()

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.PARTNERS, Kind.BUNDLES, Kind.CHANNELS, Kind.BACKUPS):
            self.refresh()

    def _show_concerns(self, concerns: tuple[Concern, ...]) -> None:
        while self._list.count():
            item = self._list.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.concerns = [one.words for one in concerns]
        for one in concerns:
            line = _Line(self.tr("Go there"), icon="forward")
            line.say(one.status, one.words, one.detail)
            line.button.setAccessibleName(self.tr("Go there: {words}").format(words=one.words))
            line.button.clicked.connect(self._goer(one.workspace))
            self._list.addWidget(line)
        if not concerns:
            calm = _Line("")
            calm.say(Status.DONE, self.tr("Nothing needs attention"), "")
            self._list.addWidget(calm)

    def _goer(self, workspace: str) -> Callable[[], None]:
        return lambda: self._desk.go(workspace, "")

    # backups and the audit log

    def _show_backup(self, standing: Standing) -> None:
        last, age = standing.backup, standing.backup_age
        if last is None or age is None:
            self.backup.say(
                Status.CAUTION,
                self.tr("There is no backup yet"),
                self.tr("A backup is a copy of this profile, encrypted alike, and opened once to prove it good."),
            )
            return
        words = self.tr("Last good backup: {at}").format(at=self._desk.formats.moment(last.at))
        old = age > BACKUP_PATIENCE_DAYS
        self.backup.say(Status.CAUTION if old else Status.DONE, words, last.path)

    def back_up_to(self, folder: Path) -> None:
        """Back up into a new folder inside ``folder``, and verify it."""

        def work(ctx: Context, token: Token) -> BackedUp:
            return BackedUp(*back_up(ctx, folder, progress=token.report))

        self._desk.session.mutate(
            work,
            then=self._on_backed_up,
            failed=self._desk.messages.show_error,
            initiator=self,
            title=self.tr("Backing up"),
        )

    def _on_backed_up(self, done: BackedUp) -> None:
        self._desk.messages.show_message(
            Status.DONE,
            self.tr("The backup was written, opened and compared."),
            str(done.report.path),
        )

    def _on_verify(self) -> None:
        self.audit.button.setEnabled(False)
        self._desk.session.read(
            lambda ctx, _token: (verify_audit(ctx), audit_head(ctx)),
            then=self._on_verified,
            failed=self._on_not_verified,
            title=self.tr("Verifying the audit log"),
        )

    def _on_verified(self, found: tuple[int | None, AuditHead]) -> None:
        self.audit.button.setEnabled(True)
        first_bad, head = found
        if first_bad is None:
            self.audit.say(
                Status.DONE,
                self.tr("The audit log holds: {n} entries").format(n=self._desk.formats.integer(head.seq)),
                self.tr("Last entry {digest}. Write it down to prove later that none was cut off.").format(
                    digest=head.hash
                ),
            )
        else:
            self.audit.say(
                Status.DANGER,
                self.tr("Entry {n} of the audit log is not what was written").format(n=first_bad),
                self.tr("Somebody or something changed the database. Keep a copy, and tell your security officer."),
            )

    def _on_not_verified(self, error: StockpileError) -> None:
        self.audit.button.setEnabled(True)
        self._desk.messages.show_error(error)


class _Line(Panel):
    """A status, what it is about, and a button."""

    def __init__(self, action: str, *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(None, parent)
        self._icon = StatusIcon()
        self._headline = PlainLabel(strong=True, wrap=True, selectable=True)
        self._detail = PlainLabel(muted=True, wrap=True, selectable=True)
        self.button = Button(action, icon=icon, look=Look.PLAIN)
        self.button.setVisible(bool(action))
        words = QVBoxLayout()
        words.setSpacing(theme.space(theme.TIGHT) // 2)
        words.addWidget(self._headline)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.space(theme.SMALL + 1),) * 4)
        row.setSpacing(theme.space(theme.SMALL + 1))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def words(self) -> str:
        """What is said."""
        return self._headline.text()

    def say(self, status: Status, headline: str, detail: str) -> None:
        """Say it."""
        self._icon.status = status
        self._icon.update()
        self._headline.setText(headline)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(headline)
