"""What the foot of the window says about backups and answers."""

from __future__ import annotations

from pathlib import Path

from stockpile_client.services.backups import back_up
from stockpile_client.services.standing import Answer, standing
from tests.services.agencies import Agencies


def test_a_new_profile_has_neither_backup_nor_answer(agencies: Agencies) -> None:
    found = standing(agencies.us.ctx)
    assert found.backup.last is None
    assert found.answer is None


def test_a_receipt_is_the_answer_to_the_number_that_it_is_for(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    us.stock()
    jp.take(us.release("jp"))
    assert standing(us.ctx).answer is None
    agencies.clock.advance(hours=1)
    for receipt in jp.answer():
        us.take(receipt)
    assert standing(us.ctx).answer == Answer(("JP",), 1, True, agencies.clock.time)
    assert standing(jp.ctx).answer is None  # what we answered is not what we heard


def test_the_last_backup_is_the_one_that_was_verified(agencies: Agencies, tmp_path: Path) -> None:
    back_up(agencies.us.ctx, tmp_path)
    found = standing(agencies.us.ctx).backup.last
    assert found is not None
    assert found.at == agencies.clock.time
