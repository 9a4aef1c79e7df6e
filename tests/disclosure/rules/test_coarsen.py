"""Places, forms, days and purity become coarser and never finer."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.sites import LADDER, Level
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.rules.coarsen import Coarsening, DateStep, FormDetail, PurityDetail
from tests.disclosure.inventories import SITES, inventories, lot, profile, seen


@pytest.mark.parametrize(
    ("level", "place"),
    list(zip(LADDER, ["exact:Deposito Nord", "town:Terni", "region:IT-55", "country:IT", "bloc:EU"], strict=True)),
)
def test_a_place_is_shown_at_the_level_of_the_profile(level: Level, place: str) -> None:
    assert Coarsening(level).place(lot()) == place


@pytest.mark.parametrize("level", [Level.TOWN, Level.REGION, Level.COUNTRY, Level.BLOC])
def test_a_place_without_that_level_is_shown_by_the_next_coarser_one(level: Level) -> None:
    assert Coarsening(level).place(lot(site=SITES[3])) == "country:US"


@pytest.mark.parametrize(
    ("detail", "shown"), [("form", ("oxide", "W-WO3")), ("group", ("oxide", "")), ("all", ("all", ""))]
)
def test_a_form_becomes_its_group_and_a_group_the_material(detail: str, shown: tuple[str, str]) -> None:
    assert Coarsening(forms=FormDetail(detail)).form(lot()) == shown


@pytest.mark.parametrize(
    ("step", "asked", "shown"),
    [
        ("day", date(2026, 8, 20), date(2026, 8, 20)),
        ("month", date(2026, 8, 20), date(2026, 7, 31)),
        ("month", date(2026, 8, 31), date(2026, 8, 31)),
        ("quarter", date(2026, 8, 20), date(2026, 6, 30)),
        ("quarter", date(2026, 3, 31), date(2026, 3, 31)),
        ("quarter", date(2026, 2, 28), date(2025, 12, 31)),
        ("month", date(2028, 2, 29), date(2028, 2, 29)),
    ],
)
def test_a_day_moves_back_to_the_last_end_of_a_period(step: str, asked: date, shown: date) -> None:
    assert Coarsening(dates=DateStep(step)).day(asked) == shown


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(DateStep))
def test_a_shown_day_is_never_later_than_the_true_one_and_stays_where_it_is(asked: date, step: DateStep) -> None:
    coarsening = Coarsening(dates=step)
    shown = coarsening.day(asked)
    assert asked - timedelta(days=92) <= shown <= asked
    assert coarsening.day(shown) == shown


@pytest.mark.parametrize(
    ("purities", "words"),
    [
        (["0.5"], "below 90 %"),
        (["0.9"], "90–99 %"),
        (["0.9995"], "99.9–99.99 %"),
        (["0.9", "0.9995"], "90–99.99 %"),
        (["0.4", "0.9995"], "below 99.99 %"),
        (["1"], "99.999999 % or more"),
    ],
)
def test_a_purity_leaves_as_the_class_by_nines_that_holds_every_lot(purities: list[str], words: str) -> None:
    inventory = [lot(purity=Decimal(one)) for one in purities]
    assert seen(profile(purity=PurityDetail.CLASS), *inventory).note == f"Purity: W oxide {words}."
    assert seen(profile(), *inventory).note == ""


def test_no_purity_leaves_of_a_cell_that_is_withheld() -> None:
    rules = profile(purity=PurityDetail.CLASS, withhold={"W": "defence"})
    assert seen(rules, lot(purity=Decimal("0.99"))).note == ""


@given(inventories, st.sampled_from(LADDER), st.sampled_from(FormDetail), st.booleans(), st.booleans())
def test_coarser_cells_hold_the_same_mass(inventory: list, level, forms, places: bool, holders: bool) -> None:
    rules = profile(
        level=level, forms=forms, places=places, holders=holders, measures=(Measure.CONTAINED,), availability=False
    )
    assert sum(line.own for line in seen(rules, *inventory).lines) == sum(one.contained for one in inventory)
