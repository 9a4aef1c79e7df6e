"""A profile on disk, and the open profile that hands out connections.

A profile is a folder: ``stockpile.db`` (SQLCipher), ``stockpile.key.json`` (the wrapped key) and, while it is open,
``stockpile.lock``. One program at a time opens it. Inside the program there is one writer, and readers that are lent
out: a reader belongs to one thread for the length of a ``with`` block and keeps its page cache for the next one.

>>> with Profile.open(ProfileFolder(path), passphrase, now=now) as profile:  # doctest: +SKIP
...     with profile.transaction():
...         audit.append(profile.writer, at=now, actor="a.rossi", event="opened")
...     with profile.reader() as db:
...         db["lot"].count
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from sqlite_utils import Database

from stockpile_client.core.errors import InputError, InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.storage import keyfile, throttle
from stockpile_client.storage.connection import open_database, transaction
from stockpile_client.storage.durable import machine_errors
from stockpile_client.storage.instance_lock import InstanceLock
from stockpile_client.storage.keyfile import STANDARD, KdfCost
from stockpile_client.storage.migrations import migrate
from stockpile_client.storage.profile_files import ProfileFolder

__all__ = ["Profile", "ProfileFolder", "unlock"]


class Profile:
    """An open profile. Make one by :meth:`create` or :meth:`open`; close it, or use it as a context manager.

    ``writer`` is for the one thread that mutates; ``key`` is the database key, for the modules of this package alone.
    """

    def __init__(self, folder: ProfileFolder, key: bytes, lock: InstanceLock, writer: Database) -> None:
        self.folder = folder
        self.writer = writer
        self.key = key
        self._lock = lock
        self._guard = threading.Lock()
        self._idle: list[Database] = []
        self._lent: set[Database] = set()
        self._closed = False

    @classmethod
    def create(cls, folder: ProfileFolder, passphrase: str, *, cost: KdfCost = STANDARD) -> Profile:
        """Make the folder (owner only), the key file and the database, and open them.

        Raises ``E_PASSPHRASE_RULE``, ``E_KEYFILE_EXISTS``, ``E_DATABASE_EXISTS``, ``E_PROFILE_IN_USE`` or ``E_FILE``.
        """
        with machine_errors(phrase("making the folder {name}", name=folder.path.name)):
            folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls._locked(folder, lambda: keyfile.create(folder.key_file, passphrase, cost=cost), create=True)

    @classmethod
    def open(cls, folder: ProfileFolder, passphrase: str, *, now: datetime, floor: KdfCost = STANDARD) -> Profile:
        """Unlock and open a profile, and bring its schema up to date.

        ``now`` (aware, UTC) drives the wait after wrong passphrases. Raises what :func:`keyfile.unlock`,
        :func:`open_database` and :func:`migrate` raise, ``E_UNLOCK_WAIT``, and ``E_PROFILE_IN_USE``.
        """
        return cls._locked(folder, lambda: unlock(folder, passphrase, now=now, floor=floor), create=False)

    @classmethod
    def _locked(cls, folder: ProfileFolder, obtain_key: Callable[[], bytes], *, create: bool) -> Profile:
        lock = InstanceLock(folder.lock)
        lock.acquire()
        try:
            key = obtain_key()
            writer = open_database(folder.database, key, create=create)
            try:
                migrate(writer)
            except BaseException:
                writer.close()
                raise
        except BaseException:
            lock.release()
            raise
        return cls(folder, key, lock, writer)

    def transaction(self) -> AbstractContextManager[None]:
        """A transaction on the writer."""
        return transaction(self.writer)

    @contextmanager
    def reader(self) -> Iterator[Database]:
        """Lend a read-only connection for the block; it sees every commit made before the block."""
        with self._guard:
            if self._closed:
                raise InternalError("E_PROFILE_CLOSED", phrase("The profile was used after it was closed."))
            db = self._idle.pop() if self._idle else None
        if db is None:
            db = open_database(self.folder.database, self.key, read_only=True)
        with self._guard:
            self._lent.add(db)
        try:
            yield db
        finally:
            self._take_back(db)

    def _take_back(self, db: Database) -> None:
        with self._guard:
            self._lent.discard(db)
            if not self._closed:
                self._idle.append(db)
                return
        db.close()

    def interrupt(self) -> None:
        """Stop the queries that run now on lent readers; they raise ``E_CANCELLED``."""
        with self._guard:
            for db in self._lent:
                db.conn.interrupt()

    def close(self) -> None:
        """Close every connection (a lent reader when it comes back) and let another program in."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for db in [*idle, self.writer]:
            db.close()
        self._lock.release()

    def __enter__(self) -> Profile:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def unlock(folder: ProfileFolder, passphrase: str, *, now: datetime, floor: KdfCost = STANDARD) -> bytes:
    """The database key, with the wait after wrong passphrases kept."""
    attempts = throttle.load(folder.attempts)
    attempts.check(now)
    try:
        key = keyfile.unlock(folder.key_file, passphrase, floor=floor)
    except InputError as error:
        if error.code == "E_PASSPHRASE":
            throttle.save(folder.attempts, attempts.failed(now))
        raise
    throttle.save(folder.attempts, throttle.UnlockThrottle())
    return key
