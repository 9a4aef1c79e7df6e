"""The factors of the catalogue follow from atomic weights and reproduce the published ones."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
LISTS = ROOT / "resources" / "catalogue"

_spec = importlib.util.spec_from_file_location("recompute_factors", ROOT / "tools" / "recompute_factors.py")
assert _spec is not None
assert _spec.loader is not None
tool = importlib.util.module_from_spec(_spec)
sys.modules["recompute_factors"] = tool  # dataclasses look their module up by name
_spec.loader.exec_module(tool)

WEIGHTS = {row["element"]: Fraction(row["weight"]) for row in tool.read(LISTS / "atomic_weights.csv")}
FORMS = tool.read(LISTS / "forms.csv")
UNITS = {row["unit"]: Fraction(row["kg_factor"]) for row in tool.read(LISTS / "units.csv")}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the lists that a test may damage."""
    return Path(shutil.copytree(LISTS, tmp_path / "catalogue"))


@pytest.mark.parametrize("row", FORMS, ids=[row["form_code"] for row in FORMS])
def test_every_factor_of_the_list_recomputes(row: dict[str, str]):
    computed = tool.recompute(row, WEIGHTS)
    assert {column: row[column] for column in computed} == computed


@pytest.mark.parametrize("row", tool.read(LISTS / "form_checks.csv"), ids=lambda row: row["quantity"])
def test_every_published_factor_is_reproduced(row: dict[str, str]):
    assert tool.check(row, WEIGHTS, UNITS).agrees


def test_a_published_factor_that_is_off_by_one_in_its_last_digit_is_noticed():
    row = {"quantity": "W in WO3", "measure": "contained", "element": "W", "formula": "WO3", "unit": ""}
    assert not tool.check(row | {"published": "0.794"}, WEIGHTS, UNITS).agrees


@pytest.mark.parametrize(
    ("formula", "atoms"),
    [
        ("(NH4)10(H2W12O42).4H2O", {"N": 10, "H": 50, "W": 12, "O": 46}),
        ("Na2B4O7.10H2O", {"Na": 2, "B": 4, "O": 17, "H": 20}),
        ("La2(CO3)3", {"La": 2, "C": 3, "O": 9}),
        ("Ca(Mg(OH)2)3", {"Ca": 1, "Mg": 3, "O": 6, "H": 6}),
        ("CoO", {"Co": 1, "O": 1}),
    ],
)
def test_a_formula_is_counted_with_brackets_and_crystal_water(formula: str, atoms: dict[str, int]):
    assert tool.elements(formula) == atoms


@pytest.mark.parametrize("text", ["", "wo3", "W O3", "(WO3", "WO3)", "WO3.", "2", "W-O"])
def test_a_text_that_is_not_a_formula_is_refused(text: str):
    with pytest.raises(ValueError, match=r"formula|brackets"):
        tool.elements(text)


ATOMS = st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.integers(1, 99), min_size=1, max_size=6)


@given(ATOMS, st.integers(1, 20))
def test_a_group_in_brackets_counts_as_often_as_the_number_behind_it(atoms: dict[str, int], times: int):
    formula = "".join(f"{element}{count}" for element, count in atoms.items())
    expected = {element: count * times for element, count in atoms.items()}
    assert tool.elements(f"({formula}){times}") == expected
    assert tool.elements(f"{times}{formula}") == expected


@given(ATOMS)
def test_the_shares_of_all_elements_of_a_compound_add_up_to_one(atoms: dict[str, int]):
    formula = "".join(f"{element}{count}" for element, count in atoms.items())
    assert sum(tool.contained(element, formula, WEIGHTS) for element in atoms) == 1


@given(st.fractions(min_value=0, max_value=10_000), st.integers(1, 8))
def test_rounding_is_half_to_even_and_prints_every_decimal(value: Fraction, decimals: int):
    text = tool.rounded(value, decimals)
    assert len(text.partition(".")[2]) == decimals
    assert abs(Fraction(text) - value) <= Fraction(1, 2 * 10**decimals)
    assert Decimal(text) >= 0


def test_checking_changes_nothing_and_reports_the_form_that_differs(copied: Path, capsys: pytest.CaptureFixture[str]):
    forms = copied / "forms.csv"
    damaged = forms.read_bytes().replace(b"0.704254", b"0.704255")
    forms.write_bytes(damaged)
    assert tool.main(["--catalogue", str(copied)]) == 1
    assert "W-APT contained_element_factor" in capsys.readouterr().out
    assert forms.read_bytes() == damaged


def test_writing_restores_the_list_byte_for_byte(copied: Path):
    forms = copied / "forms.csv"
    forms.write_bytes(forms.read_bytes().replace(b"0.704254", b"0.1"))
    assert tool.main(["--write", "--catalogue", str(copied)]) == 0
    assert forms.read_bytes() == (LISTS / "forms.csv").read_bytes()
    assert tool.main(["--check", "--catalogue", str(copied)]) == 0
