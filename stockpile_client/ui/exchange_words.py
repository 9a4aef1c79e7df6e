"""The words of the exchange: what a state, a kind, a place or a notice is called, and how it stands.

One module, so that a state reads the same in every table, page and dialog. Names of materials, groups and reasons come
from the catalogue and the terms; a code of a newer partner that they do not know shows as it is.

>>> partner_state(PartnerState.IMPORTED)
(<Status.CAUTION: 'caution'>, 'not verified')
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.partners import PartnerEvent, PartnerState
from stockpile_client.core.statements import ChangeKind, PositionKey
from stockpile_client.services.catalogue import load_terms
from stockpile_client.ui.theme import Status

Standing = tuple[Status, str]


def tr(text: str) -> str:
    """Translate a text of this module, or of a column, outside of any widget."""
    return QCoreApplication.translate("Exchange", text)


_PARTNER_STATES: dict[PartnerState, Standing] = {
    PartnerState.IMPORTED: (Status.CAUTION, "not verified"),
    PartnerState.VERIFIED: (Status.DONE, "verified"),
    PartnerState.CONFIRMED: (Status.DONE, "confirmed"),
    PartnerState.SUSPENDED: (Status.CAUTION, "suspended"),
    PartnerState.REVOKED: (Status.DANGER, "revoked"),
    PartnerState.SUPERSEDED: (Status.NEUTRAL, "superseded"),
}
_PARTNER_EVENTS: dict[PartnerEvent, str] = {
    PartnerEvent.SAFETY_NUMBER_COMPARED: "Safety number compared",
    PartnerEvent.RECEIPT_CAME_BACK: "A receipt came back",
    PartnerEvent.SUSPENDED_BY_US: "Suspended",
    PartnerEvent.RESUMED_BY_US: "Resumed, to be verified anew",
    PartnerEvent.REVOKED: "Revoked",
    PartnerEvent.REPLACED_BY_KEY_NOTICE: "Keys changed, with a valid notice",
    PartnerEvent.REPLACED_WITHOUT_NOTICE: "Keys changed without notice",
}
_BUNDLE_STATES: dict[str, Standing] = {
    "written": (Status.INFO, "sent"),
    "acknowledged": (Status.DONE, "acknowledged"),
    "accepted": (Status.DONE, "accepted"),
    "rejected": (Status.DANGER, "rejected"),
    "evidence": (Status.DANGER, "kept as evidence"),
    "withdrawn": (Status.NEUTRAL, "withdrawn"),
}
_CHANNEL_STATES: dict[str, Standing] = {
    "open": (Status.DONE, "open"),
    "gap": (Status.CAUTION, "numbers missing"),
    "overdue": (Status.CAUTION, "overdue"),
    "blocked": (Status.DANGER, "blocked"),
    "closed": (Status.NEUTRAL, "closed"),
}
_KINDS = {
    "statement": "Statement",
    "receipt": "Receipt",
    "withdrawal": "Withdrawal",
    "request": "Request",
    "keynotice": "Key notice",
}
_CHANGES: dict[ChangeKind, Standing] = {
    ChangeKind.NEW: (Status.INFO, "new"),
    ChangeKind.CHANGED: (Status.CAUTION, "changed"),
    ChangeKind.GONE: (Status.DANGER, "gone"),
    ChangeKind.SAME: (Status.NEUTRAL, "unchanged"),
}
_ONWARD = {
    "none": "not to be passed on",
    "origin-consent": "passed on only with the sender's consent",
    "members": "may be shared among the addressees",
}


def _known(found: Standing | None, code: str) -> Standing:
    return (found[0], tr(found[1])) if found else (Status.NEUTRAL, code)


def partner_state(state: PartnerState) -> Standing:
    """A partner's state in words."""
    return _known(_PARTNER_STATES.get(state), str(state))


def partner_event(event: PartnerEvent) -> str:
    """A step of a partner's history in words."""
    return tr(_PARTNER_EVENTS[event])


def bundle_state(state: str) -> Standing:
    """A bundle's state in words."""
    return _known(_BUNDLE_STATES.get(state), state)


def channel_state(state: str) -> Standing:
    """A channel's state in words."""
    return _known(_CHANNEL_STATES.get(state), state)


def change(kind: ChangeKind) -> Standing:
    """How a position differs, in words."""
    return _known(_CHANGES.get(kind), str(kind))


def bundle_kind(kind: str) -> str:
    """A kind of bundle in words."""
    return tr(_KINDS[kind]) if kind in _KINDS else kind


def onward(code: str) -> str:
    """What may be done with a bundle, in words."""
    return tr(_ONWARD[code]) if code in _ONWARD else code


def material(catalogue: Catalogue, code: str) -> str:
    """A material's name with its code."""
    found = catalogue.materials.get(code)
    return f"{found.name()} ({code})" if found else code


def materials(catalogue: Catalogue, codes: Iterable[str]) -> str:
    """Several materials in one line; a dash for none."""
    return ", ".join(material(catalogue, code) for code in codes) or "–"


def form_group(key: PositionKey) -> str:
    """What a position is a form of: the form where it is stated, else its group."""
    return key.form or load_terms().name("form_group", key.group)


def measure(code: str) -> str:
    """A measure in words."""
    return load_terms().name("measure", code)


def holder(code: str) -> str:
    """A class of holder in words; nothing where a value is of all of them."""
    return load_terms().name("holder_class", code) if code else ""


def place(at: str) -> str:
    """``country:IT`` as ``IT``: the level stands in the column's title."""
    return at.partition(":")[2] or at


def position(catalogue: Catalogue, key: PositionKey) -> str:
    """What a position is about, in one line; parts that it does not state are left out."""
    parts = (
        material(catalogue, key.material),
        form_group(key),
        place(key.at),
        holder(key.holder),
        measure(key.measure) if key.measure else "",
    )
    return " · ".join(part for part in parts if part)


def reason(code: str) -> str:
    """Why a value is withheld, in words."""
    return load_terms().name("withheld_reason", code)
