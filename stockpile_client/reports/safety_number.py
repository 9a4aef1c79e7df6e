"""The safety-number sheet: sixty digits that two agencies read to each other, with room to write who did, how, when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from stockpile_client.core.errors import InternalError
from stockpile_client.core.markings import Marking
from stockpile_client.core.phrases import phrase
from stockpile_client.reports.document import Document, Facts, FillIn, Groups, Heading, Steps

GROUPS = 12
"""Groups of five digits, six for each agency (BUNDLE.md, section 8)."""
_PER_ROW = 3


def safety_number_document(
    groups: Sequence[str],
    *,
    own: str,
    partner: str,
    own_first: bool,
    agency: str,
    marking: Marking,
    as_of: date,
    printed_at: datetime,
) -> Document:
    """The sheet of two agencies (names); ``own_first``: whether groups 1 to 6 are those of our own card."""
    if len(groups) != GROUPS:
        raise InternalError("E_SAFETY_NUMBER", phrase("A safety number has twelve groups."))
    first, second = (own, partner) if own_first else (partner, own)
    half = GROUPS // 2
    theirs = (
        phrase(
            "Let the partner read out groups 7 to 12 from its own screen or sheet, and type what you hear into the"
            " program. Do not read these groups to the partner first."
        )
        if own_first
        else phrase(
            "Let the partner read out groups 1 to 6 from its own screen or sheet, and type what you hear into the"
            " program. Do not read these groups to the partner first."
        )
    )
    return Document(
        phrase("Safety number"),
        phrase("{own} and {partner}", own=own, partner=partner),
        agency,
        marking,
        as_of,
        printed_at,
        (
            Facts(((phrase("Our agency"), own), (phrase("Partner"), partner))),
            Groups(
                ((first, tuple(groups[:half])), (second, tuple(groups[half:]))),
                _PER_ROW,
                "".join(groups),
                phrase("The same sixty digits."),
            ),
            Heading(phrase("How to compare")),
            Steps(
                (
                    phrase(
                        "Call the partner on a number that you knew before, not on one that came with its card."
                        " Or meet."
                    ),
                    theirs,
                    phrase("Then read your own six groups to the partner."),
                    phrase(
                        "If a single digit differs, stop: one of you has another's card. Exchange nothing, and ask"
                        " whoever is responsible for the security of your agency."
                    ),
                    phrase("Write down below who compared, how and when. Keep this sheet with the partner's papers."),
                )
            ),
            Heading(phrase("Compared")),
            FillIn(
                (
                    phrase("All twelve groups equal (yes / no)"),
                    phrase("Who, for us"),
                    phrase("Who, for the partner"),
                    phrase("How"),
                    phrase("When"),
                )
            ),
        ),
    )
