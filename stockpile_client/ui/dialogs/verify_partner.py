"""Verify a partner: the sixty digits in twelve groups, of which four are typed as the partner reads them out.

Those four are not on this screen, so that they can come from nowhere but the partner. If one differs nothing changes,
and the dialog says so loudly.
"""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.partners import PartnerRow, SafetyNumber, partner_safety_number, verify_partner
from stockpile_client.ui import theme
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import ComboBox, LineEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.qr_code import QrCode
from stockpile_client.ui.workspaces import Desk

_COLUMNS = 3
_GROUPS_OF_ONE = 6


class VerifyPartnerDialog(DecisionDialog):
    """See the module."""

    def __init__(self, desk: Desk, partner: PartnerRow, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Verify {name}").format(name=partner.short_name),
            self.tr(
                "Call {name} on a number that you know from elsewhere, not from the message that brought the card."
                " Both open this page."
            ).format(name=partner.short_name),
            self.tr("Verify"),
            parent,
        )
        self._desk = desk
        self._partner = partner
        self.mismatch = NoticePanel(Status.DANGER)
        self.fields: dict[int, LineEdit] = {}
        self.groups: dict[int, PlainLabel] = {}
        self.code = QrCode(self.tr("The safety number as a QR code"))
        self.who = LineEdit(placeholder=self.tr("Your name, and whom you spoke with"))
        self.how = ComboBox()
        self._instruction = PlainLabel(self.tr("Computing the safety number…"), wrap=True)
        self._grid = QGridLayout()
        self._build_body()
        self.primary.setEnabled(False)
        self.confirmed.connect(self._on_confirmed)
        self.who.textChanged.connect(self._on_text_changed)
        desk.session.read(
            lambda ctx, _token: partner_safety_number(ctx, partner.agency_id),
            then=self._on_number,
            failed=self.show_refusal,
        )

    def _build_body(self) -> None:
        self._grid.setHorizontalSpacing(theme.space(theme.MEDIUM))
        self._grid.setVerticalSpacing(theme.space(theme.SMALL))
        self.how.addItems(
            [self.tr("Telephone"), self.tr("Video call"), self.tr("In person"), self.tr("In person, by QR code")]
        )
        left = QVBoxLayout()
        left.setSpacing(theme.space(theme.SMALL))
        left.addLayout(self._grid)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.space(theme.TIGHT))
        right.addWidget(self.code)
        right.addWidget(PlainLabel(self.tr("All sixty digits, to scan"), size=Size.SMALL, muted=True))
        right.addStretch(1)
        number = QHBoxLayout()
        number.setSpacing(theme.space(theme.LARGE))
        number.addLayout(left, 1)
        number.addLayout(right)
        record = QHBoxLayout()
        record.setSpacing(theme.space(theme.MEDIUM))
        record.addWidget(Field(self.tr("Who compared"), self.who), 2)
        record.addWidget(Field(self.tr("How"), self.how), 1)
        self.body.addWidget(self._instruction)
        self.body.addLayout(number)
        self.body.addWidget(self.mismatch)
        self.body.addLayout(record)

    # the number

    def _on_number(self, number: SafetyNumber) -> None:
        first, last = number.to_type[0], number.to_type[-1]
        ours = first - _GROUPS_OF_ONE if first > _GROUPS_OF_ONE else first + _GROUPS_OF_ONE
        self._instruction.setText(
            self.tr(
                "Read out groups {ours} to {ours_last}. Then type groups {first} to {last} as {name} reads them to you."
            ).format(ours=ours, ours_last=ours + last - first, first=first, last=last, name=self._partner.short_name)
        )
        for place, digits in enumerate(number.groups, start=1):
            row, column = divmod(place - 1, _COLUMNS)
            self._grid.addWidget(PlainLabel(str(place), size=Size.SMALL, muted=True), row, 2 * column)
            self._grid.addWidget(self._group(place, digits, to_type=place in number.to_type), row, 2 * column + 1)
        self._grid.setColumnStretch(2 * _COLUMNS, 1)
        self.code.show_text(number.text)
        self._chain_tabs()
        QTimer.singleShot(0, self, self.fit)  # the groups count in the layout once they are shown
        self.fields[first].setFocus()

    def _group(self, place: int, digits: str, *, to_type: bool) -> QWidget:
        if not to_type:
            label = self.groups[place] = PlainLabel(digits, fixed=True, selectable=True)
            label.setAccessibleName(self.tr("Group {number}: {digits}").format(number=place, digits=" ".join(digits)))
            label.setMinimumHeight(theme.control_height())
            return label
        field = self.fields[place] = LineEdit(placeholder="·····")
        field.setFont(theme.font(fixed=True))
        field.setMaxLength(7)
        field.setFixedWidth(theme.text_width(10) + theme.space(theme.SMALL))
        field.setAccessibleName(self.tr("Group {number}, as the partner reads it out").format(number=place))
        field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        field.textChanged.connect(self._on_text_changed)
        return field

    def _chain_tabs(self) -> None:
        chain = [*(self.fields[place] for place in sorted(self.fields)), self.who, self.how, self.cancel, self.primary]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _on_text_changed(self) -> None:
        typed = all(field.text().strip() for field in self.fields.values())
        self.primary.setEnabled(bool(self.fields) and typed and bool(self.who.text().strip()))

    # verifying

    def _on_confirmed(self) -> None:
        typed = {place: field.text() for place, field in self.fields.items()}
        who, how, agency = self.who.text(), self.how.currentText(), self._partner.agency_id
        self.mismatch.say("")
        self.messages.put_away()
        self.set_busy(True)
        self._desk.session.mutate(
            lambda ctx, _token: verify_partner(ctx, agency, typed=typed, who=who, how=how),
            then=self._on_verified,
            failed=self._on_refused,
            initiator=self,
            title=self.tr("Comparing the safety number"),
        )

    def _on_verified(self, _change: ChangeSet) -> None:
        self._desk.messages.show_message(
            Status.DONE, self.tr("{name} is verified.").format(name=self._partner.short_name)
        )
        self.accept()

    def _on_refused(self, error: StockpileError) -> None:
        if error.code != "E_SAFETY_NUMBER":
            self.show_refusal(error)
            return
        self.set_busy(False)
        self._on_text_changed()
        self.mismatch.say(
            self.tr("The numbers differ. Do not go on."), [error.message, error.unchanged, error.hint],
            status=Status.DANGER,
        )  # fmt: skip
        self.fit()
        self.fields[min(self.fields)].setFocus()
        self.fields[min(self.fields)].selectAll()
