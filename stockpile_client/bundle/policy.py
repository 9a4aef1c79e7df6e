"""The exchange policy: what a bundle's age header may hold, above the codec (BUNDLE.md section 1).

Rules
- Written and read: ``mlkem768x25519`` stanzas only. Anything else would hand the content to whoever records it today
  and breaks X25519 later; reading refuses it (``E_POLICY_CLASSIC``) before a key is tried.
- The recipients are the audience and the sender, filled up with dummies to the next of 4, 8, 16, 32, 64 and 128, in an
  order drawn at random: neither the count nor a place tells who is among them.
- A file name tells nobody who, when or what.
- Two refusals say something about the header, because everybody can read it without a key: ``E_NOT_BUNDLE`` (it
  does not begin as an age file does) and ``E_POLICY_CLASSIC``. All the rest is ``E_CANNOT_OPEN``.

>>> stanza_count(3), stanza_count(5), stanza_count(128)
(4, 8, 128)
>>> is_bundle_name("sx-0123abcd.stockpile"), is_bundle_name("italy-2026.stockpile")
(True, False)
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Final

from stockpile_client.bundle import age, limits
from stockpile_client.bundle.age.header import VERSION_LINE
from stockpile_client.bundle.age.source import ByteSource
from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase

STANZA_TYPE: Final = "mlkem768x25519"
SUFFIX: Final = ".stockpile"

_NAME = re.compile(r"sx-[0-9a-f]{8}\.stockpile", re.ASCII)


def stanza_count(people: int) -> int:
    """How many stanzas a bundle for ``people`` agencies has, the sender among them.

    Raises ``InputError`` (``E_AUDIENCE``) for more than 128.
    """
    for count in limits.STANZA_COUNTS:
        if people <= count:
            return count
    raise InputError("E_AUDIENCE", phrase("A bundle goes to at most {limit} partners.", limit=limits.STANZAS - 1))


def envelope(recipients: Iterable[age.HybridRecipient]) -> list[age.HybridRecipient]:
    """``recipients`` and as many dummies as are missing to `stanza_count`, in random order."""
    everyone = list(recipients)
    everyone += [age.dummy_recipient() for _ in range(stanza_count(len(everyone)) - len(everyone))]
    secrets.SystemRandom().shuffle(everyone)
    return everyone


def read_header(source: ByteSource) -> age.Header:
    """The header of a bundle, of which nothing is authentic yet.

    Raises ``E_NOT_BUNDLE``, ``E_POLICY_CLASSIC`` or ``E_CANNOT_OPEN``.
    """
    if source.peek(len(VERSION_LINE)) != VERSION_LINE:
        raise refusal("E_NOT_BUNDLE")
    try:
        header = age.read_header(source, max_stanzas=limits.STANZAS, max_bytes=limits.AGE_HEADER_BYTES)
    except age.HeaderError:
        raise refusal("E_CANNOT_OPEN") from None
    if any(stanza.type != STANZA_TYPE for stanza in header.stanzas):
        raise refusal("E_POLICY_CLASSIC")
    return header


def new_bundle_name() -> str:
    """``sx-<8 random hex digits>.stockpile``."""
    return f"sx-{secrets.token_hex(4)}{SUFFIX}"


def is_bundle_name(name: str) -> bool:
    """Whether ``name`` is one that `new_bundle_name` could give."""
    return _NAME.fullmatch(name) is not None
