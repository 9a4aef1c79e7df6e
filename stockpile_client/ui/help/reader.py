"""Shows a page of the help. The one place where markup is read: it shows what came with the program, nothing else.

It loads nothing by itself, neither pictures nor style sheets nor other files; a link can only name another page.
"""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.help.pages import PAGES, Page

_LINE_PERCENT = 135


class Reader(QTextBrowser):
    """``chosen(key)``: a link to another page was followed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setAccessibleName(self.tr("Help page"))
        self.document().setDocumentMargin(theme.space(theme.LARGE))
        self.anchorClicked.connect(self._on_link)

    def show_page(self, page: Page) -> None:
        """Show a page from its beginning."""
        self.document().setDefaultFont(theme.font())
        self.setMarkdown(page.markdown)
        self._set_in_type()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever loaded."""
        del kind, name
        return None

    def _on_link(self, link: QUrl) -> None:
        key = link.path().removesuffix(".md")
        if link.isRelative() and key in PAGES:
            self.chosen.emit(key)

    def _set_in_type(self) -> None:
        """Headings in the window's title size, lines with room between them: as every other text of the program."""
        cursor = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            space = QTextBlockFormat()
            space.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            space.setTopMargin(theme.space(theme.LARGE if level > 1 else theme.TIGHT))
            space.setBottomMargin(theme.space(theme.SMALL if level else theme.TIGHT))
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(space)
            if level:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                letters = cursor.charFormat()
                letters.setFontPointSize(theme.font().pointSizeF() * (theme.Size.TITLE.value if level == 1 else 1.15))
                letters.setFontWeight(QFont.Weight.DemiBold)
                cursor.setCharFormat(letters)
            block = block.next()
