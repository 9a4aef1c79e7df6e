"""How positions read across a table, the same wherever they are shown: own, sent, received, before and after."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.quantities import MG_PER_KG, Band, Exact, Interval, Quantity, Rounded, bounds, in_unit
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import Position, PositionChange, PositionKey
from stockpile_client.services.catalogue import load_terms
from stockpile_client.ui import exchange_words
from stockpile_client.ui.formats import KG_PER_UNIT, Formats, unit_for
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.window_model import Column


def is_number(quantity: Quantity) -> bool:
    """Whether a quantity reads as a number or an interval, and not as a word."""
    return isinstance(quantity, Exact | Rounded | Band)


def unit_of(quantity: Quantity) -> str:
    """The unit in which a quantity reads best; none where it is a word."""
    interval = bounds(quantity) if is_number(quantity) else None
    if interval is None:
        return ""
    return unit_for(interval.low if interval.high is None else interval.high)


def quantity_text(formats: Formats, quantity: Quantity) -> str:
    """A quantity as a cell shows it; the ends of an interval without the zeros that nobody stated."""
    unit = unit_of(quantity) or "t"
    interval = bounds(quantity) if isinstance(quantity, Rounded | Band) else None
    if interval is None:
        return formats.quantity(quantity, unit)
    return interval_text(formats, interval, unit)


def interval_text(formats: Formats, interval: Interval, unit: str) -> str:
    """``34–51``, or ``≥ 34``; one number where both ends are the same."""
    low = formats.decimal(_plain(interval.low, unit))
    if interval.high is None:
        return f"≥ {low}"
    high = formats.decimal(_plain(interval.high, unit))
    return low if low == high else f"{low}–{high}"


def outward_text(formats: Formats, interval: Interval, unit: str) -> str:
    """As :func:`interval_text` in whole units, rounded outward: nothing that is possible is left out."""
    if interval.is_point:
        return formats.mass(interval.low, unit)
    base = int(KG_PER_UNIT[unit] * MG_PER_KG)
    high = None if interval.high is None else -(-interval.high // base) * base
    return interval_text(formats, Interval(interval.low // base * base, high), unit)


def _plain(mg: int, unit: str) -> Decimal:
    """Up to three decimals, none of them a trailing zero."""
    value = in_unit(mg, KG_PER_UNIT[unit], decimals=3).normalize()
    return value if int(value.as_tuple().exponent) <= 0 else value.quantize(Decimal(1))


def basis_text(basis: str) -> str:
    """What the kilograms are of: ``element:W`` as ``W``."""
    kind, _, of = basis.partition(":")
    return of or (tr("product") if kind == "gross" else kind)


def key_columns(catalogue: Catalogue, key_of: Callable[[Any], PositionKey]) -> tuple[Column, ...]:
    """What a position is about."""
    return (
        Column("material", tr("Material"), lambda row: exchange_words.material(catalogue, key_of(row).material),
               characters=19),
        Column("group", tr("Form"), lambda row: exchange_words.form_group(key_of(row)), characters=21, stretch=True),
        Column("at", tr("Where"), lambda row: exchange_words.place(key_of(row).at), characters=7),
        Column("measure", tr("Measure"), lambda row: exchange_words.measure(key_of(row).measure), characters=20),
    )  # fmt: skip


def quantity_column(
    formats: Formats, key: str, title: str, quantity_of: Callable[[Any], Quantity | None], *, characters: int = 26
) -> Column:
    """A quantity, right-aligned with its unit; a word in muted type; a dash for none."""

    def text(row: Any) -> str:
        quantity = quantity_of(row)
        return "–" if quantity is None else quantity_text(formats, quantity)

    def unit(row: Any) -> str:
        quantity = quantity_of(row)
        return "" if quantity is None else unit_of(quantity)

    def muted(row: Any) -> bool:
        quantity = quantity_of(row)
        return quantity is None or not is_number(quantity)

    return Column(key, title, text, numeric=True, unit=unit, muted=muted, characters=characters)


def position_columns(catalogue: Catalogue, formats: Formats) -> tuple[Column, ...]:
    """A received position: what, how much of what, how soon, and whether it is made up."""

    def days(position: Position) -> str:
        return "–" if position.days is None else formats.integer(position.days)

    return (
        *key_columns(catalogue, lambda row: row.key),
        quantity_column(formats, "quantity", tr("Quantity"), lambda row: row.quantity),
        Column("basis", tr("Of"), lambda row: basis_text(row.basis), characters=8),
        Column("days", tr("Usable in"), days, numeric=True, muted=lambda row: row.days is None,
               unit=lambda row: "" if row.days is None else tr("d"), characters=10),
        Column("border", tr("Borders"), _border, muted=lambda row: row.cross_border is None, characters=13),
        Column("figure", tr("Figure"), lambda row: tr("illustrative") if row.illustrative else tr("stated"),
               muted=lambda row: row.illustrative, characters=13),
    )  # fmt: skip


def _border(position: Position) -> str:
    if position.cross_border is None:
        return "–"
    return tr("may cross") if position.cross_border else tr("stays")


def change_columns(catalogue: Catalogue, formats: Formats) -> tuple[Column, ...]:
    """What changed since the last statement: before and after side by side."""

    def standing(change: PositionChange) -> tuple[Any, str]:
        return exchange_words.change(change.kind)

    return (
        Column("change", tr("Change"), lambda row: standing(row)[1], status=lambda row: standing(row)[0],
               characters=14),
        *key_columns(catalogue, lambda row: row.key),
        quantity_column(formats, "before", tr("Before"), lambda row: row.before and row.before.quantity),
        quantity_column(formats, "after", tr("Now"), lambda row: row.after and row.after.quantity),
    )  # fmt: skip


def requirement_columns(catalogue: Catalogue, formats: Formats) -> tuple[Column, ...]:
    """A denominator: of what, of whom, of which year, how much, and who printed it."""

    def kind(row: Requirement) -> str:
        return load_terms().name("requirement_kind", row.kind.value)

    def amount(row: Requirement) -> str:
        return formats.days(row.days) if row.days is not None else quantity_text(formats, row.quantity)

    def unit(row: Requirement) -> str:
        return "" if row.days is not None else unit_of(row.quantity)

    return (
        Column("material", tr("Material"), lambda row: exchange_words.material(catalogue, row.material),
               characters=19),
        Column("kind", tr("Requirement"), kind, characters=17),
        Column("country", tr("Where"), lambda row: row.country, characters=7),
        Column("year", tr("Year"), lambda row: str(row.year), numeric=True, characters=7),
        Column("amount", tr("Amount"), amount, numeric=True, unit=unit, characters=25,
               muted=lambda row: row.days is None and not is_number(row.quantity)),
        Column("printed", tr("As printed"), lambda row: row.printed or "–", characters=12),
        Column("source", tr("Source"), lambda row: row.source or "–", characters=20, stretch=True),
    )  # fmt: skip
