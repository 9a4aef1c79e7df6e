"""The package: read back as written, by GNU tar too, and refused when a single bit differs."""

import io
import subprocess
import tarfile
import tracemalloc
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpile_client.bundle import limits
from stockpile_client.bundle.package import (
    BLOCK,
    CARD,
    Member,
    PackageReader,
    PackageWriter,
    header,
    padding_size,
)
from stockpile_client.bundle.padding import padme
from stockpile_client.core.errors import InternalError, PartnerFileError

BODY = b'{"v":1}'
ED25519 = b"e" * 64
MLDSA65 = b"m" * 3309
FILES = {"statement.json": b"{}", "positions.ndjson.gz": b"p" * 700}


def member(name: str, content: bytes) -> Member:
    return Member(name, len(content), sha256(content).digest())


def members(files: dict[str, bytes]) -> list[Member]:
    return [member(name, content) for name, content in files.items()]


def written(files: dict[str, bytes] = FILES, *, body: bytes = BODY, leader: str = "MANIFEST") -> bytes:
    sink = io.BytesIO()
    writer = PackageWriter(sink, body, ED25519, MLDSA65, members(files), leader=leader)
    for content in files.values():
        writer.add(io.BytesIO(content))
    assert writer.finish() == len(sink.getvalue())
    return sink.getvalue()


def read(package: bytes, expected: list[Member], *, body: bytes = BODY) -> dict[str, bytes]:
    """As the opening does it: hold, verify (here: compare), walk, finish."""
    reader = PackageReader(io.BytesIO(package))
    if (reader.body, reader.ed25519, reader.mldsa65) != (body, ED25519, MLDSA65):
        raise PartnerFileError("E_CANNOT_OPEN", "signature")
    files = {}
    for file in reader.members(expected):
        pieces = []
        while piece := file.read(100):
            pieces.append(piece)
        files[file.member.name] = b"".join(pieces)
    reader.finish()
    return files


class Dribble:
    """A stream that gives one to three bytes at a time, as a pipe may."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)
        self._turn = 0

    def read(self, size: int, /) -> bytes:
        self._turn += 1
        return self._stream.read(min(size, 1 + self._turn % 3))


@given(
    st.binary(min_size=1, max_size=2000),
    st.dictionaries(st.from_regex(r"[a-z0-9][a-z0-9._-]{0,63}", fullmatch=True), st.binary(max_size=3000), max_size=5),
)
@settings(max_examples=50, deadline=None)
def test_what_is_written_is_read_back(body: bytes, files: dict[str, bytes]) -> None:
    assert read(written(files, body=body), members(files), body=body) == files


@given(st.integers(1, 50_000), st.lists(st.integers(0, 2**30), max_size=64))
def test_the_whole_package_has_a_padme_length(body_size: int, sizes: list[int]) -> None:
    blocks = [-(-size // BLOCK) for size in (body_size, 64, 3309, *sizes)]
    bare = BLOCK * (len(sizes) + 4 + sum(blocks)) + 1024
    assert bare + padding_size(body_size, sizes) == padme(bare)
    assert padding_size(body_size, sizes) % BLOCK == 0


def test_packages_of_similar_size_have_the_same_length() -> None:
    lengths = {len(written({"a": bytes(size)})) for size in range(200_000, 202_000, 100)}
    assert len(lengths) <= 2


def test_a_file_that_nobody_read_is_hashed_all_the_same() -> None:
    reader = PackageReader(io.BytesIO(written()))
    assert [file.member.name for file in reader.members(members(FILES))] == list(FILES)
    reader.finish()


def test_a_stream_may_come_in_small_pieces() -> None:
    reader = PackageReader(Dribble(written()))
    assert [b"".join(iter(file.read, b"")) for file in reader.members(members(FILES))] == list(FILES.values())
    reader.finish()


def test_the_header_is_the_one_that_gnu_tar_writes(tmp_path: Path) -> None:
    (tmp_path / "positions.ndjson.gz").write_bytes(b"x" * 700)
    (tmp_path / "positions.ndjson.gz").chmod(0o644)
    options = ["--format=ustar", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0"]
    archive = subprocess.run(
        ["tar", *options, "-cf", "-", "positions.ndjson.gz"], cwd=tmp_path, capture_output=True, check=True
    ).stdout
    assert header("positions.ndjson.gz", 700) == archive[:512]


def test_gnu_tar_lists_and_unpacks_a_package_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "package.tar").write_bytes(written())
    listing = subprocess.run(["tar", "tvf", "package.tar"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert listing.stderr == ""
    names = [line.split()[-1] for line in listing.stdout.splitlines()]
    assert names == ["MANIFEST", "MANIFEST.ed25519", "MANIFEST.mldsa65", *FILES, "PADDING"]
    subprocess.run(["tar", "xf", "package.tar"], cwd=tmp_path, check=True)
    assert (tmp_path / "MANIFEST").read_bytes() == BODY
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == FILES


def test_python_reads_a_package_as_ustar() -> None:
    with tarfile.open(fileobj=io.BytesIO(written()), mode="r:") as archive:
        found = {entry.name: (entry.mode, entry.uid, entry.mtime, entry.isreg()) for entry in archive}
    assert set(found.values()) == {(0o644, 0, 0, True)}


def test_a_size_of_eight_gibibytes_less_one_fits_the_header() -> None:
    assert header("a", limits.MEMBER_BYTES)[124:136] == b"77777777777\0"
    with pytest.raises(InternalError):
        header("a", limits.MEMBER_BYTES + 1)


def test_every_cut_is_refused() -> None:
    package = written({"a.json": b"{}"})
    expected = members({"a.json": b"{}"})
    assert read(package, expected) == {"a.json": b"{}"}
    for length in range(len(package)):
        with pytest.raises(PartnerFileError):
            read(package[:length], expected)


def test_every_flipped_bit_is_refused() -> None:
    package = bytearray(written({"a.json": b"{}"}))
    expected = members({"a.json": b"{}"})
    for position in range(len(package)):
        bit = 1 << position % 8
        package[position] ^= bit
        with pytest.raises(PartnerFileError):
            read(bytes(package), expected)
        package[position] ^= bit


@pytest.mark.parametrize("bit", range(8))
def test_every_bit_of_a_header_counts(bit: int) -> None:
    package = bytearray(written({"a.json": b"{}"}))
    for position in range(512):
        package[position] ^= 1 << bit
        with pytest.raises(PartnerFileError) as refused:
            read(bytes(package), members({"a.json": b"{}"}))
        assert refused.value.code == "E_CANNOT_OPEN"
        package[position] ^= 1 << bit


@pytest.mark.parametrize("tail", [b"\0", b"x", bytes(512), bytes(10240)])
def test_nothing_may_follow_the_end(tail: bytes) -> None:
    with pytest.raises(PartnerFileError) as refused:
        read(written() + tail, members(FILES))
    assert refused.value.code == "E_DIGEST"


def test_two_packages_in_one_file_are_refused() -> None:
    with pytest.raises(PartnerFileError):
        read(written() + written(), members(FILES))


def test_before_the_signatures_are_verified_there_is_one_message() -> None:
    package = written()
    broken = [b"", b"x", package[:600], package[:5000], b"PK" + package[2:], package[:512].replace(b"0", b"1")]
    said = set()
    for data in broken:
        with pytest.raises(PartnerFileError) as refused:
            PackageReader(io.BytesIO(data))
        said.add((refused.value.code, *refused.value.lines()))
    assert len(said) == 1
    assert said.pop()[0] == "E_CANNOT_OPEN"


@pytest.mark.parametrize(("size", "opens"), [(2**20 - 1, True), (2**20, True), (2**20 + 1, False), (1, True)])
def test_a_manifest_has_at_most_one_mebibyte(size: int, opens: bool) -> None:
    package = written({}, body=b"b" * size)
    if opens:
        assert len(PackageReader(io.BytesIO(package)).body) == size
    else:
        with pytest.raises(PartnerFileError):
            PackageReader(io.BytesIO(package))


def test_an_empty_manifest_is_refused() -> None:
    with pytest.raises(PartnerFileError):
        PackageReader(io.BytesIO(written({}, body=b"")))


def swapped(files: dict[str, bytes]) -> dict[str, bytes]:
    return dict(reversed(files.items()))


@pytest.mark.parametrize(
    "other",
    [
        swapped(FILES),
        {"statement.json": FILES["statement.json"], "../positions": FILES["positions.ndjson.gz"]},
        {"statement.json": FILES["statement.json"], "CON": FILES["positions.ndjson.gz"]},
        {"statement.json": FILES["statement.json"], "positions.ndjson.gz": b"q" * 700},
        {"statement.json": FILES["statement.json"], "positions.ndjson.gz": b"p" * 701},
        {"statement.json": FILES["statement.json"]},
        {**FILES, "extra": b""},
    ],
    ids=["reordered", "path", "device", "other content", "longer", "missing", "extra"],
)
def test_members_other_than_the_signed_ones_are_refused(other: dict[str, bytes]) -> None:
    with pytest.raises(PartnerFileError) as refused:
        read(written(other), members(FILES))
    assert refused.value.code == "E_DIGEST"


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.XHDTYPE])
def test_links_folders_devices_and_pax_headers_are_refused(kind: bytes) -> None:
    package = written()
    entry = tarfile.TarInfo("statement.json")
    entry.type, entry.linkname = kind, "/etc/passwd"
    place = package.index(header("statement.json", 2))
    hostile = package[:place] + entry.tobuf(tarfile.USTAR_FORMAT)[:512] + package[place + 512 :]
    with pytest.raises(PartnerFileError):
        read(hostile, members(FILES))


@pytest.mark.parametrize("style", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
def test_an_archive_that_another_program_wrote_is_refused(style: int) -> None:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w", format=style) as archive:
        for name, content in {"MANIFEST": BODY, "MANIFEST.ed25519": ED25519, "MANIFEST.mldsa65": MLDSA65}.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.uname = len(content), 1, "root"
            archive.addfile(entry, io.BytesIO(content))
    with pytest.raises(PartnerFileError):
        PackageReader(io.BytesIO(sink.getvalue()))


def test_a_card_has_no_padding_and_no_data() -> None:
    package = written({}, leader=CARD)
    reader = PackageReader(io.BytesIO(package), leader=CARD)
    reader.finish()
    assert b"PADDING" not in package


def test_a_card_does_not_pass_for_a_bundle() -> None:
    with pytest.raises(PartnerFileError):
        PackageReader(io.BytesIO(written({}, leader=CARD)))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{} "])
def test_data_that_changed_after_it_was_announced_stops_the_writing(content: bytes) -> None:
    writer = PackageWriter(io.BytesIO(), BODY, ED25519, MLDSA65, [member("a.json", b"{}")])
    with pytest.raises(InternalError):
        writer.add(io.BytesIO(content))


def test_a_package_with_files_still_to_come_is_not_finished() -> None:
    writer = PackageWriter(io.BytesIO(), BODY, ED25519, MLDSA65, [member("a.json", b"{}")])
    with pytest.raises(InternalError):
        writer.finish()


def test_a_reader_that_gives_up_can_still_read_to_the_end() -> None:
    stream = io.BytesIO(written())
    PackageReader(stream).drain()
    assert stream.read(1) == b""


def test_a_package_is_checked_without_handing_out_data() -> None:
    PackageReader(io.BytesIO(written())).check(members(FILES))
    for place in (written().index(b"pppp"), -1):
        damaged = bytearray(written())
        damaged[place] ^= 1
        with pytest.raises(PartnerFileError) as refused:
            PackageReader(io.BytesIO(damaged)).check(members(FILES))
        assert refused.value.code == "E_DIGEST"


def test_memory_does_not_grow_with_the_data(tmp_path: Path) -> None:
    size = 16 * 1024 * 1024
    data, package = tmp_path / "data", tmp_path / "package"
    data.write_bytes(bytes(size))
    big = Member("a", size, sha256(bytes(size)).digest())
    tracemalloc.start()
    with data.open("rb") as source, package.open("wb") as sink:
        writer = PackageWriter(sink, BODY, ED25519, MLDSA65, [big])
        writer.add(source)
        writer.finish()
    with package.open("rb") as stream:
        PackageReader(stream).check([big])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1024 * 1024
