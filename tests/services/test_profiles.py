"""Creating and opening a profile: what is made, what is refused and why, and what an interruption leaves."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stockpile_client.bundle import selftest
from stockpile_client.bundle.keys import RecoveryKeys
from stockpile_client.core.errors import InputError, StockpileError
from stockpile_client.services.accept import plan_accept
from stockpile_client.services.keyring import own_card, own_keys
from stockpile_client.services.profiles import (
    AgencyDetails,
    CreatedProfile,
    create_profile,
    open_profile,
    require_tested_cryptography,
)
from stockpile_client.storage import identity
from stockpile_client.storage.keyfile import STANDARD
from stockpile_client.storage.migrations import SCHEMA_VERSION
from tests.services.agencies import COST, PASSPHRASE, Agencies, TestClock, ThreeFolders, open_again

DETAILS = AgencyDetails("Agenzia Prova", "PROVA", "IT")


def create(folder: Path, *, passphrase: str = PASSPHRASE, agency: AgencyDetails = DETAILS) -> CreatedProfile:
    return create_profile(folder, passphrase=passphrase, agency=agency, actor="a.rossi", clock=TestClock(), cost=COST)


@pytest.fixture
def folder(three_folders: ThreeFolders, tmp_path: Path) -> Path:
    """A closed profile."""
    return shutil.copytree(three_folders.root / "it", tmp_path / "it")


def code_of(folder: Path, **options: object) -> str:
    """The code with which opening fails."""
    with pytest.raises(StockpileError) as error:
        open_profile(folder, **{"passphrase": PASSPHRASE, "clock": TestClock(), "floor": COST, **options})  # type: ignore[arg-type]
    return error.value.code


# Creating


def test_a_new_profile_has_keys_a_card_and_a_recovery_key_that_is_kept_nowhere(tmp_path: Path) -> None:
    made = create(tmp_path / "new", agency=AgencyDetails(" Agenzia  Prova ", " PROVA ", "it"))
    ctx = made.context
    card = own_card(ctx)
    assert (card.name, card.short, card.country, card.epoch) == ("Agenzia Prova", "PROVA", "IT", 1)
    assert own_keys(ctx).public() == card.keys
    recovery = RecoveryKeys.from_text(made.recovery_key)
    assert recovery.digest() == card.recovery
    rows = repr([list(ctx.db.execute(f"SELECT * FROM [{name}]")) for name in ctx.db.table_names()])
    assert repr(recovery.secret)[2:-1] not in rows
    assert made.recovery_key not in rows
    ctx.close()


def test_what_was_created_opens_again_as_the_same_agency(tmp_path: Path) -> None:
    made = create(tmp_path / "new")
    own = made.context.agency
    made.context.close()
    ctx = open_again(tmp_path / "new", TestClock())
    assert ctx.agency == own
    ctx.close()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"passphrase": "short"}, "E_PASSPHRASE_RULE"),
        ({"agency": AgencyDetails("two\u202efaced", "PROVA", "IT")}, "E_TEXT"),
        ({"agency": AgencyDetails("", "PROVA", "IT")}, "E_CARD"),
        ({"agency": AgencyDetails("Prova", "../x", "IT")}, "E_SHORT_NAME"),
        ({"agency": AgencyDetails("Prova", "PROVA", "ITA")}, "E_COUNTRY"),
    ],
)
def test_what_cannot_be_created_leaves_no_folder(changes: dict[str, str], code: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        create(tmp_path / "new", **changes)  # type: ignore[arg-type]
    assert error.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_a_profile_is_left_alone(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(StockpileError) as error:
        create(folder)
    assert error.value.code == "E_KEYFILE_EXISTS"
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    open_again(folder, TestClock()).close()


def test_a_database_without_its_key_file_gets_no_other_key_file(folder: Path) -> None:
    (folder / "stockpile.key.json").rename(folder / "kept.json")
    with pytest.raises(StockpileError) as error:
        create(folder)
    assert error.value.code == "E_DATABASE_EXISTS"
    (folder / "kept.json").rename(folder / "stockpile.key.json")
    open_again(folder, TestClock()).close()


def test_a_profile_that_is_open_is_not_created_over(agencies: Agencies) -> None:
    with pytest.raises(StockpileError) as error:
        create(agencies.folder / "it")
    assert error.value.code == "E_PROFILE_IN_USE"
    agencies.it.reopen()


def test_after_a_failure_the_same_folder_can_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(identity, "save", fail)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "letter.txt").write_text("not ours")
    with pytest.raises(KeyboardInterrupt):
        create(tmp_path / "new")
    with pytest.raises(KeyboardInterrupt):
        create(tmp_path / "other")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["letter.txt"]
    monkeypatch.undo()
    create(tmp_path / "new").context.close()


# Opening


def test_a_wrong_passphrase_is_told_from_everything_else_and_must_wait_in_the_end(folder: Path) -> None:
    clock = TestClock()
    for _ in range(3):
        assert code_of(folder, passphrase="not this one at all", clock=clock) == "E_PASSPHRASE"
    assert code_of(folder, clock=clock) == "E_UNLOCK_WAIT"
    clock.advance(minutes=1)
    open_again(folder, clock).close()


def damage(name: str, place: int) -> Callable[[Path], None]:
    """Flip one bit of a file."""

    def change(folder: Path) -> None:
        data = bytearray((folder / name).read_bytes())
        data[place] ^= 1
        (folder / name).write_bytes(data)

    return change


def newer(folder: Path) -> None:
    """What a later version would have written."""
    ctx = open_again(folder, TestClock())
    ctx.db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    ctx.close()


def plain(folder: Path) -> None:
    """A database that is none of ours."""
    (folder / "stockpile.db").write_bytes(b"SQLite format 3\0" + bytes(4080))


def cheaper(folder: Path) -> None:
    """A key file whose derivation was changed."""
    path = folder / "stockpile.key.json"
    content = json.loads(path.read_text())
    content["kdf"]["passes"] = 2
    path.write_text(json.dumps(content))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (shutil.rmtree, "E_PROFILE_MISSING"),
        (lambda folder: (folder / "stockpile.key.json").unlink(), "E_KEYFILE_MISSING"),
        (lambda folder: (folder / "stockpile.db").unlink(), "E_DATABASE_MISSING"),
        (lambda folder: (folder / "stockpile.db").write_bytes(b""), "E_DATABASE_DAMAGED"),
        (damage("stockpile.key.json", 40), "E_KEYFILE_DAMAGED"),
        (damage("stockpile.db", 100), "E_DATABASE_KEY"),
        (plain, "E_FOREIGN_FILE"),
        (newer, "E_SCHEMA_NEWER"),
        (cheaper, "E_KEYFILE_DAMAGED"),
    ],
)
def test_each_fault_of_a_profile_has_a_code_of_its_own(change: Callable[[Path], None], code: str, folder: Path) -> None:
    change(folder)
    assert code_of(folder) == code
    assert code_of(folder) == code, "the lock was given back"


def test_15_a_key_file_with_a_cheap_derivation_is_refused_before_the_passphrase_is_used(folder: Path) -> None:
    assert code_of(folder, floor=STANDARD) == "E_KEYFILE_WEAK"
    assert code_of(folder, floor=STANDARD, passphrase="not this one at all") == "E_KEYFILE_WEAK"


def test_a_profile_opens_once_at_a_time(agencies: Agencies) -> None:
    assert code_of(agencies.folder / "us") == "E_PROFILE_IN_USE"


def test_what_waited_for_a_decision_is_gone_when_the_profile_opens_again(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    path = us.release("jp")
    before = jp.dump()
    plan_accept(jp.ctx, path)
    assert jp.dump() != before
    (jp.ctx.quarantine / "0123.quarantine").write_bytes(b"what a power cut left")
    jp.reopen()
    assert jp.dump() == before
    assert list(jp.ctx.quarantine.iterdir()) == []
    jp.take(path)


def test_24_no_profile_is_made_or_opened_while_the_cryptography_fails_its_test(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(selftest, "CHECKS", (("Ed25519", "a wrong answer", lambda: False),))
        require_tested_cryptography.cache_clear()
        assert [code_of(folder), code_of(folder)] == ["E_SELFTEST", "E_SELFTEST"]
        with pytest.raises(StockpileError) as error:
            create(tmp_path / "new")
        assert error.value.code == "E_SELFTEST"
        assert not (tmp_path / "new").exists()
    open_again(folder, TestClock()).close()
