"""What stands in a field, as text: the one way in which forms read fields, keep them as drafts and put them back.

A line gives its text, a choice the code behind it, a tick ``yes`` or nothing, a day its ISO form. Widgets made of
several fields say themselves what stands in them (:class:`Valued`).

>>> put_value(combo, "receipt")  # doctest: +SKIP
>>> value_of(combo)  # doctest: +SKIP
'receipt'
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QWidget


@runtime_checkable
class Valued(Protocol):
    """A widget that keeps its own value as text; ``changed`` is a signal."""

    changed: Any

    def value(self) -> str:
        """What stands in it."""
        ...

    def put_value(self, text: str) -> None:
        """Put back what :meth:`value` gave."""
        ...


def value_of(editor: QWidget) -> str:
    """What stands in ``editor``."""
    match editor:
        case QLineEdit():
            return editor.text()
        case QComboBox():
            return str(editor.currentData() or "")
        case QCheckBox():
            return "yes" if editor.isChecked() else ""
        case QDateEdit():
            day = editor.date()
            return date(day.year(), day.month(), day.day()).isoformat()
        case Valued():
            return editor.value()
    raise TypeError(type(editor).__name__)


def put_value(editor: QWidget, text: str) -> None:
    """Put back what :func:`value_of` gave; what does not fit (a choice that is gone) is left out."""
    match editor:
        case QLineEdit():
            editor.setText(text)
        case QComboBox():
            if (at := editor.findData(text)) >= 0:
                editor.setCurrentIndex(at)
        case QCheckBox():
            editor.setChecked(text == "yes")
        case QDateEdit():
            with suppress(ValueError):
                day = date.fromisoformat(text)
                editor.setDate(QDate(day.year, day.month, day.day))
        case Valued():
            editor.put_value(text)


def on_change(editor: QWidget, do: Callable[[], object]) -> None:
    """Call ``do`` whenever something else stands in ``editor``."""
    match editor:
        case QLineEdit():
            editor.textChanged.connect(lambda _text: do())
        case QComboBox():
            editor.currentIndexChanged.connect(lambda _index: do())
        case QCheckBox():
            editor.toggled.connect(lambda _on: do())
        case QDateEdit():
            editor.dateChanged.connect(lambda _day: do())
        case Valued():
            editor.changed.connect(do)
