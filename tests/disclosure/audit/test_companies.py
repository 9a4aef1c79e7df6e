"""Companies inside withheld cells: what a reader that knows one of them works out of another, and what is promised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit import (
    Atom,
    Auditor,
    CompanyCell,
    Fact,
    companies,
    compositions,
    infer,
    own_parts,
    promises,
    total,
)
from stockpile_client.disclosure.suppression import PPercent, sensitive
from tests.disclosure.audit.tables import atom, public

OXIDE, METAL = (PositionKey("W", group, "", "country:IT", "", "contained") for group in ("oxide", "metal"))


def cell(key: PositionKey, parts: dict[str, int], *, rest: int = 0, p_percent: int = 0) -> CompanyCell:
    return CompanyCell(key, total([atom(key.group)]), parts, rest, p_percent)


def told(*cells: CompanyCell) -> Fact:
    """The sum of all cells, exactly."""
    mass = sum(each.rest + sum(each.parts.values()) for each in cells)
    return Fact(total([each.terms[0][0] for each in cells]), mass, mass, public("the whole"))


def test_of_two_companies_in_a_cell_that_is_told_each_has_the_other():
    both = [cell(OXIDE, {"Acme": 20, "Borealis": 5})]
    facts = [told(*both), *compositions(both), *own_parts(both, "Borealis")]
    found = infer(facts, total([both[0].part("Acme")])).interval
    assert (found.low, found.high) == (20, 20)
    (broken,) = Auditor(facts).audit([], list(promises(both, "Borealis"))).violations
    assert broken.protection.true == 20


def test_two_companies_alone_in_two_withheld_cells_of_one_sum_have_each_other():
    """*Handbook on SDC*, second edition, section 4.3.2 (PS2): two singletons in one row."""
    cells = [cell(OXIDE, {"Acme": 20}), cell(METAL, {"Borealis": 7})]
    for insider, other in (("Acme", 7), ("Borealis", 20)):
        facts = [told(*cells), *compositions(cells), *own_parts(cells, insider)]
        (broken,) = Auditor(facts).audit([], list(promises(cells, insider))).violations
        assert (broken.interval.low, broken.interval.high) == (other, other)


def test_the_reader_alone_does_not_have_them():
    cells = [cell(OXIDE, {"Acme": 20}), cell(METAL, {"Borealis": 7})]
    facts = [told(*cells), *compositions(cells)]
    found = infer(facts, total([cells[0].part("Acme")])).interval
    assert (found.low, found.high) == (0, 27)


def test_the_agencys_own_stock_in_a_cell_protects_no_company():
    both = [cell(OXIDE, {"Acme": 20, "Borealis": 5}, rest=1_000)]
    facts = [told(*both), *compositions(both), *own_parts(both, "Borealis")]
    assert not Auditor(facts).audit([], list(promises(both, "Borealis"))).passes


@given(st.lists(st.integers(1, 60), min_size=2, max_size=4), st.integers(1, 100))
def test_of_one_cell_the_audit_says_what_the_p_percent_rule_says(masses: list[int], percent: int):
    """The rule of the *Handbook* is that of the second largest; the audit finds it, told the total."""
    parts = {str(number): mass for number, mass in enumerate(sorted(masses, reverse=True))}
    alone = [cell(OXIDE, parts, p_percent=percent)]
    facts = [told(*alone), *compositions(alone), *own_parts(alone, "1")]
    audit = Auditor(facts).audit([], list(promises(alone, "1")))
    upper = audit.verdicts[0].interval.high
    assert upper is not None
    too_close = 100 * (upper - audit.verdicts[0].protection.true) < percent * audit.verdicts[0].protection.true
    assert too_close is bool(sensitive(parts.values(), [PPercent(percent)]))


@settings(max_examples=40)
@given(
    st.dictionaries(st.sampled_from("ABC"), st.integers(1, 4), min_size=1),
    st.dictionaries(st.sampled_from("ABC"), st.integers(1, 4), min_size=1),
    st.integers(0, 3),
)
def test_what_an_insider_works_out_is_what_all_possible_worlds_have_in_common(oxide, metal, rest):
    cells = [cell(OXIDE, oxide, rest=rest), cell(METAL, metal)]
    for insider in companies(cells):
        facts = [told(*cells), *compositions(cells), *own_parts(cells, insider)]
        audit = Auditor(facts).audit([], list(promises(cells, insider)))
        for verdict in audit.verdicts:
            masses = set(_possible(cells, insider, verdict.protection.target[0][0]))
            assert (verdict.interval.low, verdict.interval.high) == (min(masses), max(masses))


def _possible(cells: Sequence[CompanyCell], insider: str, target: Atom) -> Iterator[int]:
    """The masses that ``target`` has over all worlds of whole parts that the insider cannot tell apart."""
    parts = [each.part(company) for each in cells for company in each.parts]
    known = {each.part(insider): each.parts[insider] for each in cells if insider in each.parts}
    left = sum(sum(each.parts.values()) for each in cells) - sum(known.values())
    others = [part for part in parts if part not in known]
    if target in known:
        yield known[target]
    elif len(others) == 1:
        yield left
    else:
        yield from range(left + 1)


def test_a_company_is_promised_to_by_p_percent_of_its_part_and_by_a_threshold_that_it_is_not_known_exactly():
    (by_share,) = promises([cell(OXIDE, {"Acme": 21, "Borealis": 5}, p_percent=10)], "Borealis")
    (by_count,) = promises([cell(OXIDE, {"Acme": 21, "Borealis": 5})], "Borealis")
    assert (by_share.upper_margin, by_count.upper_margin) == (3, 1)
    assert not list(promises([cell(OXIDE, {"Acme": 21})], "Acme"))
