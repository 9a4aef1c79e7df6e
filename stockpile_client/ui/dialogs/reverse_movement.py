"""Reverse a posted movement: why, and what it does to the stock, before it is written. Nothing is erased."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from stockpile_client.services.movement_plan import MovementPlan, apply_movement, plan_reversal
from stockpile_client.services.movement_table import MovementRow
from stockpile_client.ui import stock_words
from stockpile_client.ui.dialogs.form import FormDialog
from stockpile_client.ui.dialogs.movement_lines import lines_of, title_of
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.language import tr
from stockpile_client.ui.widgets.before_after import BeforeAfter
from stockpile_client.ui.widgets.inputs import LineEdit
from stockpile_client.ui.workspaces import Desk

KEY = "movement.reverse:"


class ReversalForm(FormDialog):
    """The reason is obligatory; a move between sites is reversed at both."""

    FIELD_OF: ClassVar = {"E_REASON_MISSING": "reason"}

    def __init__(self, desk: Desk, row: MovementRow, parent: QWidget | None = None) -> None:
        words = tr(
            "{kind} of {day}, lot {lot}: an entry with the opposite masses is posted as of the same day. Both stay.",
            kind=stock_words.term("movement_kind", row.kind), day=row.effective, lot=row.number,
        )  # fmt: skip
        super().__init__(
            desk, f"{KEY}{row.id}", title=tr("Reverse a movement"), words=words, action=tr("Reverse"), parent=parent
        )
        self._row = row
        self._planning: Job | None = None
        self.preview = BeforeAfter()
        self.put("reason", tr("Reason"), LineEdit(), (0, 0, 6), tr("For instance: the wrong lot was meant"))
        self.body.addWidget(self.preview)
        self.begin()
        self._preview()

    def read(self) -> str | None:
        reason = self["reason"].strip()
        if not reason:
            self.refuse("reason", tr("Say why: the ledger keeps it."))
        return reason or None

    def _preview(self) -> None:
        """What the reversal would do does not depend on the reason: it is shown at once."""
        self._planning = self.desk.session.read(
            lambda ctx, _token: plan_reversal(ctx, self._row.id, reason=tr("(to be given)")),
            then=self._on_planned, failed=self.show_refusal,
        )  # fmt: skip

    def _on_planned(self, plan: MovementPlan) -> None:
        self._planning = None
        self.preview.clear()
        for part in plan.parts:
            self.preview.add_group(title_of(part), lines_of(self.desk.formats, part))
        self.fit_soon()

    def save(self, value: str) -> None:
        self.desk.session.mutate(
            lambda ctx, _token: apply_movement(ctx, plan_reversal(ctx, self._row.id, reason=value)),
            then=lambda _change: self.done_saving(), failed=self.show_refusal, initiator=self,
        )  # fmt: skip
