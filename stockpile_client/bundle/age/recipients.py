"""Keys by their text: which identity or recipient a string is, and new ones.

Rules
- A text has one case, as age writes it: identities upper, recipients lower; and no space around it.
- New identities are post-quantum.

>>> identity = generate_identity()
>>> parse_identity(identity.to_string()) == identity
True
>>> parse_recipient(str(identity.recipient())) == identity.recipient()
True
"""

from __future__ import annotations

import secrets

from stockpile_client.bundle.age import bech32
from stockpile_client.bundle.age.classic import X25519Identity, X25519Recipient
from stockpile_client.bundle.age.errors import KeyFormatError
from stockpile_client.bundle.age.hybrid import SEED_SIZE, HybridIdentity, HybridRecipient
from stockpile_client.core.phrases import phrase


def parse_identity(text: str) -> HybridIdentity | X25519Identity:
    """The identity written ``AGE-SECRET-KEY-PQ-1…`` or ``AGE-SECRET-KEY-1…``. Raises `KeyFormatError`."""
    prefix, data = bech32.decode(text)
    if prefix == HybridIdentity.PREFIX:
        return HybridIdentity(data)
    if prefix == X25519Identity.PREFIX:
        return X25519Identity(data)
    raise KeyFormatError(phrase("This is not an age identity."))


def parse_recipient(text: str) -> HybridRecipient | X25519Recipient:
    """The recipient written ``age1pq1…`` or ``age1…``. Raises `KeyFormatError`."""
    prefix, data = bech32.decode(text)
    if prefix == HybridRecipient.PREFIX:
        return HybridRecipient(data)
    if prefix == X25519Recipient.PREFIX:
        return X25519Recipient(data)
    raise KeyFormatError(phrase("This is not an age recipient."))


def generate_identity() -> HybridIdentity:
    """A new post-quantum identity from the operating system's random numbers."""
    return HybridIdentity(secrets.token_bytes(SEED_SIZE))


def dummy_recipient() -> HybridRecipient:
    """A valid recipient whose identity is forgotten at once.

    A stanza for it cannot be told from one for a partner, so it hides how many partners a file has.
    """
    return generate_identity().recipient()
