"""The markings of a profile: another scheme with caveats of one's own, and the way back."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.core.markings import Marking
from stockpile_client.services.marking_schemes import MOST_BYTES, as_json, read_scheme, use_scheme, write_scheme
from tests.services.agencies import Agencies

OWN = Marking("MINISTRY EYES ONLY", 99, "Only inside the ministry", "#FFFFFF", "#400000")


def test_a_written_scheme_with_a_caveat_more_comes_into_force_and_stays(agencies: Agencies, tmp_path: Path) -> None:
    us = agencies.us
    read = read_scheme(write_scheme(us.ctx, tmp_path / "tlp.json"))
    assert asdict(read) == asdict(us.ctx.scheme)
    longer = replace(read, name="Ministry", version="3", markings=(*read.markings, OWN))
    (tmp_path / "own.json").write_text(as_json(longer), "utf-8")
    change = use_scheme(us.ctx, tmp_path / "own.json")
    assert change.summary == "Markings of Ministry 3 in force"
    us.reopen()
    assert us.ctx.scheme.most_restrictive == OWN
    use_scheme(us.ctx, None)
    us.reopen()
    assert us.ctx.scheme.name == read.name


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[" * 5000, b" " * (MOST_BYTES + 1)])
def test_what_is_no_scheme_is_refused_and_the_old_one_stays(agencies: Agencies, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.json"
    path.write_bytes(content)
    before = agencies.us.ctx.scheme
    with pytest.raises(InputError) as refusal:
        use_scheme(agencies.us.ctx, path)
    assert refusal.value.code == "E_MARKING_SCHEME"
    assert agencies.us.ctx.scheme is before


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(MachineError):
        read_scheme(tmp_path / "nowhere.json")
