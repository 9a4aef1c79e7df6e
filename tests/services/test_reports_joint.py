"""The joint picture as a document and as a table."""

from __future__ import annotations

from decimal import Decimal

import pytest
import python_calamine

from stockpile_client.analysis.cover import Definition
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import Phrase
from stockpile_client.core.quantities import MG_PER_TONNE, WithheldReason
from stockpile_client.reports.saying import Tongue
from stockpile_client.services.holdings import list_holdings
from stockpile_client.services.reports_joint import JOINT_COLUMNS, TOGETHER, export_joint, joint_marking, print_joint
from tests.reports.papers import squeezed, texts_of
from tests.services.agencies import Agencies

pytestmark = pytest.mark.usefixtures("qapp")


def test_every_agency_stands_there_with_what_it_says_and_the_definition_above(agencies: Agencies, tmp_path):
    us = agencies.us
    us.take(agencies.jp.release("us", scope=("W", "GA"), withhold={"GA": WithheldReason.MARKET_EFFECT}))
    printed = print_joint(us.ctx, tmp_path / "joint.pdf", definition=Definition.EU)
    pages = texts_of(printed.path.read_bytes())
    text = "".join(pages)
    assert len(pages) == printed.pages
    assert all(page.count("TLP:RED") >= 2 for page in pages)
    assert squeezed("EU: average daily net imports of the year before") in pages[0]
    assert "withheld:marketeffect" in text
    assert squeezed("Together") in text
    assert "ormore" in text


def test_a_marking_below_that_of_a_statement_inside_is_refused(agencies: Agencies, tmp_path):
    us = agencies.us
    assert joint_marking(us.ctx) is None
    us.take(agencies.jp.release("us", marking="TLP:AMBER"))
    target = tmp_path / "joint.pdf"
    with pytest.raises(InputError) as caught:
        print_joint(us.ctx, target, definition=Definition.EU, marking="TLP:GREEN")
    assert caught.value.code == "E_MARKING"
    assert not target.exists()
    print_joint(us.ctx, target, definition=Definition.EU, marking="TLP:AMBER")
    assert "TLP:AMBER" in texts_of(target.read_bytes())[0]


def test_the_document_speaks_the_language_that_is_asked_for(agencies: Agencies, tmp_path):
    def shout(text: str) -> str:
        return text.template.upper().format(**{k.upper(): v for k, v in text.values.items()}) if isinstance(
            text, Phrase) else text  # fmt: skip

    printed = print_joint(
        agencies.us.ctx, tmp_path / "joint.pdf", definition=Definition.JAPAN, tongue=Tongue("it", shout)
    )
    first = texts_of(printed.path.read_bytes())[0]
    assert "JOINTPICTURE" in first
    assert f"PAGE1OF{printed.pages}" in first
    assert "Gallio(GA)" in first


def test_a_name_that_no_font_can_draw_stops_the_document_with_words(agencies: Agencies, tmp_path, monkeypatch):
    from stockpile_client.reports.pdf import fonts

    monkeypatch.setattr(fonts.Face, "_can_draw", lambda _self, character: character != "é")
    us = agencies.us
    target = tmp_path / "joint.pdf"
    accented = Tongue(say=lambda text: text.replace("Agency", "Agencé"))
    with pytest.raises(InputError) as caught:
        print_joint(us.ctx, target, definition=Definition.EU, tongue=accented)
    assert caught.value.code == "E_FONT"
    assert "é" in caught.value.message
    assert not target.exists()
    boxes = Tongue(say=accented.say, boxes=True)
    assert print_joint(us.ctx, target, definition=Definition.EU, tongue=boxes).missing == "é"


def test_the_table_has_a_line_for_each_agency_and_one_for_the_sum(agencies: Agencies, tmp_path):
    us = agencies.us
    us.take(agencies.jp.release("us", scope=("W", "GA"), withhold={"GA": WithheldReason.MARKET_EFFECT}))
    written = export_joint(us.ctx, tmp_path / "joint.xlsx", definition=Definition.JAPAN)
    sheet = python_calamine.load_workbook(str(written.path)).get_sheet_by_index(0).to_python()
    head = next(number for number, row in enumerate(sheet) if tuple(row) == JOINT_COLUMNS)
    assert sheet[0][0] == "TLP:RED"
    assert "Japan: daily domestic consumption" in {row[0] for row in sheet[:head]}
    rows = [dict(zip(JOINT_COLUMNS, row, strict=False)) for row in sheet[head + 1 :]]
    assert len(rows) == written.rows
    tungsten = {row["Agency"]: row for row in rows if row["Material"] == "W"}
    held = next(one for one in list_holdings(us.ctx).totals if one.material == "W")
    assert set(tungsten) == {"US", "JP", TOGETHER}
    assert Decimal(str(tungsten["US"]["At least (kg)"])) <= Decimal(held.contained) / MG_PER_TONNE * 1000
    gallium = {row["Agency"]: row for row in rows if row["Material"] == "GA"}
    assert gallium["JP"]["It says"] == "withheld: market effect"
    assert gallium[TOGETHER]["At most (kg)"] in (None, "")
