"""What is said when a partner's file is refused: one text per code of BUNDLE.md section 7, all of them here.

Rules
- A refusal is a ``PartnerFileError``; :func:`refusal` makes it, the caller raises it.
- Up to the moment when both signatures are verified there is one refusal, ``E_CANNOT_OPEN``, and it takes no
  detail: whoever sends damaged files learns nothing from the answer.
- After that a detail may follow. It names a rule, a number or a member of the format, never the partner's text.

>>> raise refusal("E_LIMIT", "It names 65 files.")
Traceback (most recent call last):
stockpile_client.core.errors.PartnerFileError: The file exceeds a limit of the format. It names 65 files.
"""

from __future__ import annotations

from typing import Final

from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.phrases import joined, phrase

_ASK_AGAIN = phrase("Ask the sender to export it again and to carry it over unchanged.")

REFUSALS: Final[dict[str, tuple[str, str]]] = {
    "E_NOT_BUNDLE": (
        phrase("This is neither a bundle nor an agency card, or only a part of one."),
        phrase("Choose a file that ends in .stockpile, or an agency card that ends in .agency-card."),
    ),
    "E_CANNOT_OPEN": (
        phrase("The bundle cannot be opened with the keys of this agency: it is damaged, or was not made for us."),
        phrase("Ask the sender to export it again, for the card that we use now, and to carry it over unchanged."),
    ),
    "E_POLICY_CLASSIC": (
        phrase("The file is encrypted to a key without post-quantum protection."),
        phrase("Ask the sender to export it with Stockpile Client, to our agency card."),
    ),
    "E_UNTRUSTED_SENDER": (
        phrase("The signatures do not belong to any agency whose card is trusted here."),
        phrase(
            "Import the sender's card and compare safety numbers first. What we wrote ourselves is for the partner."
        ),
    ),
    "E_NOT_ADDRESSED": (
        phrase("The sender signed this bundle for other agencies, not for this one."),
        phrase("Tell the sender which agency handed you the file; do not pass it on."),
    ),
    "E_STANZAS": (
        phrase("The number of recipients in the file is not the number that the sender signed."),
        _ASK_AGAIN,
    ),
    "E_VERSION": (
        phrase("The file is written in a version of the format that this program does not know."),
        phrase("Update this program, or ask the sender to export in version 1."),
    ),
    "E_CRIT": (
        phrase("The sender marked a part as essential that this program does not know."),
        phrase("Update this program, then open the file again."),
    ),
    "E_EXPIRED": (
        phrase("The period for which the sender meant this file is over."),
        phrase("Ask the sender for a current one."),
    ),
    "E_CLOCK": (
        phrase("The date of this file and the clock of this computer do not agree."),
        phrase("Check the date and time of this computer. If they are right, ask the sender to check theirs."),
    ),
    "E_REPLAY": (
        phrase("The number of this bundle does not follow on its channel."),
        phrase(
            "If this file was decided on before, nothing is to be done. If not, compare the latest numbers by phone."
        ),
    ),
    "E_FORK": (
        phrase(
            "The sender signed two different histories of this channel. It is blocked; both files are kept as evidence."
        ),
        phrase("Call the sender on a known number: its keys may be in other hands, or a backup was restored."),
    ),
    "E_DIGEST": (
        phrase("The package does not hold exactly what the sender signed."),
        _ASK_AGAIN,
    ),
    "E_LIMIT": (
        phrase("The file exceeds a limit of the format."),
        phrase("Ask the sender to split the statement."),
    ),
    "E_SCHEMA": (
        phrase("The file does not keep the rules of the format."),
        phrase("Ask the sender which program and version made it."),
    ),
    "E_REVOKED": (
        phrase("The key that signed this was revoked."),
        phrase("Ask the agency for its new card and compare safety numbers again."),
    ),
    "E_SUSPENDED": (
        phrase("The exchange with this partner is suspended."),
        phrase("Lift the suspension on the partner's page if it no longer applies."),
    ),
}
"""Code → what happened, what to do next."""


def refusal(code: str, detail: str = "") -> PartnerFileError:
    """The refusal ``code``, with one more sentence where it helps. ``E_CANNOT_OPEN`` drops the sentence, always."""
    message, hint = REFUSALS[code]
    if detail and code != "E_CANNOT_OPEN":
        message = joined((message, detail))
    return PartnerFileError(code, message, hint=hint)
