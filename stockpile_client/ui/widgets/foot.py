"""The foot of the window: whose profile, the last good backup, the last answer of a partner, and what is being done.

>>> foot = Foot(history, formats)  # doctest: +SKIP
>>> foot.show_profile(session)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.ui import theme
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.job_history import JobHistory
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.job_indicator import JobIndicator
from stockpile_client.ui.widgets.message_bar import StatusIcon
from stockpile_client.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from stockpile_client.services.backups import BackupStanding
    from stockpile_client.services.standing import Answer, Standing
    from stockpile_client.ui.session import Session


class Foot(QWidget):
    """One line; it reads again after every change that may matter."""

    jobs_wanted = Signal()

    def __init__(self, history: JobHistory, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._session: Session | None = None
        self._profile = PlainLabel(size=Size.SMALL, muted=True, elide=True)
        self.backup = _Remark()
        self.answer = _Remark()
        self.indicator = JobIndicator(history, formats)
        self.jobs = Button(self.tr("Jobs"), icon="history", look=Look.QUIET)
        self.jobs.setToolTip(self.tr("What runs, and what has run since the profile was opened"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(theme.MEDIUM), 0, theme.space(theme.SMALL), 0)
        row.setSpacing(theme.space(theme.MEDIUM))
        row.addWidget(self.backup)
        row.addWidget(self.answer)
        row.addWidget(self._profile, 1)
        row.addWidget(self.indicator)
        row.addWidget(self.jobs)
        self.jobs.clicked.connect(self.jobs_wanted)

    def show_profile(self, session: Session) -> None:
        """Say how the profile stands, and keep saying it."""
        self._session = session
        context = session.context
        self._profile.setText(
            self.tr("Profile {name}, encrypted · audit entries by {actor}").format(
                name=context.profile.folder.path.name, actor=context.actor
            )
        )
        session.changed.connect(self._on_changed)
        self._read()

    def clear(self) -> None:
        """No profile is open."""
        self._session = None
        self._profile.setText("")
        self.backup.say(Status.NEUTRAL, "")
        self.answer.say(Status.NEUTRAL, "")

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.BACKUPS, Kind.BUNDLES, Kind.CHANNELS):
            self._read()

    def _read(self) -> None:
        if self._session is not None:
            from stockpile_client.services.standing import standing  # noqa: PLC0415 - a profile is open: it is loaded

            self._session.read(lambda context, _token: standing(context), then=self._on_read, failed=self._on_failed)

    def _on_read(self, found: Standing) -> None:
        if self._session is None:
            return
        self.backup.say(*self._backup_words(found.backup))
        self.answer.say(*self._answer_words(found.answer))

    def _on_failed(self, error: StockpileError) -> None:
        self.backup.say(Status.DANGER, error.message)

    def _backup_words(self, found: BackupStanding) -> tuple[Status, str]:
        if found.last is None:
            return Status.CAUTION, self.tr("No backup yet")
        words = self.tr("Last good backup {moment}").format(moment=self._formats.moment(found.last.at))
        return (Status.CAUTION if found.is_due else Status.DONE), words

    def _answer_words(self, answer: Answer | None) -> tuple[Status, str]:
        if answer is None:
            return Status.NEUTRAL, ""
        values = {"names": ", ".join(answer.partners), "number": str(answer.seq)}
        if answer.accepted:
            return Status.DONE, self.tr("{names}: number {number} acknowledged").format(**values)
        return Status.DANGER, self.tr("{names}: number {number} rejected").format(**values)


class _Remark(QWidget):
    """A status and a short line; hidden while it says nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = StatusIcon(lines=1.0)
        self._words = PlainLabel(size=Size.SMALL, elide=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(theme.TIGHT))
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        self.setVisible(False)

    @property
    def words(self) -> str:
        """What is said."""
        return self._words.text()

    def say(self, status: Status, words: str) -> None:
        """Say another thing; nothing hides it."""
        self._icon.status = status
        self._icon.update()
        self._words.setText(words)
        self.setVisible(bool(words))
