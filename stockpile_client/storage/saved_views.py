"""How a table of the window is looked at: named views of it, and its columns as they were left last.

``shown`` says which table it is, ``look`` and ``columns`` are JSON texts of whoever shows it. Nothing of this leaves
the profile.

>>> put(db, SavedView("lots", "Tungsten", '{"filter":"material:W"}'))  # doctest: +SKIP
>>> [view.name for view in every(db)]  # doctest: +SKIP
['Tungsten']
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view under its name; at most one of a table is its default."""

    shown: str
    name: str
    look: str
    is_default: bool = False


def put(db: Database, view: SavedView) -> None:
    """Keep a view in place of the one of that name; a default takes the place of another default."""
    if view.is_default:
        db.execute("UPDATE saved_view SET is_default = 0 WHERE shown = ?", (view.shown,))
    row = {"shown": view.shown, "name": view.name, "look": view.look, "is_default": int(view.is_default)}
    db.table("saved_view").upsert(row, pk=("shown", "name"))


def every(db: Database) -> list[SavedView]:
    """All views, by table and name."""
    rows = db.execute("SELECT shown, name, look, is_default FROM saved_view ORDER BY shown, name COLLATE NOCASE, name")
    return [SavedView(shown, name, look, bool(default)) for shown, name, look, default in rows]


def rename(db: Database, shown: str, name: str, new_name: str) -> None:
    """Give a view another name, which no other view of the table has."""
    db.execute("UPDATE saved_view SET name = ? WHERE shown = ? AND name = ?", (new_name, shown, name))


def delete(db: Database, shown: str, name: str) -> None:
    """Forget a view."""
    db.execute("DELETE FROM saved_view WHERE shown = ? AND name = ?", (shown, name))


def choose_default(db: Database, shown: str, name: str) -> None:
    """The view with which the table opens; an empty name: none."""
    db.execute("UPDATE saved_view SET is_default = 0 WHERE shown = ?", (shown,))
    db.execute("UPDATE saved_view SET is_default = 1 WHERE shown = ? AND name = ?", (shown, name))


def put_layout(db: Database, shown: str, columns: str) -> None:
    """Keep the columns of a table as they were left; empty forgets them."""
    if columns:
        db.table("table_layout").upsert({"shown": shown, "columns": columns}, pk="shown")
    else:
        db.execute("DELETE FROM table_layout WHERE shown = ?", (shown,))


def layouts(db: Database) -> dict[str, str]:
    """The columns of every table that were changed, by table."""
    return dict(db.execute("SELECT shown, columns FROM table_layout").fetchall())
