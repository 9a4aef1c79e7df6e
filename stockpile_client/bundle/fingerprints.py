"""Numbers that two people compare on the phone (BUNDLE.md section 8).

Rules
- The fingerprint of a card is 30 digits: PBKDF2-HMAC-SHA512 (RFC 8018) of the key-set digest (32 bytes) followed by the
  agency id (26 ASCII letters), salt ``sx-fp-v1``, 131 072 rounds, 30 bytes out. Each five bytes, as a big-endian
  number modulo 100 000, are one group of five digits.
- The safety number of a pair is both fingerprints, the smaller one first: 60 digits in twelve groups. Both sides see
  the same. Each half stands for one agency, so nobody can trade one short collision for the other.
- What a person typed is compared group by group. Spaces, hyphens and full-width digits do not matter; all else does.

>>> number = safety_number("1" * 30, "0" * 30)
>>> groups(number)[0], groups(number)[11]
('00000', '11111')
>>> wrong_groups(number, {1: "00000", 12: "11112"})
[12]
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from hashlib import pbkdf2_hmac
from hmac import compare_digest
from typing import Final

from stockpile_client.bundle import limits

SALT: Final = b"sx-fp-v1"
GROUP_DIGITS: Final = 5
FINGERPRINT_GROUPS: Final = 6
SAFETY_GROUPS: Final = 2 * FINGERPRINT_GROUPS


@lru_cache(maxsize=256)
def fingerprint(key_set_digest: bytes, agency: str) -> str:
    """30 digits for a key-set digest (32 bytes) and an agency id. Takes about a tenth of a second, on purpose, the
    first time; it is public, and so remembered."""
    output = pbkdf2_hmac(
        "sha512",
        key_set_digest + agency.encode("ascii"),
        SALT,
        limits.FINGERPRINT_ROUNDS,
        FINGERPRINT_GROUPS * GROUP_DIGITS,
    )
    pieces = (output[start : start + GROUP_DIGITS] for start in range(0, len(output), GROUP_DIGITS))
    return "".join(f"{int.from_bytes(piece) % 10**GROUP_DIGITS:0{GROUP_DIGITS}d}" for piece in pieces)


def safety_number(one: str, other: str) -> str:
    """The 60 digits of two fingerprints, the same whichever is given first."""
    return "".join(sorted((one, other)))


def groups(digits: str) -> list[str]:
    """A fingerprint or safety number in groups of five, to show or to read out."""
    return [digits[start : start + GROUP_DIGITS] for start in range(0, len(digits), GROUP_DIGITS)]


def wrong_groups(number: str, typed: Mapping[int, str]) -> list[int]:
    """The groups, counted from 1, whose typed text is not the one of ``number``, in order; empty if all are right."""
    expected = groups(number)
    return sorted(
        place
        for place, text in typed.items()
        if not 1 <= place <= len(expected) or not compare_digest(_plain(text).encode(), expected[place - 1].encode())
    )


def same_number(number: str, typed: str) -> bool:
    """Whether ``typed`` is the whole of ``number``, however it is spaced."""
    return compare_digest(_plain(typed).encode(), number.encode())


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "")
