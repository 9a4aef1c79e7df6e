"""Behaviour of positions at rest: whatever their order and number, they come back in order of key, and can be shown
in every order, filtered, and compared."""

import random
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import IntegrityError

from stockpile_client.core.errors import InternalError, MachineError
from stockpile_client.core.statements import StatementHeader, diff
from stockpile_client.storage import position_orders, position_pages, positions, statements
from stockpile_client.storage.comparison import compare
from stockpile_client.storage.failures import duplicate_key
from stockpile_client.storage.position_window import PositionWindow
from stockpile_client.storage.windows import AnyOf, Filter, Match

HEADER = StatementHeader(date(2026, 6, 30), "Mid-year", ("W",))
NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)

in_one_database = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def row(number, *, low=None, days=None, at=None):
    """The position of a number; keys are in order of numbers."""
    low = number * 37 % 101 * 1_000_000 if low is None else low
    at = at or f"town:IT-{number * 7 % 90:03}"
    return (
        f"M{number // 600:03}", "metal", f"F{number:07}", at, "", "contained", "element:W", "exact", low, low, None, "",
        number % 5 or None if days is None else days, None, bool(number % 2), False,
    )  # fmt: skip


ROWS = [row(number) for number in range(1700)]


def stage(db, rows, number=1):
    statement = statements.stage(db, id=f"{number:032x}", agency="b" * 26, header=HEADER, recorded=NOON)
    positions.add(db, statement, rows)
    return statement


@pytest.fixture
def statement(db):
    return stage(db, ROWS)


@pytest.mark.parametrize("order", ["in order", "backwards", "shuffled", "late surprise"])
def test_rows_lie_in_order_of_key_in_whatever_order_they_came(db, order):
    given_rows = list(ROWS)
    match order:
        case "backwards":
            given_rows.reverse()
        case "shuffled":
            random.Random(1).shuffle(given_rows)
        case "late surprise":
            given_rows.append(given_rows.pop(600))
    statement = stage(db, given_rows)
    assert list(positions.rows_of_statement(db, statement)) == ROWS
    assert positions.count(db, statement) == len(ROWS)
    assert PositionWindow(db, statement, order_by="low_mg").rows(0, 2000) == sorted(ROWS, key=lambda one: one[8])
    assert db.execute("SELECT count(*) FROM loose_position").fetchone() == (0,)


@pytest.mark.parametrize("places", [(3, 4), (3, 900), (900, 3)])
def test_a_key_that_comes_twice_is_refused_wherever_it_comes(db, places):
    first, second = places
    twice = list(ROWS)
    twice[second] = (*twice[first][:6], *twice[second][6:])
    with pytest.raises(IntegrityError) as refusal:
        stage(db, twice)
    assert duplicate_key(refusal.value)


def test_a_statement_without_positions_is_an_empty_one(db):
    statement = stage(db, [])
    assert list(positions.of_statement(db, statement)) == []
    assert PositionWindow(db, statement, order_by="at").rows(0, 10) == []
    assert PositionWindow(db, statement, filters=(Filter("at", Match.CONTAINS, "x"),)).count() == 0


def test_reading_can_begin_anywhere_and_keep_to_one_material(db, statement):
    for start in (0, 1, 511, 512, 513, 1699, 1700, 5000):
        assert list(positions.rows_of_statement(db, statement, start=start)) == ROWS[start:]
    for material in ("M000", "M001", "M002", "M003", ""):
        expected = [one for one in ROWS if one[0] == material]
        assert list(positions.rows_of_material(db, statement, material)) == expected


ORDERS = {"": 0, "material": 0, "at": 3, "low_mg": 8, "days": 12}


@in_one_database
@given(st.sampled_from(list(ORDERS)), st.booleans(), st.integers(0, 1800), st.integers(0, 60), st.booleans())
def test_any_page_in_any_order_holds_what_the_sorted_list_holds_there(
    db, undone, order_by, descending, offset, limit, filtered
):
    filters = (Filter("at", Match.CONTAINS, "1"),) if filtered else ()
    with undone():
        statement = stage(db, ROWS)
        window = PositionWindow(db, statement, order_by=order_by, descending=descending, filters=filters)
        kept = [one for one in ROWS if not filtered or "1" in one[3]]
        place = ORDERS[order_by]
        kept.sort(key=lambda one: (one[place] is not None, one[place]))
        if descending:
            kept.reverse()
        assert window.count() == len(kept)
        assert window.rows(offset, limit) == kept[offset : offset + limit]


def test_columns_of_many_values_are_sorted_in_ranges(db, monkeypatch):
    monkeypatch.setattr(position_orders, "_FEW", 20)
    monkeypatch.setattr(position_orders, "_SORTED_AT_ONCE", 100)
    monkeypatch.setattr(position_orders, "_SAMPLES", 50)
    monkeypatch.setattr(position_orders, "PART_ROWS", 64)
    statement = stage(db, ROWS)
    for name, place in (("at", 3), ("low_mg", 8)):
        shown = PositionWindow(db, statement, order_by=name).rows(30, 1000)
        assert shown == sorted(ROWS, key=lambda one, place=place: one[place])[30:1030]


def test_a_figure_that_is_none_comes_first(db):
    rows = [row(1, low=5), row(2, low=0), row(3)]
    rows[2] = (*rows[2][:7], "not_applicable", None, None, None, *rows[2][11:])
    statement = stage(db, rows)
    shown = PositionWindow(db, statement, order_by="low_mg").rows(0, 9)
    assert [one[8] for one in shown] == [None, 0, 5]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ((Filter("material", Match.EQUALS, "M001"),), lambda one: one[0] == "M001"),
        (
            (Filter("material", Match.EQUALS, "M001"), Filter("days", Match.AT_LEAST, 3)),
            lambda one: one[0] == "M001" and (one[12] or 0) >= 3,
        ),
        (
            (AnyOf((Filter("at", Match.CONTAINS, "it-01"), Filter("form", Match.STARTS_WITH, "f00000"))),),
            lambda one: "IT-01" in one[3] or one[2].startswith("F00000"),
        ),
        ((AnyOf(()),), lambda _: False),
        ((Filter("material", Match.ONE_OF, ("M000", "M002")),), lambda one: one[0] in {"M000", "M002"}),
        ((Filter("max_rate", Match.EQUALS, None),), lambda _: True),
    ],
)
def test_filters_keep_what_they_say(db, statement, filters, expected):
    window = PositionWindow(db, statement, filters=filters)
    assert window.rows(0, 2000) == [one for one in ROWS if expected(one)]


def test_only_columns_that_are_there_order_or_filter(db, statement):
    with pytest.raises(InternalError):
        PositionWindow(db, statement, order_by="basis")
    with pytest.raises(InternalError):
        PositionWindow(db, statement, filters=(Filter("rowid", Match.EQUALS, 1),))


def test_a_page_that_cannot_be_read_says_that_the_database_is_damaged():
    for page in (b"", b"nonsense", position_pages.pack([(1, 2)])[:-1]):
        with pytest.raises(MachineError) as damage:
            list(position_pages.unpack(page))
        assert damage.value.code == "E_DATABASE_DAMAGED"
        with pytest.raises(MachineError):
            position_pages.columns_in(page, (0,))


numbers = st.sets(st.integers(0, 1699), max_size=40)


@in_one_database
@given(numbers, numbers, numbers, st.integers(0, 50))
def test_two_statements_differ_as_their_positions_do(db, undone, absent_before, absent_after, altered, limit):
    was = [one for number, one in enumerate(ROWS) if number not in absent_before]
    now = [
        row(number, low=7) if number in altered else one
        for number, one in enumerate(ROWS)
        if number not in absent_after
    ]
    expected = diff(map(positions.position_of, was), map(positions.position_of, now))
    with undone():
        found = compare(db, before=stage(db, was, 1), after=stage(db, now, 2), limit=limit)
        assert found.changes == tuple(expected[:limit])
        kinds = [change.kind for change in expected]
        assert [found.new, found.gone, found.changed] == [kinds.count(kind) for kind in ("new", "gone", "changed")]
        assert found.nothing is not bool(expected)


def test_against_nothing_everything_is_new_and_against_itself_nothing_is(db, statement):
    assert compare(db, before=None, after=statement, limit=3).new == len(ROWS)
    assert compare(db, before=statement, after=statement, limit=3).nothing
