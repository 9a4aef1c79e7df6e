"""Every text of a window that a person can see or have read out, and whether a text is only data.

Data is what came out of the profile, the lists of the catalogue or the machine: whole values of the database, names of
materials and forms, codes, numbers, days, names of files. Everything else is a text of the program and has to come by
way of its translation.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextBrowser,
    QWidget,
)

from stockpile_client.services.context import Context
from stockpile_client.services.resources import resource_path
from stockpile_client.services.versions import components
from stockpile_client.ui import language

ROWS = 30
"""Of a long table the first rows say enough: the columns are the same all the way down."""

_TAGS = re.compile(r"</?qt>|</?p>|<br ?/?>")
_BRACKETED = re.compile(r"«[^«»]*»")
_SEPARATORS = re.compile(r"\s*(?:[·,;:()\n\t…]|\s[–→×≥<±]\s|\s–|–\s)\s*")
_PLAIN = re.compile(
    r"[^\W\d_]?"  # a letter alone: an initial, a mnemonic
    r"|.*\.[a-z][a-z0-9-]{1,15}"  # the name of a file
    r"|[A-Z0-9][A-Za-z0-9]*([-+./][A-Z0-9][A-Za-z0-9]*)*\d[A-Za-z0-9]*"  # a code with a digit: W-CONC65, MLKEM768
    r"|[A-Z][A-Z0-9+/-]*"  # a code: IT, NDS, TLP, JOGMEC
    r"|[a-z2-7]{26}|[0-9a-f]{16,}"  # an id of an agency, a digest
    r"|[a-z]{1,6}[-_]?\d[\w-]*"  # the name of an encoding, an item of a list that somebody numbered
    r"|\+*[A-Z]|F\d+"  # what is left of the keys of a short cut
    r"|\d[\d.:/ -]*\s?[ap]\.?\s?m\.?"  # a time of day as an English locale writes it
    r"|[+−\d.,  ≥<–-]*\s?(?:(?:t|kg|g)(?: [A-Z][a-z]?)?|%|pt|px|s|MiB|KiB|GiB|kB|MB)",  # 5 t W
)

_PROPER_NAMES = re.compile(r"\b(?:Stockpile Client|Python|Qt|PySide)\b")


def visible_texts(root: QWidget) -> Iterator[str]:
    """All texts below ``root``, shown or not: what is hidden now is shown another time."""
    for widget in [root, *root.findChildren(QWidget)]:
        if any(isinstance(parent, QFileDialog) for parent in _above(widget)):
            continue  # Qt's own, in the language of the system
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
        yield from (text for action in widget.actions() for text in _of_action(action))
        yield from _of_widget(widget)


def _above(widget: QWidget) -> Iterator[QWidget]:
    while (parent := widget.parentWidget()) is not None:
        yield parent
        widget = parent


def _of_action(action: QAction) -> Iterator[str]:
    yield from (action.text(), action.toolTip())


def _of_widget(widget: QWidget) -> Iterator[str]:
    match widget:
        case QTextBrowser():  # a page of the help: a document of its own
            return
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QGroupBox() | QMenu():
            yield widget.title()
        case QComboBox():
            yield from (widget.itemText(index) for index in range(min(widget.count(), ROWS)))
        case QLineEdit() | QPlainTextEdit():
            yield widget.placeholderText()
        case QTabBar():
            yield from (widget.tabText(index) for index in range(widget.count()))
        case QAbstractItemView() if not isinstance(widget, QHeaderView) and widget.model() is not None:
            yield from _of_model(widget.model())


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for column in range(columns):
        yield from (str(model.headerData(column, Qt.Orientation.Horizontal, role) or "") for role in roles[:2])
        for row in range(min(model.rowCount(), ROWS)):
            index = model.index(row, column)
            yield from (str(index.data(role) or "") for role in roles)


class Data:
    """Knows what is data."""

    def __init__(self, values: Iterable[str]) -> None:
        self._values = set(values)
        self._values |= {part for value in self._values for part in _SEPARATORS.split(value)}

    def untranslated(self, text: str) -> str:
        """The parts of ``text`` that are neither bracketed nor data, empty if there is none."""
        rest = _PROPER_NAMES.sub("", _TAGS.sub("", text)).replace("&", "")
        while rest != (shorter := _BRACKETED.sub("", rest)):
            rest = shorter
        if rest.strip() in self._values or (rest.endswith("…") and self._begins(rest.strip("…: "))):
            return ""
        return " | ".join(part for part in _SEPARATORS.split(rest) if not self._is_data(part.strip(" '\"“”„.-")))

    def _begins(self, part: str) -> bool:
        """Whether a value was cut short to ``part``."""
        return any(value.startswith(part) for value in self._values)

    def _is_data(self, part: str) -> bool:
        has_words = any(character.isalpha() for character in part)
        plain = all(_PLAIN.fullmatch(word) for word in part.split()) or _PLAIN.fullmatch(part) is not None
        return not has_words or part in self._values or plain


def data_of(ctx: Context, *tables: Path) -> Data:
    """What stands in the profile, the lists that came with the program, and in ``tables`` that are looked at."""
    values: set[str] = {"site not stated"}  # the name in the books of a site that a table does not name
    for (table,) in ctx.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in ctx.db.execute(f'SELECT * FROM "{table}"'):
            values |= {value for value in row if isinstance(value, str)}
    for path in (*resource_path("catalogue").glob("*.csv"), *tables):
        values |= _cells(path)
    for part in components():
        values |= {part.name, part.version, str(part.licence), f"{part.version} · {part.licence}"}
    for marking in ctx.scheme.markings:
        values |= {marking.code, marking.meaning}
    values |= {*language.LANGUAGES.values(), ctx.actor, ctx.profile.folder.path.name, str(ctx.profile.folder.path)}
    return Data(value for value in values if value)


def _cells(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {part.strip() for row in csv.reader(file) for cell in row for part in (cell, *cell.split(";"))}
