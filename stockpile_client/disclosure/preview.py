"""The statement as a partner will see it, cell by cell beside our own value, with the rules that changed it.

The same positions that a preview shows are the ones that the bundle holds: a release takes them from here and from
nowhere else.

>>> [line.words for line in preview(profile, cells, bases, "country:IT").lines]
['rounded to 500 t', 'withheld: market effect']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

import msgspec

from stockpile_client.core.phrases import joined, phrase
from stockpile_client.core.quantities import (
    Band,
    Exact,
    Nil,
    NotCompiled,
    Quantity,
    Rounded,
    Withheld,
    WithheldReason,
    bounds,
    round_to,
)
from stockpile_client.core.statements import Measure, Position, PositionKey
from stockpile_client.disclosure.collector import collector_at_rest
from stockpile_client.disclosure.holdings import ALL_GROUPS, Cell, CellKey, LotHolding
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.aggregate import LeftOut
from stockpile_client.disclosure.rules.base import CellRule, Effect, Rule, mass_words, reason_words
from stockpile_client.disclosure.rules.coarsen import PurityDetail
from stockpile_client.disclosure.rules.rounding import band_words
from stockpile_client.disclosure.rules.withhold import withheld_effect

__all__ = ["ALL_GROUPS", "Preview", "PreviewLine", "Rule", "preview", "preview_lots"]

_VALUE_RULES = frozenset({Rule.WITHHELD, Rule.SUPPRESSED, Rule.COMPLEMENTED, Rule.ROUNDED, Rule.BANDED})


class PreviewLine(msgspec.Struct, frozen=True, gc=False):
    """What leaves (``position``) beside our own value in mg (``own``), and how many lots are inside.

    ``rule`` is the last one that touched the value, ``chain`` what every rule did, in order. ``companies``: what each
    company holds of a withheld value (mg), by name; it never leaves. A struct, because there may be a hundred
    thousand, which the garbage collector need not visit.
    """

    position: Position
    own: int
    lots: int
    rule: Rule
    chain: tuple[Effect, ...] = ()
    companies: tuple[tuple[str, int], ...] = ()

    @property
    def words(self) -> str:
        """What became of the value, in English, for records and the command line."""
        match self.position.quantity:
            case Rounded(_, base):
                return phrase("rounded to {mass}", mass=mass_words(base))
            case Band(low, high):
                return band_words(low, high)
            case Withheld(reason):
                return phrase("withheld: {reason}", reason=reason_words(reason))
            case Nil():
                return phrase("nil: we hold none")
            case _:
                return phrase("as it is")

    @property
    def chain_words(self) -> str:
        """What every rule did: ``site → country, form → form group; sum of 7 lots; rounded to 500 t``."""
        return joined([effect.words for effect in self.chain], "; ") if self.chain else self.words


@dataclass(frozen=True, slots=True)
class Preview:
    """All that would leave under a profile, and what stays.

    ``lines`` in order of key; ``withheld``: materials that the profile withholds; ``suppressed``: materials of which
    other rules withhold every value, with the reason that is shown; ``out_of_scope``: held materials that stay;
    ``left_out``: lots that count in nothing; ``note``: what the statement's note says by the rules (purity classes).
    """

    lines: tuple[PreviewLine, ...]
    withheld: tuple[str, ...]
    out_of_scope: tuple[str, ...]
    suppressed: Mapping[str, WithheldReason] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    note: str = ""

    @property
    def positions(self) -> list[Position]:
        """The positions of the statement."""
        return [line.position for line in self.lines]


def preview_lots(profile: Profile, lots: Iterable[LotHolding], bases: Mapping[str, str], home: str) -> Preview:
    """All rules of ``profile`` over an inventory, one lot at a time; for the rest see :func:`preview`."""
    with collector_at_rest():
        table = profile.aggregation.gather(lots, profile.exclude, profile.coarsening, home=home)
        return preview(profile, table.cells, bases, home, left_out=table.left_out)


def preview(
    profile: Profile, cells: Sequence[Cell], bases: Mapping[str, str], home: str, *, left_out: Sequence[LeftOut] = ()
) -> Preview:
    """The rules of ``profile`` over cells; ``bases`` maps a material to what its content is of (``element:W``).

    ``home`` is the agency's own place (``country:IT``): a withheld material is shown there, wherever it lies.
    """
    scope, lines_of = set(profile.scope), _LineMaker(profile, bases)
    lines: list[PreviewLine] = []
    for cell in cells:
        if cell.material in scope and cell.material not in profile.withhold:
            lines += lines_of(cell)
    lines += _withheld_lines(profile, cells, bases, home)
    lines.sort(key=attrgetter("position.key"))
    held = {cell.material for cell in cells}
    return Preview(
        lines=tuple(lines),
        withheld=tuple(material for material in profile.scope if material in profile.withhold),
        out_of_scope=tuple(sorted(held - scope)),
        suppressed=_suppressed(profile, lines),
        left_out=tuple(left_out),
        note=_note(profile, lines, cells),
    )


class _LineMaker:
    """Makes the lines of one cell after another; what does not differ between cells is worked out once."""

    def __init__(self, profile: Profile, bases: Mapping[str, str]) -> None:
        self._bases, self._availability = bases, profile.availability
        # so that lines come in order of key
        self._measures = tuple((measure, measure.value, _OWN[measure]) for measure in sorted(profile.measures))
        self._shaping, self._values = (
            tuple(rule for rule in rules if rule.sentence)  # a rule that says nothing does nothing
            for rules in (profile.shaping_rules(), profile.value_rules())
        )

    def __call__(self, cell: Cell) -> Iterator[PreviewLine]:
        shaped = _apply(self._shaping, cell, NotCompiled())[1]
        about, only_claims = cell.key, cell.only_claims
        for measure, code, mass_of in self._measures:
            own = mass_of(cell)
            usable = measure is Measure.USABLE
            if own is None or (only_claims and not usable):
                continue
            quantity, chain = _apply(self._values, cell, Exact(own) if own else Nil())
            key = PositionKey(*about, code)
            withheld = isinstance(quantity, Withheld)
            if usable and self._availability and own and not withheld:
                position = Position(
                    key, self._basis(cell, measure), quantity, cell.first_day,
                    _as_coarse_as(quantity, cell.max_rate), cell.cross_border, cell.illustrative,
                )  # fmt: skip
            else:
                position = Position(key, self._basis(cell, measure), quantity, illustrative=cell.illustrative)
            if not chain:
                rule = Rule.AS_IT_IS if own else Rule.NIL
                yield PreviewLine(position, own, cell.lots, rule, shaped)
                continue
            inside = tuple(_parts(cell, measure).items()) if withheld and own else ()
            yield PreviewLine(position, own, cell.lots, _last(quantity, chain), (*shaped, *chain), inside)

    def _basis(self, cell: Cell, measure: Measure) -> str:
        """What the mass is of."""
        if measure is Measure.GROSS:
            return "gross"
        return f"oxide:{cell.reference_basis}" if measure is Measure.REFERENCE else self._bases[cell.material]


_OWN: dict[Measure, Callable[[Cell], int | None]] = {
    Measure.CONTAINED: attrgetter("contained"),
    Measure.USABLE: attrgetter("usable"),
    Measure.GROSS: attrgetter("gross"),
    Measure.REFERENCE: attrgetter("reference"),
}
"""Our value in mg by measure."""


def _parts(cell: Cell, measure: Measure) -> Mapping[str, int]:
    """What each company holds of a cell; of reference masses the books of companies are not kept."""
    match measure:
        case Measure.CONTAINED:
            return cell.industry
        case Measure.USABLE:
            return cell.industry_usable
        case Measure.GROSS:
            return cell.industry_gross
        case Measure.REFERENCE:
            return {}


def _apply(rules: Iterable[CellRule], cell: Cell, shown: Quantity) -> tuple[Quantity, tuple[Effect, ...]]:
    chain: tuple[Effect, ...] = ()  # mostly nothing or one: a list would be made for every line
    for rule in rules:
        effect = rule.effect(cell, shown)
        if effect is not None:
            chain = (*chain, effect)
            shown = shown if effect.quantity is None else effect.quantity
    return shown, chain


def _last(quantity: Quantity, chain: tuple[Effect, ...]) -> Rule:
    touched = [effect.rule for effect in chain if effect.rule in _VALUE_RULES]
    if touched:
        return touched[-1]
    return Rule.NIL if isinstance(quantity, Nil) else Rule.AS_IT_IS


def _as_coarse_as(quantity: Quantity, rate: int | None) -> int | None:
    """A rate is a mass too: it leaves no finer than the stock itself, and not at all where it rounds to nothing."""
    if rate is None or isinstance(quantity, Exact):
        return rate
    if isinstance(quantity, Rounded):
        return round_to(rate, quantity.base) or None
    interval = bounds(quantity)
    if interval is None or interval.high is None:
        return None
    width = interval.high - interval.low
    return round_to(rate, width + width % 2) or None


def _withheld_lines(
    profile: Profile, cells: Sequence[Cell], bases: Mapping[str, str], home: str
) -> Iterable[PreviewLine]:
    """One line for each place where a withheld material lies would tell where: so one for the whole material."""
    for material in profile.scope:
        reason = profile.withhold.get(material)
        if reason is None:
            continue
        inside = [cell for cell in cells if cell.material == material]
        key = PositionKey(material, ALL_GROUPS, "", home, "", Measure.CONTAINED.value)
        effect = withheld_effect(reason)
        yield PreviewLine(
            Position(key, bases[material], Withheld(reason)),
            own=sum(cell.contained for cell in inside),
            lots=sum(cell.lots for cell in inside),
            rule=Rule.WITHHELD,
            chain=(effect,),
        )


def _suppressed(profile: Profile, lines: Sequence[PreviewLine]) -> dict[str, WithheldReason]:
    """Materials of which every line is withheld by a rule over cells: the header says so, with the first reason."""
    found: dict[str, WithheldReason] = {}
    for line in lines:
        quantity = line.position.quantity
        if isinstance(quantity, Withheld) and (material := line.position.key.material) not in profile.withhold:
            found.setdefault(material, quantity.reason)
    if found:
        given = {line.position.key.material for line in lines if not isinstance(line.position.quantity, Withheld)}
        found = {material: reason for material, reason in found.items() if material not in given}
    return found


def _note(profile: Profile, lines: Iterable[PreviewLine], cells: Iterable[Cell]) -> str:
    """Purity classes, of cells that leave with a value: ``Purity: GA metal 99.99–99.999 %``."""
    coarsening = profile.coarsening
    if coarsening.purity is PurityDetail.NONE:
        return ""
    classes = [(cell, words) for cell in cells if (words := coarsening.purity_words(cell))]
    if not classes:
        return ""
    given = (line.position.key for line in lines if not isinstance(line.position.quantity, Withheld | Nil))
    about = {CellKey(key.material, key.group, key.form, key.at, key.holder) for key in given}
    found = dict.fromkeys(
        f"{cell.form or f'{cell.material} {cell.group}'} {words}" for cell, words in classes if cell.key in about
    )
    return f"Purity: {'; '.join(found)}." if found else ""
