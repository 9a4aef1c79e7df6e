"""A quantity on the wire: a tagged union of seven kinds (docs/statement-schema.md, "Quantities").

The structs are the wire form and nothing else; `quantity_from_wire` and `wire_from_quantity` lead to and from the
values of `core.quantities`. :mod:`.positions` goes past these values, because it has a million of them to convert.

>>> msgspec.json.encode(wire_from_quantity(Rounded(mg=1_204_000_000_000, base=500_000_000)))
b'{"type":"rounded","kg":"1204000","base":"500"}'
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from stockpile_client.bundle.faults import BadFieldError
from stockpile_client.bundle.masses import mg_from_wire, wire_from_mg
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import (
    Band,
    Exact,
    Nil,
    NotApplicable,
    NotCompiled,
    Quantity,
    Rounded,
    Withheld,
    WithheldReason,
)  # fmt: skip

NonEmpty = Annotated[str, msgspec.Meta(min_length=1)]
"""Text that is left out, never empty."""


class _Wire(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", gc=False, omit_defaults=True):
    pass


class ExactWire(_Wire, frozen=True, tag="exact"):
    """A mass in kilograms."""

    kg: str


class RoundedWire(_Wire, frozen=True, tag="rounded"):
    """A mass and the base to which it was rounded, in kilograms."""

    kg: str
    base: str


class BandWire(_Wire, frozen=True, tag="band"):
    """Lower and upper bound in kilograms; without ``high`` there is no upper bound."""

    low: str
    high: NonEmpty = ""


class NilWire(_Wire, frozen=True, tag="nil"):
    """None is held."""


class WithheldWire(_Wire, frozen=True, tag="withheld"):
    """Deliberately not given."""

    reason: WithheldReason


class NotCompiledWire(_Wire, frozen=True, tag="not_compiled"):
    """Nobody has put the figure together."""


class NotApplicableWire(_Wire, frozen=True, tag="not_applicable"):
    """The question does not arise."""


QuantityWire = ExactWire | RoundedWire | BandWire | NilWire | WithheldWire | NotCompiledWire | NotApplicableWire


def rounding_base(text: str) -> int:
    """Milligrams of a rounding base: positive and even, so that half of it is whole. Raises `BadFieldError`."""
    base = mg_from_wire("quantity.base", text)
    if not base or base % 2:
        raise BadFieldError("quantity.base", phrase("is not a positive, even number of milligrams"))
    return base


def band(low: str, high: str) -> tuple[int, int | None]:
    """Milligrams of the bounds; empty ``high`` is no upper bound. Raises `BadFieldError` where low is above high."""
    lowest = mg_from_wire("quantity.low", low)
    highest = mg_from_wire("quantity.high", high) if high else None
    if highest is not None and lowest > highest:
        raise BadFieldError("quantity.high", phrase("is below the lower bound"))
    return lowest, highest


def quantity_from_wire(wire: QuantityWire) -> Quantity:
    """The value that is meant. Raises `BadFieldError`."""
    match wire:
        case ExactWire(kg=kg):
            return Exact(mg_from_wire("quantity.kg", kg))
        case RoundedWire(kg=kg, base=base):
            return Rounded(mg_from_wire("quantity.kg", kg), rounding_base(base))
        case BandWire(low=low, high=high):
            return Band(*band(low, high))
        case NilWire():
            return Nil()
        case WithheldWire(reason=reason):
            return Withheld(reason)
        case NotCompiledWire():
            return NotCompiled()
        case NotApplicableWire():
            return NotApplicable()


def wire_from_quantity(quantity: Quantity) -> QuantityWire:
    """How ``quantity`` is written."""
    match quantity:
        case Exact(mg):
            return ExactWire(wire_from_mg(mg))
        case Rounded(mg, base):
            return RoundedWire(wire_from_mg(mg), wire_from_mg(base))
        case Band(low, high):
            return BandWire(wire_from_mg(low), "" if high is None else wire_from_mg(high))
        case Nil():
            return NilWire()
        case Withheld(reason):
            return WithheldWire(reason)
        case NotCompiled():
            return NotCompiledWire()
        case NotApplicable():
            return NotApplicableWire()
