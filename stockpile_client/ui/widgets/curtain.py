"""What the window shows from the moment it is locked until the profile is closed: nothing of the profile.

Usually that is a blink. While a change still runs (an import that books its rows) the curtain says so and how far it
is, but not its name, and offers to stop it: it then rolls back.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from stockpile_client.ui import icons, theme
from stockpile_client.ui.jobs import Job, Jobs, Lane, Progress
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.plain_label import PlainLabel


class Curtain(QWidget):
    """Covers the window; the profile is being closed behind it."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        emblem = PlainLabel()
        emblem.setPixmap(icons.icon("lock").pixmap(theme.space(theme.HUGE)))
        emblem.setAccessibleName(self.tr("Locked"))
        self._title = PlainLabel(self.tr("Locked"), size=Size.TITLE)
        self._words = PlainLabel(muted=True, wrap=True)
        self.stop = Button(self.tr("Stop it"))
        column = QVBoxLayout(self)
        column.setSpacing(theme.space(theme.SMALL))
        column.addStretch(1)
        column.addWidget(emblem, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        column.addSpacing(theme.space(theme.SMALL))
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.stop.clicked.connect(self._on_stop)

    @property
    def words(self) -> str:
        """What is said below the title."""
        return self._words.text()

    def fall(self) -> None:
        """Say what still runs; what is on the screen is painted over before this returns."""
        running = self._unfinished()
        self.stop.setVisible(running is not None)
        self.stop.setEnabled(True)
        self._words.setText(self.tr("Closing the profile…"))
        if running is not None:
            self._words.setText(self.tr("A change is still being written. The profile closes when it is done."))
            running.progressed.connect(self._on_progressed)
        self.window().repaint()

    def _unfinished(self) -> Job | None:
        return next((job for job in self._jobs.running if job.lane is Lane.WRITER and job.title), None)

    def _on_progressed(self, progress: Progress) -> None:
        running = self._unfinished()
        if running is not None and progress.total:
            self._words.setText(
                self.tr("A change is still being written, {percent} %. The profile closes when it is done.").format(
                    percent=min(100, progress.done * 100 // progress.total)
                )
            )

    def _on_stop(self) -> None:
        self.stop.setEnabled(False)
        self._words.setText(self.tr("Stopping… What it had begun is rolled back."))
        self._jobs.cancel_titled()


def put_away_other_windows(main: QWidget) -> None:
    """Hide every dialog, menu and list that belongs to ``main``; dialogs do not come back."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for window in QApplication.topLevelWidgets():
        if window is not main and window.isVisible() and _belongs_to(window, main):
            window.hide()
            if isinstance(window, QDialog):
                window.deleteLater()


def _belongs_to(window: QWidget, main: QWidget) -> bool:
    above: QWidget | None = window
    while above is not None and above is not main:
        above = above.parentWidget()
    return above is main
