"""Every way to fail is one message and a documented exit code; nothing that came from outside acts on the terminal."""

from __future__ import annotations

import json
import sys

import pytest
from click.testing import CliRunner

from stockpile_client.cli import program
from stockpile_client.cli.main import COMMANDS, stockpile
from stockpile_client.storage.connection import open_database
from stockpile_client.storage.keyfile import unlock
from tests.services.agencies import COST, PASSPHRASE


def one_message(answer):
    lines = answer.err.strip().splitlines()
    assert len(lines) == 1
    return lines[0]


def test_a_wrong_passphrase_is_the_users(office):
    said = one_message(office.type("us", "holdings", code=3, STOCKPILE_PASSPHRASE="not this one, no"))
    assert said.startswith("E_PASSPHRASE: ")
    assert "not this one" not in said


def test_wrong_passphrases_are_slowed_down(office):
    for _ in range(3):
        office.type("us", "holdings", code=3, STOCKPILE_PASSPHRASE="not this one, no")
    assert one_message(office.type("us", "holdings", code=4)).startswith("E_UNLOCK_WAIT: ")


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("--profile", "nowhere", "holdings"), 4, "E_PROFILE_MISSING"),
        (("holdings",), 3, "E_NO_PROFILE"),
        (("--passphrase-file", "nowhere", "--profile", "x", "holdings"), 3, "E_PASSPHRASE_FILE"),
        (("restore", "nowhere", "target"), 4, "E_BACKUP_MISSING"),
        (("nonsense",), 2, "E_USAGE"),
        (("card", "nonsense"), 2, "E_USAGE"),
        (("card", "import"), 2, "E_USAGE"),
        (("holdings", "--as-of", "yesterday"), 2, "E_USAGE"),
        (("release", "preview", "--round", "500 tons"), 3, "E_UNIT_AMBIGUOUS"),
        (("release", "preview", "--round", "500 mtu WO3"), 3, "E_UNIT_BASIS"),
        (("release", "preview", "--round", "lots"), 2, "E_USAGE"),
        (("release", "preview", "--round", "500"), 2, "E_USAGE"),
        (("release", "preview", "--to", "JP", "--scope", "W"), 2, "E_USAGE"),
        (("release", "preview", "--to", "JP", "--exact"), 2, "E_USAGE"),
        (("release", "preview", "--scope", "W", "--exact"), 2, "E_USAGE"),
        (("release", "preview", "--profile-name", "x", "--exact"), 2, "E_USAGE"),
        (("release", "preview", "--withhold", "GA"), 2, "E_USAGE"),
        (("receipt", "write", "--output", "."), 2, "E_USAGE"),
        (("inventory", "import", "x.csv", "--rejects", "y.csv"), 2, "E_USAGE"),
    ],
)
def test_without_a_profile(words, code, error, empty_office, monkeypatch):
    monkeypatch.chdir(empty_office.folder)
    assert empty_office.ask("", *words, code=code)["error"] == error
    said = empty_office.type("", *words, code=code).err
    assert error in said or code == program.USAGE


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("inspect", "nowhere.stockpile"), 4, "E_FILE"),
        (("accept", "nowhere.stockpile"), 4, "E_READ"),
        (("card", "import", "nowhere.agency-card"), 4, "E_FILE"),
        (("inventory", "import", "nowhere.csv"), 4, "E_FILE"),
        (("requirement", "import", "nowhere.csv"), 4, "E_FILE"),
        (("card", "import", "foreign.txt"), 5, "E_"),
        (("accept", "foreign.txt"), 5, "E_"),
        (("inspect", "foreign.bin"), 3, "E_FILE_KIND"),
        (("inventory", "import", "empty.csv"), 3, "E_TABLE_EMPTY"),
        (("inventory", "import", "foreign.txt", "--unit", "tons=st"), 3, "E_TABLE_COLUMNS"),
        (("inventory", "import", "foreign.txt", "--column", "nonsense=x"), 2, "E_USAGE"),
        (("inventory", "import", "foreign.txt", "--column", "quantity=x"), 2, "E_USAGE"),
        (("requirement", "import", "foreign.txt"), 3, "E_TABLE_COLUMNS"),
        (("requirement", "import", "latin.csv"), 3, "E_TABLE_ENCODING"),
        (("requirement", "import", "kind.csv"), 3, "E_REQUIREMENT"),
        (("requirement", "import", "year.csv"), 3, "E_NUMBER"),
        (("partner", "show", "XX"), 3, "E_NO_PARTNER"),
        (("partner", "verify", "JP", "--group", "x=1"), 2, "E_USAGE"),
        (("partner", "verify", "JP"), 3, "E_NO_TERMINAL"),
        (("holding", "show", "none"), 3, "E_NO_LOT"),
        (("holding", "export", "x.pdf"), 3, "E_FORMAT"),
        (("holdings", "--material", "XX"), 3, "E_"),
        (("movement", "reverse", "W-0101", "x", "--reason", "y"), 3, "E_NO_MOVEMENT"),
        (("movement", "post", "W-0101", "--kind", "release", "--on", "2026-10-01", "--gross", "9 kt"), 3,
         "E_NEGATIVE_STOCK"),
        (("movement", "post", "W-0101", "--kind", "receipt", "--on", "2026-10-01", "--gross", "-1t"), 3,
         "E_MOVEMENT_SIGN"),
        (("release", "preview", "--to", "JP", "--scope", "W", "--exact", "--marking", "SECRET"), 3, "E_MARKING"),
        (("release", "preview", "--to", "JP", "--scope", "W", "--exact", "--withhold", "W=vanity"), 3, "E_REASON"),
        (("release", "preview", "--to", "JP", "--scope", "W", "--exact", "--withhold", "GA=defence"), 3, "E_SCOPE"),
        (("release", "preview", "--profile-name", "none"), 3, "E_PROFILE"),
        (("withdraw", "0123456789abcdef", "--reason", "x", "--output", "."), 3, "E_NO_BUNDLE"),
        (("receipt", "write", "zz", "--output", "."), 3, "E_NO_BUNDLE"),
        (("card", "export", "no-such-stick"), 4, "E_NO_FOLDER"),
        (("accept", "sx-0123abcd.stockpile", "--receipt", "no-such-stick"), 4, "E_NO_FOLDER"),
        (("release", "write", "--to", "JP", "--scope", "W", "--exact", "--output", "no-such-stick"), 4, "E_NO_FOLDER"),
    ],
)  # fmt: skip
def test_in_a_profile(words, code, error, office, monkeypatch):
    monkeypatch.chdir(office.folder)
    for name, content in {
        "foreign.txt": b"Dear colleague, please find attached\n",
        "foreign.bin": b"\x00\x01\x02",
        "empty.csv": b"",
        "latin.csv": b"material,country,year,kind,quantity\nW,US,2025,consumption,\xe9\n",
        "kind.csv": b"material,country,year,kind,quantity\nW,US,2025,appetite,1\n",
        "year.csv": b"material,country,year,kind,quantity\nW,US,soon,consumption,1\n",
    }.items():
        (office.folder / name).write_bytes(content)
    assert office.ask("us", *words, code=code)["error"].startswith(error)
    said = office.type("us", *words, code=code).err
    assert error in said or code == program.USAGE


def test_a_tampered_bundle_is_refused_and_named_so(office):
    sent = office.release()
    damaged = bytearray(sent.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    sent.write_bytes(damaged)
    for verb in ("inspect", "accept"):
        assert one_message(office.type("jp", verb, sent, code=5)).startswith("E_")
    assert office.ask("jp", "audit", "list")["entries"][-1]["event"] == "bundle_refused"


def test_a_replay_is_refused(office):
    sent = office.release()
    office.type("jp", "accept", sent)
    assert office.ask("jp", "accept", sent, code=5)["error"] == "E_REPLAY"
    assert office.ask("jp", "reject", sent, "--reason", "again", code=5)["error"] == "E_REPLAY"
    assert office.ask("jp", "inspect", sent)["bundle"]["already_imported"] is True


def test_a_bundle_for_somebody_else_is_refused(office):
    assert office.ask("it", "accept", office.release(), code=5)["error"].startswith("E_")


def test_nothing_is_sent_to_a_partner_that_is_suspended(office):
    office.type("us", "partner", "suspend", "JP", "--reason", "drill")
    words = ("release", "write", "--to", "JP", "--scope", "W", "--exact", "--output", office.post)
    assert "JP" in office.ask("us", *words, code=3)["message"]


def test_a_changed_key_is_imported_only_knowingly(office):
    """Another profile with the same agency would be a forged card; a card of a stranger is simply new."""
    office.type("new", "init", "--name", "Other", "--short-name", "JP", "--country", "JP")
    card = office.ask("new", "card", "export", office.folder / "post")
    office.type("us", "card", "import", card["file"])
    assert office.ask("us", "partner", "show", "JP", code=3)["message"] == "Several partners are called 'JP'."
    assert office.ask("us", "partner", "show", card["agency"])["state"] == "imported"


def test_a_file_that_is_no_profile(office):
    (office.folder / "us" / "stockpile.db").write_bytes(b"SQLite format 3\0" + bytes(8192))
    assert office.ask("us", "holdings", code=4)["error"] == "E_FOREIGN_FILE"


def test_a_damaged_page_is_named(office):
    path = office.folder / "us" / "stockpile.db"
    content = bytearray(path.read_bytes())
    for at in range(4096 * 8, len(content), 4096):
        content[at + 100] ^= 0xFF
    path.write_bytes(content)
    assert office.ask("us", "holdings", code=4)["error"] == "E_DATABASE_DAMAGED"


def test_a_newer_schema_is_named(office):
    key = unlock(office.folder / "us" / "stockpile.key.json", PASSPHRASE, floor=COST)
    db = open_database(office.folder / "us" / "stockpile.db", key)
    db.conn.execute("PRAGMA user_version = 9999")
    db.table("_sqlite_migrations").insert(
        {"migration_set": "stockpile", "name": "9999_from_the_future", "applied_at": "2030-01-01"}
    )
    db.close()
    assert office.ask("us", "holdings", code=4)["error"] == "E_SCHEMA_NEWER"


def test_a_broken_audit_log_is_named(office):
    key = unlock(office.folder / "us" / "stockpile.key.json", PASSPHRASE, floor=COST)
    db = open_database(office.folder / "us" / "stockpile.db", key)
    for (name,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
    ).fetchall():
        db.execute(f"DROP TRIGGER [{name}]")
    db.execute("UPDATE audit SET actor = 'nobody' WHERE seq = 2")
    db.conn.commit()
    db.close()
    assert office.ask("us", "audit", "verify", code=4)["error"] == "E_AUDIT_BROKEN"


def test_a_profile_that_is_open_elsewhere(office, monkeypatch):
    from stockpile_client.storage.instance_lock import InstanceLock
    from stockpile_client.storage.profile_folder import ProfileFolder

    lock = InstanceLock(ProfileFolder(office.folder / "us").lock)
    lock.acquire()
    try:
        assert office.ask("us", "holdings", code=4)["error"] == "E_PROFILE_IN_USE"
    finally:
        lock.release()


def test_an_unexpected_failure_is_a_fault_of_the_program(office, monkeypatch):
    def fail(*_arguments, **_options):
        raise RuntimeError("the passphrase is hunter2")

    monkeypatch.setattr("stockpile_client.cli.commands.partner.list_partners", fail)
    said = one_message(office.type("us", "partner", "list", code=70))
    assert said.startswith("E_UNEXPECTED: A fault of the program: RuntimeError.")
    assert "hunter2" not in said
    assert office.ask("us", "partner", "list", code=70)["error"] == "E_UNEXPECTED"


def test_debug_shows_where(office, monkeypatch):
    def fail(*_arguments, **_options):
        raise RuntimeError

    monkeypatch.setattr("stockpile_client.cli.commands.partner.list_partners", fail)
    result = CliRunner().invoke(
        stockpile,
        ["--debug", "--profile", str(office.folder / "us"), "partner", "list"],
        env={"STOCKPILE_PASSPHRASE": PASSPHRASE},
    )
    assert result.exit_code == 70
    assert "Traceback" in result.stderr
    assert "in fail" in result.stderr


def test_ctrl_c_is_130_and_closes_the_profile(office, monkeypatch):
    def interrupted(*_arguments, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("stockpile_client.cli.commands.partner.list_partners", interrupted)
        assert "Stopped." in office.type("us", "partner", "list", code=130).err
    office.type("us", "partner", "list")


def test_hostile_names_are_shown_escaped(office, tmp_path):
    table = tmp_path / "\x1b]0;owned\x07 \u202e lot.csv"
    table.write_text("Lot,Material,Form,Quantity (t),As of\n\x1b[2JX-1,W,W-APT,-1,2026-09-30\n")
    said = office.type("us", "inventory", "import", table)
    assert "\x1b" not in said.out + said.err
    assert "\x07" not in said.out
    assert "\u202e" not in said.out
    assert "\\x1b]0;owned" in said.out
    raw = office.type("us", "inventory", "import", table, "--json").out
    assert "\x1b" not in raw
    assert "\u202e" not in raw
    assert "owned" in json.loads(raw)["file"]
    assert json.loads(raw)["file"] == str(table)


def test_an_empty_passphrase_prompt_without_a_terminal(office):
    result = CliRunner().invoke(
        stockpile, ["--profile", str(office.folder / "us"), "holdings"], env={"STOCKPILE_PASSPHRASE": None}
    )
    assert result.exit_code == 3
    assert "E_NO_TERMINAL" in result.stderr


def test_the_passphrase_is_asked_for_at_a_terminal_and_not_shown(office, at_a_terminal):
    result = CliRunner().invoke(
        stockpile,
        ["--profile", str(office.folder / "us"), "partner", "list"],
        input=PASSPHRASE + "\n",
        env={"STOCKPILE_PASSPHRASE": None},
    )
    assert result.exit_code == 0
    assert PASSPHRASE not in result.output


def test_a_question_that_nobody_answers_is_stopped(office, at_a_terminal):
    assert "Stopped." in office.type("us", "partner", "verify", "JP", typed="", code=130).err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name):
    result = CliRunner().invoke(stockpile, [name, "--help"])
    assert result.exit_code == 0
    assert "Usage: stockpile " + name in result.output


def test_help_loads_no_command():
    loaded = [name for name in sys.modules if name.startswith("stockpile_client.cli.commands.")]
    result = CliRunner().invoke(stockpile, ["--help"])
    assert [name for name in sys.modules if name.startswith("stockpile_client.cli.commands.")] == loaded
    assert all(entry.short_help in " ".join(result.output.split()) for entry in COMMANDS.values())
