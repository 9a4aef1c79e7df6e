"""Behaviour of a profile: made, opened by its passphrase, by one program at a time, read while it is written."""

import subprocess
import sys
import textwrap
import threading
from datetime import UTC, datetime, timedelta

import pytest

from stockpile_client.core.errors import InputError, InternalError, MachineError
from stockpile_client.storage import audit
from stockpile_client.storage.failures import CancelledError, database_errors
from stockpile_client.storage.keyfile import KdfCost
from stockpile_client.storage.profile_folder import Profile, ProfileFolder

QUICK = KdfCost(memory_kib=64, passes=1, lanes=4)
PASSPHRASE = "five green lorries wait"
NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return ProfileFolder(tmp_path / "Agency")


@pytest.fixture
def profile(folder):
    with Profile.create(folder, PASSPHRASE, cost=QUICK) as made:
        yield made


def reopen(folder, passphrase=PASSPHRASE, now=NOON):
    return Profile.open(folder, passphrase, now=now, floor=QUICK)


def test_what_was_recorded_is_there_after_reopening(folder, profile):
    with profile.transaction():
        audit.append(profile.writer, at=NOON, actor="officer", event="opened")
    profile.close()
    assert folder.is_profile()
    with reopen(folder) as again, again.reader() as db:
        assert audit.head(db).seq == 1


def test_a_second_opening_is_refused_in_this_program_and_in_another(folder, profile):
    with pytest.raises(MachineError) as refusal:
        reopen(folder)
    assert refusal.value.code == "E_PROFILE_IN_USE"
    script = textwrap.dedent(f"""
        import pathlib
        from stockpile_client.core.errors import MachineError
        from stockpile_client.storage.instance_lock import InstanceLock
        try:
            InstanceLock(pathlib.Path({str(folder.lock)!r})).acquire()
        except MachineError as error:
            print(error.code)
    """)
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == "E_PROFILE_IN_USE"


def test_wrong_passphrases_bring_a_wait_that_a_restart_does_not_shorten(folder, profile):
    profile.close()
    for _ in range(3):
        with pytest.raises(InputError):
            reopen(folder, "wrong passphrase")
    with pytest.raises(MachineError) as refusal:
        reopen(folder)
    assert refusal.value.code == "E_UNLOCK_WAIT"
    reopen(folder, now=NOON + timedelta(seconds=1)).close()
    assert not folder.attempts.exists()


def test_a_failed_opening_lets_the_next_one_in(folder, profile):
    profile.close()
    with pytest.raises(InputError):
        reopen(folder, "wrong passphrase")
    reopen(folder).close()


def test_a_folder_that_is_not_there_is_not_made_by_opening(folder):
    with pytest.raises(MachineError) as refusal:
        reopen(folder)
    assert refusal.value.code == "E_PROFILE_MISSING"
    assert not folder.path.exists()


def test_the_key_file_of_another_profile_does_not_open_the_database(folder, profile, tmp_path):
    profile.close()
    other = ProfileFolder(tmp_path / "Other")
    Profile.create(other, PASSPHRASE, cost=QUICK).close()
    other.key_file.replace(folder.key_file)
    with pytest.raises(MachineError) as refusal:
        reopen(folder)
    assert refusal.value.code == "E_DATABASE_KEY"


def test_readers_in_many_threads_read_while_one_writes(profile):
    seen, failures = [], []

    def read():
        try:
            for _ in range(20):
                with profile.reader() as db:
                    seen.append(audit.head(db).seq)
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for thread in readers:
        thread.start()
    for _ in range(20):
        with profile.transaction():
            audit.append(profile.writer, at=NOON, actor="officer", event="tick")
    for thread in readers:
        thread.join()
    assert failures == []
    assert len(seen) == 80
    assert audit.verify(profile.writer) is None


def test_a_running_query_is_cancelled_and_the_reader_is_good_for_the_next_one(profile):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with profile.reader() as db:
        timer = threading.Timer(0.05, profile.interrupt)
        timer.start()
        with pytest.raises(CancelledError), database_errors():
            db.execute(endless).fetchone()
        timer.join()
    with profile.reader() as db:
        assert audit.head(db).seq == 0


def test_a_closed_profile_lends_nothing(profile):
    profile.close()

    def read():
        with profile.reader():
            pass

    with pytest.raises(InternalError):
        read()


def test_closing_leaves_no_side_files_and_no_plaintext_name(folder, profile):
    profile.close()
    assert {path.name for path in folder.path.iterdir()} == {"stockpile.db", "stockpile.key.json", "stockpile.lock"}
