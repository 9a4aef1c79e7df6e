"""Where the files that came with the program are: catalogue, demonstration data, icons, translations, help.

An installed wheel carries them as package data (``stockpile_client/resources``); a source checkout keeps them
in the top-level ``resources/``. Nothing else may guess a path.

>>> resource_path("catalogue", "units.csv").name
'units.csv'
"""

from __future__ import annotations

from pathlib import Path

import stockpile_client
from stockpile_client.core.errors import MachineError
from stockpile_client.core.phrases import phrase


def resource_path(*parts: str) -> Path:
    """The file or folder ``parts`` of the resources; ``MachineError`` ``E_RESOURCE_MISSING`` if it is missing."""
    package = Path(stockpile_client.__file__).parent
    for root in (package / "resources", package.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise MachineError(
        "E_RESOURCE_MISSING",
        phrase("A file that belongs to the program is missing: {parts}.", parts="/".join(parts)),
        hint=phrase("Install the program again."),
    )


def resource_text(*parts: str) -> str:
    """The content of a UTF-8 text file among the resources, line ends as stored."""
    return resource_path(*parts).read_bytes().decode("utf-8")
