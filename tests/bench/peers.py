"""What the program is compared with: sqlite3, zstd and age in a pipe, on a plain database with the same rows.

The table of the peer comes in two kinds, without any key and with the key of a position as its primary key; the second
one refuses a position that stands twice, as our program does. The peer checks nothing else, and stores in the open.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

from stockpile_client.storage.positions import COLUMNS, KEY_COLUMNS

TOOLS = ("sqlite3", "zstd", "age", "age-keygen")
HOW = "apt-get install -y sqlite3 zstd age"

_NUMBERS = frozenset({"low_mg", "high_mg", "base_mg", "days", "max_rate", "cross_border", "illustrative"})
_FIELDS = ", ".join(f"{name} {'INTEGER' if name in _NUMBERS else 'TEXT'}" for name in COLUMNS)
_PLAIN = f"CREATE TABLE position ({_FIELDS})"
_KEYED = f"CREATE TABLE position ({_FIELDS}, PRIMARY KEY ({', '.join(COLUMNS[:KEY_COLUMNS])}))"


def missing() -> list[str]:
    """Tools that are not installed."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def prepare(folder: Path, rows: Iterable[tuple[object, ...]]) -> None:
    """A plain database with ``rows`` in ``folder``, and a key pair."""
    connection = sqlite3.connect(folder / "plain.db")
    connection.execute(_PLAIN)
    connection.executemany(f"INSERT INTO position VALUES (?{', ?' * (len(COLUMNS) - 1)})", rows)
    connection.commit()
    connection.close()
    subprocess.run(["age-keygen", "-o", folder / "identity"], check=True, capture_output=True)
    public = subprocess.run(["age-keygen", "-y", folder / "identity"], check=True, capture_output=True).stdout
    (folder / "recipient").write_bytes(public)


def release(folder: Path) -> float:
    """Seconds to write ``peer.age``."""
    return _seconds(folder, "sqlite3 -csv plain.db 'SELECT * FROM position' | zstd -q -3 | age -R recipient > peer.age")


def accept(folder: Path, *, keyed: bool) -> float:
    """Seconds to read ``peer.age`` into a new plain database."""
    database = folder / "accepted.db"
    database.unlink(missing_ok=True)
    connection = sqlite3.connect(database)
    connection.execute(_KEYED if keyed else _PLAIN)
    connection.close()
    into = "sqlite3 -cmd '.mode csv' accepted.db '.import /dev/stdin position'"
    return _seconds(folder, f"age -d -i identity peer.age | zstd -q -d | {into}")


def _seconds(folder: Path, pipe: str) -> float:
    start = time.perf_counter()
    subprocess.run(["bash", "-c", f"set -o pipefail; {pipe}"], cwd=folder, check=True)
    return time.perf_counter() - start
