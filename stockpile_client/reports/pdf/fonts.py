"""Fonts of the styles, and how text breaks into lines. Nothing is bundled: what the machine has is used.

The families are sober sans serifs with figures of one width, then Japanese ones, so that a character that has Chinese
and Japanese shapes gets the Japanese one. Characters for which no font has a glyph are collected in ``missing``.
"""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.reports.layout import TYPE, Style

_JAPANESE = ("Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic", "Hiragino Sans", "IPAexGothic", "VL PGothic")
_SANS = ("Noto Sans", "Segoe UI", "Helvetica Neue", "Liberation Sans", "DejaVu Sans", *_JAPANESE)
_FIXED = ("Noto Sans Mono", "Consolas", "Menlo", "Liberation Mono", "DejaVu Sans Mono")
_SHOWN_MISSING = 40
_TABULAR_FIGURES, _LIGATURES = QFont.Tag("tnum"), QFont.Tag("liga")
"""OpenType features. Figures are of one width; without ligatures, what is copied out of the file is what was sent."""


def font_of(style: Style) -> QFont:
    """The font of a style; its size is in units of the layout."""
    kind = TYPE[style]
    font = QFont()
    font.setFamilies(list(_FIXED if kind.fixed else _SANS))
    font.setPixelSize(kind.size)
    font.setBold(kind.bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(_TABULAR_FIGURES, 1)
    font.setFeature(_LIGATURES, 0)
    return font


class Face:
    """One style's font, with what the layout asks of it; widths are in units."""

    def __init__(self, style: Style) -> None:
        self.font = font_of(style)
        self.leading = TYPE[style].leading
        self.missing: set[str] = set()
        self._metrics = QFontMetricsF(self.font)
        self._seen: set[str] = set()
        self._widths: dict[str, float] = {}

    @cached_property
    def rise(self) -> float:
        """From the top of a line to its baseline: the text stands in the middle of its leading."""
        free = self.leading - self._metrics.ascent() - self._metrics.descent()
        return free / 2 + self._metrics.ascent()

    def width(self, text: str) -> float:
        """How wide a text is on one line."""
        known = self._widths.get(text)
        if known is None:
            known = self._widths[text] = self._metrics.horizontalAdvance(text)
            self._look_for_glyphs(text)
        return known

    def lines(self, text: str, width: float) -> list[str]:
        """``text`` in lines of at most ``width``, broken between words, and inside a word only if it is longer."""
        if self.width(text) <= width:
            return [text]
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QTextLayout(text, self.font)
        layout.setTextOption(option)
        found = []
        encoded = text.encode("utf-16-le")  # Qt counts in UTF-16 units
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, 0))
            start, end = line.textStart(), line.textStart() + line.textLength()
            found.append(encoded[2 * start : 2 * end].decode("utf-16-le").rstrip(" "))
        layout.endLayout()
        return found

    def shortened(self, text: str, width: float) -> str:
        """``text`` on one line, cut with an ellipsis where it is too long: for running heads alone."""
        if self.width(text) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.width(text[:middle] + "…") <= width else (low, middle - 1)
        return text[:low].rstrip() + "…"

    def _can_draw(self, character: str) -> bool:
        return self._metrics.inFontUcs4(ord(character))

    def _look_for_glyphs(self, text: str) -> None:
        if text.isascii():
            return
        for character in set(text) - self._seen:
            self._seen.add(character)
            if not character.isspace() and not self._can_draw(character):
                self.missing.add(character)


class Faces:
    """The faces of all styles, for one document."""

    def __init__(self) -> None:
        self._faces = {style: Face(style) for style in Style}

    def __getitem__(self, style: Style) -> Face:
        return self._faces[style]

    @property
    def missing(self) -> str:
        """The characters that no font of this machine can draw, in order of their code points."""
        return "".join(sorted(set[str]().union(*(face.missing for face in self._faces.values()))))


def refuse_missing(characters: str) -> None:
    """Refuse a document with ``characters`` that no font of this machine can draw: ``InputError`` (``E_FONT``).

    A box in the place of a name is worse than no document: nobody sees on paper what stood there.
    """
    if characters:
        shown = characters if len(characters) <= _SHOWN_MISSING else characters[:_SHOWN_MISSING] + "…"
        raise InputError(
            "E_FONT",
            phrase("No font of this machine can draw these characters: {characters}", characters=shown),
            hint=phrase("Install a font for them, for Japanese for instance Noto Sans JP, and try again."),
        )
