"""A statement against the one before it, material by material: what a partner told us, or what we told a partner.

Both sides are intervals, or the reason why there is no number (withheld, not compiled, nil, silent): see
:func:`stockpile_client.analysis.joint.joint_picture`, which reads them as the joint picture does.

>>> picture = statement_changes(ctx, pairs[0], Measure.USABLE)
>>> [(row.material, row.before.interval, row.after.interval) for row in picture.rows]
[('W', Interval(low=900, high=1000), Interval(low=700, high=800))]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from stockpile_client.analysis.joint import Contribution, joint_picture
from stockpile_client.core.statements import Measure, Position, StatementHeader
from stockpile_client.services.context import Context
from stockpile_client.services.dispatch import audience_of
from stockpile_client.services.keyring import short_names
from stockpile_client.storage import bundles, positions, statements
from stockpile_client.storage.bundles import StoredBundle
from stockpile_client.storage.channels import Direction
from stockpile_client.storage.statements import StoredStatement

_BEFORE, _AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class StatementPair:
    """The statement in force from a partner or to an audience, and the one before it (``None``: it is the first).

    ``row`` and ``previous_row`` are local; ``marking`` is the highest of the two.
    """

    direction: Direction
    partners: tuple[str, ...]
    row: int
    previous_row: int | None
    as_of: date
    previous_as_of: date | None
    marking: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One material on one basis, in mg; a side is ``None`` where the statement does not speak of it."""

    material: str
    basis: str
    before: Contribution | None
    after: Contribution | None

    @property
    def is_change(self) -> bool:
        """Whether the two sides say different things."""
        one, other = self.before, self.after
        if one is None or other is None:
            return one is not other
        return (one.says, one.interval, one.reasons) != (other.says, other.interval, other.reasons)


@dataclass(frozen=True, slots=True)
class ChangePicture:
    """All materials of either statement, by code."""

    pair: StatementPair
    measure: Measure
    rows: tuple[ChangeRow, ...]


def list_pairs(ctx: Context) -> list[StatementPair]:
    """One pair for each partner that told us something, and for each audience that we told; the latest day first."""
    streams: dict[tuple[str, ...], list[_Known]] = {}
    for stored in statements.every(ctx.db):  # the latest day first
        bundle = bundles.get(ctx.db, stored.bundle) if stored.bundle else None
        if bundle is not None and stored.withdrawn is None:
            ours = stored.agency == ctx.agency.id
            others = tuple(sorted(audience_of(bundle, stored.agency))) if ours else ()
            streams.setdefault((stored.agency, *others), []).append(_Known(stored, bundle))
    names = short_names(ctx)
    pairs = [_pair(ctx, key, known, names) for key, known in streams.items()]
    return sorted(pairs, key=lambda pair: pair.as_of, reverse=True)


def statement_changes(ctx: Context, pair: StatementPair, measure: Measure) -> ChangePicture:
    """What changed between the two statements of ``pair``, in ``measure``; everything is new if there is only one."""
    before = _lines(ctx, pair.previous_row, measure, _BEFORE)
    after = _lines(ctx, pair.row, measure, _AFTER)
    keys = sorted({_key(after, before, key) for key in before.keys() | after.keys()})
    rows = (ChangeRow(material, basis, _side(before, material, basis), _side(after, material, basis))
            for material, basis in keys)  # fmt: skip
    return ChangePicture(pair, measure, tuple(rows))


Lines = dict[tuple[str, str], Contribution]


def _lines(ctx: Context, row: int | None, measure: Measure, side: str) -> Lines:
    if row is None:
        return {}
    stored = next(one for one in statements.every(ctx.db) if one.row == row)
    stated: dict[str, tuple[StatementHeader, list[Position]]] = {
        side: (stored.header, list(positions.of_statement(ctx.db, row)))
    }
    return {(line.material, line.basis): line.contributions[0] for line in joint_picture(stated, measure)}


def _key(after: Lines, before: Lines, key: tuple[str, str]) -> tuple[str, str]:
    """A statement without a number has no basis: it belongs to the line of the other one that has."""
    material, basis = key
    bases = [known for code, known in (*after, *before) if code == material and known]
    return (material, basis or (bases[0] if bases else ""))


def _side(lines: Lines, material: str, basis: str) -> Contribution | None:
    return lines.get((material, basis)) or lines.get((material, ""))


@dataclass(frozen=True, slots=True)
class _Known:
    """A standing statement and the bundle that carried it."""

    stored: StoredStatement
    bundle: StoredBundle


def _pair(ctx: Context, key: tuple[str, ...], known: list[_Known], names: Mapping[str, str]) -> StatementPair:
    sender, *audience = key
    replaced = {one.stored.supersedes for one in known if one.stored.supersedes}
    latest, *earlier = [one for one in known if one.stored.id not in replaced]
    previous = earlier[0] if earlier else None
    markings = [one.bundle.marking for one in (latest, previous) if one]
    return StatementPair(
        Direction.OUT if sender == ctx.agency.id else Direction.IN,
        tuple(names.get(one, one) for one in audience or (sender,)),
        latest.stored.row,
        previous.stored.row if previous else None,
        latest.stored.header.as_of,
        previous.stored.header.as_of if previous else None,
        ctx.scheme.highest(markings).code,
    )
