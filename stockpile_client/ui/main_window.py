"""The main window: wiring only. Banner on top, the ways between workspaces at the side, messages above the workspace.

Before a profile is open it shows the start page; locking goes back there by way of the curtain (:mod:`.lock`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui import icons, language
from stockpile_client.ui.actions import APPEARANCE, FRAME_ACTIONS, WAY, Actions, way_to
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.menus import fill_menu_bar
from stockpile_client.ui.preferences import PreferenceStore
from stockpile_client.ui.tables.actions import TABLE_ACTIONS
from stockpile_client.ui.theme import Appearance, Status
from stockpile_client.ui.views.start_page import StartPage
from stockpile_client.ui.widgets.message_bar import MessageBar
from stockpile_client.ui.workspaces import WORKSPACES, Desk, WorkspaceSpec, WorkspaceView, workspace_for

if TYPE_CHECKING:  # imported when the first profile opens
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from stockpile_client.services.context import Context
    from stockpile_client.services.drafts import Draft
    from stockpile_client.ui.frame import Frame
    from stockpile_client.ui.session import Session
    from stockpile_client.ui.tables.keeper import TableKeeper
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
        self._locked_workspace = ""
        self._closing: list[Draft] | None = None  # what was being typed when the curtain fell
        self._jobs = jobs
        self._formats = formats
        self._workspaces = {spec.key: spec for spec in workspaces}
        self._views: dict[str, WorkspaceView] = {}
        self._session: Session | None = None
        self.table_host: TableKeeper | None = None
        self._waiting_file: Path | None = None
        ways = [way_to(spec.key, spec.title, spec.icon, number) for number, spec in enumerate(workspaces, start=1)]
        in_workspaces = [action for spec in workspaces for action in spec.actions]
        self.actions_registry = Actions((*ways, *in_workspaces, *TABLE_ACTIONS, *FRAME_ACTIONS), self)
        self.start_page = StartPage(jobs)
        self._pages = QStackedWidget()
        self._build()
        fill_menu_bar(self.menuBar(), self.actions_registry, self._preferences.current.appearance)
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
    def frame(self) -> Frame:
        """What is around the workspaces, built when the first profile opens."""
        from stockpile_client.ui.frame import Frame  # noqa: PLC0415 - the start page comes first

        frame = Frame(
            jobs=self._jobs, formats=self._formats, preferences=self._preferences, actions=self.actions_registry,
            workspaces=self._workspaces, views=self._views, go=self.go, parent=self,
        )  # fmt: skip
        frame.add_to(self._pages, self.statusBar())
        frame.workbench.navigation.chosen.connect(self._on_workspace_chosen)
        frame.lock.wanted.connect(self.lock)
        frame.lock.ready.connect(self._on_lock_ready)
        return frame

    @property
    def workbench(self) -> Workbench:
        """Banner, ways, messages, workspaces."""
        return self.frame.workbench

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

    def _connect(self) -> None:
        self.start_page.opened.connect(self._on_profile_opened)
        self.start_page.language_chosen.connect(self._on_language_chosen)
        self.start_page.warmed.connect(lambda: self.frame)  # built while the passphrase is typed
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
        if not self._is_open:
            return
        self.navigation.choose(key)
        if action:
            self._views[key].perform(action)

    def open_file(self, path: Path) -> None:
        """Open a file in the workspace that it belongs to; before a profile is open it waits."""
        if self._session is None and self.start_page.open_place(path):
            return
        if not self._is_open:
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
            self.go(spec.workspace, "" if key.startswith(WAY) else key)
        elif key.startswith(APPEARANCE):
            self._prefer(appearance=Appearance(key.removeprefix(APPEARANCE)))
        elif self.table_host is not None and spec in TABLE_ACTIONS:
            self.table_host.perform(key, self._views[self._workspace])
        else:
            {
                "lock": self.lock,
                "documents": self._show_documents,
                "quit": self.close,
                "about": self._show_about,
                "help": self._show_help,
                "command_palette": self._show_palette,
                "jobs": self.frame.show_jobs,
            }[key]()

    def _show_documents(self) -> None:
        from stockpile_client.ui.dialogs.documents import show_documents  # noqa: PLC0415 - needs an open profile

        if self._session is not None and self._is_open:
            show_documents(self, self._desk(self._session))

    def _show_about(self) -> None:
        from stockpile_client.ui.dialogs.about import AboutDialog  # noqa: PLC0415 - rarely wanted, never at the start

        AboutDialog(self).open()

    def _show_help(self) -> None:
        from stockpile_client.ui.help import show_help  # noqa: PLC0415 - as above

        show_help(self, self._workspace if self._is_open else "start")

    def _show_palette(self) -> None:
        from stockpile_client.ui.dialogs.command_palette import CommandPalette  # noqa: PLC0415 - as above

        CommandPalette(self.actions_registry, self).open()

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

    @property
    def _is_open(self) -> bool:
        return self._session is not None and self._closing is None

    @property
    def _workspace(self) -> str:
        """The key of the workspace that is shown."""
        shown = self.workbench.stack.currentWidget()
        return next((key for key, view in self._views.items() if view is shown), "")

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
        self.banner.show_marking(marking.code, self.tr(marking.meaning), marking.colour, marking.background)

    def _on_profile_opened(self, context: Context) -> None:
        from stockpile_client.ui.session import Session  # noqa: PLC0415 - the start page needs none
        from stockpile_client.ui.views.audit.watch import AuditWatch  # noqa: PLC0415 - as above

        former, self._locked_folder = self._locked_folder, None
        self._session = Session(context, self._jobs, self)
        self._session.second_person = self._ask_second_person
        self.workbench.show_agency(self._session.agency_short_name, self._session.agency_name)
        self.setWindowTitle(self.tr("{agency} – Stockpile Client").format(agency=self._session.agency_short_name))
        if former != Path(context.profile.folder.path):
            self.frame.history.forget()
        self.frame.foot.show_profile(self._session)
        self._set_open(True)
        self._keep_tables(self._session)
        self.statusBar().setVisible(True)
        self._pages.setCurrentWidget(self.workbench)
        where = self._locked_workspace if former == Path(context.profile.folder.path) else ""
        self.go(where or next(iter(self._workspaces)))
        self.frame.lock.watch(int(self.winId()))
        self.frame.drafts.offer_kept(self._session)
        AuditWatch(self._session, self.messages, self.go)
        if self._waiting_file is not None:
            path, self._waiting_file = self._waiting_file, None
            self.open_file(path)

    def _ask_second_person(self, again: Callable[[], object], give_up: Callable[[], None]) -> None:
        from stockpile_client.ui.dialogs.second_person import ask_second_person  # noqa: PLC0415 - as above

        if self._session is not None and self._is_open:
            ask_second_person(self._session, QApplication.activeModalWidget() or self, again, give_up)

    def lock(self) -> None:
        """Hide everything at once, let changes that run come to their end, keep what was being typed, and close.

        Views, connections and the key leave memory; the start page then asks for the passphrase, and says ``locked``.
        """
        if self._session is None or self._closing is not None:
            return
        from stockpile_client.ui.widgets.curtain import put_away_other_windows  # noqa: PLC0415 - as above

        session = self._session
        desk = self.frame.drafts
        desk.keeper.rest()
        self._closing = typed = desk.gather(session.context.now())
        self._locked_workspace = self._workspace
        self._set_open(False)
        self._pages.setCurrentWidget(self.frame.curtain)
        self.statusBar().setVisible(False)
        self.setWindowTitle(self.tr("Stockpile Client"))
        put_away_other_windows(self)
        self.frame.curtain.fall()
        self.frame.lock.finish(lambda: desk.keep(session, typed))

    def _on_lock_ready(self, error: StockpileError | None) -> None:
        if self._session is None:
            return
        folder = Path(self._session.context.profile.folder.path)
        self._close_session()
        self._show_locked(folder)
        if error is not None:
            self.start_page.messages.show_message(
                Status.CAUTION, self.tr("What was being typed could not be kept."), error.message, code=error.code
            )
        self.locked.emit()

    def _keep_tables(self, session: Session) -> None:
        from stockpile_client.ui.tables.keeper import TableKeeper  # noqa: PLC0415 - as above

        self.table_host = TableKeeper(session, self.messages, self._formats, lambda: self.banner.words, session)

    def _set_open(self, is_open: bool) -> None:
        self.actions_registry.set_profile_open(is_open)

    def _show_locked(self, folder: Path) -> None:
        self._locked_folder = folder
        self.setWindowTitle(self.tr("Stockpile Client"))
        self._pages.setCurrentWidget(self.start_page)
        self.start_page.show_unlock(folder)

    def _close_session(self) -> None:
        if self._session is None:
            return
        session, self._session = self._session, None
        self.table_host = None
        self._closing = None
        self.frame.lock.rest()
        self.frame.drafts.keeper.rest()
        self._jobs.drain()
        self.workbench.clear()
        self.frame.foot.clear()
        self._set_open(False)
        for view in self._views.values():
            self.workbench.stack.removeWidget(view)
            view.setParent(None)
            view.deleteLater()
        self._views.clear()
        session.close()
        session.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        session, typed = self._session, self._closing
        if session is not None and typed is None:
            typed = self.frame.drafts.gather(session.context.now())
        self._jobs.stop()
        self.start_page.close_unfinished()
        if session is not None and typed is not None:
            with suppress(StockpileError):  # a full disk must not keep the program from closing
                self.frame.drafts.keep(session, typed)
        self._close_session()
        super().closeEvent(event)
