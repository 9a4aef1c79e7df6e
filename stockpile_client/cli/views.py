"""What values look like in answers: as JSON with stable keys, and as words.

Keys that hold a mass end in ``_kg`` and hold decimal text; quantities and positions have the form of
docs/statement-schema.md, so that whoever reads statements can read answers.

>>> quantity_words(Rounded(1_500 * MG_PER_TONNE, 500 * MG_PER_TONNE))
'1 500 t ± 250 t'
"""

from __future__ import annotations

from typing import Any

import msgspec

from stockpile_client.bundle.quantity_wire import wire_from_quantity
from stockpile_client.cli.output import tonnes
from stockpile_client.core.quantities import (
    Band,
    Exact,
    Interval,
    Nil,
    NotApplicable,
    NotCompiled,
    Quantity,
    Rounded,
    Withheld,
    kg_text,
)
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import Position, PositionChange, PositionKey
from stockpile_client.services.dispatch import Dispatched
from stockpile_client.services.partners import PartnerRow


def kg(mg: int | None) -> str | None:
    """A mass as JSON: decimal text in kilograms."""
    return None if mg is None else kg_text(mg)


def quantity(value: Quantity) -> dict[str, Any]:
    """A quantity as on the wire."""
    wire: dict[str, Any] = msgspec.to_builtins(wire_from_quantity(value))
    return wire


def quantity_words(value: Quantity) -> str:
    """A quantity for a person: a number in tonnes, an interval, or why there is none."""
    match value:
        case Exact(mg):
            return tonnes(mg)
        case Rounded(mg, base) if mg * 2 < base:  # rounded down to nothing: it lies between nothing and half a base
            return f"{tonnes(0)} – {tonnes(base // 2)}"
        case Rounded(mg, base):
            return f"{tonnes(mg)} ± {tonnes(base // 2)}"
        case Band(low, None):
            return f"{tonnes(low)} or more"
        case Band(low, high):
            return f"{tonnes(low)} – {tonnes(high or 0)}"
        case Nil():
            return "nil"
        case Withheld(reason):
            return f"withheld: {reason.replace('_', ' ')}"
        case NotCompiled():
            return "not compiled"
        case NotApplicable():
            return "not applicable"


def interval(value: Interval | None) -> dict[str, Any] | None:
    """An interval of masses; ``high_kg`` is null where there is no upper bound."""
    return None if value is None else {"low_kg": kg(value.low), "high_kg": kg(value.high)}


def interval_words(value: Interval | None) -> str:
    """An interval for a person."""
    if value is None:
        return ""
    return tonnes(value.low) if value.is_point else quantity_words(Band(value.low, value.high))


def key(value: PositionKey) -> dict[str, Any]:
    """What a position is about."""
    return {
        "material": value.material,
        "group": value.group,
        "form": value.form,
        "at": value.at,
        "holder": value.holder,
        "measure": value.measure,
    }


def position(value: Position) -> dict[str, Any]:
    """A position as on the wire, with every key."""
    return key(value.key) | {
        "basis": value.basis,
        "quantity": quantity(value.quantity),
        "days": value.days,
        "kg_per_day": kg(value.max_rate),
        "cross_border": value.cross_border,
        "illustrative": value.illustrative,
    }


def key_words(key: PositionKey) -> tuple[str, str, str, str]:
    """Material, form group (and form), place and measure of a position."""
    return key.material, f"{key.group} {key.form}".strip(), key.at, f"{key.measure} {key.holder}".strip()


def change(value: PositionChange) -> dict[str, Any]:
    """A position that changed: before and after, one of them null where it is new or gone."""
    return {
        "change": value.kind,
        "before": position(value.before) if value.before else None,
        "after": position(value.after) if value.after else None,
    }


def partner(row: PartnerRow) -> dict[str, Any]:
    """A partner."""
    return {
        "agency": row.agency_id,
        "name": row.name,
        "short_name": row.short_name,
        "country": row.country,
        "state": row.state,
        "state_at": row.state_at,
        "epoch": row.epoch,
        "card_expires": row.card_expires,
        "verified_by": row.verified_by,
        "verified_how": row.verified_how,
        "verified_at": row.verified_at,
    }


def requirement(one: Requirement) -> dict[str, Any]:
    """A denominator, its mass in kilograms (a year)."""
    return {
        "material": one.material,
        "country": one.country,
        "year": one.year,
        "kind": one.kind,
        "quantity": None if one.days is not None else quantity(one.quantity),
        "days": one.days,
        "basis": one.basis,
        "printed": one.printed,
        "source": one.source,
        "estimated": one.estimated,
        "illustrative": one.illustrative,
    }


def written(file: Dispatched) -> dict[str, Any]:
    """A bundle that was written."""
    return {
        "file": file.path,
        "bundle": file.bundle,
        "digest": file.digest,
        "channel": file.channel,
        "seq": file.seq,
        "bytes": file.size,
    }
