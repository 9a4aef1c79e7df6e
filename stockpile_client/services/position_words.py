"""What a position is about, as a stockpile officer says it: ``cobalt, chemicals, United States``.

Chains of reasons are read and weighed by a person: codes of the catalogue and of places have no business there. The
content of a stock goes without saying; other measures are named.

>>> position_words(catalogue, PositionKey("CO", "chemical", "", "country:US", "", "contained"))
'cobalt, chemicals and intermediates, United States'
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.encumbrances import EncumbranceKind
from stockpile_client.core.lots import HolderClass
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.phrases import Phrase, joined, phrase
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.core.statements import Measure, PositionKey
from stockpile_client.disclosure.holdings import ALL_GROUPS

_GROUPS: dict[str, Phrase] = {
    "ore": phrase("ores and concentrates"),
    "oxide": phrase("oxides and hydroxides"),
    "chemical": phrase("chemicals and intermediates"),
    "metal": phrase("metal"),
    "alloy": phrase("ferro-alloys and master alloys"),
    "product": phrase("engineered products"),
    ALL_GROUPS: phrase("all forms"),
}
_HOLDERS: dict[str, Phrase] = {
    HolderClass.GOVERNMENT: phrase("government"),
    HolderClass.STOCKHOLDING_ENTITY: phrase("stockholding entity"),
    HolderClass.MANDATED_INDUSTRY: phrase("mandated industry"),
    HolderClass.VOLUNTARY_COMMERCIAL: phrase("voluntary commercial stock"),
}
_MEASURES: dict[str, Phrase] = {
    Measure.USABLE: phrase("usable stock"),
    Measure.GROSS: phrase("gross weight"),
    Measure.REFERENCE: phrase("as the reference compound"),
}
_COUNTRIES: dict[str, Phrase] = {
    "AT": phrase("Austria"),
    "AU": phrase("Australia"),
    "BE": phrase("Belgium"),
    "CA": phrase("Canada"),
    "CH": phrase("Switzerland"),
    "CZ": phrase("Czechia"),
    "DE": phrase("Germany"),
    "DK": phrase("Denmark"),
    "ES": phrase("Spain"),
    "FI": phrase("Finland"),
    "FR": phrase("France"),
    "GB": phrase("United Kingdom"),
    "GR": phrase("Greece"),
    "HU": phrase("Hungary"),
    "IE": phrase("Ireland"),
    "IT": phrase("Italy"),
    "JP": phrase("Japan"),
    "KR": phrase("South Korea"),
    "NL": phrase("Netherlands"),
    "NO": phrase("Norway"),
    "PL": phrase("Poland"),
    "PT": phrase("Portugal"),
    "RO": phrase("Romania"),
    "SE": phrase("Sweden"),
    "SK": phrase("Slovakia"),
    "US": phrase("United States"),
}
"""Countries with agencies that are likely to exchange; any other is written with its two letters (ISO 3166-1)."""
_EVERYWHERE = phrase("everywhere")
_BLOCS: dict[str, Phrase] = {"EU": phrase("European Union")}
MOVEMENT_WORDS: dict[MovementKind, Phrase] = {
    MovementKind.OPENING: phrase("opening balance"),
    MovementKind.RECEIPT: phrase("stock receipt"),
    MovementKind.RELEASE: phrase("stock release"),
    MovementKind.SALE: phrase("sale"),
    MovementKind.LOAN_OUT: phrase("loan out"),
    MovementKind.LOAN_IN: phrase("loan in"),
    MovementKind.ROTATION_OUT: phrase("rotation out"),
    MovementKind.ROTATION_IN: phrase("rotation in"),
    MovementKind.UPGRADE: phrase("upgrade"),
    MovementKind.LOSS: phrase("loss"),
    MovementKind.COUNT_ADJUSTMENT: phrase("count adjustment"),
    MovementKind.TRANSFER_OF_TITLE: phrase("transfer of title"),
    MovementKind.MOVED_OUT: phrase("move out"),
    MovementKind.MOVED_IN: phrase("move in"),
    MovementKind.REVERSAL: phrase("reversal"),
}
CLAIM_WORDS: dict[EncumbranceKind, Phrase] = {
    EncumbranceKind.TICKET_SOLD: phrase("ticket"),
    EncumbranceKind.TICKET_BOUGHT: phrase("ticket bought"),
    EncumbranceKind.LOAN: phrase("loan"),
    EncumbranceKind.PLEDGE: phrase("pledge"),
    EncumbranceKind.EARMARK: phrase("earmark"),
    EncumbranceKind.HELD_FOR_ANOTHER: phrase("stock held for another"),
    EncumbranceKind.HOLD: phrase("hold"),
}


def position_words(catalogue: Catalogue, key: PositionKey) -> str:
    """Material, form, place, holder class and measure, as far as they say anything."""
    material, form = catalogue.materials.get(key.material), catalogue.forms.get(key.form)
    parts = [
        _inside(material.name("en")) if material else key.material,
        (_inside(form.name) if form else key.form) or _GROUPS.get(key.group, key.group),
        place_words(key.at),
        _HOLDERS.get(key.holder, key.holder),
        _MEASURES.get(key.measure, ""),
    ]
    return joined(parts, ", ")


def place_words(at: str) -> str:
    """``United States`` for ``country:US``; what stands after the level for places that are finer."""
    level, _, name = at.partition(":")
    if level == "country":
        return _COUNTRIES.get(name, name)
    if level == "bloc":
        return _BLOCS.get(name, name)
    return _EVERYWHERE if level == "world" else name


def range_words(low: int, high: int | None) -> str:
    """``20 t to 24.5 t``, from mg and to the milligram: a chain of reasons is there to be added up."""
    if high is None:
        return phrase("{mass} or more", mass=_tonnes(low))
    if low == high:
        return _tonnes(low)
    return phrase("{low} to {high}", low=_tonnes(low), high=_tonnes(high))


@lru_cache(maxsize=1 << 14)
def _tonnes(mg: int) -> str:
    tonnes, rest = divmod(mg, MG_PER_TONNE)
    exact = f"{tonnes}.{rest:09}".rstrip("0") if rest else str(tonnes)
    return phrase("{tonnes} t", tonnes=Decimal(exact))


def _inside(name: str) -> str:
    """A name inside a sentence: without the capital that only its beginning asks for."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name
