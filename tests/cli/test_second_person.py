"""Two people sign, typed: the second one is named before the command, and has an own passphrase."""

from __future__ import annotations

import pytest

WORDS = {"STOCKPILE_SECOND_PASSPHRASE": "four quiet ferries leave"}


@pytest.fixture
def two(office):
    """The US desk, where B. Verdi signs along from now on; Japan has accepted the notice."""
    answer = office.type("us", "second-person", "begin", "B. Verdi", "--output", office.post, "--json", **WORDS)
    office.ask("jp", "accept", answer.json["notices"]["JP"]["file"])
    return office


def release(office, *before, code=0, **env):
    words = ("release", "write", "--to", "JP", "--scope", "W", "--round", "50t", "--output", office.post, "--json")
    return office.type("us", *before, *words, code=code, **env)


def test_one_alone_is_told_who_is_wanting_and_two_release(two):
    assert release(two, code=3).error["error"] == "E_SECOND_PERSON"
    written = release(two, "--second-person", "B. Verdi", **WORDS).json["file"]
    assert two.ask("jp", "accept", written)["decision"] == "accepted"


def test_a_wrong_passphrase_or_name_releases_nothing(two):
    before = set(two.post.iterdir())
    wrong = {"STOCKPILE_SECOND_PASSPHRASE": "five loud lorries arrive"}
    assert release(two, "--second-person", "B. Verdi", code=3, **wrong).error["error"] == "E_SECOND_PASSPHRASE"
    assert release(two, "--second-person", "Nobody", code=3, **WORDS).error["error"] == "E_SECOND_PASSPHRASE"
    assert set(two.post.iterdir()) == before


def test_people_are_added_listed_and_removed_and_it_can_end(two, tmp_path):
    assert [one["name"] for one in two.ask("us", "second-person", "list")["people"]] == ["B. Verdi"]
    (tmp_path / "neri").write_text("seven grey herons wait\n", "utf-8")
    words = ("--second-person", "B. Verdi", "second-person", "add", "C. Neri", "--new-passphrase-file")
    assert "C. Neri may sign along." in two.type("us", *words, tmp_path / "neri", **WORDS).out
    by_neri = ("--second-person", "C. Neri", "--second-passphrase-file", tmp_path / "neri")
    assert "signs along no more" in two.type("us", *by_neri, "second-person", "remove", "B. Verdi").out
    assert "E_SECOND_PERSON" in two.type("us", "second-person", "end", code=3).err
    assert "One person alone signs again." in two.type("us", *by_neri, "second-person", "end").out
    assert "One person alone signs." in two.type("us", "second-person", "list").out
    assert release(two).json["file"]


def test_without_a_terminal_the_passphrase_must_come_from_somewhere(two):
    assert release(two, "--second-person", "B. Verdi", code=3).error["error"] == "E_NO_TERMINAL"
