"""What a profile does, live: its rules in words, what becomes of our own stock, a figure to try, and its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from msgspec import structs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stockpile_client.core.errors import InputError, StockpileError
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.disclosure.preview import Preview, PreviewLine
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.context import Context
from stockpile_client.services.release import plan_release
from stockpile_client.storage.disclosure_profiles import ProfileVersion
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.formats import Formats, unit_for
from stockpile_client.ui.language import tr, tr_count, words
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Size
from stockpile_client.ui.views.disclosure.choice import Choice
from stockpile_client.ui.views.disclosure.columns import value_text
from stockpile_client.ui.views.disclosure.masses import mass_text, read_mass
from stockpile_client.ui.views.disclosure.profile_words import ProfileWords, differences
from stockpile_client.ui.views.position_columns import quantity_column
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import LineEdit
from stockpile_client.ui.widgets.page_tabs import PageTabs
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

_TRIED_MG = 1_234 * MG_PER_TONNE
"""The figure that stands in the field at first: neither round nor small."""


def example_of(ctx: Context, profile: Profile) -> Preview:
    """What becomes of our stock of today under a profile, whoever it is for."""
    nobody = replace(profile, audience=(), group="", agreement="")
    return plan_release(ctx, profile=nobody, as_of=ctx.today()).preview


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a profile, and what changed from the one before; ``current``: the one in use."""

    version: ProfileVersion
    changes: tuple[str, ...]
    current: bool


def version_rows(versions: Sequence[ProfileVersion], words_of: ProfileWords) -> list[VersionRow]:
    """The versions of a profile, the newest first."""
    rows: list[VersionRow] = []
    before: Profile | None = None
    for one in versions:
        if one.profile is None:
            changes: tuple[str, ...] = (tr("Taken out of use"),)
        elif before is None:
            changes = (tr("The first version"),)
        else:
            changes = tuple(each.words for each in differences(before, one.profile, words_of))
            changes = changes or (tr("Taken into use again"),)
        before = one.profile or before
        rows.append(VersionRow(one, changes, one is versions[-1] and one.profile is not None))
    return rows[::-1]


class ProfileResult(QWidget):
    """Two pages: what the profile does, and what it was."""

    version_chosen = Signal(object)  # Profile

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = desk.formats
        self._today = desk.session.context.today()
        self._profile: Profile | None = None
        catalogue = desk.session.context.catalogue
        self.tabs = PageTabs(
            self.tr("About this profile"), (("does", self.tr("What it does")), ("was", self.tr("Versions")))
        )
        self.rules = PlainLabel(wrap=True, selectable=True)
        self.model = ListModel(_example_columns(desk), parent=self)
        self.table = Table(self.model, self.tr("What becomes of our stock"))
        self.example = StateStack(self.table)
        self.chain = PlainLabel(size=Size.SMALL, muted=True, elide=True)
        self.material: Choice[str] = Choice(
            (code, exchange_words.material(catalogue, code)) for code in catalogue.materials
        )
        self.figure = LineEdit()
        self.tried = PlainLabel(wrap=True, selectable=True)
        self.versions = ListModel(_version_columns(desk.formats), parent=self)
        self.versions_table = Table(self.versions, self.tr("Versions"))
        self.changes = PlainLabel(wrap=True, selectable=True)
        self.reopen = Button(self.tr("Open this version"), icon="back")
        self._pages = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        for table in (self.table, self.versions_table):
            table.setSelectionMode(Table.SelectionMode.SingleSelection)
            table.setMinimumHeight(4 * theme.row_height())
        self.figure.setText(mass_text(self._formats, _TRIED_MG))
        self._pages.addWidget(ScrollArea(self._does()))
        self._pages.addWidget(ScrollArea(self._was()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(self.tabs)
        column.addWidget(self._pages, 1)

    def _does(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, theme.space(theme.TIGHT), 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(PlainLabel(self.tr("The rules in words"), strong=True))
        column.addWidget(self.rules)
        column.addWidget(PlainLabel(self.tr("What becomes of our stock of today"), strong=True))
        column.addWidget(framed(self.example), 1)
        column.addWidget(self.chain)
        column.addWidget(PlainLabel(self.tr("Try a figure"), strong=True))
        row = QHBoxLayout()
        row.setSpacing(theme.space(theme.SMALL))
        row.addWidget(Field(self.tr("If we held"), self.figure), 1)
        row.addWidget(Field(self.tr("Of"), self.material), 2)
        column.addLayout(row)
        column.addWidget(self.tried)
        return page

    def _was(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(framed(self.versions_table), 2)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("What changed with it"), strong=True), 1)
        head.addWidget(self.reopen)
        column.addLayout(head)
        told = QWidget()
        inside = QVBoxLayout(told)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.changes)
        inside.addStretch(1)
        column.addWidget(ScrollArea(told), 1)
        return page

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda key: self._pages.setCurrentIndex(0 if key == "does" else 1))
        self.figure.textChanged.connect(lambda _text: self._try())
        self.material.currentIndexChanged.connect(lambda _index: self._try())
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_line_chosen())
        self.versions_table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_version_selected())
        self.reopen.clicked.connect(self._on_reopen)

    # what is shown

    def show_profile(self, profile: Profile) -> None:
        """Say what these rules do."""
        self._profile = profile
        numbered = profile.sentences() or (tr("Figures leave as they are."),)
        self.rules.setText("\n".join(words(sentence) for sentence in numbered))
        if profile.scope and self.material.value not in profile.scope:
            self.material.choose(profile.scope[0])
        self._try()

    def show_example(self, shown: Preview) -> None:
        """Show what became of our stock."""
        self.model.set_rows(shown.lines)
        if shown.lines:
            self.example.show_content()
            self.table.selectRow(0)
        else:
            self.example.show_empty(
                "disclosure",
                self.tr("Nothing would leave"),
                self.tr("Choose materials that are in stock: their figures then stand here, before and after."),
            )

    def show_error(self, error: StockpileError) -> None:
        """The form cannot be read: say why."""
        self._profile = None
        for label in (self.rules, self.tried, self.chain):
            label.setText("")
        self.example.show_error(error)

    def show_versions(self, rows: Sequence[VersionRow]) -> None:
        """Show how the profile came about."""
        self.versions.set_rows(rows)
        self.changes.setText("")
        self.reopen.setEnabled(False)
        if rows:
            self.versions_table.selectRow(0)

    # slots

    def _on_line_chosen(self) -> None:
        line: PreviewLine | None = _selected(self.table, self.model)
        self.chain.setText(tr("How: {chain}", chain=words(line.chain_words)) if line else "")

    def _on_version_selected(self) -> None:
        row: VersionRow | None = _selected(self.versions_table, self.versions)
        self.changes.setText("\n".join(row.changes) if row else "")
        self.reopen.setEnabled(bool(row and row.version.profile and not row.current))

    def _on_reopen(self) -> None:
        row: VersionRow | None = _selected(self.versions_table, self.versions)
        if row and row.version.profile:
            self.version_chosen.emit(row.version.profile)

    def _try(self) -> None:
        profile, material = self._profile, self.material.value
        if profile is None or material is None:
            self.tried.setText("")
            return
        try:
            held = read_mass(self._formats, self.figure.text())
        except InputError as error:
            self.tried.setText(words(error.message))
            return
        self.tried.setText(tried_words(self._formats, profile, material, held, self._today))


def tried_words(formats: Formats, profile: Profile, material: str, held: int, today: date) -> str:
    """What becomes of one figure of one material, and of the day."""
    if material not in profile.scope:
        return tr("{material} is not in scope: nothing leaves.", material=material)
    reason = profile.withhold.get(material)
    told = (
        tr("withheld: {reason}", reason=exchange_words.reason(reason.value))
        if reason
        else value_text(formats, profile.rounding_rule.of(material, held))
    )
    day = profile.coarsening.day(today)
    return tr(
        "It leaves as {told}, as of {day}, from {open} on.",
        told=told, day=formats.day(day), open=formats.day(profile.delay.open_from(day)),
    )  # fmt: skip


def _selected(table: Table, model: ListModel) -> Any:
    ranges = table.selected_ranges()
    return model.row(ranges[0][0]) if ranges else None


def _example_columns(desk: Desk) -> tuple[Column, ...]:
    catalogue, formats = desk.session.context.catalogue, desk.formats

    def about(line: PreviewLine) -> str:
        return exchange_words.position(catalogue, structs.replace(line.position.key, measure=""))

    def measure(line: PreviewLine) -> str:
        return exchange_words.measure_in_short(line.position.key.measure)

    def own(line: PreviewLine) -> str:
        return formats.mass(line.own, unit_for(line.own)) if line.own else tr("nil")

    return (
        Column("about", tr("What"), about, characters=30, stretch=True),
        Column("measure", tr("Measure"), measure, characters=11),
        Column("own", tr("Our value"), own, numeric=True, muted=lambda _line: True, characters=15,
               unit=lambda line: unit_for(line.own) if line.own else "", tip=tr("Stays here")),
        quantity_column(formats, "leaves", tr("What leaves"), lambda line: line.position.quantity, characters=19),
    )  # fmt: skip


def _version_columns(formats: Formats) -> tuple[Column, ...]:
    def what(row: VersionRow) -> str:
        if len(row.changes) == 1:
            return row.changes[0]
        return tr_count("{n} change", "{n} changes", len(row.changes))

    return (
        Column("version", tr("Version"), lambda row: formats.integer(row.version.version), numeric=True, characters=8),
        Column("at", tr("Saved"), lambda row: formats.moment(row.version.at), characters=26),
        Column("what", tr("What changed"), what, characters=30, stretch=True),
    )  # fmt: skip
