"""Which workspaces there are. A new one is a line in :data:`WORKSPACES` and a module in ``views/``.

The view's module is imported when the workspace is first shown: the start page must not wait for it. The view is built
with a :class:`Desk` and is a :class:`WorkspaceView`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from stockpile_client.ui.actions import Actions, ActionSpec
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.preferences import PreferenceStore
from stockpile_client.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from stockpile_client.ui.session import Session


@dataclass(frozen=True, slots=True)
class Desk:
    """What a workspace gets: the open profile, where to speak, what it may offer, how to write, what is
    preferred on this machine, and how to go elsewhere.

    ``go(workspace, action)`` shows another workspace and has it perform an action (empty: none); ``set_count`` puts the
    number of waiting things beside a workspace's name; ``show_marking`` sets the banner to a marking's code.
    """

    session: Session
    messages: MessageBar
    actions: Actions
    formats: Formats
    preferences: PreferenceStore
    go: Callable[[str, str], None]
    set_count: Callable[[str, int], None]
    show_marking: Callable[[str], None]


class WorkspaceView(QWidget):
    """What the main window asks of a view."""

    def perform(self, action: str) -> None:
        """Carry out one of the actions that name this workspace."""
        raise NotImplementedError(action)

    def shown(self) -> None:
        """The workspace came into view: set the banner, take the focus, refresh what needs it."""

    def open_path(self, path: Path) -> None:
        """Open a file with one of the suffixes that the workspace claims."""
        raise NotImplementedError(path.suffix)


@dataclass(frozen=True, slots=True)
class WorkspaceSpec:
    """One workspace: its name on screen, its icon, where its view is (``module:Class``), and its actions.

    ``suffixes`` are the files that it opens (its view then has ``open_path(path)``); ``*`` takes what no other does.
    """

    key: str
    title: str
    icon: str
    view: str
    actions: tuple[ActionSpec, ...] = ()
    suffixes: tuple[str, ...] = ()

    def build(self, desk: Desk) -> WorkspaceView:
        """Import the module and build the view."""
        module, _, name = self.view.partition(":")
        view: WorkspaceView = getattr(import_module(module), name)(desk)
        return view


_VIEWS = "stockpile_client.ui.views"

WORKSPACES: tuple[WorkspaceSpec, ...] = (
    WorkspaceSpec(
        "overview",
        "Overview",
        "overview",
        f"{_VIEWS}.overview.view:OverviewView",
        (
            ActionSpec("back_up", "&Back up now…", "file", "Ctrl+B", "export",
                       "Copy the profile, encrypted, and prove that the copy opens", "Back up now…", "overview"),
        ),
    ),
    WorkspaceSpec(
        "inventory",
        "Inventory",
        "inventory",
        f"{_VIEWS}.inventory.view:InventoryView",
        (
            ActionSpec("import_inventory", "&Import inventory…", "file", "Ctrl+I", "import",
                       "Read lots from a CSV or XLSX file, after a look at what would change", "Import…", "inventory"),
            ActionSpec("export_inventory", "&Export inventory…", "file", "Ctrl+E", "export",
                       "Write the table as CSV or XLSX", "Export…", "inventory"),
            ActionSpec("paste_lots", "P&aste lots…", "edit", "", "table",
                       "Read lots that were copied in a spreadsheet, after a look at what would change",
                       workspace="inventory"),
            ActionSpec("undo", "&Undo", "edit", "Ctrl+Z", "back", "Take back the last edit of the inventory",
                       workspace="inventory"),
            ActionSpec("new_lot", "&New lot…", "edit", "Ctrl+N", "add",
                       "Add a lot with the stock that it begins with", "New lot…", "inventory"),
            ActionSpec("edit_lot", "&Edit the lot…", "edit", "", "", "Correct what is known of the chosen lot",
                       "Edit…", "inventory"),
            ActionSpec("post_movement", "&Post a movement…", "edit", "Ctrl+M", "history",
                       "Say what happened to the chosen lot, and see what it does before it is written",
                       "Post a movement…", "inventory"),
            ActionSpec("new_site", "New &site…", "edit", "", "add", "Add a place where lots lie", "New site…",
                       "inventory"),
            ActionSpec("new_claim", "New &claim…", "edit", "", "add",
                       "Record a ticket, loan, pledge, earmark or hold", "New claim…", "inventory"),
            ActionSpec("new_requirement", "New &requirement…", "edit", "", "add",
                       "Record consumption, net imports or a target with its source", "New requirement…", "inventory"),
            ActionSpec("find_lots", "&Filter the inventory", "view", "Ctrl+F", "search",
                       "Go to the filter line", workspace="inventory"),
        ),
        suffixes=(".csv", ".tsv", ".txt", ".xlsx"),
    ),
    WorkspaceSpec(
        "disclosure",
        "Disclosure",
        "disclosure",
        f"{_VIEWS}.disclosure.view:DisclosureView",
        (
            ActionSpec("export_disclosed", "Export what partners &hold…", "file", "", "export",
                       "Write what each partner holds of ours as CSV or XLSX", "Export…", "disclosure"),
            ActionSpec("export_releases", "Expor&t every release…", "file", "", "export",
                       "Write every value that ever left, with when and to whom, as CSV or XLSX", "Export history…",
                       "disclosure"),
        ),
    ),
    WorkspaceSpec(
        "release",
        "Release",
        "release",
        f"{_VIEWS}.release.view:ReleaseView",
        (
            ActionSpec("new_release", "&Release a statement…", "file", "Ctrl+R", "release",
                       "Say what leaves, to whom and how coarsely, and see it before it is written", "Release…",
                       "release"),
        ),
    ),
    WorkspaceSpec(
        "inbox",
        "Inbox",
        "inbox",
        f"{_VIEWS}.inbox:InboxView",
        (
            ActionSpec("open", "&Open…", "file", "Ctrl+O", "folder",
                       "Open a bundle, an agency card or a table: see what it is and what to do", "Open…", "inbox"),
        ),
        suffixes=("*",),
    ),
    WorkspaceSpec(
        "partners",
        "Partners",
        "partners",
        f"{_VIEWS}.partners:PartnersView",
        (
            ActionSpec("import_card", "Import a &card…", "file", "", "import",
                       "Take in the card of another agency, after a look at whose it is", "Import card…", "partners"),
            ActionSpec("export_card", "Export &my card…", "file", "", "export",
                       "Write our own card as a file for another agency", "Export my card…", "partners"),
        ),
        suffixes=(".agency-card",),
    ),
    WorkspaceSpec("joint", "Joint picture", "table", f"{_VIEWS}.joint.view:JointView"),
    WorkspaceSpec("history", "History", "history", f"{_VIEWS}.history.view:HistoryView"),
    WorkspaceSpec(
        "audit",
        "Audit",
        "audit",
        f"{_VIEWS}.audit.view:AuditView",
        (
            ActionSpec("verify_audit", "&Verify the audit log", "file", "", "audit",
                       "Read the whole log and say whether it is what was written", "Verify the audit log", "audit"),
            ActionSpec("export_audit", "Export the &audit log…", "file", "", "export",
                       "Write the entries as XLSX, CSV or JSON", "Export…", "audit"),
        ),
    ),
    WorkspaceSpec(
        "settings",
        "Settings",
        "settings",
        f"{_VIEWS}.settings.view:SettingsView",
        (
            ActionSpec("check_backup", "Check a bac&kup…", "file", "", "audit",
                       "Open a backup, read all of it, and say what it is", "Check a backup…", "settings"),
        ),
    ),
)  # fmt: skip


def workspace_for(path: Path, specs: Iterable[WorkspaceSpec]) -> WorkspaceSpec | None:
    """The workspace that opens a file of that name, or None."""
    suffix = path.suffix.lower()
    known = list(specs)
    return next((spec for spec in known if suffix in spec.suffixes), None) or next(
        (spec for spec in known if "*" in spec.suffixes), None
    )
