"""Denominators on the wire: ``requirements.ndjson.gz`` unpacked (docs/statement-schema.md).

There are thousands of them at most, so every line goes the exact way of :mod:`.lines` and becomes a value at once.

Rules
- ``target_days`` has ``days`` and no quantity; every other kind has a quantity, which may say why there is no figure.
- What `core.requirements.Requirement` refuses is refused here with the line that holds it.

>>> wheat = Requirement("W", "IT", 2024, RequirementKind.TARGET_DAYS, days=90, basis="element:W", source="decree")
>>> b"".join(encode_requirements([wheat]))[:61]
b'{"material":"W","country":"IT","year":2024,"kind":"target_day'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Annotated, Final

import msgspec

from stockpile_client.bundle.faults import BadFieldError, code, text
from stockpile_client.bundle.lines import ByteSource, decode, line_blocks, lines_of
from stockpile_client.bundle.quantity_wire import QuantityWire, quantity_from_wire, wire_from_quantity
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import NotCompiled
from stockpile_client.core.requirements import Requirement, RequirementKind

FILE: Final = "requirements.ndjson.gz"

_BATCH: Final = 512


class _Line(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    material: str
    country: str
    year: Annotated[int, msgspec.Meta(ge=1900, le=2200)]
    kind: RequirementKind
    quantity: QuantityWire | None = None
    days: int | None = None
    printed: str = ""
    basis: str
    source: str
    estimated: bool = False
    illustrative: bool = False


_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(_Line)


def encode_requirements(requirements: Iterable[Requirement]) -> Iterator[bytes]:
    """Lines of ``requirements``, in pieces."""
    source = iter(requirements)
    while batch := [_line(requirement) for requirement in islice(source, _BATCH)]:
        yield _ENCODER.encode_lines(batch)


def decode_requirements(stream: ByteSource, *, where: str = FILE) -> Iterator[list[Requirement]]:
    """Requirements in batches. Raises ``E_SCHEMA`` or ``E_LIMIT``, naming the line, as `decode_rows` does."""
    for first, block in line_blocks(stream, where=where):
        yield [_requirement(line, place) for place, line in lines_of(block, first, where=where)]


def _line(requirement: Requirement) -> _Line:
    in_days = requirement.kind is RequirementKind.TARGET_DAYS
    return _Line(
        material=requirement.material,
        country=requirement.country,
        year=requirement.year,
        kind=requirement.kind,
        quantity=None if in_days else wire_from_quantity(requirement.quantity),
        days=requirement.days,
        printed=requirement.printed,
        basis=requirement.basis,
        source=requirement.source,
        estimated=requirement.estimated,
        illustrative=requirement.illustrative,
    )


def _requirement(line: bytes, place: str) -> Requirement:
    wire = decode(_DECODER, line, where=place)
    try:
        if (wire.quantity is None) != (wire.kind is RequirementKind.TARGET_DAYS):
            raise BadFieldError("quantity", phrase("belongs to every kind but target_days, and not to that one"))
        return Requirement(
            code("material", wire.material),
            code("country", wire.country),
            wire.year,
            wire.kind,
            NotCompiled() if wire.quantity is None else quantity_from_wire(wire.quantity),
            wire.days,
            text("basis", wire.basis),
            text("printed", wire.printed),
            text("source", wire.source),
            wire.estimated,
            wire.illustrative,
        )
    except BadFieldError as error:
        raise error.refusal(place) from None
    except InputError:
        raise BadFieldError("days", phrase("belongs to target_days alone, from 1 to 3660")).refusal(place) from None
