"""The main window: wiring only. Banner on top, the ways between workspaces at the side, messages above the workspace.

Before a profile is open it shows the start page; locking goes back there.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui import icons, language, theme
from stockpile_client.ui.actions import FRAME_ACTIONS, Actions
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.preferences import PreferenceStore
from stockpile_client.ui.theme import Appearance, Size, Status
from stockpile_client.ui.views.start_page import StartPage
from stockpile_client.ui.widgets.button import Look
from stockpile_client.ui.widgets.message_bar import MessageBar
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.workspaces import WORKSPACES, Desk, WorkspaceSpec, WorkspaceView, workspace_for

if TYPE_CHECKING:  # imported when the first profile opens
    from stockpile_client.services.context import Context
    from stockpile_client.ui.session import Session
    from stockpile_client.ui.widgets.banner import Banner
    from stockpile_client.ui.widgets.side_navigation import SideNavigation
    from stockpile_client.ui.workbench import Workbench


class MainWindow(QMainWindow):
    """One window, one profile at a time."""

    locked = Signal()  # the profile is closed, the start page asks for its passphrase

    def __init__(
        self,
        jobs: Jobs,
        formats: Formats,
        preferences: PreferenceStore | None = None,
        *,
        workspaces: tuple[WorkspaceSpec, ...] = WORKSPACES,
    ) -> None:
        super().__init__()
        self._preferences = preferences or PreferenceStore(parent=self)
        self._locked_folder: Path | None = None
        self._jobs = jobs
        self._formats = formats
        self._workspaces = {spec.key: spec for spec in workspaces}
        self._views: dict[str, WorkspaceView] = {}
        self._session: Session | None = None
        self._waiting_file: Path | None = None
        self.actions_registry = Actions(
            (*(action for spec in workspaces for action in spec.actions), *FRAME_ACTIONS), self
        )
        self.start_page = StartPage(jobs)
        self._standing = PlainLabel(size=Size.SMALL, muted=True, elide=True)
        self._pages = QStackedWidget()
        self._build()
        self._build_menus()
        self._connect()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Stockpile Client"))
        self.setWindowIcon(icons.program_icon())
        self.setAcceptDrops(True)
        self._pages.addWidget(self.start_page)
        self.setCentralWidget(self._pages)
        self.start_page.show_languages(language.offered(), language.current())
        if self._preferences.problem:
            self.start_page.messages.show_message(Status.CAUTION, self._preferences.problem)

    @cached_property
    def workbench(self) -> Workbench:
        """What is around the workspaces, built when the first profile opens."""
        from stockpile_client.ui.widgets.job_indicator import JobIndicator  # noqa: PLC0415 - the start page comes first
        from stockpile_client.ui.widgets.side_navigation import Entry  # noqa: PLC0415 - as above
        from stockpile_client.ui.workbench import Workbench  # noqa: PLC0415 - as above

        entries = tuple(Entry(spec.key, self.tr(spec.title), spec.icon) for spec in self._workspaces.values())
        lock = self.actions_registry.button("lock", Look.QUIET)
        lock.setText(self.tr("Lock"))
        workbench = Workbench(entries, lock)
        workbench.navigation.chosen.connect(self._on_workspace_chosen)
        self._pages.addWidget(workbench)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(theme.space(theme.MEDIUM), 0, theme.space(theme.SMALL), 0)
        bar.addWidget(self._standing, 1)
        bar.addPermanentWidget(JobIndicator(self._jobs))
        return workbench

    @property
    def banner(self) -> Banner:
        """The marking of what is on screen."""
        return self.workbench.banner

    @property
    def messages(self) -> MessageBar:
        """What happened."""
        return self.workbench.messages

    @property
    def navigation(self) -> SideNavigation:
        """The ways between workspaces."""
        return self.workbench.navigation

    def _build_menus(self) -> None:
        for key, title in (("file", self.tr("&File")), ("view", self.tr("&View")), ("help", self.tr("&Help"))):
            menu = self.menuBar().addMenu(title)
            menu.setToolTipsVisible(False)
            if key == "view":
                self._add_workspaces(menu)
                menu.addSeparator()
            menu.addActions(self.actions_registry.in_menu(key))
            if key == "view":
                menu.addSeparator()
                menu.addMenu(self._appearance_menu())

    def _add_workspaces(self, menu: QMenu) -> None:
        for number, spec in enumerate(self._workspaces.values(), start=1):
            action = QAction(icons.icon(spec.icon), self.tr(spec.title), self)
            action.setShortcut(f"Ctrl+{number}")
            action.setEnabled(False)
            action.triggered.connect(lambda _checked=False, key=spec.key: self.go(key))
            action.setObjectName("workspace")
            menu.addAction(action)

    def _appearance_menu(self) -> QMenu:
        menu = QMenu(self.tr("&Appearance"), self)
        group = QActionGroup(self)
        names = {
            Appearance.SYSTEM: self.tr("As the system"),
            Appearance.LIGHT: self.tr("Light"),
            Appearance.DARK: self.tr("Dark"),
            Appearance.HIGH_CONTRAST: self.tr("High contrast"),
        }
        for appearance, name in names.items():
            action = group.addAction(name)
            action.setCheckable(True)
            action.setChecked(appearance is self._preferences.current.appearance)
            action.triggered.connect(lambda _checked=False, wanted=appearance: self._on_appearance_chosen(wanted))
        menu.addActions(group.actions())
        return menu

    def _connect(self) -> None:
        self.start_page.opened.connect(self._on_profile_opened)
        self.start_page.language_chosen.connect(self._on_language_chosen)
        self.actions_registry.triggered.connect(self._on_action)

    def sizeHint(self) -> QSize:
        return QSize(1280, 800)

    # going places

    @property
    def session(self) -> Session | None:
        """The open profile, or None on the start page."""
        return self._session

    def view(self, key: str) -> WorkspaceView | None:
        """The view of a workspace, if it was shown already."""
        return self._views.get(key)

    def go(self, key: str, action: str = "") -> None:
        """Show a workspace; ``action``: and have it carried out there."""
        if self._session is None:
            return
        self.navigation.choose(key)
        if action:
            self._views[key].perform(action)

    def open_file(self, path: Path) -> None:
        """Open a file in the workspace that it belongs to; before a profile is open it waits."""
        if self._session is None:
            self._waiting_file = path
            self.start_page.say_waiting(path.name)
            return
        spec = workspace_for(path, self._workspaces.values())
        if spec is None:
            self.messages.show_message(
                Status.CAUTION,
                self.tr("This program does not know files like {name}.").format(name=path.name),
                self.tr("Nothing was changed. It opens inventories (CSV, XLSX), agency cards and bundles."),
            )
            return
        self.go(spec.key)
        self._views[spec.key].open_path(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.open_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def _on_workspace_chosen(self, key: str) -> None:
        if self._session is None:
            return
        if key not in self._views:
            self._views[key] = self._workspaces[key].build(self._desk(self._session))
            self.workbench.stack.addWidget(self._views[key])
        self.messages.put_away()
        self.workbench.stack.setCurrentWidget(self._views[key])
        self._views[key].shown()

    def _on_action(self, key: str) -> None:
        spec = self.actions_registry.specs[key]
        if spec.workspace:
            self.go(spec.workspace, key)
        elif key == "lock":
            self.lock()
        elif key == "quit":
            self.close()
        elif key == "about":
            self._show_about()

    def _show_about(self) -> None:
        from stockpile_client.ui.dialogs.about import AboutDialog  # noqa: PLC0415 - rarely wanted, never at the start

        AboutDialog(self).open()

    def _on_appearance_chosen(self, appearance: Appearance) -> None:
        self._prefer(appearance=appearance)

    def _on_language_chosen(self, code: str) -> None:
        self._prefer(language=code)

    def _prefer(self, **values: object) -> None:
        try:
            self._preferences.change(**values)
        except StockpileError as error:
            (self.start_page.messages if self._session is None else self.messages).show_error(error)

    def take_place_of(self, former: MainWindow) -> None:
        """Stand where a window stood that nobody needs any more, showing what it showed; no profile is open in it."""
        self.restoreGeometry(former.saveGeometry())
        if former._waiting_file is not None:
            self.open_file(former._waiting_file)
        if former._locked_folder is not None:
            self._show_locked(former._locked_folder)
        self.setVisible(former.isVisible())

    # a profile opens and closes

    def _desk(self, session: Session) -> Desk:
        return Desk(
            session, self.messages, self.actions_registry, self._formats, self._preferences, self.go,
            self.navigation.set_count, self.show_marking,
        )  # fmt: skip

    def show_marking(self, code: str) -> None:
        """Set the banner to a marking of the profile's scheme; an empty code: nothing marked is on screen."""
        if self._session is None:
            return
        if not code:
            self.banner.show_unmarked(
                self.tr("NO MARKING"), self.tr("Our own data. A statement gets its marking when it is released.")
            )
            return
        marking = self._session.context.scheme.find(code)
        self.banner.show_marking(marking.code, marking.meaning, marking.colour, marking.background)

    def _on_profile_opened(self, context: Context) -> None:
        from stockpile_client.ui.session import Session  # noqa: PLC0415 - the start page needs none
        from stockpile_client.ui.views.audit.watch import AuditWatch  # noqa: PLC0415 - as above

        self._locked_folder = None
        self._session = Session(context, self._jobs, self)
        self.workbench.show_agency(self._session.agency_short_name, self._session.agency_name)
        self.setWindowTitle(self.tr("{agency} – Stockpile Client").format(agency=self._session.agency_short_name))
        self._standing.setText(
            self.tr("Profile {name}, encrypted · audit entries by {actor}").format(
                name=context.profile.folder.path.name, actor=context.actor
            )
        )
        self._set_open(True)
        self._pages.setCurrentWidget(self.workbench)
        self.go(next(iter(self._workspaces)))
        AuditWatch(self._session, self.messages, self.go)
        if self._waiting_file is not None:
            path, self._waiting_file = self._waiting_file, None
            self.open_file(path)

    def _set_open(self, is_open: bool) -> None:
        self.actions_registry.set_profile_open(is_open)
        for action in self.findChildren(QAction, "workspace"):
            action.setEnabled(is_open)

    def lock(self) -> None:
        """Close the profile and go back to the start page: views, connections and the key leave memory."""
        if self._session is None:
            return
        folder = Path(self._session.context.profile.folder.path)
        self._close_session()
        self._show_locked(folder)
        self.locked.emit()

    def _show_locked(self, folder: Path) -> None:
        self._locked_folder = folder
        self.setWindowTitle(self.tr("Stockpile Client"))
        self._pages.setCurrentWidget(self.start_page)
        self.start_page.show_unlock(folder)

    def _close_session(self) -> None:
        if self._session is None:
            return
        session, self._session = self._session, None
        self._jobs.drain()
        self.workbench.clear()
        self._standing.setText("")
        self._set_open(False)
        for view in self._views.values():
            self.workbench.stack.removeWidget(view)
            view.setParent(None)
            view.deleteLater()
        self._views.clear()
        session.close()
        session.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._jobs.stop()
        self.start_page.close_unfinished()
        self._close_session()
        super().closeEvent(event)
