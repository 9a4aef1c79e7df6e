"""Reading the lists of the catalogue: one line of CSV text becomes one value, or the line is named and refused.

The columns are described in ``resources/catalogue/README.md``. Nothing is repaired and nothing is guessed: the lists
belong to the program, so a line that is wrong means a damaged installation or a slip of ours.

>>> by_code(rows("units", text), read_unit_row)["mtu"].kg
Decimal('10')
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import NoReturn, TypeVar

from stockpile_client.core.errors import InputError
from stockpile_client.core.materials import FORM_GROUPS, LANGUAGES, METHODS, Form, Material, Unit
from stockpile_client.core.phrases import phrase

_Value = TypeVar("_Value")


def refuse(listing: str, where: str, problem: str) -> NoReturn:
    """Raise ``E_CATALOGUE``: which list, where in it, what is wrong."""
    raise InputError(
        "E_CATALOGUE",
        phrase(
            "The list '{listing}' of the catalogue is wrong at {where}: {problem}.",
            listing=listing,
            where=where,
            problem=problem,
        ),
        hint=phrase("Restore the list that came with the program."),
    )


def require_known(listing: str, where: str, what: str, code: str, known: Mapping[str, object]) -> None:
    """Refuse the list if its entry ``where`` names a code that another list does not hold."""
    if code not in known:
        refuse(listing, where, phrase("unknown {what} '{code}'", what=what, code=code[:40]))


class Row:
    """One line of a list: text by column, with an error that names the line."""

    def __init__(self, listing: str, line: int, cells: Mapping[str, str | None]) -> None:
        self._listing, self._line, self._cells = listing, line, cells

    def __getitem__(self, column: str) -> str:
        value = self._cells.get(column)
        if value is None:
            self.refuse(phrase("column '{column}' is missing", column=column))
        return value

    def refuse(self, problem: str) -> NoReturn:
        refuse(self._listing, phrase("line {line}", line=str(self._line)), problem)

    def filled(self, column: str) -> str:
        return self[column] or self.refuse(phrase("'{column}' is empty", column=column))

    def several(self, column: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self[column].split(";") if part.strip())

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        value = self[column]
        return (
            value
            if value in allowed
            else self.refuse(phrase("'{column}' is '{value}'", column=column, value=value[:40]))
        )

    def flag(self, column: str) -> bool:
        return self.one_of(column, ("0", "1")) == "1"

    def positive(self, column: str) -> Decimal:
        try:
            value = Decimal(self[column])
        except InvalidOperation:
            self.refuse(phrase("'{column}' is not a number", column=column))
        return (
            value
            if value.is_finite() and value > 0
            else self.refuse(phrase("'{column}' is not above zero", column=column))
        )


def rows(listing: str, text: str) -> Iterator[Row]:
    """The lines of one CSV text below its header."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    for cells in reader:
        yield Row(listing, reader.line_num, cells)


def by_code(lines: Iterable[Row], read: Callable[[Row], tuple[str, _Value]]) -> dict[str, _Value]:
    """The values of a list by their code, in order; an empty or repeated code refuses the list."""
    known: dict[str, _Value] = {}
    for row in lines:
        code, value = read(row)
        if not code or code in known:
            row.refuse(phrase("the code '{code}' is empty or repeated", code=code))
        known[code] = value
    return known


def read_material_row(row: Row) -> tuple[str, Material]:
    """A line of ``materials.csv``, with its code."""
    code = row["code"]
    return code, Material(
        code=code,
        symbol=row["symbol"],
        names=MappingProxyType({language: row.filled(f"name_{language}") for language in LANGUAGES}),
        aliases=row.several("aliases"),
        category=row["category"],
        default_basis=row["default_content_basis"],
        default_unit=row["default_unit"],
        hs6=row.several("hs6"),
        typical_forms=row.several("typical_traded_forms"),
        eu_critical=row.flag("on_eu_crm_2023"),
        eu_critical_entry=row["eu_crm_entry"],
        eu_strategic=row.flag("on_eu_strategic_2023"),
        eu_strategic_entry=row["eu_strategic_entry"],
        us_critical_2022=row.flag("on_us_cm_2022"),
        us_critical_2025=row.flag("on_us_cm_2025"),
        jp_rare_metal=row.flag("on_jp_raremetal_34"),
    )


def read_form_row(row: Row) -> tuple[str, Form]:
    """A line of ``forms.csv``, with its code."""
    code = row["form_code"]
    basis = row["reference_basis"] or None
    contained = row.positive("contained_element_factor")
    if contained > 1:
        row.refuse(phrase("a form cannot contain more than its own mass"))
    return code, Form(
        code=code,
        material=row["material_code"],
        name=row.filled("form"),
        group=row.one_of("form_group", FORM_GROUPS),
        aliases=row.several("aliases"),
        formula=row["formula"],
        contained_element=row.filled("contained_element"),
        contained_factor=contained,
        reference_basis=basis,
        reference_factor=row.positive("reference_basis_factor") if basis else None,
        method=row.one_of("method", METHODS),
        declared_grade=row["declared_grade"],
        default_unit=row["default_unit"],
        hs6=row["hs6"],
        note=row["note"],
    )


def read_unit_row(row: Row) -> tuple[str, Unit]:
    """A line of ``units.csv``, with its code."""
    code = row["unit"]
    return code, Unit(
        code=code,
        name=row.filled("name"),
        dimension=row.filled("dimension"),
        kg=row.positive("kg_factor"),
        exact=row.flag("exact"),
        note=row["note"],
    )
