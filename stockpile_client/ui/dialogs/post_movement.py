"""Post a movement of a lot: what happened, and what it does to the stock, before it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from stockpile_client.core.lots import Lot
from stockpile_client.core.movements import NEEDS_REASON, MovementKind
from stockpile_client.core.quantities import mass_from
from stockpile_client.core.sites import Site
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.context import Context
from stockpile_client.services.movement_plan import (
    STATES_WHAT_IS_THERE,
    MovementPlan,
    WantedMovement,
    apply_movement,
    plan_movement,
)
from stockpile_client.services.typed import read_amount
from stockpile_client.services.weighing import unit_choices
from stockpile_client.ui import stock_words, theme
from stockpile_client.ui.dialogs.form import choice
from stockpile_client.ui.dialogs.movement_lines import lines_of, title_of
from stockpile_client.ui.dialogs.plan_form import PlanForm
from stockpile_client.ui.formats import KG_PER_UNIT, decimal_mark
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.before_after import BeforeAfter
from stockpile_client.ui.widgets.inputs import DateEdit, LineEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.workspaces import Desk

KEY = "movement.new:"
KINDS = (
    MovementKind.RECEIPT, MovementKind.RELEASE, MovementKind.SALE, MovementKind.MOVED_OUT, MovementKind.ROTATION_OUT,
    MovementKind.ROTATION_IN, MovementKind.LOAN_OUT, MovementKind.LOAN_IN, MovementKind.COUNT_ADJUSTMENT,
    MovementKind.LOSS, MovementKind.UPGRADE, MovementKind.TRANSFER_OF_TITLE,
)  # fmt: skip


class MovementForm(PlanForm):
    """``sites`` are those that are open: where a lot may be moved to."""

    FIELD_OF: ClassVar = {
        "E_FUTURE": "effective", "E_BEFORE_OPENING": "effective", "E_REASON_MISSING": "reason", "E_NO_SITE": "to_site",
        "E_SITE_CLOSED": "to_site", "E_NEGATIVE_STOCK": "amount", "E_MOVEMENT_EMPTY": "amount",
        "E_QUANTITY_RANGE": "amount", "E_OVERSOLD": "amount", "E_CONTENT_OVER_GROSS": "contained",
        "E_MOISTURE_MISSING": "unit", "E_UNIT_BASIS": "unit",
    }  # fmt: skip

    def __init__(self, desk: Desk, lot: Lot, sites: list[Site], parent: QWidget | None = None) -> None:
        name = " · ".join(part for part in (lot.number, stock_words.form(lot.form)) if part)
        super().__init__(
            desk, f"{KEY}{lot.id}", title=tr("Post a movement"), words=name, action=tr("Post"), parent=parent
        )
        self._lot = lot
        self._sites = sites
        self.preview = BeforeAfter()
        self.factor = PlainLabel(muted=True, wrap=True)
        self.cautions = NoticePanel(Status.CAUTION)
        self._build_fields()
        self.begin()
        self._show_kind()

    def _build_fields(self) -> None:
        today = self.desk.session.context.today()
        day = DateEdit()
        day.setDate(today)  # type: ignore[arg-type]  # a date is one of PySide's ways to give a day
        kinds = choice([(kind.value, stock_words.term("movement_kind", kind)) for kind in KINDS])
        units = choice([(unit, unit) for unit in unit_choices(self.desk.session.context.catalogue, self._lot.form)])
        places = choice([("", tr("Choose a site")), *((one.id, stock_words.place(one)) for one in self._sites)])
        ways = choice([("", tr("to us")), ("out", tr("from us to another"))])
        self.put("kind", tr("What happened"), kinds, (0, 0, 3))
        self.put("effective", tr("On"), day, (0, 3, 3))
        self.put("to_site", tr("To the site"), places, (1, 0, 6))
        self.put("outwards", tr("Title passed"), ways, (2, 0, 6))
        self.put("amount", tr("Quantity"), LineEdit(), (3, 0, 2))
        self.put("unit", tr("Unit"), units, (3, 2, 2))
        self.put("contained", tr("Measured content (t)"), LineEdit(), (3, 4, 2), tr("Empty: worked out"))
        self.put("counterparty", tr("With whom"), LineEdit(), (4, 3, 3))
        self.put("document", tr("Document"), LineEdit(), (4, 0, 3))
        self.put("reason", tr("Reason"), LineEdit(), (5, 0, 6))
        self.body.addWidget(self.preview)
        self.body.addWidget(self.factor)
        self.body.addWidget(self.cautions)
        self.factor.setVisible(False)
        self.fields["amount"].editor.setMinimumWidth(theme.text_width(12))
        self._mark = decimal_mark(self.desk.formats.locale)

    # reading

    def read(self) -> WantedMovement | None:
        kind = MovementKind(self["kind"])
        self._show_kind()
        states = kind in STATES_WHAT_IS_THERE
        amount = self.attempt("amount", lambda: read_amount(self["amount"], self._mark, zero=states))
        contained = None
        if self["contained"].strip():
            value = self.attempt("contained", lambda: read_amount(self["contained"], self._mark, zero=states))
            contained = None if value is None else self.attempt(
                "contained", lambda: mass_from(value, kg_per_unit=KG_PER_UNIT["t"])
            )  # fmt: skip
        elif kind is MovementKind.UPGRADE:
            self.refuse("contained", tr("Give the content as it is after the upgrade."))
        if kind in NEEDS_REASON and not self["reason"].strip():
            self.refuse("reason", tr("Say why: the ledger keeps it."))
        if kind is MovementKind.MOVED_OUT and not self["to_site"]:
            self.refuse("to_site", tr("Choose the site that the lot is moved to."))
        day = self.day("effective")
        if amount is None or day is None:
            return None
        return WantedMovement(
            self._lot.id, kind, day, amount, self["unit"], contained, bool(self["outwards"]),
            self["to_site"] if kind is MovementKind.MOVED_OUT else "", self["reason"], self["counterparty"],
            self["document"],
        )  # fmt: skip

    def _show_kind(self) -> None:
        kind = MovementKind(self["kind"])
        self.fields["to_site"].setVisible(kind is MovementKind.MOVED_OUT)
        self.fields["outwards"].setVisible(kind is MovementKind.TRANSFER_OF_TITLE)
        self.fields["counterparty"].setVisible(kind not in (MovementKind.MOVED_OUT, *STATES_WHAT_IS_THERE))
        self.fields["amount"].set_label(
            tr("Quantity found") if kind in STATES_WHAT_IS_THERE else tr("Quantity")
        )  # fmt: skip

    # the plan

    def make_plan(self, value: WantedMovement) -> Callable[[Context], MovementPlan]:
        return lambda ctx: plan_movement(ctx, value)

    def apply_plan(self, plan: MovementPlan) -> Callable[[Context], ChangeSet]:
        return lambda ctx: apply_movement(ctx, plan)

    def show_plan(self, plan: MovementPlan | None) -> None:
        self.preview.clear()
        parts = plan.parts if plan else ()
        for part in parts:
            self.preview.add_group(title_of(part), lines_of(self.desk.formats, part))
        self.factor.setText(tr("Content: {factor}", factor=plan.factor) if plan and plan.factor else "")
        self.factor.setVisible(bool(plan and plan.factor))
        notes = list(plan.cautions) if plan else []
        self.cautions.say(notes[0] if notes else "", notes[1:])
