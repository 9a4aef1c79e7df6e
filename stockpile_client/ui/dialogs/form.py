"""A form: fields that are checked as one types, a Save that commits at once, and a draft of what was not saved.

Rules
- A field says what is wrong with it once it was touched; Save shows everything that is wrong and goes to the first.
- What the service refuses stands at the field that it is about, else above the buttons.
- Escape on a form with something in it warns once instead of throwing it away; Cancel means it.
- The form is :class:`stockpile_client.ui.drafts.Drafting`.

A child puts its fields (:meth:`put`), then calls :meth:`begin`; :meth:`read` makes the value that :meth:`save` gets.

>>> form.put("name", "Name", LineEdit(), (0, 0, 3))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui import theme
from stockpile_client.ui.dialogs.decision import MOST_OF_SCREEN, DecisionDialog
from stockpile_client.ui.language import words as said
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import ComboBox
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.values import on_change, put_value, value_of
from stockpile_client.ui.workspaces import Desk

T = TypeVar("T")

TYPING_PAUSE_MS = 150
_SHORTEST_CHOICE = 6
_CHARACTERS = 108
COLUMNS = 6
"""The grid of a form: fields take two, three or six columns, so that halves and thirds line up."""


class FormDialog(DecisionDialog):
    """See the module. ``FIELD_OF`` says which field an error is about, by the error's code."""

    FIELD_OF: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self, desk: Desk, key: str, *, title: str, words: str, action: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, words, action, parent)
        self.desk = desk
        self._key = key
        self.fields: dict[str, Field] = {}
        self._headings: dict[int, PlainLabel] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._initial: dict[str, str] = {}
        self._touched: set[str] = set()
        self._problems: dict[str, str] = {}
        self._warned = False
        self._saved = False
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(theme.space(theme.SMALL + 1))
        self.grid.setVerticalSpacing(theme.space(theme.SMALL + 1))
        for column in range(COLUMNS):
            self.grid.setColumnStretch(column, 1)
        self.body.addLayout(self.grid)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.check)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self.fit)
        self.confirmed.connect(self._on_confirmed)
        self.cancel.clicked.disconnect()
        self.cancel.clicked.connect(self._leave)

    # building

    def put(self, name: str, label: str, editor: QWidget, at: tuple[int, int, int], hint: str = "") -> Field:
        """Add a field ``at`` a row and a column, over so many of the :data:`COLUMNS` columns."""
        field = Field(label, editor, hint)
        self.fields[name] = field
        self._places[name] = at[:2]
        row, column, span = at
        self.grid.addWidget(field, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        return field

    def heading(self, text: str, row: int) -> None:
        """A heading over the rows that follow."""
        label = PlainLabel(text, muted=True)
        label.setContentsMargins(0, theme.space(theme.SMALL), 0, 0)
        self._headings[row] = label
        self.grid.addWidget(label, row, 0, 1, COLUMNS)

    def begin(self) -> None:
        """All fields are there: what stands in them now is no draft; listen from now on."""
        self._initial = self.values()
        for name, field in self.fields.items():
            on_change(field.editor, partial(self._on_edited, name))
        self._stack_if_narrow()
        in_order = [self.fields[name].editor for name in sorted(self._places, key=self._places.__getitem__)]
        for one, other in pairwise([*in_order, self.cancel, self.primary]):
            self.setTabOrder(one, other)
        in_order[0].setFocus()
        self.check()

    def _stack_if_narrow(self) -> None:
        """Put the fields below one another where the screen is too narrow for the grid, as with large letters."""
        bar = theme.space(theme.SMALL + 1)
        room = self.screen().availableSize().width() * MOST_OF_SCREEN - 2 * theme.space(theme.LARGE) - bar
        if self.grid.minimumSize().width() <= room:
            return
        parts = {(row, -1): label for row, label in self._headings.items()}
        every: dict[tuple[int, int], QWidget] = {
            **parts,
            **{at: self.fields[name] for name, at in self._places.items()},
        }
        for at, place in enumerate(sorted(every)):
            self.grid.removeWidget(every[place])
            self.grid.addWidget(every[place], at, 0, 1, COLUMNS)

    # what stands in it

    def __getitem__(self, name: str) -> str:
        return value_of(self.fields[name].editor)

    def values(self) -> dict[str, str]:
        """Every field as text."""
        return {name: value_of(field.editor) for name, field in self.fields.items()}

    def day(self, name: str) -> date | None:
        """The day in a field, or None if it is left open."""
        text = self[name]
        return date.fromisoformat(text) if text else None

    def attempt(self, name: str, reader: Callable[[], T]) -> T | None:
        """What ``reader`` reads for a field; None, and a problem at that field, if it refuses."""
        try:
            return reader()
        except StockpileError as error:
            self.refuse(name, error.message)
            return None

    def refuse(self, name: str, problem: str) -> None:
        """Note what is wrong with a field; the first problem of a field counts."""
        self._problems.setdefault(name, problem)

    @property
    def has_problems(self) -> bool:
        """Whether something that was read so far is wrong."""
        return bool(self._problems)

    # drafts

    @property
    def draft_key(self) -> str:
        """Names the form and what it edits."""
        return self._key

    def draft(self) -> dict[str, str]:
        """What differs from how the form opened."""
        if self._saved:
            return {}
        return {name: text for name, text in self.values().items() if text != self._initial.get(name, "")}

    def restore(self, draft: dict[str, str]) -> None:
        """Put a draft back, field by field in the order of the form, for one choice may bring the next."""
        for name, field in self.fields.items():
            if name in draft:
                put_value(field.editor, draft[name])

    # checking and saving

    def read(self) -> Any:
        """The value that the fields make; problems are noted by :meth:`attempt` and :meth:`refuse`."""
        raise NotImplementedError

    def save(self, value: Any) -> None:
        """Commit ``value``, then call :meth:`done_saving` or :meth:`show_refusal`."""
        raise NotImplementedError

    def checked(self, value: Any) -> None:
        """The fields make a value: show what follows from it."""

    def check(self) -> Any:
        """Read the fields, show what is wrong with those that were touched; the value, or None."""
        self._pause.stop()
        self._problems = {}
        value = self.read()
        for name, field in self.fields.items():
            field.show_problem(self._problems.get(name, "") if name in self._touched else "")
        self.fit_soon()
        if self._problems:
            self.checked(None)
            return None
        self.checked(value)
        return value

    def show_refusal(self, error: StockpileError) -> None:
        name = self.FIELD_OF.get(error.code, "")
        if name not in self.fields or not self.fields[name].isVisibleTo(self):
            super().show_refusal(error)
            return
        self.set_busy(False)
        hint = f" {said(error.hint)}" if error.hint else ""
        self.fields[name].show_problem(f"{said(error.message)}{hint}")

    def done_saving(self) -> None:
        """It is saved: nothing is a draft any more, and the form closes."""
        self._saved = True
        self.set_busy(False)
        self.accept()

    def _on_edited(self, name: str) -> None:
        self._touched.add(name)
        self._warned = False
        self.messages.put_away()
        self._pause.start()

    def _on_confirmed(self) -> None:
        self._touched = set(self.fields)
        value = self.check()
        if self._problems:
            first = next(name for name in self.fields if name in self._problems)
            self.fields[first].editor.setFocus()
            self.fit()
        elif value is not None:
            self.set_busy(True)
            self.save(value)

    def sizeHint(self) -> QSize:
        inside = self._page.layout()
        assert inside is not None  # built with the frame
        inside.activate()  # what was shown or hidden since counts in the width
        usual = super().sizeHint()
        return usual.expandedTo(QSize(min(theme.text_width(_CHARACTERS), self.screen().availableSize().width()), 0))

    def fit_soon(self) -> None:
        """Take the size that is needed once what was just added has been laid out."""
        self._fitting.start()

    # leaving

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.draft() and not self._warned:
            self._warned = True
            self.messages.show_message(
                Status.CAUTION,
                self.tr("What you typed is not saved."),
                self.tr("Press Escape again to leave without it, or save it."),
            )
            self.fit()
            return
        super().keyPressEvent(event)

    def _leave(self) -> None:
        self.reject()


def choice(items: list[tuple[str, str]]) -> ComboBox:
    """A choice out of codes with their names; a long name does not widen the form."""
    box = ComboBox()
    box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_SHORTEST_CHOICE)
    for code, name in items:
        box.addItem(name, code)
    return box
