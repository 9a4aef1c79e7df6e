"""What a person sets on this machine for every profile: language, appearance, size of text, minutes until the lock.

Kept in ``preferences.json`` in the platform's folder for configuration; nothing of a profile is in it. The file is
replaced atomically. One that cannot be read, or a value that this version does not know, gives the usual values, and
:attr:`PreferenceStore.problem` says so; the file is left as it is until something is changed.

The store is handed down from ``ui/app.py``. Without a folder it keeps nothing on disk, which is what a picture wants.

>>> store = PreferenceStore()
>>> store.change(language="it")
>>> store.current.language
'it'
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from stockpile_client.core.phrases import phrase
from stockpile_client.ui.language import LANGUAGES
from stockpile_client.ui.theme import Appearance

FILE_NAME = "preferences.json"
AS_SYSTEM = ""
"""The language of the system, as far as the program speaks it."""

IDLE_MINUTES = (2, 5, 10, 15, 30, 60)
"""Minutes without a key or the mouse until the window locks, as offered. It cannot be switched off."""
TEXT_PERCENTS = (100, 125, 150, 200)
"""Sizes of text, in per cent of the system's own."""

_MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Preferences:
    """The values in force; the defaults are those of a first start. ``language``: a code, or :data:`AS_SYSTEM`."""

    language: str = AS_SYSTEM
    appearance: Appearance = Appearance.SYSTEM
    idle_minutes: int = 10
    text_percent: int = 100


USUAL = Preferences()


class PreferenceStore(QObject):
    """Reads the preferences once, keeps every change, and says of each."""

    changed = Signal(object, object)  # Preferences as they are, as they were

    def __init__(
        self, folder: Path | None = None, *, usual: Preferences = USUAL, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._usual = usual
        self._path = folder / FILE_NAME if folder else None
        self.problem = ""
        self._current = self._read()

    @property
    def current(self) -> Preferences:
        """What is set now."""
        return self._current

    def change(self, **values: Any) -> None:
        """Set some of the fields of :class:`Preferences` and keep them; says ``changed`` if anything differs.

        Raises ``MachineError`` if the file could not be written; the values are then in force until the program ends.
        """
        before, self._current = self._current, replace(self._current, **values)
        if self._current == before:
            return
        try:
            self._write()
        finally:
            self.changed.emit(self._current, before)

    def _read(self) -> Preferences:
        usual = self._usual
        if self._path is None:
            return usual
        try:
            content = self._path.read_bytes()[:_MOST_BYTES]
        except FileNotFoundError:
            return usual
        except OSError:
            content = b""
        stored = _parsed(content)
        if not isinstance(stored, dict):
            self.problem = phrase("The preferences of this machine could not be read. The usual ones are in force.")
            return usual
        known = {field.name: stored[field.name] for field in fields(Preferences) if field.name in stored}
        values = {name: _checked(name, value) for name, value in known.items()}
        refused = [name for name, value in values.items() if value is None]
        if refused:
            self.problem = phrase(
                "Some preferences of this machine could not be read ({names}). The usual ones are in force instead.",
                names=", ".join(refused),
            )
        accepted: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
        return replace(usual, **accepted)

    def _write(self) -> None:
        if self._path is None:
            return
        # the folder of the services that write durably loads the database driver: not at the start
        from stockpile_client.storage.durable import machine_errors, replace_file  # noqa: PLC0415

        with machine_errors("writing the preferences"):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        import json  # noqa: PLC0415 - only who changed something needs it

        replace_file(self._path, json.dumps(asdict(self._current), indent=2).encode() + b"\n")
        self.problem = ""


def preferences_folder() -> Path:
    """Where the platform keeps a user's configuration of this program."""
    from platformdirs import user_config_path  # noqa: PLC0415 - asked once, by the program itself

    return user_config_path("Stockpile Client", appauthor=False)


def _parsed(content: bytes) -> object:
    """What a file says, or None if it is not JSON."""
    import json  # noqa: PLC0415 - only who changed something needs it

    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _checked(name: str, value: object) -> str | int | Appearance | None:
    """The value of a field as the program uses it, or None if it is none of those that may be chosen."""
    match name, value:
        case "language", str() if value == AS_SYSTEM or value in LANGUAGES:
            return value
        case "appearance", str() if value in {choice.value for choice in Appearance}:
            return Appearance(value)
        case "idle_minutes", int() if value in IDLE_MINUTES and not isinstance(value, bool):
            return value
        case "text_percent", int() if value in TEXT_PERCENTS and not isinstance(value, bool):
            return value
        case _:
            return None
