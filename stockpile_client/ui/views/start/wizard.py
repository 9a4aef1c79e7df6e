"""A few pages in a row, for what is done rarely: where one is, a page, back and next.

A page (:class:`Step`) says what it needs before the next one comes; the wizard's owner decides what happens at the end
of each, since some pages wait for a job. Enter goes on, Escape goes back, Tab goes through the fields: the keyboard
alone is enough.

>>> wizard = Wizard("Create a profile", (AgencyStep(), PassphraseStep()))  # doctest: +SKIP
>>> wizard.advanced.connect(self._on_advanced)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui import theme
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.message_bar import MessageBar
from stockpile_client.ui.widgets.plain_label import PlainLabel


class Step(QWidget):
    """One page. ``heading`` stands above it, ``action`` on the button that leads on; ``final``: no way back."""

    heading = ""
    action = ""
    final = False

    def ready(self) -> bool:
        """Whether one may go on; else says beside each field what is missing and puts the focus there."""
        return True

    def entered(self) -> None:
        """The page is shown: take the focus."""
        self.setFocus()

    def set_busy(self, busy: bool) -> None:
        """While a job runs nothing can be changed."""
        self.setEnabled(not busy)


class Wizard(QWidget):
    """See the module."""

    advanced = Signal(object)  # the Step that is done; the owner calls go_on(), at once or after a job
    left = Signal()  # back from the first page

    def __init__(self, name: str, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._steps = tuple(steps)
        self._at = 0
        self._busy = False
        self._where = PlainLabel(size=Size.SMALL, muted=True)
        self._heading = PlainLabel(size=Size.TITLE, wrap=True)
        self.messages = MessageBar()
        self.next_button = Button(look=Look.PRIMARY)
        self.back_button = Button(self.tr("Back"), icon="back", look=Look.QUIET)
        self._build()
        self.next_button.clicked.connect(self.press_next)
        self.back_button.clicked.connect(self.press_back)
        self._show()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.next_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(self._where)
        column.addWidget(self._heading)
        column.addSpacing(theme.space(theme.TIGHT))
        for step in self._steps:  # no stack: the card is as high as the page that it shows
            step.setVisible(False)
            column.addWidget(step)
        column.addWidget(self.messages)
        column.addSpacing(theme.space(theme.TIGHT))
        column.addLayout(buttons)

    @property
    def step(self) -> Step:
        """The page that is shown."""
        return self._steps[self._at]

    def start(self) -> None:
        """Show the first page."""
        self.set_busy(False)
        self._at = 0
        self._show()

    def go_on(self) -> None:
        """Show the next page."""
        self.set_busy(False)
        self._at = min(self._at + 1, len(self._steps) - 1)
        self._show()

    def press_next(self) -> None:
        """What Enter does: go on if the page has what it needs."""
        if not self._busy and self.next_button.isEnabled() and self.step.ready():
            self.messages.put_away()
            self.advanced.emit(self.step)

    def press_back(self) -> None:
        """What Escape does: the page before, or out of the wizard."""
        if self._busy or self.step.final:
            return
        if self._at == 0:
            self.left.emit()
            return
        self._at -= 1
        self._show()

    def set_busy(self, busy: bool, words: str = "") -> None:
        """While a job runs nothing can be pressed; ``words`` say what is going on."""
        self._busy = busy
        self.step.set_busy(busy)
        self.next_button.setEnabled(not busy)
        self.back_button.setEnabled(not busy)
        self.next_button.setText(words if busy and words else self._action())
        self.next_button.updateGeometry()

    def show_refusal(self, error: StockpileError) -> None:
        """The job was refused: say so on the same page."""
        self.set_busy(False)
        self.messages.show_error(error)
        self.step.entered()

    def _action(self) -> str:
        return self.step.action or self.tr("Next")

    def _show(self) -> None:
        self.messages.put_away()
        for step in self._steps:
            step.setVisible(step is self.step)
        self._where.setText(
            self.tr("{name} · step {n} of {all}").format(name=self._name, n=self._at + 1, all=len(self._steps))
        )
        self._heading.setText(self.step.heading)
        self.next_button.setText(self._action())
        self.next_button.updateGeometry()
        self.back_button.setVisible(not self.step.final)
        if self.isVisible():
            self.step.entered()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.window().focusWidget()
            if isinstance(focused, Button) and focused is not self.next_button:
                focused.click()
            else:
                self.press_next()
        elif event.key() == Qt.Key.Key_Escape:
            self.press_back()
        else:
            super().keyPressEvent(event)
