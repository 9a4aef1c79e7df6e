"""Names that a stranger may give to a file.

Nothing is ever unpacked by name in this program, but people do it by hand. So besides the rule of BUNDLE.md section 2
(``[a-z0-9][a-z0-9._-]{0,63}``) a name is refused when a file system would read it as something else: a device of
Windows (``con``, ``nul.gz``), a name that ends in a dot, or one that equals a member of the package but for its case.

>>> is_file_name("positions.ndjson.gz"), is_file_name("../x"), is_file_name("con.json")
(True, False, False)
>>> is_short_name("KOMIR"), is_short_name("K/R")
(True, False)
"""

from __future__ import annotations

import re
from typing import Final

from stockpile_client.bundle import limits

_FILE_NAME: Final = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{limits.NAME_CHARS - 1}}}")
_SHORT_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?")
_OWN_MEMBERS: Final = frozenset({"manifest", "manifest.ed25519", "manifest.mldsa65", "padding"})
# Microsoft, "Naming Files, Paths, and Namespaces": reserved with any extension
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)


def is_file_name(name: str) -> bool:
    """Whether a data file may have this name."""
    return (
        _FILE_NAME.fullmatch(name) is not None
        and not name.endswith(".")
        and name not in _OWN_MEMBERS
        and not _is_device(name)
    )


def is_short_name(name: str) -> bool:
    """Whether an agency may have this short name, which becomes ``<short name>.agency-card``: 1 to 32 ASCII letters,
    digits and inner hyphens."""
    return _SHORT_NAME.fullmatch(name) is not None and not _is_device(name)


def _is_device(name: str) -> bool:
    return name.lower().partition(".")[0] in _DEVICES
