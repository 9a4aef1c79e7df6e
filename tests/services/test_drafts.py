"""What was typed survives a lock, in the encrypted file, and nothing of it survives being finished."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stockpile_client.services.drafts import MOST_CHARACTERS, Draft, forget_draft, keep_drafts, kept_drafts
from tests.services.agencies import START, Agencies

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(TEXT, st.dictionaries(TEXT, TEXT, min_size=1), max_size=4))
def test_what_is_kept_comes_back_as_it_was(agencies: Agencies, found: dict[str, dict[str, str]]) -> None:
    drafts = [Draft(key, fields, START) for key, fields in found.items()]
    keep_drafts(agencies.us.ctx, drafts)
    assert {draft.key: draft for draft in kept_drafts(agencies.us.ctx)} == {draft.key: draft for draft in drafts}


def test_the_next_keeping_replaces_all(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    keep_drafts(ctx, [Draft("release/new_release", {"note": "half a sentence"}, START)])
    keep_drafts(ctx, [Draft("inventory/new_lot", {"form": "APT"}, START)])
    assert [draft.key for draft in kept_drafts(ctx)] == ["inventory/new_lot"]
    keep_drafts(ctx, [])
    assert kept_drafts(ctx) == []


def test_an_empty_form_and_one_of_absurd_length_are_left_out(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    keep_drafts(ctx, [Draft("a/b", {}, START), Draft("c/d", {"note": "x" * MOST_CHARACTERS}, START)])
    assert kept_drafts(ctx) == []


def test_no_word_of_a_draft_stands_on_the_disk(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    keep_drafts(ctx, [Draft("inventory/new_lot", {"remark": "canary of the drafts"}, START)])
    files = [path for path in ctx.profile.folder.path.rglob("*") if path.is_file()]
    assert files
    assert not [path.name for path in files if b"canary of the drafts" in path.read_bytes()]


def test_what_nobody_has_seen_yet_stays_beside_what_is_kept_now(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    keep_drafts(
        ctx, [Draft("inventory/lot.new", {"form": "AP"}, START), Draft("release/release", {"note": "a"}, START)]
    )
    keep_drafts(ctx, [Draft("inventory/lot.new", {"form": "APT"}, START)], beside_others=True)
    assert {draft.key: draft.fields for draft in kept_drafts(ctx)} == {
        "inventory/lot.new": {"form": "APT"},
        "release/release": {"note": "a"},
    }


def test_a_form_that_was_saved_is_forgotten_and_no_other(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    keep_drafts(ctx, [Draft("inventory/lot.new", {"form": "APT"}, START), Draft("inventory/new", {"a": "b"}, START)])
    forget_draft(ctx, "lot.new")
    assert [draft.key for draft in kept_drafts(ctx)] == ["inventory/new"]
