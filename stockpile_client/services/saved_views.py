"""How the tables of the window are looked at: views under a name, and columns as they were left.

A table is known by a word of its own (``lots``). A :class:`Look` is what a person can set up there: a filter, an order,
and which columns stand where and how wide. Looks are kept in the profile, encrypted with the rest, because a filter
may tell as much as what it finds. Nothing of them is ever released, and the audit log does not follow them.

>>> save_view(ctx, "lots", "Tungsten oxides", Look(filter="material:W form:oxide", order="contained", descending=True))
>>> read_looks(ctx).views["lots"][0].name
'Tungsten oxides'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

import msgspec

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.storage import saved_views

T = TypeVar("T")

LONGEST_NAME = 80
MOST_VIEWS = 50
"""Views of one table: what a menu can still show."""


class ShownColumn(msgspec.Struct, frozen=True):
    """One column in its place. ``width`` in hundredths of an average character, so that it follows the font; 0: its own
    width."""

    key: str
    width: int = 0
    hidden: bool = False


class Look(msgspec.Struct, frozen=True):
    """What a table shows and how; ``order`` is a key that the table can be ordered by, empty for its own order."""

    filter: str = ""
    order: str = ""
    descending: bool = False
    columns: tuple[ShownColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedLook:
    """A look under the name that a person gave it; the default is the one with which the table opens."""

    name: str
    look: Look
    is_default: bool


@dataclass(frozen=True, slots=True)
class Looks:
    """Everything that is kept, by table: ``views`` in the order of their names, ``layouts`` as they were left."""

    views: Mapping[str, tuple[NamedLook, ...]] = field(default_factory=lambda: MappingProxyType({}))
    layouts: Mapping[str, tuple[ShownColumn, ...]] = field(default_factory=lambda: MappingProxyType({}))


def read_looks(ctx: Context) -> Looks:
    """All views and layouts of the profile; what a later version wrote and this one cannot read is left out."""
    views: dict[str, list[NamedLook]] = {}
    for kept in saved_views.every(ctx.db):
        look = _decoded(kept.look, Look)
        if look is not None:
            views.setdefault(kept.shown, []).append(NamedLook(kept.name, look, kept.is_default))
    layouts = {
        shown: columns
        for shown, text in saved_views.layouts(ctx.db).items()
        if (columns := _decoded(text, tuple[ShownColumn, ...])) is not None
    }
    return Looks({shown: tuple(found) for shown, found in views.items()}, layouts)


def save_view(
    ctx: Context, shown: str, name: str, look: Look, *, replace: bool = False, is_default: bool = False
) -> ChangeSet:
    """Keep ``look`` of the table ``shown`` under ``name``.

    Raises ``InputError``: ``E_VIEW_NAME`` for a name that is empty or too long, ``E_VIEW_KNOWN`` for one that is there
    already unless ``replace``, ``E_VIEW_LIMIT`` beyond :data:`MOST_VIEWS`.
    """
    name = _checked(name)
    known = {view.name: view for view in saved_views.every(ctx.db) if view.shown == shown}
    if name in known and not replace:
        raise _known(name)
    if name not in known and len(known) >= MOST_VIEWS:
        raise InputError(
            "E_VIEW_LIMIT", phrase("A table keeps {n} views at most.", n=MOST_VIEWS),
            hint=phrase("Delete one that is not used any more."),
        )  # fmt: skip
    kept_default = name in known and known[name].is_default
    text = msgspec.json.encode(look).decode("utf-8")
    with ctx.transaction():
        saved_views.put(ctx.db, saved_views.SavedView(shown, name, text, is_default or kept_default))
    return _changed(shown)


def rename_view(ctx: Context, shown: str, name: str, new_name: str) -> ChangeSet:
    """Give a view another name; ``InputError`` as for :func:`save_view`, and ``E_NO_VIEW``."""
    new_name = _checked(new_name)
    names = _names(ctx, shown, name)
    if new_name == name:
        return ChangeSet.nothing()
    if new_name in names:
        raise _known(new_name)
    with ctx.transaction():
        saved_views.rename(ctx.db, shown, name, new_name)
    return _changed(shown)


def delete_view(ctx: Context, shown: str, name: str) -> ChangeSet:
    """Forget a view; ``InputError`` ``E_NO_VIEW`` if there is none of that name."""
    _names(ctx, shown, name)
    with ctx.transaction():
        saved_views.delete(ctx.db, shown, name)
    return _changed(shown)


def choose_default_view(ctx: Context, shown: str, name: str) -> ChangeSet:
    """Open the table with the view ``name`` from now on; an empty name: with everything."""
    if name:
        _names(ctx, shown, name)
    with ctx.transaction():
        saved_views.choose_default(ctx.db, shown, name)
    return _changed(shown)


def remember_columns(ctx: Context, shown: str, columns: tuple[ShownColumn, ...]) -> ChangeSet:
    """Keep the columns of a table as they were left; none: back to its own."""
    text = msgspec.json.encode(columns).decode("utf-8") if columns else ""
    with ctx.transaction():
        saved_views.put_layout(ctx.db, shown, text)
    return _changed(shown)


def _names(ctx: Context, shown: str, name: str) -> set[str]:
    names = {view.name for view in saved_views.every(ctx.db) if view.shown == shown}
    if name not in names:
        raise InputError("E_NO_VIEW", phrase("There is no view of the name “{name}”.", name=name))
    return names


def _checked(name: str) -> str:
    name = clean_text(name, what="name")
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InputError(
            "E_VIEW_NAME",
            phrase("A view needs a name of 1 to {n} characters.", n=LONGEST_NAME),
            hint=phrase("Say what it shows, such as “Tungsten oxides”."),
        )
    return name


def _known(name: str) -> InputError:
    return InputError(
        "E_VIEW_KNOWN",
        phrase("There is a view of the name “{name}” already.", name=name),
        hint=phrase("Choose another name, or save over it."),
    )


def _changed(shown: str) -> ChangeSet:
    return ChangeSet.of(Kind.VIEWS, ids=frozenset({shown}))


def _decoded(text: str, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError:
        return None
