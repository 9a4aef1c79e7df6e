"""A new profile: its name, and the template to begin with, which says what it lets out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.disclosure import list_templates
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import words
from stockpile_client.ui.views.disclosure.choice import Choice
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import LineEdit
from stockpile_client.ui.widgets.plain_label import PlainLabel


class NewProfileDialog(DecisionDialog):
    """See the module; ``taken`` are the names that there are."""

    def __init__(self, taken: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("New profile"),
            "",
            self.tr("Begin"),
            parent,
        )
        self._taken = frozenset(name.casefold() for name in taken)
        self._templates = {one.code: one for one in list_templates()}
        self.name = LineEdit()
        self._name = Field(self.tr("Name"), self.name, self.tr("Such as the partner and what it is for."))
        self.template: Choice[str] = Choice(
            [(code, words(one.name)) for code, one in self._templates.items()]
            + [("", self.tr("Without a template: exact figures by country"))]
        )
        self.lets_out = PlainLabel(wrap=True, muted=True)
        self.body.addWidget(self._name)
        self.body.addWidget(Field(self.tr("Begin with"), self.template))
        self.body.addWidget(self.lets_out)
        self.name.textChanged.connect(lambda _text: self._on_edited())
        self.template.currentIndexChanged.connect(lambda _index: self._on_edited())
        self._on_edited()
        self.name.setFocus()

    def profile(self) -> Profile:
        """The profile to begin with: for nobody, about nothing."""
        name = self.name.text().strip()
        template = self._templates.get(self.template.value or "")
        return template.profile(name, scope=()) if template else Profile(name, audience=(), scope=())

    def _on_edited(self) -> None:
        name = self.name.text().strip()
        taken = name.casefold() in self._taken
        self._name.show_problem(self.tr("There is a profile of that name.") if taken else "")
        template = self._templates.get(self.template.value or "")
        self.lets_out.setText(
            words(template.lets_out)
            if template
            else self.tr("Lets out contained and usable figures by group of forms and country, as they are.")
        )
        self.primary.setEnabled(bool(name) and not taken)
