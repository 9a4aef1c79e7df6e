"""Threat 18: an insider who wants to release alone, with the passphrase of the profile and a tool of his own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stockpile_client.core.errors import PartnerFileError, StockpileError
from stockpile_client.services.accept import plan_accept
from stockpile_client.services.keyring import own_keys
from stockpile_client.services.second_person import begin, sign_in, sign_out
from stockpile_client.storage import keyfile
from tests.services.agencies import COST, PASSPHRASE, Agencies, open_again

VERDI, WORDS = "B. Verdi", "four quiet ferries leave"


def two_sign(agencies: Agencies) -> None:
    agencies.us.stock()
    begun = begin(agencies.us.ctx, name=VERDI, passphrase=WORDS, folder=agencies.post, cost=COST)
    agencies.jp.take(begun.notices["JP"].path)


def test_18_what_signs_lies_nowhere_in_the_open_database(agencies: Agencies) -> None:
    two_sign(agencies)
    signing = own_keys(agencies.us.ctx).signing
    sign_out(agencies.us.ctx)
    stored = [value for rows in agencies.us.dump().values() for row in rows for value in row]
    blobs = [value if isinstance(value, bytes) else str(value).encode() for value in stored]
    for seed in (signing.ed25519_seed, signing.mldsa65_seed):
        assert not any(seed in blob or seed.hex().encode() in blob for blob in blobs)


def test_18_the_seal_of_the_second_person_is_as_dear_to_guess_as_a_profile(agencies: Agencies) -> None:
    two_sign(agencies)
    (sealed,) = agencies.us.db.execute("SELECT sealed FROM second_person").fetchone()
    with pytest.raises(StockpileError) as refusal:
        keyfile.unwrapped(sealed, WORDS)  # the floor of the program, and not the cheap one of the tests
    assert refusal.value.code == "E_KEYFILE_WEAK"


def test_18_an_insider_who_names_himself_second_person_has_no_key(agencies: Agencies) -> None:
    two_sign(agencies)
    sign_out(agencies.us.ctx)
    forged = keyfile.wrapped(b"x" * 32, PASSPHRASE, cost=COST)
    agencies.us.db.execute("UPDATE second_person SET sealed = ?", (forged,))
    sign_in(agencies.us.ctx, name=VERDI, passphrase=PASSPHRASE, floor=COST)
    with pytest.raises(StockpileError) as refusal:
        agencies.us.release("jp")
    assert refusal.value.code == "E_KEYS"


def test_18_the_keys_of_an_earlier_backup_are_no_longer_heard(agencies: Agencies, tmp_path: Path) -> None:
    us = agencies.us
    us.stock()
    us.ctx.close()
    shutil.copytree(us.ctx.profile.folder.path, tmp_path / "kept")
    us.reopen()
    two_sign(agencies)
    alone = open_again(tmp_path / "kept", agencies.clock)
    try:
        us.ctx, own = alone, us.ctx
        released = us.release("jp")
        us.ctx = own
    finally:
        alone.close()
    before = agencies.jp.dump()
    with pytest.raises(PartnerFileError) as refusal:
        plan_accept(agencies.jp.ctx, released)
    assert refusal.value.code == "E_UNTRUSTED_SENDER"
    assert agencies.jp.dump() == before
