"""What counts as a passphrase, and the bytes it stands for.

The same passphrase typed on two keyboards must give the same bytes, so it is normalised (NFKC) before it is encoded
(UTF-8). Length is the only demand on a new one: rules about character classes lead to shorter, reused passphrases
(NIST SP 800-63B, section 5.1.1.2).

>>> passphrase_bytes("ﬁve green lorries")
b'five green lorries'
"""

from __future__ import annotations

import unicodedata

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase

MINIMUM_CHARACTERS = 12
MAXIMUM_BYTES = 1024


def passphrase_bytes(passphrase: str) -> bytes:
    """The bytes that a passphrase stands for; :class:`InputError` ``E_PASSPHRASE_RULE`` if it cannot be one."""
    try:
        encoded = unicodedata.normalize("NFKC", passphrase).encode("utf-8")
    except UnicodeEncodeError:
        raise _refused(phrase("The passphrase holds half a character."), phrase("Type it again.")) from None
    if not encoded:
        raise _refused(phrase("The passphrase is empty."), phrase("Type the passphrase of this profile."))
    if len(encoded) > MAXIMUM_BYTES:
        raise _refused(
            phrase("The passphrase is too long."), phrase("Keep it under {limit} bytes.", limit=MAXIMUM_BYTES)
        )
    return encoded


def new_passphrase_bytes(passphrase: str) -> bytes:
    """As :func:`passphrase_bytes`, for one that is being set: at least twelve characters after normalisation."""
    encoded = passphrase_bytes(passphrase)
    if len(encoded.decode("utf-8").strip()) < MINIMUM_CHARACTERS:
        raise _refused(
            phrase("The passphrase is shorter than {limit} characters.", limit=MINIMUM_CHARACTERS),
            phrase("Five or six unrelated words make a good one."),
        )
    return encoded


def _refused(message: str, hint: str) -> InputError:
    return InputError("E_PASSPHRASE_RULE", message, hint=hint)
