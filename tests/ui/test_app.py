"""The program's start: its argument, and the pictures that the window draws of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from stockpile_client.services import profiles
from stockpile_client.services.demo.story import run_demo
from stockpile_client.storage.keyfile import KdfCost
from stockpile_client.ui import pictures
from stockpile_client.ui.app import open_argument
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.main_window import MainWindow

CHEAP = KdfCost(memory_kib=1024, passes=1, lanes=1)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_demo(tmp_path_factory.mktemp("demo") / "out", report=lambda _line: None, cost=CHEAP).profiles["jp"]


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    opening = profiles.open_profile
    cheap = lambda folder, **options: opening(folder, floor=CHEAP, **options)  # noqa: E731
    monkeypatch.setattr(profiles, "open_profile", cheap)
    monkeypatch.setattr(pictures, "open_profile", cheap)
    made = MainWindow(Jobs(), Formats(QLocale("en_GB")))
    qtbot.addWidget(made)
    yield made
    made.close()


def test_a_profile_of_the_demonstration_opens_by_itself(qtbot: QtBot, window: MainWindow, demonstration: Path) -> None:
    open_argument(window, demonstration)
    qtbot.waitUntil(lambda: window.session is not None, timeout=10_000)
    assert window.session is not None
    assert window.session.agency_short_name == "JOGMEC"


def test_any_other_profile_asks_for_its_passphrase(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    open_argument(window, tmp_path / "mine")
    assert window.session is None
    assert window.start_page.step is window.start_page.unlock


def test_a_file_waits_until_a_profile_is_open(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "sx-01234567.stockpile").write_bytes(b"age-encryption.org/v1\n")
    open_argument(window, tmp_path / "sx-01234567.stockpile")
    assert window.session is None


def test_the_window_draws_a_picture_of_each_workspace(window: MainWindow, demonstration: Path, tmp_path: Path) -> None:
    drawn = pictures.draw(demonstration, tmp_path / "pictures")
    sizes = {QImage(str(path)).size().toTuple() for path in drawn}
    assert len(drawn) >= 5
    assert sizes == {pictures.SIZE.toTuple()}
