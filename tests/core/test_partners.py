"""Trust is never upgraded by itself, and a revoked partner stays revoked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError
from stockpile_client.core.partners import PartnerEvent, PartnerState, may_exchange, next_state

ENDS = (PartnerState.REVOKED, PartnerState.SUPERSEDED)


def after(*events: PartnerEvent) -> PartnerState:
    state = PartnerState.IMPORTED
    for event in events:
        state = next_state(state, event)
    return state


@given(st.lists(st.sampled_from(PartnerEvent), max_size=12))
def test_nothing_is_exchanged_before_people_compared_the_safety_number(events: list[PartnerEvent]):
    state, compared = PartnerState.IMPORTED, False
    for event in events:
        try:
            state = next_state(state, event)
        except InputError:
            continue
        if event is PartnerEvent.SAFETY_NUMBER_COMPARED:
            compared = True
        if event is PartnerEvent.SUSPENDED_BY_US:
            compared = False  # and again after a suspension
        assert compared or not may_exchange(state)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("event", PartnerEvent)
def test_no_way_leads_out_of_an_end(end: PartnerState, event: PartnerEvent):
    with pytest.raises(InputError) as refusal:
        next_state(end, event)
    assert refusal.value.code == "E_PARTNER_STATE"


@pytest.mark.parametrize("state", [state for state in PartnerState if state not in ENDS])
def test_a_partner_can_always_be_revoked_and_suspended(state: PartnerState):
    assert next_state(state, PartnerEvent.REVOKED) is PartnerState.REVOKED
    assert next_state(state, PartnerEvent.SUSPENDED_BY_US) is PartnerState.SUSPENDED


def test_a_receipt_confirms_only_who_was_verified():
    assert after(PartnerEvent.SAFETY_NUMBER_COMPARED, PartnerEvent.RECEIPT_CAME_BACK) is PartnerState.CONFIRMED
    with pytest.raises(InputError):
        after(PartnerEvent.RECEIPT_CAME_BACK)


def test_a_resumed_partner_is_compared_anew():
    events = (PartnerEvent.SAFETY_NUMBER_COMPARED, PartnerEvent.SUSPENDED_BY_US, PartnerEvent.RESUMED_BY_US)
    assert after(*events) is PartnerState.IMPORTED
    with pytest.raises(InputError):
        after(*events[:2], PartnerEvent.SAFETY_NUMBER_COMPARED)


@pytest.mark.parametrize("event", [PartnerEvent.REPLACED_BY_KEY_NOTICE, PartnerEvent.REPLACED_WITHOUT_NOTICE])
def test_a_replaced_key_set_is_never_used_again(event: PartnerEvent):
    state = after(PartnerEvent.SAFETY_NUMBER_COMPARED, event)
    assert state is PartnerState.SUPERSEDED
    assert not may_exchange(state)
