"""A new claim on stock, or one corrected: what it is on, how much, how long, and who counts the tonnes."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind
from stockpile_client.core.quantities import mass_from
from stockpile_client.services.claims import save_claim
from stockpile_client.services.typed import read_amount
from stockpile_client.ui import stock_words
from stockpile_client.ui.dialogs.form import FormDialog, choice
from stockpile_client.ui.dialogs.lot_picker import LotPicker
from stockpile_client.ui.formats import KG_PER_UNIT, decimal_mark
from stockpile_client.ui.language import tr
from stockpile_client.ui.widgets.inputs import DateEdit, LineEdit
from stockpile_client.ui.widgets.optional_day import OptionalDay
from stockpile_client.ui.workspaces import Desk

NEW = "claim.new"
ON = ":"
EDIT = "claim.edit:"


class ClaimForm(FormDialog):
    """``claim`` None: a new one; ``lot_number`` is the lot that it is on, or that is proposed."""

    FIELD_OF: ClassVar = {"E_OVERSOLD": "amount", "E_CLAIM_MATERIAL": "material", "E_NO_LOT": "lot"}

    def __init__(
        self, desk: Desk, claim: Encumbrance | None, lot_number: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(
            desk, f"{EDIT}{claim.id}" if claim else f"{NEW}{lot_number and ON}{lot_number}", parent=parent,
            action=tr("Save"),
            title=tr("Edit the claim") if claim else tr("New claim"),
            words=tr("A claim takes stock out of what is usable, and says who counts it: no tonne counts twice."),
        )  # fmt: skip
        self._claim = claim
        self._mark = decimal_mark(desk.formats.locale)
        self.picker = LotPicker(desk, lot_number)
        self._build_fields()
        if claim is not None:
            self._show_claim(claim)
        self.begin()

    def _build_fields(self) -> None:
        today = self.desk.session.context.today()
        since = DateEdit()
        since.setDate(today)  # type: ignore[arg-type]  # a date is one of PySide's ways to give a day
        codes = self.desk.session.context.catalogue.materials
        materials = sorted(((code, stock_words.material(code)) for code in codes), key=lambda one: one[1].casefold())
        counted = choice(stock_words.terms("counted_by"))
        counted.setCurrentIndex(counted.findData(CountedBy.BENEFICIARY.value))
        self.put("kind", tr("Kind"), choice(stock_words.terms("encumbrance_kind")), (0, 0, 3))
        self.put("lot", tr("Lot number"), self.picker, (0, 3, 3))
        self.put("material", tr("Material"), choice(materials), (1, 0, 6))
        self.put("amount", tr("Content claimed"), LineEdit(), (2, 0, 2))
        self.put("unit", tr("Unit"), choice([(unit, unit) for unit in KG_PER_UNIT]), (2, 2, 1))
        self.put("counted_by", tr("In joint totals"), counted, (2, 3, 3))
        self.put("since", tr("First day"), since, (3, 0, 3))
        self.put("until", tr("Last day"), OptionalDay(tr("ends on"), today), (3, 3, 3))
        self.put("counterparty", tr("With whom"), LineEdit(), (4, 0, 3))
        self.put("document", tr("Document"), LineEdit(), (4, 3, 3))

    def _show_claim(self, claim: Encumbrance) -> None:
        self.restore(
            {
                "kind": claim.kind.value,
                "material": claim.material,
                "counted_by": claim.counted_by.value,
                "since": claim.since.isoformat(),
                "until": claim.until.isoformat() if claim.until else "",
                "amount": stock_words.typed_tonnes(self.desk.formats, claim.contained),
                "counterparty": claim.counterparty,
                "document": claim.document,
            }
        )
        for fixed in ("kind", "lot", "material"):
            self.fields[fixed].editor.setEnabled(False)

    # reading

    def read(self) -> Encumbrance | None:
        kind = EncumbranceKind(self["kind"])
        material, lot_id = self._place(on_a_lot=kind is not EncumbranceKind.TICKET_BOUGHT)
        amount = self.attempt("amount", lambda: read_amount(self["amount"], self._mark))
        since, until = self.day("since"), self.day("until")
        if amount is None or since is None or material is None:
            return None
        unit = KG_PER_UNIT[self["unit"]]
        contained = self.attempt("amount", lambda: mass_from(amount, kg_per_unit=unit))
        if until is not None and until < since:
            self.refuse("until", tr("The claim ends before it begins."))
        if contained is None or (until is not None and until < since):
            return None
        return self.attempt(
            "amount",
            lambda: Encumbrance(
                self._claim.id if self._claim else "", kind, material, lot_id, contained, since, until,
                CountedBy(self["counted_by"]), self["counterparty"], self["document"],
            ),
        )  # fmt: skip

    def _place(self, *, on_a_lot: bool) -> tuple[str | None, str]:
        """The material and the id of the lot that the claim is on; None while that is not known."""
        self.fields["lot"].setVisible(on_a_lot)
        if self._claim is not None:
            return self._claim.material, self._claim.lot
        if not on_a_lot:
            self.fields["material"].setVisible(True)
            self.fields["amount"].set_hint("")
            return self["material"], ""
        lot = self.picker.lot
        self.fields["material"].setVisible(lot is not None and bool(lot.by_products))
        if lot is None:
            if not self.picker.value().strip():
                self.refuse("lot", tr("Type the number of the lot."))
            elif not self.picker.is_looking:
                self.refuse("lot", tr("There is no lot of this number."))
            return None, ""
        free = stock_words.contained(self.desk.formats, lot.free, lot.material)
        self.fields["amount"].set_hint(tr("Free today: {mass}", mass=free))
        self.fields["lot"].set_hint(f"{stock_words.form(lot.form)} · {stock_words.place(lot.site)}")
        return (self["material"] if self["material"] in lot.by_products else lot.material), lot.id

    # saving

    def save(self, value: Encumbrance) -> None:
        self.desk.session.mutate(
            lambda ctx, _token: save_claim(ctx, value), then=lambda _change: self.done_saving(),
            failed=self.show_refusal, initiator=self,
        )  # fmt: skip
