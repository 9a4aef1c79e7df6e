"""Bech32 of BIP 173, without its length limit: the text form of age identities and recipients.

Rules
- A string is all lower or all upper case; the checksum is over the lower-case form.
- The last ``1`` separates the human-readable part from the data; the padding bits are zero and fewer than five.
- `decode` accepts exactly what `encode` can produce, so that one key has one text (per case).

>>> encode("age", bytes(2))
'age1qqqqlpnwam'
>>> decode("age1qqqqlpnwam")
('age', b'\\x00\\x00')
"""

from __future__ import annotations

from collections.abc import Iterable

from stockpile_client.bundle.age.errors import KeyFormatError
from stockpile_client.core.phrases import phrase

# Alphabet, generator and checksum length: BIP 173, section "Bech32".
_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUE_OF = {character: value for value, character in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM_LENGTH = 6


def encode(prefix: str, data: bytes) -> str:
    """The lower-case Bech32 text of ``data`` (any length) under the lower-case human-readable ``prefix``."""
    groups = _to_groups(data)
    remainder = _polymod([*_expand(prefix), *groups, *[0] * _CHECKSUM_LENGTH]) ^ 1
    checksum = [remainder >> 5 * (_CHECKSUM_LENGTH - 1 - i) & 31 for i in range(_CHECKSUM_LENGTH)]
    return prefix + "1" + "".join(_ALPHABET[group] for group in [*groups, *checksum])


def decode(text: str) -> tuple[str, bytes]:
    """The human-readable part, in the case in which it stands, and the data of ``text``.

    Raises `KeyFormatError` for anything that is not Bech32 with a right checksum.
    """
    if text not in (text.lower(), text.upper()):
        raise KeyFormatError(phrase("The key mixes upper and lower case."))
    prefix, separator, rest = text.rpartition("1")
    if not separator or not prefix or len(rest) < _CHECKSUM_LENGTH:
        raise KeyFormatError(phrase("The key is incomplete."))
    if any(not "!" <= character <= "~" for character in prefix):
        raise KeyFormatError(phrase("The key has a character that cannot be part of one."))
    try:
        groups = [_VALUE_OF[character] for character in rest.lower()]
    except KeyError:
        raise KeyFormatError(phrase("The key has a character that cannot be part of one.")) from None
    if _polymod([*_expand(prefix.lower()), *groups]) != 1:
        raise KeyFormatError(phrase("The checksum of the key is wrong: a character was mistyped or lost."))
    return prefix, _from_groups(groups[:-_CHECKSUM_LENGTH])


def _polymod(values: Iterable[int]) -> int:
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            if top >> bit & 1:
                checksum ^= term
    return checksum


def _expand(prefix: str) -> list[int]:
    return [ord(character) >> 5 for character in prefix] + [0] + [ord(character) & 31 for character in prefix]


def _to_groups(data: bytes) -> list[int]:
    count = -(-len(data) * 8 // 5)
    number = int.from_bytes(data, "big") << count * 5 - len(data) * 8
    return [number >> 5 * i & 31 for i in reversed(range(count))]


def _from_groups(groups: list[int]) -> bytes:
    size, padding = divmod(len(groups) * 5, 8)
    number = 0
    for group in groups:
        number = number << 5 | group
    if padding >= 5 or number & (1 << padding) - 1:
        raise KeyFormatError(phrase("The padding of the key is not canonical."))
    return (number >> padding).to_bytes(size, "big")
