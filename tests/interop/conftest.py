"""Other people's age: an implementation and a set of vectors, installed by npm when they are not there yet.

The versions are in package.json. Nothing of theirs is committed. Without Node the tests of this folder skip and say so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
INSTALL_SECONDS = 120
RUN_SECONDS = 120

Node = Callable[..., Any]


def _installed() -> bool:
    wanted = json.loads((HERE / "package.json").read_text())["devDependencies"]
    for name, version in wanted.items():
        manifest = MODULES / name / "package.json"
        if not manifest.is_file() or json.loads(manifest.read_text())["version"] != version:
            return False
    return True


def _install() -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, and tests/interop/node_modules is not there")
    flags = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    try:
        result = subprocess.run(
            [npm, "install", *flags], cwd=HERE, capture_output=True, text=True, check=False, timeout=INSTALL_SECONDS
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"the npm registry did not answer within {INSTALL_SECONDS} seconds")
    if result.returncode or not _installed():
        pytest.skip(f"npm could not install the packages of tests/interop: {result.stderr.strip()[-300:]}")


@pytest.fixture(scope="session")
def node() -> Node:
    """Runs a script of this folder and returns the JSON that it prints."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("Node is not installed")
    if not _installed():
        _install()

    def run(script: str, *arguments: str, job: Sequence[object] | None = None) -> Any:
        result = subprocess.run(
            [program, str(HERE / script), *arguments],
            cwd=HERE,
            input=None if job is None else json.dumps(job).encode(),
            capture_output=True,
            check=False,
            timeout=RUN_SECONDS,
        )
        assert result.returncode == 0, result.stderr.decode()[-2000:]
        return json.loads(result.stdout)

    return run
