"""Choosing files without blocking the window.

>>> choose_to_open(self, "Import inventory", ["Tables (*.csv *.xlsx)"], self._on_file_chosen)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Chosen = Callable[[Path], None]


def choose_to_open(parent: QWidget, title: str, filters: Sequence[str], then: Chosen) -> QFileDialog:
    """Ask for one existing file."""
    return _open(parent, title, QFileDialog.FileMode.ExistingFile, filters, then)


def choose_folder(parent: QWidget, title: str, then: Chosen) -> QFileDialog:
    """Ask for a folder."""
    return _open(parent, title, QFileDialog.FileMode.Directory, (), then)


def choose_to_save(
    parent: QWidget, title: str, filters: Sequence[str], then: Chosen, *, name: str, suffix: str
) -> QFileDialog:
    """Ask where to write; the dialog itself asks before a file is replaced."""
    dialog = _open(parent, title, QFileDialog.FileMode.AnyFile, filters, then)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(name)
    return dialog


def _open(parent: QWidget, title: str, mode: QFileDialog.FileMode, filters: Sequence[str], then: Chosen) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(mode)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if mode is QFileDialog.FileMode.Directory:
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    if filters:
        dialog.setNameFilters(list(filters))
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog
