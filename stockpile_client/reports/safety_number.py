"""The safety-number sheet: sixty digits that two agencies read to each other, with room to write who did, how, when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from stockpile_client.core.errors import InternalError
from stockpile_client.core.markings import Marking
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
        raise InternalError("E_SAFETY_NUMBER", "A safety number has twelve groups.")
    first, second = (own, partner) if own_first else (partner, own)
    half = GROUPS // 2
    theirs = "7 to 12" if own_first else "1 to 6"
    return Document(
        "Safety number",
        f"{own} and {partner}",
        agency,
        marking,
        as_of,
        printed_at,
        (
            Facts((("Our agency", own), ("Partner", partner))),
            Groups(
                ((first, tuple(groups[:half])), (second, tuple(groups[half:]))),
                _PER_ROW,
                "".join(groups),
                "The same sixty digits.",
            ),
            Heading("How to compare"),
            Steps(
                (
                    "Call the partner on a number that you knew before, not on one that came with its card. Or meet.",
                    f"Let the partner read out groups {theirs} from its own screen or sheet, and type what you hear"
                    " into the program. Do not read these groups to the partner first.",
                    "Then read your own six groups to the partner.",
                    "If a single digit differs, stop: one of you has another's card. Exchange nothing, and ask whoever"
                    " is responsible for the security of your agency.",
                    "Write down below who compared, how and when. Keep this sheet with the partner's papers.",
                )
            ),
            Heading("Compared"),
            FillIn(("All twelve groups equal (yes / no)", "Who, for us", "Who, for the partner", "How", "When")),
        ),
    )
