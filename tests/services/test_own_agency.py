"""Our own agency: its card in figures, the contact, the recovery key from its sheet, another name and passphrase."""

from __future__ import annotations

import pytest

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.services.own_agency import change_passphrase, check_recovery_key, own_standing, set_contact
from stockpile_client.services.own_keys import rotate_own_keys
from stockpile_client.services.partners import partner_row
from stockpile_client.services.profiles import open_profile
from stockpile_client.services.self_test import run_self_test
from stockpile_client.services.versions import components
from tests.services.agencies import COST, PASSPHRASE, Agencies

NEW = "five unrelated words here"


def test_the_standing_is_what_the_card_says(agencies: Agencies) -> None:
    own = own_standing(agencies.us.ctx)
    assert (own.agency_id, own.name, own.epoch, own.rotated) == (agencies.us.id, "United States stockpile", 1, False)
    assert [len(group) for group in own.fingerprint] == [5] * 6
    assert own.without_notice == ()


def test_the_contact_is_kept(agencies: Agencies) -> None:
    set_contact(agencies.us.ctx, " Office 3, +1 555 0100 ")
    assert own_standing(agencies.us.ctx).contact == "Office 3, +1 555 0100"


def test_another_name_travels_with_the_next_keys(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    notices = rotate_own_keys(us.ctx, folder=agencies.post, name="US Stockpile Agency").notices
    jp.take(notices["JP"].path)
    assert partner_row(jp.ctx, us.id).name == "US Stockpile Agency"
    assert own_standing(us.ctx).name == us.ctx.agency.name == "US Stockpile Agency"


def test_the_sheet_is_recognised_however_it_is_typed(agencies: Agencies) -> None:
    key = agencies.recovery["us"]
    check_recovery_key(agencies.us.ctx, key)
    check_recovery_key(agencies.us.ctx, f"  {key.lower()} ")
    for wrong in (agencies.recovery["jp"], "SX-RECOVERY-1 nonsense"):
        with pytest.raises(InputError) as refusal:
            check_recovery_key(agencies.us.ctx, wrong)
        assert refusal.value.code == "E_RECOVERY_KEY"


def test_the_passphrase_is_changed_by_somebody_who_knows_it(agencies: Agencies) -> None:
    us = agencies.us
    with pytest.raises(InputError) as refusal:
        change_passphrase(us.ctx, old="another passphrase", new=NEW, cost=COST, floor=COST)
    assert refusal.value.code == "E_PASSPHRASE"
    with pytest.raises(InputError) as refusal:
        change_passphrase(us.ctx, old=PASSPHRASE, new="short", cost=COST, floor=COST)
    assert refusal.value.code == "E_PASSPHRASE_RULE"
    change_passphrase(us.ctx, old=PASSPHRASE, new=NEW, cost=COST, floor=COST)
    folder = us.ctx.profile.folder.path
    us.ctx.close()
    us.ctx = open_profile(folder, passphrase=NEW, clock=agencies.clock, floor=COST)


def test_guessing_the_old_passphrase_here_is_slowed_down_as_at_the_door(agencies: Agencies) -> None:
    for _guess in range(3):
        with pytest.raises(InputError):
            change_passphrase(agencies.us.ctx, old="a wrong passphrase", new=NEW, cost=COST, floor=COST)
    with pytest.raises(MachineError) as refusal:
        change_passphrase(agencies.us.ctx, old=PASSPHRASE, new=NEW, cost=COST, floor=COST)
    assert refusal.value.code == "E_UNLOCK_WAIT"


def test_the_self_test_names_every_check() -> None:
    checks = run_self_test()
    assert all(check.passed for check in checks)
    assert {"ML-DSA-65", "Ed25519", "Argon2id"} <= {check.name for check in checks}


def test_every_part_has_a_version_and_a_licence() -> None:
    parts = components()
    assert parts[0].name == "Stockpile Client"
    assert all(part.version and part.licence for part in parts)
