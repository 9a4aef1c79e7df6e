"""Which cells of the inference audit a lot of ours counts in: codes from fine to coarse, for form, place and holder.

A statement that adds up all places says so by the agency's own country; here it stands for *everywhere*, so that a
total and a table by place hang together.

>>> stock_map.chains(kind).places
('exact:Sito Nord', 'town:Verona', 'region:IT-34', 'country:IT', 'bloc:EU', 'world:everywhere')
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from stockpile_client.core.lots import HolderClass
from stockpile_client.core.sites import LADDER, location
from stockpile_client.core.statements import Measure, PositionKey
from stockpile_client.disclosure.holdings import ALL_GROUPS
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.context import Context
from stockpile_client.storage import sites
from stockpile_client.storage.stock_moves import LotKind

EVERYWHERE = "world:everywhere"


class Chains(NamedTuple):
    """The codes that a kind of lot is under, the finest first."""

    forms: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    holders: tuple[str, ...]


class StockMap:
    """The ladders of one agency's places, forms and holders."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._home = f"country:{ctx.agency.country}"

    @cached_property
    def _places(self) -> dict[str, tuple[str, ...]]:
        return {
            site.id: (*dict.fromkeys(location(site, level) for level in LADDER), EVERYWHERE)
            for site in sites.every(self._ctx.db).values()
        }

    @cached_property
    def parents(self) -> dict[str, str]:
        """Each place, and the next coarser one."""
        chains = [*self._places.values(), (self._home, EVERYWHERE)]
        return {fine: coarse for chain in reversed(chains) for fine, coarse in pairwise(chain)}

    def chains(self, kind: LotKind) -> Chains:
        """Where a kind of lot counts."""
        group = self._ctx.catalogue.form(kind.form).group
        return Chains(
            ((group, kind.form), (group, ""), (ALL_GROUPS, "")), self._places[kind.site], (kind.holder_class, "")
        )

    def tickets(self) -> Chains:
        """Where tickets bought count: no form, at home, the agency's own."""
        at_home = next((chain for chain in self._places.values() if self._home in chain), (self._home, EVERYWHERE))
        return Chains(((ALL_GROUPS, ""),), at_home[at_home.index(self._home) :], (HolderClass.GOVERNMENT.value, ""))

    def key(self, key: PositionKey, profile: Profile | None) -> PositionKey:
        """A released or planned key as the audit reads it; ``profile`` is the one that it was released under."""
        if profile is None or key.at != self._home:
            return key
        if not profile.places or key.material in profile.withhold:
            return replace(key, at=EVERYWHERE)
        return key


class Spoken:
    """The codes that anybody was told of one material: the ladders as far as partners see them."""

    def __init__(self, keys: Iterable[PositionKey], parents: dict[str, str]) -> None:
        self._keys = tuple(keys)
        self.forms = {(key.group, key.form) for key in self._keys}
        self.places = {key.at for key in self._keys}
        self.holders = {key.holder for key in self._keys}
        self._above = {self._nearest(at, parents) for at in self.places}
        self._groups = {group for group, form in self.forms if form}

    def key(self, material: str, chains: Chains, measure: Measure) -> PositionKey | None:
        """The finest cell that was spoken of and that stock of these chains counts in; ``None`` if there is none."""
        form = _first(chains.forms, self.forms)
        at = _first(chains.places, self.places)
        holder = _first(chains.holders, self.holders)
        if form is None or at is None or holder is None:
            return None
        key = PositionKey(material, *form, at, holder, measure.value)
        spoken = [one for one in self._keys if one.measure == key.measure]
        told = any((one.group, one.form) == form for one in spoken) and any(one.at == at for one in spoken)
        return key if told and any(one.holder == holder for one in spoken) else None

    def rests(self, kinds: Sequence[Chains]) -> set[str]:
        """Codes under which some of ``kinds`` lie beside every finer code that was spoken of."""
        found: set[str] = set()
        for chains in kinds:
            form = _first(chains.forms, self.forms)
            if form is not None and not form[1] and self._has_finer_forms(form[0]):
                found.add(form[0])
            at = _first(chains.places, self.places)
            if at in self._above:
                found.add(at or "")
            if _first(chains.holders, self.holders) == "" and len(self.holders) > 1:
                found.add("")
        return found

    def _has_finer_forms(self, group: str) -> bool:
        return group in self._groups or (group == ALL_GROUPS and len(self.forms) > 1)

    def _nearest(self, at: str, parents: dict[str, str]) -> str | None:
        above = parents.get(at)
        while above is not None and above not in self.places:
            above = parents.get(above)
        return above


Code = TypeVar("Code", str, tuple[str, str])


def _first(chain: Iterable[Code], spoken: set[Code]) -> Code | None:
    return next((code for code in chain if code in spoken), None)
