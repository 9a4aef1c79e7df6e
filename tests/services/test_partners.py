"""Verification by the safety number, and every other step of trust."""

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.core.partners import PartnerState
from stockpile_client.services.partners import (
    list_partners,
    partner_history,
    partner_row,
    partner_safety_number,
    resume_partner,
    revoke_partner,
    suspend_partner,
    verify_partner,
)
from tests.services.agencies import Agencies


def test_both_sides_see_the_same_number_and_each_types_what_the_other_reads_out(agencies: Agencies) -> None:
    ours = partner_safety_number(agencies.us.ctx, agencies.jp.id)
    theirs = partner_safety_number(agencies.jp.ctx, agencies.us.id)
    assert ours.groups == theirs.groups
    assert len(ours.groups) == 12
    assert len(ours.text) == 60
    assert not set(ours.to_type) & set(theirs.to_type)


@pytest.mark.parametrize("fault", ["missing", "wrong", "none"])
def test_a_missing_or_wrong_group_changes_nothing(agencies: Agencies, fault: str) -> None:
    us, jp = agencies.us, agencies.jp.id
    number = partner_safety_number(us.ctx, jp)
    typed = {place: number.groups[place - 1] for place in number.to_type}
    if fault == "missing":
        del typed[number.to_type[-1]]
    elif fault == "wrong":
        typed[number.to_type[0]] = "00000" if typed[number.to_type[0]] != "00000" else "00001"
    else:
        typed = {}
    before = us.dump()
    with pytest.raises(InputError) as error:
        verify_partner(us.ctx, jp, typed=typed, who="a.rossi", how="phone")
    assert error.value.code == "E_SAFETY_NUMBER"
    assert us.dump() == before


@pytest.mark.parametrize(("who", "how"), [("", "phone"), ("a.rossi", ""), (" ", " ")])
def test_a_verification_says_who_compared_and_how(agencies: Agencies, who: str, how: str) -> None:
    us, jp = agencies.us, agencies.jp.id
    number = partner_safety_number(us.ctx, jp)
    typed = {place: number.groups[place - 1] for place in number.to_type}
    with pytest.raises(InputError) as error:
        verify_partner(us.ctx, jp, typed=typed, who=who, how=how)
    assert error.value.code == "E_REASON_MISSING"
    verify_partner(us.ctx, jp, typed=typed, who="a.rossi", how="by telephone")
    row = partner_row(us.ctx, jp)
    assert (row.verified_by, row.verified_how, row.verified_at) == ("a.rossi", "by telephone", agencies.clock.time)


def test_a_suspended_partner_starts_again_at_imported_and_a_revoked_one_never(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp.id
    suspend_partner(us.ctx, jp, reason="stick lost")
    assert partner_row(us.ctx, jp).state is PartnerState.SUSPENDED
    with pytest.raises(InputError, match="cannot take the step"):
        us.verify("jp")
    resume_partner(us.ctx, jp, reason="stick found")
    assert partner_row(us.ctx, jp).state is PartnerState.IMPORTED
    us.verify("jp")
    revoke_partner(us.ctx, jp, reason="keys stolen")
    for step in (resume_partner, suspend_partner, revoke_partner):
        with pytest.raises(InputError) as error:
            step(us.ctx, jp, reason="again")
        assert error.value.code == "E_PARTNER_STATE"
    assert [step.state for step in partner_history(us.ctx, jp)] == [
        PartnerState.VERIFIED, PartnerState.SUSPENDED, PartnerState.IMPORTED, PartnerState.VERIFIED,
        PartnerState.REVOKED,
    ]  # fmt: skip


def test_every_step_but_verification_needs_a_reason(agencies: Agencies) -> None:
    before = agencies.us.dump()
    for step in (resume_partner, suspend_partner, revoke_partner):
        with pytest.raises(InputError) as error:
            step(agencies.us.ctx, agencies.jp.id, reason=" ")
        assert error.value.code == "E_REASON_MISSING"
    assert agencies.us.dump() == before


def test_partners_are_listed_by_short_name(agencies: Agencies) -> None:
    assert [row.short_name for row in list_partners(agencies.jp.ctx)] == ["IT", "US"]
