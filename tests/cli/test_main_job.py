"""The main job, command by command, each with its JSON answer."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.services.agencies import PASSPHRASE


@pytest.fixture
def sent(office):
    """A statement of the US on its way to Japan."""
    return office.release()


def test_a_profile_is_created_and_its_recovery_key_shown_once(empty_office):
    made = empty_office.ask("kr", "init", "--name", "KOMIR", "--short-name", "KR", "--country", "kr")
    assert made["country"] == "KR"
    assert made["recovery_key"].startswith("SX-RECOVERY-1")
    assert empty_office.ask("kr", "partner", "list") == {"partners": []}
    assert empty_office.ask("kr", "init", "--name", "K", "--short-name", "K", "--country", "KR", code=4)["error"]


def test_a_person_sees_the_recovery_key_and_the_next_step(empty_office):
    said = empty_office.type("kr", "init", "--name", "KOMIR", "--short-name", "KR", "--country", "KR").out
    assert "SX-RECOVERY-1" in said
    assert "card export" in said


def test_cards_are_exchanged_and_the_safety_number_is_typed_back(empty_office):
    for agency in ("kr", "ca"):
        empty_office.type(agency, "init", "--name", agency, "--short-name", agency.upper(), "--country", agency)
    card = empty_office.ask("ca", "card", "export", empty_office.post)
    assert len(card["fingerprint"]) == 30
    assert empty_office.ask("kr", "card", "show", card["file"])["known"] == "new"
    assert empty_office.ask("kr", "card", "import", card["file"])["imported"] is True
    assert empty_office.ask("kr", "card", "import", card["file"])["imported"] is False
    number = empty_office.ask("kr", "partner", "safety-number", "ca")
    groups = [word for at in number["to_type"] for word in ("--group", f"{at}={number['groups'][at - 1]}")]
    verified = empty_office.ask("kr", "partner", "verify", "CA", *groups, "--who", "A. R.", "--how", "telephone")
    assert (verified["state"], verified["verified_by"], verified["verified_how"]) == ("verified", "A. R.", "telephone")


def test_the_groups_can_be_typed_at_a_prompt(office, at_a_terminal):
    number = office.ask("us", "partner", "safety-number", "JP")
    typed = "\n".join([*(number["groups"][at - 1] for at in number["to_type"]), "B. T.", "in person"])
    office.type("us", "partner", "verify", "JP", typed=typed + "\n")
    assert office.ask("us", "partner", "show", "JP")["verified_by"] == "B. T."


def test_one_wrong_digit_verifies_nobody(office):
    number = office.ask("us", "partner", "safety-number", "JP")
    groups = [word for at in number["to_type"] for word in ("--group", f"{at}=00000")]
    words = ("partner", "verify", "JP", *groups, "--who", "x", "--how", "telephone")
    assert office.ask("us", *words, code=3)["error"] == "E_SAFETY_NUMBER"


def test_a_partner_is_suspended_resumed_and_revoked_with_its_history_kept(office):
    assert office.ask("us", "partner", "suspend", "JP", "--reason", "odd mail")["state"] == "suspended"
    assert office.ask("us", "partner", "resume", "JP", "--reason", "explained")["state"] == "imported"
    assert office.ask("us", "partner", "revoke", "JP", "--reason", "key lost")["state"] == "revoked"
    history = office.ask("us", "partner", "show", "JP")["history"]
    assert [step["how"] for step in history][-3:] == ["odd mail", "explained", "key lost"]


def test_an_import_is_a_dry_run_until_it_is_applied(office, tmp_path):
    table = tmp_path / "more.csv"
    table.write_text("Lot,Material,Form,Quantity (t),As of\nX-1,W,W-APT,12.5,2026-09-30\nX-2,W,W-APT,-3,2026-09-30\n")
    rejects = tmp_path / "rejects.csv"
    dry = office.ask("us", "inventory", "import", table)
    assert (dry["applied"], dry["new"], dry["rows"]["rejected"]) == (False, 1, 1)
    assert {one["code"] for one in dry["findings"] if one["severity"] == "error"} == {"negative_stock"}
    assert office.ask("us", "inventory", "import", table)["new"] == 1
    done = office.ask("us", "inventory", "import", table, "--apply", "--rejects", rejects)
    assert (done["added"], done["rejected"], Path(done["rejects_file"])) == (1, 1, rejects)
    assert rejects.is_file()
    again = office.ask("us", "inventory", "import", table, "--apply")
    assert (again["added"], again["skipped"]) == (0, 1)
    assert again["already_imported"] is not None


def test_a_column_a_unit_and_a_form_can_be_said(office, tmp_path):
    table = tmp_path / "odd.csv"
    table.write_text("Ref;Stuff;Kind;How much;Measure;Day\nQ-9;W;apt powder;1.000,5;tons;2026-09-30\n")
    columns = {"lot_number": "Ref", "material": "Stuff", "form": "Kind", "quantity": "How much", "unit": "Measure",
               "as_of": "Day"}  # fmt: skip
    words = [word for name, column in columns.items() for word in ("--column", f"{name}={column}")]
    words += ["--unit", "tons=st", "--form", "W/apt powder=W-APT", "--decimal-mark", ",", "--delimiter", "semicolon"]
    done = office.ask("us", "inventory", "import", table, *words, "--apply")
    assert done["added"] == 1
    shown = office.ask("us", "holding", "show", "Q-9")["holdings"][0]
    assert shown["gross_kg"] == "907638.33237"  # 1000.5 short tons of 907.18474 kg


def test_what_a_person_reads_of_an_import_names_the_next_step(office, tmp_path):
    table = tmp_path / "more.csv"
    table.write_text("Lot,Material,Form,Quantity (t),As of\nX-1,W,W-APT,12.5,2026-09-30\n")
    assert "Run it again with --apply" in office.type("us", "inventory", "import", table).out
    assert "Added 1 lots" in office.type("us", "inventory", "import", table, "--apply").out


def test_holdings_say_as_of_when_and_in_which_unit(office):
    held = office.ask("us", "holdings", "--material", "W", "--as-of", "2026-09-30")
    assert held["as_of"] == "2026-09-30"
    assert {row["material"] for row in held["holdings"]} == {"W"}
    total = sum(round(float(row["contained_kg"]), 6) for row in held["holdings"])
    assert float(held["totals"][0]["contained_kg"]) == pytest.approx(total)
    assert office.ask("us", "holdings", "--as-of", "1999-01-01")["holdings"] == []
    said = office.type("us", "holdings", "--material", "W").out
    assert " t  " in said
    assert "illustrative" in said
    assert "holdings" not in office.ask("us", "holdings", "--totals")


def test_what_was_known_earlier_can_be_asked(office):
    assert office.ask("us", "holdings", "--known-at", "2026-09-29")["totals"] == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_holdings_are_exported(office, tmp_path, ending):
    target = tmp_path / f"holdings.{ending}"
    written = office.ask("us", "holding", "export", target)
    assert target.is_file()
    if ending == "csv":
        with target.open(encoding="utf-8-sig", newline="") as stream:
            assert stream.readline() == "TLP:RED\r\n"
            assert len(list(csv.reader(stream))) == written["rows"] + 1


def test_a_movement_takes_the_direction_of_its_kind_and_is_reversed(office):
    before = office.ask("us", "holding", "show", "W-0104")["holdings"][0]
    posted = office.ask("us", "movement", "post", "W-0104", "--kind", "release", "--on", "2026-10-01", "--gross", "10t")
    assert posted["gross_kg"] == "-10000"
    assert posted["contained_kg"] == "-9990"  # the lot's assay is 99.9 % W
    back = office.ask("us", "movement", "reverse", "W-0104", posted["movement"], "--reason", "typed twice")
    assert back["balance"]["gross_kg"] == before["gross_kg"]
    assert "reversal" in office.type("us", "holding", "show", "W-0104").out


def test_claims_are_taken_off_what_is_usable(office):
    claimed = office.ask(
        "us", "claim", "add", "--kind", "ticket_sold", "--lot", "W-0104", "--contained", "40t", "--since", "2026-10-01"
    )
    assert claimed["contained_kg"] == "40000"
    shown = office.ask("us", "holding", "show", "W-0104")
    held = shown["holdings"][0]
    assert float(held["contained_kg"]) - float(held["usable_kg"]) == pytest.approx(40_000)
    assert shown["claims"] == [claimed]
    bought = ("--kind", "ticket_bought", "--material", "co", "--contained", "5t", "--since", "2026-10-01")
    office.ask("us", "claim", "add", *bought)
    assert [one["kind"] for one in office.ask("us", "claim", "list")["claims"]] == ["ticket_sold", "ticket_bought"]
    assert "40 t" in office.type("us", "claim", "list").out


def test_denominators_come_from_a_table_and_keep_their_print(office, tmp_path):
    table = tmp_path / "denominators.csv"
    table.write_text(
        "material,country,year,kind,quantity,unit,basis,printed,source,estimated\n"
        "W,US,2025,consumption,,t,element:W,W,USGS,no\n"
        "CO,US,2025,net_imports,8000,t,element:Co,8000,USGS,yes\n"
        "CO,US,2025,target_days,42,,,42,plan,no\n"
    )
    assert office.ask("us", "requirement", "import", table)["applied"] is False
    assert office.ask("us", "requirement", "list") == {"requirements": []}
    office.ask("us", "requirement", "import", table, "--apply")
    stated = {(one["material"], one["kind"]): one for one in office.ask("us", "requirement", "list")["requirements"]}
    assert stated["W", "consumption"]["quantity"] == {"type": "withheld", "reason": "trade_secret"}
    assert stated["CO", "net_imports"]["quantity"] == {"type": "exact", "kg": "8000000"}
    assert stated["CO", "target_days"]["days"] == 42
    assert "withheld" in office.type("us", "requirement", "list").out


def test_a_denominator_ends_with_a_reason_and_only_one_that_is_meant(office, tmp_path):
    table = tmp_path / "denominators.csv"
    table.write_text(
        "material,country,year,kind,quantity,unit,source\n"
        "W,US,2025,target,10,t,plan\nW,US,2025,target,12,t,decree\nW,US,2026,target,14,t,plan\n"
    )
    office.ask("us", "requirement", "import", table, "--apply")
    end = ("requirement", "end", "W", "--country", "US", "--kind", "target", "--reason", "repealed", "--year")
    assert office.ask("us", *end, "2025", code=3)["error"] == "E_REQUIREMENT_WHICH"
    assert office.ask("us", *end, "2024", code=3)["error"] == "E_NO_REQUIREMENT"
    ended = office.ask("us", *end, "2025", "--source", "decree")
    assert (ended["source"], ended["quantity"]["kg"]) == ("decree", "12000")
    assert len(office.ask("us", "requirement", "list")["requirements"]) == 2
    assert "Ended" in office.type("us", *end, "2025").out
    assert office.ask("us", "undo")["step"] == "End of the requirement for W"


def test_a_preview_shows_what_leaves_beside_our_own_and_writes_nothing(office):
    words = ("--to", "JP", "--scope", "W,GA", "--round", "500 t", "--withhold", "GA=defence", "--as-of", "2026-09-30")
    shown = office.ask("us", "release", "preview", *words)
    assert (shown["errors"], shown["marking"]) == ([], "TLP:AMBER")
    kinds = {line["material"]: line["quantity"]["type"] for line in shown["lines"]}
    assert kinds == {"W": "rounded", "GA": "withheld"}
    assert all(line["own_kg"] for line in shown["lines"])
    assert list(office.post.iterdir()) == []
    said = office.type("us", "release", "preview", *words).out
    assert "withheld: defence" in said
    assert shown["plan"][:16] in said


def test_only_what_was_previewed_is_written(office):
    words = ("--to", "JP", "--scope", "W", "--exact")
    plan = office.ask("us", "release", "preview", *words)["plan"]
    changed = ("release", "write", "--to", "JP", "--scope", "W,CO", "--exact", "--output", office.post, "--plan", plan)
    assert office.ask("us", *changed, code=3)["error"] == "E_PLAN_OUTDATED"
    written = office.ask("us", "release", "write", *words, "--output", office.post, "--plan", plan)
    assert Path(written["file"]).is_file()


def test_a_kept_profile_is_used_again(office):
    office.release(save_as="Summary")
    assert [one["name"] for one in office.ask("us", "release", "profiles")["profiles"]] == ["Summary"]
    again = office.ask("us", "release", "write", "--profile-name", "Summary", "--output", office.post)
    assert again["seq"] == 2
    assert "Summary" in office.type("us", "release", "profiles").out


def test_all_materials_and_nil_and_not_compiled(office):
    words = ("--to", "JP", "--to", "IT", "--scope", "W,U,PU", "--exact", "--nil", "U", "--not-compiled", "PU")
    found = office.type("us", "release", "preview", *words, "--json", code=3).error
    assert "material" in found["message"].lower() or found["error"].startswith("E_")
    shown = office.ask("us", "release", "preview", "--to", "JP", "--all-materials", "--exact", "--level", "bloc",
                       "--measure", "gross", "--title", "All", "--note", "as agreed")  # fmt: skip
    assert shown["out_of_scope"] == []
    assert {line["measure"] for line in shown["lines"]} == {"gross"}


def test_an_unreported_material_stops_the_release(office):
    words = ("--to", "JP", "--scope", "W,GRA,ZR", "--exact")
    assert [one["subject"] for one in office.ask("us", "release", "preview", *words)["errors"]] == ["ZR"]
    assert office.ask("us", "release", "write", *words, "--output", office.post, code=3)["error"] == "E_RELEASE"
    shown = office.ask("us", "release", "preview", *words, "--nil", "ZR")
    assert (shown["errors"], shown["nil"]) == ([], ["ZR"])


def test_a_file_is_inspected_without_being_imported(office, sent, three_folders):
    for _ in range(2):
        seen = office.ask("jp", "inspect", sent)
        assert (seen["kind"], seen["bundle"]["kind"], seen["bundle"]["new"] > 0) == ("bundle", "statement", True)
    assert office.ask("jp", "bundle", "list") == {"bundles": []}
    assert "Accept or reject it." in office.type("jp", "inspect", sent).out
    assert office.ask("jp", "inspect", three_folders.cards["us"])["card"]["known"] == "same"
    assert office.ask("jp", "inspect", office.folder / "us")["kind"] == "profile"


def test_accepting_answering_and_the_history_on_both_sides(office, sent):
    accepted = office.ask("jp", "accept", sent)
    assert (accepted["decision"], accepted["receipt_due"], accepted["seq"]) == ("accepted", True, 1)
    assert [one["outcome"] for one in office.ask("jp", "receipt", "list")["due"]] == ["accepted"]
    receipt = office.ask("jp", "receipt", "write", "--all", "--output", office.post)["receipts"][0]
    assert office.ask("jp", "receipt", "list") == {"due": []}
    assert office.ask("us", "bundle", "list")["bundles"][0]["state"] == "written"
    letter = office.ask("us", "accept", receipt["file"])["letter"]
    assert letter["outcome"] == "accepted"
    assert office.ask("us", "partner", "show", "JP")["state"] == "confirmed"
    kinds = {one["kind"]: one["state"] for one in office.ask("us", "bundle", "list")["bundles"]}
    assert kinds["statement"] == "acknowledged"
    channels = office.ask("us", "channel", "list")["channels"]
    assert {(one["direction"], one["state"], one["acknowledged_seq"]) for one in channels} == {
        ("out", "open", 1),
        ("in", "open", 0),
    }
    for words in (("channel", "list"), ("bundle", "list"), ("receipt", "list")):
        assert office.type("us", *words).out


def test_the_second_statement_is_compared_with_the_first(office, sent):
    office.type("jp", "accept", sent)
    office.type("us", "movement", "post", "W-0101", "--kind", "release", "--on", "2026-10-01", "--gross", "900t")
    seen = office.ask("jp", "inspect", office.release())["bundle"]
    assert (seen["new"], seen["gone"]) == (0, 0)
    assert {one["change"] for one in seen["changes"]} == {"changed"}


def test_rejecting_sends_the_reason_back(office, sent):
    done = office.ask("jp", "reject", sent, "--reason", "wrong day", "--receipt", office.post)
    assert (done["decision"], done["receipt_due"]) == ("rejected", False)
    office.type("us", "accept", done["receipt"]["file"])
    bundle = office.ask("us", "bundle", "list", "--kind", "statement")["bundles"][0]
    assert (bundle["state"], bundle["reason"]) == ("rejected", "wrong day")


def test_a_receipt_is_written_for_one_digest_and_once(office, sent):
    digest = office.ask("jp", "accept", sent)["digest"]
    office.ask("jp", "receipt", "write", digest[:12], "--output", office.post)
    again = office.ask("jp", "receipt", "write", digest, "--output", office.post, code=3)
    assert again["error"] == "E_NO_RECEIPT"


def test_a_statement_is_withdrawn_and_data_are_asked_for(office, sent):
    accepted = office.ask("jp", "accept", sent)
    withdrawal = office.ask("us", "withdraw", accepted["digest"], "--reason", "wrong lot", "--output", office.post)
    assert office.ask("jp", "accept", withdrawal["file"])["letter"]["reason"] == "wrong lot"
    asked = office.ask("jp", "request", "US", "--materials", "CO,NI", "--as-of", "2026-09-30", "--purpose", "winter",
                       "--deadline", "2026-12-01", "--output", office.post)  # fmt: skip
    letter = office.ask("us", "accept", asked["file"])["letter"]
    assert (letter["materials"], letter["deadline"]) == (["CO", "NI"], "2026-12-01")


def test_a_channel_is_renewed(office, sent):
    channel = office.ask("us", "channel", "list")["channels"][0]["channel"]
    assert office.ask("us", "channel", "renew", channel, "--reason", "new agreement")["state"] == "closed"
    assert office.ask("us", "channel", "renew", channel, "--reason", "again", code=3)["error"] == "E_NO_CHANNEL"


def test_what_a_partner_holds_of_ours(office, sent):
    values = office.ask("us", "disclosed", "--partner", "JP", "--material", "w")["disclosed"]
    assert {one["position"]["material"] for one in values} == {"W"}
    assert office.ask("us", "disclosed", "--partner", "IT") == {"disclosed": []}
    assert len(office.ask("us", "disclosed", "--limit", "1")["disclosed"]) == 1
    assert "rounded" not in office.type("us", "disclosed").out


def test_the_joint_picture_carries_intervals_and_one_definition(office, sent):
    office.type("jp", "accept", sent)
    picture = office.ask("jp", "joint", "--definition", "eu", "--materials", "W")
    line = picture["lines"][0]
    assert picture["definition"] == "eu_net_imports"
    assert float(line["total"]["low_kg"]) < float(line["total"]["high_kg"])
    assert {one["agency"] for one in line["contributions"]} == {"JP", "US"}
    assert "net imports" in office.type("jp", "joint", "--definition", "eu").out


def test_a_backup_is_verified_and_becomes_a_profile_again(office, tmp_path):
    report = office.ask("us", "backup", tmp_path)
    assert len(report["sha256"]) == 64
    office.ask("", "restore", report["path"], tmp_path / "again")
    assert office.ask("again", "holdings", "--totals") == office.ask("us", "holdings", "--totals")
    assert office.ask("again", "audit", "list")["entries"][-1]["event"] == "profile_restored"


def test_the_audit_log_is_listed_and_whole(office):
    entries = office.ask("us", "audit", "list")["entries"]
    assert entries[0]["event"] == "profile_created"
    assert office.ask("us", "audit", "list", "--after", "1", "--limit", "1")["entries"][0]["seq"] == 2
    assert office.ask("us", "audit", "verify")["entries"] == len(entries)
    assert "whole" in office.type("us", "audit", "verify").out


def test_who_is_at_the_desk_stands_in_the_audit_log(office):
    office.type("us", "--actor", "A. R.", "partner", "suspend", "JP", "--reason", "drill")
    assert office.ask("us", "audit", "list")["entries"][-1]["actor"] == "A. R."


def test_the_selftest_needs_no_profile(empty_office):
    assert empty_office.ask("", "selftest")["passed"] is True


def test_profiles_are_listed_without_a_passphrase(empty_office):
    assert empty_office.ask("", "profiles")["profiles"] == []
    assert "no profiles" in empty_office.type("", "profiles").out


def test_the_passphrase_comes_from_a_file(office, tmp_path):
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE + "\r\nsecond line\n")
    words = ("--passphrase-file", secret, "partner", "list")
    assert "US" in office.type("jp", *words, STOCKPILE_PASSPHRASE="wrong one, surely").out


def test_the_demonstration_refuses_two_attacks(empty_office, tmp_path):
    done = empty_office.ask("", "demo", "--output", tmp_path / "demo", "--headless")
    assert len(done["refused"]) == 2
    assert set(done["profiles"]) == {"us", "jp", "it"}


def test_a_site_is_added_corrected_closed_and_opened_again(office):
    added = office.ask("it", "site", "add", "Novara", "--region", "IT-21", "--country", "it")
    assert (added["country"], added["bloc"], added["lots"], added["closed"]) == ("IT", "EU", 0, None)
    assert office.ask("it", "site", "edit", "novara", "--town", "Novara")["town"] == "Novara"
    assert office.ask("it", "site", "close", added["site"], "--reason", "lease ended")["closed"] is not None
    assert office.ask("it", "site", "list")["sites"][-1]["name"] == "Novara"
    assert office.ask("it", "site", "reopen", "Novara")["closed"] is None
    assert "Novara" in office.type("it", "site", "list").out
    assert office.type("it", "--json", "site", "close", "Nowhere", code=3).error["error"] == "E_NO_SITE"


def test_the_last_edit_is_named_and_then_taken_back(office):
    assert office.ask("it", "undo") == {"step": None, "final": False, "applied": False}
    office.ask("it", "site", "add", "Novara", "--country", "IT")
    assert office.ask("it", "undo") == {"step": "New site Novara", "final": False, "applied": False}
    assert "Taken back: New site Novara." in office.type("it", "undo", "--apply").out
    assert "Novara" not in {one["name"] for one in office.ask("it", "site", "list")["sites"]}
    assert office.type("it", "--json", "undo", "--apply", code=3).error["error"] == "E_NOTHING_TO_UNDO"


def test_a_claim_is_ended_with_a_reason(office):
    words = ("--kind", "hold", "--lot", "W-0104", "--contained", "1t", "--since", "2026-09-01")
    claim = office.ask("us", "claim", "add", *words)["claim"]
    ended = office.ask("us", "claim", "end", claim, "--on", "2026-10-31", "--reason", "released by the court")
    assert ended["until"] == "2026-10-31"
    assert office.type("us", "--json", "claim", "end", "none", "--on", "2026-10-31", "--reason", "x", code=3).error
