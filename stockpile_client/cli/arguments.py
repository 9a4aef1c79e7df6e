"""What people type after an option: masses with a unit, days, lists of codes; and finding what a name means.

The functions are click types: click names the option when one refuses. A bare "ton" is refused with a question here as
everywhere.

>>> mass("500 t")
500000000000
>>> codes("W,CO")
('W', 'CO')
"""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.core.lots import Lot
from stockpile_client.core.quantities import parse_mass
from stockpile_client.core.units import read_unit
from stockpile_client.services.catalogue import load_catalogue
from stockpile_client.services.context import Context
from stockpile_client.storage import bundles, lots
from stockpile_client.storage.bundles import StoredBundle

_MASS = re.compile(r"\s*([+-]?)\s*([0-9][0-9 ]*(?:\.[0-9]+)?)\s*([^0-9\s].*)?", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{8,64}", re.ASCII)

FILE = click.Path(path_type=Path)
"""A file or folder; that it is missing is said by the service that reads it, alike for every interface."""


class ExistingFolder(click.Path):
    """A folder to write into, looked for before anything is released, decided or numbered."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The folder as a path; ``MachineError`` (``E_NO_FOLDER``) if it is not there."""
        folder = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not folder.is_dir():
            raise MachineError(
                "E_NO_FOLDER",
                f"There is no folder '{folder}' to write into.",
                hint="Check the name and whether the stick is plugged in, or make the folder first.",
            )
        return folder


FOLDER = ExistingFolder(path_type=Path)
"""A folder to write into."""


def mass(text: str) -> int:
    """A mass with its unit (``500 t``, ``-12.5kg``, ``0``) in signed milligrams.

    Raises ``InputError`` for a unit that is unknown, ambiguous, or of content and not of mass.
    """
    match = _MASS.fullmatch(text)
    if match is None:
        raise click.BadParameter(f"'{text}' is no mass; write a number with its unit, like 500t or '12.5 kg'.")
    sign, number, unit = match.groups()
    digits = number.replace(" ", "")
    if unit is None:
        if Decimal(digits) == 0:
            return 0
        raise click.BadParameter(f"'{text}' has no unit; write {digits}t or {digits}kg.")
    stated = read_unit(unit, load_catalogue().units)
    if stated.unit.dimension != "mass":
        raise InputError("E_UNIT_BASIS", f"The unit {stated.unit.code} is no plain mass.", hint="Write t or kg.")
    mg = parse_mass(digits, kg_per_unit=stated.unit.kg)
    return -mg if sign == "-" else mg


def day(text: str) -> date:
    """A calendar day, ``2026-09-30``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"'{text}' is no day; write it like 2026-09-30.") from None


def moment(text: str) -> datetime:
    """A moment in UTC: ``2026-09-30`` (the end of that day) or ``2026-09-30T12:00``."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"'{text}' is no moment; write it like 2026-09-30T12:00.") from None
    if "T" not in text and " " not in text:
        read = read.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def codes(text: str) -> tuple[str, ...]:
    """Codes with commas between them, each once, in the order given: ``W,CO,NI``."""
    return tuple(dict.fromkeys(part.strip().upper() for part in text.split(",") if part.strip()))


def pair(text: str) -> tuple[str, str]:
    """A key and its value, trimmed: ``GA=defence``."""
    key, sign, rest = text.partition("=")
    if not sign or not key.strip() or not rest.strip():
        raise click.BadParameter(f"'{text}' is not of the form KEY=VALUE.")
    return key.strip(), rest.strip()


def find_lot(ctx: Context, text: str) -> Lot:
    """The lot whose number or id a person typed; ``InputError`` (``E_NO_LOT``) if none or several fit."""
    by_id = lots.get(ctx.db, text)
    found = [by_id] if by_id else lots.of_number(ctx.db, text)
    if len(found) != 1:
        raise InputError(
            "E_NO_LOT",
            "No lot has that number." if not found else "Several lots have that number.",
            hint="Use the lot number or the lot id, as 'holdings' shows them.",
        )
    return found[0]


def find_bundle(ctx: Context, text: str) -> StoredBundle:
    """The bundle whose digest begins as a person typed (8 hex digits or more); ``InputError`` (``E_NO_BUNDLE``)."""
    wanted = text.strip().casefold()
    found = [one for one in bundles.every(ctx.db) if one.digest.startswith(wanted)] if _HEX.fullmatch(wanted) else []
    if len(found) != 1:
        raise InputError(
            "E_NO_BUNDLE",
            "No bundle has that digest." if not found else "Several bundles begin like that.",
            hint="Use the digest, or its first digits, as 'bundle list' shows it.",
        )
    return found[0]
