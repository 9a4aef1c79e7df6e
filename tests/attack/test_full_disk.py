"""Threat 22: the profile's disk is full, at any page: nothing stands in part, and the work goes on once it is not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from stockpile_client.core.errors import MachineError
from stockpile_client.services.answer import receipts_due, write_receipt
from stockpile_client.services.audit_log import verify_audit
from stockpile_client.services.history import list_bundles
from stockpile_client.services.import_inventory import apply_import, plan_import
from stockpile_client.services.partners import partner_row
from stockpile_client.services.release import apply_release, plan_release
from stockpile_client.storage import partners
from tests.services.agencies import AS_OF, Agencies, Desk

SCOPE = ("W", "CO", "NI", "GA")


def release(desk: Desk) -> Path:
    """Release a statement that fills some pages."""
    plan = plan_release(desk.ctx, profile=desk.profile("jp", scope=SCOPE), as_of=AS_OF, note="n" * 4000)
    return apply_release(desk.ctx, plan, folder=desk.agencies.post).file.path


def filled(desk: Desk, pages: int, work: Callable[[], object]) -> bool:
    """Do ``work`` with so many free pages on the disk; whether that was too little."""
    used = desk.db.execute("PRAGMA page_count").fetchone()[0]
    desk.db.execute(f"PRAGMA max_page_count = {used + pages}")
    try:
        work()
    except MachineError as error:
        if error.code != "E_DISK_FULL":
            raise
        return True
    finally:
        desk.db.execute("PRAGMA max_page_count = 1000000")
    return False


def test_22_an_acceptance_on_a_full_disk_has_not_happened(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    path = release(us)
    before = jp.dump()
    failures = 0
    for pages in range(40):
        if not filled(jp, pages, lambda: jp.take(path)):
            break
        failures += 1
        jp.reopen()
        assert jp.dump() == before
        assert not list(jp.ctx.quarantine.iterdir())
    assert failures
    assert [row.seq for row in list_bundles(jp.ctx)] == [1]


def test_22_a_release_on_a_full_disk_is_wholly_in_the_books_or_not_at_all(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp"))
    failures = 0
    for pages in range(40):
        sent = set(agencies.post.iterdir())
        if not filled(us, pages, lambda: release(us)):
            break
        failures += 1
        assert set(agencies.post.iterdir()) == sent
        assert [row.seq for row in list_bundles(us.ctx)] == [1]
        assert verify_audit(us.ctx) is None
    assert failures
    (path,) = set(agencies.post.iterdir()) - sent
    plan = jp.take(path)
    assert plan.missing == range(0)
    us.reopen()
    assert us.db.execute("SELECT count(*) FROM statement WHERE state = 'staged'").fetchone() == (0,)
    (due,) = [one for one in receipts_due(jp.ctx) if one.digest == plan.digest]
    assert us.take(write_receipt(jp.ctx, due.digest, folder=agencies.post).file.path).letter


def test_22_an_import_on_a_full_disk_has_not_happened(agencies: Agencies, tmp_path: Path) -> None:
    it = agencies.it
    rows = [f"T-{n},Tungsten,Tungsten powder,10,t,Depot {n},2026-09-01" for n in range(200)]
    path = tmp_path / "stock.csv"
    path.write_text("\n".join(["Lot,Material,Form,Quantity,Unit,Depot,As of", *rows]), encoding="utf-8")
    before = it.dump()
    for pages in (0, 1, 5, 20):
        assert filled(it, pages, lambda: apply_import(it.ctx, plan_import(it.ctx, path)))
        assert it.dump() == before
    assert apply_import(it.ctx, plan_import(it.ctx, path)).added == 200


def test_22_what_is_written_after_the_disk_was_full_is_not_lost(agencies: Agencies) -> None:
    us = agencies.us
    assert filled(us, 0, lambda: partners_put(us))
    partners_put(us)
    assert partner_row(us.ctx, agencies.jp.id).name == "A" * 9000


def partners_put(desk: Desk) -> None:
    """Give a partner a name that needs some pages."""
    partner = partners.get(desk.db, desk.agencies.jp.id)
    assert partner is not None
    with desk.ctx.transaction():
        partners.put(desk.db, replace(partner, name="A" * 9000))
