"""What is said when a file is refused."""

import pytest

from stockpile_client.bundle.refusals import REFUSALS, refusal

CODES = [
    "E_NOT_BUNDLE",
    "E_CANNOT_OPEN",
    "E_POLICY_CLASSIC",
    "E_UNTRUSTED_SENDER",
    "E_NOT_ADDRESSED",
    "E_STANZAS",
    "E_VERSION",
    "E_CRIT",
    "E_EXPIRED",
    "E_CLOCK",
    "E_REPLAY",
    "E_FORK",
    "E_DIGEST",
    "E_LIMIT",
    "E_SCHEMA",
    "E_REVOKED",
    "E_SUSPENDED",
]


def test_there_is_a_text_for_every_code_of_the_format_and_for_no_other() -> None:
    assert sorted(REFUSALS) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_says_what_happened_what_is_unchanged_and_what_to_do(code: str) -> None:
    error = refusal(code, "It is 3.")
    assert (error.code, error.exit_code, len(error.lines())) == (code, 5, 3)
    assert all(line.endswith(".") for line in error.lines())


def test_before_the_signatures_nothing_is_added_to_the_one_message() -> None:
    assert refusal("E_CANNOT_OPEN", "The MAC is wrong.").lines() == refusal("E_CANNOT_OPEN").lines()
    assert refusal("E_LIMIT", "The MAC is wrong.").message.endswith("The MAC is wrong.")
