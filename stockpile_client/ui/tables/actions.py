"""The actions on a table: on the one that has the focus, or else the largest one of the workspace."""

from __future__ import annotations

from stockpile_client.ui.actions import ActionSpec

TABLE_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("export_table", "E&xport the table…", "file", "Ctrl+Shift+E", "export",
               "Write the table in view, as it is filtered and ordered, as XLSX or CSV"),
    ActionSpec("choose_columns", "&Columns of the table…", "view", "Ctrl+Shift+K", "table",
               "Show, hide and move the columns of the table in view"),
    ActionSpec("table_views", "&Saved views of the table…", "view", "Ctrl+Shift+V", "eye",
               "Show the table in view as it was saved under a name"),
)  # fmt: skip
"""In the registry of the main window; :meth:`TableKeeper.perform` carries them out."""
