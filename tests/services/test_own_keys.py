"""Keys over time: a new set that the old one introduces, and a set that is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from stockpile_client.core.errors import InputError, MachineError, PartnerFileError
from stockpile_client.core.partners import PartnerState
from stockpile_client.services.accept import plan_accept
from stockpile_client.services.answer import start_new_channel
from stockpile_client.services.cards import Known, export_card, import_card, plan_card
from stockpile_client.services.key_changes import import_notice
from stockpile_client.services.own_keys import (
    partners_without_notice,
    revoke_own_keys,
    rotate_own_keys,
    write_key_notices,
)
from stockpile_client.services.partners import partner_row
from stockpile_client.storage import channels
from tests.services.agencies import Agencies


def test_after_a_rotation_the_partner_stays_verified_and_takes_what_the_new_keys_sign(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    us.stock()
    rotated = rotate_own_keys(us.ctx, folder=agencies.post)
    assert set(rotated.notices) == {"JP", "IT"}
    jp.take(rotated.notices["JP"].path)
    assert partner_row(jp.ctx, us.id).state is PartnerState.VERIFIED
    assert partner_row(jp.ctx, us.id).epoch == 2
    jp.take(us.release("jp"))


def test_before_the_notice_came_the_new_keys_are_not_trusted(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    us.stock()
    rotate_own_keys(us.ctx, folder=agencies.post)
    released = us.release("jp")
    with pytest.raises(PartnerFileError) as refusal:
        plan_accept(jp.ctx, released)
    assert refusal.value.code == "E_UNTRUSTED_SENDER"


def test_what_was_encrypted_to_the_old_keys_still_opens(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.stock()
    on_the_way = jp.release("us")
    rotate_own_keys(us.ctx, folder=agencies.post)
    assert us.take(on_the_way).kind == "statement"


def test_the_old_keys_are_no_longer_trusted_once_they_were_replaced(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    us.stock()
    late = us.release("jp")
    rotated = rotate_own_keys(us.ctx, folder=agencies.post)
    jp.take(rotated.notices["JP"].path)
    with pytest.raises(PartnerFileError) as refusal:
        plan_accept(jp.ctx, late)
    assert refusal.value.code == "E_UNTRUSTED_SENDER"


def test_notices_are_written_once_for_each_partner(agencies: Agencies) -> None:
    rotate_own_keys(agencies.us.ctx, folder=agencies.post)
    assert write_key_notices(agencies.us.ctx, folder=agencies.post) == {}


def test_each_of_two_rotations_within_a_second_has_its_notice(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    notices = [rotate_own_keys(us.ctx, folder=agencies.post).notices["JP"].path for _ in range(2)]
    for path in notices:
        jp.take(path)
    assert partner_row(jp.ctx, us.id).epoch == 3
    jp.take(us.release("jp"))


def test_a_notice_whose_file_was_lost_is_written_again(agencies: Agencies, monkeypatch: pytest.MonkeyPatch) -> None:
    us, jp = agencies.us, agencies.jp
    rename = Path.rename
    lost = iter([True])

    def pulled_out(self: Path, target: Path) -> Path:
        if self.suffix == ".part" and next(lost, False):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", pulled_out)
    with pytest.raises(MachineError):
        rotate_own_keys(us.ctx, folder=agencies.post)
    assert partners_without_notice(us.ctx) == ("IT", "JP")
    written = write_key_notices(us.ctx, folder=agencies.post)
    assert set(written) == {"IT", "JP"}
    plan = jp.take(written["JP"].path)
    assert (partner_row(jp.ctx, us.id).epoch, plan.kind) == (2, "keynotice")


def test_one_partner_that_cannot_be_written_to_does_not_keep_the_others_waiting(agencies: Agencies) -> None:
    us = agencies.us
    us.release("it")
    (channel,) = channels.every(us.db)
    channels.set_state(us.db, channel.id, channels.ChannelState.BLOCKED, note="number 1 was signed twice")
    rotated = rotate_own_keys(us.ctx, folder=agencies.post)
    assert (set(rotated.notices), rotated.unreached) == ({"JP"}, ("IT",))
    start_new_channel(us.ctx, channel.id, reason="settled by telephone")
    (notice,) = write_key_notices(us.ctx, folder=agencies.post).values()
    agencies.it.take(notice.path)
    assert partners_without_notice(us.ctx) == ()


def test_without_a_rotation_there_is_no_notice_to_write(agencies: Agencies) -> None:
    with pytest.raises(InputError) as refusal:
        write_key_notices(agencies.us.ctx, folder=agencies.post)
    assert refusal.value.code == "E_NO_ROTATION"


@pytest.mark.parametrize("by_recovery_key", [False, True])
def test_a_revocation_ends_the_trust_and_keeps_what_was_accepted(agencies: Agencies, by_recovery_key: bool) -> None:
    us, jp = agencies.us, agencies.jp
    us.stock()
    jp.take(us.release("jp"))
    stolen = us.release("jp")  # made before the revocation, but its number is refused only from the next one on
    key = agencies.recovery["us"] if by_recovery_key else ""
    notice = revoke_own_keys(us.ctx, reason="laptop stolen", folder=agencies.post, recovery_key=key)
    import_notice(jp.ctx, notice)
    assert partner_row(jp.ctx, us.id).state is PartnerState.REVOKED
    assert jp.take(stolen).seq == 2


def test_what_revoked_keys_sign_after_the_revocation_is_refused(agencies: Agencies, tmp_path: Path) -> None:
    us, jp = agencies.us, agencies.jp
    us.stock()
    jp.take(us.release("jp"))
    notice = revoke_own_keys(us.ctx, reason="laptop stolen", folder=agencies.post)
    us.ctx.db.execute("DROP TRIGGER identity_no_delete")  # the thief has the profile as it was before
    us.ctx.db.execute("DELETE FROM identity WHERE epoch = 2")
    import_notice(jp.ctx, notice)
    with pytest.raises(PartnerFileError) as refusal:
        plan_accept(jp.ctx, us.release("jp"))
    assert refusal.value.code == "E_REVOKED"


def test_a_new_card_after_a_revocation_starts_again_at_imported(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    us.stock()
    import_notice(jp.ctx, revoke_own_keys(us.ctx, reason="laptop stolen", folder=agencies.post))
    plan = plan_card(jp.ctx, export_card(us.ctx, agencies.post).path)
    assert plan.known is Known.CHANGED_KEY
    import_card(jp.ctx, plan)
    assert partner_row(jp.ctx, us.id).state is PartnerState.IMPORTED
    jp.verify("us")
    jp.take(us.release("jp"))


def test_a_revocation_that_another_agency_signed_is_refused(agencies: Agencies) -> None:
    notice = revoke_own_keys(agencies.us.ctx, reason="test", folder=agencies.post)
    with pytest.raises(InputError):
        revoke_own_keys(agencies.jp.ctx, reason="t", folder=agencies.post, recovery_key=agencies.recovery["us"])
    data = notice.read_bytes().replace(b'"ed25519":"', b'"ed25519":"A', 1)
    forged = notice.with_name("forged.keynotice.json")
    forged.write_bytes(data)
    before = agencies.jp.dump()
    with pytest.raises(PartnerFileError):
        import_notice(agencies.jp.ctx, forged)
    assert agencies.jp.dump() == before


def test_importing_a_revocation_twice_changes_nothing(agencies: Agencies) -> None:
    notice = revoke_own_keys(agencies.us.ctx, reason="test", folder=agencies.post)
    import_notice(agencies.jp.ctx, notice)
    before = agencies.jp.dump()
    import_notice(agencies.jp.ctx, notice)
    assert agencies.jp.dump() == before
