"""What SQLCipher reports, in the words of the program.

>>> with database_errors():  # doctest: +SKIP
...     db.execute("SELECT 1 FROM lot")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3

from stockpile_client.core.errors import InternalError, MachineError, StockpileError
from stockpile_client.core.phrases import phrase

# Result codes of https://www.sqlite.org/rescode.html
_BUSY, _LOCKED, _READONLY, _INTERRUPT, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _CONSTRAINT, _NOTADB = (
    5, 6, 8, 9, 10, 11, 13, 14, 19, 26,
)  # fmt: skip


class CancelledError(StockpileError):
    """The user cancelled a running query: not a failure, but it ends the job."""


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn the driver's exceptions inside the block into children of :class:`StockpileError`."""
    try:
        yield
    except sqlcipher3.Error as error:
        raise translated(error) from error


def translated(error: sqlcipher3.Error) -> StockpileError:
    """The :class:`StockpileError` that says what a driver exception means for the user."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF  # the low byte is the primary code
    if code in {_BUSY, _LOCKED}:
        return MachineError(
            "E_DATABASE_BUSY",
            phrase("Another program is writing to the database."),
            hint=phrase("Close it, or wait a moment and try again."),
        )
    if code == _FULL:
        return MachineError("E_DISK_FULL", phrase("The disk is full."), hint=phrase("Free some space and try again."))
    if code in {_CORRUPT, _NOTADB}:
        return damaged()
    if code == _READONLY:
        return MachineError(
            "E_DATABASE_READONLY",
            phrase("The database may not be written."),
            hint=phrase("Check the permissions of the profile folder and whether the medium is write-protected."),
        )
    if code in {_IOERR, _CANTOPEN}:
        return MachineError(
            "E_DATABASE_IO",
            phrase("The system could not read or write the database."),
            hint=phrase("Check that the disk is connected and healthy, then open the profile again."),
        )
    if code == _INTERRUPT:
        return CancelledError("E_CANCELLED", phrase("The operation was cancelled."))
    if code == _CONSTRAINT:
        return InternalError(
            "E_CONSTRAINT",
            phrase("The database refused a record that breaks its rules."),
            hint=phrase("Please report this, with what you did just before."),
        )
    return InternalError(
        "E_DATABASE",
        phrase("The database refused a request."),
        hint=phrase("Please report this, with what you did just before."),
    )


def duplicate_key(error: Exception) -> bool:
    """Whether a driver exception says that a record with this key is there already."""
    return isinstance(error, sqlcipher3.IntegrityError) and str(error).startswith("UNIQUE constraint failed")


def damaged(detail: str = "") -> MachineError:
    """``E_DATABASE_DAMAGED``: part of the file no longer is what was written."""
    return MachineError(
        "E_DATABASE_DAMAGED",
        phrase("The database is damaged: {detail}.", detail=detail) if detail else phrase("The database is damaged."),
        hint=phrase("Stop working in this profile and restore the last backup."),
    )
