"""Keys over time, typed."""

from __future__ import annotations

import json
import os

from stockpile_client.bundle.age.recipients import parse_identity


def test_rotated_keys_are_introduced_by_notices_and_trusted_after_them(office):
    rotated = office.ask("us", "keys", "rotate", "--output", office.post)
    assert set(rotated["notices"]) == {"JP", "IT"}
    accepted = office.ask("jp", "accept", rotated["notices"]["JP"]["file"])
    assert accepted["kind"] == "keynotice"
    assert office.ask("jp", "partner", "show", "US")["epoch"] == 2
    assert office.ask("jp", "accept", office.release("us"))["decision"] == "accepted"


def test_notices_are_written_once(office):
    office.type("us", "keys", "rotate", "--output", office.post)
    assert office.ask("us", "keys", "notices", "--output", office.post) == {"notices": {}}
    assert "Every partner has its notice." in office.type("us", "keys", "notices", "--output", office.post).out


def test_a_revocation_is_a_file_that_partners_import(office):
    notice = office.ask("us", "keys", "revoke", "--reason", "laptop stolen", "--output", office.post)["notice"]
    assert "took its keys back" in office.ask("jp", "keys", "import-notice", notice)["summary"]
    assert office.ask("jp", "partner", "show", "US")["state"] == "revoked"


def test_a_revocation_can_be_signed_with_the_key_of_the_printed_sheet(office, three_folders, at_a_terminal):
    words = ("keys", "revoke", "--recovery", "--reason", "laptop stolen", "--output", office.post, "--json")
    answer = office.type("us", *words, typed=three_folders.recovery["us"] + "\n")
    notice = json.loads(answer.out)["notice"]
    assert office.type("jp", "keys", "import-notice", notice).out.startswith("US took its keys back")


def test_a_mistyped_recovery_key_takes_nothing_back(office, at_a_terminal):
    words = ("keys", "revoke", "--recovery", "--reason", "laptop stolen", "--output", office.post)
    assert "E_RECOVERY_KEY" in office.type("us", *words, typed="SX-RECOVERY-1 QQQQ\n", code=3).err


def test_any_other_file_is_no_notice(office, tmp_path):
    (tmp_path / "x.json").write_text("{}")
    assert office.ask("jp", "keys", "import-notice", tmp_path / "x.json", code=5)["error"] == "E_SCHEMA"


def test_the_identity_is_written_once_for_its_owner_alone_and_the_audit_log_says_so(office, tmp_path):
    file = tmp_path / "identity.txt"
    assert office.ask("jp", "keys", "identity", file)["file"] == str(file)
    assert all(parse_identity(line) for line in file.read_text("ascii").splitlines())
    assert os.name == "nt" or file.stat().st_mode & 0o077 == 0
    assert office.ask("jp", "keys", "identity", file, code=4)["error"] == "E_FILE"
    events = [one["event"] for one in office.ask("jp", "audit", "list")["entries"]]
    assert events.count("identity_exported") == 1
