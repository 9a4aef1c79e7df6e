"""The markings of a profile: TLP 2.0 as it came, or a scheme that the agency wrote, with its own caveats.

A scheme is a JSON file (see :mod:`stockpile_client.core.markings`). The one in force is kept in the profile; taking
another changes no statement that went out, and a label that the new one does not know counts as the most restrictive.

>>> use_scheme(ctx, Path("ministry-markings.json")).summary  # doctest: +SKIP
'Markings of Ministry 3 in force'
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from stockpile_client.core.errors import InputError
from stockpile_client.core.markings import MarkingScheme, scheme_from_json
from stockpile_client.core.phrases import phrase
from stockpile_client.services.catalogue import load_marking_scheme
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.storage import settings
from stockpile_client.storage.connection import Database
from stockpile_client.storage.durable import machine_errors, replace_file

_SETTING = "marking_scheme"
MOST_BYTES = 256 * 1024


def scheme_of(db: Database) -> MarkingScheme:
    """The scheme that a profile keeps, TLP 2.0 unless it was given another."""
    stored = settings.get(db, _SETTING)
    return scheme_from_json(stored) if stored else load_marking_scheme()


def read_scheme(path: Path) -> MarkingScheme:
    """The scheme of a file; ``InputError`` (``E_MARKING_SCHEME``) says what is wrong with it."""
    with machine_errors(phrase("reading {name}", name=path.name)), path.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InputError("E_MARKING_SCHEME", phrase("The file is too large for a marking scheme."))
    try:
        return scheme_from_json(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError(
            "E_MARKING_SCHEME", phrase("The file is not UTF-8 text."), hint=phrase("Save it as UTF-8.")
        ) from None


def use_scheme(ctx: Context, path: Path | None) -> ChangeSet:
    """Put the scheme of a file in force, or TLP 2.0 again; from now on in this profile."""
    scheme = load_marking_scheme() if path is None else read_scheme(path)
    with ctx.transaction():
        settings.put(ctx.db, _SETTING, "" if path is None else as_json(scheme))
        ctx.record("setting_changed", _SETTING, {"name": scheme.name, "version": scheme.version})
    ctx.scheme = scheme
    summary = phrase("Markings of {name} {version} in force", name=scheme.name, version=scheme.version)
    return ChangeSet.of(Kind.SETTINGS, summary=summary)


def write_scheme(ctx: Context, target: Path) -> Path:
    """Write the scheme in force as a file, to be edited and read again."""
    replace_file(target, as_json(ctx.scheme).encode("utf-8"))
    return target


def as_json(scheme: MarkingScheme) -> str:
    """A scheme as :func:`scheme_from_json` reads it."""
    return json.dumps(asdict(scheme), ensure_ascii=False, indent=2) + "\n"
