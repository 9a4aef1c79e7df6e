from __future__ import annotations

import csv
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.core.text import clean_text
from stockpile_client.tables.number_text import StoredNumber
from stockpile_client.tables.reading import open_table
from stockpile_client.tables.writing import neutral, write_csv, write_xlsx

HOSTILE = ["=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "'=1", "''=1", '=HYPERLINK("http://x")']


def _accepted(text: str) -> bool:
    try:
        return clean_text(text) == text
    except InputError:
        return False


texts = st.text(max_size=30).filter(_accepted) | st.sampled_from(
    ["=x", "'=x", "-", "@a", "a;b", 'a"b', "'x", "＋1", "a;=1", "a;'=1", "a; '' @x;-1;"]
)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3)
days = st.dates(min_value=date(1900, 3, 1), max_value=date(9999, 12, 31))


def read_back(path: Path) -> list[list[str]]:
    return [cells for _, cells in open_table(path, lambda row: 2 * ("one" in row)).rows()]


@given(st.lists(st.tuples(texts, numbers, days), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_a_csv_reads_back_as_it_was_written(tmp_path: Path, rows: list[tuple[str, Decimal, date]]) -> None:
    path = tmp_path / "out.csv"
    assert write_csv(path, ("one", "two", "three"), rows) == len(rows)
    assert read_back(path) == [[text, format(number, "f"), day.isoformat()] for text, number, day in rows]


@given(st.lists(st.tuples(texts, numbers, days), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_a_workbook_reads_back_as_it_was_written(tmp_path: Path, rows: list[tuple[str, Decimal, date]]) -> None:
    path = tmp_path / "out.xlsx"
    assert write_xlsx(path, ("one", "two", "three"), rows) == len(rows)
    back = read_back(path)
    assert [(row[0], Decimal(row[1]), row[2]) for row in back] == [(text, n, day.isoformat()) for text, n, day in rows]
    assert all(isinstance(row[1], StoredNumber) for row in back)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_formula_in_either_format(tmp_path: Path, text: str) -> None:
    assert neutral(text).startswith("'")
    write_csv(tmp_path / "out.csv", ("one",), [(text,)])
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream))[1][0].startswith("'")
    write_xlsx(tmp_path / "out.xlsx", ("one",), [(text,)])
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert re.search(rb"<t[^>]*>'", sheet)


@pytest.mark.parametrize(("delimiter", "other"), [(",", ";"), (";", ",")])
@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A1", " +1", "'=1", "＝1", "@SUM(A1)"])
def test_text_is_no_formula_where_the_office_parts_columns_by_another_sign(
    tmp_path: Path, delimiter: str, other: str, formula: str
) -> None:
    text = f"Novara{other}{formula}{other}"
    write_csv(tmp_path / "out.csv", ("one", "two"), [("T-1", text)], delimiter=delimiter, above=[text])
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        as_opened = [cell for row in csv.reader(stream, delimiter=other) for cell in row]
    assert not [cell for cell in as_opened if cell.lstrip()[:1] in tuple("=+-@＝＋－＠")]
    if delimiter == ",":
        assert read_back(tmp_path / "out.csv")[-1] == ["T-1", text]


def test_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", ("one", "two"), [(Decimal("-9.5"), -3)])
    assert read_back(tmp_path / "out.csv") == [["-9.5", "-3"]]


def test_digits_beyond_what_a_workbook_keeps_are_written_as_text(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "out.xlsx", ("one", "two"), [(Decimal("123456789012345678"), Decimal("0.1"))])
    assert read_back(tmp_path / "out.xlsx") == [["123456789012345678", StoredNumber("0.1")]]


def test_an_office_with_a_decimal_comma_gets_one(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", ("one", "two"), [("W", Decimal("1204.5"))], delimiter=";", decimal_mark=",")
    assert (tmp_path / "out.csv").read_bytes() == b"\xef\xbb\xbfone;two\r\nW;1204,5\r\n"


def test_a_failure_leaves_the_former_file_and_no_remains(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"before")

    def rows() -> object:
        yield ("a",)
        raise InputError("E_X", "stopped")

    for write in (write_csv, write_xlsx):
        with pytest.raises(InputError):
            write(path, ("one",), rows())  # type: ignore[arg-type]
    assert path.read_bytes() == b"before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.csv"]


def test_a_folder_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    for write, name in ((write_csv, "out.csv"), (write_xlsx, "out.xlsx")):
        with pytest.raises(MachineError, match="cannot be written"):
            write(tmp_path / "missing" / name, ("one",), [])
