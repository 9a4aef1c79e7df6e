"""What partners stated stays readable: in force, earlier, withdrawn."""

from __future__ import annotations

from datetime import timedelta

from stockpile_client.services.answer import withdraw_statement
from stockpile_client.services.history import list_bundles
from stockpile_client.services.received import list_received, received_positions
from tests.services.agencies import AS_OF, Agencies


def test_the_latest_day_is_in_force_and_the_earlier_one_stays(agencies: Agencies) -> None:
    agencies.jp.take(agencies.us.release("jp"))
    agencies.jp.take(agencies.us.release("jp", as_of=AS_OF + timedelta(days=1)))
    found = list_received(agencies.jp.ctx)
    assert [(one.header.as_of, one.seq, one.in_force) for one in found] == [
        (AS_OF + timedelta(days=1), 2, True),
        (AS_OF, 1, False),
    ]
    assert {one.marking for one in found} == {"TLP:AMBER"}


def test_a_withdrawn_statement_says_why_and_is_in_force_no_more(agencies: Agencies) -> None:
    agencies.jp.take(agencies.us.release("jp"))
    (sent,) = list_bundles(agencies.us.ctx)
    letter = withdraw_statement(agencies.us.ctx, sent.digest, reason="Counted twice", folder=agencies.post)
    agencies.jp.take(letter.file.path)
    (found,) = list_received(agencies.jp.ctx)
    assert (found.withdrawn, found.in_force) == ("Counted twice", False)


def test_positions_come_a_page_at_a_time_in_order_of_key(agencies: Agencies) -> None:
    agencies.jp.take(agencies.us.release("jp", scope=("W", "CO", "NI")))
    (found,) = list_received(agencies.jp.ctx)
    window = received_positions(agencies.jp.ctx, found.row)
    pages = [position.key for start in range(0, window.count(), 2) for position in window.rows(start, 2)]
    assert len(pages) == found.positions > 2
    assert pages == sorted(pages)
