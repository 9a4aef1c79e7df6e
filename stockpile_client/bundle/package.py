"""The package: a ustar archive with so little freedom that reading it needs no tar parser (BUNDLE.md section 2).

Layout, in blocks of 512 bytes; `n` data files, all zero-filled to a whole block::

    header MANIFEST         manifest bytes            1 byte … 1 MiB
    header MANIFEST.ed25519 64 bytes
    header MANIFEST.mldsa65 3309 bytes
    header <name>           data                      n times, in manifest order
    header PADDING          zeros
    two zero blocks, end of file

Rules
- Every header is :func:`header` of a name and a size. The reader takes one number from the stream, the size in the
  first header; all other names and sizes come from the signed manifest. It rebuilds the 512 bytes and compares them.
- Constant memory: manifest and signatures are held, data goes through in pieces.
- PADDING brings the **whole package**, from the first header to the end of the second zero block (which is also
  the plaintext that age encrypts), to its Padmé length. By hand: add up 512 for each of the n + 4 headers, every
  size rounded up to 512 (manifest, 64, 3309, each data file) and 1024 for the end; call it L; PADDING is
  ``padme(L) - L``, and is there even when that is zero. It is a multiple of 512 by itself: L is one, and Padmé
  rounds up to a multiple of a power of two.
- A card is the same package with ``CARD`` for ``MANIFEST``, no data and no PADDING (it is public).
- Until the caller has verified the signatures every fault is ``E_CANNOT_OPEN``, without detail. Afterwards, from
  :meth:`PackageReader.members` on, it is ``E_DIGEST``.

Reading is in three steps, and the middle one is the caller's: construct (holds ``body``, ``ed25519``, ``mldsa65``),
verify and parse ``body``, then walk :meth:`PackageReader.members` and call :meth:`PackageReader.finish`. The first
walk of a package hashes only, with :meth:`PackageReader.check`; data is used in the next one.

>>> import io
>>> file = io.BytesIO()
>>> writer = PackageWriter(file, b'{"v":1}', b"e" * 64, b"m" * 3309, [Member("a.json", 2, sha256(b"{}").digest())])
>>> writer.add(io.BytesIO(b"{}"))
>>> writer.finish() == len(file.getvalue())
True
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Final, Protocol

from stockpile_client.bundle import limits
from stockpile_client.bundle.padding import padme
from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase

BLOCK: Final = 512
END: Final = bytes(2 * BLOCK)
PIECE_BYTES: Final = 64 * 1024
"""How much data is in memory at once: one chunk of the age payload."""

MANIFEST: Final = "MANIFEST"
CARD: Final = "CARD"
PADDING: Final = "PADDING"

_SIZE_FIELD = slice(124, 136)
_CHECKSUM_FIELD = slice(148, 156)


class ByteSource(Protocol):
    """What the reader needs of a stream. ``read(n)`` gives at most n bytes, and none only at the end."""

    def read(self, size: int, /) -> bytes: ...


class ByteSink(Protocol):
    """What the writer needs of a stream."""

    def write(self, data: bytes, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Member:
    """A data file as the manifest names it: name, size in bytes, SHA-256 (32 bytes)."""

    name: str
    size: int
    sha256: bytes


def header(name: str, size: int) -> bytes:
    """The one header block that a member of this name and size can have: 512 bytes.

    Field widths and the checksum (sum of all bytes, its own field taken as spaces) are those of POSIX.1-1988 ustar.
    """
    if not limits.within(size, limits.MEMBER_BYTES):
        raise InternalError(
            "E_PACKAGE", phrase("A member of {size} bytes does not fit into a ustar header.", size=size)
        )
    block = bytearray(
        name.encode("ascii").ljust(100, b"\0")
        + b"0000644\0"  # mode
        + b"0000000\0" * 2  # uid, gid
        + b"%011o\0" % size
        + b"00000000000\0"  # mtime
        + b" " * 8  # checksum, below
        + b"0"  # a regular file
        + bytes(100)  # link name
        + b"ustar\00000"  # magic and version
        + bytes(64)  # user and group name
        + b"0000000\0" * 2  # device numbers
        + bytes(155 + 12)  # prefix and fill
    )
    block[_CHECKSUM_FIELD] = b"%06o\0 " % sum(block)
    return bytes(block)


def padding_size(body_size: int, sizes: Sequence[int]) -> int:
    """Bytes of PADDING for a manifest of ``body_size`` bytes and data files of ``sizes``."""
    members = [body_size, limits.ED25519_SIGNATURE_BYTES, limits.MLDSA65_SIGNATURE_BYTES, *sizes]
    bare = BLOCK * (len(members) + 1) + sum(size + _fill(size) for size in members) + len(END)
    return padme(bare) - bare


def _fill(size: int) -> int:
    """Zero bytes after ``size`` bytes up to the end of the block."""
    return -size % BLOCK


class PackageWriter:
    """Writes one package: construct, :meth:`add` each data file in order, :meth:`finish`.

    ``members`` is what the signed manifest names. Data that turns out different is a bug of the caller:
    ``InternalError``, and the half-written package must be thrown away.
    """

    def __init__(
        self,
        sink: ByteSink,
        body: bytes,
        ed25519: bytes,
        mldsa65: bytes,
        members: Sequence[Member] = (),
        *,
        leader: str = MANIFEST,
    ) -> None:
        self._sink = sink
        self._written = 0
        self._leader = leader
        self._to_come = list(members)
        self._padding = padding_size(len(body), [member.size for member in members])
        for name, content in _signed_part(leader, body, ed25519, mldsa65):
            self._put(header(name, len(content)))
            self._put(content + bytes(_fill(len(content))))

    def add(self, source: ByteSource) -> None:
        """Copy the next data file, which must have the size and digest that were announced."""
        member = self._to_come.pop(0)
        self._put(header(member.name, member.size))
        digest = sha256()
        left = member.size
        while piece := source.read(min(PIECE_BYTES, left + 1)):
            left -= len(piece)
            if left < 0:
                break
            digest.update(piece)
            self._put(piece)
        if left or digest.digest() != member.sha256:
            raise InternalError("E_PACKAGE", phrase("{name} changed while it was being packed.", name=member.name))
        self._put(bytes(_fill(member.size)))

    def finish(self) -> int:
        """Write PADDING (not in a card) and the end; the length of the package in bytes."""
        if self._to_come:
            raise InternalError(
                "E_PACKAGE", phrase("{count} announced files were not packed.", count=len(self._to_come))
            )
        if self._leader == MANIFEST:
            self._put(header(PADDING, self._padding))
            for start in range(0, self._padding, PIECE_BYTES):
                self._put(bytes(min(PIECE_BYTES, self._padding - start)))
        self._put(END)
        return self._written

    def _put(self, data: bytes) -> None:
        self._sink.write(data)
        self._written += len(data)


def _signed_part(leader: str, body: bytes, ed25519: bytes, mldsa65: bytes) -> list[tuple[str, bytes]]:
    return [(leader, body), (f"{leader}.ed25519", ed25519), (f"{leader}.mldsa65", mldsa65)]


class MemberReader:
    """One data file, as a bounded stream: ``read`` ends where the member ends, and checks the digest there."""

    def __init__(self, package: PackageReader, member: Member) -> None:
        self._package = package
        self._left = member.size
        self._digest = sha256()
        self._closed = False
        self.member = member

    def read(self, size: int = PIECE_BYTES) -> bytes:
        """At most ``size`` bytes; empty at the end, once the digest is right. Raises ``E_DIGEST`` when it is not."""
        piece = self._package._take(min(size, self._left)) if self._left and size else b""
        self._digest.update(piece)
        self._left -= len(piece)
        if not self._left and not self._closed:
            self._closed = True
            self._package._expect(bytes(_fill(self.member.size)))
            if not compare_digest(self._digest.digest(), self.member.sha256):
                raise refusal("E_DIGEST", phrase("The content of a data file differs from its digest."))
        return piece

    def drain(self) -> None:
        """Read and hash what is left, holding nothing."""
        while not self._closed:
            self.read()


class PackageReader:
    """Reads one package from a stream, see the module. After construction:

    - ``body``: the MANIFEST or CARD bytes as stored, *not verified yet*
    - ``ed25519``, ``mldsa65``: its signatures, 64 and 3309 bytes
    """

    def __init__(self, stream: ByteSource, *, leader: str = MANIFEST, limit: int = limits.MANIFEST_BYTES) -> None:
        self._stream = stream
        self._code = "E_CANNOT_OPEN"
        self._leader = leader
        self._padding = 0
        size = self._leading_size(leader, limit)
        self.body = self._content(size)
        self.ed25519 = self._member(f"{leader}.ed25519", limits.ED25519_SIGNATURE_BYTES)
        self.mldsa65 = self._member(f"{leader}.mldsa65", limits.MLDSA65_SIGNATURE_BYTES)

    def members(self, members: Sequence[Member]) -> Iterator[MemberReader]:
        """The data files in order, one at a time; ``members`` comes from the verified and parsed ``body``.

        A file that the caller did not read to its end is drained before the next one starts: no digest is skipped.
        """
        self._code = "E_DIGEST"
        self._padding = padding_size(len(self.body), [member.size for member in members])
        return self._walk(members)

    def _walk(self, members: Sequence[Member]) -> Iterator[MemberReader]:
        for member in members:
            self._expect(header(member.name, member.size))
            reader = MemberReader(self, member)
            yield reader
            reader.drain()

    def check(self, members: Sequence[Member]) -> None:
        """Hash every data file and check the rest of the package, and hand out nothing.

        To be done with the verified manifest before any data is unpacked or parsed (docs/decisions/0002).
        """
        for _ in self.members(members):
            pass
        self.finish()

    def finish(self) -> None:
        """Check PADDING (not in a card), the two zero blocks and that nothing follows, after the last member."""
        if self._leader == MANIFEST:
            self._expect(header(PADDING, self._padding))
            for start in range(0, self._padding, PIECE_BYTES):
                self._expect(bytes(min(PIECE_BYTES, self._padding - start)))
        self._expect(END)
        if self._stream.read(1):
            raise refusal(self._code, phrase("Something follows after its end."))

    def drain(self) -> None:
        """Read to the end of the stream and use nothing, so that damage shows before the sender is judged."""
        while self._stream.read(PIECE_BYTES):
            pass

    def _leading_size(self, leader: str, limit: int) -> int:
        block = self._exactly(BLOCK)
        digits = block[_SIZE_FIELD][:11]
        if not digits.isdigit() or digits.translate(None, b"01234567"):
            raise refusal(self._code)
        size = int(digits, 8)
        if not 0 < size <= limit or block != header(leader, size):
            raise refusal(self._code)
        return size

    def _member(self, name: str, size: int) -> bytes:
        self._expect(header(name, size))
        return self._content(size)

    def _content(self, size: int) -> bytes:
        content = self._exactly(size)
        self._expect(bytes(_fill(size)))
        return content

    def _expect(self, expected: bytes) -> None:
        if self._exactly(len(expected)) != expected:
            raise refusal(self._code)

    def _exactly(self, size: int) -> bytes:
        pieces = []
        while size:
            piece = self._take(size)
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _take(self, size: int) -> bytes:
        piece = self._stream.read(size)
        if not piece:
            raise refusal(self._code, phrase("It ends too early."))
        return piece
