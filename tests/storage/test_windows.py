"""Behaviour of ordered windows: the same rows as a plain query, wherever the page lies."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stockpile_client.core.errors import InternalError
from stockpile_client.storage.connection import transaction
from stockpile_client.storage.row_marks import MOST_ROWS
from stockpile_client.storage.windows import AnyOf, Filter, Match, Source, Window

THINGS = Source(
    "thing",
    ("id", "name", "mass"),
    {"id": ("id",), "name": ("name", "rowid"), "mass": ("mass", "rowid")},
)


@pytest.fixture
def db(empty_db):
    empty_db["thing"].create({"id": str, "name": str, "mass": int}, pk="id", strict=True)
    with transaction(empty_db):
        empty_db["thing"].insert_all(
            {"id": f"{n:04}", "name": f"lot {n * 7 % 50}", "mass": n * 37 % 11 or None} for n in range(237)
        )
    return empty_db


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.sampled_from(["", "name", "mass"]), st.booleans(), st.integers(0, 300), st.integers(0, 60), st.booleans())
def test_any_page_holds_what_the_whole_list_holds_there(db, order_by, descending, offset, limit, filtered):
    filters = (Filter("name", Match.CONTAINS, "1"),) if filtered else ()
    window = Window(db, THINGS, order_by=order_by, descending=descending, filters=filters)
    everything = window.rows(0, 1000)
    assert len(everything) == window.count() == len(set(everything))
    assert window.rows(offset, limit) == everything[offset : offset + limit]
    if order_by:
        column = THINGS.columns.index(order_by)
        ranks = [(row[column] is not None, row[column]) for row in everything]
        assert ranks == sorted(ranks, reverse=descending)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Filter("name", Match.EQUALS, "lot 7"), lambda name, mass: name == "lot 7"),
        (Filter("mass", Match.EQUALS, None), lambda name, mass: mass is None),
        (Filter("name", Match.ONE_OF, ("lot 7", "lot 9")), lambda name, mass: name in {"lot 7", "lot 9"}),
        (Filter("mass", Match.AT_LEAST, 9), lambda name, mass: mass is not None and mass >= 9),
        (Filter("mass", Match.AT_MOST, 2), lambda name, mass: mass is not None and mass <= 2),
        (Filter("name", Match.STARTS_WITH, "LOT 4"), lambda name, mass: name.startswith("lot 4")),
        (Filter("name", Match.CONTAINS, "t 1"), lambda name, mass: "t 1" in name),
    ],
)
def test_filters_keep_what_they_say(db, condition, expected):
    kept = Window(db, THINGS, filters=(condition,)).rows(0, 1000)
    place = THINGS.columns.index(condition.column)
    assert kept == [row for row in Window(db, THINGS).rows(0, 1000) if condition.passes(row[place])]
    assert kept == [row for row in Window(db, THINGS).rows(0, 1000) if expected(row[1], row[2])]
    assert kept


@pytest.mark.parametrize("text", ["%", "_", "\\", "' OR 1=1 --", '"; DROP TABLE thing; --', "\x00", "100%_\\"])
def test_signs_that_mean_something_to_sql_mean_nothing_in_a_filter(db, text):
    assert Window(db, THINGS, filters=(Filter("name", Match.CONTAINS, text),)).count() == 0
    db["thing"].insert({"id": "x", "name": f"a{text}b", "mass": 1})
    assert Window(db, THINGS, filters=(Filter("name", Match.CONTAINS, text),)).rows(0, 9) == [("x", f"a{text}b", 1)]
    assert Window(db, THINGS).count() == 238


@pytest.mark.parametrize("column", ["rowid", "name; DROP TABLE thing", ""])
def test_only_columns_on_offer_can_order_or_filter(db, column):
    with pytest.raises(InternalError):
        Window(db, THINGS, order_by=column or "nothing")
    with pytest.raises(InternalError):
        Window(db, THINGS, filters=(Filter(column and f"{column} ", Match.EQUALS, 1),))


def test_one_of_several_columns_is_enough_where_any_may_match(db):
    either = AnyOf((Filter("name", Match.EQUALS, "lot 7"), Filter("mass", Match.AT_LEAST, 10)))
    kept = Window(db, THINGS, filters=(either, Filter("id", Match.STARTS_WITH, "00"))).rows(0, 1000)
    everything = Window(db, THINGS).rows(0, 1000)
    assert kept == [row for row in everything if (row[1] == "lot 7" or (row[2] or 0) >= 10) and row[0].startswith("00")]
    assert kept
    assert Window(db, THINGS, filters=(AnyOf(()),)).count() == 0


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order_by", ["", "name", "mass"])
def test_few_and_many_matches_are_found_in_the_same_order(db, order_by, descending):
    everything = Window(db, THINGS, order_by=order_by, descending=descending)
    for wanted in (("0003", "0100", "0200"), tuple(f"{n:04}" for n in range(0, 237, 2))):
        filters = (Filter("id", Match.ONE_OF, wanted),)
        found = Window(db, THINGS, order_by=order_by, descending=descending, filters=filters).rows(0, 1000)
        assert found == [row for row in everything.rows(0, 1000) if row[0] in wanted]


def test_rows_far_apart_are_found_without_a_byte_for_each_number_between(db):
    db.execute("INSERT INTO thing (rowid, id, name, mass) VALUES (?, 'far', 'lot 7', 1)", (MOST_ROWS * 1000,))
    found = Window(db, THINGS, order_by="name", filters=(Filter("name", Match.EQUALS, "lot 7"),)).rows(0, 1000)
    assert found[-1] == ("far", "lot 7", 1)
    assert len(found) > 1


def test_a_column_without_an_index_filters_beside_one_that_has_it(db):
    loose = Source("thing", ("id", "name", "mass"), {"id": ("id",)})
    filters = (Filter("id", Match.STARTS_WITH, "00"), Filter("mass", Match.AT_LEAST, 9))
    assert Window(db, loose, filters=filters).rows(0, 1000) == Window(db, THINGS, filters=filters).rows(0, 1000) != []
