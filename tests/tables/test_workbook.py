from __future__ import annotations

import contextlib
import io
import struct
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError, StockpileError
from stockpile_client.tables import workbook
from stockpile_client.tables.mapping import known_headers
from stockpile_client.tables.reading import open_table
from stockpile_client.tables.sniffing import file_facts
from stockpile_client.tables.workbook import OLE_MAGIC, safe_workbook
from stockpile_client.tables.writing import write_xlsx

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.xlsx"
    write_xlsx(path, ("Lot", "Material", "Quantity"), [("A", "W", 5)])
    return path


def remade(good: Path, changes: dict[str, bytes | None], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """The good workbook with some parts replaced, added or (None) left out."""
    path = good.with_name("remade.xlsx")
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", compression) as new:
        parts = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return path


def sheet_of(rows: bytes) -> bytes:
    head = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return head + b"<sheetData>" + rows + b"</sheetData></worksheet>"


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as refused:
        list(open_table(path, known_headers).rows())
    return refused.value.code


def test_only_the_parts_that_a_table_needs_reach_the_reader(good: Path) -> None:
    path = remade(
        good, {"xl/vbaProject.bin": b"macro", "xl/media/picture.png": b"\x89PNG", "xl/externalLinks/1.xml": b"<a/>"}
    )
    names = zipfile.ZipFile(safe_workbook(path, file_facts(path))).namelist()
    assert SHEET in names
    assert not any("vba" in name or "media" in name or "external" in name for name in names)
    assert next(open_table(path, known_headers).rows())[1][:2] == ["A", "W"]


def test_a_sheet_that_unpacks_to_a_gigabyte_is_refused_quickly(good: Path) -> None:
    started = time.process_time()
    assert refusal(remade(good, {SHEET: sheet_of(b" " * 64 * 1024**2)})) == "E_TABLE_BOMB"
    assert time.process_time() - started < 5


def test_a_bomb_in_a_part_that_is_never_read_is_refused_as_well(good: Path) -> None:
    assert refusal(remade(good, {"xl/media/image.bmp": bytes(64 * 1024**2)})) == "E_TABLE_BOMB"


def test_a_lie_about_the_unpacked_size_is_noticed(good: Path) -> None:
    path = remade(good, {SHEET: sheet_of(b"<row r='1'/>" * 20_000)})
    data = bytearray(path.read_bytes())
    real = zipfile.ZipFile(path).getinfo(SHEET).file_size
    for at in range(len(data) - 4):
        if data[at : at + 4] == struct.pack("<I", real):
            data[at : at + 4] = struct.pack("<I", 100)
    path.write_bytes(data)
    assert refusal(path) in {"E_TABLE_DAMAGED", "E_TABLE_BOMB"}


def test_the_sum_of_many_parts_counts(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 1_000_000)
    noise = bytes(range(256)) * 2_000
    assert refusal(remade(good, {"a.bin": noise, "b.bin": noise})) == "E_TABLE_BOMB"


def test_an_archive_in_the_archive_is_refused(good: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x", b"x")
    assert refusal(remade(good, {"xl/embeddings/book.xlsx": inner.getvalue()})) == "E_TABLE_BOMB"


def test_more_parts_than_a_workbook_has_are_refused(good: Path) -> None:
    assert refusal(remade(good, {f"xl/{n}.xml": b"" for n in range(2_001)})) == "E_TABLE_BOMB"


def test_a_part_named_twice_is_refused(good: Path) -> None:
    assert refusal(remade(good, {"XL/Workbook.xml": b"<workbook/>"})) == "E_TABLE_BOMB"


def test_two_cells_in_far_corners_are_refused_before_they_are_laid_out(good: Path) -> None:
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="GR1048576"><v>1</v></c></row>'
    assert refusal(remade(good, {SHEET: sheet_of(far)})) == "E_TABLE_LIMIT"
    wide = b'<row r="1"><c r="XFD1"><v>1</v></c></row>'
    assert refusal(remade(good, {SHEET: sheet_of(wide)})) == "E_TABLE_LIMIT"
    unnamed = b"<row>" + b"<c><v>1</v></c>" * 300 + b"</row>"
    assert refusal(remade(good, {SHEET: sheet_of(unnamed)})) == "E_TABLE_LIMIT"


def test_entities_and_deep_nesting_are_refused(good: Path) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + sheet_of(b"<row><c><v>&b;</v></c></row>")[21:]
    assert refusal(remade(good, {SHEET: laughs})) == "E_TABLE_BOMB"
    assert refusal(remade(good, {SHEET: sheet_of(b"<a>" * 100 + b"</a>" * 100)})) == "E_TABLE_BOMB"


def test_a_sheet_that_is_no_xml_is_damaged(good: Path) -> None:
    assert refusal(remade(good, {SHEET: b"<worksheet"})) == "E_TABLE_DAMAGED"


def test_an_archive_that_is_no_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refusal(path) == "E_TABLE_DAMAGED"


def test_a_password_and_an_old_format_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(OLE_MAGIC + bytes(600))
    assert refusal(path) == "E_TABLE_LEGACY"
    path.write_bytes(OLE_MAGIC + bytes(600_000) + "EncryptedPackage".encode("utf-16-le") + bytes(100))
    assert refusal(path) == "E_TABLE_ENCRYPTED"


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
def test_a_damaged_workbook_is_read_or_refused_and_never_crashes(good: Path, data: st.DataObject) -> None:
    content = bytearray(good.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = good.with_name("damaged.xlsx")
    path.write_bytes(content[: data.draw(st.integers(4, len(content)))])
    with contextlib.suppress(StockpileError):
        list(open_table(path, known_headers).rows())


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_any_sheet_part_is_read_or_refused_and_never_crashes(good: Path, rows: bytes) -> None:
    with contextlib.suppress(StockpileError):
        list(open_table(remade(good, {SHEET: sheet_of(rows)}), known_headers).rows())
