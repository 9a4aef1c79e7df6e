"""Recompute every factor of ``resources/catalogue/forms.csv`` from atomic weights, exactly.

    python tools/recompute_factors.py            compare (``--check``); exit 1 if a figure differs
    python tools/recompute_factors.py --write    write the computed figures into forms.csv

Rules: fractions throughout and never a binary float; rounded once, half to even, at the end. The computed factors
must also reproduce those that other sources print (``form_checks.csv``).

>>> elements("Na2WO4.2H2O")
{'Na': 2, 'W': 1, 'O': 6, 'H': 4}
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parent.parent / "resources" / "catalogue"

REFERENCE_COMPOUNDS = {
    "LA": "La2O3", "CE": "CeO2", "PR": "Pr6O11", "ND": "Nd2O3", "SM": "Sm2O3", "EU": "Eu2O3", "GD": "Gd2O3",
    "TB": "Tb4O7", "DY": "Dy2O3", "HO": "Ho2O3", "ER": "Er2O3", "TM": "Tm2O3", "YB": "Yb2O3", "LU": "Lu2O3",
    "Y": "Y2O3", "SC": "Sc2O3",
    "W": "WO3", "V": "V2O5", "NB": "Nb2O5", "TA": "Ta2O5", "MO": "MoO3", "CR": "Cr2O3", "TI": "TiO2", "ZR": "ZrO2",
    "HF": "HfO2", "LI": "Li2CO3", "BE": "BeO", "MG": "MgO", "AL": "Al2O3", "SI": "SiO2", "B": "B2O3", "GE": "GeO2",
    "SB": "Sb2O3", "P": "P2O5", "PHR": "P2O5", "K": "K2O", "U": "U3O8",
}  # fmt: skip
"""The compound in which trade states each material: rare earths in the oxide that is sold (REO), lithium as LCE."""

_TOKEN = re.compile(r"(?P<element>[A-Z][a-z]?)(?P<count>\d*)|(?P<open>\()|\)(?P<times>\d*)")
_COMPUTED = (
    "molar_mass_g_mol",
    "contained_element_factor",
    "reference_basis",
    "reference_basis_factor",
    "method",
)

Weights = Mapping[str, Fraction]


def elements(formula: str) -> dict[str, int]:
    """Atoms of each element in ``formula``: groups in brackets, and crystal water behind dots with its own number.

    Raises ``ValueError`` for anything that is not a formula.
    """
    total: dict[str, int] = {}
    for part in formula.split("."):
        times = re.match(r"\d*", part)
        assert times is not None
        for element, count in _group(part[times.end() :]).items():
            total[element] = total.get(element, 0) + count * int(times[0] or 1)
    return total


def _group(text: str) -> dict[str, int]:
    """Atoms of one dot-separated part. Each open bracket is a level of ``levels``."""
    levels: list[dict[str, int]] = [{}]
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise ValueError(f"not a formula: {text!r} at {position}")
        position = token.end()
        if token["open"]:
            levels.append({})
            continue
        if token["element"]:
            inner, times = {token["element"]: 1}, int(token["count"] or 1)
        elif len(levels) > 1:
            inner, times = levels.pop(), int(token["times"] or 1)
        else:
            raise ValueError(f"unbalanced brackets: {text!r}")
        for element, count in inner.items():
            levels[-1][element] = levels[-1].get(element, 0) + count * times
    if len(levels) > 1 or not levels[0]:
        raise ValueError(f"not a whole formula: {text!r}")
    return levels[0]


def molar_mass(formula: str, weights: Weights) -> Fraction:
    """Grams per mole."""
    return sum((weights[element] * count for element, count in elements(formula).items()), Fraction(0))


def contained(element: str, formula: str, weights: Weights) -> Fraction:
    """Mass fraction of ``element`` in ``formula``; 0 where it does not occur."""
    return weights[element] * elements(formula).get(element, 0) / molar_mass(formula, weights)


def rounded(value: Fraction, decimals: int) -> str:
    """``value`` as decimal text, rounded half to even: ``rounded(Fraction(1, 8), 2) == '0.12'``."""
    units = round(value * 10**decimals)
    whole, fraction = divmod(units, 10**decimals)
    return f"{whole}.{fraction:0{decimals}d}"


def recompute(row: Mapping[str, str], weights: Weights) -> dict[str, str]:
    """The computed columns of one row of forms.csv, as printed, from its formula, declared grade and element."""
    element, formula, grade = row["contained_element"], row["formula"], row["declared_grade"]
    molar = ""
    if grade:
        share, _, compound = grade.partition(" ")
        factor = Fraction(share) * contained(element, compound, weights)
        method = "nominal_grade"
    else:
        factor = contained(element, formula, weights)
        molar = rounded(molar_mass(formula, weights), 4)
        method = "pure_element" if elements(formula) == {element: 1} else "stoichiometric"
    reference = REFERENCE_COMPOUNDS.get(row["material_code"], "")
    share_of_reference = contained(element, reference, weights) if reference else Fraction(0)
    return {
        "molar_mass_g_mol": molar,
        "contained_element_factor": rounded(factor, 6),
        "reference_basis": reference if share_of_reference else "",
        "reference_basis_factor": rounded(factor / share_of_reference, 6) if share_of_reference else "",
        "method": method,
    }


@dataclass(frozen=True, slots=True)
class Check:
    """A published factor beside the computed one. It agrees within one unit of the last digit printed."""

    quantity: str
    published: str
    computed: Fraction

    @property
    def agrees(self) -> bool:
        """Whether the source's figure is ours, rounded or truncated."""
        last_digit = Fraction(1, 10 ** len(self.published.partition(".")[2]))
        return abs(self.computed - Fraction(self.published)) < last_digit


def check(row: Mapping[str, str], weights: Weights, units: Mapping[str, Fraction]) -> Check:
    """One row of form_checks.csv: ``contained`` is kg of element in a unit of compound, ``equivalent`` the inverse."""
    share = contained(row["element"], row["formula"], weights)
    factor = share if row["measure"] == "contained" else 1 / share
    per = units[row["unit"]] if row["unit"] else Fraction(1)
    return Check(row["quantity"], row["published"], factor * per)


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main(arguments: list[str] | None = None) -> int:
    """Compare or write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Recompute the factors of the catalogue from atomic weights.")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="compare and change nothing (default)")
    mode.add_argument("--write", action="store_true", help="write the computed figures into forms.csv")
    parser.add_argument("--catalogue", type=Path, default=CATALOGUE, help="folder of the lists")
    options = parser.parse_args(arguments)

    weights = {row["element"]: Fraction(row["weight"]) for row in read(options.catalogue / "atomic_weights.csv")}
    units = {row["unit"]: Fraction(row["kg_factor"]) for row in read(options.catalogue / "units.csv")}
    forms = read(options.catalogue / "forms.csv")
    checks = [check(row, weights, units) for row in read(options.catalogue / "form_checks.csv")]

    differences = 0
    for row in forms:
        computed = recompute(row, weights)
        for column in _COMPUTED:
            if row[column] != computed[column]:
                differences += 1
                print(f"{row['form_code']} {column}: list {row[column]!r}, computed {computed[column]!r}")
        row.update(computed)
    disagreeing = [item for item in checks if not item.agrees]
    for item in disagreeing:
        print(f"{item.quantity}: published {item.published}, computed {rounded(item.computed, 6)}")
    if options.write:
        with (options.catalogue / "forms.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(forms[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(forms)
    changed = "written" if options.write else "different"
    print(f"{len(forms)} forms, {differences} figures {changed}")
    print(f"{len(checks)} published factors, {len(disagreeing)} not reproduced")
    return 1 if disagreeing or (differences and not options.write) else 0


if __name__ == "__main__":
    sys.exit(main())
