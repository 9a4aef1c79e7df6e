"""The fields of a profile's rules, in the fixed order in which the rules are applied.

Every rule has its fields here, also one that does nothing yet. What cannot be read is said below its own field.

>>> fields.show_profile(profile)  # doctest: +SKIP
>>> fields.applied_to(profile) == profile  # doctest: +SKIP
True
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import WithheldReason
from stockpile_client.core.sites import Level
from stockpile_client.disclosure.profile import SHARED_LEVELS, Profile
from stockpile_client.disclosure.rules.coarsen import DateStep, FormDetail, PurityDetail
from stockpile_client.disclosure.rules.exclude import Exclusion
from stockpile_client.disclosure.rules.primary import Protection
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import tr, words
from stockpile_client.ui.views.disclosure import masses
from stockpile_client.ui.views.disclosure.choice import Choice
from stockpile_client.ui.views.disclosure.further_cells import FurtherCells
from stockpile_client.ui.views.disclosure.profile_words import DATES, EXCLUDED, FORMS, PURITY, level_text
from stockpile_client.ui.views.disclosure.sections import Section
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import CheckBox, LineEdit

T = TypeVar("T")
_LONGEST_DELAY = 3660


class Telling(StrEnum):
    """The ways in which figures are told; one at a time."""

    EXACT = "exact"
    ROUNDED = "rounded"
    STEPS = "steps"
    BANDS = "bands"


class RuleFields(QWidget):
    """Sections one to eight; ``edited`` whenever something in them changed."""

    edited = Signal()

    def __init__(self, catalogue: Catalogue, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self.excluded = {name: LineEdit() for name in EXCLUDED}
        self.level: Choice[Level] = Choice((level, level_text(level.value)) for level in SHARED_LEVELS)
        self.forms: Choice[FormDetail] = Choice((one, tr(text)) for one, text in FORMS.items())
        self.dates: Choice[DateStep] = Choice((one, tr(text)) for one, text in DATES.items())
        self.purity: Choice[PurityDetail] = Choice((one, tr(text)) for one, text in PURITY.items())
        self.places = CheckBox(self.tr("Places"))
        self.holders = CheckBox(self.tr("Classes of holder"))
        self.min_holders, self.largest, self.dominance, self.p_percent = (
            _number(999),
            _number(99),
            _number(99),
            _number(100),
        )
        self.reason: Choice[WithheldReason] = Choice((one, exchange_words.reason(one.value)) for one in WithheldReason)
        self.further = FurtherCells(catalogue, formats)
        self.telling: Choice[Telling] = Choice(
            (
                (Telling.EXACT, self.tr("Exact figures")),
                (Telling.ROUNDED, self.tr("Rounded to one base")),
                (Telling.STEPS, self.tr("Rounded by size")),
                (Telling.BANDS, self.tr("In bands")),
            )
        )
        self.base, self.steps, self.edges = LineEdit(), LineEdit(), LineEdit()
        self.own_bases, self.own_edges = LineEdit(), LineEdit()
        self.delay = _number(_LONGEST_DELAY)
        self._fields: dict[str, Field] = {}
        self._build()
        self._connect()

    # build

    def _field(self, name: str, label: str, editor: QWidget, hint: str = "") -> Field:
        self._fields[name] = Field(label, editor, hint)
        return self._fields[name]

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.LARGE))
        for section in (
            self._exclude(), self._coarsen(), self._aggregate(), self._withhold(), self._protect(), self._complement(),
            self._tell(), self._wait(),
        ):  # fmt: skip
            column.addWidget(section)

    def _exclude(self) -> Section:
        section = Section(
            self.tr("1 · Leave out"),
            self.tr("Lots that count in nothing. Names as in the inventory, with semicolons between."),
        )
        fields = [self._field(name, tr(label), self.excluded[name]) for name, label in EXCLUDED.items()]
        section.add_row(fields[0], fields[1])
        section.add_row(fields[2], fields[3])
        section.add(fields[4])
        return section

    def _coarsen(self) -> Section:
        section = Section(self.tr("2 · Coarsen"), self.tr("How closely place, form, day and purity are told."))
        section.add_row(
            self._field("level", self.tr("Places"), self.level), self._field("forms", self.tr("Forms"), self.forms)
        )
        section.add_row(
            self._field("dates", self.tr("Days"), self.dates), self._field("purity", self.tr("Purity"), self.purity)
        )
        return section

    def _aggregate(self) -> Section:
        section = Section(self.tr("3 · Add up"), self.tr("Lots are always added up; what is ticked is kept apart."))
        section.add_row(self.places, self.holders)
        return section

    def _withhold(self) -> Section:
        return Section(
            self.tr("4 · Withhold materials"),
            self.tr("Chosen above, with the reason that the partner will read."),
        )

    def _protect(self) -> Section:
        section = Section(
            self.tr("5 · Protect companies"),
            self.tr("Withhold a figure through which one company could be read. 0 turns a measure off."),
        )
        section.add_row(
            self._field("min_holders", self.tr("Fewer holders than"), self.min_holders),
            self._field("p_percent", self.tr("Estimate within p %"), self.p_percent),
        )
        section.add_row(
            self._field("largest", self.tr("The largest n"), self.largest),
            self._field("dominance", self.tr("hold more than k %"), self.dominance),
        )
        section.add(self._field("reason", self.tr("Reason that is shown"), self.reason))
        return section

    def _complement(self) -> Section:
        section = Section(
            self.tr("6 · Protect what is withheld"),
            self.tr("Further cells, as the audit names them: without them a withheld figure could be worked out."),
        )
        section.add(self.further)
        return section

    def _tell(self) -> Section:
        mass = masses.mass_text
        tonnes = 10**9
        section = Section(self.tr("7 · Round or band"))
        section.add(self._field("telling", self.tr("Figures"), self.telling))
        hint = self.tr("A mass with its unit, such as {example}.").format(example=mass(self._formats, 500 * tonnes))
        section.add(self._field("base", self.tr("Base"), self.base, hint))
        steps = ((0, tonnes), (1000 * tonnes, 50 * tonnes))
        hint = self.tr("From which mass on, and to which base: {example}").format(
            example=masses.steps_text(self._formats, steps)
        )
        section.add(self._field("steps", self.tr("Base by size"), self.steps, hint))
        hint = self.tr("Where bands end: {example}. The last band is open.").format(
            example=masses.edges_text(self._formats, (100 * tonnes, 500 * tonnes))
        )
        section.add(self._field("edges", self.tr("Edges of bands"), self.edges, hint))
        hint = self.tr("For single materials: {example}; 0 is exact.").format(
            example=masses.own_bases_text(self._formats, {"GA": tonnes // 100, "W": 500 * tonnes})
        )
        section.add(self._field("own_bases", self.tr("Own base of a material"), self.own_bases, hint))
        hint = self.tr("For single materials: {example}").format(
            example=masses.own_edges_text(self._formats, {"GA": (tonnes // 10, tonnes)})
        )
        section.add(self._field("own_edges", self.tr("Own bands of a material"), self.own_edges, hint))
        return section

    def _wait(self) -> Section:
        section = Section(self.tr("8 · Wait"))
        section.add(
            self._field("delay", self.tr("Days"), self.delay, self.tr("Between a statement's day and its release."))
        )
        return section

    def _connect(self) -> None:
        for line in self.lines().values():
            line.textChanged.connect(lambda _text: self.edited.emit())
        for choice in self.choices().values():
            choice.currentIndexChanged.connect(lambda _index: self.edited.emit())
        for box in (self.places, self.holders):
            box.toggled.connect(lambda _on: self.edited.emit())
        self.further.edited.connect(self.edited)
        self.telling.currentIndexChanged.connect(lambda _index: self._show_telling())
        self._show_telling()

    def lines(self) -> dict[str, LineEdit]:
        """Everything that is typed, by field."""
        names = ("min_holders", "largest", "dominance", "p_percent", "base", "steps", "edges", "own_bases",
                 "own_edges", "delay")  # fmt: skip
        return {**self.excluded, **{name: getattr(self, name) for name in names}}

    def choices(self) -> dict[str, Choice[StrEnum]]:
        """Everything that is chosen, by field."""
        return {name: getattr(self, name) for name in ("level", "forms", "dates", "purity", "reason", "telling")}

    def _show_telling(self) -> None:
        for telling, name in ((Telling.ROUNDED, "base"), (Telling.STEPS, "steps"), (Telling.BANDS, "edges")):
            self._fields[name].setVisible(self.telling.value is telling)

    # a profile in and out

    def show_profile(self, profile: Profile) -> None:
        """Fill every field."""
        for name, text in self.typed_of(profile).items():
            self.lines()[name].setText(text)
        self.level.choose(profile.level)
        self.forms.choose(profile.forms)
        self.dates.choose(profile.dates)
        self.purity.choose(profile.purity)
        self.places.setChecked(profile.places)
        self.holders.setChecked(profile.holders)
        self.reason.choose(profile.protection.reason)
        self.further.show_cells(profile.further_cells)
        self.telling.choose(telling_of(profile))

    def typed_of(self, profile: Profile) -> dict[str, str]:
        """What stands in the lines for a profile."""
        formats, protection = self._formats, profile.protection
        return {
            **{name: "; ".join(getattr(profile.exclude, name)) for name in self.excluded},
            "min_holders": str(protection.min_holders),
            "largest": str(protection.largest),
            "dominance": str(protection.dominance),
            "p_percent": str(protection.p_percent),
            "base": masses.mass_text(formats, profile.rounding) if profile.rounding else "",
            "steps": masses.steps_text(formats, profile.steps),
            "edges": masses.edges_text(formats, profile.edges),
            "own_bases": masses.own_bases_text(formats, profile.bases),
            "own_edges": masses.own_edges_text(formats, profile.edges_of),
            "delay": str(profile.delay_days),
        }

    def applied_to(self, profile: Profile) -> Profile:
        """``profile`` with the rules as the fields say; ``InputError`` for the first field that cannot be read."""
        telling, formats = self.telling.value, self._formats
        base = (
            self._read("base", lambda: masses.read_mass(formats, self.base.text())) if telling is Telling.ROUNDED else 0
        )
        steps = self._read("steps", lambda: masses.read_steps(formats, self.steps.text()))
        edges = self._read("edges", lambda: masses.read_edges(formats, self.edges.text()))
        return replace(
            profile,
            exclude=Exclusion(**{name: _names(line.text()) for name, line in self.excluded.items()}),
            level=self.level.value or profile.level,
            forms=self.forms.value or profile.forms,
            dates=self.dates.value or profile.dates,
            purity=self.purity.value or profile.purity,
            places=self.places.isChecked(),
            holders=self.holders.isChecked(),
            protection=Protection(
                self._int("min_holders", self.min_holders), self._int("largest", self.largest, 1),
                self._int("dominance", self.dominance), self._int("p_percent", self.p_percent),
                self.reason.value or profile.protection.reason,
            ),
            further_cells=self.further.cells,
            rounding=base,
            steps=steps if telling is Telling.STEPS else (),
            edges=edges if telling is Telling.BANDS else (),
            bases=self._read("own_bases", lambda: masses.read_own_bases(formats, self.own_bases.text())),
            edges_of=self._read("own_edges", lambda: masses.read_own_edges(formats, self.own_edges.text())),
            delay_days=self._int("delay", self.delay),
        )  # fmt: skip

    def _int(self, name: str, line: LineEdit, least: int = 0) -> int:
        return max(least, self._read(name, lambda: int(line.text() or 0)))

    def _read(self, name: str, read: Callable[[], T]) -> T:
        try:
            value = read()
        except InputError as error:
            self._fields[name].show_problem(words(error.message))
            raise
        self._fields[name].show_problem("")
        return value


def telling_of(profile: Profile) -> Telling:
    """The way in which a profile tells figures."""
    if profile.edges:
        return Telling.BANDS
    if profile.steps:
        return Telling.STEPS
    return Telling.ROUNDED if profile.rounding else Telling.EXACT


def _number(most: int) -> LineEdit:
    line = LineEdit()
    line.setValidator(QIntValidator(0, most, line))
    return line


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))
