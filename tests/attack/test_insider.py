"""Threats 14 and 17: a partner that is one no more, and somebody inside who edits the books or puts old ones back."""

import shutil

import pytest

from stockpile_client.bundle import age
from stockpile_client.bundle.age.source import ByteSource
from stockpile_client.bundle.policy import read_header
from stockpile_client.core.errors import InputError, PartnerFileError
from stockpile_client.services.accept import plan_accept
from stockpile_client.services.audit_log import list_audit, verify_audit
from stockpile_client.services.backups import back_up
from stockpile_client.services.history import list_channels
from stockpile_client.services.keyring import own_keys
from stockpile_client.services.partners import revoke_partner
from stockpile_client.storage import audit_mark
from stockpile_client.storage.backup import restore
from tests.services.agencies import COST, PASSPHRASE, START, Agencies, Desk, open_again

# 14: a former partner


def test_14_a_former_partner_is_no_longer_written_to_and_no_longer_read(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    jp.take(us.release("jp", "it"))
    late = jp.release("us", "it")
    revoke_partner(us.ctx, jp.id, reason="left the agreement")
    before = us.dump()
    with pytest.raises(InputError, match="revoked and not verified"):
        us.release("jp", "it")
    with pytest.raises(PartnerFileError) as error:
        plan_accept(us.ctx, late)
    assert error.value.code == "E_REVOKED"
    assert us.dump() == before
    after = us.release("it")
    it.take(after)
    with after.open("rb") as file, pytest.raises(age.NoMatchError):
        age.unwrap_file_key(read_header(ByteSource(file)), [own_keys(jp.ctx).identity])
    assert len([row for row in list_channels(us.ctx) if row.direction == "out"]) == 2


# 17: the audit log


def tampered(desk: Desk, *statements: str) -> int | None:
    """What the log says of itself after an insider with the passphrase and a tool has been at the database."""
    for trigger in ("audit_no_update", "audit_no_delete"):
        desk.db.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        desk.db.execute(statement)
    return verify_audit(desk.ctx)


def test_17_the_log_refuses_to_be_changed_by_any_statement_of_the_program(agencies: Agencies) -> None:
    for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit", "REPLACE INTO audit SELECT * FROM audit"):
        with pytest.raises(Exception, match="append-only"):
            agencies.us.db.execute(statement)
    assert verify_audit(agencies.us.ctx) is None


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE audit SET actor = 'somebody else' WHERE seq = 3", 3),
        ("UPDATE audit SET detail = '{}' WHERE seq = 2", 2),
        ("UPDATE audit SET at = '2020-01-01T00:00:00Z' WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq <= 2", 1),
        ("DELETE FROM audit WHERE seq >= 4", 4),
        ("DELETE FROM audit", 1),
    ],
)
def test_17_an_edited_row_a_gap_and_a_cut_log_are_found(agencies: Agencies, statement: str, first: int) -> None:
    us = agencies.us
    us.reopen()
    assert len(list_audit(us.ctx)) >= 5
    assert tampered(us, statement) == first
    us.reopen()
    assert verify_audit(us.ctx) == first, "closing the profile does not heal it"


def test_17_a_cut_log_that_goes_on_is_found(agencies: Agencies) -> None:
    us = agencies.us
    us.reopen()
    tampered(us, "DELETE FROM audit WHERE seq >= 4")
    for _ in range(5):
        us.release("jp")
    found = verify_audit(us.ctx)
    us.reopen()
    assert found is not None
    assert verify_audit(us.ctx) == found


def test_17_a_database_of_yesterday_is_found(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    us.ctx.close()
    files = list((agencies.folder / "us").glob("stockpile.db*"))
    kept = {path: path.read_bytes() for path in files}
    us.ctx = open_again(agencies.folder / "us", agencies.clock)
    jp.take(us.release("jp"))
    us.reopen()
    assert verify_audit(us.ctx) is None
    us.ctx.close()
    for path in (agencies.folder / "us").glob("stockpile.db*"):
        path.unlink()
    for path, data in kept.items():
        path.write_bytes(data)
    us.ctx = open_again(agencies.folder / "us", agencies.clock)
    assert verify_audit(us.ctx) is not None


def test_17_a_folder_of_yesterday_is_found_by_the_partner(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp"))
    us.ctx.close()
    shutil.copytree(agencies.folder / "us", agencies.folder / "yesterday")
    us.ctx = open_again(agencies.folder / "us", agencies.clock)
    jp.take(us.release("jp"))
    us.ctx.close()
    us.ctx = open_again(agencies.folder / "yesterday", agencies.clock)
    agencies.clock.advance(hours=1)
    again = us.release("jp", scope=("CO",))
    with pytest.raises(PartnerFileError) as error:
        plan_accept(jp.ctx, again)
    assert error.value.code == "E_FORK"


def test_17_a_restored_backup_and_a_power_cut_are_no_alarm(agencies: Agencies) -> None:
    us = agencies.us
    us.reopen()
    mark = agencies.folder / "us" / "stockpile.audit.json"
    older = mark.read_bytes()
    us.release("jp")
    report, _ = back_up(us.ctx, agencies.folder)
    us.reopen()
    mark.write_bytes(older)
    assert verify_audit(us.ctx) is None
    for content in (b"", b"{", b"[]", b'{"seq":"x","hash":1}', bytes(5000)):
        mark.write_bytes(content)
        assert audit_mark.first_missing(agencies.folder / "us", us.db) is None
    restore(report.path, agencies.folder / "again", PASSPHRASE, now=START, floor=COST)
    ctx = open_again(agencies.folder / "again", agencies.clock)
    assert verify_audit(ctx) is None
    ctx.close()
