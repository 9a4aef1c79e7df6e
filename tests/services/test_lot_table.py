"""The inventory as a table: filters, orders and pages agree with the whole list, now and looking back."""

from __future__ import annotations

from datetime import date

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.services.holdings import list_holdings
from stockpile_client.services.lot_filter import LotFilter, Term, parse_filter
from stockpile_client.services.lot_table import ORDERS, lot_table, sum_of

TONNE = 10**9


@pytest.fixture
def ctx(agencies):
    return agencies.us.ctx


def everything(ctx, text="", **options):
    table = lot_table(ctx, parse_filter(text), **options)
    return list(table.rows(0, table.count()))


def test_the_table_holds_every_lot_as_the_ledger_has_it(ctx):
    held = {row.lot_id: row for row in list_holdings(ctx, as_of=date(2099, 1, 1)).rows if not row.by_product}
    rows = everything(ctx)
    assert {row.lot_id for row in rows} == set(held)
    assert all((row.gross, row.contained) == (held[row.lot_id].gross, held[row.lot_id].contained) for row in rows)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("descending", [False, True])
def test_now_and_looking_back_have_the_same_orders(ctx, order, descending):
    asked = {"order_by": order, "descending": descending}
    now = [getattr(row, order) for row in everything(ctx, **asked)]
    back = [getattr(row, order) for row in everything(ctx, **asked, as_of=date(2099, 1, 1))]
    assert now == back
    known, unknown = [value for value in now if value is not None], [None] * now.count(None)
    assert known == sorted(known, reverse=descending)
    assert now == (known + unknown if descending else unknown + known)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("material:W", lambda row: row.material == "W"),
        ("material:tungsten", lambda row: row.material == "W"),
        ("タングステン", lambda row: row.material == "W"),
        ("form:oxide", lambda row: row.group == "oxide" or "oxide" in row.form_name.lower()),
        ("qty>100t", lambda row: row.contained > 100 * TONNE),
        ("qty<=100t gross>50t", lambda row: row.contained <= 100 * TONNE and row.gross > 50 * TONNE),
        ("days<31", lambda row: row.first_day < 31),
        ("days>=31", lambda row: row.first_day >= 31),
        ("expires<2028", lambda row: row.rotate_by is not None and row.rotate_by < date(2028, 1, 1)),
        ("country:US", lambda row: row.site.country == "US"),
        ("holder:government", lambda row: row.holder_class == "government"),
        ("illustrative:yes", lambda row: row.illustrative),
        ("illustrative:no material:CO", lambda row: not row.illustrative and row.material == "CO"),
    ],
)
@pytest.mark.parametrize("as_of", [None, date(2099, 1, 1)])
def test_a_filter_keeps_what_it_says(ctx, text, passes, as_of):
    rows = everything(ctx, as_of=as_of)
    kept = everything(ctx, text, as_of=as_of)
    wanted = [row.lot_id for row in rows if passes(row)]
    assert [row.lot_id for row in kept] == wanted


def test_a_word_is_looked_for_in_number_form_and_site(ctx):
    row = everything(ctx)[3]
    for word in (row.number, f'"{row.form_name}"', f'"{row.site.name}"'):
        assert row.lot_id in {found.lot_id for found in everything(ctx, word)}
    assert everything(ctx, "no-such-thing-anywhere") == []


def test_a_selection_is_summed_by_material(ctx):
    table = lot_table(ctx)
    checks = []
    sums = sum_of(table, [(0, 1), (3, 4)], lambda: checks.append(1))
    rows = list(table.rows(0, 5))
    chosen = [rows[0], rows[1], rows[3], rows[4]]
    assert sum(part.contained for part in sums) == sum(row.contained for row in chosen)
    assert sum(part.lots for part in sums) == 4
    assert checks


def test_another_order_is_refused(ctx):
    with pytest.raises(InputError, match="not ordered"):
        lot_table(ctx, order_by="rowid; DROP TABLE lot")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        ("apt", (Term("word", ":", "apt"),)),
        ('site:"Punto franco" APT', (Term("site", ":", "Punto franco"), Term("word", ":", "APT"))),
        ("qty>1.5t", (Term("contained", ">", 1_500_000_000),)),
        ("QTY<=2kg", (Term("contained", "<=", 2_000_000),)),
        ("expires<2027", (Term("rotate_by", "<", "2027-01-01"),)),
        ("rotate>=2027-3", (Term("rotate_by", ">=", "2027-03-01"),)),
        ("days=14d", (Term("first_day", ":", 14),)),
    ],
)
def test_the_filter_line_is_read(text, terms):
    assert parse_filter(text) == LotFilter(terms)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("qty>10", "unit"),
        ("qty>ten", "unit"),
        ("colour:red", "Fields are"),
        ("material>W", "material:W"),
        ("expires<soon", "year"),
        ("expires<2027-13", "year"),
        ("days<many", "days"),
        ("illustrative:maybe", "yes"),
        ('"half a quotation', "quotation"),
        ("material:", "value"),
    ],
)
def test_what_is_not_understood_is_named_with_what_to_write(text, hint):
    with pytest.raises(InputError) as refused:
        parse_filter(text)
    assert refused.value.code == "E_FILTER"
    assert hint in refused.value.hint
