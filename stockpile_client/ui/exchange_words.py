"""The words of the exchange: what a state, a kind, a place or a notice is called, and how it stands.

One module, so that a state reads the same in every table, page and dialog. Names of materials, groups and reasons come
from the catalogue and the terms; a code of a newer partner that they do not know shows as it is.

>>> partner_state(PartnerState.IMPORTED)
(<Status.CAUTION: 'caution'>, 'not verified')
"""

from __future__ import annotations

from collections.abc import Iterable

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.markings import Marking
from stockpile_client.core.partners import PartnerEvent, PartnerState
from stockpile_client.core.phrases import mark
from stockpile_client.core.statements import ChangeKind, PositionKey
from stockpile_client.services.catalogue import load_terms
from stockpile_client.ui import language
from stockpile_client.ui.theme import Status

Standing = tuple[Status, str]
tr = language.tr

_PARTNER_STATES: dict[PartnerState, Standing] = {
    PartnerState.IMPORTED: (Status.CAUTION, mark("not verified")),
    PartnerState.VERIFIED: (Status.DONE, mark("verified")),
    PartnerState.CONFIRMED: (Status.DONE, mark("confirmed")),
    PartnerState.SUSPENDED: (Status.CAUTION, mark("suspended")),
    PartnerState.REVOKED: (Status.DANGER, mark("revoked")),
    PartnerState.SUPERSEDED: (Status.NEUTRAL, mark("superseded")),
}
_PARTNER_EVENTS: dict[PartnerEvent, str] = {
    PartnerEvent.SAFETY_NUMBER_COMPARED: mark("Safety number compared"),
    PartnerEvent.RECEIPT_CAME_BACK: mark("A receipt came back"),
    PartnerEvent.SUSPENDED_BY_US: mark("Suspended"),
    PartnerEvent.RESUMED_BY_US: mark("Resumed, to be verified anew"),
    PartnerEvent.REVOKED: mark("Revoked"),
    PartnerEvent.REPLACED_BY_KEY_NOTICE: mark("Keys changed, with a valid notice"),
    PartnerEvent.REPLACED_WITHOUT_NOTICE: mark("Keys changed without notice"),
}
_BUNDLE_STATES: dict[str, Standing] = {
    "written": (Status.INFO, mark("sent")),
    "acknowledged": (Status.DONE, mark("acknowledged")),
    "accepted": (Status.DONE, mark("accepted")),
    "rejected": (Status.DANGER, mark("rejected")),
    "evidence": (Status.DANGER, mark("kept as evidence")),
    "withdrawn": (Status.NEUTRAL, mark("withdrawn")),
}
_CHANNEL_STATES: dict[str, Standing] = {
    "open": (Status.DONE, mark("open")),
    "gap": (Status.CAUTION, mark("numbers missing")),
    "overdue": (Status.CAUTION, mark("overdue")),
    "blocked": (Status.DANGER, mark("blocked")),
    "closed": (Status.NEUTRAL, mark("closed")),
}
_KINDS = {
    "statement": mark("Statement"),
    "receipt": mark("Receipt"),
    "withdrawal": mark("Withdrawal"),
    "request": mark("Request"),
    "keynotice": mark("Key notice"),
}
_CHANGES: dict[ChangeKind, Standing] = {
    ChangeKind.NEW: (Status.INFO, mark("new")),
    ChangeKind.CHANGED: (Status.CAUTION, mark("changed")),
    ChangeKind.GONE: (Status.DANGER, mark("gone")),
    ChangeKind.SAME: (Status.NEUTRAL, mark("unchanged")),
}
_MEASURES = {
    "contained": mark("Contained"),
    "usable": mark("Usable"),
    "gross": mark("Gross"),
    "reference": mark("Reference"),
}
_ONWARD = {
    "none": mark("not to be passed on"),
    "origin-consent": mark("passed on only with the sender's consent"),
    "members": mark("may be shared among the addressees"),
}


def _known(found: Standing | None, code: str) -> Standing:
    return (found[0], tr(found[1])) if found else (Status.NEUTRAL, code)


def _term(kind: str, code: str) -> str:
    return load_terms().name(kind, code, language.current())


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


def marking_meaning(of: Marking) -> str:
    """What a marking allows. Those that came with the program are translated; an agency's own say what it wrote."""
    return tr(of.meaning)


def marking(of: Marking) -> str:
    """A marking's code with what it allows."""
    return tr("{code} · {meaning}", code=of.code, meaning=marking_meaning(of))


def onward(code: str) -> str:
    """What may be done with a bundle, in words."""
    return tr(_ONWARD[code]) if code in _ONWARD else code


def material(catalogue: Catalogue, code: str) -> str:
    """A material's name with its code."""
    found = catalogue.materials.get(code)
    return f"{found.name(language.current())} ({code})" if found else code


def materials(catalogue: Catalogue, codes: Iterable[str]) -> str:
    """Several materials in one line; a dash for none."""
    return ", ".join(material(catalogue, code) for code in codes) or "–"


def form_group(key: PositionKey) -> str:
    """What a position is a form of: the form where it is stated, else its group."""
    return key.form or group(key.group)


def group(code: str) -> str:
    """A group of forms in words."""
    return _term("form_group", code)


def measure(code: str) -> str:
    """A measure in words."""
    return _term("measure", code)


def measure_in_short(code: str) -> str:
    """A measure in one word, for a column."""
    return tr(_MEASURES[code]) if code in _MEASURES else code


def holder(code: str) -> str:
    """A class of holder in words; nothing where a value is of all of them."""
    return _term("holder_class", code) if code else ""


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
    return _term("withheld_reason", code)
