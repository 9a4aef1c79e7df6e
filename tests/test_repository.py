"""The repository stands alone: nothing in it names a machine, and the lock files are versions and hashes only."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

REPOSITORY = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]
MADE_BY_TOOLS = {
    *(".git", ".venv", ".hypothesis", "__pycache__", "node_modules"),
    *("build", "dist", "demo-output", "bench-output"),
}
LARGEST_TEXT = 2_000_000

# Written in pieces, so that this file does not contain what it looks for.
FOREIGN = re.compile(
    rb"(?<![\w.~-])/(?:work|tmp|root)/"  # folders of the machine it was written on
    rb"|/home/[a-z]|[A-Z]:\\Users\\"
    rb"|\bshared/(?:data|design|hooks)\b"
    rb"|\b(?:pypi|npmjs|pythonhosted)\.(?:org|com)\b"  # whose mirror is used is the reader's business
)


def text_files() -> Iterator[tuple[str, bytes]]:
    """Path and content of every file that belongs to the repository."""
    for folder, folders, names in os.walk(REPOSITORY):
        folders[:] = sorted(name for name in folders if name not in MADE_BY_TOOLS and not name.endswith("_cache"))
        for name in sorted(names):
            path = Path(folder) / name
            if name != "package-lock.json" and path.stat().st_size <= LARGEST_TEXT:
                yield path.relative_to(REPOSITORY).as_posix(), path.read_bytes()


def locked(name: str) -> dict[str, str]:
    """Each requirement line of a lock file (name, version, marker) with the hashes that follow it."""
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    return {entry.split(" \\\n")[0]: entry for entry in entries}


def test_no_file_names_a_machine_or_a_registry():
    own_name = Path(__file__).relative_to(REPOSITORY).as_posix()
    found = [
        f"{name}: {match.group().decode()}"
        for name, content in text_files()
        if name != own_name
        for match in FOREIGN.finditer(content)
    ]
    assert found == []


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_no_address(name):
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    assert not re.search(r"://|@ |--(?:index|extra-index|find-links)", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(name):
    for requirement, entry in locked(name).items():
        assert re.match(r"[a-z0-9-]+==[0-9][\w.]*( ; .+)?$", requirement)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry)


def test_the_two_locks_agree():
    program, development = locked(LOCKS[0]), locked(LOCKS[1])
    assert program.items() <= development.items()


@pytest.mark.parametrize("name", LOCKS)
def test_qt_stays_below_6_12_on_python_3_11_only(name):
    versions = [requirement for requirement in locked(name) if requirement.startswith("pyside6-essentials==")]
    assert len(versions) == 2
    assert re.match(r"pyside6-essentials==6\.11\.\d+ ; python_full_version < '3\.12'", versions[0])
    assert versions[1].endswith("; python_full_version >= '3.12'")


def test_the_wheel_carries_the_program_and_its_resources_only(tmp_path):
    wheel = next(WheelBuilder(str(REPOSITORY)).build(directory=str(tmp_path), versions=["standard"]))
    names = set(zipfile.ZipFile(wheel).namelist())
    on_disk = {
        f"stockpile_client/{path.relative_to(REPOSITORY).as_posix()}"
        for path in (REPOSITORY / "resources").rglob("*")
        if path.is_file()
    }
    assert on_disk <= names
    folders = {name.split("/")[0] for name in names}
    assert len(folders) == 2
    assert folders - {"stockpile_client"} == {name for name in folders if name.endswith(".dist-info")}
