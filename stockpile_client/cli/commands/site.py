"""``site``: where lots lie; sites are added, corrected, closed when they are empty, and opened again.

A site is named by its name or its id. What an edit does not name stays as it is.

>>> stockpile --profile ./it site add Novara --town Novara --region IT-21 --country IT
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.errors import InputError
from stockpile_client.core.sites import Site
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.context import Context
from stockpile_client.services.sites import SiteRow, close_site, list_sites, reopen_site, save_site


@click.group(cls=Group)
def site() -> None:
    """Places where lots lie."""


@site.command("list")
@pass_state
def list_(state: State) -> None:
    """List all sites, the closed ones last."""
    with state.open() as ctx:
        rows = list_sites(ctx)
    state.answer({"sites": [_document(row) for row in rows]}, lambda: _say(rows))


@site.command("add")
@click.argument("name")
@click.option("--town", default="")
@click.option("--region", default="", help="ISO 3166-2, like IT-21.")
@click.option("--country", required=True, help="ISO 3166-1, like IT.")
@pass_state
def add(state: State, *, name: str, town: str, region: str, country: str) -> None:
    """Add a site."""
    with state.open() as ctx:
        change = save_site(ctx, Site("", name, town, region, country))
        row = _row(ctx, name)
    _answer(state, row, change)


@site.command("edit")
@click.argument("which", metavar="SITE")
@click.option("--name")
@click.option("--town")
@click.option("--region", help="ISO 3166-2, like IT-21.")
@click.option("--country", help="ISO 3166-1, like IT.")
@pass_state
def edit(
    state: State, *, which: str, name: str | None, town: str | None, region: str | None, country: str | None
) -> None:
    """Correct what is known of a site."""
    wanted = {"name": name, "town": town, "region": region, "country": country}
    changes: dict[str, Any] = {key: value for key, value in wanted.items() if value is not None}
    with state.open() as ctx:
        before = _row(ctx, which).site
        change = save_site(ctx, replace(before, **changes))
        row = _row(ctx, before.id)
    _answer(state, row, change)


@site.command("close")
@click.argument("which", metavar="SITE")
@click.option("--reason", default="", help="Why, for the audit log.")
@pass_state
def close(state: State, *, which: str, reason: str) -> None:
    """Close an empty site from today on."""
    with state.open() as ctx:
        known = _row(ctx, which).site.id
        change = close_site(ctx, known, reason=reason)
        row = _row(ctx, known)
    _answer(state, row, change)


@site.command("reopen")
@click.argument("which", metavar="SITE")
@pass_state
def reopen(state: State, *, which: str) -> None:
    """Let a closed site take lots in again."""
    with state.open() as ctx:
        known = _row(ctx, which).site.id
        change = reopen_site(ctx, known)
        row = _row(ctx, known)
    _answer(state, row, change)


def _row(ctx: Context, which: str) -> SiteRow:
    """The site of that id or name; ``InputError`` (``E_NO_SITE``) unless there is exactly one."""
    rows = list_sites(ctx)
    wanted = which.strip().casefold()
    found = [row for row in rows if row.site.id == wanted] or [
        row for row in rows if row.site.name.casefold() == wanted
    ]
    if len(found) != 1:
        raise InputError(
            "E_NO_SITE", "There is no such site." if not found else "Several sites have that name.",
            hint="The command `site list` shows all sites with their ids.",
        )  # fmt: skip
    return found[0]


def _answer(state: State, row: SiteRow, change: ChangeSet) -> None:
    state.answer(_document(row), lambda: say(f"{change.summary}."))


def _document(row: SiteRow) -> dict[str, Any]:
    return {
        "site": row.site.id,
        "name": row.site.name,
        "town": row.site.town,
        "region": row.site.region,
        "country": row.site.country,
        "bloc": row.site.bloc,
        "closed": row.site.closed,
        "lots": row.lots,
        "lots_ever": row.lots_ever,
    }


def _say(rows: list[SiteRow]) -> None:
    if not rows:
        say("There are no sites.")
        return
    say_table(
        ("name", "town", "region", "country", "lots", "closed", "id"),
        [
            (one.site.name, one.site.town, one.site.region, one.site.country, str(one.lots),
             one.site.closed.isoformat() if one.site.closed else "", one.site.id)
            for one in rows
        ],
    )  # fmt: skip
