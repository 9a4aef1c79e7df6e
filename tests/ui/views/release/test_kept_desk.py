"""The audit desk is kept from one plan to the next, and gives its connection back."""

from __future__ import annotations

import pytest

from stockpile_client.core.quantities import MG_PER_TONNE, WithheldReason
from stockpile_client.services.release import plan_release
from stockpile_client.ui.jobs import JobCancelledError, Token
from stockpile_client.ui.views.release.kept_desk import KeptDesk
from tests.services.agencies import AS_OF, Agencies


def token() -> Token:
    return Token(lambda _progress: None)


def test_what_was_worked_out_stays_from_plan_to_plan_and_the_answer_is_that_of_a_new_desk(agencies: Agencies) -> None:
    us = agencies.us
    us.release("jp", scope=("W", "GA"))
    kept = KeptDesk(us.ctx)
    for rounding in (0, 50 * MG_PER_TONNE):
        profile = us.profile("jp", scope=("W", "GA"), withhold={"GA": WithheldReason.DEFENCE}, rounding=rounding)
        with kept.at_work(token()) as (ctx, desk):
            plan = plan_release(ctx, profile=profile, as_of=AS_OF, desk=desk)
        assert plan.checks == plan_release(us.ctx, profile=profile, as_of=AS_OF).checks
    with kept.at_work(token()) as (_, again):
        assert again is desk
    kept.release()
    with kept.at_work(token()) as (_, fresh):
        assert fresh is not desk
    kept.release()


def test_a_job_that_was_given_up_does_not_take_the_desk(agencies: Agencies) -> None:
    kept, given_up = KeptDesk(agencies.us.ctx), token()
    given_up.cancel()
    with pytest.raises(JobCancelledError), kept.at_work(given_up):
        pass
    kept.release()
