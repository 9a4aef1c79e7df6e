"""Every limit of the bundle format, in one place, each with the section of BUNDLE.md that sets it.

Readers and writers compare with these names only, so a limit is changed here and nowhere else. A value *at* the limit
is allowed, one above it is refused with ``E_LIMIT``. Sizes are in bytes unless the name says otherwise.

>>> within(FILES, FILES)
True
>>> within(FILES + 1, FILES)
False
"""

from __future__ import annotations

from typing import Final

from stockpile_client.core.text import MAX_TEXT_BYTES

# Section 1: container
STANZAS: Final = 128
AGE_HEADER_BYTES: Final = 256 * 1024
STANZA_COUNTS: Final = (4, 8, 16, 32, 64, 128)
"""The recipient count is filled up to one of these with dummies, so that it tells little."""

# Section 2: package
MANIFEST_BYTES: Final = 1024 * 1024
FILES: Final = 64
NAME_CHARS: Final = 64
MEMBER_BYTES: Final = 8**11 - 1
"""Largest number that the eleven octal digits of a ustar size field can hold (POSIX.1-1988, ustar)."""

# Section 3: signatures and keys; sizes from RFC 8032 section 5.1 and FIPS 204 table 2
ED25519_KEY_BYTES: Final = 32
ED25519_SIGNATURE_BYTES: Final = 64
MLDSA65_KEY_BYTES: Final = 1952
MLDSA65_SIGNATURE_BYTES: Final = 3309
SEED_BYTES: Final = 32
AGE_RECIPIENT_BYTES: Final = 1216
"""ML-KEM-768 encapsulation key (1184, FIPS 203 table 3) followed by an X25519 public key (32, RFC 7748)."""

# Section 4: manifest
INTEGER: Final = 2**53 - 1
"""Largest integer that every JSON reader keeps exactly (RFC 8259 section 6)."""

# Section 5: data
LETTER_BYTES: Final = 1024 * 1024
"""A small JSON document: ``statement.json``, a receipt, a withdrawal, a request."""

# Section 6: channels
SEQUENCE_JUMP: Final = 1000

# Section 7: opening
LINE_BYTES: Final = 64 * 1024
TEXT_BYTES: Final = MAX_TEXT_BYTES
ROWS: Final = 5_000_000
RAW_BYTES: Final = 8 * 1024**3
RATIO: Final = 200
"""Uncompressed bytes per compressed byte."""
SIGNIFICANT_DIGITS: Final = 18
JSON_DEPTH: Final = 8
"""Levels of objects and arrays; a bare object has depth 1."""

# Section 8: cards and verification
CARD_FILE_BYTES: Final = 32 * 1024
AGENCY_NAME_BYTES: Final = 200
"""Ours, stricter than a text field: a name stands in every list."""
FINGERPRINT_ROUNDS: Final = 131_072

# Section 9: keys over time
NOTICE_BYTES: Final = 256 * 1024
"""Ours: a revocation that names some thousand channels."""


def within(amount: int, limit: int) -> bool:
    """Whether ``amount`` is allowed: from zero up to and including ``limit``."""
    return 0 <= amount <= limit
