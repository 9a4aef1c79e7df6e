"""Positions on the wire and in rows: ``positions.ndjson.gz`` unpacked (docs/statement-schema.md).

A statement may hold a million positions, so the way between lines and database is one flat tuple per position, in the
order of `POSITION_COLUMNS`; `row_of` and `position_of` lead to and from `core.statements.Position` for the few that
are looked at.

Rules
- ``low_mg`` and ``high_mg`` are what is certain (`core.quantities.bounds`): equal for an exact mass, 0 and ``None`` for
  a value that is withheld or not compiled, both ``None`` where no stock is meant. ``high_mg - base_mg // 2`` is the
  rounded figure itself.
- Empty text and ``None`` stand for what a line leaves out.
- Reading takes a whole block: decode, encode again, compare. A block that comes back byte for byte is what our own
  encoder writes, which has no duplicate key and no second form. Other programs may write another order or spaces: then
  every line is parsed once more with a look at its keys. Any fault sends the block a third way, line by line, and that
  one decides and names the line.
- That a key (material, group, form, at, holder, measure) stands once is kept by the UNIQUE constraint of the table
  that the rows go into: holding five million keys here would cost what streaming saves.

>>> import io
>>> row = row_of(Position(PositionKey("W", "metal", "", "country:IT", "", "contained"), "element:W", Exact(1_500_000)))
>>> row[7:10], [position_of(flat).basis for flat in next(decode_rows(io.BytesIO(b"".join(encode_rows([row])))))]
(('exact', 1500000, 1500000), ['element:W'])
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Annotated, Final, Literal

import msgspec
from msgspec.structs import astuple

from stockpile_client.bundle.faults import BadFieldError, code, text
from stockpile_client.bundle.lines import ByteSource, check_keys, decode, line_blocks, lines_of
from stockpile_client.bundle.masses import mg_from_wire, wire_from_mg
from stockpile_client.bundle.quantity_wire import (
    BandWire,
    ExactWire,
    NilWire,
    NonEmpty,
    NotCompiledWire,
    QuantityWire,
    RoundedWire,
    WithheldWire,
    quantity_from_wire,
    rounding_base,
    wire_from_quantity,
)
from stockpile_client.core.errors import InputError, InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import (
    KINDS,
    Band,
    Exact,
    Nil,
    NotApplicable,
    NotCompiled,
    Quantity,
    Rounded,
    Withheld,
    WithheldReason,
    bounds,
)
from stockpile_client.core.sites import read_location
from stockpile_client.core.statements import Position, PositionKey

FILE: Final = "positions.ndjson.gz"

POSITION_COLUMNS: Final = (
    "material", "grp", "form", "at", "holder", "measure", "basis", "kind", "low_mg", "high_mg", "base_mg", "reason",
    "days", "max_rate", "cross_border", "illustrative",
)  # fmt: skip
"""The places of a `Row`. Masses in milligrams, ``max_rate`` in milligrams a day."""

Row = tuple[
    str, str, str, str, str, str, str, str, int | None, int | None, int | None, str,
    int | None, int | None, bool | None, bool,
]  # fmt: skip

MAX_DAYS: Final = 36_600
"""A century: what takes longer to leave is not a stock. A bound keeps nonsense out of arithmetic."""

_BATCH: Final = 512
_REMEMBERED: Final = 20_000
_PLAIN_LOCATIONS: Final = re.compile(r"(?:(?:exact|town|region|country|bloc):[ -~]{1,200}(?:\n|\Z))+")
"""Locations in printable ASCII, a line each: a quick look at many that needs no second one."""

_KIND_OF: Final = {value: name for name, value in KINDS.items()}


class _Line(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    material: str
    group: Literal["ore", "oxide", "chemical", "metal", "alloy", "product", "all"]
    form: NonEmpty = ""
    at: str
    holder: Literal["government", "stockholding_entity", "mandated_industry", "voluntary_commercial"] = ""  # type: ignore[assignment]
    measure: Literal["contained", "usable", "gross", "reference"]
    basis: str
    quantity: QuantityWire
    days: Annotated[int, msgspec.Meta(ge=0, le=MAX_DAYS)] | None = None
    kg_per_day: NonEmpty = ""
    cross_border: bool | None = None
    illustrative: bool = False


_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(_Line)


def encode_rows(rows: Iterable[Row]) -> Iterator[bytes]:
    """Lines of ``rows``, in pieces of `_BATCH` lines."""
    source = iter(rows)
    while batch := [_line(row) for row in islice(source, _BATCH)]:
        yield _ENCODER.encode_lines(batch)


def encode_positions(positions: Iterable[Position]) -> Iterator[bytes]:
    """Lines of ``positions``, in pieces."""
    return encode_rows(map(row_of, positions))


def decode_rows(stream: ByteSource, *, where: str = FILE) -> Iterator[list[Row]]:
    """Rows in batches of some hundred, from the unpacked lines in ``stream``.

    Raises ``E_SCHEMA`` or ``E_LIMIT``, naming ``where``, the line and the field, after the batches before it were given
    out; the caller keeps nothing of a file that is not read to its end.
    """
    memory = _Memory()
    for first, block in line_blocks(stream, where=where):
        rows = None
        try:
            lines = _DECODER.decode_lines(block)
            is_ours = _ENCODER.encode_lines(lines) == block
            if is_ours or check_keys(block, first, where=where) == len(lines):
                rows = memory.rows(lines)
        except (msgspec.MsgspecError, ValueError):
            pass  # the exact way says which line and why
        yield rows or [_exact_row(line, place, memory) for place, line in lines_of(block, first, where=where)]


def decode_positions(stream: ByteSource, *, where: str = FILE) -> Iterator[list[Position]]:
    """As `decode_rows`, as values."""
    for rows in decode_rows(stream, where=where):
        yield [position_of(row) for row in rows]


def row_of(position: Position) -> Row:
    """The flat form of a position."""
    key, quantity = position.key, position.quantity
    certain = bounds(quantity)
    return (
        key.material,
        key.group,
        key.form,
        key.at,
        key.holder,
        key.measure,
        position.basis,
        _KIND_OF[type(quantity)],
        certain.low if certain else None,
        certain.high if certain else None,
        quantity.base if isinstance(quantity, Rounded) else None,
        quantity.reason.value if isinstance(quantity, Withheld) else "",
        position.days,
        position.max_rate,
        position.cross_border,
        position.illustrative,
    )


def position_of(row: Row) -> Position:
    """The position of a flat row, also of one that a database gave back with 0 and 1 for false and true."""
    material, group, form, at, holder, measure, basis, kind, low, high, base, reason, days, rate, cross, made_up = row
    return Position(
        PositionKey(material, group, form, at, holder, measure),
        basis,
        _quantity(kind, low, high, base, reason),
        days,
        rate,
        None if cross is None else bool(cross),
        bool(made_up),
    )


def _quantity(kind: str, low: int | None, high: int | None, base: int | None, reason: str) -> Quantity:
    match kind, low, high, base:
        case "exact", int(), _, _:
            return Exact(low)
        case "rounded", _, int(), int():
            return Rounded(high - base // 2, base)
        case "band", int(), _, _:
            return Band(low, high)
        case "nil", _, _, _:
            return Nil()
        case "withheld", _, _, _:
            return Withheld(WithheldReason(reason))
        case "not_compiled", _, _, _:
            return NotCompiled()
        case "not_applicable", _, _, _:
            return NotApplicable()
    raise InternalError("E_ROW", phrase("A stored position is of the kind '{kind}' and lacks its figures.", kind=kind))


def _line(row: Row) -> _Line:
    material, group, form, at, holder, measure, basis, kind, low, high, base, reason, days, rate, cross, made_up = row
    quantity: QuantityWire
    if kind == "exact" and low is not None:
        quantity = ExactWire(wire_from_mg(low))
    elif kind == "rounded" and high is not None and base is not None:
        quantity = RoundedWire(wire_from_mg(high - base // 2), wire_from_mg(base))
    else:
        quantity = wire_from_quantity(_quantity(kind, low, high, base, reason))
    return _Line(
        material=material,
        group=group,  # type: ignore[arg-type]  # a code of ours
        form=form,
        at=at,
        holder=holder,  # type: ignore[arg-type]
        measure=measure,  # type: ignore[arg-type]
        basis=basis,
        quantity=quantity,
        days=days,
        kg_per_day="" if rate is None else wire_from_mg(rate),
        cross_border=None if cross is None else bool(cross),
        illustrative=bool(made_up),
    )


class _Masses(dict[str, int]):
    """Masses read so far: figures repeat, above all rates, bases and bounds."""

    def __missing__(self, text: str) -> int:
        mg = self[text] = mg_from_wire("a mass", text)
        return mg


class _Bases(dict[str, int]):
    """Rounding bases read so far."""

    def __missing__(self, text: str) -> int:
        base = self[text] = rounding_base(text)
        return base


def _rows(lines: Iterable[_Line], masses: dict[str, int], bases: dict[str, int]) -> list[Row]:
    rows: list[Row] = []
    base: int | None
    low: int | None
    high: int | None
    for line in lines:
        material, group, form, at, holder, measure, basis, quantity, days, rate, cross, made_up = astuple(line)
        wire = type(quantity)
        base, reason = None, ""
        if wire is ExactWire:
            kind = "exact"
            low = high = masses[quantity.kg]
        elif wire is RoundedWire:
            kind = "rounded"
            mg, base = masses[quantity.kg], bases[quantity.base]
            half = base >> 1
            low, high = mg - half if mg > half else 0, mg + half
        elif wire is BandWire:
            kind, low = "band", masses[quantity.low]
            high = masses[quantity.high] if quantity.high else None
            if high is not None and high < low:
                raise BadFieldError("quantity.high", phrase("is below the lower bound"))
        else:
            kind, low, high, reason = _without_figure(quantity)
        most = masses[rate] if rate else None
        rows.append(
            (
                material,
                group,
                form,
                at,
                holder,
                measure,
                basis,
                kind,
                low,
                high,
                base,
                reason,
                days,
                most,
                cross,
                made_up,
            )
        )
    return rows


class _Memory:
    """What was read and found right before; each part is dropped when it grows large."""

    def __init__(self) -> None:
        self._masses = _Masses()
        self._bases = _Bases()
        self._texts: dict[str, set[str]] = {field: set() for _, field, _ in _TEXTS}

    def rows(self, lines: Sequence[_Line]) -> list[Row]:
        """The rows of lines that are right in type; raises `BadFieldError` for what is wrong in value."""
        rows = _rows(lines, self._masses, self._bases)
        for place, field, check in _TEXTS:
            values = set(map(itemgetter(place), rows))
            seen = self._texts[field]
            new = values - seen
            if new:
                check(field, new)
            seen |= new
        parts: tuple[dict[str, int] | set[str], ...] = (self._masses, self._bases, *self._texts.values())
        for part in parts:
            if len(part) > _REMEMBERED:
                part.clear()
        return rows


def _without_figure(quantity: QuantityWire) -> tuple[str, int | None, int | None, str]:
    """Kind, bounds and reason of the kinds that state no mass."""
    if isinstance(quantity, NilWire):
        return "nil", 0, 0, ""
    if isinstance(quantity, WithheldWire):
        return "withheld", 0, None, quantity.reason.value
    if isinstance(quantity, NotCompiledWire):
        return "not_compiled", 0, None, ""
    return "not_applicable", None, None, ""


def _exact_row(line: bytes, place: str, memory: _Memory) -> Row:
    decoded = decode(_DECODER, line, where=place)
    try:
        quantity_from_wire(decoded.quantity)
        if decoded.kg_per_day:
            mg_from_wire("kg_per_day", decoded.kg_per_day)
        return memory.rows([decoded])[0]
    except BadFieldError as error:
        raise error.refusal(place) from None


def _check_codes(field: str, values: set[str]) -> None:
    for value in values:
        code(field, value)


def _check_forms(field: str, values: set[str]) -> None:
    _check_codes(field, values - {""})


def _check_locations(field: str, values: set[str]) -> None:
    joined = "\n".join(values)
    if joined.count("\n") == len(values) - 1 and _PLAIN_LOCATIONS.fullmatch(joined):
        return
    for value in values:
        try:
            read_location(text(field, value))
        except InputError:
            raise BadFieldError(field, phrase("is not a location with its level")) from None


def _check_bases(field: str, values: set[str]) -> None:
    for value in values:
        if not text(field, value):
            raise BadFieldError(field, phrase("is empty"))


_TEXTS: Final[tuple[tuple[int, str, Callable[[str, set[str]], None]], ...]] = (
    (0, "material", _check_codes),
    (2, "form", _check_forms),
    (3, "at", _check_locations),
    (6, "basis", _check_bases),
)
