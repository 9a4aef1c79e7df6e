"""End a claim: its last day, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from stockpile_client.services.claims import ClaimRow, ClaimState, end_claim
from stockpile_client.ui import stock_words
from stockpile_client.ui.dialogs.form import FormDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.widgets.inputs import DateEdit, LineEdit
from stockpile_client.ui.workspaces import Desk

KEY = "claim.end:"


@dataclass(frozen=True, slots=True)
class _End:
    last_day: date
    reason: str


class EndClaimForm(FormDialog):
    """A claim that never came into force is taken back; any other keeps its dates."""

    FIELD_OF: ClassVar = {"E_REASON_MISSING": "reason", "E_CLAIM_ENDED": "last_day", "E_ENCUMBRANCE": "last_day"}

    def __init__(self, desk: Desk, row: ClaimRow, parent: QWidget | None = None) -> None:
        mass = stock_words.contained(desk.formats, row.claim.contained, row.claim.material)
        kind = stock_words.term("encumbrance_kind", row.claim.kind)
        to_come = row.state is ClaimState.TO_COME
        super().__init__(
            desk, f"{KEY}{row.claim.id}", title=tr("End the claim"), action=tr("End the claim"), parent=parent,
            words=tr("{kind}, {mass}. It has not come into force yet: it is taken back, and the record of it stays.",
                     kind=kind, mass=mass) if to_come
            else tr("{kind}, {mass}. It holds until its last day, and stays in the books.", kind=kind, mass=mass),
        )  # fmt: skip
        self._row = row
        day = DateEdit()
        day.setDate(desk.session.context.today())  # type: ignore[arg-type]  # a date is one of PySide's ways
        self.put("last_day", tr("Last day"), day, (0, 0, 2))
        self.put("reason", tr("Reason"), LineEdit(), (1, 0, 6), tr("For instance: the loan was repaid"))
        self.fields["last_day"].setVisible(not to_come)
        self.begin()
        self.fields["reason"].editor.setFocus()

    def read(self) -> _End | None:
        day = self.day("last_day")
        if not self["reason"].strip():
            self.refuse("reason", tr("Say why the claim ends: the record keeps it."))
            return None
        return None if day is None else _End(day, self["reason"])

    def save(self, value: _End) -> None:
        self.desk.session.mutate(
            lambda ctx, _token: end_claim(ctx, self._row.claim.id, last_day=value.last_day, reason=value.reason),
            then=lambda _change: self.done_saving(), failed=self.show_refusal, initiator=self,
        )  # fmt: skip
