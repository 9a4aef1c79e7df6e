"""Tells the desktop of this user about the program: entry in the menu, icon, and which files open with it.

On Linux four files are put where the XDG Base Directory Specification says (``$XDG_DATA_HOME``), and the desktop's
indexes are renewed if their programs are there. On Windows the file types are written under the user's own
``HKEY_CURRENT_USER\\Software\\Classes``. Neither needs an administrator, and :func:`remove` takes back what
:func:`install` did. macOS knows programs by their bundle only.

>>> install(program=Path("/opt/stockpile-client/stockpile-client"))  # doctest: +SKIP
DesktopEntry(program=PosixPath('/opt/stockpile-client/stockpile-client'), written=(...))
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from stockpile_client.core.errors import MachineError
from stockpile_client.core.phrases import phrase
from stockpile_client.processes import WINDOW_PROGRAM, desktop_environment
from stockpile_client.services.resources import resource_path, resource_text

FILE_TYPES = {
    ".stockpile": ("StockpileClient.Bundle", "Stockpile bundle"),
    ".agency-card": ("StockpileClient.AgencyCard", "Agency card of Stockpile Client"),
}
"""Suffix → the name of the type in Windows' registry, and what Windows calls such a file."""

_INDEXES = (("update-mime-database", "mime"), ("update-desktop-database", "applications"))
_CLASSES = "Software\\Classes\\"
_QUOTED = frozenset(" \t\"'\\><~|&;$*?#()`")


@dataclass(frozen=True, slots=True)
class DesktopEntry:
    """Which program was made known, and what was written for it (files, or keys of the registry)."""

    program: Path
    written: tuple[str, ...]


def find_program() -> Path:
    """The program that opens the window: beside this one. ``MachineError`` ``E_PROGRAM_PLACE`` if it is not there."""
    here = Path(sys.executable).with_name(WINDOW_PROGRAM)
    if here.is_file():
        return here
    found = shutil.which(WINDOW_PROGRAM)
    if found:
        return Path(found)
    raise MachineError(
        "E_PROGRAM_PLACE",
        phrase("The program {name} was not found beside this one.", name=WINDOW_PROGRAM),
        hint=phrase("Install the program, then run this command from where it was installed."),
    )


def install(program: Path | None = None, *, data_home: Path | None = None) -> DesktopEntry:
    """Make the program known to this user's desktop; doing it again brings it up to date.

    ``program`` defaults to :func:`find_program`, ``data_home`` (Linux) to ``$XDG_DATA_HOME`` or ``~/.local/share``.
    Raises ``MachineError`` ``E_DESKTOP_SYSTEM`` on a system that knows no such entries.
    """
    chosen = program or find_program()
    if any(unicodedata.category(sign) == "Cc" for sign in str(chosen)):  # a line break would begin another key
        raise MachineError(
            "E_PROGRAM_PLACE",
            phrase("The menu cannot name a program whose path has control characters."),
            hint=phrase("Move the program to another folder."),
        )
    if sys.platform == "win32":
        return DesktopEntry(chosen, _write_registry(chosen))
    _require_linux()
    root = data_home or _data_home()
    texts = {
        "applications": resource_text("desktop", "stockpile-client.desktop").replace("@EXEC@", quoted(chosen)),
        "mime/packages": resource_text("desktop", "stockpile-client.xml"),
        "icons/hicolor/scalable/apps": resource_path("desktop", "stockpile-client.svg").read_text("utf-8"),
    }
    for path, text in zip(_paths(root), texts.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    _renew_indexes(root)
    return DesktopEntry(chosen, tuple(str(path) for path in _paths(root)))


def remove(*, data_home: Path | None = None) -> tuple[str, ...]:
    """Take back what :func:`install` did; returns what was removed, nothing if there was nothing."""
    if sys.platform == "win32":
        return _clear_registry()
    _require_linux()
    root = data_home or _data_home()
    removed = [path for path in _paths(root) if path.exists()]
    for path in removed:
        path.unlink()
    if removed:
        _renew_indexes(root)
    return tuple(str(path) for path in removed)


def quoted(program: Path) -> str:
    """A path as the key ``Exec`` wants it (Desktop Entry Specification 1.5, "The Exec key")."""
    text = str(program).replace("%", "%%")
    if not _QUOTED & set(text):
        return text
    for sign in ("\\", '"', "`", "$"):
        text = text.replace(sign, f"\\{sign}")
    return '"' + text.replace("\\", "\\\\") + '"'


def _paths(root: Path) -> tuple[Path, ...]:
    return (
        root / "applications" / "stockpile-client.desktop",
        root / "mime" / "packages" / "stockpile-client.xml",
        root / "icons" / "hicolor" / "scalable" / "apps" / "stockpile-client.svg",
    )


def _data_home() -> Path:
    named = os.environ.get("XDG_DATA_HOME", "")
    return Path(named) if named and Path(named).is_absolute() else Path.home() / ".local" / "share"


def _require_linux() -> None:
    if not sys.platform.startswith("linux"):
        raise MachineError(
            "E_DESKTOP_SYSTEM",
            phrase("This system takes menu entries from installed programs only."),
            hint=phrase("Start the program by its name, stockpile-client."),
        )


def _renew_indexes(root: Path) -> None:
    environment = desktop_environment()
    for name, folder in _INDEXES:
        program = shutil.which(name)
        if program and (root / folder).is_dir():  # without it the desktop finds the new files at the next login
            subprocess.run([program, str(root / folder)], check=False, capture_output=True, env=environment)  # noqa: S603


def _write_registry(program: Path) -> tuple[str, ...]:
    import winreg  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - only on Windows

    written = []
    for suffix, (kind, words) in FILE_TYPES.items():
        for key, value in (
            (suffix, kind),
            (kind, words),
            (f"{kind}\\DefaultIcon", f"{program},0"),
            (f"{kind}\\shell\\open\\command", f'"{program}" "%1"'),
        ):
            winreg.SetValue(winreg.HKEY_CURRENT_USER, _CLASSES + key, winreg.REG_SZ, value)  # type: ignore[attr-defined]
            written.append(_CLASSES + key)
    return tuple(written)


def _clear_registry() -> tuple[str, ...]:
    import winreg  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - only on Windows

    removed = []
    for suffix, (kind, _words) in FILE_TYPES.items():
        for key in (f"{kind}\\shell\\open\\command", f"{kind}\\shell\\open", f"{kind}\\shell", f"{kind}\\DefaultIcon",
                    kind, suffix):  # fmt: skip
            try:
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, _CLASSES + key)  # type: ignore[attr-defined]
            except FileNotFoundError:
                continue
            removed.append(_CLASSES + key)
    return tuple(removed)
