"""Threats 16 and 22 for what was typed and not saved: a crash costs some seconds of it, and shows nobody a word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from stockpile_client.services.audit_log import verify_audit
from stockpile_client.services.drafts import kept_drafts
from stockpile_client.ui import draft_keeper
from tests.services.agencies import Agencies

ROOT = Path(__file__).parents[2]
WORD = "zimtzikade"


def test_22_what_was_typed_is_there_after_the_power_went(agencies: Agencies, tmp_path: Path) -> None:
    us, folder = agencies.us, agencies.us.ctx.profile.folder.path
    us.ctx.close()
    places = {name: str(tmp_path) for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    person = subprocess.Popen(
        [sys.executable, "-m", "tests.attack.typing_person", str(folder), WORD],
        cwd=ROOT, env={**os.environ, **places}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert person.stdout is not None
        said = person.stdout.readline()
    finally:
        person.kill()
        _, complaints = person.communicate(timeout=60)
    assert said == "kept\n", complaints
    marks = [word.encode(code) for word in (WORD, WORD.upper()) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [path for place in (folder, tmp_path) for path in place.rglob("*") if path.is_file()]
    assert not [path for path in files if any(mark in path.read_bytes() for mark in marks)]
    us.reopen()
    assert [draft.fields["number"].casefold() for draft in kept_drafts(us.ctx)] == [WORD]
    assert verify_audit(us.ctx) is None


def test_22_a_crash_costs_seconds_and_not_minutes() -> None:
    assert draft_keeper.KEEP_MS <= 5000
