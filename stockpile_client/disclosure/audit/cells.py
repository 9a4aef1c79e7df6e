"""From positions to atoms: what each released line is a sum of.

Three dimensions are trees: form (``all`` → group → form), place (bloc → country → region → …) and holder (all together
→ class). The atoms of a material are the finest codes that *any* fact speaks of; a position that stands for more is the
sum of the atoms under it, so that a total over places and a table by form hang together without anyone saying so.

Rules
- A partner reads a statement as complete: under a code whose finer codes are given there is nothing else. That is the
  worst case, and where our own books know better (``rests``), the remainder is an unknown of its own.
- Measures are different masses: ``contained`` says nothing of ``usable`` but through a domain fact (``facts.at_most``).

>>> book = CellBook([everything, oxide], rests={("W", "all")})
>>> [atom.group for atom, _ in book.terms(everything, day)]
['oxide', 'rest of all']
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from functools import lru_cache
from itertools import product
from typing import TypeVar

from msgspec.structs import replace

from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import Quantity
from stockpile_client.core.statements import Position, PositionKey
from stockpile_client.disclosure.audit.facts import Atom, Fact, Origin, Source, Terms, released
from stockpile_client.disclosure.audit.ladders import leaves

ALL_GROUPS = "all"
FormCode = tuple[str, str]
"""Group and form; the form is empty for a whole group."""


class CellBook:
    """Which atoms each position key covers, fixed once from every key that any fact will use."""

    def __init__(
        self,
        keys: Iterable[PositionKey],
        *,
        parents: Mapping[str, str] | None = None,
        rests: Set[tuple[str, str]] = frozenset(),
    ) -> None:
        """``parents``: location → the next coarser one (``country:IT`` → ``bloc:EU``).

        ``rests``: (material, code) where we hold something under ``code`` (a place, a group, or empty for all holders)
        beyond the finer codes that are spoken of.
        """
        self._parents = dict(parents or {})
        self._rests = rests
        forms: dict[tuple[str, str], set[FormCode]] = defaultdict(set)
        places: dict[tuple[str, str], set[str]] = defaultdict(set)
        holders: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._keys = tuple(dict.fromkeys(keys))
        for key in self._keys:
            subject = (key.material, key.measure)
            forms[subject].add((key.group, key.form))
            places[subject].add(key.at)
            holders[subject].add(key.holder)
        self._forms = {subject: self._form_leaves(subject[0], codes) for subject, codes in forms.items()}
        self._places = {subject: self._place_leaves(subject[0], codes) for subject, codes in places.items()}
        self._holders = {subject: self._holder_leaves(subject[0], codes) for subject, codes in holders.items()}
        self._cells: dict[PositionKey, tuple[Atom, ...]] = {}
        self._dated: dict[date, dict[Atom, tuple[Atom, int]]] = defaultdict(dict)

    def cells(self, key: PositionKey) -> tuple[Atom, ...]:
        """The atoms under ``key``, of no particular day."""
        found = self._cells.get(key)
        if found is None:
            subject = (key.material, key.measure)
            try:
                parts = product(
                    self._forms[subject][key.group, key.form],
                    self._places[subject][key.at],
                    self._holders[subject][key.holder],
                )
            except KeyError as error:
                raise InternalError(
                    "E_AUDIT_KEY", phrase("The audit was not told of a position beforehand.")
                ) from error
            found = tuple(
                Atom(key.material, group, form, at, holder, key.measure) for (group, form), at, holder in parts
            )
            self._cells[key] = found
        return found

    def lying(self, key: PositionKey) -> tuple[Atom, ...]:
        """The atoms under ``key`` and under no finer code: where stock lies that no finer code speaks of."""
        subject = (key.material, key.measure)
        forms = _beside(self._forms[subject], (key.group, key.form), (f"rest of {key.form or key.group}", ""))
        places = _beside(self._places[subject], key.at, f"rest of {key.at}")
        holders = _beside(self._holders[subject], key.holder, "other holders")
        return tuple(
            Atom(key.material, group, form, at, holder, key.measure)
            for (group, form), at, holder in product(forms, places, holders)
        )

    def atoms(self) -> list[Atom]:
        """Every atom that any key covers, of no particular day."""
        return list(dict.fromkeys(atom for key in self._keys for atom in self.cells(key)))

    def terms(self, key: PositionKey, day: date) -> Terms:
        """The sum that ``key`` stands for on ``day``."""
        dated = self._dated[day]
        try:
            return tuple([dated[atom] for atom in self.cells(key)])
        except KeyError:
            return tuple([self._on(atom, day) for atom in self.cells(key)])

    def on(self, atom: Atom, day: date) -> Atom:
        """An atom of :meth:`cells` on a day."""
        return self._on(atom, day)[0]

    def _on(self, atom: Atom, day: date) -> tuple[Atom, int]:
        """The same object for the same cell and day: a long history has many facts and few cells."""
        dated = self._dated[day]
        found = dated.get(atom)
        if found is None:
            found = dated[atom] = (replace(atom, day=day), 1)
        return found

    def fact(self, key: PositionKey, quantity: Quantity, day: date, source: Source) -> Fact | None:
        """What a quantity of ``key`` as of ``day`` says; ``None`` where it is no number."""
        return released(self.terms(key, day), quantity, source)

    def statement(
        self, positions: Iterable[Position], day: date, *, reference: str, planned: bool = False
    ) -> list[Fact]:
        """The facts of a statement as of ``day``; ``reference`` names it in words ("statement 4 of 30 June").

        What they are called is in codes; callers that show them to people make facts of their own (:meth:`fact`).
        """
        origin = Origin.PLANNED if planned else Origin.RELEASED
        facts = []
        for position in positions:
            source = Source(origin, f"{reference}: {key_words(position.key)}", reference, day, position.key)
            fact = self.fact(position.key, position.quantity, day, source)
            if fact is not None:
                facts.append(fact)
        return facts

    def _form_leaves(self, material: str, codes: set[FormCode]) -> dict[FormCode, list[FormCode]]:
        def parent(code: FormCode) -> FormCode | None:
            group, form = code
            return (group, "") if form else None if group == ALL_GROUPS else (ALL_GROUPS, "")

        def rest(code: FormCode) -> FormCode | None:
            return (f"rest of {code[0]}", "") if (material, code[0]) in self._rests else None

        return leaves(codes, parent, rest)

    def _place_leaves(self, material: str, codes: set[str]) -> dict[str, list[str]]:
        return leaves(
            codes,
            self._parents.get,
            lambda code: f"rest of {code}" if (material, code) in self._rests else None,
        )

    def _holder_leaves(self, material: str, codes: set[str]) -> dict[str, list[str]]:
        return leaves(
            codes,
            lambda code: "" if code else None,
            lambda _: "other holders" if (material, "") in self._rests else None,
        )


Code = TypeVar("Code", str, FormCode)


def _beside(leaves_of: Mapping[Code, Sequence[Code]], code: Code, rest: Code) -> Sequence[Code]:
    """What lies under ``code`` beside its finer codes; all under it, if nothing is known to."""
    inside = leaves_of[code]
    return [rest] if rest in inside else inside


@lru_cache(maxsize=1 << 16)
def key_words(key: PositionKey) -> str:
    """A position's key in the codes of the catalogue, short."""
    form = key.form or ("all forms" if key.group == ALL_GROUPS else key.group)
    parts = [key.material, form, key.at.partition(":")[2], key.holder.replace("_", " "), f"({key.measure})"]
    return " ".join(part for part in parts if part)
