"""A table from the clipboard: exact numbers where it holds them, merged cells in their place, nothing on a disk."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError
from stockpile_client.services.catalogue import load_catalogue
from stockpile_client.tables import pasted
from stockpile_client.tables.inventory import plan_inventory
from stockpile_client.tables.pasted import Clip, exact_number, pasted_table
from tests.tables.conftest import ITALY


def cells(html: str) -> list[list[str]]:
    text = pasted_table(Clip(html=html)).data.decode()
    return [line.split("\t") for line in text.splitlines()]


def test_plain_text_stays_as_it_is():
    clip = Clip("Lot\tMaterial\nT-1\tW\n")
    assert pasted_table(clip).open().read() == b"Lot\tMaterial\nT-1\tW\n"


def test_the_stored_number_is_taken_for_the_rounded_one_that_is_shown():
    html = "<table><tr><td>Lot</td><td>t</td></tr><tr><td>T-1</td><td sdval='1204.4967'>1.204,50</td></tr></table>"
    assert cells(html) == [["Lot", "t"], ["T-1", "1204,4967"]]
    assert cells(html.replace("sdval", "x:num"))[1] == ["T-1", "1204,4967"]


@pytest.mark.parametrize(
    ("shown", "stored"),
    [
        ("12,5 %", "0.125"),
        ("12.5%", "0.125"),
        ("30/06/2026", "46203"),
        ("30.06.2026", "46203"),
        ("2026-06-30", "46203"),
        ("€ 5", "5"),
        ("5 t", "5"),
        ("1e3", "1000"),
        ("7", "nan"),
        ("7", "9"),
        ("", "5"),
    ],
)
def test_what_is_shown_holds_where_the_stored_number_means_something_else(shown, stored):
    assert exact_number(shown, stored) == shown


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=6, allow_nan=False, allow_infinity=False),
    st.integers(min_value=0, max_value=5),
    st.sampled_from([(",", "."), (".", ","), ("\u202f", ","), ("'", "."), ("", ".")]),
)
def test_an_exact_number_reads_as_what_was_stored_in_the_way_of_the_sheet(value, places, signs):
    group, mark = signs
    whole, _, part = f"{round(value, places):,}".partition(".")
    shown = whole.replace(",", group) + (mark + part if part else "")
    exact = exact_number(shown, f"{value:f}")
    read = Decimal(exact.replace(",", ".")) if exact != shown else None
    assert read in (None, value)
    if places:
        assert read == value or exact == shown == f"{value.normalize():f}".replace(".", mark)


def test_merged_cells_keep_what_follows_in_its_column():
    html = (
        "<table><tr><th rowspan=2>Lot</th><th colspan=2>Mass</th></tr><tr><th>t</th><th>kg</th></tr>"
        "<tr><td>T-1</td><td>5</td><td>6</td></tr></table>"
    )
    assert cells(html) == [["Lot", "Mass", ""], ["", "t", "kg"], ["T-1", "5", "6"]]


def test_only_the_first_table_is_read_and_no_table_inside_it():
    inner = "<table><tr><td>x</td></tr></table>"
    html = f"<table><tr><td>a{inner}</td><td>b</td></tr></table><table><tr><td>z</td></tr></table>"
    ((first, second),) = cells(html)
    assert (first[:1], second) == ("a", "b")


def test_cells_that_are_not_closed_are_read_as_browsers_read_them():
    assert cells("<table><tr><td>Lot<td>t<tr><td>T-1<td>5</table>") == [["Lot", "t"], ["T-1", "5"]]


@pytest.mark.parametrize("clip", [Clip(), Clip("  \n "), Clip(html="<table></table>")])
def test_an_empty_clipboard_is_said_to_be_empty(clip):
    with pytest.raises(InputError) as refusal:
        pasted_table(clip)
    assert refusal.value.code == "E_PASTE_EMPTY"


def test_more_than_a_clipboard_should_hold_is_refused(monkeypatch):
    monkeypatch.setattr(pasted, "MAX_PASTED_BYTES", 1000)
    for clip in (Clip("x\t" * 600), Clip("ü\t" * 400), Clip(html="<table>" + "x" * 5000)):
        with pytest.raises(InputError) as refusal:
            pasted_table(clip)
        assert refusal.value.code == "E_TABLE_LIMIT"


def test_spans_without_measure_do_no_harm():
    html = "<table><tr><td colspan=99999 rowspan=99999999999>a</td></tr><tr><td>b</td></tr></table>"
    assert len(cells(html)[0]) <= 200


@pytest.mark.parametrize(
    ("clip", "is_table"),
    [(Clip("word"), False), (Clip("a\tb"), True), (Clip("a\nb"), True), (Clip(html="<TABLE>"), True), (Clip(), False)],
)
def test_a_table_is_told_from_a_word(clip, is_table):
    assert clip.holds_table is is_table


def test_a_pasted_inventory_is_read_like_a_file():
    clip = Clip("Lotto\tMateriale\tForma\tQuantità (t)\tAl\nA1\tTungsteno\tW-APT\t1.204,5\t30/06/2026\n")
    plan = plan_inventory(pasted_table(clip), load_catalogue(), defaults=ITALY)
    (row,) = plan.rows()
    assert (row.lot_number, row.amount) == ("A1", Decimal("1204.5"))


@pytest.mark.parametrize(("shown", "stored"), [("5", "1e30"), ("0," + "0" * 40, "0.1"), ("5", "NaN"), ("5", "-inf")])
def test_a_stored_number_beyond_all_digits_leaves_what_is_shown(shown: str, stored: str) -> None:
    assert exact_number(shown, stored) in {shown, stored}


@pytest.mark.parametrize("broken", ["<!--", "<", "<a ", "</", "<?", "<!x", "<![CDATA["])
def test_a_broken_table_is_read_from_the_text_beside_it_at_once(broken: str) -> None:
    begun = time.process_time()
    table = pasted_table(Clip(text="T-1\t5", html="<table><tr><td>1" + broken * 20_000))
    assert table.data == b"T-1\t5"
    assert time.process_time() - begun < 1
