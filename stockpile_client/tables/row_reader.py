"""From the cells of one row to an :class:`~stockpile_client.tables.rows.InventoryRow` and the findings about it.

Rules
- A row that an error is found in is rejected whole; nothing of it is booked.
- A row without a number books nothing, so whatever else is wrong with it is a warning: there is nothing to reject.
- No number is ever made up: a sign, a word or a blank in place of a quantity stays what it is (core.quantities).
- What was decided for many rows at once (a spelling of a unit, a form taken from its name) is said once, at the first.

>>> row, findings = reader.read(2, ["MN", "Manganese ore", "-9", "kt"])
>>> row, findings[0].code
(None, 'negative_stock')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from stockpile_client.core.availability import Availability
from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.content import Content, ContentRule, Grade, content_rule
from stockpile_client.core.errors import InputError
from stockpile_client.core.lots import HolderClass
from stockpile_client.core.materials import Form
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import mass_from
from stockpile_client.core.units import StatedUnit
from stockpile_client.tables import words
from stockpile_client.tables.evidence import Evidence
from stockpile_client.tables.findings import Finding, Problem, Severity
from stockpile_client.tables.mapping import ColumnMapping, HeaderFacts
from stockpile_client.tables.naming import Names
from stockpile_client.tables.number_text import NoNumber, NoNumberKind, Number, read_number, says_exhausted
from stockpile_client.tables.row_cells import CACHED, RowCells
from stockpile_client.tables.rows import Defaults, InventoryRow, Place, RepeatedRows, Verdict, digest_of
from stockpile_client.tables.verdicts import NO_NUMBER, PROBLEMS

AVAILABILITY = ("decision_days", "preparation_days", "transport_days", "max_rate", "cross_border")


class RowReader:
    """Reads row after row of one file; use a new one for every pass over it."""

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        header: Sequence[str],
        mapping: ColumnMapping,
        facts: Mapping[str, HeaderFacts],
        evidence: Evidence,
        defaults: Defaults,
        today: date | None,
    ) -> None:
        self._catalogue, self._facts, self._defaults, self._today = catalogue, facts, defaults, today
        self._cells = cells = RowCells(header, mapping, evidence)
        self._names = Names(catalogue, mapping)
        self._scales = {name: evidence.scale(name) for name in ("moisture", "assay", "purity") if name in facts}
        self._mtu = catalogue.unit("mtu")
        self._rules: dict[tuple[str, str | None, str, Grade], ContentRule] = {}
        self._repeats = RepeatedRows()
        unit_names = ("unit", "basis", "assay_of")
        self._what = cells.remembered(("material", "form"), self._read_what)
        self._stated = cells.remembered(unit_names, self._read_unit)
        self._grade = cells.remembered(("moisture", "assay", "assay_of", "purity"), self._read_grade)
        self._place = cells.remembered(("site", "town", "region", "country"), self._read_place)
        self._holder = cells.remembered(("holder_class", "holder"), self._read_holder)
        self._days = cells.remembered(("as_of", "opening_date", "rotate_by"), self._read_days)
        self._availability = cells.remembered((*AVAILABILITY, *unit_names), self._read_availability)
        self._origin = cells.remembered(("source", "illustrative"), self._read_origin)

    def read(self, number: int, cells: list[str]) -> tuple[InventoryRow | None, list[Finding]]:
        """The row, or ``None`` where it is rejected or a mere total, and everything found in it."""
        self._cells.begin(cells)
        row = None
        if self._is_total(cells):
            self._cells.problem("", next(cell for cell in cells if cell), PROBLEMS["totals_row"])
        else:
            row = self._row(number)
        return row, self._cells.findings(number)

    @staticmethod
    def _is_total(cells: list[str]) -> bool:
        return any(words.is_total(cell) for cell in cells[:3] if 0 < len(cell) < 40 and not cell[-1].isdigit())

    def _row(self, number: int) -> InventoryRow | None:
        cells = self._cells
        verdict, amount, unit_in_cell = self._quantity()
        lot_number, note = cells.text("lot_number"), cells.text("note")
        supplier, purpose = cells.text("supplier"), cells.text("purpose")
        material, form = self._what()
        stated = self._names.unit(unit_in_cell, "") if unit_in_cell else self._stated()
        if isinstance(stated, Problem):
            stated = None
        if verdict is Verdict.STOCK and not (stated or cells.cell("unit") or self._facts["quantity"].unit):
            cells.problem("unit", "", PROBLEMS["unit_missing"])
        grade = self._grade()
        content = self._content(amount, stated, form, grade)
        place, (holder_class, holder) = self._place(), self._holder()
        as_of, opened_on, rotate_by = self._days()
        availability, (source, illustrative) = self._availability(), self._origin()
        if verdict is not Verdict.STOCK:
            cells.soften()
        if cells.has_error:
            return None
        what = (verdict, lot_number, material, form and form.code)
        grades = (grade.moisture, grade.assay, grade.assay_of, grade.purity)
        much = (amount and amount.normalize(), stated and stated.unit.code, stated and stated.of)
        where = (place.site, place.town, place.region, place.country, holder_class, holder)
        digest = digest_of((*what, *grades, *much, *where, as_of, opened_on, rotate_by))
        if again := self._repeats.occurrence(digest):
            digest = digest_of((digest, again))
            if verdict is Verdict.STOCK and not lot_number:  # a number that stands twice is looked at in lot_numbers
                cells.problem("", material or "", PROBLEMS["row_repeated"])
        return InventoryRow(
            number=number,
            digest=digest,
            verdict=verdict,
            to_confirm=cells.has("exhausted_in_words"),
            lot_number=lot_number,
            material=material or "",
            form=form.code if form else "",
            amount=amount,
            unit=stated,
            grade=grade,
            content=content,
            place=place,
            holder_class=holder_class,
            holder=holder,
            supplier=supplier,
            purpose=purpose,
            as_of=as_of,
            opened_on=opened_on,
            rotate_by=rotate_by,
            availability=availability,
            illustrative=illustrative,
            source=source,
            note=note,
        )

    # -- quantity ------------------------------------------------------------------------------------------------------

    def _quantity(self) -> tuple[Verdict, Decimal | None, str]:
        """The verdict, the amount if it is above zero, and a unit that was written beside the number."""
        cells, unit = self._cells, ""
        cell = cells.raw("quantity")
        read = read_number(cell, cells.mark)
        if isinstance(read, NoNumber):
            if not cells.cell("unit") and not self._facts["quantity"].unit:
                read, unit = self._number_beside_unit(cell, read)
            if isinstance(read, NoNumber):
                return self._without_number(read), None, unit
        if not read.value:
            cells.problem("quantity", cell, PROBLEMS["zero"])
            return Verdict.NIL, None, unit
        if read.percent or read.value < 0:
            cells.problem("quantity", cell, PROBLEMS["quantity_percent" if read.percent else "negative_stock"])
            return Verdict.STOCK, None, unit
        if words.mentions_total(form := cells.cell("form")):
            cells.problem("form", form, PROBLEMS["mentions_total"])
        return Verdict.STOCK, read.value, unit

    def _number_beside_unit(self, cell: str, read: NoNumber) -> tuple[Number | NoNumber, str]:
        head, _, tail = cell.strip().rpartition(" ")
        if not head or not tail[:1].isalpha() or isinstance(self._names.unit(tail, ""), Problem):
            return read, ""
        again = read_number(head, self._cells.mark)
        return (again, tail) if isinstance(again, Number) else (read, "")

    def _without_number(self, read: NoNumber) -> Verdict:
        verdict, problem = NO_NUMBER[read.kind]
        if read.kind is NoNumberKind.BLANK:
            remarks = [self._cells.cell(name) for name in ("basis", "note", "form")]
            if any(map(says_exhausted, remarks)):
                verdict, problem = NO_NUMBER[NoNumberKind.EXHAUSTED]
            elif any(map(words.says_flow_only, remarks)):
                problem = PROBLEMS["flow_only"]
        self._cells.problem("quantity", read.printed, problem)
        return verdict

    def _read_unit(self) -> StatedUnit | None:
        text = self._cells.text("unit") or self._facts["quantity"].unit
        if not text:
            return None
        stated = self._names.unit(text, words.content_basis(self._cells.cell("basis")) or self._cells.cell("assay_of"))
        if isinstance(stated, Problem):
            self._cells.problem("unit" if self._cells.cell("unit") else "quantity", text, stated)
            return None
        if text != stated.unit.code or text == "Mt":
            # a million tonnes is more than any stock: whoever writes Mt may mean metric tons
            weight = Severity.WARNING if text == "Mt" else Severity.INFO
            unit = stated.unit
            reason = (
                phrase(
                    "Read as {code}: {name}, {kg} kg of {of}.", code=unit.code, name=unit.name, kg=unit.kg, of=stated.of
                )
                if stated.of
                else phrase("Read as {code}: {name}, {kg} kg.", code=unit.code, name=unit.name, kg=unit.kg)
            )
            self._cells.once("unit", text, Problem(weight, "unit_read", reason))
        return stated

    def _fraction(self, name: str) -> Decimal | None:
        cell = self._cells.raw(name)
        if not cell or not cell.strip():
            return None
        read = read_number(cell, self._cells.mark)
        if isinstance(read, NoNumber):
            problem = NO_NUMBER[read.kind][1]
            if problem.is_error or read.kind in (NoNumberKind.NIL, NoNumberKind.EXHAUSTED):
                self._cells.problem(name, cell, problem if problem.is_error else PROBLEMS["fraction_unread"])
            return None
        scale, doubtful = self._scales[name]
        if doubtful and not read.percent and 0 < read.value <= 1:
            self._cells.problem(name, cell, PROBLEMS["percent_or_fraction"])
            return None
        if scale == "fraction" and not read.percent:
            self._cells.once(name, name, PROBLEMS["fraction_assumed"])
            return read.value
        return read.value.scaleb(-2)

    def _read_grade(self) -> Grade:
        moisture, assay, purity = self._fraction("moisture"), self._fraction("assay"), self._fraction("purity")
        of = ""
        if assay is not None:
            of = self._cells.text("assay_of") or self._facts["assay"].compound
        try:
            return Grade(moisture, assay, of, purity)
        except InputError as error:
            for name, value in (("moisture", moisture), ("assay", assay), ("purity", purity)):
                if value is not None and not 0 <= value < (1 if name == "moisture" else 2):
                    self._cells.problem(name, self._cells.cell(name), Problem.of(error))
                    return Grade()
            self._cells.problem("assay", self._cells.cell("assay"), Problem.of(error))
            return Grade()

    def _content(
        self, amount: Decimal | None, stated: StatedUnit | None, form: Form | None, grade: Grade
    ) -> Content | None:
        if amount is None or stated is None or form is None:
            return None
        if form.method == "nominal_grade" and grade.assay is None:
            self._cells.once("form", self._cells.cell("form") or form.code, PROBLEMS["grade_assumed"])
        of = "" if stated.is_content else words.content_basis(self._cells.cell("basis"))
        try:
            if of:  # "t, W content": a mass of what is named, which is what a metric ton unit states
                amount, stated = amount * stated.unit.kg / self._mtu.kg, StatedUnit(self._mtu, of)
            key = (stated.unit.code, stated.of, form.code, grade)
            rule = self._rules.get(key)
            if rule is None:
                rule = content_rule(stated, form, self._catalogue, grade)
                if len(self._rules) < CACHED:
                    self._rules[key] = rule
            return rule.content(amount)
        except InputError as error:
            self._cells.problem("quantity", self._cells.cell("quantity"), Problem.of(error))
            return None

    # -- what, where, whose, how fast ----------------------------------------------------------------------------------

    def _read_what(self) -> tuple[str | None, Form | None]:
        material = self._read_material()
        return material, self._read_form(material)

    def _read_material(self) -> str | None:
        text = self._cells.text("material")
        if not text:
            code = self._names.material_of_form(self._cells.cell("form"))
            if code is None:
                self._cells.problem("material", "", PROBLEMS["material_missing"])
            return code
        found = self._names.material(text)
        if isinstance(found, Problem):
            self._cells.problem("material", text, found)
            return None
        return found

    def _read_form(self, material: str | None) -> Form | None:
        text = self._cells.text("form")
        if material is None:
            return None
        if not text:
            only = self._names.only_form(material)
            if only is None:
                self._cells.problem("form", "", PROBLEMS["form_missing"])
            return only
        form = self._names.form(material, text)
        if isinstance(form, Problem):
            self._cells.problem("form", text, form)
            return None
        if text.upper() != form.code:
            weight = Severity.INFO if text.casefold() == form.name.casefold() else Severity.WARNING
            self._cells.once(
                "form",
                text,
                Problem(weight, "form_read", phrase("Read as {code} ({name}).", code=form.code, name=form.name)),
            )
        return form

    def _read_days(self) -> tuple[date | None, date | None, date | None]:
        """As of, opened on, rotate by."""
        return self._read_as_of(), self._cells.day("opening_date"), self._cells.day("rotate_by")

    def _read_as_of(self) -> date | None:
        as_of = self._cells.day("as_of")
        if as_of is None and not self._cells.cell("as_of"):
            as_of = self._defaults.as_of
            if as_of is None:
                self._cells.problem("as_of", "", PROBLEMS["as_of_missing"])
        if as_of is not None and self._today is not None and as_of > self._today:
            self._cells.problem("as_of", self._cells.cell("as_of"), PROBLEMS["as_of_future"])
        return as_of

    def _read_place(self) -> Place:
        default, text = self._defaults.place, self._cells.text("country")
        country = words.country_code(text) if text else default.country
        if country is None:
            self._cells.problem("country", text, PROBLEMS["country_unread"])
            country = ""
        elif not country:
            self._cells.problem("country", "", PROBLEMS["country_missing"])
        site, town, region = self._cells.text("site"), self._cells.text("town"), self._cells.text("region")
        if site or town or region:
            return Place(site or town, town, region, country)
        if not default.site:
            self._cells.once("site", country, PROBLEMS["site_missing"])
        return Place(default.site, default.town, default.region, country)

    def _read_holder(self) -> tuple[HolderClass, str]:
        """Class and name of the holder; a column headed "Holder" may hold either."""
        text, holder = self._cells.text("holder_class"), self._cells.text("holder")
        if not text:
            named = words.holder_class(holder) if holder else None
            return (named, "") if named else (self._defaults.holder_class, holder)
        named = words.holder_class(text)
        if named is None:
            self._cells.problem("holder_class", text, PROBLEMS["holder_class_unread"])
        return named or self._defaults.holder_class, holder

    def _read_origin(self) -> tuple[str, bool]:
        """Source, and whether the figure is made up."""
        illustrative = self._cells.flag("illustrative", self._defaults.illustrative)
        return self._cells.text("source") or self._defaults.source, illustrative

    def _read_availability(self) -> Availability:
        cells = self._cells
        days = cells.days("decision_days"), cells.days("preparation_days"), cells.days("transport_days")
        try:
            return Availability(*days, self._read_rate(), cells.flag("cross_border", False))
        except InputError as error:
            cells.problem("max_rate" if max(days) <= 3660 else "decision_days", "", Problem.of(error))
            return Availability()

    def _read_rate(self) -> int | None:
        """Milligrams a day; in the unit of its header, or else in that of the quantity."""
        cell = self._cells.cell("max_rate")
        if not cell:
            return None
        read = read_number(self._cells.raw("max_rate"), self._cells.mark)
        if isinstance(read, NoNumber):
            problem = NO_NUMBER[read.kind][1]
            self._cells.problem("max_rate", cell, problem if problem.is_error else PROBLEMS["rate_unread"])
            return None
        text = self._facts["max_rate"].unit
        unit: StatedUnit | Problem | None = self._names.unit(text, "") if text else self._stated()
        if not isinstance(unit, StatedUnit) or unit.is_content or read.percent:
            self._cells.problem("max_rate", cell, unit if isinstance(unit, Problem) else PROBLEMS["rate_unit"])
            return None
        try:
            return mass_from(read.value, kg_per_unit=unit.unit.kg, what="rate")
        except InputError as error:
            self._cells.problem("max_rate", cell, Problem.of(error))
            return None
