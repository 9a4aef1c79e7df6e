"""Three real agencies for tests: profiles on disk, cards exchanged and verified, made once a run and copied per test.

The profiles are real in every part; only the derivation of the database key from the passphrase is cheap. A folder of
tests takes the fixtures by importing them in its ``conftest.py``::

    from tests.services.agencies import agencies, three_folders  # noqa: F401

    def test_a_statement_arrives(agencies: Agencies) -> None:
        released = agencies.us.release("jp", "W")
        agencies.jp.take(released)
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.accept import BundlePlan, accept, plan_accept
from stockpile_client.services.answer import receipts_due, write_receipt
from stockpile_client.services.cards import export_card, import_card, plan_card
from stockpile_client.services.context import Context
from stockpile_client.services.import_inventory import apply_import, plan_import
from stockpile_client.services.partners import partner_safety_number, verify_partner
from stockpile_client.services.profiles import AgencyDetails, create_profile, open_profile
from stockpile_client.services.release import apply_release, plan_release
from stockpile_client.services.resources import resource_path
from stockpile_client.storage.connection import Database
from stockpile_client.storage.keyfile import KdfCost

PASSPHRASE = "three agencies, one table"
COST = KdfCost(memory_kib=1024, passes=1, lanes=1)
"""Cheap, so that a test opens a profile in milliseconds; every opening states it as its floor."""

START = datetime(2026, 10, 1, 9, tzinfo=UTC)
AS_OF = date(2026, 9, 30)

DETAILS = {
    "us": AgencyDetails("United States stockpile", "US", "US"),
    "jp": AgencyDetails("Japan stockpile", "JP", "JP"),
    "it": AgencyDetails("Italia scorte", "IT", "IT"),
}


@dataclass
class TestClock:
    """A clock that stands until a test moves it."""

    __test__ = False
    time: datetime = START

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **change: float) -> None:
        """Move on by ``timedelta(**change)``."""
        self.time += timedelta(**change)


@dataclass(frozen=True)
class ThreeFolders:
    """Where the finished profiles are; ``cards`` and ``recovery`` (the printed text) by agency key (us, jp, it)."""

    root: Path
    cards: Mapping[str, Path]
    recovery: Mapping[str, str]
    ids: Mapping[str, str]


@dataclass
class Desk:
    """One agency at work: its context, and the short ways through the services that most tests take."""

    key: str
    ctx: Context
    agencies: Agencies

    @property
    def id(self) -> str:
        """The agency id."""
        return self.ctx.agency.id

    @property
    def db(self) -> Database:
        """The open database."""
        return self.ctx.db

    def profile(self, *audience: str, scope: tuple[str, ...] = ("W",), **fields: Any) -> Profile:
        """A disclosure profile for agencies by key, rounding to 50 t unless said otherwise."""
        ids = tuple(self.agencies.ids.get(one, one) for one in audience)
        return Profile(**{"name": "test", "audience": ids, "scope": scope, "rounding": 50 * MG_PER_TONNE, **fields})

    def release(self, *audience: str, scope: tuple[str, ...] = ("W",), as_of: date = AS_OF, **fields: Any) -> Path:
        """Release a statement into the common post folder, and return the file."""
        plan = plan_release(self.ctx, profile=self.profile(*audience, scope=scope, **fields), as_of=as_of)
        return apply_release(self.ctx, plan, folder=self.agencies.post).file.path

    def take(self, path: Path) -> BundlePlan:
        """Open and accept a file."""
        plan = plan_accept(self.ctx, path)
        accept(self.ctx, plan)
        return plan

    def answer(self) -> list[Path]:
        """Write every receipt that is due."""
        due = [one.digest for one in receipts_due(self.ctx)]
        return [write_receipt(self.ctx, digest, folder=self.agencies.post).file.path for digest in due]

    def verify(self, other: str) -> None:
        """Compare the safety number with another agency, as if over the phone."""
        agency = self.agencies.ids.get(other, other)
        number = partner_safety_number(self.ctx, agency)
        typed = {place: number.groups[place - 1] for place in number.to_type}
        verify_partner(self.ctx, agency, typed=typed, who="a test", how="telephone")

    def stock(self, name: str = "") -> None:
        """Import the demonstration inventory of this agency (or of another)."""
        apply_import(self.ctx, plan_import(self.ctx, resource_path("demo", name or self.key, "inventory.csv")))

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything in the database but the audit log, to compare before and after."""
        return dump(self.db)

    def reopen(self) -> None:
        """Close the profile and open it again."""
        folder = self.ctx.profile.folder.path
        self.ctx.close()
        self.ctx = open_again(folder, self.agencies.clock)


@dataclass
class Agencies:
    """The three of them, a folder that serves as the post, and the clock that they share."""

    folder: Path
    post: Path
    clock: TestClock
    ids: Mapping[str, str]
    recovery: Mapping[str, str]
    cards: Mapping[str, Path]
    desks: dict[str, Desk] = field(default_factory=dict)

    @property
    def us(self) -> Desk:
        """The American agency."""
        return self.desks["us"]

    @property
    def jp(self) -> Desk:
        """The Japanese agency."""
        return self.desks["jp"]

    @property
    def it(self) -> Desk:
        """The Italian agency."""
        return self.desks["it"]

    def close(self) -> None:
        """Close every profile."""
        for desk in self.desks.values():
            desk.ctx.close()


def dump(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every table but the audit log, its rows in order of their ids."""
    names = [
        row[0]
        for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if row[0] != "audit" and not row[0].startswith("sqlite_")
    ]
    return {name: list(map(tuple, db.execute(f"SELECT * FROM [{name}] ORDER BY 1, 2"))) for name in names}


def digest_of(content: Mapping[str, list[tuple[Any, ...]]]) -> str:
    """One line that stands for a dump."""
    return hashlib.sha256(repr(content).encode()).hexdigest()


def open_again(folder: Path, clock: TestClock) -> Context:
    """Open a test profile."""
    return open_profile(folder, passphrase=PASSPHRASE, actor="tester", clock=clock, floor=COST)


@cache
def build(root: Path) -> ThreeFolders:
    """Make the three profiles in ``root``, once."""
    clock, made, recovery, cards = TestClock(START - timedelta(days=30)), {}, {}, {}
    for key, details in DETAILS.items():
        created = create_profile(
            root / key, passphrase=PASSPHRASE, agency=details, actor="tester", clock=clock, cost=COST
        )
        made[key], recovery[key] = created.context, created.recovery_key
        cards[key] = export_card(created.context, root).path
    shared = Agencies(root, root, clock, {key: ctx.agency.id for key, ctx in made.items()}, recovery, cards)
    shared.desks = {key: Desk(key, ctx, shared) for key, ctx in made.items()}
    for key, desk in shared.desks.items():
        for other in DETAILS.keys() - {key}:
            import_card(desk.ctx, plan_card(desk.ctx, cards[other]))
            desk.verify(other)
    clock.advance(days=29)  # the figures are of 30 September; a row of a day to come is refused
    for desk in shared.desks.values():
        desk.stock()
    shared.close()
    return ThreeFolders(root, cards, recovery, shared.ids)


def open_copies(built: ThreeFolders, folder: Path, keys: tuple[str, ...] = ("us", "jp", "it")) -> Agencies:
    """Copies of the profiles in ``folder``, opened, on a clock of their own; the caller closes them."""
    post = folder / "post"
    post.mkdir()
    opened = Agencies(folder, post, TestClock(), built.ids, built.recovery, built.cards)
    for key in keys:
        shutil.copytree(built.root / key, folder / key)
        opened.desks[key] = Desk(key, open_again(folder / key, opened.clock), opened)
    return opened


@pytest.fixture(scope="session")
def three_folders(tmp_path_factory: pytest.TempPathFactory) -> ThreeFolders:
    """The finished profiles, closed, to be copied."""
    return build(tmp_path_factory.getbasetemp() / "three-agencies")


@pytest.fixture
def agencies(three_folders: ThreeFolders, tmp_path: Path) -> Iterator[Agencies]:
    """Three open agencies that trust each other and hold their demonstration stock, for one test."""
    opened = open_copies(three_folders, tmp_path)
    yield opened
    with suppress(Exception):  # a test may have closed one, or broken it on purpose
        opened.close()
