"""What is being done, in the status bar: its name, how far, how long still, and a way to stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from stockpile_client.ui import job_words, theme
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.job_history import JobEntry, JobHistory
from stockpile_client.ui.language import tr_count, words
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.plain_label import PlainLabel

_WHOLE = 100


class JobProgress(QProgressBar):
    """A thin bar: full width at 100 per cent, moving while a job does not know how much there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setFixedSize(theme.text_width(18), theme.space(theme.SMALL))

    def show_entry(self, entry: JobEntry) -> None:
        """How far the job is."""
        self.setAccessibleName(entry.title)
        waits = entry.job is not None and not entry.job.has_begun
        self.setRange(0, 0 if entry.percent is None and not waits else _WHOLE)
        self.setValue(entry.percent or 0)


class JobIndicator(QWidget):
    """Shows the oldest running job, and how many wait behind it."""

    def __init__(self, history: JobHistory, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._formats = formats
        self._shown: JobEntry | None = None
        self._words = PlainLabel(size=Size.SMALL, elide=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._bar = JobProgress()
        self.cancel = Button(self.tr("Cancel"), look=Look.QUIET)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(theme.SMALL))
        for widget in (self._words, self._bar, self.cancel):
            row.addWidget(widget)
        history.changed.connect(self._on_changed)
        history.progressed.connect(self._on_progressed)
        self.cancel.clicked.connect(self._on_cancel)
        self.setVisible(False)

    @property
    def words(self) -> str:
        """What is said; nothing while nothing runs."""
        return "" if self.isHidden() else self._words.text()

    def _on_changed(self) -> None:
        running = self._history.running
        entry = running[0] if running else None
        self.setVisible(entry is not None)
        if entry is not self._shown and entry is not None:
            self.cancel.setEnabled(True)
            self.cancel.setAccessibleName(self.tr("Cancel: {title}").format(title=entry.title))
        self._shown = entry
        self._say()

    def _on_progressed(self, entry: JobEntry) -> None:
        if entry is self._shown:
            self._say()

    def _say(self) -> None:
        entry = self._shown
        if entry is None:
            return
        self._bar.show_entry(entry)
        if entry.job is not None and entry.job.token.is_cancelled:
            self._words.setText(self.tr("Stopping…"))
            return
        doing = words(entry.progress.words) if entry.progress and entry.progress.words else entry.title
        behind = len(self._history.running) - 1
        waiting = tr_count("{n} more waits", "{n} more wait", behind) if behind else ""
        far = job_words.how_far(entry, self._formats)
        self._words.setText(" · ".join(part for part in (doing, far, waiting) if part))

    def _on_cancel(self) -> None:
        if self._shown is not None and self._shown.job is not None:
            self.cancel.setEnabled(False)
            self._shown.job.cancel()
            self._say()
