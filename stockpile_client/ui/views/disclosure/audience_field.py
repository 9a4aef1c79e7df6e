"""For whom a profile is: partners one by one, a group of them, or the parties of an agreement. Nobody is nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.partners import PartnerRow
from stockpile_client.storage.partners import Agreement
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.theme import Size
from stockpile_client.ui.views.disclosure.choice import Choice
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import CheckBox
from stockpile_client.ui.widgets.status_mark import StatusMark

PARTNERS, GROUP, AGREEMENT = "partners", "group", "agreement"


class AudienceField(QWidget):
    """``edited`` when somebody else is meant."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind: Choice[str] = Choice(
            (
                (PARTNERS, self.tr("Partners, one by one")),
                (GROUP, self.tr("A group of partners")),
                (AGREEMENT, self.tr("The parties of an agreement")),
            )
        )
        self.group: Choice[str] = Choice()
        self.agreement: Choice[str] = Choice()
        self.partners: dict[str, CheckBox] = {}
        self._boxes = QWidget()
        self._box_column = QVBoxLayout(self._boxes)
        self._groups = Field(self.tr("Group"), self.group, self.tr("Whoever is in it when a statement is planned."))
        self._agreements = Field(
            self.tr("Agreement"), self.agreement, self.tr("Whoever is a party when a statement is planned.")
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        self._box_column.setContentsMargins(0, 0, 0, 0)
        self._box_column.setSpacing(theme.space(theme.TIGHT))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(Field(self.tr("For"), self.kind))
        for part in (self._boxes, self._groups, self._agreements):
            column.addWidget(part)
        self._show_kind()

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(lambda _index: self._on_kind_chosen())
        for choice in (self.group, self.agreement):
            choice.currentIndexChanged.connect(lambda _index: self.edited.emit())

    def offer(self, partners: Sequence[PartnerRow], groups: Sequence[str], agreements: Sequence[Agreement]) -> None:
        """Offer these; what is chosen stays chosen where it can."""
        ticked = self._ticked()
        while self._box_column.count():
            item = self._box_column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.partners.clear()
        for row in partners:
            self._box_column.addWidget(self._box(row, checked=row.agency_id in ticked))
        self.group.offer((name, name) for name in groups)
        self.agreement.offer((one.id, one.name) for one in agreements)

    def _box(self, row: PartnerRow, *, checked: bool) -> QWidget:
        box = self.partners[row.agency_id] = CheckBox(row.short_name)
        status, words = exchange_words.partner_state(row.state)
        box.setAccessibleName(
            self.tr("{short}, {name}, {state}").format(short=row.short_name, name=row.name, state=words)
        )
        box.setChecked(checked)
        box.toggled.connect(lambda _on: self.edited.emit())
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(box)
        layout.addStretch(1)
        layout.addWidget(StatusMark(status, words, size=Size.SMALL))
        return line

    def _ticked(self) -> tuple[str, ...]:
        return tuple(sorted(agency for agency, box in self.partners.items() if box.isChecked()))

    def _on_kind_chosen(self) -> None:
        self._show_kind()
        self.edited.emit()

    def _show_kind(self) -> None:
        for part, kind in ((self._boxes, PARTNERS), (self._groups, GROUP), (self._agreements, AGREEMENT)):
            part.setVisible(self.kind.value == kind)

    # a profile in and out

    def show_profile(self, profile: Profile) -> None:
        """Choose whom a profile is for."""
        self.kind.choose(GROUP if profile.group else AGREEMENT if profile.agreement else PARTNERS)
        self.group.choose(profile.group)
        self.agreement.choose(profile.agreement)
        for agency, box in self.partners.items():
            box.setChecked(agency in profile.audience)

    def applied_to(self, profile: Profile) -> Profile:
        """``profile`` for whom is chosen here."""
        kind = self.kind.value
        return replace(
            profile,
            audience=self._ticked() if kind == PARTNERS else (),
            group=(self.group.value or "") if kind == GROUP else "",
            agreement=(self.agreement.value or "") if kind == AGREEMENT else "",
        )
