"""What blocks a release, why, and what is solved again after a change."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stockpile_client.core.quantities import MG_PER_TONNE, Band, Interval
from stockpile_client.disclosure.audit import Atom, Auditor, Fact, Origin, Protection, Source, coalition, protect, total
from tests.disclosure.audit.tables import Table, atom, public, worlds

T = MG_PER_TONNE


def exactly(cell: Atom, mass: int, words: str) -> Fact:
    return Fact(total([cell]), mass, mass, Source(Origin.PLANNED, words))


def pair(material: str) -> tuple[Atom, Atom, Fact]:
    """Two sites of a material with 30 t and 20 t, and the known total of both."""
    first, second = Atom(material, at="region:IT-21"), Atom(material, at="region:IT-25")
    return first, second, Fact(total([first, second]), 50 * T, 50 * T, public(f"all {material}"))


def hidden(cell: Atom, true: int) -> Protection:
    return protect(total([cell]), true=true, percent=20, at_least=T, why="defence")


def test_a_value_that_two_facts_give_away_blocks_the_release_with_both_of_them():
    first, second, both = pair("W")
    audit = Auditor([both]).audit([exactly(first, 30 * T, "site 1")], [hidden(second, 20 * T)])
    assert not audit.passes
    (verdict,) = audit.violations
    assert verdict.interval == Interval(20 * T, 20 * T)
    assert {fact.source.words for fact in verdict.chain} == {"all W", "site 1"}


def test_a_value_in_enough_doubt_passes():
    first, second, both = pair("W")
    planned = Fact(total([first]), 20 * T, 40 * T, public("a band"))
    audit = Auditor([both]).audit([planned], [hidden(second, 20 * T)])
    assert audit.passes
    assert audit.verdicts[0].interval == Interval(10 * T, 30 * T)


def test_a_promise_may_fall_short_on_one_side_only():
    first, second, both = pair("W")
    planned = Fact(total([first]), 30 * T, 45 * T, public("30 t or more"))
    (verdict,) = Auditor([both]).audit([planned], [hidden(second, 20 * T)]).violations
    assert [side.value for side in verdict.short] == ["high"]
    assert verdict.interval == Interval(5 * T, 20 * T)


def test_a_withheld_value_that_nothing_speaks_of_is_safe():
    assert Auditor([]).audit([], [hidden(Atom("BE"), 5 * T)]).passes


def test_a_stock_of_nothing_is_protected_upwards_only():
    first, second, _ = pair("W")
    at_most_ten = Fact(total([first, second]), None, 10 * T, public("no more than 10 t"))
    assert Auditor([at_most_ten]).audit([], [hidden(first, 0)]).passes


def test_facts_that_contradict_each_other_block_the_release_and_are_named():
    first, second, both = pair("W")
    planned = [exactly(first, 30 * T, "site 1"), exactly(second, 25 * T, "site 2")]
    audit = Auditor([both]).audit(planned, [hidden(second, 20 * T)])
    assert not audit.passes
    (found,) = audit.contradictions
    assert {fact.source.words for fact in found.facts} == {"all W", "site 1", "site 2"}


def test_after_a_change_only_its_own_block_is_solved_again():
    materials = [pair(code) for code in ("W", "CO", "GA")]
    auditor = Auditor([both for _, _, both in materials])
    promises = [hidden(second, 20 * T) for _, second, _ in materials]
    planned = [Fact(total([first]), 10 * T, 40 * T, public("band")) for first, _, _ in materials]
    assert (auditor.audit(planned, promises).blocks, auditor.audit(planned, promises).solved) == (3, 0)
    changed = [exactly(materials[0][0], 30 * T, "site 1"), *planned[1:]]
    again = auditor.audit(changed, promises)
    assert again.solved == 1
    assert [verdict.holds for verdict in again.verdicts] == [False, True, True]


def test_a_planned_total_over_two_blocks_makes_them_one():
    one, two = pair("W"), pair("CO")
    auditor = Auditor([one[2], two[2]])
    bridge = Fact(total([one[0], two[0]]), 60 * T, 60 * T, public("both first sites"))
    audit = auditor.audit([bridge], [hidden(one[1], 20 * T), hidden(two[1], 20 * T)])
    assert audit.blocks == 1


def test_partners_who_pool_what_they_know_are_named_with_what_they_gain():
    first, second, both = pair("W")
    of_a, of_b = [both], [exactly(first, 30 * T, "site 1")]
    promises = [hidden(second, 20 * T)]
    audits = [Auditor(facts).audit([], promises) for facts in (of_a, of_b)]
    assert all(audit.passes for audit in audits)
    (gain,) = coalition(audits, Auditor([*of_a, *of_b]).audit([], promises))
    assert gain.alone == (Interval(0, 50 * T), Interval(0, None))
    assert gain.together.interval == Interval(20 * T, 20 * T)


def test_pooling_what_both_know_already_is_no_gain():
    first, second, both = pair("W")
    facts = [both, exactly(first, 30 * T, "site 1")]
    audit = Auditor(facts).audit([], [hidden(second, 20 * T)])
    assert coalition([audit, audit], Auditor([*facts, *facts]).audit([], [hidden(second, 20 * T)])) == []


@settings(max_examples=30)
@given(st.data())
def test_a_promise_is_kept_exactly_if_some_world_goes_as_far_on_either_side(data):
    table = Table({(str(i), str(j)): data.draw(st.integers(0, 4)) for i in range(2) for j in range(3)})
    facts = []
    for terms in table.margins():
        value = table.value(terms)
        spread = data.draw(st.sampled_from([0, 0, 1, 3]))
        facts.append(table.fact(terms, Band(max(0, value - spread), value + spread)))
    cell = atom("0", "0")
    down, up = data.draw(st.integers(0, 3)), data.draw(st.integers(0, 3))
    true = table.world[cell]
    audit = Auditor(facts).audit([], [Protection(total([cell]), true, down, up, "")])
    masses = [world[cell] for world in worlds(facts)]
    kept = min(masses) <= max(0, true - down) and max(masses) >= true + up
    assert audit.passes is kept
