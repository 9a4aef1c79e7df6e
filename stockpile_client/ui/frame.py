"""Everything of the window that only an open profile needs, built together when the first one opens.

The start page does not wait for it: the main window imports this module when it has to.

>>> frame = Frame(jobs=jobs, formats=formats, …)  # doctest: +SKIP
>>> frame.add_to(pages, window.statusBar())  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QStatusBar

from stockpile_client.ui.actions import Actions
from stockpile_client.ui.draft_desk import DraftDesk
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.job_history import JobHistory
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.lock import Lock
from stockpile_client.ui.preferences import PreferenceStore
from stockpile_client.ui.widgets.button import Look
from stockpile_client.ui.widgets.curtain import Curtain
from stockpile_client.ui.widgets.foot import Foot
from stockpile_client.ui.widgets.job_panel import JobPanel
from stockpile_client.ui.widgets.side_navigation import Entry
from stockpile_client.ui.workbench import Workbench
from stockpile_client.ui.workspaces import WorkspaceSpec, WorkspaceView


class Frame(QObject):
    """The workbench around the workspaces, the foot of the window, the curtain, the lock, the drafts."""

    def __init__(
        self,
        *,
        jobs: Jobs,
        formats: Formats,
        preferences: PreferenceStore,
        actions: Actions,
        workspaces: Mapping[str, WorkspaceSpec],
        views: Mapping[str, WorkspaceView],
        go: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.history = JobHistory(jobs, self)
        titles = {key: self.tr(spec.title) for key, spec in workspaces.items()}
        entries = tuple(Entry(key, titles[key], spec.icon) for key, spec in workspaces.items())
        lock = actions.button("lock", Look.QUIET)
        lock.setText(self.tr("Lock"))
        self.workbench = Workbench(entries, lock, JobPanel(self.history, formats))
        self.foot = Foot(self.history, formats)
        self.curtain = Curtain(jobs)
        self.lock = Lock(jobs, preferences, self)
        self.drafts = DraftDesk(self.workbench, views, titles, formats, go)
        self.lock.touched.connect(self.drafts.keeper.touch)
        self.foot.jobs_wanted.connect(self.show_jobs)
        self.workbench.jobs.closed.connect(self.show_jobs)

    def add_to(self, pages: QStackedWidget, bar: QStatusBar) -> None:
        """Take the places in the window."""
        pages.addWidget(self.workbench)
        pages.addWidget(self.curtain)
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.foot, 1)

    def show_jobs(self) -> None:
        """Open the list of jobs, or close it."""
        panel = self.workbench.jobs
        panel.setVisible(not panel.isVisible())
        if panel.isVisible():
            panel.close_button.setFocus()
