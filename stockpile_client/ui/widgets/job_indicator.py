"""What is being done, in the status bar: its name, how far, how long still, and a way to stop it."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.jobs import Job, Jobs, Progress
from stockpile_client.ui.language import tr_count, words
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.plain_label import PlainLabel

_ENOUGH_TO_GUESS = 2.0  # seconds of work before a remaining time is worth saying


class JobIndicator(QWidget):
    """Shows the oldest running job that has a title."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Job | None = None
        self._began = 0.0
        self._jobs = jobs
        self._words = PlainLabel(size=Size.SMALL)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(theme.text_width(18), theme.space(theme.SMALL))
        self._cancel = Button(self.tr("Cancel"), look=Look.QUIET)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(theme.SMALL))
        for widget in (self._words, self._bar, self._cancel):
            row.addWidget(widget)
        jobs.started.connect(self._on_job_started)
        jobs.ended.connect(self._on_job_ended)
        self._cancel.clicked.connect(self._on_cancel)
        self.setVisible(False)

    @property
    def words(self) -> str:
        """What is said."""
        return self._words.text()

    def _show(self, job: Job) -> None:
        self._shown = job
        self._began = time.monotonic()
        self._words.setText(job.title)
        self._bar.setAccessibleName(words(job.title))
        self._bar.setRange(0, 0)
        self._cancel.setAccessibleName(self.tr("Cancel: {title}").format(title=words(job.title)))
        self._cancel.setEnabled(True)
        job.progressed.connect(self._on_progressed)
        self.setVisible(True)

    def _on_job_started(self, job: Job) -> None:
        if job.title and self._shown is None:
            self._show(job)

    def _on_job_ended(self, job: Job) -> None:
        if job is self._shown:
            self._shown = None
            self.setVisible(False)
            following = next((other for other in self._jobs.running if other.title), None)
            if following is not None:
                self._show(following)

    def _on_progressed(self, progress: Progress) -> None:
        if self._shown is None or self.sender() is not self._shown:
            return
        said = words(progress.words or self._shown.title)
        if progress.total:
            self._bar.setRange(0, 1000)
            self._bar.setValue(min(1000, progress.done * 1000 // progress.total))
            percent = f"{min(100, progress.done * 100 // progress.total)} %"
            said = " · ".join(part for part in (said, percent, self._remaining(progress)) if part)
        self._words.setText(said)

    def _remaining(self, progress: Progress) -> str:
        elapsed = time.monotonic() - self._began
        if elapsed < _ENOUGH_TO_GUESS or not progress.done:
            return ""
        seconds = round(elapsed * (progress.total - progress.done) / progress.done)
        return tr_count("about {n} second left", "about {n} seconds left", max(1, seconds))

    def _on_cancel(self) -> None:
        if self._shown is not None:
            self._cancel.setEnabled(False)
            self._words.setText(self.tr("Stopping…"))
            self._shown.cancel()
