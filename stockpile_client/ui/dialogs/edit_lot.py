"""A new lot with the stock that it begins with, or what is known of a lot corrected.

The form shows what it would do before Save does it: the content that follows from amount, unit and grade, and for a
corrected grade the count adjustment that comes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from stockpile_client.core.availability import Availability
from stockpile_client.core.content import Grade
from stockpile_client.core.lots import HolderClass, Lot
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import mass_from
from stockpile_client.core.sites import Site
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.context import Context
from stockpile_client.services.lot_editing import (
    FIRST_KINDS,
    LotEditPlan,
    NewLot,
    NewLotPlan,
    add_lot,
    edit_lot,
    plan_lot_edit,
    plan_new_lot,
)
from stockpile_client.services.typed import (
    by_products_text,
    read_amount,
    read_by_products,
    read_days,
    read_share,
    share_text,
)
from stockpile_client.services.weighing import unit_choices
from stockpile_client.ui import stock_words
from stockpile_client.ui.dialogs.form import choice
from stockpile_client.ui.dialogs.plan_form import PlanForm
from stockpile_client.ui.formats import KG_PER_UNIT, decimal_mark
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.inputs import CheckBox, ComboBox, DateEdit, LineEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.optional_day import OptionalDay
from stockpile_client.ui.workspaces import Desk

NEW = "lot.new"
EDIT = "lot.edit:"
TEXTS = ("number", "holder", "source", "supplier", "purpose")
DAYS = ("decision_days", "preparation_days", "transport_days")


class LotForm(PlanForm):
    """``lot`` None: a new one; ``sites`` are those that take lots in."""

    FIELD_OF: ClassVar = {
        "E_LOT_NUMBER": "number", "E_FORM": "form", "E_NO_SITE": "site", "E_SITE_CLOSED": "site",
        "E_FUTURE": "effective", "E_MOISTURE_MISSING": "moisture", "E_UNIT_BASIS": "unit",
        "E_CONTENT_OVER_GROSS": "assay", "E_QUANTITY_RANGE": "amount", "E_AVAILABILITY": "decision_days",
    }  # fmt: skip

    def __init__(self, desk: Desk, lot: Lot | None, sites: Sequence[Site] = (), parent: QWidget | None = None) -> None:
        what = " · ".join((lot.number, stock_words.form(lot.form))) if lot else ""
        super().__init__(
            desk, f"{EDIT}{lot.id}" if lot else NEW, parent=parent, action=tr("Save") if lot else tr("Add the lot"),
            title=tr("Edit the lot") if lot else tr("New lot"),
            words=what or tr("A quantity of one form at one site. It comes with its first entry in the ledger."),
        )  # fmt: skip
        self._lot = lot
        self._sites = sites
        self._catalogue = desk.session.context.catalogue
        self._mark = decimal_mark(desk.formats.locale)
        self.outcome = NoticePanel(Status.INFO)
        if lot is None:
            self._build_stock()
        self._build_facts()
        self.body.addWidget(self.outcome)
        if lot is not None:
            self._show_lot(lot)
        self.begin()

    # building

    def _build_stock(self) -> None:
        materials = sorted(
            ((code, stock_words.material(code)) for code in self._catalogue.materials),
            key=lambda one: one[1].casefold(),
        )
        places = [("", tr("Choose a site")), *((site.id, stock_words.place(site)) for site in self._sites)]
        kinds = [(kind.value, stock_words.term("movement_kind", kind)) for kind in FIRST_KINDS]
        day = DateEdit()
        day.setDate(self.desk.session.context.today())  # type: ignore[arg-type]  # a date is one of PySide's ways
        material = choice([("", tr("Choose a material")), *materials])
        self.put("material", tr("Material"), material, (0, 0, 3))
        self.put("form", tr("Form"), choice([]), (0, 3, 3))
        self.put("site", tr("Site"), choice(places), (1, 0, 3))
        self.put("amount", tr("Quantity"), LineEdit(), (2, 0, 2))
        self.put("unit", tr("Unit"), choice([]), (2, 2, 1))
        self.put("kind", tr("First entry"), choice(kinds), (2, 3, 2))
        self.put("effective", tr("On"), day, (2, 5, 1))
        material.currentIndexChanged.connect(lambda _at: self._offer_forms())
        self._box("form").currentIndexChanged.connect(lambda _at: self._offer_units())
        self._offer_forms()

    def _build_facts(self) -> None:
        today = self.desk.session.context.today()
        self.put("number", tr("Lot number"), LineEdit(), (1, 3, 3) if self._lot is None else (1, 0, 6))
        self.heading(tr("Quality"), 3)
        self.put("moisture", tr("Moisture, %"), LineEdit(), (4, 0, 1))
        self.put("assay", tr("Assay, %"), LineEdit(), (4, 1, 1))
        self.put("assay_of", tr("Assay is of"), LineEdit(), (4, 2, 1), tr("Empty: the element"))
        self.put("purity", tr("Purity, %"), LineEdit(), (4, 3, 1))
        self.put("by_products", tr("Further elements"), LineEdit(), (4, 4, 2), tr("Such as Dy 1.2; Tb 0.2"))
        self.heading(tr("How soon it can be used"), 5)
        self.put("decision_days", tr("Decision, days"), LineEdit(), (6, 0, 1))
        self.put("preparation_days", tr("Preparation, days"), LineEdit(), (6, 1, 1))
        self.put("transport_days", tr("Transport, days"), LineEdit(), (6, 2, 1))
        self.put("max_rate", tr("At most, t a day"), LineEdit(), (6, 3, 1), tr("Empty: no limit"))
        self.put("rotate_by", tr("Rotate"), OptionalDay(tr("by"), today), (6, 4, 2))
        self.put("cross_border", tr("Borders"), CheckBox(tr("may cross borders")), (7, 0, 2))
        self.heading(tr("Whose it is, and what is known of it"), 8)
        self.put("holder_class", tr("Holder"), choice(stock_words.terms("holder_class")), (9, 0, 3))
        self.put(
            "holder", tr("Name of the holder"), LineEdit(), (9, 3, 3), tr("Company of a mandated lot; never travels")
        )
        self.put("source", tr("Source of the figure"), LineEdit(), (10, 0, 2))
        self.put("supplier", tr("Supplier"), LineEdit(), (10, 2, 2), tr("Never travels"))
        self.put("purpose", tr("Purpose"), LineEdit(), (10, 4, 2), tr("Never travels"))
        self.put("illustrative", tr("Figure"), CheckBox(tr("illustrative: made up for demonstration")), (7, 2, 4))

    def _show_lot(self, lot: Lot) -> None:
        grade, available = lot.grade, lot.availability
        shares = {name: share_text(getattr(grade, name), self._mark) for name in ("moisture", "assay", "purity")}
        self.restore(
            {name: getattr(lot, name) for name in TEXTS}
            | {name: str(getattr(available, name) or "") for name in DAYS}
            | shares
            | {
                "assay_of": grade.assay_of, "holder_class": lot.holder_class.value,
                "by_products": by_products_text(lot.by_products, self._mark, self._catalogue),
                "max_rate": stock_words.typed_tonnes(self.desk.formats, available.max_rate or 0),
                "cross_border": "yes" if available.cross_border else "",
                "rotate_by": lot.rotate_by.isoformat() if lot.rotate_by else "",
                "illustrative": "yes" if lot.illustrative else "",
            }
        )  # fmt: skip

    def _box(self, name: str) -> ComboBox:
        box = self.fields[name].editor
        assert isinstance(box, ComboBox)
        return box

    def _offer_forms(self) -> None:
        box = self._box("form")
        box.clear()
        for form in self._catalogue.forms_of(self["material"]) if self["material"] else ():
            box.addItem(form.name, form.code)

    def _offer_units(self) -> None:
        if not self["form"]:
            return
        box, chosen = self._box("unit"), self["unit"]
        box.clear()
        for unit in unit_choices(self._catalogue, self["form"]):
            box.addItem(unit, unit)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    # reading

    def read(self) -> NewLot | Lot | None:
        if not self["number"].strip():
            self.refuse("number", tr("Give the lot a number: by it the next spreadsheet finds it again."))
        grade, shares = self._grade(), self.attempt(
            "by_products", lambda: read_by_products(self["by_products"], self._mark, self._catalogue)
        )  # fmt: skip
        availability = self._availability()
        amount: Decimal | None = None
        if self._lot is None:
            amount = self.attempt("amount", lambda: read_amount(self["amount"], self._mark))
            if not self["material"]:
                self.refuse("material", tr("Choose the material that the lot is of."))
            if not self["site"]:
                self.refuse("site", tr("Choose the site where the lot lies."))
        if self.has_problems or grade is None or shares is None or availability is None:
            return None
        known = self._lot
        lot = Lot(
            known.id if known else "", self["number"], known.material if known else self["material"],
            known.form if known else self["form"], known.site if known else self["site"],
            HolderClass(self["holder_class"]), self["holder"], grade, shares, self.day("rotate_by"), availability,
            self["source"], bool(self["illustrative"]), self["supplier"], self["purpose"],
        )  # fmt: skip
        if known is not None:
            return lot
        day = self.day("effective")
        assert amount is not None  # read above
        assert day is not None  # the field always holds a day
        return NewLot(lot, MovementKind(self["kind"]), day, amount, self["unit"])

    def _grade(self) -> Grade | None:
        moisture, assay, purity = (self._share(name) for name in ("moisture", "assay", "purity"))
        return self.attempt("moisture", lambda: Grade(moisture, assay, self["assay_of"].strip(), purity))

    def _share(self, name: str) -> Decimal | None:
        return self.attempt(name, lambda: read_share(self[name], self._mark))

    def _days(self, name: str) -> int | None:
        return self.attempt(name, lambda: read_days(self[name]))

    def _availability(self) -> Availability | None:
        days = [self._days(name) for name in DAYS]
        rate: int | None = None
        if self["max_rate"].strip():
            typed = self.attempt("max_rate", lambda: read_amount(self["max_rate"], self._mark))
            rate = None if typed is None else mass_from(typed, kg_per_unit=KG_PER_UNIT["t"])
        if any(one is None for one in days):
            return None
        first, second, third = (one or 0 for one in days)
        return self.attempt(
            "max_rate", lambda: Availability(first, second, third, rate, bool(self["cross_border"]))
        )  # fmt: skip

    # the plan

    def make_plan(self, value: NewLot | Lot) -> Callable[[Context], NewLotPlan | LotEditPlan]:
        if isinstance(value, NewLot):
            return lambda ctx: plan_new_lot(ctx, value)
        return lambda ctx: plan_lot_edit(ctx, value)

    def apply_plan(self, plan: NewLotPlan | LotEditPlan) -> Callable[[Context], ChangeSet]:
        if isinstance(plan, NewLotPlan):
            return lambda ctx: add_lot(ctx, plan)
        return lambda ctx: edit_lot(ctx, plan)

    def show_plan(self, plan: NewLotPlan | LotEditPlan | None) -> None:
        headline, lines = self._words_of(plan) if plan else ("", [])
        self.outcome.say(headline, lines, status=Status.CAUTION if plan and plan.cautions else Status.INFO)

    def _words_of(self, plan: NewLotPlan | LotEditPlan) -> tuple[str, list[str]]:
        formats = self.desk.formats
        if isinstance(plan, NewLotPlan):
            content = plan.content
            masses = tr(
                "{gross} gross, {contained} contained",
                gross=formats.mass_with_unit(content.gross),
                contained=stock_words.contained(formats, content.contained, content.material),
            )
            return masses, [tr("Content: {factor}", factor=content.factor), *plan.cautions]
        if plan.movement is None:
            return (plan.cautions[0], list(plan.cautions[1:])) if plan.cautions else ("", [])
        before = stock_words.contained(formats, plan.held.contained, plan.after.material)
        after = stock_words.contained(formats, plan.held.contained + plan.movement.contained, plan.after.material)
        headline = tr("The corrected grade changes the content from {before} to {after}.", before=before, after=after)
        return headline, [tr("A count adjustment is posted with it, as of today."), *plan.cautions]
