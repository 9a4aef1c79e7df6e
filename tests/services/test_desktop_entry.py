"""The desktop of one user learns of the program, and forgets it again."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import MachineError
from stockpile_client.services import desktop_entry
from stockpile_client.services.desktop_entry import FILE_TYPES, install, quoted, remove

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the files of a Linux desktop")

PROGRAM = Path("/opt/stockpile-client/stockpile-client")
MIME = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}


def files(root: Path) -> set[str]:
    return {path.name for path in root.rglob("stockpile-client.*")}


def entry(root: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read(root / "applications" / "stockpile-client.desktop", "utf-8")
    return parser["Desktop Entry"]


def test_installing_writes_entry_types_and_icon_and_removing_takes_them_back(tmp_path):
    written = install(PROGRAM, data_home=tmp_path).written
    assert all(Path(path).is_file() for path in written)
    assert files(tmp_path) == {"stockpile-client.desktop", "stockpile-client.xml", "stockpile-client.svg"}
    assert remove(data_home=tmp_path) == written
    assert files(tmp_path) == set()
    assert remove(data_home=tmp_path) == ()


def test_installing_twice_changes_nothing(tmp_path):
    assert install(PROGRAM, data_home=tmp_path) == install(PROGRAM, data_home=tmp_path)


def test_the_entry_starts_the_program_with_the_file(tmp_path):
    install(PROGRAM, data_home=tmp_path)
    assert entry(tmp_path)["Exec"] == f"{PROGRAM} %f"
    assert entry(tmp_path)["Icon"] == "stockpile-client"


def test_every_file_type_of_the_entry_is_declared_with_its_suffix(tmp_path):
    install(PROGRAM, data_home=tmp_path)
    root = ET.parse(tmp_path / "mime" / "packages" / "stockpile-client.xml").getroot()
    declared = {kind.get("type") for kind in root.findall("m:mime-type", MIME)}
    assert declared == set(entry(tmp_path)["MimeType"].strip(";").split(";"))
    patterns = {glob.get("pattern") for glob in root.findall("m:mime-type/m:glob", MIME)}
    assert patterns == {f"*{suffix}" for suffix in FILE_TYPES}


def test_the_entry_speaks_the_languages_of_the_program(tmp_path):
    install(PROGRAM, data_home=tmp_path)
    assert {"Comment", *(f"Comment[{code}]" for code in ("it", "fr", "de", "ja"))} <= set(entry(tmp_path))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n\r\0", exclude_categories=("Cc", "Cs")), min_size=1))
def test_a_path_in_the_entry_means_the_same_path(name):
    text = quoted(Path("/") / name)
    unescaped = text.replace("\\\\", "\\")  # first rule of the specification: the escapes of every string
    if text.startswith('"'):
        inner, found = unescaped[1:-1], ""
        while inner:
            found, inner = (found + inner[1], inner[2:]) if inner[0] == "\\" else (found + inner[0], inner[1:])
        assert found.replace("%%", "%") == str(Path("/") / name)
    else:
        assert text.replace("%%", "%") == str(Path("/") / name)


def test_a_path_without_signs_of_its_own_is_written_plainly():
    assert quoted(PROGRAM) == shlex.quote(str(PROGRAM)) == str(PROGRAM)
    assert quoted(Path("/opt/a b/x")) == '"/opt/a b/x"'


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="no desktop-file-validate here")
def test_the_entry_keeps_the_specification(tmp_path):
    install(PROGRAM, data_home=tmp_path)
    path = tmp_path / "applications" / "stockpile-client.desktop"
    checked = subprocess.run(["desktop-file-validate", str(path)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_a_program_that_is_nowhere_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MachineError) as refused:
        desktop_entry.find_program()
    assert refused.value.code == "E_PROGRAM_PLACE"


def test_macos_is_told_how_it_starts(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(MachineError) as refused:
        install(PROGRAM, data_home=tmp_path)
    assert refused.value.code == "E_DESKTOP_SYSTEM"
    assert list(tmp_path.iterdir()) == []


def test_a_path_cannot_add_a_line_to_the_entry(tmp_path):
    with pytest.raises(MachineError) as refused:
        install(Path("/opt/x\nExec=evil"), data_home=tmp_path)
    assert refused.value.code == "E_PROGRAM_PLACE"
    assert list(tmp_path.iterdir()) == []
