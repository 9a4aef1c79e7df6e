"""The recovery sheet: the one copy of the recovery key, to be printed and locked away."""

from __future__ import annotations

from datetime import date, datetime

from stockpile_client.core.markings import Marking
from stockpile_client.core.phrases import phrase
from stockpile_client.reports.document import Document, Facts, FillIn, Groups, Heading, Notice, Steps

_PER_ROW = 4


def recovery_document(
    key: str, *, agency: str, agency_id: str, marking: Marking, as_of: date, printed_at: datetime
) -> Document:
    """The sheet of a recovery ``key`` as the program shows it: groups with spaces between them, a prefix first."""
    prefix, *groups = key.split()
    return Document(
        phrase("Recovery sheet"),
        phrase("The key of last resort"),
        agency,
        marking,
        as_of,
        printed_at,
        (
            Notice(
                phrase(
                    "Whoever has this sheet can revoke the keys of the agency. The program keeps no copy of it and"
                    " cannot make it again."
                )
            ),
            Facts(((phrase("Agency"), agency), (phrase("Agency id"), agency_id))),
            Groups(
                ((phrase("{prefix}, and then", prefix=prefix), tuple(groups)),),
                _PER_ROW,
                key,
                phrase("The whole key, its beginning included."),
            ),
            Heading(phrase("What it is for")),
            Steps(
                (
                    phrase(
                        "If the computer or the passphrase is lost, or somebody else may have the agency's keys, this"
                        " key signs their revocation, so that partners accept nothing more from them."
                    ),
                    phrase("It opens no database and no bundle: backups and the passphrase do that."),
                )
            ),
            Heading(phrase("What to do now")),
            Steps(
                (
                    phrase("Print two copies on a printer that you trust, and check that every group can be read."),
                    phrase(
                        "Seal each in an envelope, sign across the flap, and keep them in two safes in two places;"
                        " never beside the computer, never with the passphrase."
                    ),
                    phrase(
                        "Delete the file from which this was printed, and empty the printer's memory if it has one."
                    ),
                    phrase(
                        "Open an envelope only to use the key, and write down who did and why. Check the seals"
                        " every year."
                    ),
                )
            ),
            Heading(phrase("Kept")),
            FillIn((phrase("Place of this copy"), phrase("Sealed by"), phrase("When"))),
        ),
    )
