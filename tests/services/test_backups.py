"""Backups: where they go, when the next is due, what one is, and how work goes on after one was restored."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.services.accept import plan_accept
from stockpile_client.services.audit_log import audit_table, check_audit
from stockpile_client.services.backup_rule import BackupRule
from stockpile_client.services.backups import (
    FoundBackup,
    back_up,
    backup_standing,
    check_backup,
    examine_backup,
    restore,
    resume_after_restore,
    set_backup_rule,
    suggested_folder,
)
from stockpile_client.services.history import list_channels
from tests.services.agencies import COST, PASSPHRASE, START, Agencies, Desk


def backed_up(desk: Desk) -> Path:
    stick = desk.agencies.folder / "stick"
    stick.mkdir(exist_ok=True)
    return back_up(desk.ctx, stick)[0].path


def examined(source: Path, *profiles: Path) -> FoundBackup:
    return examine_backup(source, passphrase=PASSPHRASE, floor=COST, profiles=profiles)


def test_a_stick_that_is_not_there_does_not_become_a_folder(agencies: Agencies) -> None:
    missing = agencies.folder / "stick"
    with pytest.raises(MachineError) as refusal:
        back_up(agencies.us.ctx, missing)
    assert refusal.value.code == "E_BACKUP_PLACE"
    assert not missing.exists()


def test_a_backup_is_due_until_one_was_made_and_again_after_the_days_of_the_rule(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    assert backup_standing(ctx).is_due
    place = backed_up(agencies.us).parent
    set_backup_rule(ctx, BackupRule(str(place), 14))
    agencies.clock.advance(days=13)
    standing = backup_standing(ctx)
    assert (standing.age, standing.is_due, standing.place) == (13, False, place)
    agencies.clock.advance(days=1)
    shutil.rmtree(place)
    standing = backup_standing(ctx)
    assert (standing.is_due, standing.place) == (True, None)


def test_another_rhythm_than_those_offered_is_refused(agencies: Agencies) -> None:
    with pytest.raises(InputError) as refusal:
        set_backup_rule(agencies.us.ctx, BackupRule("", 0))
    assert refusal.value.code == "E_BACKUP_RULE"


def test_a_backup_says_whose_it_is_and_until_when_and_leaves_no_trace(agencies: Agencies) -> None:
    source = backed_up(agencies.us)
    source.chmod(0o500)
    for file in source.iterdir():
        file.chmod(0o400)
    before = {path.name: path.stat().st_mtime_ns for path in source.iterdir()}
    found = examined(source)
    assert (found.agency_id, found.short_name, found.partners) == (agencies.us.id, "US", 2)
    assert found.until < START
    assert found.lots > 0
    assert {path.name: path.stat().st_mtime_ns for path in source.iterdir()} == before


def test_it_says_what_was_done_since_in_the_profile_of_this_machine(agencies: Agencies) -> None:
    us = agencies.us
    source = backed_up(us)
    folder = us.ctx.profile.folder.path
    agencies.clock.advance(hours=1)
    us.release("jp")
    found = examined(source, folder, agencies.folder / "jp")
    assert found.same_profile == folder
    assert "went on until" in found.missing[0]
    assert any(line.startswith("Statements released since: 1.") for line in found.missing)
    assert "nobody can tell" in examined(source).missing[0]


def test_a_profile_that_was_put_back_itself_has_another_past(agencies: Agencies) -> None:
    us = agencies.us
    shutil.copytree(us.ctx.profile.folder.path, agencies.folder / "older", ignore=shutil.ignore_patterns("*.lock"))
    us.release("jp")
    source = backed_up(us)
    assert "another past" in examined(source, agencies.folder / "older").missing[0]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: (folder / "stockpile.key.json").unlink(), "E_BACKUP_MISSING"),
        (lambda folder: (folder / "stockpile.db-wal").write_bytes(b"x"), "E_BACKUP_OPEN"),
        (lambda folder: (folder / "stockpile.db").write_bytes(bytes(8192)), "E_DATABASE_KEY"),
    ],
)
def test_what_is_no_good_backup_is_refused(agencies: Agencies, spoil, code: str) -> None:
    source = backed_up(agencies.us)
    spoil(source)
    for look in (lambda: examined(source), lambda: restored(agencies, source)):
        with pytest.raises(MachineError) as refusal:
            look()
        assert refusal.value.code == code
    assert not (agencies.folder / "again").exists()


def restored(agencies: Agencies, source: Path) -> Path:
    folder = agencies.folder / "again"
    restore(source, folder, passphrase=PASSPHRASE, clock=agencies.clock, floor=COST)
    return folder


def test_after_a_restore_what_we_send_is_accepted_although_its_numbers_were_used(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp"))
    source = backed_up(us)
    jp.take(us.release("jp"))
    us.ctx.close()
    us.ctx = resume_after_restore(
        restored(agencies, source), passphrase=PASSPHRASE, actor="tester", clock=agencies.clock, floor=COST
    )
    assert [row.state for row in list_channels(us.ctx)] == ["closed", "open"]
    plan = jp.take(us.release("jp"))
    assert (plan.seq, plan.arrival) == (1, "next")
    assert plan_accept(jp.ctx, us.release("jp")).seq == 2
    assert check_audit(us.ctx).holds
    assert "Profile restored from a backup" in [row.what for row in audit_table(us.ctx).rows(0, 20)]


def test_checking_a_backup_is_recorded(agencies: Agencies) -> None:
    source = backed_up(agencies.us)
    found, _change = check_backup(agencies.us.ctx, source, passphrase=PASSPHRASE, floor=COST)
    assert found.same_profile == agencies.us.ctx.profile.folder.path
    assert audit_table(agencies.us.ctx).rows(0, 1)[0].what == "Backup opened and read to the end"
    with pytest.raises(InputError) as refusal:
        check_backup(agencies.us.ctx, source, passphrase="another passphrase", floor=COST)
    assert refusal.value.code == "E_PASSPHRASE"


def test_a_restored_profile_gets_a_folder_of_its_own(agencies: Agencies) -> None:
    found = examined(backed_up(agencies.us))
    first = suggested_folder(found, START)
    assert first.name == "us-restored-20261001"
    first.mkdir(parents=True)
    assert suggested_folder(found, START).name == "us-restored-20261001-2"
    first.rmdir()
