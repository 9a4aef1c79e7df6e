"""How a database file is opened, which is the same every time and everywhere.

The file is SQLCipher 4 under a raw 32-byte key (no second key derivation: the key file did that). What each setting
is for stands beside it in ``_SETTINGS``. No connection can attach another file or load an extension, so nothing that
was encrypted can be copied into a plain database by a statement that slipped in.

>>> db = open_database(folder / "stockpile.db", key)  # doctest: +SKIP
>>> with transaction(db):  # doctest: +SKIP
...     db.table("setting").insert({"key": "language", "value": "en"})
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3
from sqlite_utils import Database

from stockpile_client.core.errors import InternalError, MachineError
from stockpile_client.core.phrases import phrase
from stockpile_client.storage.durable import machine_errors
from stockpile_client.storage.failures import damaged, database_errors, translated

__all__ = [
    "APPLICATION_ID",
    "Database",  # for annotations elsewhere: only storage imports sqlite-utils, see the package
    "check_integrity",
    "keyed_connection",
    "open_database",
    "open_kept",
    "transaction",
]

# "SXSP" in the header of the (encrypted) file: https://www.sqlite.org/pragma.html#pragma_application_id
APPLICATION_ID = int.from_bytes(b"SXSP")
PAGE_BYTES = 4096
_PLAIN_SQLITE = b"SQLite format 3\0"
_KEY_BYTES = 32

_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # else REPLACE would slip past the triggers of append-only tables
    "PRAGMA synchronous = FULL",  # a committed release survives a power cut
    "PRAGMA temp_store = MEMORY",  # sorting never spills plaintext to a temporary file
    "PRAGMA secure_delete = ON",  # deleted rows are zeroed, even inside encrypted pages
    "PRAGMA trusted_schema = OFF",  # a tampered schema cannot call functions with side effects
    "PRAGMA cell_size_check = ON",  # damage is met early
    "PRAGMA busy_timeout = 5000",
    "PRAGMA cache_size = -65536",  # 64 MiB: the index pages of a million rows
    "PRAGMA journal_size_limit = 67108864",  # a large import does not leave a large WAL behind
)


class _Capable(Database):
    """A database that knows what its SQLite can do, and does not try it out.

    sqlite-utils finds out by making a table when it first has to. Where that fails because the disk is full, it takes
    SQLite for an old one, and from then on every ``upsert`` on this connection loses its row without an error.
    """

    @property
    def supports_on_conflict(self) -> bool:
        """Since SQLite 3.24."""
        return True

    @property
    def supports_strict(self) -> bool:
        """Since SQLite 3.37; the one inside SQLCipher is newer."""
        return True


def open_database(path: Path, key: bytes, *, create: bool = False, read_only: bool = False) -> Database:
    """Open the database at ``path`` with the raw 32-byte ``key``; ``create`` makes a new, empty one.

    The connection commits every statement outside :func:`transaction` at once and may be handed from thread to
    thread, but used by one at a time. Raises :class:`MachineError`: ``E_DATABASE_MISSING``, ``E_DATABASE_EXISTS``,
    ``E_FOREIGN_FILE`` (not one of ours), ``E_DATABASE_KEY`` (another key, or its first page is damaged),
    ``E_DATABASE_BUSY``, ``E_DATABASE_IO``.
    """
    if len(key) != _KEY_BYTES:
        raise InternalError("E_KEY_LENGTH", phrase("A database key has 32 bytes."))
    connection = keyed_connection(path, key, create=create)
    try:
        _prove_key(connection, create)
        _settle(connection, read_only)
    except BaseException:
        connection.close()
        raise
    return _Capable(connection, execute_plugins=False)


def open_kept(path: Path, key: bytes) -> Database:
    """Open a database that nobody writes, such as a backup, and leave nothing beside it: its medium may be locked.

    Raises as :func:`open_database`.
    """
    connection = keyed_connection(path, key, how="mode=ro&immutable=1")
    try:
        _prove_key(connection, create=False)
        with database_errors():
            for setting in (*_SETTINGS, "PRAGMA query_only = ON"):
                connection.execute(setting)
        connection.set_authorizer(_authorise)
    except BaseException:
        connection.close()
        raise
    return _Capable(connection, execute_plugins=False)


def keyed_connection(path: Path, key: bytes, *, create: bool = False, how: str = "mode=rw") -> sqlcipher3.Connection:
    """A bare connection that knows its key and has read nothing yet; raises as :func:`open_database`.

    ``how``: the query of the file's URI (https://www.sqlite.org/uri.html).
    """
    if len(key) != _KEY_BYTES:
        raise InternalError("E_KEY_LENGTH", phrase("A database key has 32 bytes."))
    if create:
        _make_file(path)
    else:
        _check_file(path)
    with database_errors():
        connection = sqlcipher3.connect(
            f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None, check_same_thread=False
        )
        # set_key keeps the key out of SQL text, which a trace or an error message could repeat
        connection.set_key(f"x'{key.hex()}'")
        connection.execute("PRAGMA cipher_compatibility = 4")
        connection.execute("PRAGMA cipher_log_level = NONE")  # findings travel as errors, not on stderr
    return connection


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Everything in the block, or nothing: ``BEGIN IMMEDIATE`` … ``COMMIT``, ``ROLLBACK`` on any exception.

    Nested use is refused (``E_NESTED_TRANSACTION``): the inner block could not keep its promise. Driver exceptions
    leave as :class:`StockpileError` children.
    """
    if db.conn.in_transaction:
        raise InternalError("E_NESTED_TRANSACTION", phrase("A transaction was started inside another one."))
    with database_errors():
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            # Some failures (disk full) have rolled back already. bool(): mypy still believes the check above.
            if bool(db.conn.in_transaction):
                db.conn.execute("ROLLBACK")
            raise


def check_integrity(db: Database) -> None:
    """Read every page: its HMAC, then the structure, then the foreign keys. Seconds on a large database.

    Raises :class:`MachineError` ``E_DATABASE_DAMAGED`` with the first finding.
    """
    with database_errors():
        for pragma, sound in (
            ("cipher_integrity_check", None),
            ("quick_check(1)", "ok"),
            ("foreign_key_check", None),
        ):
            found = db.conn.execute(f"PRAGMA {pragma}").fetchone()
            if found is not None and found[0] != sound:
                raise damaged(" ".join(str(found[0]).split())[:120])


def _make_file(path: Path) -> None:
    """An empty file that only its owner can read; SQLite gives the WAL the same permissions."""
    with machine_errors(phrase("creating {name}", name=path.name)):
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            raise MachineError(
                "E_DATABASE_EXISTS",
                phrase("There is a database in this folder already."),
                hint=phrase("Open the profile that is there, or choose another folder."),
            ) from None


def _check_file(path: Path) -> None:
    """What can be told without the key."""
    if not path.is_file():
        raise MachineError(
            "E_DATABASE_MISSING",
            phrase("The database {name} is missing.", name=path.name),
            hint=phrase("Restore it from a backup of this profile."),
        )
    with machine_errors(phrase("reading {name}", name=path.name)), path.open("rb") as stream:
        start = stream.read(len(_PLAIN_SQLITE))
        size = stream.seek(0, os.SEEK_END)
    if size == 0:
        raise damaged(phrase("the file is empty"))
    if start == _PLAIN_SQLITE or size % PAGE_BYTES:
        raise _foreign()


def _prove_key(connection: sqlcipher3.Connection, create: bool) -> None:
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB":
            raise translated(error) from error
        raise MachineError(
            "E_DATABASE_KEY",
            phrase("The key does not open this database: it belongs to another profile, or its first page is damaged."),
            hint=phrase("Check that stockpile.db and stockpile.key.json are from the same profile or backup."),
        ) from None
    if create:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    elif connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        raise _foreign()


def _settle(connection: sqlcipher3.Connection, read_only: bool) -> None:
    with database_errors():
        connection.execute("PRAGMA journal_mode = WAL")  # readers never wait for the writer
        for setting in _SETTINGS:
            connection.execute(setting)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    connection.set_authorizer(_authorise)


def _authorise(action: int, *_details: str | None) -> int:
    """No statement may reach another file; the copy that a backup makes does not go through SQL."""
    refused = action == sqlcipher3.SQLITE_ATTACH
    return int(sqlcipher3.SQLITE_DENY if refused else sqlcipher3.SQLITE_OK)


def _foreign() -> MachineError:
    return MachineError(
        "E_FOREIGN_FILE",
        phrase("This file is not a database of this program."),
        hint=phrase("Choose the folder of a profile, which holds stockpile.db and stockpile.key.json."),
    )
