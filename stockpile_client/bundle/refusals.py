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

_ASK_AGAIN = "Ask the sender to export it again and to carry it over unchanged."

REFUSALS: Final[dict[str, tuple[str, str]]] = {
    "E_NOT_BUNDLE": (
        "This is neither a bundle nor an agency card, or only a part of one.",
        "Choose a file that ends in .stockpile, or an agency card that ends in .agency-card.",
    ),
    "E_CANNOT_OPEN": (
        "The bundle cannot be opened with the keys of this agency: it is damaged, or was not made for us.",
        "Ask the sender to export it again, for the card that we use now, and to carry it over unchanged.",
    ),
    "E_POLICY_CLASSIC": (
        "The file is encrypted to a key without post-quantum protection.",
        "Ask the sender to export it with Stockpile Client, to our agency card.",
    ),
    "E_UNTRUSTED_SENDER": (
        "The signatures do not belong to any agency whose card is trusted here.",
        "Import the sender's card and compare safety numbers first. What we wrote ourselves is for the partner.",
    ),
    "E_NOT_ADDRESSED": (
        "The sender signed this bundle for other agencies, not for this one.",
        "Tell the sender which agency handed you the file; do not pass it on.",
    ),
    "E_STANZAS": (
        "The number of recipients in the file is not the number that the sender signed.",
        _ASK_AGAIN,
    ),
    "E_VERSION": (
        "The file is written in a version of the format that this program does not know.",
        "Update this program, or ask the sender to export in version 1.",
    ),
    "E_CRIT": (
        "The sender marked a part as essential that this program does not know.",
        "Update this program, then open the file again.",
    ),
    "E_EXPIRED": (
        "The period for which the sender meant this file is over.",
        "Ask the sender for a current one.",
    ),
    "E_CLOCK": (
        "The date of this file and the clock of this computer do not agree.",
        "Check the date and time of this computer. If they are right, ask the sender to check theirs.",
    ),
    "E_REPLAY": (
        "The number of this bundle does not follow on its channel.",
        "If this file was decided on before, nothing is to be done. If not, compare the latest numbers by phone.",
    ),
    "E_FORK": (
        "The sender signed two different histories of this channel. It is blocked; both files are kept as evidence.",
        "Call the sender on a known number: its keys may be in other hands, or a backup was restored.",
    ),
    "E_DIGEST": (
        "The package does not hold exactly what the sender signed.",
        _ASK_AGAIN,
    ),
    "E_LIMIT": (
        "The file exceeds a limit of the format.",
        "Ask the sender to split the statement.",
    ),
    "E_SCHEMA": (
        "The file does not keep the rules of the format.",
        "Ask the sender which program and version made it.",
    ),
    "E_REVOKED": (
        "The key that signed this was revoked.",
        "Ask the agency for its new card and compare safety numbers again.",
    ),
    "E_SUSPENDED": (
        "The exchange with this partner is suspended.",
        "Lift the suspension on the partner's page if it no longer applies.",
    ),
}
"""Code → what happened, what to do next."""


def refusal(code: str, detail: str = "") -> PartnerFileError:
    """The refusal ``code``, with one more sentence where it helps. ``E_CANNOT_OPEN`` drops the sentence, always."""
    message, hint = REFUSALS[code]
    if detail and code != "E_CANNOT_OPEN":
        message = f"{message} {detail}"
    return PartnerFileError(code, message, hint=hint)
