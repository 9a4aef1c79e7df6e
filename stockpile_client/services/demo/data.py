"""The figures of a demonstration agency, from ``resources/demo``: sites, lots, movements, claims, denominators.

Plain CSV of our own making (UTF-8, comma, decimal point, ISO dates): nothing is guessed, and what does not fit is a
fault of the program.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stockpile_client.core.availability import Availability
from stockpile_client.core.content import Content, Grade, content_of
from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind
from stockpile_client.core.lots import HolderClass, Lot
from stockpile_client.core.movements import DIRECTION, Movement, MovementKind, check_posting
from stockpile_client.core.quantities import MG_PER_KG, mass_from
from stockpile_client.core.requirements import Requirement, RequirementKind, printed_quantity
from stockpile_client.core.sites import Site
from stockpile_client.core.units import read_unit
from stockpile_client.services.context import Context
from stockpile_client.services.profiles import AgencyDetails
from stockpile_client.services.requirements import record_requirements
from stockpile_client.services.resources import resource_text
from stockpile_client.storage import encumbrances, lots, movements, sites

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much was put into a profile."""

    lots: int
    movements: int
    claims: int
    requirements: int


def agency_details(code: str) -> AgencyDetails:
    """Name, short name and country of the demonstration agency ``us``, ``jp`` or ``it``."""
    row = next(_rows(code, "agency"))
    return AgencyDetails(row["name"], row["short_name"], row["country"])


def load_agency(ctx: Context, code: str) -> Loaded:
    """Put the agency's figures into an empty profile, in one transaction, and its denominators in another."""
    with ctx.transaction():
        places = {row["site"]: _site(row) for row in _rows(code, "sites")}
        for site in places.values():
            sites.put(ctx.db, site)
        by_number = {row["lot"]: (row, _lot(row, places)) for row in _rows(code, "lots")}
        lots.add(ctx.db, [lot for _, lot in by_number.values()])
        posted = _post(ctx, code, by_number)
        claims = [_claim(ctx, row, by_number) for row in _rows(code, "encumbrances")]
        for claim in claims:
            encumbrances.put(ctx.db, claim)
        ctx.record("demonstration_loaded", code, {"lots": len(by_number), "movements": posted})
    stated = [_requirement(ctx, row) for row in _rows(code, "requirements")]
    record_requirements(ctx, stated)
    return Loaded(len(by_number), posted, len(claims), len(stated))


def _rows(code: str, name: str) -> Iterator[Row]:
    return csv.DictReader(io.StringIO(resource_text("demo", code, f"{name}.csv")))


def _site(row: Row) -> Site:
    return Site(uuid.uuid4().hex, row["name"], row["town"], row["region"], row["country"], row["bloc"])


def _lot(row: Row, places: dict[str, Site]) -> Lot:
    shares = [share.split(":") for share in row["by_products"].split(";") if share]
    rate = row["max_rate_kg_per_day"]
    return Lot(
        id=uuid.uuid4().hex,
        number=row["lot"],
        material=row["material"],
        form=row["form"],
        site=places[row["site"]].id,
        holder_class=HolderClass(row["holder_class"]),
        grade=_grade(row),
        by_products={material: Decimal(share) for material, share in shares},
        rotate_by=date.fromisoformat(row["rotate_by"]) if row["rotate_by"] else None,
        availability=Availability(
            int(row["decision_days"] or 0),
            int(row["preparation_days"] or 0),
            int(row["transport_days"] or 0),
            int(rate) * MG_PER_KG if rate else None,
            row["cross_border"] == "yes",
        ),
        source=row["source"],
        illustrative=row["illustrative"] == "yes",
    )


def _grade(row: Row) -> Grade:
    moisture, assay = row["moisture_pct"], row["assay_pct"]
    return Grade(
        Decimal(moisture) / 100 if moisture else None, Decimal(assay) / 100 if assay else None, row["assay_of"]
    )


def _content(ctx: Context, row: Row, lot: Lot) -> Content:
    stated = read_unit(row["unit"], ctx.catalogue.units)
    return content_of(Decimal(row["quantity"]), stated, ctx.catalogue.form(lot.form), ctx.catalogue, lot.grade)


def _post(ctx: Context, code: str, by_number: dict[str, tuple[Row, Lot]]) -> int:
    """The openings first, then the movements in order of their days."""
    ledgers: dict[str, list[Movement]] = {}
    for row, lot in by_number.values():
        content = _content(ctx, row, lot)
        opening = Movement(
            uuid.uuid4().hex, lot.id, MovementKind.OPENING, date.fromisoformat(row["opened_on"]), ctx.now(),
            content.gross, content.contained, document=row["source"],
        )  # fmt: skip
        ledgers[lot.id] = [opening]
    for row in sorted(_rows(code, "movements"), key=lambda each: each["date"]):
        lot, kind = by_number[row["lot"]][1], MovementKind(row["kind"])
        content = _content(ctx, row, lot)
        sign = DIRECTION[kind] or 1
        movement = Movement(
            uuid.uuid4().hex, lot.id, kind, date.fromisoformat(row["date"]), ctx.now(), sign * content.gross,
            sign * content.contained, row["reason"], document=row["source"],
        )  # fmt: skip
        check_posting(ledgers[lot.id], movement)
        ledgers[lot.id].append(movement)
    posted = [movement for ledger in ledgers.values() for movement in ledger]
    movements.post(ctx.db, posted)
    return len(posted)


def _claim(ctx: Context, row: Row, by_number: dict[str, tuple[Row, Lot]]) -> Encumbrance:
    unit = ctx.catalogue.unit(row["unit"])
    return Encumbrance(
        uuid.uuid4().hex,
        EncumbranceKind(row["kind"]),
        row["material"],
        by_number[row["lot"]][1].id if row["lot"] else "",
        mass_from(Decimal(row["quantity"]), kg_per_unit=unit.kg),
        date.fromisoformat(row["since"]),
        date.fromisoformat(row["until"]) if row["until"] else None,
        CountedBy(row["counted_by"]),
        row["counterparty"],
        row["document"],
    )


def _requirement(ctx: Context, row: Row) -> Requirement:
    kind = RequirementKind(row["kind"])
    days = int(row["quantity"]) if kind is RequirementKind.TARGET_DAYS else None
    printed = row["quantity"] or row["printed"]
    fields = {} if days else {"quantity": printed_quantity(printed, kg_per_unit=ctx.catalogue.unit(row["unit"]).kg)}
    return Requirement(
        material=row["material"],
        country=row["country"],
        year=int(row["year"]),
        kind=kind,
        days=days,
        basis=row["basis"],
        printed=row["printed"],
        source=row["source"],
        estimated=row["estimated"] == "yes",
        illustrative=row["illustrative"] == "yes",
        **fields,
    )
