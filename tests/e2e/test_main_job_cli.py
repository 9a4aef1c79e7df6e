"""Three agencies, three profiles, one process a command: the whole main job as a person types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from stockpile_client.services.resources import resource_path

STOCKPILE = [sys.executable, str(Path(__file__).with_name("cheap_stockpile.py"))]
REPOSITORY = Path(__file__).resolve().parents[2]
NAMES = {"us": ("US stockpile", "US"), "jp": ("Japan stockpile", "JP"), "it": ("Italia scorte", "IT")}
PASSPHRASE = "three agencies, one table"


class Desks:
    """A folder with the profiles, and the post between them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.post = folder / "post"
        self.post.mkdir()

    def run(self, agency: str, *words: object, code: int = 0) -> Any:
        """The JSON answer of a command, or its JSON error."""
        environment = os.environ | {"STOCKPILE_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(REPOSITORY)}
        finished = subprocess.run(
            [*STOCKPILE, "--profile", self.folder / agency, "--json", *map(str, words)],
            env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert finished.returncode == code, finished.stdout + finished.stderr
        return json.loads(finished.stderr.splitlines()[-1] if code else finished.stdout)


@pytest.fixture
def desks(tmp_path):
    return Desks(tmp_path)


def set_up(desks: Desks) -> None:
    """The agencies prepare at the same time, each at its own desk."""
    partners = {"us": ("jp", "it"), "jp": ("us",), "it": ("us",)}

    def prepare(agency: str) -> None:
        name, country = NAMES[agency]
        desks.run(agency, "init", "--name", name, "--short-name", country, "--country", country)
        desks.run(agency, "card", "export", desks.post)
        desks.run(agency, "inventory", "import", resource_path("demo", agency, "inventory.csv"), "--apply")

    def meet(agency: str) -> None:
        for other in partners[agency]:
            desks.run(agency, "card", "import", desks.post / f"{NAMES[other][1]}.agency-card")

    def read_out(agency: str) -> dict[str, Any]:
        return {other: desks.run(agency, "partner", "safety-number", NAMES[other][1]) for other in partners[agency]}

    with ThreadPoolExecutor(len(NAMES)) as pool:
        list(pool.map(prepare, NAMES))
        list(pool.map(meet, NAMES))
        numbers = dict(zip(NAMES, pool.map(read_out, NAMES), strict=True))

        def verify(agency: str) -> None:
            for other in partners[agency]:
                heard = numbers[other][agency]["groups"]
                groups = [f"--group={at}={heard[at - 1]}" for at in numbers[agency][other]["to_type"]]
                words = ("partner", "verify", NAMES[other][1], *groups, "--who", "A. R.", "--how", "telephone")
                assert desks.run(agency, *words)["state"] == "verified"

        list(pool.map(verify, NAMES))


def test_three_agencies_do_the_main_job(desks):
    set_up(desks)
    assert {row["material"] for row in desks.run("us", "holdings")["holdings"]} >= {"W", "CO", "GA"}

    # Decide and release: both partners get the same statement, on one channel.
    wish = ("--to", "JP", "--to", "IT", "--scope", "W,CO,GA", "--round", "50 t", "--withhold", "GA=defence")
    seen = desks.run("us", "release", "preview", *wish)
    assert seen["errors"] == []
    sent = desks.run("us", "release", "write", *wish, "--output", desks.post, "--plan", seen["plan"])
    statement = Path(sent["file"])

    # On the way to Italy somebody flips one bit.
    tampered = desks.folder / "tampered.stockpile"
    content = bytearray(statement.read_bytes())
    content[len(content) // 2] ^= 1
    tampered.write_bytes(content)
    refused = desks.run("it", "accept", tampered, code=5)
    assert refused["unchanged"]
    assert desks.run("it", "bundle", "list") == {"bundles": []}

    # Receive: the untouched file is inspected, accepted here and rejected there; a replay is refused.
    assert desks.run("jp", "inspect", statement)["bundle"]["new"] == len(seen["lines"])
    accepted = desks.run("jp", "accept", statement, "--receipt", desks.post)
    rejected = desks.run("it", "reject", statement, "--reason", "wrong day", "--receipt", desks.post)
    assert desks.run("jp", "accept", statement, code=5)["error"] == "E_REPLAY"

    # Answer: Japan's receipt alone does not acknowledge it for both; Italy's rejection is seen.
    desks.run("us", "accept", accepted["receipt"]["file"])
    assert desks.run("us", "partner", "show", "JP")["state"] == "confirmed"
    desks.run("us", "accept", rejected["receipt"]["file"])
    states = {one["kind"]: one for one in desks.run("us", "bundle", "list")["bundles"]}
    assert (states["statement"]["state"], states["statement"]["reason"]) == ("rejected", "wrong day")
    assert [one["position"]["material"] for one in desks.run("us", "disclosed", "--partner", "IT")["disclosed"]]

    # Use: Japan sees both stocks together.
    line = desks.run("jp", "joint", "--definition", "japan", "--materials", "CO")["lines"][0]
    assert {one["agency"] for one in line["contributions"]} == {"US", "JP"}
    for agency in ("us", "jp", "it"):
        assert desks.run(agency, "audit", "verify")["whole"] is True


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGPIPE and no head")
def test_a_reader_that_closes_the_pipe_is_no_failure_worth_words():
    script = f"'{sys.executable}' -c 'from stockpile_client.cli.main import main; main()' selftest --json | head -c 1"
    finished = subprocess.run(
        script, shell=True, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(REPOSITORY)}
    )
    assert finished.stderr == ""


def test_the_product_derives_keys_at_full_cost(tmp_path):
    """The command itself, not the cheap one of the tests above."""
    finished = subprocess.run(
        [sys.executable, "-c", "from stockpile_client.cli.main import main; main()", "--profile", tmp_path / "kr",
         "init", "--name", "KOMIR", "--short-name", "KR", "--country", "KR"],
        env=os.environ | {"STOCKPILE_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "SX-RECOVERY-1" in finished.stdout
    derivation = json.loads((tmp_path / "kr" / "stockpile.key.json").read_bytes())["kdf"]
    assert (derivation["memory_kib"], derivation["passes"]) == (262_144, 3)
