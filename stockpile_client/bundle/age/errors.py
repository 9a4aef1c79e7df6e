"""Every way in which an age file or key is refused.

Rules
- One class per layer of the format, so that a caller can tell a mangled e-mail (`ArmorError`) from a file that
  is not for us (`NoMatchError`) and from one that was changed on its way (`HeaderMacError`, `PayloadError`).
- A text names the rule that was broken, never a key, a seed or bytes of the file.

>>> raise NoMatchError("None of the 4 recipient stanzas opens with the given identities.")
Traceback (most recent call last):
stockpile_client.bundle.age.errors.NoMatchError: None of the 4 recipient stanzas opens with the given identities.
"""

from __future__ import annotations

from typing import ClassVar

from stockpile_client.core.errors import NOTHING_CHANGED, PartnerFileError
from stockpile_client.core.phrases import phrase


class AgeError(PartnerFileError):
    """Base of all refusals of the age codec; each child fixes its ``code``, ``hint`` and what stayed unchanged."""

    CODE: ClassVar[str] = "E_AGE"
    HINT: ClassVar[str] = phrase("Ask the sender for the file again.")
    UNCHANGED: ClassVar[str] = NOTHING_CHANGED

    def __init__(self, message: str) -> None:
        super().__init__(self.CODE, message, unchanged=self.UNCHANGED, hint=self.HINT)


class ArmorError(AgeError):
    """The ASCII armor around the file breaks the strict PEM form."""

    CODE = "E_AGE_ARMOR"
    HINT = phrase("Mail programs often damage pasted text: ask for the file as an attachment.")


class HeaderError(AgeError):
    """The header (or the payload nonce after it) breaks the grammar, or a limit of this program."""

    CODE = "E_AGE_HEADER"


class NoMatchError(AgeError):
    """The header is well formed, but no stanza is for one of the identities."""

    CODE = "E_AGE_NO_MATCH"
    HINT = phrase("Check with the sender which of your keys the file was encrypted to.")


class HeaderMacError(AgeError):
    """A stanza gave a file key, but the header was not authenticated with it."""

    CODE = "E_AGE_HEADER_MAC"


class PayloadError(AgeError):
    """The payload was cut, extended, reordered or changed."""

    CODE = "E_AGE_PAYLOAD"
    UNCHANGED = phrase("Only authenticated content was written before the damage; treat it as incomplete.")


class KeyFormatError(AgeError, ValueError):
    """A text or byte string is not an identity or a recipient that this codec knows."""

    CODE = "E_AGE_KEY"
    HINT = phrase("Copy the key again from its card or key file, whole and without line breaks.")
