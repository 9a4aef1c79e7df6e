from __future__ import annotations

from pathlib import Path

import pytest

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.errors import InputError
from stockpile_client.tables.inventory import plan_inventory
from stockpile_client.tables.rejects import FINDING_HEADERS, write_rejects
from stockpile_client.tables.writing import write_xlsx
from tests.tables.conftest import HEADER, ITALY, PlanText

TEXT = f"""{HEADER}
A,W,W-APT,5,t,2026-06-30
B,W,W-APT,-9,tons,2026-06-30
C,W,=cmd,5,t,2026-06-30
"""


def test_rejected_rows_are_written_with_their_reasons_and_come_in_once_corrected(
    plan_text: PlanText, tmp_path: Path, catalogue: Catalogue
) -> None:
    plan = plan_text(TEXT)
    path = tmp_path / "rejects.csv"
    assert write_rejects(path, plan) == 2
    text = path.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == ",".join([HEADER, *FINDING_HEADERS])
    assert "A stock is never below nothing." in text
    assert "'=cmd" in text
    path.write_text(
        text.replace("'-9", "9").replace("-9", "9").replace("tons", "t").replace("'=cmd", "W-APT"), encoding="utf-8"
    )
    again = plan_inventory(path, catalogue, defaults=ITALY)
    assert (again.counts.stock, again.counts.rejected) == (2, 0)
    assert not again.findings.of("column_ignored")
    assert {row.lot_number for row in again.rows()} == {"B", "C"}
    assert not {row.digest for row in again.rows()} & {row.digest for row in plan.rows()}


def test_an_uncorrected_reject_is_rejected_again_for_the_same_reasons(
    plan_text: PlanText, tmp_path: Path, catalogue: Catalogue
) -> None:
    plan = plan_text(TEXT)
    write_rejects(tmp_path / "rejects.csv", plan)
    again = plan_inventory(tmp_path / "rejects.csv", catalogue, defaults=ITALY)
    assert again.counts.rejected == 2
    assert {code for _, code in again.findings.counts} == {"negative_stock", "unit_ambiguous", "form_unknown"}


def test_numbers_that_a_workbook_stored_keep_their_value_in_the_rejects(tmp_path: Path, catalogue: Catalogue) -> None:
    write_xlsx(
        tmp_path / "in.xlsx",
        HEADER.split(","),
        [("A", "W", "nothing", 5, "t", "2026-06-30"), ("B", "W", "?", 0, "", "")],
    )
    plan = plan_inventory(tmp_path / "in.xlsx", catalogue, defaults=ITALY)
    assert write_rejects(tmp_path / "rejects.csv", plan) == 1
    assert "A,W,nothing,5,t,2026-06-30,2,error" in (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")


def test_rejects_of_a_file_that_changed_are_not_written(plan_text: PlanText, tmp_path: Path) -> None:
    plan = plan_text(TEXT)
    plan.table.path.write_text(TEXT + "D,W,W-APT,5,t,2026-06-30\n")
    with pytest.raises(InputError, match="was changed"):
        write_rejects(tmp_path / "rejects.csv", plan)
    assert not (tmp_path / "rejects.csv").exists()
