"""Behaviour of the key file: what opens it, what it refuses, and that damage is told from a wrong passphrase."""

import json
import stat
import sys

import pytest

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.storage import keyfile
from stockpile_client.storage.keyfile import KdfCost, change_passphrase, create, unlock

QUICK = KdfCost(memory_kib=64, passes=1, lanes=4)
PASSPHRASE = "five green lorries wait"


@pytest.fixture
def key_path(tmp_path):
    return tmp_path / "stockpile.key.json"


def open_quickly(path, passphrase=PASSPHRASE):
    return unlock(path, passphrase, floor=QUICK)


def rewritten(path, change):
    """Apply ``change`` to the parsed file and repair the checksum, as someone who knows the format would."""
    fields = json.loads(path.read_bytes())
    change(fields)
    header = {name: fields[name] for name in ("version", "kdf", "cipher", "nonce")}
    canonical = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    fields["checksum"] = keyfile._checksum(canonical, fields["sealed"])
    path.write_text(json.dumps(fields))


def test_the_passphrase_gives_back_the_key_that_was_made(key_path):
    key = create(key_path, PASSPHRASE, cost=QUICK)
    assert len(key) == 32
    assert open_quickly(key_path) == key


def test_the_product_path_uses_and_accepts_the_standard_cost(key_path):
    key = create(key_path, PASSPHRASE)
    kdf = json.loads(key_path.read_bytes())["kdf"]
    assert (kdf["name"], kdf["memory_kib"], kdf["passes"], kdf["lanes"]) == ("argon2id", 262144, 3, 4)
    assert unlock(key_path, PASSPHRASE) == key


def test_a_wrong_passphrase_is_the_users_to_correct(key_path):
    create(key_path, PASSPHRASE, cost=QUICK)
    with pytest.raises(InputError) as refusal:
        open_quickly(key_path, "five green lorries went")
    assert refusal.value.code == "E_PASSPHRASE"
    assert "lorries" not in " ".join(refusal.value.lines())


def test_every_flipped_bit_is_damage_and_never_a_wrong_passphrase(key_path):
    create(key_path, PASSPHRASE, cost=QUICK)
    sound = key_path.read_bytes()
    for position in range(0, len(sound), 3):
        key_path.write_bytes(sound[:position] + bytes([sound[position] ^ 0x04]) + sound[position + 1 :])
        with pytest.raises(MachineError) as refusal:
            open_quickly(key_path)
        assert refusal.value.code in {"E_KEYFILE_DAMAGED", "E_KEYFILE_VERSION"}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b"{}" + b" " * 5000])
def test_something_else_in_its_place_is_damage(key_path, content):
    key_path.write_bytes(content)
    with pytest.raises(MachineError) as refusal:
        open_quickly(key_path)
    assert refusal.value.code == "E_KEYFILE_DAMAGED"


@pytest.mark.parametrize(
    ("field", "value"), [("memory_kib", 262_143), ("passes", 2), ("memory_kib", 2**30), ("passes", 10**6), ("lanes", 0)]
)
def test_a_derivation_outside_the_permitted_range_is_refused_before_the_passphrase_is_used(key_path, field, value):
    create(key_path, PASSPHRASE, cost=QUICK)

    def change(fields):
        fields["kdf"] |= {"memory_kib": 262_144, "passes": 3, "lanes": 4}
        fields["kdf"][field] = value

    rewritten(key_path, change)
    with pytest.raises(MachineError) as refusal:
        unlock(key_path, PASSPHRASE)
    assert refusal.value.code == "E_KEYFILE_WEAK"


def test_a_forged_header_does_not_open_even_with_the_right_passphrase(key_path):
    create(key_path, PASSPHRASE, cost=QUICK)
    rewritten(key_path, lambda fields: fields.update(nonce="00" * 12))
    with pytest.raises(InputError):
        open_quickly(key_path)


def test_a_file_of_a_newer_version_is_named_as_such(key_path):
    create(key_path, PASSPHRASE, cost=QUICK)
    rewritten(key_path, lambda fields: fields.update(version=2, extra=True))
    with pytest.raises(MachineError) as refusal:
        open_quickly(key_path)
    assert refusal.value.code == "E_KEYFILE_VERSION"


def test_a_missing_file_says_so(key_path):
    with pytest.raises(MachineError) as refusal:
        open_quickly(key_path)
    assert refusal.value.code == "E_KEYFILE_MISSING"


def test_a_key_file_is_never_overwritten_by_a_new_one(key_path):
    key = create(key_path, PASSPHRASE, cost=QUICK)
    with pytest.raises(MachineError) as refusal:
        create(key_path, "another passphrase", cost=QUICK)
    assert refusal.value.code == "E_KEYFILE_EXISTS"
    assert open_quickly(key_path) == key


def test_a_new_passphrase_opens_the_same_key_and_the_old_one_no_longer_does(key_path):
    key = create(key_path, PASSPHRASE, cost=QUICK)
    change_passphrase(key_path, PASSPHRASE, "six blue barges leave", cost=QUICK, floor=QUICK)
    assert open_quickly(key_path, "six blue barges leave") == key
    with pytest.raises(InputError):
        open_quickly(key_path)


@pytest.mark.parametrize(("old", "new"), [("wrong passphrase", "six blue barges leave"), (PASSPHRASE, "short")])
def test_a_refused_change_leaves_every_byte_as_it_was(key_path, old, new):
    create(key_path, PASSPHRASE, cost=QUICK)
    before = key_path.read_bytes()
    with pytest.raises(InputError):
        change_passphrase(key_path, old, new, cost=QUICK, floor=QUICK)
    assert key_path.read_bytes() == before
    assert [entry.name for entry in key_path.parent.iterdir()] == [key_path.name]


def test_salt_nonce_and_key_differ_between_profiles(tmp_path):
    made = [tmp_path / f"{number}.json" for number in range(2)]
    keys = {create(path, PASSPHRASE, cost=QUICK) for path in made}
    salts = {json.loads(path.read_bytes())["kdf"]["salt"] for path in made}
    assert len(keys) == len(salts) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are bits on POSIX only")
def test_only_the_owner_may_read_the_file(key_path):
    create(key_path, PASSPHRASE, cost=QUICK)
    assert stat.S_IMODE(key_path.stat().st_mode) == 0o600


def test_neither_key_nor_passphrase_stands_in_the_file(key_path):
    key = create(key_path, PASSPHRASE, cost=QUICK)
    content = key_path.read_bytes()
    assert key.hex().encode() not in content
    assert PASSPHRASE.encode() not in content
