"""The page docs/open-by-hand.md is true: its commands, as they stand there, open a bundle of ours."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from stockpile_client.bundle.positions import row_of
from stockpile_client.bundle.sealing import Draft, positions_content, seal, statement_content
from stockpile_client.core.quantities import Exact, Nil
from stockpile_client.core.statements import Position, PositionKey, StatementHeader
from tests.bundle.agencies import first_card, keys_of
from tests.bundle.forge import NOW

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "open-by-hand.md"
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
TOOLS = ("bash", "node", "tar", "openssl", "sha256sum", "gunzip")

HEADER = StatementHeader(date(2026, 6, 30), "Mid-year", ("W",))
POSITIONS = [
    Position(PositionKey("W", "metal", "", "country:IT", "", "contained"), "element:W", Exact(1_204_500_000)),
    Position(PositionKey("W", "ore", "", "country:IT", "", "contained"), "element:W", Nil()),
]
READ = """{"as_of":"2026-06-30","title":"Mid-year","scope":["W"],"nil":[],"withheld":[],"not_compiled":[],"note":"","catalogue":"","profile":""}\
{"material":"W","group":"metal","at":"country:IT","measure":"contained","basis":"element:W","quantity":{"type":"exact","kg":"1204.5"}}
{"material":"W","group":"ore","at":"country:IT","measure":"contained","basis":"element:W","quantity":{"type":"nil"}}
"""  # noqa: E501 - as it is printed


def openssl_knows_mldsa() -> bool:
    version = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout
    numbers = re.search(r"(\d+)\.(\d+)", version)
    return numbers is not None and tuple(map(int, numbers.groups())) >= (3, 5)


@pytest.fixture
def folder(tmp_path: Path, node: object) -> Path:
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    draft = Draft(
        kind="statement",
        bundle="1" * 32,
        channel="2" * 32,
        seq=1,
        prev=bytes(32),
        created=NOW,
        expires=NOW + timedelta(days=90),
        marking="TLP:AMBER",
    )
    contents = [statement_content(HEADER), positions_content(map(row_of, POSITIONS))]
    sealed = seal(tmp_path, draft, contents, keys=keys_of("a"), own_card=first_card("a"), audience=[first_card("b")])
    sealed.path.rename(tmp_path / "bundle.stockpile")
    (tmp_path / "identity.txt").write_text(keys_of("b").identity.to_string() + "\n")
    (tmp_path / "sender.agency-card").write_bytes(first_card("a").to_bytes())
    command = tmp_path / "bin" / "age"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec node "{HERE / "age-by-hand.mjs"}" "$@"\n')
    command.chmod(0o755)
    return tmp_path


def run(folder: Path, blocks: list[str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    script = "set -eu -o pipefail\n" + "".join(blocks)
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_the_commands_of_the_page_check_and_read_a_bundle(folder: Path) -> None:
    assert len(BLOCKS) == 5
    blocks = [block for block in BLOCKS if "mldsa65" not in block or openssl_knows_mldsa()]
    result = run(folder, blocks)
    assert result.returncode == 0, result.stderr
    checked = ["Signature Verified Successfully"] * (len(blocks) - 3)
    checked += ["statement.json: OK", "positions.ndjson.gz: OK"]
    assert result.stdout == "\n".join(checked) + "\n" + READ


@pytest.mark.parametrize("name", ["MANIFEST", "MANIFEST.ed25519"])
def test_the_commands_refuse_a_changed_manifest_or_signature(name: str, folder: Path) -> None:
    change = f"printf X | dd of=package/{name} bs=1 seek=20 conv=notrunc status=none\n"
    result = run(folder, [BLOCKS[0], change, *BLOCKS[1:3]])
    assert result.returncode != 0
    assert "Signature Verification Failure" in result.stdout + result.stderr


def test_the_commands_refuse_changed_data(folder: Path) -> None:
    result = run(folder, [BLOCKS[0], "printf ' ' >> package/statement.json\n", BLOCKS[4]])
    assert result.returncode != 0
    assert "statement.json: FAILED" in result.stdout


def test_the_page_writes_the_ml_dsa_key_as_every_openssl_wants_it(folder: Path) -> None:
    block = next(block for block in BLOCKS if "mldsa65" in block)
    assert run(folder, [BLOCKS[0], block.splitlines()[0]]).returncode == 0
    key = MLDSA65PublicKey.from_public_bytes(first_card("a").keys.signing.mldsa65)
    expected = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert (folder / "mldsa65.der").read_bytes() == expected
