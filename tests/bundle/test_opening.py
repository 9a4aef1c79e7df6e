"""A bundle is opened in the order of the format, and every refusal stands in its place."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from stockpile_client.bundle import age
from stockpile_client.bundle.channels import ChannelState, Kind, Link
from stockpile_client.bundle.opening import ChannelRefusalError, Notice, OpenedBundle, Receiver, open_bundle
from stockpile_client.bundle.reading import Document, PositionBatch
from stockpile_client.bundle.refusals import REFUSALS
from stockpile_client.bundle.times import write_time
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.partners import PartnerState
from tests.bundle.agencies import keys_of
from tests.bundle.forge import NOW, File, Forger, line, receiver, rows_file, statement_files, write

ALICE = Forger()
KNOWN = Link(1, b"\1" * 32, bytes(32))


def open_all(folder: Path, data: bytes, opener: Receiver, **options: object) -> OpenedBundle:
    """Open and read everything, as an import does."""
    with open_bundle(
        write(folder, data),
        receiver=opener,
        quarantine=folder,
        **({"now": NOW} | options),  # type: ignore[arg-type]
    ) as opened:
        list(opened.contents.records())
        return opened


Scenario = Callable[[], tuple[bytes, Receiver]]

REFUSED: dict[str, Scenario] = {
    "E_NOT_BUNDLE": lambda: (b"PK\3\4 a spreadsheet", receiver()),
    "E_CANNOT_OPEN": lambda: (ALICE.bundle(), receiver("c")),
    "E_POLICY_CLASSIC": lambda: (
        ALICE.seal(ALICE.package(), recipients=[age.parse_recipient(_CLASSIC), keys_of("b").identity.recipient()]),
        receiver(),
    ),
    "E_UNTRUSTED_SENDER": lambda: (ALICE.bundle(), receiver(trusts="d")),
    "E_NOT_ADDRESSED": lambda: (Forger("a", "d").seal(Forger("a", "d").package(), recipients=_FOR_BOB), receiver()),
    "E_STANZAS": lambda: (ALICE.bundle(stanzas=8), receiver()),
    "E_VERSION": lambda: (ALICE.bundle(v=2), receiver()),
    "E_CRIT": lambda: (ALICE.bundle(crit=["embargo"], embargo="2027-01-01"), receiver()),
    "E_EXPIRED": lambda: (ALICE.bundle(expires=write_time(NOW)), receiver()),
    "E_CLOCK": lambda: (ALICE.bundle(created=write_time(NOW + timedelta(days=2))), receiver()),
    "E_REPLAY": lambda: (ALICE.bundle(seq=1002, prev="ab" * 32), receiver(channel=ChannelState((KNOWN,)))),
    "E_FORK": lambda: (ALICE.bundle(), receiver(channel=ChannelState((KNOWN,)))),
    "E_DIGEST": lambda: (ALICE.bundle([_other_digest(), *statement_files()[1:]]), receiver()),
    "E_LIMIT": lambda: (ALICE.bundle([statement_files()[0], rows_file(line() * 2, rows=1)]), receiver()),
    "E_SCHEMA": lambda: (ALICE.bundle(statement_files(line(group="metals"))), receiver()),
    "E_REVOKED": lambda: (ALICE.bundle(), receiver(state=PartnerState.REVOKED)),
    "E_SUSPENDED": lambda: (ALICE.bundle(), receiver(state=PartnerState.SUSPENDED)),
}

_FOR_BOB = [keys_of(letter).identity.recipient() for letter in "bbbb"]
_CLASSIC = age.X25519Identity(b"x" * 32).recipient().to_string()


def _other_digest() -> File:
    file = statement_files()[0]
    file.changes["sha256"] = sha256(b"another").hexdigest()
    return file


def test_every_code_of_the_format_has_a_file_that_is_refused_with_it() -> None:
    assert set(REFUSED) == set(REFUSALS)


@pytest.mark.parametrize("code", REFUSED)
def test_the_file_is_refused_with_its_code(code: str, tmp_path: Path) -> None:
    data, opener = REFUSED[code]()
    with pytest.raises(PartnerFileError) as error:
        open_all(tmp_path, data, opener)
    assert error.value.code == code
    assert not list(tmp_path.glob("*.quarantine"))


def test_a_right_bundle_gives_its_records_and_leaves_no_copy(tmp_path: Path) -> None:
    path = write(tmp_path, ALICE.bundle())
    with open_bundle(path, receiver=receiver(), quarantine=tmp_path, now=NOW) as opened:
        opened.require_new()
        header, batch = opened.contents.records()
        assert isinstance(batch, PositionBatch)
        assert [row[8] for row in batch.rows] == [1_204_500_000]
        assert header == opened.contents.statement()
        assert (opened.sender.agency, opened.verdict.kind, opened.notices) == (ALICE.card.agency, Kind.NEXT, ())
        assert opened.digest == sha256(opened.manifest_bytes).digest()
        assert len(list(tmp_path.iterdir())) == 2
    assert list(tmp_path.iterdir()) == [path]


def test_documents_come_out_in_pieces_and_are_no_records(tmp_path: Path) -> None:
    note = File("note.pdf", b"%PDF" * 50_000, 200_000, media="application/pdf")
    path = write(tmp_path, ALICE.bundle([*statement_files(), note]))
    with open_bundle(path, receiver=receiver(), quarantine=tmp_path, now=NOW) as opened:
        assert [b"".join(document.pieces) for document in opened.contents.documents()] == [note.data]
        assert [part.file.n for part in opened.contents.records() if isinstance(part, Document)] == ["note.pdf"]


def test_an_imported_bundle_is_a_verdict_and_refused_only_to_who_imports_again(tmp_path: Path) -> None:
    body = ALICE.body()
    known = ChannelState((Link(1, sha256(body).digest(), bytes(32)),))
    data = ALICE.seal(ALICE.package(body=body))
    opened = open_all(tmp_path, data, receiver(channel=known), now=NOW + timedelta(days=900))
    assert opened.notices == (Notice.ALREADY_IMPORTED,)
    with pytest.raises(PartnerFileError) as error:
        opened.require_new()
    assert error.value.code == "E_REPLAY"


def test_a_fork_by_a_trusted_partner_blocks_and_by_a_suspended_one_does_not(tmp_path: Path) -> None:
    forked = receiver(channel=ChannelState((KNOWN,)))
    with pytest.raises(ChannelRefusalError) as error:
        open_all(tmp_path, ALICE.bundle(), forked)
    assert error.value.blocks is not None
    assert error.value.blocks.blocked
    assert error.value.verdict.conflicts == (KNOWN,)
    with pytest.raises(ChannelRefusalError) as error:
        open_all(tmp_path, ALICE.bundle(), receiver(channel=ChannelState((KNOWN,)), state=PartnerState.SUSPENDED))
    assert error.value.blocks is None


def test_missing_numbers_and_an_allowed_jump_are_noticed(tmp_path: Path) -> None:
    opener = receiver(channel=ChannelState((KNOWN,)))
    assert open_all(tmp_path, ALICE.bundle(seq=5, prev="ab" * 32), opener).notices == (Notice.NUMBERS_MISSING,)
    jumped = open_all(tmp_path, ALICE.bundle(seq=2**53 - 1, prev="ab" * 32), opener, allow_jump=True)
    assert Notice.JUMP_ALLOWED in jumped.notices


def test_what_was_signed_before_a_revocation_took_effect_is_still_taken(tmp_path: Path) -> None:
    opener = receiver(state=PartnerState.REVOKED, channel=ChannelState(revoked_from=2))
    assert open_all(tmp_path, ALICE.bundle(), opener).verdict.accepted
    with pytest.raises(PartnerFileError) as error:
        open_all(tmp_path, ALICE.bundle(seq=2, prev="ab" * 32), opener)
    assert error.value.code == "E_REVOKED"


@pytest.mark.parametrize("years", [-5, 5])
def test_a_clock_that_is_years_off_is_refused_unless_a_reason_is_given(years: int, tmp_path: Path) -> None:
    options = {"now": NOW + timedelta(days=365 * years), "clock_floor": NOW}
    with pytest.raises(PartnerFileError) as error:
        open_all(tmp_path, ALICE.bundle(), receiver(), **options)
    assert error.value.code in {"E_CLOCK", "E_EXPIRED"}
    opened = open_all(tmp_path, ALICE.bundle(), receiver(), clock_override="the battery was replaced", **options)
    assert opened.notices == (Notice.CLOCK_OVERRIDDEN,)


@pytest.mark.parametrize("state", [PartnerState.IMPORTED, PartnerState.SUPERSEDED])
def test_keys_that_nobody_compared_or_that_were_replaced_are_not_trusted(state: PartnerState, tmp_path: Path) -> None:
    with pytest.raises(PartnerFileError) as error:
        open_all(tmp_path, ALICE.bundle(), receiver(state=state))
    assert error.value.code == "E_UNTRUSTED_SENDER"


@pytest.mark.parametrize(
    "statement",
    [{"scope": ["W", "CO"]}, {"scope": ["CO"], "nil": ["CO"]}, {"nil": ["CO"]}, {"withheld": [{"material": "W"}]}],
)
def test_a_scope_that_the_positions_do_not_cover_is_refused(statement: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(PartnerFileError) as error:
        open_all(tmp_path, ALICE.bundle(statement_files(**statement)), receiver())
    assert error.value.code == "E_SCHEMA"


def test_a_copy_that_changes_between_the_passes_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path, ALICE.bundle())
    with open_bundle(path, receiver=receiver(), quarantine=tmp_path, now=NOW) as opened:
        copy = next(tmp_path.glob("*.quarantine"))
        copy.write_bytes(ALICE.bundle())
        with pytest.raises(PartnerFileError) as error:
            list(opened.contents.records())
    assert error.value.code == "E_DIGEST"


def test_data_that_are_not_the_signed_ones_are_refused_before_any_is_parsed(tmp_path: Path) -> None:
    files = statement_files(b"not even a record\n")
    files[1].changes["sha256"] = sha256(b"another").hexdigest()
    path = write(tmp_path, ALICE.bundle(files))
    with (
        pytest.raises(PartnerFileError) as error,
        open_bundle(path, receiver=receiver(), quarantine=tmp_path, now=NOW),
    ):
        pytest.fail("it was opened")
    assert error.value.code == "E_DIGEST"


def test_a_statement_by_another_program_is_read_like_ours(tmp_path: Path) -> None:
    spaced = b"".join(line(at=f"town:T{number}") for number in range(2000))
    path = write(tmp_path, ALICE.bundle(statement_files(spaced)))
    with open_bundle(path, receiver=receiver(), quarantine=tmp_path, now=NOW) as opened:
        batches = [part.rows for part in opened.contents.records() if isinstance(part, PositionBatch)]
    assert sum(map(len, batches)) == 2000
