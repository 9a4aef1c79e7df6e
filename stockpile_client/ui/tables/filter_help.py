"""Help while a filter is typed: the fields that begin like the word at the cursor, and the values that a field knows.

A list stands below the line while there is something to offer. The arrow keys choose, Enter or Tab takes over, Escape
puts it away; Ctrl+Space, or the down arrow, shows everything that could stand here.

>>> FilterHelp(line, KINDS, {"material": ("CO", "W")})  # doctest: +SKIP
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from stockpile_client.core.phrases import mark
from stockpile_client.ui import theme
from stockpile_client.ui.language import tr
from stockpile_client.ui.widgets.scroll_bar import thin_scroll_bars

_WORD = re.compile(r'(?:[^\s"]|"[^"]*"?)*$')
_SIGN = re.compile(r"<=|>=|[:<>=]")
_MOST_SEEN, _MOST_OFFERED = 12, 100
_SIGNS = {"mass": ">", "days": "<", "day": "<"}
_WORDS = {
    "text": mark("a word of it"),
    "mass": mark("a quantity with its unit, such as 10t"),
    "days": mark("a number of days"),
    "day": mark("a year, a month or a day, such as 2027-03"),
    "yes_no": mark("yes or no"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What could stand at the cursor: ``text`` takes the place of the word there, ``words`` explain it."""

    text: str
    words: str = ""


def offers(
    before: str, kinds: Mapping[str, str], values: Mapping[str, Sequence[str]], *, all_of_them: bool
) -> list[Offer]:
    """What the word that ends ``before`` could become; an unfinished word is needed unless ``all_of_them``."""
    word = word_at_end(before)
    sign = _SIGN.search(word)
    if sign is None:
        if not word and not all_of_them:
            return []
        begun = word.casefold()
        return [
            Offer(key + _SIGNS.get(kind, ":"), tr(_WORDS[kind])) for key, kind in kinds.items() if key.startswith(begun)
        ]
    key, begun = word[: sign.start()].casefold(), word[sign.end() :].strip('"').casefold()
    known = ("yes", "no") if kinds.get(key) == "yes_no" else values.get(key, ())
    found = [value for value in known if value.casefold().startswith(begun)]
    found += [value for value in known if begun and begun in value.casefold() and value not in found]
    if [value.casefold() for value in found] == [begun]:
        return []  # it is there already
    return [Offer(word[: sign.end()] + quoted(value)) for value in found]


def word_at_end(before: str) -> str:
    """The word that is being typed, with an open quotation if there is one."""
    match = _WORD.search(before)
    return match[0] if match else ""


def quoted(value: str) -> str:
    """A value as the line reads it back."""
    return f'"{value}"' if re.search(r"\s", value) else value


class FilterHelp(QObject):
    """Offers fields and values below ``line``."""

    def __init__(
        self, line: QLineEdit, kinds: Mapping[str, str], values: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        super().__init__(line)
        self._line = line
        self._kinds = kinds
        self._values = values or {}
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setWidget(line)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(Qt.ItemDataRole.UserRole)
        self._completer.setMaxVisibleItems(_MOST_SEEN)
        popup = self._completer.popup()
        assert popup is not None  # made by the first call
        self._popup = popup
        thin_scroll_bars(self._popup)
        self._popup.setAccessibleName(self.tr("What could stand here"))
        self._completer.activated.connect(self._on_chosen)
        line.textEdited.connect(lambda _text: self.show_offers())
        line.installEventFilter(self)

    def show_offers(self, *, all_of_them: bool = False) -> None:
        """Show what could stand at the cursor, or nothing."""
        before = self._line.text()[: self._line.cursorPosition()]
        found = offers(before, self._kinds, self._values, all_of_them=all_of_them)[:_MOST_OFFERED]
        self._model.clear()
        for offer in found:
            item = QStandardItem(f"{offer.text}   {offer.words}".rstrip())
            item.setData(offer.text, Qt.ItemDataRole.UserRole)
            item.setData(f"{offer.text} {offer.words}", Qt.ItemDataRole.AccessibleTextRole)
            item.setSizeHint(QSize(0, theme.control_height()))
            self._model.appendRow(item)
        if not found:
            self._popup.hide()
            return
        place = self._line.cursorRect().translated(0, theme.space(theme.TIGHT))
        place.setWidth(self._popup.sizeHintForColumn(0) + theme.space(theme.LARGE))
        self._completer.complete(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            asks = event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if asks or event.key() == Qt.Key.Key_Down:
                self.show_offers(all_of_them=True)
                return True
        return super().eventFilter(watched, event)

    def _on_chosen(self, text: str) -> None:
        at = self._line.cursorPosition()
        before, after = self._line.text()[:at], self._line.text()[at:]
        kept = before[: len(before) - len(word_at_end(before))]
        self._line.setText(kept + text + after)
        self._line.setCursorPosition(len(kept) + len(text))
        if _SIGN.search(text[-1:]):
            self.show_offers()
