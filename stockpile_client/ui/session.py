"""An open profile as the window sees it: read it, change it, hear of changes.

- ``read`` runs a function in the reader pool, on a connection of its own; ``mutate`` runs one in the writer lane and
  announces the :class:`~stockpile_client.services.changes.ChangeSet` that it returns (or carries as ``.change``).
- ``changed(ChangeSet, initiator)`` is the one signal by which views hear of changes.
- Where two people sign, a change that wants the second one is carried out again once that person signed along
  (``second_person``); only if nobody comes does it fail.
- ``lease`` prepares a table window in the reader pool and hands it over together with its connection, which belongs to
  the table until it is released.

>>> session.read(lambda ctx, token: list_partners(ctx), then=self._show, failed=self._fail)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.changes import ChangeSet
from stockpile_client.ui.drafts import form_of, is_drafting
from stockpile_client.ui.jobs import Job, Jobs, Lane, Token
from stockpile_client.ui.models.window_model import Lease, RowWindow

if TYPE_CHECKING:
    from stockpile_client.services.audit_log import AuditVerdict
    from stockpile_client.services.context import Context  # loads the database driver; the start page does not need it
    from stockpile_client.services.drafts import Draft

Read = Callable[["Context", Token], Any]
Then = Callable[[Any], None]
Failed = Callable[[StockpileError], None]
SecondPerson = Callable[[Callable[[], object], Callable[[], None]], None]
"""Asks for a second person: what to do again once one signs along, and what if nobody comes."""


class Session(QObject):
    """One open profile. Its context belongs to the writer lane; views use the methods."""

    changed = Signal(object, object)  # ChangeSet, initiator
    audit_checked = Signal(object)  # AuditVerdict
    form_saved = Signal(str)  # its draft_key

    def __init__(self, context: Context, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._jobs = jobs
        self._leases: list[Lease] = []
        self._written: set[str] = set()  # the forms whose saving was carried out and not yet heard of
        self._audit_verdict: AuditVerdict | None = None
        self.second_person: SecondPerson | None = None

    @property
    def audit_verdict(self) -> AuditVerdict | None:
        """How the audit log stood when it was last verified in this session; None before."""
        return self._audit_verdict

    def note_audit(self, verdict: AuditVerdict) -> None:
        """Keep what verifying the audit log found, and tell every view that shows it."""
        self._audit_verdict = verdict
        self.audit_checked.emit(verdict)

    @property
    def agency_name(self) -> str:
        """The agency's own name, as it typed it."""
        return self._context.agency.name

    @property
    def agency_short_name(self) -> str:
        """The agency's short name."""
        return self._context.agency.short_name

    @property
    def context(self) -> Context:
        """For what never changes while a profile is open: catalogue, marking scheme, own agency, today."""
        return self._context

    def read(self, fn: Read, *, then: Then, failed: Failed, title: str = "") -> Job:
        """Run ``fn(context, token)`` in the reader pool, then ``then(result)`` or ``failed(error)`` here."""

        def work(token: Token) -> object:
            with self._context.reader() as context, token.interrupting(context.db.conn.interrupt):
                return fn(context, token)

        return self._start(work, Lane.READER, then, failed, title)

    def mutate(self, fn: Read, *, then: Then, failed: Failed, initiator: object = None, title: str = "") -> Job:
        """Run ``fn(context, token)`` in the writer lane, then announce what it changed, then call ``then(result)``."""
        form = initiator.draft_key if is_drafting(initiator) else ""

        def work(token: Token) -> object:
            with token.interrupting(self._context.db.conn.interrupt):
                result = fn(self._context, token)
            if form:
                self._written.add(form)
                self._forget(form)
            return result

        def announce(result: object) -> None:
            self._written.discard(form)
            if form:
                self.form_saved.emit(form)
            change = result if isinstance(result, ChangeSet) else getattr(result, "change", None)
            if isinstance(change, ChangeSet):
                self.changed.emit(change, initiator)
            then(result)

        def start() -> Job:
            return self._start(work, Lane.WRITER, announce, refused, title)

        def refused(error: StockpileError) -> None:
            if error.code == "E_SECOND_PERSON" and self.second_person is not None:
                self.second_person(start, lambda: failed(error))
            else:
                failed(error)

        return start()

    def _forget(self, form: str) -> None:
        from stockpile_client.services.drafts import forget_draft  # noqa: PLC0415 - a profile is open: it is loaded

        with suppress(StockpileError):  # what was saved is saved; the next keeping of drafts says what is wrong
            forget_draft(self._context, form)

    def unwritten(self, drafts: list[Draft]) -> list[Draft]:
        """Those whose form was not saved; asked in the writer lane, after a change that nobody waited for any more."""
        return [draft for draft in drafts if form_of(draft.key) not in self._written]

    def lease(self, build: Callable[[Context], RowWindow], *, then: Callable[[Lease], None], failed: Failed) -> Job:
        """Build a window and count its rows in the reader pool; ``then`` gets it with the connection it reads from."""

        def work(token: Token) -> Lease:
            borrowed: AbstractContextManager[Context] = self._context.reader()
            context = borrowed.__enter__()
            lease = Lease(lambda: borrowed.__exit__(None, None, None), build)
            try:
                with token.interrupting(context.db.conn.interrupt):
                    lease.fill(build(context))
                token.check()  # nobody would take it any more
            except BaseException:
                lease.release()
                raise
            return lease

        def keep(lease: Lease) -> None:
            self._leases = [known for known in self._leases if not known.is_released]
            self._leases.append(lease)
            then(lease)

        return self._start(work, Lane.READER, keep, failed, "")

    def _start(self, work: Callable[[Token], object], lane: Lane, then: Then, failed: Failed, title: str) -> Job:
        job = self._jobs.start(work, lane, title)
        job.succeeded.connect(then)
        job.failed.connect(failed)
        return job

    def close(self) -> None:
        """Give back every leased connection and close the profile; the jobs must have been stopped."""
        for lease in self._leases:
            lease.release()
        self._leases.clear()
        self._context.close()
