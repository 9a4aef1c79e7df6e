"""Behaviour of backups: proved before they are named, restorable, and never half there."""

import hashlib
from datetime import UTC, datetime

import pytest

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.storage import audit, backup
from stockpile_client.storage.backup import restore
from stockpile_client.storage.keyfile import KdfCost, change_passphrase
from stockpile_client.storage.profile_folder import Profile, ProfileFolder

QUICK = KdfCost(memory_kib=64, passes=1, lanes=4)
PASSPHRASE = "five green lorries wait"
NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def profile(tmp_path):
    with Profile.create(ProfileFolder(tmp_path / "Agency"), PASSPHRASE, cost=QUICK) as made:
        with made.transaction():
            for number in range(300):
                audit.append(made.writer, at=NOON, actor="officer", event="tick", subject=f"canary {number}")
        yield made


@pytest.fixture
def target(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick" / "backup"


def test_a_backup_reports_what_it_proved(profile, target):
    report = backup.backup(profile, target, now=NOON)
    content = (target / "stockpile.db").read_bytes()
    assert {path.name for path in target.iterdir()} == {"stockpile.db", "stockpile.key.json"}
    assert (report.bytes, report.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert report.counts["audit"] == 300
    assert report.audit_head == audit.head(profile.writer)
    assert report.verified_at == NOON
    assert b"canary" not in content


def test_a_backup_becomes_a_profile_again(profile, target, tmp_path):
    backup.backup(profile, target, now=NOON)
    report = restore(target, tmp_path / "Again", PASSPHRASE, now=NOON, floor=QUICK)
    assert report.counts["audit"] == 300
    with Profile.open(ProfileFolder(tmp_path / "Again"), PASSPHRASE, now=NOON, floor=QUICK) as again:
        assert audit.head(again.writer) == audit.head(profile.writer)


def test_work_that_goes_on_meanwhile_is_not_in_the_backup_and_does_not_disturb_it(profile, target, monkeypatch):
    monkeypatch.setattr(backup, "_PAGES_PER_STEP", 2)

    def keep_working(_done, _total):
        with profile.transaction():
            audit.append(profile.writer, at=NOON, actor="officer", event="meanwhile")

    report = backup.backup(profile, target, now=NOON, progress=keep_working)
    assert report.counts["audit"] == report.audit_head.seq == 300
    assert audit.head(profile.writer).seq > 300


def test_progress_ends_with_every_page_done(profile, target):
    steps = []
    backup.backup(profile, target, now=NOON, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] > 0


def test_a_cancelled_backup_leaves_nothing_behind(profile, target):
    def cancel(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.backup(profile, target, now=NOON, progress=cancel)
    assert list(target.parent.iterdir()) == []
    assert backup.backup(profile, target, now=NOON).counts["audit"] == 300


def test_an_older_backup_is_never_overwritten(profile, target):
    first = backup.backup(profile, target, now=NOON)
    with pytest.raises(MachineError) as refusal:
        backup.backup(profile, target, now=NOON)
    assert refusal.value.code == "E_TARGET_EXISTS"
    assert hashlib.sha256((target / "stockpile.db").read_bytes()).hexdigest() == first.sha256


def test_a_damaged_backup_is_not_restored(profile, target, tmp_path):
    backup.backup(profile, target, now=NOON)
    database = target / "stockpile.db"
    content = bytearray(database.read_bytes())
    content[4096 * 3 + 17] ^= 1
    database.write_bytes(content)
    with pytest.raises(MachineError) as refusal:
        restore(target, tmp_path / "Again", PASSPHRASE, now=NOON, floor=QUICK)
    assert refusal.value.code == "E_DATABASE_DAMAGED"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Agency", "stick"]


def test_a_backup_opens_with_the_passphrase_of_its_day(profile, target, tmp_path):
    backup.backup(profile, target, now=NOON)
    change_passphrase(profile.folder.key_file, PASSPHRASE, "six blue barges leave", cost=QUICK, floor=QUICK)
    with pytest.raises(InputError):
        restore(target, tmp_path / "Again", "six blue barges leave", now=NOON, floor=QUICK)
    assert restore(target, tmp_path / "Again", PASSPHRASE, now=NOON, floor=QUICK).counts["audit"] == 300


def test_a_folder_without_a_backup_says_so(tmp_path):
    with pytest.raises(MachineError) as refusal:
        restore(tmp_path, tmp_path / "Again", PASSPHRASE, now=NOON, floor=QUICK)
    assert refusal.value.code == "E_BACKUP_MISSING"
