"""Profiles, groups, agreements, approval, requests and the record of what left, at the command line."""

from __future__ import annotations

import json

from tests.cli.conftest import Office

AS_OF = ("--as-of", "2026-09-30")


def profile_for_japan(office: Office, *more: str) -> None:
    office.ask("us", "rules", "new", "For JP", "--template", "emergency", "--to", "JP", "--scope", "W", *more)


def test_a_profile_is_made_from_a_template_and_changed_as_a_document(office: Office) -> None:
    assert {one["code"] for one in office.ask("us", "rules", "templates")["templates"]} >= {"article_22", "emergency"}
    profile_for_japan(office)
    shown = office.ask("us", "rules", "show", "For JP")
    assert shown["for"] == "JP"
    assert any("Round masses to 1 t" in sentence for sentence in shown["sentences"])
    office.ask("us", "rules", "new", "For JP", "--template", "emergency", "--scope", "W", code=3)
    shown["profile"]["four_eyes"] = True
    changed = office.folder / "rules.json"
    changed.write_text(json.dumps(shown))
    assert office.ask("us", "rules", "save", changed)["version"] == 2
    assert [one["version"] for one in office.ask("us", "rules", "versions", "For JP")["versions"]] == [1, 2]
    shown["profile"]["delay_days"] = 7
    changed.write_text(json.dumps(shown))
    office.ask("us", "rules", "save", changed)
    newest = office.ask("us", "rules", "versions", "For JP")["versions"][-1]
    assert (newest["removed"], ["7 days" in one for one in newest["added"]]) == ([], [True])
    assert "Two people" in office.type("us", "rules", "show", "For JP").out
    assert not office.ask("us", "rules", "show", "For JP", "--version", 1)["profile"]["four_eyes"]
    changed.write_text('{"v": 2, "name": "x"}')
    assert office.ask("us", "rules", "save", changed, code=3)["error"] == "E_PROFILE"
    office.ask("us", "rules", "retire", "For JP")
    assert office.ask("us", "rules", "list")["profiles"] == []


def test_a_profile_may_be_for_a_group_or_an_agreement(office: Office) -> None:
    office.ask("us", "group", "save", "circle", "--member", "JP", "--member", "IT")
    (circle,) = office.ask("us", "group", "list")["groups"]
    assert (circle["name"], sorted(circle["members"])) == ("circle", ["IT", "JP"])
    kept = office.ask(
        "us", "agreement", "save", "--name", "Trilateral", "--party", "JP", "--scope", "W", "--cadence-days", 90
    )
    assert office.ask("us", "agreement", "list")["agreements"] == [kept]
    office.ask("us", "rules", "new", "circle", "--template", "emergency", "--group", "circle", "--scope", "W")
    office.ask("us", "rules", "new", "a", "--template", "emergency", "--agreement", kept["agreement"], "--scope", "W")
    office.ask("us", "rules", "new", "b", "--template", "emergency", "--group", "nobody", "--scope", "W", code=3)
    whom = {one["name"]: one["for"] for one in office.ask("us", "rules", "list")["profiles"]}
    assert whom == {"circle": "group circle", "a": "agreement Trilateral"}
    preview = office.ask("us", "release", "preview", "--profile-name", "circle", *AS_OF)
    assert {one["short_name"] for one in preview["audience"]} == {"JP", "IT"}


def test_the_preview_as_a_partner_says_what_is_new_to_it(office: Office) -> None:
    office.release(as_of="2026-09-30")
    wish = ("--to", "JP", "--to", "IT", "--scope", "W,GA", "--round", "50t", "--withhold", "GA=defence", *AS_OF)
    japan = office.ask("us", "release", "preview", *wish, "--as", "JP")
    assert (japan["seen_by"], japan["counts"]["new"], [one["reason"] for one in japan["withheld"]]) == (
        "JP", 1, ["defence"],
    )  # fmt: skip
    assert office.ask("us", "release", "preview", *wish, "--as", "IT")["counts"]["known"] == 0
    assert "As seen by JP" in office.type("us", "release", "preview", *wish, "--as", "JP").out


def test_a_release_is_prepared_reviewed_approved_and_written_by_named_people(office: Office) -> None:
    profile_for_japan(office)
    shown = office.ask("us", "rules", "show", "For JP")["profile"] | {"four_eyes": True}
    changed = office.folder / "rules.json"
    changed.write_text(json.dumps(shown))
    office.ask("us", "rules", "save", changed)
    by = ("--profile-name", "For JP", *AS_OF)
    assert office.ask("us", "release", "write", *by, "--output", office.post, code=3)["error"] == "E_APPROVAL"
    case = office.type("us", "--actor", "Ada", "release", "prepare", *by, "--json").json
    assert (case["state"], case["steps"][0]["actor"]) == ("prepared", "Ada")
    short = case["case"][:8]
    alone = office.type("us", "--actor", "Ada", "release", "review", short, "--json", code=3).error
    assert alone["error"] == "E_FOUR_EYES"
    office.type("us", "--actor", "Ben", "release", "review", short, "--note", "looked at all")
    assert "approved by Ben" in office.type("us", "--actor", "Ben", "release", "approve", short).out
    assert [one["state"] for one in office.ask("us", "release", "cases", "--open")["cases"]] == ["approved"]
    written = office.ask("us", "release", "write-approved", short, "--output", office.post)
    assert written["plan"] == case["plan"]
    assert office.ask("us", "release", "cases", "--open")["cases"] == []
    again = office.type("us", "--actor", "Ada", "release", "prepare", *by, "--json").json
    assert office.ask("us", "release", "send-back", again["case"], "--reason", "too early")["state"] == "sent_back"
    assert office.ask("us", "release", "review", "0000", code=3)["error"] == "E_NO_CASE"


def ask_us(office: Office, material: str = "W") -> str:
    """Japan asks the United States; the digest of the accepted request."""
    file = office.ask(
        "jp", "request", "US", "--materials", material, "--as-of", "2026-09-30", "--purpose", "outlook",
        "--deadline", "2026-10-20", "--output", office.post,
    )["file"]  # fmt: skip
    office.ask("us", "accept", file)
    (task,) = office.ask("us", "requests", "list", "--open")["requests"]
    return str(task["digest"])


def test_a_request_is_answered_by_a_statement(office: Office) -> None:
    digest = ask_us(office)
    profile_for_japan(office)
    written = office.ask(
        "us", "release", "write", "--profile-name", "For JP", "--answers", digest[:12], "--output", office.post
    )
    assert written["as_of"] == "2026-09-30"  # the day that was asked for
    assert [one["state"] for one in office.ask("us", "requests", "list")["requests"]] == ["answered"]
    office.ask("jp", "accept", written["file"])
    assert [one["state"] for one in office.ask("jp", "requests", "list", "--ours")["requests"]] == ["answered"]


def test_a_request_is_refused_with_a_reason(office: Office) -> None:
    digest = ask_us(office)
    refusal = office.ask("us", "requests", "refuse", digest[:12], "--reason", "not agreed", "--output", office.post)
    office.ask("jp", "accept", refusal["file"])
    (ours,) = office.ask("jp", "requests", "list", "--ours")["requests"]
    assert (ours["state"], ours["reason"]) == ("refused", "not agreed")


def test_the_history_of_releases_is_exported(office: Office) -> None:
    office.release()
    target = office.folder / "history.csv"
    written = office.ask("us", "disclosed", "--export", target, "--partner", "JP")
    assert written["rows"] == len(target.read_text(encoding="utf-8-sig").splitlines()) - 2  # marking, header
    office.type("us", "disclosed", "--export", target, "--matrix", code=2)
