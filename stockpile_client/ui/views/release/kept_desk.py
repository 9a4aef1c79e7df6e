"""The audit desk of one workspace: what it worked out stays, so that after one rule changed only that is solved again.

The desk reads from a connection of its own and serves one job at a time; a job that was given up no longer holds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock

from stockpile_client.services.context import Context
from stockpile_client.services.inference import AuditDesk
from stockpile_client.ui.jobs import Token


class KeptDesk:
    """See the module; ``release`` gives the connection back."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lock = Lock()
        self._borrowed: AbstractContextManager[Context] | None = None
        self._reader: Context | None = None
        self._desk = AuditDesk()

    @contextmanager
    def at_work(self, token: Token) -> Iterator[tuple[Context, AuditDesk]]:
        """The desk and the context to use with it, in the thread of a job."""
        with self._lock:
            token.check()
            if self._reader is None:
                self._borrowed = self._context.reader()
                self._reader = self._borrowed.__enter__()
            with token.interrupting(self._reader.db.conn.interrupt):
                yield self._reader, self._desk

    def release(self) -> None:
        """Give the connection back; what was worked out is forgotten."""
        with self._lock:
            borrowed, self._borrowed, self._reader = self._borrowed, None, None
            self._desk = AuditDesk()
        if borrowed is not None:
            borrowed.__exit__(None, None, None)
