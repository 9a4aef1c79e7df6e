"""Rows for the clipboard, twice: as tab-separated text, and as HTML that carries the exact numbers.

A spreadsheet takes the HTML if it can: the number stands there with its value apart from how it is written (``sdval``
for LibreOffice, ``x:num`` for Excel), and text is marked as text. The text is written in the locale, without signs
between thousands. In both a text that could be run as a formula is defused, as in files.

>>> clip = clip_of(["Lot", "Mass"], [["T-1", Decimal("1204.5")]], QLocale("it_IT"))  # doctest: +SKIP
>>> clip.text  # doctest: +SKIP
'Lot\\tMass\\r\\nT-1\\t1204,5\\r\\n'
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QLocale, QMimeData

from stockpile_client.tables.writing import neutral
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.window_model import Cell

_START = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table>\n'
_END = "</table></body></html>\n"
_AS_TEXT = " style=\"mso-number-format:'\\@'\""
"""How Excel is told that a cell is text, whatever it looks like."""


@dataclass(frozen=True, slots=True)
class RowsClip:
    """Both forms of the same rows."""

    text: str
    html: str

    def mime(self) -> QMimeData:
        """What the clipboard takes."""
        data = QMimeData()
        data.setText(self.text)
        data.setData("text/html", self.html.encode("utf-8"))
        return data


def clip_of(header: Sequence[str], rows: Iterable[Sequence[Cell]], locale: QLocale, *, marking: str = "") -> RowsClip:
    """The rows under their header; ``marking`` stands on a line above."""
    lines, marked = [], [_START]
    if marking:
        lines.append(_flat(marking))
        marked.append(f"<tr><td colspan={len(header)}>{html.escape(_flat(marking))}</td></tr>\n")
    lines.append("\t".join(_flat(title) for title in header))
    marked.append("<tr>" + "".join(f"<th>{html.escape(_flat(title))}</th>" for title in header) + "</tr>\n")
    for row in rows:
        lines.append("\t".join(_text(cell, locale) for cell in row))
        marked.append("<tr>" + "".join(_html_cell(cell, locale) for cell in row) + "</tr>\n")
    marked.append(_END)
    lines.append("")
    return RowsClip("\r\n".join(lines), "".join(marked))


def _flat(text: str) -> str:
    """One line without tabs, that no spreadsheet takes for a formula."""
    return neutral(" ".join(text.split()))


def _text(cell: Cell, locale: QLocale) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _flat(cell)
        case bool():
            return tr("yes") if cell else tr("no")
        case int() | Decimal():
            return f"{Decimal(cell):f}".replace(".", locale.decimalPoint())
        case date():
            return cell.isoformat()


def _html_cell(cell: Cell, locale: QLocale) -> str:
    shown = html.escape(_text(cell, locale))
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        value = f"{Decimal(cell):f}"
        return f'<td align="right" sdval="{value}" x:num="{value}">{shown}</td>'
    return f"<td{_AS_TEXT}>{shown}</td>" if isinstance(cell, str) and cell else f"<td>{shown}</td>"
