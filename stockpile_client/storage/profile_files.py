"""Which files make a profile: names only, so that a folder can be recognised without the means to open it.

>>> ProfileFolder(Path("jogmec")).database.name
'stockpile.db'
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ProfileFolder:
    """Where the files of a profile are."""

    path: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.path / "stockpile.db"

    @property
    def key_file(self) -> Path:
        """The database key, wrapped under the passphrase."""
        return self.path / "stockpile.key.json"

    @property
    def attempts(self) -> Path:
        """The record of wrong passphrases."""
        return self.path / "stockpile.attempts.json"

    @property
    def lock(self) -> Path:
        """Held by the program that has the profile open."""
        return self.path / "stockpile.lock"

    def is_profile(self) -> bool:
        """Whether both files that make a profile are there."""
        return self.database.is_file() and self.key_file.is_file()
