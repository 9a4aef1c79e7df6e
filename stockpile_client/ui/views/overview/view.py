"""Overview: what needs attention, each with the way to it; the last good backup; whether the audit log holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.audit_log import AuditVerdict, check_audit
from stockpile_client.services.backups import BackupStanding, back_up
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.storage.backup import BackupReport
from stockpile_client.ui import files, theme
from stockpile_client.ui.jobs import Token
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.overview.line import Line
from stockpile_client.ui.views.overview.standing import Concern, Standing, read_standing
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.workspaces import Desk, WorkspaceView

_SHOWN = (Kind.PARTNERS, Kind.BUNDLES, Kind.CHANNELS, Kind.BACKUPS, Kind.LOTS, Kind.MOVEMENTS)
"""What changes the page."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A verified backup."""

    report: BackupReport
    change: ChangeSet


class OverviewView(WorkspaceView):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.concerns: list[str] = []
        self._backup_place: Path | None = None  # as the settings name it, while it is there
        self._list = QVBoxLayout()
        self.backup = Line(self.tr("Back up now…"), icon="export")
        self.audit = Line(self.tr("Verify the audit log"), icon="audit")
        self._page = QWidget()
        self.states = StateStack(ScrollArea(self._page))
        self._build()
        self._connect()
        if desk.session.audit_verdict is None:
            self._say_not_verified()
        else:
            self._show_verdict(desk.session.audit_verdict)
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
        self._desk.session.audit_checked.connect(self._show_verdict)

    # what the main window asks

    def perform(self, action: str) -> None:
        if action == "back_up" and self._backup_place is not None and self._backup_place.is_dir():
            self.back_up_to(self._backup_place)
        elif action == "back_up":
            files.choose_folder(self, self.tr("Where to keep the backup"), self.back_up_to)

    def shown(self) -> None:
        self._desk.show_marking("")
        self.backup.button.setFocus()

    # reading

    def refresh(self) -> None:
        """Look again."""
        self.states.show_loading()
        formats = self._desk.formats
        self._desk.session.read(
            lambda ctx, _token: read_standing(ctx, formats), then=self._on_read, failed=self._on_failed
        )

    def _on_read(self, standing: Standing) -> None:
        self._desk.set_count("inbox", standing.waiting)
        self._desk.set_count("partners", standing.partners_waiting)
        self._show_concerns(standing.concerns)
        self._show_backup(standing.backup)
        self.states.show_content()

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(*_SHOWN):
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
            line = Line(self.tr("Go there"), icon="forward")
            line.say(one.status, one.words, one.detail)
            line.button.setAccessibleName(self.tr("Go there: {words}").format(words=one.words))
            line.button.clicked.connect(self._goer(one.workspace, one.action))
            self._list.addWidget(line)
        if not concerns:
            calm = Line("")
            calm.say(Status.DONE, self.tr("Nothing needs attention"), "")
            self._list.addWidget(calm)

    def _goer(self, workspace: str, action: str) -> Callable[[], None]:
        return lambda: self._desk.go(workspace, action)

    # backups and the audit log

    def _show_backup(self, standing: BackupStanding) -> None:
        self._backup_place = standing.place
        self.backup.button.setText(self.tr("Back up now") if standing.place else self.tr("Back up now…"))
        if standing.last is None:
            self.backup.say(
                Status.CAUTION,
                self.tr("There is no backup yet"),
                self.tr("A backup is a copy of this profile, encrypted alike, and opened once to prove it good."),
            )
            return
        words = self.tr("Last good backup: {at}").format(at=self._desk.formats.moment(standing.last.at))
        self.backup.say(Status.CAUTION if standing.is_due else Status.DONE, words, standing.last.path)

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
            lambda ctx, token: check_audit(ctx, token.report),
            then=self._desk.session.note_audit,
            failed=self._on_not_verified,
            title=self.tr("Verifying the audit log"),
        )

    def _say_not_verified(self) -> None:
        self.audit.say(
            Status.NEUTRAL,
            self.tr("The audit log was not verified in this session"),
            self.tr("Every entry is chained to the one before; verifying finds any that was changed or removed."),
        )

    def _show_verdict(self, verdict: AuditVerdict) -> None:
        self.audit.button.setEnabled(True)
        if verdict.holds:
            entries, digest = self._desk.formats.integer(verdict.head.seq), verdict.head.hash
            self.audit.say(
                Status.DONE,
                self.tr("The audit log holds: {n} entries").format(n=entries),
                self.tr("Last entry {digest}. Write it down to prove later that none was cut off.").format(
                    digest=digest
                ),
            )
        else:
            self.audit.say(Status.DANGER, words(verdict.words), words(verdict.advice))

    def _on_not_verified(self, error: StockpileError) -> None:
        self.audit.button.setEnabled(True)
        self._desk.messages.show_error(error)
