"""What an audit entry is about, by the name that people know: a partner, a lot, a bundle, a file.

Entries name their subjects by ids, which stay true when a name changes. The names are looked up for the entries that
are shown, and only once each.
"""

from __future__ import annotations

from collections.abc import Callable

from stockpile_client.core.phrases import phrase
from stockpile_client.services.audit_words import AuditKind, Detail, code_words, kind_of
from stockpile_client.services.context import Context
from stockpile_client.services.dispatch import audience_of
from stockpile_client.services.keyring import short_names
from stockpile_client.storage import bundles, channels, lots
from stockpile_client.storage.channels import Direction

_LONGEST_ID = 24
"""A subject longer than this is a digest or an id without a name: its beginning is enough to tell it by."""


class Subjects:
    """Names of subjects, read on the connection of one context."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._names = short_names(ctx) | {ctx.agency.id: ctx.agency.short_name}
        self._known: dict[tuple[str, str], str] = {}
        self._readers: dict[str, Callable[[str], str]] = {
            "movement_posted": self._lot,
            "number_reserved": self._channel,
            "number_burnt": self._channel,
            "channel_blocked": self._channel,
            "channel_closed": self._channel,
            "bundle_written": self._bundle,
            "bundle_accepted": self._bundle,
            "bundle_rejected": self._bundle,
            "request_refused": self._bundle,
            "statement_released": self._bundle,
        }

    def words(self, event: str, subject: str, detail: Detail) -> str:
        """What an entry is about; empty where it is about nothing in particular."""
        if subject in self._names:
            return self._names[subject]
        if not subject or event == "inventory_imported":
            return str(detail.get("file", ""))
        if (event, subject) not in self._known:
            self._known[event, subject] = self._look_up(event, subject) or self._named(event, subject, detail)
        return self._known[event, subject]

    def named(self, detail: Detail) -> Detail:
        """The details with the names of agencies and lots in place of their ids."""
        return {name: self._name_of(name, value) for name, value in detail.items()}

    def _name_of(self, name: str, value: object) -> object:
        if isinstance(value, list):
            return [self._name_of(name, one) for one in value]
        if not isinstance(value, str):
            return value
        if name == "lot":
            return self._lot(value) or value
        return self._names.get(value, value)

    def _look_up(self, event: str, subject: str) -> str:
        reader = self._readers.get(event)
        if reader is None and kind_of(event) is AuditKind.STOCK:
            reader = self._lot
        return reader(subject) if reader else ""

    @staticmethod
    def _named(event: str, subject: str, detail: Detail) -> str:
        name = detail.get("name")
        if isinstance(name, str) and name:
            return name
        if kind_of(event) is AuditKind.PAPER:
            return code_words(subject)
        return subject if len(subject) <= _LONGEST_ID else f"{subject[:12]}…"

    def _lot(self, subject: str) -> str:
        lot = lots.get(self._ctx.db, subject)
        return lot.number if lot else ""

    def _channel(self, subject: str) -> str:
        channel = channels.get(self._ctx.db, subject)
        if channel is None:
            return ""
        if channel.direction is Direction.OUT:
            return phrase("to {names}", names=self._joined(channel.audience))
        return phrase("from {name}", name=self._names.get(channel.sender, channel.sender))

    def _bundle(self, subject: str) -> str:
        bundle = bundles.get(self._ctx.db, subject)
        if bundle is None:
            return ""
        kind, seq = code_words(bundle.kind), str(bundle.seq)
        if bundle.direction is Direction.OUT:
            names = self._joined(audience_of(bundle, self._ctx.agency.id))
            return phrase("{kind} {seq} to {names}", kind=kind, seq=seq, names=names)
        sender = self._names.get(bundle.sender, bundle.sender)
        return phrase("{kind} {seq} from {name}", kind=kind, seq=seq, name=sender)

    def _joined(self, agencies: tuple[str, ...] | list[str]) -> str:
        return ", ".join(self._names.get(one, one) for one in agencies)
