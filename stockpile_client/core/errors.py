"""Every refusal of the program, by whose fault it is.

An error says three things: what happened, what was *not* changed, and what to do next, each a phrase
(:mod:`stockpile_client.core.phrases`): the command line prints them, the window says them in its language. The text
of an error never contains a secret (passphrase, key, seed) and never more than a short excerpt of what someone sent.

>>> raise InputError("E_UNIT_AMBIGUOUS", phrase("The unit '{unit}' has three meanings.", unit="ton"),
...                  hint=phrase("Write t (tonne), st (short ton) or lt (long ton)."))
Traceback (most recent call last):
stockpile_client.core.errors.InputError: The unit 'ton' has three meanings.
"""

from __future__ import annotations

from stockpile_client.core.phrases import phrase

NOTHING_CHANGED = phrase("Nothing was changed.")


class StockpileError(Exception):
    """Base of all expected failures.

    ``code`` is stable and searchable (``E_…``), ``message`` says what happened, ``unchanged`` what was not
    touched, ``hint`` what to do next. ``exit_code`` is what the command line returns.
    """

    exit_code = 1

    def __init__(self, code: str, message: str, *, unchanged: str = NOTHING_CHANGED, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.unchanged = unchanged
        self.hint = hint

    def lines(self) -> list[str]:
        """What happened, what was not changed, what to do next: the parts that are not empty, in order."""
        return [part for part in (self.message, self.unchanged, self.hint) if part]


class InputError(StockpileError):
    """The user's input is wrong or incomplete: exit code 3."""

    exit_code = 3


class MachineError(StockpileError):
    """The state of this machine stands in the way (file missing, disk full, clock, damaged database): exit code 4."""

    exit_code = 4


class PartnerFileError(StockpileError):
    """A file that came from outside was refused (verification, limits, schema, sequence): exit code 5."""

    exit_code = 5


class InternalError(StockpileError):
    """A bug of ours: exit code 70 (``EX_SOFTWARE`` of sysexits.h)."""

    exit_code = 70
