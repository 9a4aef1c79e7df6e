"""Inventories for the tests of disclosure: lots of a few materials at sites of three countries, chosen and random."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from msgspec import structs

from stockpile_client.core.lots import HolderClass
from stockpile_client.core.quantities import MG_PER_TONNE, Interval, Quantity, WithheldReason, bounds
from stockpile_client.core.sites import LADDER, Site
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.holdings import LotHolding
from stockpile_client.disclosure.preview import Preview, preview_lots
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.coarsen import DateStep, FormDetail, PurityDetail
from stockpile_client.disclosure.rules.exclude import Exclusion
from stockpile_client.disclosure.rules.primary import Protection
from stockpile_client.disclosure.rules.secondary import CellMark

BASES = {"W": "element:W", "CO": "element:Co", "BE": "element:Be"}
FORMS = {"ore": "W-CONC65", "oxide": "W-WO3", "metal": "W-PWD"}
SITES = (
    Site("1" * 32, "Deposito Nord", "Terni", "IT-55", "IT", "EU"),
    Site("2" * 32, "Deposito Sud", "Bari", "IT-75", "IT", "EU"),
    Site("3" * 32, "Lager", "Kassel", "DE-HE", "DE", "EU"),
    Site("4" * 32, "Depot 9", "", "", "US"),
)


def lot(material: str = "W", contained: int = 1_204 * MG_PER_TONNE, **changes: Any) -> LotHolding:
    """A lot of tungsten oxide in Terni, of the government, all of it usable."""
    site = changes.pop("site", SITES[0])
    group = changes.pop("group", "oxide")
    plain = LotHolding(
        material, group, site.country, site.bloc, contained * 2, contained, contained, None, "", 14, 5 * MG_PER_TONNE,
        True, False, form=FORMS[group], lot="a" * 32, number="T-1", site=site,
        holder_class=HolderClass.GOVERNMENT.value,
    )  # fmt: skip
    return structs.replace(plain, **changes)


def company(name: str, contained: int, **changes: Any) -> LotHolding:
    """A lot that a company must hold."""
    return lot(contained=contained, holder_class=HolderClass.MANDATED_INDUSTRY.value, holder=name, **changes)


def profile(**changes: Any) -> Profile:
    """Exact figures of three materials by form group and country."""
    return Profile(**{"name": "For Japan", "audience": ("jp",), "scope": ("W", "CO", "BE"), **changes})


def seen(rules: Profile, *lots: LotHolding) -> Preview:
    """What the profile lets out of the lots."""
    return preview_lots(rules, lots, BASES, "country:IT")


def interval(quantity: Quantity) -> Interval:
    """The certain interval of a quantity that is meant."""
    found = bounds(quantity)
    assert found is not None
    return found


names = st.sampled_from(["", "Acme", "Borealis", "Cobalto SpA"])
lots = st.builds(
    lot,
    material=st.sampled_from(sorted(BASES)),
    contained=st.integers(0, 10**15),
    site=st.sampled_from(SITES),
    group=st.sampled_from(sorted(FORMS)),
    number=st.sampled_from(["T-1", "T-2", "T-3"]),
    holder_class=st.sampled_from(HolderClass).map(str),
    holder=names,
    supplier=names,
    purpose=st.sampled_from(["", "reserve", "trade"]),
    purity=st.none() | st.decimals(Decimal("0.5"), Decimal(1), places=6),
)
inventories = st.lists(lots, max_size=14)

even_bases = st.sampled_from([0, 2, 10**6, 500 * MG_PER_TONNE])
all_edges = st.lists(st.integers(1, 10**15), max_size=4, unique=True).map(sorted).map(tuple)
all_steps = st.sampled_from(
    [(), ((0, 2), (10**12, 10**11)), ((0, 0), (10**10, 10**9), (10**13, 10**12)), ((0, 10**9), (10**12 + 1, 10**9 * 3))]
)
profiles = st.builds(
    profile,
    level=st.sampled_from(LADDER),
    rounding=even_bases,
    bases=st.dictionaries(st.sampled_from(sorted(BASES)), even_bases, max_size=2),
    steps=all_steps,
    edges=all_edges,
    edges_of=st.dictionaries(st.sampled_from(sorted(BASES)), all_edges, max_size=2),
    withhold=st.dictionaries(st.sampled_from(sorted(BASES)), st.sampled_from(WithheldReason), max_size=1),
    measures=st.lists(st.sampled_from(Measure), min_size=1, unique=True).map(tuple),
    availability=st.booleans(),
    exclude=st.builds(
        Exclusion,
        sites=st.sampled_from([(), ("deposito nord",), ("3" * 32,)]),
        lots=st.sampled_from([(), ("T-2",)]),
        holders=st.sampled_from([(), ("ACME",)]),
        suppliers=st.sampled_from([(), ("Borealis",)]),
        purposes=st.sampled_from([(), ("reserve",)]),
    ),
    forms=st.sampled_from(FormDetail),
    dates=st.sampled_from(DateStep),
    purity=st.sampled_from(PurityDetail),
    places=st.booleans(),
    holders=st.booleans(),
    protection=st.sampled_from([Protection(), Protection(2), Protection(3, 2, 90, 20), Protection(p_percent=100)]),
    further_cells=st.sampled_from([(), (CellMark("W", "oxide", at="country:IT"),)]),
    delay_days=st.integers(0, 90),
    four_eyes=st.booleans(),
)
