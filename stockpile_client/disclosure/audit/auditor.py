"""The audit: everything one partner knows, split into blocks that have nothing to do with each other.

An :class:`Auditor` holds the facts that a partner has already (they cannot be taken back) and judges a planned release
against protections. Blocks are the connected components of facts (a fact connects its atoms): usually one a material.
Results are kept by what a block consists of, so that after a change only the blocks it touches are solved again.

>>> audit = Auditor(known).audit(planned, protections)
>>> [verdict.interval for verdict in audit.violations]
[Interval(low=95000000, high=105000000)]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from stockpile_client.disclosure.audit.block import Block
from stockpile_client.disclosure.audit.certificates import Side
from stockpile_client.disclosure.audit.facts import Atom, Fact, Terms
from stockpile_client.disclosure.audit.protection import Protection, Verdict, judge
from stockpile_client.disclosure.audit.reduction import Contradiction

KEPT_BLOCKS = 4096
"""Results kept at most; beyond, the oldest go: far more than the blocks of one statement."""


@dataclass(frozen=True, slots=True)
class Contradictory:
    """Facts that cannot all be true, and the protections that can therefore not be judged."""

    facts: tuple[Fact, ...]
    protections: tuple[Protection, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """Verdicts in the order of the protections; a contradiction judges nothing and blocks the release as well."""

    verdicts: tuple[Verdict, ...]
    contradictions: tuple[Contradictory, ...]
    blocks: int
    solved: int

    @property
    def violations(self) -> tuple[Verdict, ...]:
        """The protections that do not hold."""
        return tuple(verdict for verdict in self.verdicts if not verdict.holds)

    @property
    def passes(self) -> bool:
        """Whether the release may go ahead as far as inference is concerned."""
        return not self.violations and not self.contradictions


class Group(NamedTuple):
    """What one block consists of: pieces of what is known (by number), planned facts, protections."""

    pieces: tuple[int, ...]
    planned: tuple[Fact, ...]
    protections: tuple[Protection, ...]


Result = tuple[Verdict, ...] | Contradictory


class Auditor:
    """Judges releases to one partner. ``known``: all that it knows already, oldest first."""

    def __init__(self, known: Iterable[Fact]) -> None:
        facts = tuple(known)
        joined: Joined[Atom] = Joined()
        for fact in facts:
            joined.join(atom for atom, _ in fact.terms)
        self._piece_of: dict[Atom, int] = {}
        numbers: dict[Atom, int] = {}
        for atom in joined.members():
            self._piece_of[atom] = numbers.setdefault(joined.root(atom), len(numbers))
        self._pieces: list[list[Fact]] = [[] for _ in numbers]
        for fact in facts:
            self._pieces[self._piece_of[fact.terms[0][0]]].append(fact)
        self._results: dict[Group, Result] = {}

    def audit(self, planned: Sequence[Fact], protections: Sequence[Protection]) -> Audit:
        """Judge every protection against what is known and what is ``planned`` to be released together."""
        verdicts: dict[Protection, Verdict] = {}
        contradictions: list[Contradictory] = []
        blocks = solved = 0
        for group in self.groups(planned, protections):
            blocks += 1
            result = self._results.get(group)
            if result is None:
                solved += 1
                result = self._judge(group)
                self._keep(group, result)
            if isinstance(result, Contradictory):
                contradictions.append(result)
            else:
                verdicts.update({verdict.protection: verdict for verdict in result})
        ordered = tuple(verdicts[each] for each in protections if each in verdicts)
        return Audit(ordered, tuple(contradictions), blocks, solved)

    def groups(self, planned: Sequence[Fact], protections: Sequence[Protection]) -> Iterator[Group]:
        """The blocks that protections lie in; facts that touch no protected value are in none."""
        joined: Joined[Atom | int] = Joined()
        for terms in (*(fact.terms for fact in planned), *(each.target for each in protections)):
            joined.join(self._place(atom) for atom, _ in terms)
        facts_in: dict[Atom | int, list[Fact]] = defaultdict(list)
        for fact in planned:
            facts_in[joined.root(self._place(fact.terms[0][0]))].append(fact)
        protections_in: dict[Atom | int, list[Protection]] = defaultdict(list)
        for each in protections:
            protections_in[joined.root(self._place(each.target[0][0]))].append(each)
        pieces_in: dict[Atom | int, list[int]] = defaultdict(list)
        for place in joined.members():
            if isinstance(place, int):
                pieces_in[joined.root(place)].append(place)
        for root, inside in protections_in.items():
            yield Group(tuple(sorted(pieces_in[root])), tuple(facts_in[root]), tuple(inside))

    def block(self, group: Group) -> Block:
        """The linear programme of a group; raises :class:`Contradiction` where two facts exclude each other."""
        facts = [fact for piece in group.pieces for fact in self._pieces[piece]]
        extra = (atom for each in group.protections for atom, _ in each.target)
        return Block([*facts, *group.planned], extra)

    def _judge(self, group: Group) -> Result:
        try:
            block = self.block(group)
            reach = max(max(abs(each.needed(side)) for side in Side) for each in group.protections)
            return tuple(judge(each, block.infer(each.target, reach=reach)) for each in group.protections)
        except Contradiction as contradiction:
            return Contradictory(contradiction.facts, group.protections)

    def _keep(self, group: Group, result: Result) -> None:
        while len(self._results) >= KEPT_BLOCKS:
            del self._results[next(iter(self._results))]
        self._results[group] = result

    def _place(self, atom: Atom) -> Atom | int:
        return self._piece_of.get(atom, atom)


def infer(known: Iterable[Fact], target: Terms) -> Verdict:
    """What follows from ``known`` about one ``target``, with nothing promised about it."""
    protection = Protection(target, 0, 0, 0, "")
    auditor = Auditor(known)
    (group,) = auditor.groups((), [protection])
    return Verdict(protection, auditor.block(group).infer(target, reach=0), ())


Member = TypeVar("Member", bound=Hashable)


class Joined(Generic[Member]):
    """Union–find with path halving, in order of first sight."""

    def __init__(self) -> None:
        self._parent: dict[Member, Member] = {}

    def join(self, members: Iterable[Member]) -> None:
        first: Member | None = None
        for member in members:
            if member not in self._parent:
                self._parent[member] = member
            if first is None:
                first = self.root(member)
            else:
                self._parent[self.root(member)] = first

    def root(self, member: Member) -> Member:
        parent = self._parent
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    def members(self) -> Iterator[Member]:
        return iter(self._parent)
