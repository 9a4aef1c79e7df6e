"""One entry of the audit log: what happened in words, its details, and where it stands in the chain."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from stockpile_client.services.audit_log import AuditRow
from stockpile_client.services.audit_words import KIND_WORDS, facts, kind_of
from stockpile_client.ui import theme
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import current, tr, words, write
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.facts import Fact, Facts
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea

_DIGITS = 16


class EntryPane(Panel):
    """See the module."""

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(None, parent)
        self._formats = formats
        self._what = PlainLabel(size=Size.TITLE, wrap=True, selectable=True)
        self.facts = Facts()
        self.chain = Facts()
        self._pages = QStackedWidget()
        self._build()

    def _build(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(*(theme.space(theme.MEDIUM),) * 4)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(self._what)
        column.addWidget(self.facts)
        column.addSpacing(theme.space(theme.SMALL))
        column.addWidget(PlainLabel(self.tr("In the chain"), strong=True))
        explained = self.tr("The hash stands for this entry and for all before it: a change of any of them changes it.")
        column.addWidget(PlainLabel(explained, size=Size.SMALL, muted=True, wrap=True))
        column.addWidget(self.chain)
        column.addStretch(1)
        self._pages.addWidget(QWidget())
        self._pages.addWidget(ScrollArea(page))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(self._pages)

    def show_entry(self, row: AuditRow | None) -> None:
        """Show one entry, or none."""
        self._pages.setCurrentIndex(0 if row is None else 1)
        if row is None:
            return
        entry = row.sealed
        self._what.setText(words(row.what))
        told: list[Fact] = [
            (self.tr("When"), self._formats.moment(row.at) or entry.at),
            (self.tr("Who"), entry.actor),
            (self.tr("About"), words(row.about)),
            *((words(name), breaking(write(value))) for name, value in facts(row.detail, entry.event, current())),
            (self.tr("Kind of entry"), tr(KIND_WORDS[kind_of(entry.event)])),
        ]
        self.facts.show_facts(told)
        self.chain.show_facts(
            [
                (self.tr("Entry"), self._formats.integer(entry.seq)),
                (self.tr("Hash"), grouped(entry.hash)),
                (self.tr("Hash before"), grouped(entry.prev_hash)),
                (self.tr("Subject as sealed"), breaking(entry.subject)),
            ]
        )


def grouped(digest: str) -> str:
    """A hash in groups of sixteen digits, so that it can be read out and breaks into lines."""
    return " ".join(digest[start : start + _DIGITS] for start in range(0, len(digest), _DIGITS))


def breaking(text: str) -> str:
    """``text``, in groups if it is a digest or an id too long for a line."""
    return grouped(text) if len(text) > 2 * _DIGITS - 1 and " " not in text else text
