"""Three agencies at the command line: closed profiles, and a way to type commands in them without a new process."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from stockpile_client.cli.main import stockpile
from stockpile_client.services import backups, profiles, second_person
from stockpile_client.services.demo.story import run_demo
from tests.services.agencies import COST, PASSPHRASE, TestClock, three_folders

__all__ = ["three_folders"]


@dataclass(frozen=True)
class Answer:
    """What a command said. ``json`` is its answer, ``error`` the document on stderr."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        return json.loads(self.err.splitlines()[-1])


class Office:
    """A folder with profiles (us, jp, it), a post folder, and one clock."""

    def __init__(self, folder: Path, clock: TestClock) -> None:
        self.folder = folder
        self.post = folder / "post"
        self.post.mkdir()
        self.clock = clock

    def type(self, agency: str, *words: object, code: int = 0, typed: str | None = None, **env: str) -> Answer:
        """Type a command in the profile of an agency ('' for none); it has to end with that exit code."""
        before = ["--profile", str(self.folder / agency)] if agency else []
        result = CliRunner().invoke(
            stockpile, [*before, *map(str, words)], input=typed, env={"STOCKPILE_PASSPHRASE": PASSPHRASE, **env}
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return Answer(result.exit_code, result.stdout, result.stderr)

    def ask(self, agency: str, *words: object, code: int = 0) -> Any:
        """The JSON answer of a command, or its JSON error."""
        answer = self.type(agency, *words, "--json", code=code)
        return answer.json if code == 0 else answer.error

    def release(self, sender: str = "us", *to: str, **options: str) -> Path:
        """Write a statement on tungsten for partners (default: JP), and return the file."""
        audience = [word for partner in to or ("JP",) for word in ("--to", partner)]
        more = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", value)]
        written = self.ask(
            sender, "release", "write", *audience, "--scope", "W", "--round", "50t", "--output", self.post, *more
        )
        return Path(written["file"])


@pytest.fixture
def _cheap(monkeypatch):
    """The product derives keys at full cost; tests do the same work cheaply, on a clock that stands."""
    clock = TestClock()
    monkeypatch.setattr(profiles, "open_profile", partial(profiles.open_profile, clock=clock, floor=COST))
    commands = "stockpile_client.cli.commands"
    create = partial(profiles.create_profile, clock=clock, cost=COST)
    monkeypatch.setattr(f"{commands}.profile.create_profile", create)
    for name in ("restore", "resume_after_restore"):
        monkeypatch.setattr(f"{commands}.backup.{name}", partial(getattr(backups, name), clock=clock, floor=COST))
    for name in ("begin", "add_person"):
        monkeypatch.setattr(f"{commands}.second_person.{name}", partial(getattr(second_person, name), cost=COST))
    monkeypatch.setattr(second_person, "sign_in", partial(second_person.sign_in, floor=COST))
    monkeypatch.setattr(f"{commands}.demo.run_demo", partial(run_demo, cost=COST))
    monkeypatch.setattr(f"{commands}.demo._PICTURES", "stockpile_client.ui.no_pictures")  # tests/ui draws them
    return clock


@pytest.fixture
def empty_office(tmp_path, _cheap):
    """No profile yet."""
    return Office(tmp_path, _cheap)


@pytest.fixture
def office(three_folders, tmp_path, _cheap):
    """Three profiles that trust each other and hold their demonstration stock."""
    for key in ("us", "jp", "it"):
        shutil.copytree(three_folders.root / key, tmp_path / key)
    return Office(tmp_path, _cheap)


@pytest.fixture
def at_a_terminal(monkeypatch):
    """Questions can be answered: what a test types stands for the keyboard."""
    for module in ("state", "commands.partner", "commands.keys"):
        monkeypatch.setattr(f"stockpile_client.cli.{module}.require_terminal", lambda _what, _hint: None)
