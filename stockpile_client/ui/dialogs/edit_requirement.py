"""A new requirement, or a new version of one: consumption, net imports or a target, with its year and source."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from stockpile_client.core.quantities import (
    Band,
    Exact,
    NotApplicable,
    NotCompiled,
    Quantity,
    Rounded,
    Withheld,
    WithheldReason,
    mass_from,
)
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.services.requirements import SERIES, save_requirement
from stockpile_client.services.typed import read_amount, read_days
from stockpile_client.ui import stock_words
from stockpile_client.ui.dialogs.form import FormDialog, choice
from stockpile_client.ui.formats import KG_PER_UNIT, decimal_mark
from stockpile_client.ui.language import tr
from stockpile_client.ui.widgets.inputs import CheckBox, LineEdit
from stockpile_client.ui.workspaces import Desk

NEW = "requirement.new"
EDIT = "requirement.edit:"
_NUMBERS = ("exact", "at_most", "at_least")
_UNITS = ("t", "kg", "g")


class RequirementForm(FormDialog):
    """``item`` None: a new one. What a requirement is known by (material, country, year, kind, source) stays."""

    FIELD_OF: ClassVar = {
        "E_MATERIAL_UNKNOWN": "material", "E_COUNTRY": "country", "E_SOURCE": "source", "E_YEAR": "year",
        "E_REQUIREMENT": "days", "E_QUANTITY_RANGE": "amount",
    }  # fmt: skip

    def __init__(self, desk: Desk, item: Requirement | None, item_id: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            desk, f"{EDIT}{item_id}" if item else NEW, parent=parent, action=tr("Save"),
            title=tr("New version of the requirement") if item else tr("New requirement"),
            words=tr("Cover is worked out from these figures. Earlier versions stay and can be looked up."),
        )  # fmt: skip
        self._item = item
        self._mark = decimal_mark(desk.formats.locale)
        self._build_fields()
        self._show_item(item)
        self.begin()

    def _build_fields(self) -> None:
        codes = (*self.desk.session.context.catalogue.materials, *SERIES)
        materials = sorted(((code, stock_words.material(code)) for code in codes), key=lambda one: one[1].casefold())
        figures = [
            ("exact", tr("a figure")), ("at_most", tr("at most")), ("at_least", tr("at least")),
            ("withheld", tr("withheld by its source")), ("not_compiled", tr("not available")),
            ("not_applicable", tr("does not apply")),
        ]  # fmt: skip
        self.put("material", tr("Material"), choice([("", tr("Choose a material")), *materials]), (0, 0, 3))
        self.put("kind", tr("Kind"), choice(stock_words.terms("requirement_kind")), (0, 3, 3))
        self.put("country", tr("Country"), LineEdit(), (1, 0, 3), tr("Code of two letters, such as IT"))
        self.put("year", tr("Year"), LineEdit(), (1, 3, 3))
        self.put("figure", tr("What is known"), choice(figures), (2, 0, 2))
        self.put("amount", tr("Quantity"), LineEdit(), (2, 2, 2))
        self.put("unit", tr("Unit"), choice([(unit, unit) for unit in _UNITS]), (2, 4, 2))
        self.put("days", tr("Days"), LineEdit(), (3, 0, 6))
        self.put("basis", tr("Mass of"), LineEdit(), (4, 0, 3), tr("Such as element:W, oxide:WO3, gross"))
        self.put("source", tr("Source"), LineEdit(), (4, 3, 3), tr("Title, year and page: partners ask for it"))
        self.put("estimated", tr("Estimate"), CheckBox(tr("the source calls it an estimate")), (5, 0, 6))

    def _show_item(self, item: Requirement | None) -> None:
        context = self.desk.session.context
        if item is None:
            self.restore({"country": context.agency.country, "year": str(context.today().year)})
            return
        figure, mg = _figure(item.quantity)
        self.restore(
            {
                "material": item.material, "kind": item.kind.value, "country": item.country, "year": str(item.year),
                "figure": figure, "basis": item.basis, "source": item.source, "days": str(item.days or ""),
                "amount": "" if mg is None else stock_words.typed_tonnes(self.desk.formats, mg),
                "estimated": "yes" if item.estimated else "",
            }
        )  # fmt: skip
        for fixed in ("material", "kind", "country", "year", "source"):
            self.fields[fixed].editor.setEnabled(False)
        self.fields["figure"].editor.setFocus()

    # reading

    def read(self) -> Requirement | None:
        kind = RequirementKind(self["kind"])
        in_days = kind is RequirementKind.TARGET_DAYS
        for name in ("figure", "amount", "unit", "basis"):
            self.fields[name].setVisible(not in_days)
        self.fields["days"].setVisible(in_days)
        for name in ("amount", "unit"):
            self.fields[name].editor.setEnabled(self["figure"] in _NUMBERS)
        days = self.attempt("days", lambda: read_days(self["days"])) if in_days else None
        quantity: Quantity | None = NotApplicable() if in_days else self._quantity()
        year = self["year"].strip()
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            self.refuse("year", tr("Write the year with four digits."))
        if not self["material"]:
            self.refuse("material", tr("Choose the material that is required."))
        if not self["source"].strip():
            self.refuse("source", tr("Say where the figure comes from."))
        if len(self["country"].strip()) != 2:
            self.refuse("country", tr("Give the country as a code of two letters, like IT."))
        if quantity is None or self.has_problems or (in_days and days is None):
            return None
        return self.attempt(
            "days" if in_days else "year",
            lambda: Requirement(
                self["material"], self["country"].strip().upper(), int(year), kind, quantity, days,
                "" if in_days else self["basis"].strip(), "", self["source"].strip(), bool(self["estimated"]),
                bool(self._item and self._item.illustrative),
            ),
        )  # fmt: skip

    def _quantity(self) -> Quantity | None:
        match self["figure"]:
            case "withheld":
                return Withheld(WithheldReason.TRADE_SECRET)
            case "not_compiled":
                return NotCompiled()
            case "not_applicable":
                return NotApplicable()
        unit = KG_PER_UNIT[self["unit"]]
        mg = self.attempt(
            "amount", lambda: mass_from(read_amount(self["amount"], self._mark, zero=True), kg_per_unit=unit)
        )
        if mg is None or self["figure"] == "exact":
            return None if mg is None else Exact(mg)
        return Band(0, mg) if self["figure"] == "at_most" else Band(mg, None)

    def save(self, value: Requirement) -> None:
        self.desk.session.mutate(
            lambda ctx, _token: save_requirement(ctx, value), then=lambda _change: self.done_saving(),
            failed=self.show_refusal, initiator=self,
        )  # fmt: skip


def _figure(quantity: Quantity) -> tuple[str, int | None]:
    """The choice that stands for a quantity, and its mass in mg; a band that is neither bound shows its middle."""
    match quantity:
        case Exact(mg) | Rounded(mg):
            return "exact", mg
        case Band(low, None):
            return "at_least", low
        case Band(0, int(high)):
            return "at_most", high
        case Band(low, int(high)):
            return "exact", (low + high) // 2
        case Withheld():
            return "withheld", None
        case NotCompiled():
            return "not_compiled", None
        case _:
            return "not_applicable", None
