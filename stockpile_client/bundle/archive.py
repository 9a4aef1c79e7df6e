"""gzip as the format wants it: one member, and never more out of it than was promised (BUNDLE.md sections 5 and 7).

Rules
- Written: one member, no name, no time (RFC 1952: FLG 0, MTIME 0), so that the same lines give the same bytes.
- Read: in pieces, and at most the raw size that the signed manifest states, which is itself bounded (8 GiB in all,
  200 to one) where the manifest is read. Then the member must end, and the file with it: a second member, anything
  after it, or fewer bytes than promised is ``E_SCHEMA``; more is ``E_LIMIT``.

>>> import io
>>> packed = b"".join(pack([b"rows\\n"] * 10))
>>> ArchiveReader(io.BytesIO(packed), raw=50, where="rows.ndjson.gz").read(10)
b'rows\\nrows\\n'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from isal import isal_zlib

from stockpile_client.bundle.lines import ByteSource
from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.phrases import phrase

SUFFIX: Final = ".gz"

_LEVEL: Final = 1
_GZIP: Final = 31
"""Window bits of zlib.h, deflateInit2: 15 for 32 KiB, 16 more for a gzip wrapper."""
_PIECE: Final = 64 * 1024


class Packer:
    """Compresses what is given to it piece by piece; `finish` gives the rest."""

    def __init__(self) -> None:
        self._engine = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _GZIP)

    def pack(self, piece: bytes) -> bytes:
        """What of the compressed form is ready, often nothing."""
        packed: bytes = self._engine.compress(piece)
        return packed

    def finish(self) -> bytes:
        """The end of the member."""
        packed: bytes = self._engine.flush()
        return packed


def pack(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """``pieces`` as one gzip member, in pieces."""
    packer = Packer()
    yield from filter(None, map(packer.pack, pieces))
    yield packer.finish()


class ArchiveReader:
    """The unpacked content of ``source``, which must have exactly ``raw`` bytes; ``where`` names it in a refusal."""

    def __init__(self, source: ByteSource, *, raw: int, where: str) -> None:
        self._source = source
        self._where = where
        self._left = raw
        self._engine = isal_zlib.decompressobj(_GZIP)
        self._held = b""
        self._more_inside = False

    def read(self, size: int = _PIECE, /) -> bytes:
        """At most ``size`` bytes, none only at the end, where the whole file was checked."""
        while not self._engine.eof or self._more_inside:
            if not self._held and not self._more_inside:
                self._held = self._source.read(_PIECE)
                if not self._held:
                    raise refusal("E_SCHEMA", phrase("{where}: the archive ends too early.", where=self._where))
            piece = self._unpack(min(size, self._left + 1))
            if piece:
                self._left -= len(piece)
                if self._left < 0:
                    raise refusal(
                        "E_LIMIT", phrase("{where}: it unpacks to more than the sender stated.", where=self._where)
                    )
                return piece
        self._check_end()
        return b""

    def _unpack(self, limit: int) -> bytes:
        try:
            piece: bytes = self._engine.decompress(self._held, limit)
        except isal_zlib.error:  # type: ignore[misc]  # its stub calls the class an instance
            raise refusal(
                "E_SCHEMA", phrase("{where}: it is not a gzip archive, or damaged.", where=self._where)
            ) from None
        self._held = self._engine.unconsumed_tail
        self._more_inside = len(piece) == limit
        return piece

    def _check_end(self) -> None:
        if self._engine.unused_data or self._held or self._source.read(1):
            raise refusal("E_SCHEMA", phrase("{where}: something follows the archive's one member.", where=self._where))
        if self._left:
            raise refusal("E_SCHEMA", phrase("{where}: it unpacks to less than the sender stated.", where=self._where))
