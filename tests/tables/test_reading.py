from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.tables.limits import MAX_COLUMNS, MAX_FIELD_CHARS, MAX_LINE_CHARS
from stockpile_client.tables.mapping import known_headers
from stockpile_client.tables.number_text import StoredNumber
from stockpile_client.tables.reading import ReadOptions, Table, open_table

ITALIAN = "Lotto;Materiale;Quantità (t);Città\r\nA1;Tungsteno;1.204,5;Forlì\r\n"
JAPANESE = "ロット番号,鉱種,数量（トン）\r\nＡ１,タングステン,１２０\r\n"


def opened(tmp_path: Path, data: bytes, **options: object) -> Table:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    return open_table(path, known_headers, ReadOptions(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_italian_text_is_read_in_the_encodings_of_its_offices(tmp_path: Path, encoding: str) -> None:
    table = opened(tmp_path, ITALIAN.encode(encoding))
    assert table.layout.delimiter == ";"
    assert list(table.rows()) == [(2, ["A1", "Tungsteno", "1.204,5", "Forlì"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_japanese_text_is_read_in_the_encodings_of_its_offices(tmp_path: Path, encoding: str) -> None:
    table = opened(tmp_path, JAPANESE.encode(encoding))
    assert table.layout.header == ("ロット番号", "鉱種", "数量（トン）")
    assert next(table.rows())[1][1] == "タングステン"


def test_one_accented_letter_far_down_the_file_decides_the_encoding(tmp_path: Path) -> None:
    rows = "A;Wolfram;5;Ort\r\n" * 100_000
    table = opened(tmp_path, f"Los;Rohstoff;Menge;Ort\r\n{rows}B;Wolfram;5;Köln, Qualität\r\n".encode("cp1252"))
    assert table.layout.encoding == "cp1252"
    assert list(table.rows())[-1][1][3] == "Köln, Qualität"


def test_bytes_that_no_encoding_gives_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        list(opened(tmp_path, b"Lot;Material;Quantity\nA;\x81\x8d\xff;5\n").rows())
    assert refused.value.code == "E_TABLE_ENCODING"
    with pytest.raises(InputError, match="binary data"):
        opened(tmp_path, bytes(range(256)))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    text = delimiter.join(["Lot", "Material", "Quantity"]) + "\n" + delimiter.join(["A", "W", '"1,5; 2"'])
    table = opened(tmp_path, text.encode())
    assert table.layout.delimiter == delimiter
    assert list(table.rows()) == [(2, ["A", "W", "1,5; 2"])]


def test_title_rows_above_the_header_are_passed_over_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    text = "sep=;\nScorte, situazione dei lotti\n\nLotto;Materiale;Quantità\n\nA;W;5\n"
    table = opened(tmp_path, text.encode())
    assert table.layout.header_row == 4
    assert list(table.rows()) == [(6, ["A", "W", "5"])]


def test_a_cell_with_a_line_break_is_one_row_as_in_a_spreadsheet(tmp_path: Path) -> None:
    table = opened(tmp_path, b'Lot,Material,Note\r\nA,W,"two\r\nlines"\r\nB,W,x\r\n')
    assert [number for number, _ in table.rows()] == [2, 3]


def test_what_was_recognised_can_be_overruled(tmp_path: Path) -> None:
    table = opened(tmp_path, b"x|y\nLot,Material|Quantity\nA,W|5\n", delimiter="|", header_row=2)
    assert table.layout.header == ("Lot,Material", "Quantity")
    for wrong in ({"delimiter": "x"}, {"encoding": "utf-7"}, {"header_row": 99}):
        with pytest.raises(InputError):
            opened(tmp_path, b"Lot,Material,Quantity\n", **wrong)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E_TABLE_EMPTY"),
        ("\n\n\n", "E_TABLE_EMPTY"),
        ('Lot,Material,Quantity\n"' + "x" * (MAX_FIELD_CHARS + 1), "E_TABLE_LIMIT"),
        ("Lot,Material,Quantity\n" + "x," * MAX_LINE_CHARS, "E_TABLE_LIMIT"),
        ("Lot,Material,Quantity\n" + "x," * MAX_COLUMNS, "E_TABLE_LIMIT"),
    ],
)
def test_what_is_beyond_a_limit_is_one_clear_error(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        list(opened(tmp_path, text.encode()).rows())
    assert refused.value.code == code


def test_as_many_columns_as_the_limit_are_read(tmp_path: Path) -> None:
    table = opened(tmp_path, ("Lot,Material,Quantity\n" + "x," * (MAX_COLUMNS - 1) + "y\n").encode())
    assert len(next(table.rows())[1]) == MAX_COLUMNS


def test_a_file_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="cannot be read"):
        open_table(tmp_path / "missing.csv", known_headers)


def test_a_workbook_gives_text_stored_numbers_and_iso_dates_by_sheet(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    book.add_worksheet("Notes").write_string(0, 0, "nothing here")
    page = book.add_worksheet("Stock")
    for at, title in enumerate(("Lot", "Material", "Quantity", "As of", "Cross-border")):
        page.write_string(3, at + 1, title)
    page.write_row(4, 1, ["1.234", "W", 0.1])
    page.write_row(5, 1, ["B", "W", Decimal("1234567.25")])
    page.write_datetime(4, 4, date(2026, 6, 30))
    page.write_boolean(4, 5, True)
    book.close()
    table = open_table(path, known_headers, ReadOptions(sheet="Stock"))
    assert table.layout.sheets == ("Notes", "Stock")
    assert table.layout.header_row == 4
    rows = list(table.rows())
    assert rows[0] == (5, ["", "1.234", "W", StoredNumber("0.1"), "2026-06-30", "true"])
    assert rows[1][1][3] == StoredNumber("1234567.25")
    with pytest.raises(InputError, match="no such visible sheet"):
        open_table(path, known_headers, ReadOptions(sheet="Secret"))
