"""Documents about real agencies, written as files and read back."""

from __future__ import annotations

import sys
from datetime import timedelta

import pytest

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.core.quantities import WithheldReason
from stockpile_client.services import reports
from stockpile_client.services.accept import plan_accept
from stockpile_client.services.partners import partner_safety_number
from stockpile_client.services.release import plan_release
from stockpile_client.services.reports import (
    print_bundle_plan,
    print_disclosure_record,
    print_holdings,
    print_plan,
    print_recovery_sheet,
    print_safety_number,
    print_statement,
)
from tests.reports.papers import squeezed, texts_of
from tests.services.agencies import AS_OF, Agencies

pytestmark = pytest.mark.usefixtures("qapp")


def written(report) -> list[str]:
    """The pages of a written document, without blanks; each carries a marking and its number."""
    pages = texts_of(report.path.read_bytes())
    assert len(pages) == report.pages
    for number, page in enumerate(pages, start=1):
        assert page.count("TLP:") >= 2
        assert f"Page{number}of{len(pages)}" in page
    return pages


def test_a_statement_is_printed_before_release_on_arrival_and_on_both_sides(agencies: Agencies, tmp_path):
    us, jp = agencies.us, agencies.jp
    profile = us.profile("jp", scope=("W", "BE"), withhold={"BE": WithheldReason.DEFENCE})
    preview = written(print_plan(us.ctx, plan_release(us.ctx, profile=profile, as_of=AS_OF), tmp_path / "plan.pdf"))
    assert "Preview:thisstatementhasnotbeenreleased." in preview[0]
    assert "withheld:defence" in "".join(preview)

    path = us.release("jp", scope=("W", "BE"), withhold={"BE": WithheldReason.DEFENCE})
    plan = plan_accept(jp.ctx, path)
    arrived = written(print_bundle_plan(jp.ctx, plan, tmp_path / "arrived.pdf"))
    assert "notyetaccepted" in arrived[0]
    jp.take(path)
    released = written(print_statement(us.ctx, plan.digest, tmp_path / "released.pdf"))
    received = written(print_statement(jp.ctx, plan.digest, tmp_path / "received.pdf"))
    for pages in (released, received):
        assert "number1ofchannel" in pages[0]
        assert plan.digest in "".join(pages)
        assert squeezed(f"From{us.ctx.agency.name} (US)") in pages[0]
    assert squeezed(jp.ctx.agency.name) in received[-1]  # whose copy it is


def test_only_a_standing_statement_is_printed(agencies: Agencies, tmp_path):
    jp = agencies.jp
    path = agencies.us.release("jp")
    jp.take(path)
    (receipt,) = jp.answer()
    target = tmp_path / "statement.pdf"
    for attempt in (
        lambda: print_statement(jp.ctx, "0" * 64, target),
        lambda: print_bundle_plan(jp.ctx, plan_accept(jp.ctx, path), target),
        lambda: print_bundle_plan(agencies.us.ctx, plan_accept(agencies.us.ctx, receipt), target),
    ):
        with pytest.raises(InputError) as caught:
            attempt()
        assert caught.value.code == "E_NO_STATEMENT"
    assert not target.exists()


def test_the_record_holds_what_one_partner_got_under_its_highest_marking(agencies: Agencies, tmp_path):
    us = agencies.us
    us.release("jp", marking="TLP:GREEN")
    agencies.clock.advance(days=1)
    us.release("jp", marking="TLP:AMBER+STRICT", as_of=AS_OF + timedelta(days=1))
    us.release("it", scope=("CO",), marking="TLP:RED")
    pages = written(print_disclosure_record(us.ctx, agencies.jp.id, tmp_path / "record.pdf"))
    assert all("TLP:AMBER+STRICT" in page for page in pages)
    assert "Tungsten" in "".join(pages)
    assert "Cobalt" not in "".join(pages)
    assert "Statements2" in pages[0]


def test_a_partner_that_got_nothing_has_an_empty_record_of_the_most_restrictive_marking(agencies: Agencies, tmp_path):
    pages = written(print_disclosure_record(agencies.us.ctx, agencies.jp.id, tmp_path / "record.pdf"))
    assert "Nothingwaseverreleasedtoit." in pages[0]
    assert pages[0].count("TLP:RED") >= 2


def test_both_agencies_print_the_same_sixty_digits(agencies: Agencies, tmp_path):
    us, jp = agencies.us, agencies.jp
    number = partner_safety_number(us.ctx, jp.id)
    for desk, other in ((us, jp), (jp, us)):
        (page,) = written(print_safety_number(desk.ctx, other.id, tmp_path / f"{desk.key}.pdf"))
        assert all(group in page for group in number.groups)
        first, last = partner_safety_number(desk.ctx, other.id).to_type[0], 6
        theirs = "groups7to12" if first > last else "groups1to6"
        assert theirs in page


def test_the_recovery_sheet_holds_every_group_and_is_for_its_owner_alone(agencies: Agencies, tmp_path):
    key = agencies.recovery["us"]
    report = print_recovery_sheet(agencies.us.ctx, key, tmp_path / "recovery.pdf")
    (page,) = written(report)
    assert all(group in page for group in key.split())
    assert page.count("TLP:RED") == 2
    if sys.platform != "win32":
        assert report.path.stat().st_mode & 0o077 == 0


def test_the_holding_list_names_every_lot(agencies: Agencies, tmp_path):
    ctx = agencies.jp.ctx
    pages = written(print_holdings(ctx, tmp_path / "holdings.pdf", as_of=AS_OF, marking="TLP:AMBER"))
    numbers = [row[0] for row in ctx.db.execute("SELECT number FROM lot")]
    assert numbers
    assert [number for number in numbers if squeezed(number) not in "".join(pages)] == []
    assert all(page.count("TLP:AMBER") >= 2 for page in pages)


def test_an_unknown_marking_is_refused(agencies: Agencies, tmp_path):
    with pytest.raises(InputError) as caught:
        print_holdings(agencies.jp.ctx, tmp_path / "holdings.pdf", marking="TLP:PURPLE")
    assert caught.value.code == "E_MARKING"


def test_more_rows_than_anybody_reads_on_paper_are_refused(agencies: Agencies, tmp_path, monkeypatch):
    monkeypatch.setattr(reports, "MAX_ROWS", 3)
    with pytest.raises(InputError) as caught:
        print_holdings(agencies.jp.ctx, tmp_path / "holdings.pdf")
    assert caught.value.code == "E_REPORT_LONG"


def test_a_failure_leaves_the_former_file_and_no_piece_of_the_new_one(agencies: Agencies, tmp_path):
    ctx = agencies.jp.ctx
    wrong = tmp_path / "holdings.txt"
    wrong.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"\.pdf"):
        print_holdings(ctx, wrong)
    with pytest.raises(MachineError):
        print_holdings(ctx, tmp_path / "nowhere" / "holdings.pdf")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["holdings.txt"]
    assert wrong.read_text(encoding="utf-8") == "mine"


def test_printing_is_in_the_audit_log(agencies: Agencies, tmp_path):
    ctx = agencies.jp.ctx
    print_holdings(ctx, tmp_path / "holdings.pdf")
    row = ctx.db.execute("SELECT event, subject FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    assert tuple(row) == ("report_printed", "holding_list")
