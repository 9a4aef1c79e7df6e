"""Sites: added, corrected, closed when empty, opened again."""

from pathlib import Path

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.core.sites import Site
from stockpile_client.services.edits import history_of
from stockpile_client.services.import_inventory import apply_import, plan_import
from stockpile_client.services.sites import (
    SiteRow,
    check_site,
    close_site,
    list_sites,
    open_sites,
    reopen_site,
    save_site,
)
from stockpile_client.services.undo import next_undo
from tests.services.agencies import START, Agencies, Desk


@pytest.fixture
def it(agencies: Agencies) -> Desk:
    return agencies.it


def named(desk: Desk, name: str) -> SiteRow:
    return next(row for row in list_sites(desk.ctx) if row.site.name == name)


def refused(code: str, call: object, *arguments: object) -> None:
    with pytest.raises(InputError) as error:
        call(*arguments)  # type: ignore[operator]
    assert error.value.code == code


def test_a_new_site_gets_its_bloc_from_its_country(it: Desk) -> None:
    save_site(it.ctx, Site("", " Annex  two ", "Novara", "it-21", "it"))
    site = named(it, "Annex two").site
    assert (site.region, site.country, site.bloc) == ("IT-21", "IT", "EU")


def test_what_is_missing_or_wrong_is_named(it: Desk) -> None:
    for code, site in (
        ("E_SITE_NAME", Site("", " ", "", "", "IT")),
        ("E_COUNTRY", Site("", "A", "", "", "Italy")),
        ("E_REGION", Site("", "A", "", "FR-75", "IT")),
        ("E_TEXT", Site("", "a\u202eb", "", "", "IT")),
    ):
        refused(code, check_site, site)


def test_a_second_site_of_the_same_name_in_the_same_town_is_refused(it: Desk) -> None:
    known = list_sites(it.ctx)[0].site
    refused("E_SITE_TWICE", save_site, it.ctx, Site("", known.name.upper(), known.town, "", known.country))


def test_a_correction_keeps_the_lots_and_writes_down_what_was_there(it: Desk) -> None:
    row = next(row for row in list_sites(it.ctx) if row.lots)
    save_site(it.ctx, Site(row.site.id, "Another name", row.site.town, "", row.site.country))
    assert named(it, "Another name").lots == row.lots
    assert history_of(it.ctx, "site", row.site.id)[-1].step == f"Change of site {row.site.name}"
    before = it.dump()
    save_site(it.ctx, named(it, "Another name").site)
    assert it.dump() == before


def test_only_an_empty_site_closes(it: Desk) -> None:
    full = next(row for row in list_sites(it.ctx) if row.lots)
    refused("E_SITE_FULL", close_site, it.ctx, full.site.id)
    save_site(it.ctx, Site("", "Annex", "Novara", "", "IT"))
    empty = named(it, "Annex").site
    close_site(it.ctx, empty.id, reason="the lease ended")
    assert named(it, "Annex").site.closed == START.date()
    assert list_sites(it.ctx)[-1].site.name == "Annex"
    assert empty.id not in {site.id for site in open_sites(it.ctx)}
    assert history_of(it.ctx, "site", empty.id)[-1].reason == "the lease ended"
    refused("E_SITE_CLOSED", close_site, it.ctx, empty.id)


def test_a_closed_site_is_opened_again(it: Desk) -> None:
    save_site(it.ctx, Site("", "Annex", "Novara", "", "IT"))
    site = named(it, "Annex").site
    refused("E_SITE_OPEN", reopen_site, it.ctx, site.id)
    close_site(it.ctx, site.id)
    reopen_site(it.ctx, site.id)
    assert named(it, "Annex").site == site
    refused("E_NO_SITE", reopen_site, it.ctx, "0" * 32)


def test_a_spreadsheet_brings_nothing_into_a_closed_site(it: Desk, tmp_path: Path) -> None:
    save_site(it.ctx, Site("", "Annex", "", "", "IT"))
    close_site(it.ctx, named(it, "Annex").site.id)
    table = tmp_path / "stock.csv"
    table.write_text("lot,material,form,quantity,unit,site,as of\nW-9,W,APT,5,t,Annex,2026-09-30\n", "utf-8")
    with pytest.raises(InputError) as error:
        plan_import(it.ctx, table)
    assert error.value.code == "E_SITE_CLOSED"
    reopen_site(it.ctx, named(it, "Annex").site.id)
    apply_import(it.ctx, plan_import(it.ctx, table))
    assert named(it, "Annex").lots == 1
    assert next_undo(it.ctx).final
