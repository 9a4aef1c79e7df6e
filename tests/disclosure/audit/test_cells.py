"""A position is the sum of the finest cells that anybody spoke of, and a total hangs together with its table."""

from __future__ import annotations

from datetime import date

import pytest

from stockpile_client.core.errors import InternalError
from stockpile_client.core.quantities import Exact, Interval, Withheld, WithheldReason
from stockpile_client.core.statements import Position, PositionKey
from stockpile_client.disclosure.audit import CellBook, Origin, infer, key_words

DAY = date(2026, 6, 30)


def key(group: str = "all", at: str = "country:IT", *, form: str = "", holder: str = "") -> PositionKey:
    return PositionKey("W", group, form, at, holder, "contained")


def labels(book: CellBook, position: PositionKey) -> list[tuple[str, ...]]:
    return [tuple(part for part in (a.group, a.form, a.at, a.holder) if part) for a in book.cells(position)]


def test_a_position_that_nobody_divides_is_one_cell():
    book = CellBook([key()])
    assert labels(book, key()) == [("all", "country:IT")]


def test_a_whole_material_is_the_sum_of_its_groups_and_a_group_of_its_forms():
    book = CellBook([key(), key("oxide"), key("metal"), key("oxide", form="W-APT")])
    assert labels(book, key()) == [("metal", "country:IT"), ("oxide", "W-APT", "country:IT")]
    assert labels(book, key("oxide")) == [("oxide", "W-APT", "country:IT")]


def test_what_lies_beside_the_finer_codes_is_an_unknown_of_its_own_where_our_books_say_so():
    book = CellBook([key(), key("oxide")], rests={("W", "all")})
    assert labels(book, key()) == [("oxide", "country:IT"), ("rest of all", "country:IT")]


def test_places_climb_the_ladder_even_over_a_rung_that_nobody_used():
    parents = {"town:Taranto": "region:IT-75", "region:IT-75": "country:IT", "country:IT": "bloc:EU"}
    book = CellBook([key(at="bloc:EU"), key(at="town:Taranto")], parents=parents)
    assert labels(book, key(at="bloc:EU")) == [("all", "town:Taranto")]


def test_all_holders_together_are_the_sum_of_those_named_and_of_others():
    book = CellBook([key(), key(holder="government")], rests={("W", "")})
    assert labels(book, key()) == [("all", "country:IT", "government"), ("all", "country:IT", "other holders")]


def test_a_table_multiplies_its_dimensions():
    parents = dict.fromkeys(["region:IT-21", "region:IT-25"], "country:IT")
    book = CellBook([key(), *[key(group, at) for group in ("oxide", "metal") for at in parents]], parents=parents)
    assert len(book.cells(key())) == 4
    assert len(book.atoms()) == 4


def test_a_withheld_cell_is_computed_from_the_total_and_the_others():
    book = CellBook([key(), key("oxide"), key("metal")])
    positions = [
        Position(key(), "element:W", Exact(50)),
        Position(key("oxide"), "element:W", Exact(30)),
        Position(key("metal"), "element:W", Withheld(WithheldReason.DEFENCE)),
    ]
    facts = book.statement(positions, DAY, reference="statement 4")
    assert len(facts) == 2
    assert {fact.source.origin for fact in facts} == {Origin.RELEASED}
    verdict = infer(facts, book.terms(key("metal"), DAY))
    assert verdict.interval == Interval(20, 20)


def test_a_fact_names_its_statement_and_position_in_words():
    book = CellBook([key("oxide", holder="mandated_industry")])
    position = Position(key("oxide", holder="mandated_industry"), "element:W", Exact(30))
    (fact,) = book.statement([position], DAY, reference="statement 4", planned=True)
    assert fact.source.words == "statement 4: W oxide IT mandated industry (contained)"
    assert fact.source.key == position.key
    assert key_words(key()) == "W all forms IT (contained)"


def test_a_position_that_the_book_was_not_told_of_is_a_bug_of_ours():
    with pytest.raises(InternalError, match="beforehand"):
        CellBook([key()]).cells(key("oxide"))
