"""What a partner carries from one statement to the next."""

from __future__ import annotations

from datetime import date

from stockpile_client.core.quantities import Exact, Interval, Rounded
from stockpile_client.core.statements import Position, PositionKey
from stockpile_client.disclosure.audit import CellBook, Delivery, changes, infer

MARCH, JUNE, AUTUMN = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)
OXIDE, METAL, ALL = (PositionKey("W", group, "", "country:IT", "", "contained") for group in ("oxide", "metal", "all"))
BOOK = CellBook([OXIDE, METAL, ALL])


def quiet(*_: object) -> bool:
    return True


def test_a_delivery_lets_a_partner_carry_a_figure_back_to_the_day_before_it():
    """The difference attack: two figures that each hide the value give it away around a delivery."""
    facts = [
        *BOOK.statement([Position(OXIDE, "element:W", Rounded(1_000, 100))], MARCH, reference="March"),
        *BOOK.statement([Position(OXIDE, "element:W", Rounded(700, 100))], JUNE, reference="June"),
        *changes(BOOK, [MARCH, JUNE], [Delivery(OXIDE, date(2026, 5, 2), -210, "delivery 12")], quiet),
    ]
    march, june = (infer(facts, BOOK.terms(OXIDE, day)).interval for day in (MARCH, JUNE))
    assert march == Interval(950, 959)
    assert june == Interval(740, 749)


def test_a_delivery_of_unknown_form_links_only_the_sum():
    links = changes(BOOK, [MARCH, JUNE], [Delivery(ALL, date(2026, 5, 2), -200, "delivery 12")], quiet)
    facts = [*BOOK.statement([Position(ALL, "element:W", Exact(1_000))], MARCH, reference="March"), *links]
    assert infer(facts, BOOK.terms(ALL, JUNE)).interval == Interval(800, 800)
    assert infer(facts, BOOK.terms(OXIDE, JUNE)).interval == Interval(0, 800)


def test_deliveries_that_share_a_cell_are_each_known_for_what_they_are():
    moved = [Delivery(ALL, date(2026, 5, 2), -200, "12"), Delivery(OXIDE, date(2026, 5, 9), 50, "13")]
    links = changes(BOOK, [MARCH, JUNE], moved, quiet)
    facts = [*BOOK.statement([Position(OXIDE, "element:W", Exact(300))], MARCH, reference="March"), *links]
    assert infer(facts, BOOK.terms(OXIDE, JUNE)).interval == Interval(150, 350)
    facts += BOOK.statement([Position(METAL, "element:W", Exact(500))], MARCH, reference="March")
    assert infer(facts, BOOK.terms(ALL, JUNE)).interval == Interval(650, 650)
    assert infer(facts, BOOK.terms(METAL, JUNE)).interval == Interval(300, 500)
    assert "12, 13 between 2026-03-31 and 2026-06-30" in [link.source.words for link in links]


def test_a_delivery_that_may_have_come_from_a_cell_that_moved_bounds_the_quiet_one():
    moved = [Delivery(ALL, date(2026, 5, 2), -200, "12")]
    links = changes(BOOK, [MARCH, JUNE], moved, lambda atom, _since, _until: atom.group != "metal")
    facts = [*BOOK.statement([Position(OXIDE, "element:W", Exact(300))], MARCH, reference="March"), *links]
    assert infer(facts, BOOK.terms(OXIDE, JUNE)).interval == Interval(100, 300)


def test_a_delivery_whose_cell_is_known_more_closely_than_its_key_is_taken_from_there():
    (metal,) = BOOK.cells(METAL)
    moved = [Delivery(ALL, date(2026, 5, 2), -200, "12", (metal,))]
    facts = [
        *BOOK.statement([Position(OXIDE, "element:W", Exact(300))], MARCH, reference="March"),
        *changes(BOOK, [MARCH, JUNE], moved, quiet),
    ]
    assert infer(facts, BOOK.terms(OXIDE, JUNE)).interval == Interval(300, 300)


def test_where_anything_else_moved_the_two_days_stay_apart():
    links = changes(BOOK, [MARCH, JUNE], [], lambda atom, _since, _until: atom.group != "oxide")
    assert [[atom.group for atom, _ in link.terms] for link in links] == [["metal", "metal"]]


def test_a_delivery_counts_between_the_two_days_it_lies_between_and_on_the_later_one():
    days = [MARCH, JUNE, AUTUMN]
    links = changes(BOOK, days, [Delivery(OXIDE, JUNE, -5, "on the day"), Delivery(OXIDE, MARCH, -7, "before")], quiet)
    assert sorted(link.low for link in links if link.low) == [-5]


def test_a_chain_of_quiet_quarters_carries_a_figure_all_the_way():
    days = [MARCH, JUNE, AUTUMN]
    facts = [
        *BOOK.statement([Position(OXIDE, "element:W", Exact(77))], MARCH, reference="March"),
        *changes(BOOK, days, [], quiet),
    ]
    assert infer(facts, BOOK.terms(OXIDE, AUTUMN)).interval == Interval(77, 77)
