"""The form of a release: to whom, as of when, about what, how coarsely, and under which marking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import InputError
from stockpile_client.core.sites import Level
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.profile import SHARED_LEVELS, Profile, profile_from_json
from stockpile_client.disclosure.rules.secondary import CellMark
from stockpile_client.services.catalogue import load_terms
from stockpile_client.services.partners import PartnerRow
from stockpile_client.services.requests import DataRequest
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.language import current, tr, words
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.disclosure.choice import Choice
from stockpile_client.ui.views.disclosure.masses import mass_text
from stockpile_client.ui.views.release.materials import MaterialList
from stockpile_client.ui.views.release.terms import REPORT, Said, Says, Terms, rounding_bases, rounding_of, said_by
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import CheckBox, ComboBox, DateEdit, LineEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.status_mark import StatusMark
from stockpile_client.ui.workspaces import Desk

_LEAST_CHARACTERS = 8
_ONWARD = ("none", "origin-consent", "members")


class ReleaseForm(QWidget):
    """``edited`` is emitted whenever what it says is another."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._profiles: tuple[Profile, ...] = ()
        self._loaded: Profile | None = None
        self._further: tuple[CellMark, ...] = ()
        self._short_names: dict[str, str] = {}
        self._request: DataRequest | None = None
        self.partners: dict[str, CheckBox] = {}
        self._partner_box = QVBoxLayout()
        self.circle = PlainLabel(wrap=True)
        self.start_from = ComboBox()
        self.day = DateEdit()
        self.request = NoticePanel(Status.INFO)
        self.no_answer = Button(self.tr("This is no answer to it"), look=Look.QUIET)
        self.materials = MaterialList(desk.session.context.catalogue)
        self.rounding: Choice[int | None] = Choice()
        self.level = ComboBox()
        self.measures = {measure: CheckBox(exchange_words.measure(measure.value)) for measure in Measure}
        self.availability = CheckBox(self.tr("How soon, how fast"))
        self.requirements = CheckBox(self.tr("Requirements (consumption …)"))
        self.marking = ComboBox()
        self.onward = ComboBox()
        self.rules = PlainLabel(size=theme.Size.SMALL, muted=True, wrap=True)
        self.title = LineEdit()
        self.note = LineEdit()
        self._build()
        self._connect()

    # build

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(theme.SMALL), 0)
        column.setSpacing(theme.space(theme.MEDIUM))
        self._partner_box.setSpacing(theme.space(theme.TIGHT))
        column.addWidget(self.request)
        column.addWidget(self.no_answer, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Field(self.tr("Start from"), self.start_from))
        to = QVBoxLayout()
        to.setSpacing(theme.space(theme.TIGHT))
        to.addLayout(self._partner_box)
        to.addWidget(self.circle)
        column.addWidget(_group(self.tr("To"), to, self.tr("All who are ticked get the same file.")))
        column.addWidget(Field(self.tr("As of"), self.day))
        materials = QVBoxLayout()
        materials.addWidget(self.materials)
        column.addWidget(_group(self.tr("Materials"), materials))
        coarse = QHBoxLayout()
        coarse.setSpacing(theme.space(theme.SMALL))
        coarse.addWidget(Field(self.tr("Figures"), self.rounding), 1)
        coarse.addWidget(Field(self.tr("Places"), self.level), 1)
        column.addLayout(coarse)
        boxes = QVBoxLayout()
        boxes.setSpacing(theme.space(theme.TIGHT))
        for box in (*self.measures.values(), self.availability, self.requirements):
            boxes.addWidget(box)
        column.addWidget(_group(self.tr("What leaves of each"), boxes))
        rules = QVBoxLayout()
        rules.addWidget(self.rules)
        column.addWidget(_group(self.tr("The rules in words"), rules))
        column.addWidget(Field(self.tr("Marking"), self.marking))
        column.addWidget(Field(self.tr("Onward sharing"), self.onward))
        column.addWidget(Field(self.tr("Title"), self.title, self.tr("Empty: our short name and the day.")))
        column.addWidget(Field(self.tr("Note to the partner"), self.note))
        column.addStretch(1)
        for combo in (self.start_from, self.rounding, self.level, self.marking, self.onward, self.materials.choice):
            combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(_LEAST_CHARACTERS)
        self._fill()
        self._begun = Terms()
        self._begin()
        self._show_request()

    def _fill(self) -> None:
        scheme = self._desk.session.context.scheme
        self.marking.addItems([marking.code for marking in scheme.markings])
        self.onward.addItems([exchange_words.onward(code) for code in _ONWARD])
        self.level.addItems([load_terms().name("level", level.value, current()) for level in SHARED_LEVELS])
        self.start_from.addItem(self.tr("An empty form"))
        self.set_day(self._desk.session.context.today())
        self._show_terms(Terms())

    def _connect(self) -> None:
        self.start_from.activated.connect(self._on_start_chosen)
        self.no_answer.clicked.connect(self._on_no_answer)
        self.day.dateChanged.connect(lambda _day: self.edited.emit())
        self.materials.edited.connect(self.edited)
        for combo in (self.rounding, self.level, self.marking, self.onward):
            combo.currentIndexChanged.connect(lambda _index: self.edited.emit())
        for box in (*self.measures.values(), self.availability, self.requirements):
            box.toggled.connect(lambda _on: self.edited.emit())
        for line in (self.title, self.note):
            line.textChanged.connect(lambda _text: self.edited.emit())

    # what there is to choose from

    def set_partners(self, rows: Sequence[PartnerRow]) -> None:
        """Offer these partners; ticks that can stay do."""
        ticked = {agency for agency, box in self.partners.items() if box.isChecked()}
        while self._partner_box.count():
            item = self._partner_box.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.partners.clear()
        self._short_names = {row.agency_id: row.short_name for row in rows}
        for row in rows:
            box = self.partners[row.agency_id] = CheckBox(row.short_name)
            status, words = exchange_words.partner_state(row.state)
            box.setAccessibleName(f"{row.short_name}, {row.name}, {words}")
            box.setChecked(row.agency_id in ticked)
            box.toggled.connect(lambda _on: self.edited.emit())
            line = QWidget()
            layout = QHBoxLayout(line)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(box)
            layout.addStretch(1)
            layout.addWidget(StatusMark(status, words, size=theme.Size.SMALL))
            self._partner_box.addWidget(line)

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Offer these saved profiles to start from."""
        self._profiles = tuple(profiles)
        with QSignalBlocker(self.start_from):
            chosen = self.start_from.currentText()
            self.start_from.clear()
            self.start_from.addItems([self.tr("An empty form"), *(profile.name for profile in profiles)])
            self.start_from.setCurrentIndex(max(0, self.start_from.findText(chosen)))

    def set_day(self, day: date) -> None:
        """Set the day of the statement."""
        self.day.setDate(QDate(day.year, day.month, day.day))

    def _on_start_chosen(self, number: int) -> None:
        self.load(self._profiles[number - 1] if number else None)

    def load(self, profile: Profile | None) -> None:
        """Fill the form from a saved profile, or empty it."""
        self._loaded = profile
        self._further = ()
        self.start_from.setCurrentIndex(0 if profile is None else self._profiles.index(profile) + 1)
        with QSignalBlocker(self):
            if profile is None:
                self._show_terms(Terms())
            else:
                self._show_terms(_terms_of(profile))
        self._begin()
        self.edited.emit()

    # the terms

    def _show_terms(self, terms: Terms) -> None:
        for agency, box in self.partners.items():
            box.setChecked(agency in terms.audience)
        self.materials.set_said(terms.said)
        self.rounding.offer((base, self._rounding_words(base)) for base in rounding_bases(terms.rounding))
        self.rounding.choose(terms.rounding)
        self.level.setCurrentIndex(SHARED_LEVELS.index(terms.level))
        for measure, box in self.measures.items():
            box.setChecked(measure in terms.measures)
        self.availability.setChecked(terms.availability)
        self.requirements.setChecked(terms.requirements)
        self.marking.setCurrentIndex(max(0, self.marking.findText(terms.marking)))
        self.onward.setCurrentIndex(_ONWARD.index(terms.onward))

    def _rounding_words(self, base: int | None) -> str:
        if base is None:
            return self.tr("as the profile says")
        if not base:
            return self.tr("exact")
        return tr("rounded to {mass}", mass=mass_text(self._desk.formats, base))

    def terms(self) -> Terms:
        """What the form says."""
        audience = tuple(agency for agency, box in self.partners.items() if box.isChecked())
        day = self.day.date()
        return Terms(
            base=self._loaded,
            name=self._name(audience),
            audience=audience,
            as_of=date(day.year(), day.month(), day.day()),
            said=self.materials.said,
            level=SHARED_LEVELS[self.level.currentIndex()] if self.level.currentIndex() >= 0 else Level.COUNTRY,
            rounding=self.rounding.value,
            measures=tuple(measure for measure, box in self.measures.items() if box.isChecked()),
            availability=self.availability.isChecked(),
            requirements=self.requirements.isChecked(),
            marking=self.marking.currentText(),
            onward=_ONWARD[max(0, self.onward.currentIndex())],
            title=self.title.text(),
            note=self.note.text(),
            further=self._further,
            request=self._request.digest if self._request else "",
        )

    # a request that is answered

    def answer(self, request: DataRequest) -> None:
        """Answer a request: by a saved profile for the one who asked, if there is one; as of the day asked for."""
        self._request = request
        kept = next((one for one in self._profiles if one.audience == (request.partner,)), None)
        self.load(kept)
        if kept is None:
            with QSignalBlocker(self):
                for agency, box in self.partners.items():
                    box.setChecked(agency == request.partner)
                self.materials.say(request.materials, REPORT)
        self.set_day(request.as_of)
        self._show_request()
        self.edited.emit()

    def forget_request(self) -> None:
        """What follows answers nothing."""
        self._request = None
        self._show_request()

    def settle(self) -> None:
        """What the form says has left, or waits for approval: it is no draft any more."""
        self.forget_request()
        self._begin()

    def _begin(self) -> None:
        self._begun = replace(self.terms(), name="")  # the name follows from the rest, and from who is known by now

    def _on_no_answer(self) -> None:
        self.forget_request()
        self.edited.emit()

    def _show_request(self) -> None:
        request = self._request
        self.no_answer.setVisible(request is not None)
        if request is None:
            self.request.say("")
            return
        formats, catalogue = self._desk.formats, self._desk.session.context.catalogue
        self.request.say(
            tr("Answers the request of {partner}", partner=request.partner_name),
            [
                tr("About {materials}, as of {day}", materials=exchange_words.materials(catalogue, request.materials),
                   day=formats.day(request.as_of)),
                tr("For: {purpose}", purpose=request.purpose),
                tr("Wanted by {day}", day=formats.day(request.deadline)),
            ],
        )  # fmt: skip

    # what is not released yet

    @property
    def draft_key(self) -> str:
        """There is one such form."""
        return "release.form"

    def draft(self) -> dict[str, str]:
        """The rules as a profile, and what the statement says beside them; empty while it is as it was loaded."""
        terms = self.terms()
        if replace(terms, name="") == self._begun:
            return {}
        try:
            profile = terms.profile()
        except InputError:  # a form without measures is no profile; the rest is worth keeping
            profile = replace(terms, measures=Terms().measures).profile()
        return {
            "base": terms.base.name if terms.base else "",
            "profile": profile.canonical().decode(),
            "as_of": terms.as_of.isoformat(),
            "nil": " ".join(terms.of(Says.NIL)),
            "not_compiled": " ".join(terms.of(Says.NOT_COMPILED)),
            "title": terms.title,
            "note": terms.note,
        }

    def restore(self, draft: dict[str, str]) -> None:
        """Put back what :meth:`draft` gave."""
        profile = profile_from_json(draft["profile"])
        nil, missing = draft["nil"].split(), draft["not_compiled"].split()
        said = said_by(profile) | {code: Said(Says.NIL) for code in nil} | {
            code: Said(Says.NOT_COMPILED) for code in missing}  # fmt: skip
        self._loaded = next((one for one in self._profiles if one.name == draft["base"]), None)
        before = self._loaded.further_cells if self._loaded else ()
        self._further = tuple(cell for cell in profile.further_cells if cell not in before)
        with QSignalBlocker(self):
            self.start_from.setCurrentIndex(self._profiles.index(self._loaded) + 1 if self._loaded else 0)
            self._show_terms(replace(_terms_of(profile), said=said))
            self.set_day(date.fromisoformat(draft["as_of"]))
            self.title.setText(draft["title"])
            self.note.setText(draft["note"])
        self.edited.emit()

    def withhold_further(self, marks: Sequence[CellMark]) -> None:
        """Withhold these cells as well, until the form is filled anew."""
        self._further = tuple(dict.fromkeys([*self._further, *marks]))
        self.edited.emit()

    def show_audience(self, names: Sequence[str]) -> None:
        """Say who is meant by a group or an agreement, where nobody is ticked by hand."""
        loaded = self._loaded
        by_hand = any(box.isChecked() for box in self.partners.values())
        circle = "" if by_hand or loaded is None else loaded.group or (self.tr("Agreement") if loaded.agreement else "")
        who = ", ".join(names) or self.tr("nobody")
        self.circle.setText(tr("{circle}: {who}, unless somebody is ticked", circle=circle, who=who) if circle else "")
        self.circle.setVisible(bool(circle))

    def show_rules(self, sentences: Sequence[str]) -> None:
        """Say what the rules do, those of a saved profile included that have no field here."""
        self.rules.setText("\n".join(map(words, sentences)) or self.tr("Figures leave as they are."))

    def _name(self, audience: tuple[str, ...]) -> str:
        if self._loaded is not None and set(self._loaded.audience) == set(audience):
            return self._loaded.name
        if not audience:
            return self.tr("Statement")
        names = ", ".join(self._short_names[agency] for agency in audience)
        return self.tr("Statement for {names}").format(names=names)


def _terms_of(profile: Profile) -> Terms:
    return Terms(
        audience=profile.audience, said=said_by(profile), level=profile.level, rounding=rounding_of(profile),
        measures=profile.measures, availability=profile.availability, requirements=profile.requirements,
        marking=profile.marking, onward=profile.onward,
    )  # fmt: skip


def _group(title: str, content: QVBoxLayout, hint: str = "") -> QWidget:
    group = QWidget()
    column = QVBoxLayout(group)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space(theme.TIGHT))
    column.addWidget(PlainLabel(title, strong=True))
    column.addLayout(content)
    if hint:
        column.addWidget(PlainLabel(hint, size=theme.Size.SMALL, muted=True, wrap=True))
    return group
