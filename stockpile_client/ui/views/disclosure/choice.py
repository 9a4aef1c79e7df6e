"""A list to choose one value from, which knows its values and not only their words.

>>> Choice([(Level.TOWN, "Town"), (Level.COUNTRY, "Country")]).value  # doctest: +SKIP
<Level.TOWN: 'town'>
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from stockpile_client.ui.widgets.inputs import ComboBox

V = TypeVar("V")
_LEAST_CHARACTERS = 8


class Choice(ComboBox, Generic[V]):
    """``options`` are pairs of a value and its words."""

    def __init__(self, options: Iterable[tuple[V, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[V] = []
        self.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_CHARACTERS)
        self.offer(options)

    def offer(self, options: Iterable[tuple[V, str]]) -> None:
        """Offer these; the chosen value stays chosen if it is among them."""
        chosen = self.value
        pairs = list(options)
        with QSignalBlocker(self):
            self.clear()
            self._values = [value for value, _ in pairs]
            self.addItems([words for _, words in pairs])
            self.setCurrentIndex(self._values.index(chosen) if chosen in self._values else min(0, len(pairs) - 1))

    @property
    def value(self) -> V | None:
        """What is chosen; None if nothing can be."""
        return self._values[self.currentIndex()] if 0 <= self.currentIndex() < len(self._values) else None

    def choose(self, value: V) -> None:
        """Choose a value; one that is not offered leaves things as they are."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))
