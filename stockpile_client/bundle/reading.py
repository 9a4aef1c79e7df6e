"""Pass 2: the data of a bundle whose manifest was verified, as records (BUNDLE.md section 7, step 11).

Rules
- The file is decrypted again from the quarantined copy; the digest of every data file and of the whole plaintext
  must be what pass 1 and the manifest said (``E_DIGEST``). Memory stays constant.
- Parts come out in the order of the manifest, before the end of the bundle was seen. The caller stages them, and keeps
  nothing unless the iteration ends by itself.
- Which file is which is told by the names of docs/statement-schema.md; any other file of a statement is a document.
- At the end of a statement every material in scope was reported, or stands in one of the lists of ``statement.json``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol, TypeVar

from stockpile_client.bundle import age, letters, limits, positions, requirement_lines
from stockpile_client.bundle.archive import SUFFIX, ArchiveReader
from stockpile_client.bundle.cards import read_card
from stockpile_client.bundle.keynotices import Revocation, Rotation, parse_notice
from stockpile_client.bundle.manifest import DataFile, Manifest
from stockpile_client.bundle.package import ByteSource, MemberReader, PackageReader
from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import StatementHeader, unreported

KEYNOTICE_FILE: Final = "keynotice.json"
CARD_FILE: Final = "card.agency-card"

LETTER_FILES: Final = {
    "receipt": (letters.RECEIPT_FILE,),
    "withdrawal": (letters.WITHDRAWAL_FILE,),
    "request": (letters.REQUEST_FILE,),
    "keynotice": (KEYNOTICE_FILE, CARD_FILE),
}
"""The files of each kind but a statement; the first one must be there."""

Letter = letters.Receipt | letters.Withdrawal | letters.Request | Rotation | Revocation

Item = TypeVar("Item")

_PIECE: Final = 64 * 1024


class Plaintext:
    """A decrypted stream that hashes what goes through it."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._digest = sha256()

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, none only at the authenticated end."""
        piece = self._source.read(size)
        self._digest.update(piece)
        return piece

    def digest(self) -> bytes:
        """SHA-256 of what was read so far."""
        return self._digest.digest()


@dataclass(frozen=True, slots=True)
class PositionBatch:
    """Some hundred positions as flat rows (`positions.POSITION_COLUMNS`)."""

    rows: list[positions.Row]


@dataclass(frozen=True, slots=True)
class RequirementBatch:
    """Some denominators."""

    requirements: list[Requirement]


@dataclass(frozen=True, slots=True)
class Document:
    """Any other file: its entry in the manifest and its content in pieces, to be used before the next part is taken."""

    file: DataFile
    pieces: Iterator[bytes]


Part = StatementHeader | PositionBatch | RequirementBatch | Document


class OpenPlaintext(Protocol):
    """Starts to decrypt the quarantined copy from its beginning."""

    def __call__(self) -> Plaintext: ...


@dataclass(frozen=True, slots=True)
class Contents:
    """The data of one verified bundle; every method is a pass of its own over the file.

    ``body`` is the verified MANIFEST, ``digest`` the SHA-256 of the plaintext in pass 1.
    """

    open: OpenPlaintext
    manifest: Manifest
    body: bytes
    digest: bytes

    def check(self) -> None:
        """Hash everything against the manifest before any data is used (decision 0002). Raises ``E_DIGEST``."""
        for _ in self._files():
            pass

    def records(self) -> Iterator[Part]:
        """Everything in a statement, in order. Raises ``E_DIGEST``, ``E_LIMIT`` or ``E_SCHEMA`` where it stands."""
        header: StatementHeader | None = None
        reported: set[str] = set()
        for reader, file in self._files():
            for part in _parts(reader, file):
                match part:
                    case StatementHeader():
                        header = part
                    case PositionBatch(rows):
                        reported.update([row[0] for row in rows])
                yield part
        if header is None:
            raise refusal("E_SCHEMA", phrase("It holds no {name}.", name=letters.STATEMENT_FILE))
        if unreported(header, reported):
            raise refusal("E_SCHEMA", phrase("A material in scope is neither reported nor said to be missing."))
        if not reported <= set(header.scope):
            raise refusal("E_SCHEMA", phrase("A material is reported that is not in scope."))

    def statement(self) -> StatementHeader:
        """``statement.json`` alone, for a preview. Its digest is checked, the rest of the bundle is not."""
        for reader, file in self._files():
            if file.n == letters.STATEMENT_FILE:
                return letters.decode_statement(_small(reader, file))
        raise refusal("E_SCHEMA", phrase("It holds no {name}.", name=letters.STATEMENT_FILE))

    def documents(self) -> Iterator[Document]:
        """The documents of a statement, in order."""
        for reader, file in self._files():
            if file.n not in _RECORD_FILES:
                yield Document(file, _pieces(_unpacked(reader, file)))

    def letter(self) -> Letter:
        """What a receipt, withdrawal, request or key notice says, after a whole pass."""
        expected = LETTER_FILES.get(self.manifest.kind, ())
        found = {file.n: _small(reader, file) for reader, file in self._files() if file.n in expected}
        if not expected or expected[0] not in found or len(found) != len(self.manifest.files):
            raise refusal("E_SCHEMA", phrase("Its files are not those of its kind."))
        data = found[expected[0]]
        match self.manifest.kind:
            case "receipt":
                return letters.decode_receipt(data)
            case "withdrawal":
                return letters.decode_withdrawal(data)
            case "request":
                return letters.decode_request(data)
        return parse_notice(data, read_card(found[CARD_FILE]) if CARD_FILE in found else None)

    def _files(self) -> Iterator[tuple[MemberReader, DataFile]]:
        try:
            plaintext = self.open()
            package = PackageReader(plaintext)
            if package.body != self.body:
                raise refusal("E_DIGEST")
            yield from zip(package.members(self.manifest.members()), self.manifest.files, strict=True)
            package.finish()
        except age.AgeError as error:
            raise refusal("E_DIGEST", phrase("The copy changed after it was checked.")) from error
        except PartnerFileError as error:
            raise (refusal("E_DIGEST") if error.code == "E_CANNOT_OPEN" else error) from None
        if plaintext.digest() != self.digest:
            raise refusal("E_DIGEST", phrase("The copy changed after it was checked."))


_RECORD_FILES: Final = frozenset({letters.STATEMENT_FILE, positions.FILE, requirement_lines.FILE})


def _parts(reader: MemberReader, file: DataFile) -> Iterator[Part]:
    match file.n:
        case letters.STATEMENT_FILE:
            yield letters.decode_statement(_small(reader, file))
        case positions.FILE:
            for rows in _counted(positions.decode_rows(_unpacked(reader, file)), file):
                yield PositionBatch(rows)
        case requirement_lines.FILE:
            for requirements in _counted(requirement_lines.decode_requirements(_unpacked(reader, file)), file):
                yield RequirementBatch(requirements)
        case _:
            yield Document(file, _pieces(_unpacked(reader, file)))


def _counted(batches: Iterator[list[Item]], file: DataFile) -> Iterator[list[Item]]:
    left = file.rows
    for batch in batches:
        left -= len(batch)
        if left < 0:
            raise refusal("E_LIMIT", phrase("{name}: it holds more rows than the sender stated.", name=file.n))
        yield batch
    if left:
        raise refusal("E_SCHEMA", phrase("{name}: it holds fewer rows than the sender stated.", name=file.n))


def _unpacked(reader: MemberReader, file: DataFile) -> ByteSource:
    return ArchiveReader(reader, raw=file.raw, where=file.n) if file.n.endswith(SUFFIX) else reader


def _pieces(source: ByteSource) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield piece


def _small(reader: MemberReader, file: DataFile) -> bytes:
    if file.size > limits.LETTER_BYTES:
        raise refusal(
            "E_LIMIT", phrase("{name}: it is larger than {limit} bytes.", name=file.n, limit=limits.LETTER_BYTES)
        )
    return b"".join(_pieces(reader))
