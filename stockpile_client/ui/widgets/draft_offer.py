"""What was being typed when the profile was locked, offered again: one at a time, with a way to go on or let it be.

>>> offer.show_drafts(kept, lambda draft: "Inventory", formats)  # doctest: +SKIP
>>> offer.wanted.connect(self._on_draft_wanted)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.message_bar import StatusIcon
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from stockpile_client.services.drafts import Draft


class DraftOffer(Panel):
    """Hidden while nothing waits."""

    wanted = Signal(object)  # Draft

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Status.INFO, parent)
        self._waiting: list[Draft] = []
        self._describe: Callable[[Draft, int], str] = lambda draft, _others: draft.key
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._words = PlainLabel(wrap=True)
        self.go_on = Button(self.tr("Go on typing"))
        self.discard = Button(self.tr("Discard"), look=Look.QUIET)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.space(theme.SMALL + 1),) * 4)
        row.setSpacing(theme.space(theme.SMALL + 1))
        row.addWidget(StatusIcon(Status.INFO), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self.go_on)
        row.addWidget(self.discard)
        self.go_on.clicked.connect(self._on_go_on)
        self.discard.clicked.connect(self._on_discard)
        self.setVisible(False)

    @property
    def waiting(self) -> tuple[Draft, ...]:
        """What was neither taken nor discarded."""
        return tuple(self._waiting)

    @property
    def words(self) -> str:
        """What is said; nothing while nothing waits."""
        return "" if self.isHidden() else self._words.text()

    def show_drafts(self, kept: Iterable[Draft], describe: Callable[[Draft, int], str]) -> None:
        """Offer these, the latest first; ``describe(draft, others)`` says which it is and how many wait besides."""
        self._waiting = sorted(kept, key=lambda draft: draft.saved, reverse=True)
        self._describe = describe
        self._show_next()

    def clear(self) -> None:
        """No profile is open."""
        self._waiting.clear()
        self._show_next()

    def _show_next(self) -> None:
        if self._waiting:
            self._words.setText(self._describe(self._waiting[0], len(self._waiting) - 1))
            self.setAccessibleName(self._words.text())
        else:
            self._words.setText("")
        self.setVisible(bool(self._waiting))

    def _on_go_on(self) -> None:
        draft = self._waiting.pop(0)
        self._show_next()
        self.wanted.emit(draft)

    def _on_discard(self) -> None:
        self._waiting.pop(0)
        self._show_next()
