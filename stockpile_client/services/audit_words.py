"""What an audit entry says, in words: what happened, what it was about, and its details as names and values.

An entry is stored as code words and JSON, which is what its hash seals. Here it becomes text for people; an entry of
a newer version, whose words are not known here, shows its own code words and never nothing.

>>> event_words("backup_verified")
'Backed up, and the copy was opened and compared'
>>> facts({"seq": 14, "kind": "statement"})
[('Number', '14'), ('Kind', 'statement')]
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from stockpile_client.core.phrases import Value, mark, phrase
from stockpile_client.services.catalogue import load_terms

Detail = Mapping[str, object]
Fact = tuple[str, Value]
"""A name and a value: a phrase, plain text, a number, a day or a moment."""


class AuditKind(StrEnum):
    """What an entry is about, to filter by."""

    STOCK = "stock"
    RELEASE = "release"
    EXCHANGE = "exchange"
    PARTNERS = "partners"
    KEYS = "keys"
    PAPER = "paper"
    BACKUPS = "backups"
    PROFILE = "profile"
    OTHER = "other"


KIND_WORDS: dict[AuditKind, str] = {
    AuditKind.STOCK: mark("Stock"),
    AuditKind.RELEASE: mark("Releases and disclosure rules"),
    AuditKind.EXCHANGE: mark("Bundles and channels"),
    AuditKind.PARTNERS: mark("Partners and agreements"),
    AuditKind.KEYS: mark("Our keys"),
    AuditKind.PAPER: mark("Documents"),
    AuditKind.BACKUPS: mark("Backups"),
    AuditKind.PROFILE: mark("Profile and settings"),
    AuditKind.OTHER: mark("Other"),
}

EVENTS: dict[str, tuple[AuditKind, str]] = {
    "profile_created": (AuditKind.PROFILE, mark("Profile created")),
    "profile_restored": (AuditKind.PROFILE, mark("Profile restored from a backup")),
    "demonstration_loaded": (AuditKind.PROFILE, mark("Figures of the demonstration loaded")),
    "agency_changed": (AuditKind.PROFILE, mark("Name or contact of our agency changed")),
    "setting_changed": (AuditKind.PROFILE, mark("Setting changed")),
    "passphrase_changed": (AuditKind.PROFILE, mark("Passphrase changed")),
    "inventory_imported": (AuditKind.STOCK, mark("Inventory imported")),
    "movement_posted": (AuditKind.STOCK, mark("Movement posted")),
    "lot_added": (AuditKind.STOCK, mark("Lot added")),
    "lot_corrected": (AuditKind.STOCK, mark("Description of a lot corrected")),
    "site_added": (AuditKind.STOCK, mark("Site added")),
    "site_changed": (AuditKind.STOCK, mark("Description of a site corrected")),
    "site_closed": (AuditKind.STOCK, mark("Site closed")),
    "claim_added": (AuditKind.STOCK, mark("Claim on stock added")),
    "claim_changed": (AuditKind.STOCK, mark("Claim on stock corrected")),
    "claim_closed": (AuditKind.STOCK, mark("Claim on stock closed")),
    "requirements_recorded": (AuditKind.STOCK, mark("Requirements recorded")),
    "requirement_ended": (AuditKind.STOCK, mark("Requirement ended")),
    "edit_undone": (AuditKind.STOCK, mark("Edit undone")),
    "public_fact_added": (AuditKind.RELEASE, mark("Published figure noted")),
    "profile_saved": (AuditKind.RELEASE, mark("Disclosure rules saved")),
    "profile_retired": (AuditKind.RELEASE, mark("Disclosure rules retired")),
    "release_prepare": (AuditKind.RELEASE, mark("Release prepared for others to judge")),
    "release_review": (AuditKind.RELEASE, mark("Release reviewed")),
    "release_approve": (AuditKind.RELEASE, mark("Release approved")),
    "release_send_back": (AuditKind.RELEASE, mark("Release sent back")),
    "release_release": (AuditKind.RELEASE, mark("Approved release carried out")),
    "statement_released": (AuditKind.RELEASE, mark("Statement released")),
    "request_refused": (AuditKind.EXCHANGE, mark("Request of a partner declined")),
    "number_reserved": (AuditKind.EXCHANGE, mark("Number reserved")),
    "number_burnt": (AuditKind.EXCHANGE, mark("Number given up: its file was not written or was lost")),
    "bundle_written": (AuditKind.EXCHANGE, mark("Bundle written")),
    "bundle_accepted": (AuditKind.EXCHANGE, mark("Bundle accepted")),
    "bundle_rejected": (AuditKind.EXCHANGE, mark("Bundle rejected")),
    "bundle_refused": (AuditKind.EXCHANGE, mark("File refused")),
    "channel_blocked": (AuditKind.EXCHANGE, mark("Channel blocked, evidence kept")),
    "channel_closed": (AuditKind.EXCHANGE, mark("Channel closed")),
    "agreement_saved": (AuditKind.PARTNERS, mark("Agreement saved")),
    "group_saved": (AuditKind.PARTNERS, mark("Group of partners saved")),
    "card_imported": (AuditKind.PARTNERS, mark("Card of a partner imported")),
    "partner_safety_number_compared": (AuditKind.PARTNERS, mark("Safety number compared: partner verified")),
    "partner_receipt_came_back": (AuditKind.PARTNERS, mark("Receipt came back: partner confirmed")),
    "partner_suspended_by_us": (AuditKind.PARTNERS, mark("Partner suspended")),
    "partner_resumed_by_us": (AuditKind.PARTNERS, mark("Partner resumed, to be verified anew")),
    "partner_revoked": (AuditKind.PARTNERS, mark("Partner revoked")),
    "partner_keys_rotated": (AuditKind.PARTNERS, mark("Partner changed its keys, with a valid notice")),
    "partner_keys_revoked": (AuditKind.PARTNERS, mark("Partner took its keys back")),
    "keys_rotated": (AuditKind.KEYS, mark("Our keys renewed")),
    "keys_revoked": (AuditKind.KEYS, mark("Our keys taken back")),
    "second_person_began": (AuditKind.KEYS, mark("From now on two people sign")),
    "second_person_added": (AuditKind.KEYS, mark("Second person added")),
    "second_person_removed": (AuditKind.KEYS, mark("Second person removed")),
    "second_person_ended": (AuditKind.KEYS, mark("One person alone signs again")),
    "second_person_came": (AuditKind.KEYS, mark("Second person signs along for some minutes")),
    "second_person_refused": (AuditKind.KEYS, mark("Wrong passphrase of a second person")),
    "identity_exported": (AuditKind.KEYS, mark("Our secret age identity written to a file")),
    "report_printed": (AuditKind.PAPER, mark("Document written")),
    "backup_verified": (AuditKind.BACKUPS, mark("Backed up, and the copy was opened and compared")),
    "backup_checked": (AuditKind.BACKUPS, mark("Backup opened and read to the end")),
}
"""Every event that this version records: its kind, and what happened."""

_LABELS: dict[str, str] = {
    "as_of": mark("As of"),
    "seq": mark("Number"),
    "kind": mark("Kind"),
    "channel": mark("Channel"),
    "from": mark("From"),
    "file": mark("File"),
    "code": mark("Refused because"),
    "reason": mark("Reason"),
    "note": mark("Note"),
    "who": mark("Compared by"),
    "how": mark("How or why"),
    "state": mark("State"),
    "known": mark("What it was to us"),
    "epoch": mark("Card number"),
    "second": mark("Second person"),
    "card": mark("Digest of the card"),
    "plan": mark("Digest of what was decided"),
    "evidence": mark("Digest of the evidence"),
    "sha256": mark("SHA-256"),
    "bytes": mark("Bytes"),
    "pages": mark("Pages"),
    "marking": mark("Marking"),
    "name": mark("Name"),
    "country": mark("Country"),
    "contact": mark("Contact"),
    "version": mark("Version"),
    "members": mark("Members"),
    "lot": mark("Lot"),
    "material": mark("Material"),
    "movement": mark("Movement"),
    "day": mark("Day"),
    "source": mark("Source"),
    "count": mark("How many"),
    "lots": mark("Lots"),
    "movements": mark("Movements"),
    "added": mark("Added"),
    "adjusted": mark("Adjusted"),
    "recorded": mark("Was in the history"),
    "clock_override": mark("In spite of the clock"),
    "jump_allowed": mark("Jump of numbers allowed"),
    "value": mark("Value"),
    "channels": mark("New channels"),
    "days": mark("Every so many days"),
    "folder": mark("Folder"),
}

_VALUES: dict[str, str] = {
    "statement": mark("statement"),
    "receipt": mark("receipt"),
    "withdrawal": mark("withdrawal"),
    "request": mark("request"),
    "keynotice": mark("key notice"),
    "imported": mark("not verified"),
    "verified": mark("verified"),
    "confirmed": mark("confirmed"),
    "suspended": mark("suspended"),
    "revoked": mark("revoked"),
    "superseded": mark("superseded"),
    "new": mark("a new partner"),
    "same": mark("known already"),
    "changed_key": mark("other keys of a known partner"),
    "safety_number": mark("safety number"),
    "recovery_sheet": mark("recovery sheet"),
    "disclosure_record": mark("disclosure record"),
    "holding_list": mark("list of holdings"),
}
"""Code words that stand as values or subjects."""

_CODED = frozenset({"kind", "state", "known"})
_TERMS = {"movement_posted": "movement_kind", "claim_added": "encumbrance_kind"}
"""Events whose kind is a term of the catalogue."""
_NUMBERS_THAT_ARE_NAMES = frozenset({"seq", "epoch", "version"})


def kind_of(event: str) -> AuditKind:
    """What an event is about."""
    known = EVENTS.get(event)
    return known[0] if known else AuditKind.OTHER


def event_words(event: str) -> str:
    """What happened, in words; the event's own name where it is of a newer version."""
    known = EVENTS.get(event)
    return phrase(known[1]) if known else event.replace("_", " ").capitalize()


def code_words(code: str) -> str:
    """A code word in words, or as it is."""
    return phrase(_VALUES[code]) if code in _VALUES else code


def facts(detail: Detail, event: str = "", language: str = "en") -> list[Fact]:
    """The details of an entry as names and values, in the order in which a reader would ask.

    Terms of the catalogue (what kind of movement) come in ``language``; everything else is a phrase or a value.
    """
    terms = _TERMS.get(event)
    order = {name: place for place, name in enumerate(_LABELS)}
    names = sorted(detail, key=lambda name: (order.get(name, len(order)), name))
    told = [name for name in names if detail[name] not in ("", None, [], {})]
    if terms is None or not isinstance(detail.get("kind"), str):
        return [(_label(name), _value(name, detail[name])) for name in told]
    kind = load_terms().name(terms, str(detail["kind"]), language)
    return [(_label(name), kind if name == "kind" else _value(name, detail[name])) for name in told]


def _label(name: str) -> str:
    return phrase(_LABELS[name]) if name in _LABELS else name.replace("_", " ").capitalize()


def _value(name: str, value: object) -> Value:
    match value:
        case bool():
            return phrase("yes") if value else phrase("no")
        case int():
            return str(value) if name in _NUMBERS_THAT_ARE_NAMES else value
        case str() if name in _CODED:
            return code_words(value)
        case str():
            return _time(value)
        case list():
            return ", ".join(map(str, value))
        case dict():
            return ", ".join(f"{key}: {one}" for key, one in value.items())
    return str(value)


def _time(text: str) -> Value:
    """A day or a moment where the text is one, else the text."""
    try:
        if len(text) == len("2026-06-30"):
            return date.fromisoformat(text)
        return datetime.fromisoformat(text) if "T" in text else text
    except ValueError:
        return text
