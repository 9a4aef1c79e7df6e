"""Sites: where lots lie. They are added, corrected, closed when they are empty, and opened again.

A closed site stays, because movements and statements of the past name it; it takes in nothing until it is opened again.

>>> save_site(ctx, Site("", "Novara", "Novara", "IT-21", "IT"))
>>> close_site(ctx, site.id, reason="the lease ended")
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import Phrase, counted, phrase
from stockpile_client.core.sites import Site, bloc_of
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.edits import Change, note_edit, state_of
from stockpile_client.storage import sites

_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}", re.ASCII)  # ISO 3166-2


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site in the list: how many lots lie there now, and how many ever did."""

    site: Site
    lots: int
    lots_ever: int


def list_sites(ctx: Context) -> list[SiteRow]:
    """All sites by name, the closed ones last."""
    stock = sites.stock(ctx.db)
    rows = [SiteRow(site, *stock.get(site.id, (0, 0))) for site in sites.every(ctx.db).values()]
    return sorted(rows, key=lambda row: row.site.closed is not None)


def open_sites(ctx: Context) -> list[Site]:
    """The sites that take lots in, by name."""
    return [site for site in sites.every(ctx.db).values() if site.closed is None]


def check_site(site: Site) -> Site:
    """The site with its text cleaned and its bloc filled in; ``InputError`` names what is missing or wrong.

    ``E_SITE_NAME``, ``E_COUNTRY`` (ISO 3166-1 alpha-2), ``E_REGION`` (ISO 3166-2, of the same country, or empty).
    """
    name = clean_text(site.name, what=phrase("name"))
    if not name:
        raise InputError("E_SITE_NAME", phrase("Give the site a name."))
    country = site.country.strip().upper()
    if not _COUNTRY.fullmatch(country):
        raise InputError("E_COUNTRY", phrase("Give the country as a code of two letters, like IT."))
    region = site.region.strip().upper()
    if region and not (_REGION.fullmatch(region) and region.startswith(country)):
        raise InputError(
            "E_REGION", phrase("Give the region as a code like {example}, or leave it empty.", example=f"{country}-21")
        )
    town = clean_text(site.town, what=phrase("town"))
    return replace(site, name=name, town=town, region=region, country=country, bloc=site.bloc or bloc_of(country))


def save_site(ctx: Context, site: Site) -> ChangeSet:
    """Add a site (an empty id: a new one), or correct the site of that id.

    Raises ``InputError`` as :func:`check_site` does, ``E_SITE_TWICE`` for a second site of that name in the town, and
    ``E_NO_SITE``.
    """
    checked = check_site(site)
    with ctx.transaction():
        before = get_site(ctx, site.id) if site.id else None
        checked = replace(checked, id=site.id or uuid.uuid4().hex, closed=before.closed if before else None)
        if checked == before:
            return ChangeSet.nothing(phrase("Nothing was changed"))
        check_place(ctx, checked)
        step = (
            phrase("Change of site {name}", name=before.name)
            if before
            else phrase("New site {name}", name=checked.name)
        )
        _write(ctx, "site_changed" if before else "site_added", step, before, checked)
    return _changed(checked, phrase("Saved the site {name}", name=checked.name))


def check_place(ctx: Context, site: Site) -> None:
    """``InputError`` (``E_SITE_TWICE``) if another site has that name in that town."""
    if any(_place(other) == _place(site) and other.id != site.id for other in sites.every(ctx.db).values()):
        raise InputError(
            "E_SITE_TWICE", phrase("There is a site of that name in that town already."),
            hint=phrase("Give this one a name of its own."),
        )  # fmt: skip


def close_site(ctx: Context, site_id: str, *, reason: str = "") -> ChangeSet:
    """Close an empty site from today on; ``E_SITE_FULL`` while a lot there holds something, ``E_SITE_CLOSED``."""
    why = clean_text(reason, what=phrase("reason"))
    with ctx.transaction():
        before = get_site(ctx, site_id)
        if before.closed is not None:
            raise InputError("E_SITE_CLOSED", phrase("The site {name} is closed already.", name=before.name))
        held, _ever = sites.stock(ctx.db).get(site_id, (0, 0))
        if held:
            raise site_full(held)
        after = replace(before, closed=ctx.today())
        _write(ctx, "site_closed", phrase("Close site {name}", name=before.name), before, after, reason=why)
    return _changed(after, phrase("Closed the site {name}", name=before.name))


def site_full(held: int) -> InputError:
    """The refusal to close a site where ``held`` lots lie."""
    return InputError(
        "E_SITE_FULL",
        counted("{n} lot still lies at this site.", "{n} lots still lie at this site.", held),
        hint=phrase("Move or release what is there; then the site can be closed."),
    )


def reopen_site(ctx: Context, site_id: str) -> ChangeSet:
    """Let a closed site take lots in again; ``E_SITE_OPEN`` if it does already."""
    with ctx.transaction():
        before = get_site(ctx, site_id)
        if before.closed is None:
            raise InputError("E_SITE_OPEN", phrase("The site {name} is open.", name=before.name))
        after = replace(before, closed=None)
        _write(ctx, "site_changed", phrase("Open site {name} again", name=before.name), before, after)
    return _changed(after, phrase("Opened the site {name} again", name=before.name))


def get_site(ctx: Context, site_id: str) -> Site:
    """The site of that id; ``InputError`` (``E_NO_SITE``) if there is none."""
    found = sites.get(ctx.db, site_id)
    if found is None:
        raise InputError("E_NO_SITE", phrase("There is no such site."))
    return found


def _place(site: Site) -> tuple[str, ...]:
    return (site.name.casefold(), site.town.casefold(), site.country)


def _write(ctx: Context, event: str, step: Phrase, before: Site | None, after: Site, *, reason: str = "") -> None:
    sites.put(ctx.db, after)
    old = None if before is None else state_of(before)
    note_edit(ctx, step, [Change("site", after.id, old, state_of(after))], reason=reason)
    ctx.record(event, after.id, {"name": after.name} | ({"reason": reason} if reason else {}))


def _changed(site: Site, summary: Phrase) -> ChangeSet:
    return ChangeSet.of(Kind.SITES, ids=frozenset({site.id}), summary=summary)
