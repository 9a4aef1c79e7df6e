"""A profile as a form: its name, whom it is for, the materials, the eight rules in their order, and what leaves.

What is typed and not saved is a draft: it is handed over when the program locks, and comes back afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.statements import Measure
from stockpile_client.core.text import clean_text
from stockpile_client.disclosure.profile import Profile, profile_from_json
from stockpile_client.services.partners import PartnerRow
from stockpile_client.storage.partners import Agreement
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.views.disclosure.audience_field import AudienceField
from stockpile_client.ui.views.disclosure.choice import Choice
from stockpile_client.ui.views.disclosure.rule_fields import RuleFields
from stockpile_client.ui.views.disclosure.sections import Section
from stockpile_client.ui.views.release.materials import MaterialList
from stockpile_client.ui.views.release.terms import said_by, standing_choices
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import CheckBox, LineEdit
from stockpile_client.ui.workspaces import Desk

ONWARD = ("none", "origin-consent", "members")


class ProfileForm(QWidget):
    """``edited`` whenever it says something else."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        context = desk.session.context
        self._opened = Profile("", audience=(), scope=())
        self.name = LineEdit()
        self.audience = AudienceField()
        self.materials = MaterialList(context.catalogue, allowed=standing_choices)
        self.rules = RuleFields(context.catalogue, desk.formats)
        self.measures = {measure: CheckBox(exchange_words.measure(measure.value)) for measure in Measure}
        self.availability = CheckBox(self.tr("How soon, how fast"))
        self.requirements = CheckBox(self.tr("Requirements (consumption …)"))
        self.marking: Choice[str] = Choice((one.code, one.code) for one in context.scheme.markings)
        self.onward: Choice[str] = Choice((code, exchange_words.onward(code)) for code in ONWARD)
        self.four_eyes = CheckBox(self.tr("Two people: who prepares does not approve"))
        self._name = Field(self.tr("Name"), self.name)
        self._build()
        self._fill(self._opened)
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(theme.SMALL), 0)
        column.setSpacing(theme.space(theme.LARGE))
        column.addWidget(self._name)
        column.addWidget(self.audience)
        materials = Section(
            self.tr("Materials"), self.tr("What is not in scope does not leave, whatever the rules say.")
        )
        materials.add(self.materials)
        column.addWidget(materials)
        column.addWidget(self.rules)
        leaves = Section(self.tr("What leaves of each"))
        leaves.add(*self.measures.values(), self.availability, self.requirements)
        column.addWidget(leaves)
        handling = Section(self.tr("Handling"))
        handling.add(
            Field(self.tr("Marking"), self.marking), Field(self.tr("Onward sharing"), self.onward), self.four_eyes
        )
        column.addWidget(handling)
        column.addStretch(1)

    def _connect(self) -> None:
        self.name.textChanged.connect(lambda _text: self.edited.emit())
        for part in (self.audience, self.materials, self.rules):
            part.edited.connect(self.edited)
        for box in (*self.measures.values(), self.availability, self.requirements, self.four_eyes):
            box.toggled.connect(lambda _on: self.edited.emit())
        for choice in (self.marking, self.onward):
            choice.currentIndexChanged.connect(lambda _index: self.edited.emit())

    def offer(
        self,
        partners: Sequence[PartnerRow],
        groups: Sequence[str],
        agreements: Sequence[Agreement],
        held: Sequence[str],
    ) -> None:
        """What there is to choose from; ``held``: materials in stock."""
        with QSignalBlocker(self):
            self.audience.offer(partners, groups, agreements)
            self.materials.set_in_stock(held)

    # a profile in and out

    def show_profile(self, profile: Profile) -> None:
        """Open a profile; until something is edited nothing is a draft."""
        with QSignalBlocker(self):
            self._fill(profile)
        self._opened = profile
        self.edited.emit()

    def _fill(self, profile: Profile) -> None:
        self.name.setText(profile.name)
        self.audience.show_profile(profile)
        self.materials.set_said(said_by(profile))
        self.rules.show_profile(profile)
        for measure, box in self.measures.items():
            box.setChecked(measure in profile.measures)
        self.availability.setChecked(profile.availability)
        self.requirements.setChecked(profile.requirements)
        self.marking.choose(profile.marking)
        self.onward.choose(profile.onward)
        self.four_eyes.setChecked(profile.four_eyes)

    @property
    def opened(self) -> Profile:
        """The profile as it was opened."""
        return self._opened

    def profile(self) -> Profile:
        """What the form says; ``InputError`` where a field cannot be read or the rules contradict one another."""
        said = self.materials.said
        name = clean_text(self.name.text(), what=phrase("name"))
        self._name.show_problem("" if name else self.tr("A profile has a name."))
        if not name:
            raise InputError("E_PROFILE", phrase("A profile has a name."))
        plain = replace(
            self._opened,
            name=name,
            scope=_in_order(self._opened.scope, said),
            withhold={code: one.reason for code, one in sorted(said.items()) if one.reason is not None},
            measures=tuple(measure for measure, box in self.measures.items() if box.isChecked()),
            availability=self.availability.isChecked(),
            requirements=self.requirements.isChecked(),
            marking=self.marking.value or self._opened.marking,
            onward=self.onward.value or self._opened.onward,
            four_eyes=self.four_eyes.isChecked(),
        )
        return self.rules.applied_to(self.audience.applied_to(plain))

    # what is not saved yet

    @property
    def draft_key(self) -> str:
        """Names the profile that is edited."""
        return f"profile.edit:{self._opened.name}"

    def draft(self) -> dict[str, str]:
        """The opened profile and what it became; typed lines as they are, also where they cannot be read yet."""
        try:
            now = self.profile()
        except InputError:
            now = self._opened
        typed = {name: line.text() for name, line in self.rules.lines().items()} | {"name": self.name.text()}
        if now == self._opened and typed == self._typed_of(self._opened):
            return {}
        return {"opened": self._opened.canonical().decode(), "now": now.canonical().decode()} | typed

    def restore(self, draft: dict[str, str]) -> None:
        """Put back what :meth:`draft` gave."""
        opened = profile_from_json(draft["opened"])
        with QSignalBlocker(self):
            self._fill(profile_from_json(draft["now"]))
            for name, line in (self.rules.lines() | {"name": self.name}).items():
                line.setText(draft.get(name, line.text()))
        self._opened = opened
        self.edited.emit()

    def _typed_of(self, profile: Profile) -> dict[str, str]:
        """What the lines hold when a profile was just opened."""
        return self.rules.typed_of(profile) | {"name": profile.name}


def _in_order(before: Sequence[str], codes: Collection[str]) -> tuple[str, ...]:
    """The codes as they stood before, new ones after them: an order that nobody changed is no change."""
    return (*(code for code in before if code in codes), *sorted(set(codes) - set(before)))
