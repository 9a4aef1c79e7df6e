"""What is sealed is what its audience opens, and it leaves nothing else behind."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from stockpile_client.bundle import letters, policy
from stockpile_client.bundle.age.source import ByteSource
from stockpile_client.bundle.keynotices import make_revocation, make_rotation
from stockpile_client.bundle.landing import LandingFile
from stockpile_client.bundle.opening import open_bundle
from stockpile_client.bundle.positions import position_of, row_of
from stockpile_client.bundle.reading import PositionBatch, RequirementBatch
from stockpile_client.bundle.sealing import (
    Draft,
    SealedBundle,
    letter_content,
    notice_contents,
    positions_content,
    requirements_content,
    seal,
    statement_content,
)
from stockpile_client.bundle.spool import Content
from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.core.quantities import Exact
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.core.statements import Position, PositionKey, StatementHeader
from tests.bundle.agencies import first_card, keys_of, new_card, recovery_of
from tests.bundle.forge import CHANNEL, NOW, receiver
from tests.strategies import statements

HEADER = StatementHeader(date(2026, 6, 30), "Mid-year", ("W",))
POSITION = Position(PositionKey("W", "metal", "", "country:IT", "", "contained"), "element:W", Exact(1_500_000))
TARGET = Requirement("W", "IT", 2026, RequirementKind.TARGET_DAYS, days=90, basis="element:W", source="decree")


def draft(**changes: object) -> Draft:
    stated = {
        "kind": "statement",
        "bundle": secrets.token_hex(16),
        "channel": CHANNEL,
        "seq": 1,
        "prev": bytes(32),
        "created": NOW,
        "expires": NOW + timedelta(days=90),
        "marking": "TLP:AMBER",
    }
    return Draft(**(stated | changes))  # type: ignore[arg-type]


def sealed(folder: Path, contents: list[Content] | None = None, audience: str = "b", **changes: object) -> SealedBundle:
    return seal(
        folder,
        draft(**changes),
        contents or [statement_content(HEADER), positions_content([row_of(POSITION)])],
        keys=keys_of("a"),
        own_card=first_card("a"),
        audience=[first_card(letter) for letter in audience],
    )


@settings(max_examples=15)
@given(statements())
def test_a_statement_reaches_its_partner_unchanged(statement: tuple[StatementHeader, list[Position]]) -> None:
    header, positions = statement
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundle = sealed(folder, [statement_content(header), positions_content(map(row_of, positions))])
        with open_bundle(bundle.path, receiver=receiver(), quarantine=folder, now=NOW) as opened:
            first, *rest = opened.contents.records()
        assert first == header
        rows = [row for part in rest if isinstance(part, PositionBatch) for row in part.rows]
        assert [position_of(row) for row in rows] == positions
        assert opened.digest == bundle.digest


@pytest.mark.parametrize(("partners", "stanzas"), [(1, 4), (3, 4), (4, 8), (8, 16), (20, 32)])
def test_every_partner_and_the_sender_open_it_and_the_count_is_rounded(
    partners: int, stanzas: int, tmp_path: Path
) -> None:
    audience = "bcdefghijklmnopqrstuv"[:partners]
    bundle = sealed(tmp_path, audience=audience)
    with bundle.path.open("rb") as file:
        header = policy.read_header(ByteSource(file))
    assert [stanza.type for stanza in header.stanzas] == [policy.STANZA_TYPE] * stanzas
    for letter in "a" + audience:
        with open_bundle(bundle.path, receiver=receiver(letter), quarantine=tmp_path, now=NOW) as opened:
            assert opened.contents.statement() == HEADER


def test_requirements_travel_with_the_statement(tmp_path: Path) -> None:
    contents = [statement_content(HEADER), positions_content([row_of(POSITION)]), requirements_content([TARGET])]
    with open_bundle(sealed(tmp_path, contents).path, receiver=receiver(), quarantine=tmp_path, now=NOW) as opened:
        parts = list(opened.contents.records())
    assert parts[-1] == RequirementBatch([TARGET])


@pytest.mark.parametrize(
    ("kind", "letter"),
    [
        ("receipt", letters.Receipt(CHANNEL, 1, "ab" * 32, "accepted", "", NOW)),
        ("withdrawal", letters.Withdrawal("ab" * 16, "cd" * 32, "wrong unit in one line")),
        ("request", letters.Request(("W", "CO"), date(2026, 6, 30), "outlook", date(2026, 9, 1))),
    ],
)
def test_a_letter_reaches_its_partner_unchanged(
    kind: str, letter: letters.Receipt | letters.Withdrawal | letters.Request, tmp_path: Path
) -> None:
    bundle = sealed(tmp_path, [letter_content(letter)], kind=kind)
    with open_bundle(bundle.path, receiver=receiver(), quarantine=tmp_path, now=NOW) as opened:
        assert opened.contents.letter() == letter


def test_the_name_tells_nothing_and_nothing_else_is_left(tmp_path: Path) -> None:
    bundle = sealed(tmp_path)
    assert list(tmp_path.iterdir()) == [bundle.path]
    assert policy.is_bundle_name(bundle.path.name)
    assert bundle.size == bundle.path.stat().st_size


def test_two_statements_of_similar_size_have_files_of_one_size(tmp_path: Path) -> None:
    notes = [Content("note.txt", "text/plain", [os.urandom(200_000 + extra)]) for extra in (0, 150, 700)]
    statement = [statement_content(HEADER), positions_content([row_of(POSITION)])]
    sizes = {sealed(tmp_path, [*statement, note]).size for note in notes}
    assert len(sizes) == 1


def test_what_waits_on_disk_meanwhile_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    canary = b"canary-4711" * 20_000
    seen: list[bytes] = []
    temporary_file = tempfile.TemporaryFile

    def watched(*arguments: object, **options: object) -> object:
        file = temporary_file(*arguments, **options)  # type: ignore[call-overload]
        close = file.close

        def read_and_close() -> None:
            file.seek(0)
            seen.append(file.read())
            close()

        file.close = read_and_close
        return file

    monkeypatch.setattr(tempfile, "TemporaryFile", watched)
    contents = [statement_content(HEADER), Content("note.txt", "text/plain", [canary])]
    bundle = sealed(tmp_path, contents)
    assert seen
    assert len(seen[0]) > len(canary)
    assert all(b"canary" not in data for data in [*seen, bundle.path.read_bytes()])


def test_a_device_that_gives_back_other_bytes_leaves_no_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle = LandingFile.settle

    def damaged(self: LandingFile) -> None:
        self.seek(-1, os.SEEK_END)
        last = self.read(1)
        self.seek(-1, os.SEEK_END)
        self.write(bytes([last[0] ^ 1]))
        settle(self)

    monkeypatch.setattr(LandingFile, "settle", damaged)
    with pytest.raises(MachineError) as error:
        sealed(tmp_path)
    assert error.value.code == "E_READ_BACK"
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_no_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: LandingFile, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(LandingFile, "write", full)
    with pytest.raises(MachineError) as error:
        sealed(tmp_path)
    assert error.value.code == "E_WRITE"
    assert not list(tmp_path.iterdir())


def test_data_that_fail_on_the_way_leave_no_bundle(tmp_path: Path) -> None:
    def failing() -> Iterator[bytes]:
        yield b"{}"
        raise InputError("E_TEST", "The database went away.")

    with pytest.raises(InputError, match="went away"):
        sealed(tmp_path, [Content("statement.json", "application/json", failing())])
    assert not list(tmp_path.iterdir())


def test_keys_and_card_must_belong_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        seal(tmp_path, draft(), [], keys=keys_of("b"), own_card=first_card("a"), audience=[])
    assert error.value.code == "E_KEYS_CARD"


def test_more_partners_than_stanzas_are_refused() -> None:
    with pytest.raises(InputError) as error:
        policy.stanza_count(129)
    assert error.value.code == "E_AUDIENCE"


def test_a_key_rotation_and_a_revocation_reach_the_partner_unchanged(tmp_path: Path) -> None:
    following = new_card("n", first_card("a"))
    rotation = make_rotation(keys_of("a"), following)
    revocation = make_revocation(
        recovery_of("R"), first_card("a"), reject_from={CHANNEL: 12}, created=NOW, reason="laptop stolen"
    )
    for notice in (rotation, revocation):
        bundle = sealed(tmp_path, notice_contents(notice), kind="keynotice")
        with open_bundle(bundle.path, receiver=receiver(), quarantine=tmp_path, now=NOW) as opened:
            assert opened.contents.letter() == notice
