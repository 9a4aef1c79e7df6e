"""Where stock lies, and the ladder by which a location is made coarser: exact → town → region → country → bloc.

>>> location(site, Level.COUNTRY)
'country:IT'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase

_LOCATION = re.compile(r"(exact|town|region|country|bloc):(.{1,200})")


EU_MEMBERS = frozenset(
    {"AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT"}
    | {"NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"}
)
"""Member states of the European Union (27 since 2020), ISO 3166-1 alpha-2."""


def bloc_of(country: str) -> str:
    """The group of countries that a country belongs to: ``EU``, or empty."""
    return "EU" if country in EU_MEMBERS else ""


class Level(StrEnum):
    """Rungs of the granularity ladder, finest first."""

    EXACT = "exact"
    TOWN = "town"
    REGION = "region"
    COUNTRY = "country"
    BLOC = "bloc"


LADDER: tuple[Level, ...] = tuple(Level)


@dataclass(frozen=True, slots=True)
class Site:
    """A place where lots are kept.

    ``id`` is a UUID (32 hex digits), ``region`` an ISO 3166-2 code (``IT-21``), ``country`` an ISO 3166-1 alpha-2 code,
    ``bloc`` a group of countries (``EU``) or empty: a country outside a bloc stands for itself. ``closed`` is the day
    from which the site takes in nothing more.
    """

    id: str
    name: str
    town: str
    region: str
    country: str
    bloc: str = ""
    closed: date | None = None


def location(site: Site, level: Level) -> str:
    """The site's location at one level of the ladder, as it is written on the wire: ``region:IT-21``.

    A level that the site leaves empty gives the next coarser one, never a finer one than was asked for; but a country
    that is in no bloc stands for itself.
    """
    for rung, of in _COARSER_FROM[level]:
        if value := of(site):
            return f"{rung}:{value}"
    return f"{Level.COUNTRY}:{site.country}"


_COARSER_FROM = {
    level: tuple((rung.value, attrgetter("name" if rung is Level.EXACT else rung.value)) for rung in LADDER[number:])
    for number, level in enumerate(LADDER)
}
"""Each level and the coarser ones, with where a site keeps them: asked for every cell of a statement."""


def read_location(text: str) -> tuple[Level, str]:
    """Level and value of a location; ``InputError`` (``E_LOCATION``) if it is neither."""
    match = _LOCATION.fullmatch(text)
    if not match:
        raise InputError("E_LOCATION", phrase("A location names its level, as in 'country:IT'."))
    return Level(match[1]), match[2]
