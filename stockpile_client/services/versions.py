"""What the program is made of: the versions that run here, with their licences."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from functools import cache
from importlib import metadata

from cryptography.hazmat.backends.openssl import backend

from stockpile_client import __version__
from stockpile_client.core.phrases import phrase

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LONGEST_LICENCE = 60
"""Some packages put the whole text of their licence where its name belongs."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the program."""

    name: str
    version: str
    licence: str


@cache
def components() -> tuple[Component, ...]:
    """The program itself, Python, OpenSSL, then the packages that it requires, by name."""
    own = Component("Stockpile Client", __version__, "Apache-2.0")
    python = Component("Python", platform.python_version(), "PSF-2.0")
    openssl = Component("OpenSSL", backend.openssl_version_text().split()[1], "Apache-2.0")
    return own, python, openssl, *(_component(name) for name in sorted(_required(), key=str.casefold))


def _required() -> set[str]:
    """The names of what the installed program requires on this machine; none if it was not installed."""
    try:
        lines = metadata.requires("stockpile-client") or []
    except metadata.PackageNotFoundError:
        return set()
    names = {found.group() for line in lines if "extra ==" not in line and (found := _NAME.match(line))}
    return {name for name in names if _is_here(name)}


def _is_here(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _component(name: str) -> Component:
    about = metadata.distribution(name).metadata
    return Component(about["Name"] or name, about["Version"] or "", _licence(about))


def _licence(about: metadata.PackageMetadata) -> str:
    stated = about["License-Expression"] or about["License"] or ""
    if stated and len(stated) <= _LONGEST_LICENCE:
        return stated
    kinds = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    return ", ".join(kinds) or phrase("see the package")
