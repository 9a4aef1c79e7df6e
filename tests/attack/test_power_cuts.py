"""Threats 16 and 22: whatever moment the power goes, nothing is there in part, nothing is lost, nothing is readable."""

import csv
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stockpile_client.services.audit_log import verify_audit
from stockpile_client.services.disclosure_record import received_statement
from stockpile_client.services.history import list_bundles
from stockpile_client.services.import_inventory import apply_import, plan_import
from stockpile_client.services.received import list_received
from stockpile_client.services.resources import resource_path
from stockpile_client.storage import channels
from tests.attack import power_cut
from tests.attack.power_cut import CANARY
from tests.services.agencies import Agencies, Desk

ROOT = Path(__file__).parents[2]


def cut(agencies: Agencies, desk: Desk, step: str, point: str, argument: str, temporary: Path) -> None:
    """Run the step in a process that dies at the point, then open the profile again."""
    desk.ctx.close()
    arguments = [str(agencies.folder), desk.key, step, point, argument]
    done = subprocess.run(
        [sys.executable, "-m", "tests.attack.power_cut", *arguments],
        cwd=ROOT, env={**os.environ, "TMPDIR": str(temporary)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not readable(agencies.folder), "a name of the stock stands readable on the disk"
    desk.reopen()
    assert verify_audit(desk.ctx) is None
    assert desk.db.execute("SELECT count(*) FROM statement WHERE state = 'staged'").fetchone() == (0,)
    assert not list(desk.ctx.quarantine.iterdir())


def readable(folder: Path) -> list[Path]:
    """The files under ``folder`` in which the canary can be read."""
    marks = [CANARY.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(mark in path.read_bytes() for mark in marks)]


@pytest.fixture
def temporary(agencies: Agencies) -> Path:
    """The system's temporary folder for the process that dies; searched with the rest."""
    folder = agencies.folder / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def marked(agencies: Agencies, tmp_path_factory: pytest.TempPathFactory) -> Agencies:
    """The agencies, of which the American one keeps tungsten at a place with a name of its own."""
    source = resource_path("demo", "us", "inventory.csv")
    with source.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        names = list(rows.fieldnames or ())
        values = next(rows)
    table = tmp_path_factory.mktemp("table") / "inventory.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names)
        writer.writeheader()
        writer.writerow(values | {"Lot No.": f"{CANARY}-1", "Depot": f"Depot {CANARY}"})
    done = apply_import(agencies.us.ctx, plan_import(agencies.us.ctx, table))
    assert done.added == 1
    return agencies


@pytest.mark.parametrize(
    ("point", "recorded"),
    [
        ("number_reserved", False),
        ("before the file is flushed", False),
        ("before the head of the channel moves", False),
        ("before the record is committed", False),
        ("before the file has its name", True),
        ("after the file has its name", True),
    ],
)
def test_22_a_release_that_is_cut_off_is_wholly_in_the_books_or_not_at_all(
    marked: Agencies, temporary: Path, point: str, recorded: bool
) -> None:
    us, jp = marked.us, marked.jp
    first = us.release("jp")
    cut(marked, us, "release", point, jp.id, temporary)
    assert [row.seq for row in list_bundles(us.ctx)] == ([2, 1] if recorded else [1])
    finished = set(marked.post.glob("*.stockpile")) - {first}
    assert len(finished) == (point == "after the file has its name")
    jp.take(first)
    for path in finished:
        jp.take(path)
    (channel,) = channels.every(us.db)
    plan = jp.take(us.release("jp"))
    assert plan.manifest.prev == channel.head_digest
    assert plan.seq == channel.reserved_seq + 1
    assert plan.missing == (range(2, 3) if recorded and not finished else range(0))


@pytest.mark.parametrize(
    "point",
    ["while the positions are staged", "before the head of the channel moves", "before the record is committed",
     "bundle_accepted"],
)  # fmt: skip
def test_22_an_acceptance_that_is_cut_off_has_not_happened(marked: Agencies, temporary: Path, point: str) -> None:
    us, jp = marked.us, marked.jp
    power_cut.release(us.ctx, jp.id, marked.post)
    (path,) = marked.post.iterdir()
    before = jp.dump()
    cut(marked, jp, "accept", point, str(path), temporary)
    assert jp.dump() == before
    jp.take(path)
    received = received_statement(jp.ctx, us.id)
    assert received is not None
    assert any(CANARY in position.key.at for position in received[1])
    assert len(list_received(jp.ctx)) == 1


def test_16_the_search_would_find_the_name_if_it_were_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\0" + CANARY.encode("utf-16-le"))
    assert readable(tmp_path) == [tmp_path / "a"]
