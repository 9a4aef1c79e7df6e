"""How the disclosure matrix reads across a table, and the releases behind one of its cells."""

from __future__ import annotations

from typing import Any

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.quantities import Band, Exact, Nil, Quantity, Rounded
from stockpile_client.services.disclosure_matrix import DisclosureMatrix, MatrixCell, MatrixRow
from stockpile_client.ui import exchange_words
from stockpile_client.ui.formats import Formats, unit_for
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.views.position_columns import is_number, quantity_column, quantity_text, unit_of


def precision(formats: Formats, quantity: Quantity) -> str:
    """How closely a quantity tells the value, in words."""
    match quantity:
        case Exact():
            return tr("exact")
        case Rounded(_, base):
            return tr("to {base}", base=base_text(formats, base))
        case Band(_, None):
            return tr("a lower bound")
        case Band(low, high) if high is not None:
            return tr("a band of {width}", width=base_text(formats, high - low))
        case Nil():
            return tr("nothing is held")
        case _:
            return tr("no figure")


def base_text(formats: Formats, mg: int) -> str:
    """A rounding base or a width with its unit, without zeros that nobody stated: ``10 t``."""
    unit = unit_for(mg)
    return f"{quantity_text(formats, Exact(mg)).removesuffix(f'{formats.locale.decimalPoint()}00')} {unit}"


def value_text(formats: Formats, quantity: Quantity) -> str:
    """A quantity with its unit, in words where there is no number."""
    return f"{quantity_text(formats, quantity)} {unit_of(quantity)}".rstrip()


def cell_words(formats: Formats, last: MatrixCell | None) -> str:
    """The tip of a cell: what, how closely, when and in which statement; and how often."""
    if last is None:
        return tr("never told")
    words = tr(
        "{value} · {precision} · as of {as_of} · statement {number}, released {at}",
        value=value_text(formats, last.quantity), precision=precision(formats, last.quantity),
        as_of=formats.day(last.as_of), number=str(last.seq), at=formats.moment(last.at),
    )  # fmt: skip
    return words if last.releases == 1 else tr("{words} · told {n} times", words=words, n=last.releases)


def matrix_columns(catalogue: Catalogue, formats: Formats, matrix: DisclosureMatrix) -> tuple[Column, ...]:
    """What a value is about, then one column for each partner."""
    keys = [
        Column("material", tr("Material"), lambda row: exchange_words.material(catalogue, row.key.material),
               characters=19),
        Column("group", tr("Form"), lambda row: exchange_words.form_group(row.key), characters=32),
        Column("at", tr("Where"), lambda row: exchange_words.place(row.key.at), characters=7),
        Column("measure", tr("Measure"), lambda row: exchange_words.measure(row.key.measure), characters=19),
    ]  # fmt: skip
    if any(row.key.holder for row in matrix.rows):
        keys.insert(3, Column("holder", tr("Holder"), lambda row: exchange_words.holder(row.key.holder) or "–",
                              muted=lambda row: not row.key.holder, characters=16))  # fmt: skip
    partners = (_partner_column(formats, number, one.short_name) for number, one in enumerate(matrix.partners))
    return (*keys, *partners)


def _partner_column(formats: Formats, number: int, name: str) -> Column:
    def quantity(row: MatrixRow) -> Quantity | None:
        last = row.cells[number]
        return last.quantity if last else None

    def text(row: MatrixRow) -> str:
        held = quantity(row)
        return "–" if held is None else quantity_text(formats, held)

    def unit(row: MatrixRow) -> str:
        held = quantity(row)
        return unit_of(held) if held is not None else ""

    def muted(row: MatrixRow) -> bool:
        held = quantity(row)
        return held is None or not is_number(held)

    return Column(
        f"partner{number}", name, text, numeric=True, unit=unit, muted=muted, characters=24,
        hint=lambda row: cell_words(formats, row.cells[number]),
    )  # fmt: skip


def release_columns(formats: Formats) -> tuple[Column, ...]:
    """One release of a value to a partner: when, in which statement, what, and how closely."""

    def quantity(one: Any) -> Quantity:
        told: Quantity = one.position.quantity
        return told

    return (
        Column("at", tr("Released"), lambda one: formats.moment(one.at), characters=22),
        Column("partner", tr("To"), lambda one: one.partner, characters=14),
        Column("seq", tr("Statement"), lambda one: formats.integer(one.seq), numeric=True, characters=10,
               tip=tr("Its number in the channel")),
        Column("as_of", tr("As of"), lambda one: formats.day(one.as_of), characters=12),
        quantity_column(formats, "told", tr("What they were told"), quantity, characters=26),
        Column("precision", tr("How closely"), lambda one: precision(formats, quantity(one)), characters=16,
               muted=lambda one: not is_number(quantity(one))),
        Column("channel", tr("Channel"), lambda one: one.channel, characters=34, stretch=True,
               muted=lambda _one: True),
    )  # fmt: skip
