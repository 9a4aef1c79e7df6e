"""Partners and how far they are trusted.

States (BUNDLE.md, 8): ``imported`` → ``verified`` (by whom, how, when) → ``confirmed`` (a receipt came back), and
``suspended``, ``revoked``, ``superseded``. Rules
- Nothing is upgraded automatically but ``verified`` → ``confirmed``, and that only by a receipt whose signatures hold.
- Sending needs at least ``verified``; a bundle is accepted from ``verified`` and ``confirmed`` alone.
- A changed key falls back to ``imported`` unless a valid key notice explains it.
- ``revoked`` and ``superseded`` are ends: no way leads out of them.

>>> next_state(PartnerState.IMPORTED, PartnerEvent.SAFETY_NUMBER_COMPARED)
<PartnerState.VERIFIED: 'verified'>
"""

from __future__ import annotations

from enum import StrEnum

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase


class PartnerState(StrEnum):
    """How far a partner's key set is trusted."""

    IMPORTED = "imported"
    VERIFIED = "verified"
    CONFIRMED = "confirmed"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class PartnerEvent(StrEnum):
    """What may happen to a partner's key set."""

    SAFETY_NUMBER_COMPARED = "safety_number_compared"
    RECEIPT_CAME_BACK = "receipt_came_back"
    SUSPENDED_BY_US = "suspended_by_us"
    RESUMED_BY_US = "resumed_by_us"
    REVOKED = "revoked"
    REPLACED_BY_KEY_NOTICE = "replaced_by_key_notice"
    REPLACED_WITHOUT_NOTICE = "replaced_without_notice"


_TRANSITIONS: dict[tuple[PartnerState, PartnerEvent], PartnerState] = {
    (PartnerState.IMPORTED, PartnerEvent.SAFETY_NUMBER_COMPARED): PartnerState.VERIFIED,
    (PartnerState.VERIFIED, PartnerEvent.SAFETY_NUMBER_COMPARED): PartnerState.VERIFIED,
    (PartnerState.CONFIRMED, PartnerEvent.SAFETY_NUMBER_COMPARED): PartnerState.CONFIRMED,
    (PartnerState.VERIFIED, PartnerEvent.RECEIPT_CAME_BACK): PartnerState.CONFIRMED,
    (PartnerState.CONFIRMED, PartnerEvent.RECEIPT_CAME_BACK): PartnerState.CONFIRMED,
    (PartnerState.SUSPENDED, PartnerEvent.RESUMED_BY_US): PartnerState.IMPORTED,
} | {
    (state, event): target
    for state in (
        PartnerState.IMPORTED,
        PartnerState.VERIFIED,
        PartnerState.CONFIRMED,
        PartnerState.SUSPENDED,
    )
    for event, target in {
        PartnerEvent.SUSPENDED_BY_US: PartnerState.SUSPENDED,
        PartnerEvent.REVOKED: PartnerState.REVOKED,
        PartnerEvent.REPLACED_BY_KEY_NOTICE: PartnerState.SUPERSEDED,
        PartnerEvent.REPLACED_WITHOUT_NOTICE: PartnerState.SUPERSEDED,
    }.items()
}


def next_state(state: PartnerState, event: PartnerEvent) -> PartnerState:
    """The state after ``event``; ``InputError`` (``E_PARTNER_STATE``) where no such step exists.

    A suspended partner that is resumed starts again at ``imported``: the numbers are compared anew.
    """
    try:
        return _TRANSITIONS[state, event]
    except KeyError:
        raise InputError(
            "E_PARTNER_STATE",
            phrase(
                "A partner that is {state} cannot take the step '{event}'.", state=state, event=event.replace("_", " ")
            ),
        ) from None


def may_exchange(state: PartnerState) -> bool:
    """Whether bundles may be sent to, and accepted from, a partner in this state."""
    return state in (PartnerState.VERIFIED, PartnerState.CONFIRMED)
