"""Where this user's profiles are, told without opening one.

The window shows them first of all: this module loads neither the database driver nor the cryptography.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from stockpile_client.storage.profile_files import ProfileFolder


@dataclass(frozen=True, slots=True)
class ProfilePlace:
    """A profile found in the user's profile folder."""

    folder: Path
    name: str


def profiles_folder() -> Path:
    """Where this user's profiles live unless another folder is chosen."""
    return user_data_path("Stockpile Client", appauthor=False) / "profiles"


def demonstration_folder() -> Path:
    """Where the demonstration lives that was started from the window."""
    return profiles_folder().parent / "demonstration"


def known_profiles(root: Path | None = None) -> list[ProfilePlace]:
    """The profiles in ``root`` (default: :func:`profiles_folder`), by name."""
    root = root or profiles_folder()
    if not root.is_dir():
        return []
    folders = sorted(path for path in root.iterdir() if ProfileFolder(path).is_profile())
    return [ProfilePlace(folder, folder.name) for folder in folders]


def looks_like_backup(folder: Path) -> bool:
    """Whether a folder is a backup, as far as can be told without opening it: a profile was open once, and has a lock
    file since; a backup never was.
    """
    files = ProfileFolder(folder)
    return files.is_profile() and not files.lock.exists()


def folder_of(path: Path) -> Path | None:
    """The folder of a profile or backup, given as the folder or as one of its files; ``None`` for anything else."""
    folder = path if path.is_dir() else path.parent
    files = ProfileFolder(folder)
    is_part = path in (folder, files.database, files.key_file)
    return folder if is_part and files.is_profile() else None
