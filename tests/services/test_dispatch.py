"""Sending through every failure: a number is used once, and no bundle is out that the books do not know."""

import errno
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stockpile_client.bundle.landing import LandingFile
from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.services.accept import plan_accept
from stockpile_client.services.dispatch import Letterhead, audience_of, dispatch, require_audience
from stockpile_client.services.history import list_bundles, list_channels
from stockpile_client.services.partners import revoke_partner, suspend_partner
from stockpile_client.storage import audit, bundles, channels
from stockpile_client.storage.bundles import BundleState
from tests.services.agencies import Agencies, Desk

BURNT = {"channel"}
"""What a burnt number changes: the row of its channel."""


def fail_write(patch: pytest.MonkeyPatch, code: int, *, after: int = 0) -> None:
    """The device takes ``after`` bytes and then reports ``code``."""
    taken = 0

    def write(self: LandingFile, data: Any) -> int:
        nonlocal taken
        taken += len(data)
        if taken > after:
            raise OSError(code, "no")
        return io.FileIO.write(self, data)

    patch.setattr(LandingFile, "write", write)


def fail_flush(patch: pytest.MonkeyPatch) -> None:
    def settle(_self: LandingFile) -> None:
        raise OSError(errno.EIO, "Input/output error")

    patch.setattr(LandingFile, "settle", settle)


def fail_reading_back(patch: pytest.MonkeyPatch) -> None:
    """The device has swapped a byte meanwhile."""
    settle = LandingFile.settle

    def corrupt(self: LandingFile) -> None:
        self.seek(-9, io.SEEK_END)
        io.FileIO.write(self, b"\x00")
        settle(self)

    patch.setattr(LandingFile, "settle", corrupt)


def fail_recording(patch: pytest.MonkeyPatch) -> None:
    def advance(*_arguments: Any, **_more: Any) -> None:
        raise MachineError("E_DISK_FULL", "The disk is full.")

    patch.setattr(channels, "advance", advance)


def interrupt(patch: pytest.MonkeyPatch) -> None:
    def settle(_self: LandingFile) -> None:
        raise KeyboardInterrupt

    patch.setattr(LandingFile, "settle", settle)


FAILURES: list[Callable[[pytest.MonkeyPatch], None]] = [
    lambda patch: fail_write(patch, errno.ENOSPC),
    lambda patch: fail_write(patch, errno.ENOSPC, after=5000),
    lambda patch: fail_write(patch, errno.EIO, after=1200),
    fail_flush,
    fail_reading_back,
    fail_recording,
    interrupt,
]


@pytest.mark.parametrize("failure", FAILURES)
def test_before_the_record_a_failure_burns_the_number_and_leaves_nothing_else(
    agencies: Agencies, monkeypatch: pytest.MonkeyPatch, failure: Callable[[pytest.MonkeyPatch], None]
) -> None:
    us, jp = agencies.us, agencies.jp
    first = us.release("jp")
    before = us.dump()
    with monkeypatch.context() as patch:
        failure(patch)
        with pytest.raises((MachineError, KeyboardInterrupt)):
            us.release("jp", scope=("W", "CO"))
    after = us.dump()
    assert {name for name in before if before[name] != after[name]} == BURNT
    assert list(agencies.post.iterdir()) == [first]
    (channel,) = channels.every(us.db)
    assert (channel.head_seq, channel.reserved_seq) == (1, 2)
    head = plan_accept(agencies.jp.ctx, first).digest
    jp.take(first)
    plan = jp.take(us.release("jp"))
    assert (plan.seq, plan.manifest.prev, plan.missing) == (3, head, range(0))
    assert events(us).count("number_burnt") == 1


def events(desk: Desk) -> list[str]:
    return [entry.event for entry in audit.entries(desk.db)]


@pytest.mark.parametrize("folder", ["missing", "file"])
def test_a_folder_that_cannot_be_written_burns_the_number(agencies: Agencies, folder: str) -> None:
    us = agencies.us
    place = agencies.folder / folder
    if folder == "file":
        place.write_text("no folder")
    with pytest.raises(MachineError) as error:
        us_request(us, agencies.jp, place)
    assert error.value.code == "E_WRITE"
    assert list_bundles(us.ctx) == []
    assert list_channels(us.ctx)[0].head_seq == 0


def us_request(desk: Desk, other: Desk, folder: Path) -> Path:
    """The smallest bundle there is."""
    head = Letterhead("statement", "TLP:AMBER")
    return dispatch(desk.ctx, head=head, audience=(other.id,), folder=folder, contents=list).path


def test_a_file_lost_after_the_record_stays_in_the_books_and_is_missed_by_the_receiver(
    agencies: Agencies, monkeypatch: pytest.MonkeyPatch
) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp"))

    def pulled_out(_path: Path, _target: object) -> None:
        raise OSError(errno.ENODEV, "No such device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", pulled_out)
        with pytest.raises(MachineError) as error:
            us.release("jp", scope=("W", "CO"))
    assert error.value.code == "E_WRITE"
    assert len(list(agencies.post.iterdir())) == 1
    lost = list_bundles(us.ctx)[0]
    assert (lost.seq, lost.state, lost.reason) == (2, BundleState.WITHDRAWN, "file lost")
    plan = jp.take(us.release("jp"))
    assert (plan.seq, plan.manifest.prev, plan.missing) == (3, lost.digest, range(2, 3))
    assert [row.missing for row in list_channels(jp.ctx)] == [(2,)]


def test_everyone_in_the_audience_may_be_sent_to_or_nothing_is(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    assert [card.agency for card in require_audience(us.ctx, (jp.id, it.id))] == [jp.id, it.id]
    before = us.dump()
    for audience, code in (((), "E_AUDIENCE"), (("nobody",), "E_NO_PARTNER"), ((us.id,), "E_NO_PARTNER")):
        assert code_of(us, audience) == code
    assert us.dump() == before
    suspend_partner(us.ctx, it.id, reason="stick lost")
    assert code_of(us, (jp.id, it.id)) == "E_PARTNER_NOT_VERIFIED"
    revoke_partner(us.ctx, it.id, reason="keys stolen")
    assert code_of(us, (jp.id, it.id)) == "E_PARTNER_NOT_VERIFIED"
    agencies.clock.advance(days=3 * 365)
    assert code_of(us, (jp.id,)) == "E_CARD"
    assert list_channels(us.ctx) == []
    assert not list(agencies.post.iterdir())


def code_of(desk: Desk, audience: tuple[str, ...]) -> str:
    with pytest.raises(InputError) as error:
        dispatch(
            desk.ctx,
            head=Letterhead("statement", "TLP:AMBER"),
            audience=audience,
            folder=desk.agencies.post,
            contents=list,
        )
    return error.value.code


def test_each_audience_has_a_channel_of_its_own_whatever_the_order(agencies: Agencies) -> None:
    us = agencies.us
    for audience in (("jp",), ("it",), ("jp", "it"), ("it", "jp")):
        us.release(*audience)
    assert [(set(row.partners), row.head_seq) for row in list_channels(us.ctx)] == [
        ({"JP"}, 1), ({"IT"}, 1), ({"JP", "IT"}, 2),
    ]  # fmt: skip
    stored = bundles.every(us.db)[0]
    assert set(audience_of(stored, us.id)) == {agencies.jp.id, agencies.it.id}
