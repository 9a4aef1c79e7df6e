"""The demonstration does the main job on real files, and refuses what must be refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.services.audit_log import verify_audit
from stockpile_client.services.demo.story import PASSPHRASE, DemoResult, run_demo
from stockpile_client.services.history import list_bundles
from stockpile_client.services.holdings import list_holdings
from stockpile_client.services.profiles import open_profile
from stockpile_client.storage.bundles import BundleState
from stockpile_client.storage.keyfile import KdfCost

CHEAP = KdfCost(memory_kib=1024, passes=1, lanes=1)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[DemoResult, list[str]]:
    lines: list[str] = []
    return run_demo(tmp_path_factory.mktemp("demo") / "out", report=lines.append, cost=CHEAP), lines


def test_every_statement_that_was_sent_is_acknowledged_but_the_last(played: tuple[DemoResult, list[str]]) -> None:
    states = []
    for folder in played[0].profiles.values():
        desk = open_profile(folder, passphrase=PASSPHRASE, floor=CHEAP)
        states += [(row.direction, row.kind, row.state) for row in list_bundles(desk)]
        assert verify_audit(desk) is None
        desk.close()
    sent = [state for direction, kind, state in states if direction == "out" and kind == "statement"]
    assert (len(sent), sent.count(BundleState.ACKNOWLEDGED), sent.count(BundleState.WRITTEN)) == (9, 8, 1)


def test_the_tampered_and_the_replayed_bundle_are_refused(played: tuple[DemoResult, list[str]]) -> None:
    assert [words.split(")")[0] for words in played[0].refused] == ["refused (E_CANNOT_OPEN", "refused (E_REPLAY"]


def test_made_up_figures_are_marked_and_published_ones_are_not(played: tuple[DemoResult, list[str]]) -> None:
    desk = open_profile(played[0].profiles["us"], passphrase=PASSPHRASE, floor=CHEAP)
    rows = list_holdings(desk).rows
    desk.close()
    assert {row.material for row in rows if not row.illustrative} == {"BE", "MN", "SN"}
    assert all(row.source == "illustrative" for row in rows if row.illustrative)


def test_a_withheld_denominator_gives_no_days_of_cover(played: tuple[DemoResult, list[str]]) -> None:
    tungsten = next(line for line in played[1] if line.strip().startswith("Tungsten"))
    assert "NDS" in tungsten
    assert "denominator withheld" in tungsten


def test_a_folder_that_no_demonstration_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    with pytest.raises(InputError) as refusal:
        run_demo(tmp_path, report=lambda _line: None, cost=CHEAP)
    assert refusal.value.code == "E_FOLDER"
    assert (tmp_path / "mine.txt").read_text() == "precious"
