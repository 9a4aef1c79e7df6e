"""``holdings`` and ``holding``: what we hold as of a day, one lot with its ledger, and the table as a file.

>>> stockpile --profile ./jp holdings --as-of 2026-06-30 --material W
>>> stockpile --profile ./jp holding export holdings.xlsx
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from stockpile_client.cli.arguments import FILE, codes, day, find_lot, moment
from stockpile_client.cli.output import say, say_table, tonnes
from stockpile_client.cli.program import Command, Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.cli.views import kg
from stockpile_client.core.encumbrances import Encumbrance
from stockpile_client.core.movements import Movement
from stockpile_client.services.exports import export_holdings
from stockpile_client.services.holdings import Holding, MaterialTotal, list_holdings, lot_detail


@click.command(cls=Command)
@click.option("--as-of", type=day, help="The day at whose end it was true (default: today).")
@click.option("--known-at", type=moment, help="As we knew it at this moment (default: now).")
@click.option("--material", "materials", type=codes, default="", help="Only these materials: W,CO.")
@click.option("--totals", is_flag=True, help="Only the totals by material.")
@click.option("--with-empty", is_flag=True, help="Lots that hold nothing on that day as well.")
@pass_state
def holdings(
    state: State,
    *,
    as_of: date | None,
    known_at: datetime | None,
    materials: tuple[str, ...],
    totals: bool,
    with_empty: bool,
) -> None:
    """List our lots and the totals by material. Masses are in tonnes; in JSON in kilograms."""
    with state.open() as ctx:
        for code in materials:
            ctx.catalogue.material(code)
        held = list_holdings(ctx, as_of=as_of, known_at=known_at)

    def wanted(one: Holding | MaterialTotal) -> bool:
        return (not materials or one.material in materials) and (
            with_empty or any((one.gross, one.contained, one.usable))
        )

    rows = [row for row in held.rows if wanted(row)]
    sums = [one for one in held.totals if wanted(one)]

    def human() -> None:
        say(
            f"Holdings at the end of {held.as_of}"
            + (f", as known at {known_at:%Y-%m-%d %H:%M} UTC" if known_at else "")
        )
        if not sums:
            return say("There are none.")
        if not totals:
            say()
            _say_rows(rows)
        say()
        _say_totals(sums)

    document: dict[str, Any] = {"as_of": held.as_of, "known_at": known_at, "totals": [_total(one) for one in sums]}
    if not totals:
        document["holdings"] = [holding_document(row) for row in rows]
    state.answer(document, human)


@click.group(cls=Group)
def holding() -> None:
    """One lot, and the table of all lots as a file."""


@holding.command("show")
@click.argument("lot")
@click.option("--as-of", type=day, help="The day at whose end it was true (default: today).")
@pass_state
def show(state: State, lot: str, as_of: date | None) -> None:
    """Show the LOT (its number or id) with its ledger and the claims on it."""
    with state.open() as ctx:
        found = find_lot(ctx, lot)
        detail = lot_detail(ctx, found.id, as_of=as_of)

    def human() -> None:
        say(f"Lot {found.number or found.id}; content: {detail.content_words}")
        say()
        _say_rows(detail.holdings)
        say()
        say_table(
            ("day", "kind", "gross", "contained", "reason", "movement"),
            [(m.effective, m.kind, tonnes(m.gross), tonnes(m.contained), m.reason, m.id) for m in detail.movements],
            right=("gross", "contained"),
        )
        if detail.claims:
            say()
            say_claims(detail.claims)

    document = {
        "lot_id": found.id,
        "lot": found.number,
        "content": detail.content_words,
        "holdings": [holding_document(row) for row in detail.holdings],
        "movements": [movement_document(one) for one in detail.movements],
        "claims": [claim_document(one) for one in detail.claims],
    }
    state.answer(document, human)


@holding.command("export")
@click.argument("file", type=FILE)
@click.option("--as-of", type=day, help="The day at whose end it was true (default: today).")
@pass_state
def export(state: State, file: Path, as_of: date | None) -> None:
    """Write every lot with its balance into FILE (.csv or .xlsx)."""
    with state.open() as ctx:
        written = export_holdings(ctx, file, as_of=as_of)
    state.answer({"file": written.path, "rows": written.rows}, lambda: say(f"Wrote {written.rows} rows to {file}."))


def holding_document(row: Holding) -> dict[str, Any]:
    """A lot's stock of one material."""
    return {
        "lot_id": row.lot_id,
        "lot": row.number,
        "material": row.material,
        "material_name": row.material_name,
        "form": row.form,
        "form_name": row.form_name,
        "group": row.group,
        "site": row.site.name,
        "town": row.site.town,
        "region": row.site.region,
        "country": row.site.country,
        "holder_class": row.holder_class,
        "gross_kg": kg(row.gross),
        "contained_kg": kg(row.contained),
        "reference_kg": kg(row.reference),
        "reference_basis": row.reference_basis,
        "usable_kg": kg(row.usable),
        "first_day": row.first_day,
        "kg_per_day": kg(row.max_rate),
        "cross_border": row.cross_border,
        "rotate_by": row.rotate_by,
        "past_rotation": row.past_rotation,
        "by_product": row.by_product,
        "illustrative": row.illustrative,
        "source": row.source,
    }


def movement_document(one: Movement) -> dict[str, Any]:
    """A ledger entry; masses are signed."""
    return {
        "movement": one.id,
        "kind": one.kind,
        "effective": one.effective,
        "recorded": one.recorded,
        "gross_kg": kg(one.gross),
        "contained_kg": kg(one.contained),
        "reason": one.reason,
        "reverses": one.reverses,
        "counterparty": one.counterparty,
        "document": one.document,
    }


def claim_document(one: Encumbrance) -> dict[str, Any]:
    """A claim on stock."""
    return {
        "claim": one.id,
        "kind": one.kind,
        "material": one.material,
        "lot_id": one.lot,
        "contained_kg": kg(one.contained),
        "since": one.since,
        "until": one.until,
        "counted_by": one.counted_by,
        "counterparty": one.counterparty,
        "document": one.document,
    }


def say_claims(claims: list[Encumbrance] | tuple[Encumbrance, ...]) -> None:
    """A table of claims."""
    say_table(
        ("kind", "material", "contained", "since", "until", "counted by", "counterparty", "document", "lot id"),
        [
            (one.kind.replace("_", " "), one.material, tonnes(one.contained), one.since, one.until, one.counted_by,
             one.counterparty, one.document, one.lot)
            for one in claims
        ],
        right=("contained",),
    )  # fmt: skip


def _total(one: MaterialTotal) -> dict[str, Any]:
    return {
        "material": one.material,
        "material_name": one.material_name,
        "lots": one.lots,
        "gross_kg": kg(one.gross),
        "contained_kg": kg(one.contained),
        "usable_kg": kg(one.usable),
        "tickets_bought_kg": kg(one.tickets_bought),
        "illustrative": one.illustrative,
    }


def _say_rows(rows: list[Holding] | tuple[Holding, ...]) -> None:
    say_table(
        ("lot", "material", "form", "site", "gross", "contained", "usable", "rotate by", "days", "note"),
        [
            (row.number or row.lot_id, row.material, row.form_name, f"{row.site.name} {row.site.country}",
             tonnes(row.gross), tonnes(row.contained), tonnes(row.usable), row.rotate_by, row.first_day, _note(row))
            for row in rows
        ],
        right=("gross", "contained", "usable", "days"),
    )  # fmt: skip


def _note(row: Holding) -> str:
    words = {"by-product": row.by_product, "past rotation": row.past_rotation, "illustrative": row.illustrative}
    return ", ".join(word for word, holds in words.items() if holds)


def _say_totals(sums: list[MaterialTotal]) -> None:
    say_table(
        ("material", "name", "lots", "gross", "contained", "usable", "note"),
        [
            (one.material, one.material_name, one.lots, tonnes(one.gross), tonnes(one.contained), tonnes(one.usable),
             "illustrative" if one.illustrative else "")
            for one in sums
        ],
        right=("lots", "gross", "contained", "usable"),
    )  # fmt: skip
