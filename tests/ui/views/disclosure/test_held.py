"""What each partner holds of ours: the matrix, the releases behind a cell, the filter, the export."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFileDialog

from stockpile_client.core.partners import PartnerState
from stockpile_client.core.quantities import MG_PER_TONNE, Band, Exact, Nil, Rounded, WithheldReason
from stockpile_client.core.statements import PositionKey
from stockpile_client.services.catalogue import load_catalogue
from stockpile_client.services.disclosure_matrix import MatrixRow, disclosure_matrix
from stockpile_client.services.partners import list_partners
from stockpile_client.ui import exchange_words
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.views.disclosure.columns import precision
from stockpile_client.ui.views.disclosure.matrix import Question, matching, read_question, with_others
from tests.services.agencies import Agencies

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NEXT_MONTH = date(2026, 10, 31)


def column_of(view, title: str) -> int:
    return [column.title for column in view.model.columns].index(title)


def choose(view, row: int, title: str) -> None:
    view.table.setCurrentIndex(view.model.index(row, column_of(view, title)))


def told(view, row: int, title: str, role: int = Qt.ItemDataRole.DisplayRole) -> str:
    return view.model.index(row, column_of(view, title)).data(role)


def test_without_a_release_the_page_says_what_belongs_here(agencies: Agencies, drive) -> None:
    view = drive(agencies.us.ctx).go("disclosure").held
    assert view.states.state == "No partner was told anything yet"
    assert not view.text.isVisible()


def test_each_partner_has_a_column_and_holds_only_what_it_was_told(agencies: Agencies, drive) -> None:
    agencies.us.release("jp", scope=("W",))
    view = drive(agencies.us.ctx).go("disclosure").held
    assert view.model.rowCount()
    assert {told(view, row, "IT") for row in range(view.model.rowCount())} == {"–"}
    assert all("–" in told(view, row, "JP") and told(view, row, "JP") != "–" for row in range(view.model.rowCount()))


def test_a_cell_is_the_last_value_and_the_pane_lists_every_release_of_it(agencies: Agencies, drive) -> None:
    agencies.us.release("jp", scope=("W",))
    agencies.clock.advance(days=35)
    agencies.us.release("jp", scope=("W",), as_of=NEXT_MONTH, rounding=200 * MG_PER_TONNE)
    us = drive(agencies.us.ctx)
    view = us.go("disclosure").held
    choose(view, 0, "JP")
    us.settle()
    releases = [view.releases.row(number) for number in range(view.releases.rowCount())]
    assert [one.as_of for one in releases] == [NEXT_MONTH, date(2026, 9, 30)]
    assert view.chosen.text().startswith("JP, told 2 times")
    hint = told(view, 0, "JP", Qt.ItemDataRole.ToolTipRole)
    assert "to 200 t" in hint
    assert "2026-10-31" in hint
    assert hint.startswith("<qt>")
    choose(view, 0, "IT")
    us.settle()
    assert view.chosen.text().startswith("IT, never told")
    assert view.releases.rowCount() == 0
    choose(view, 0, "Material")
    assert view.chosen.text().startswith("All partners, told 2 times")


def test_what_is_withheld_says_why(agencies: Agencies, drive) -> None:
    agencies.us.release("jp", scope=("GA",), withhold={"GA": WithheldReason.MARKET_EFFECT})
    us = drive(agencies.us.ctx)
    view = us.go("disclosure").held
    assert told(view, 0, "JP") == "withheld: market effect"
    choose(view, 0, "JP")
    us.settle()
    assert view.releases.row(0).seq == 1


def test_material_and_words_narrow_the_matrix_and_keep_the_chosen_cell(agencies: Agencies, drive) -> None:
    agencies.us.release("jp", scope=("CO", "W"))
    view = drive(agencies.us.ctx).go("disclosure").held
    everything = view.model.rowCount()
    last = view.model.row(everything - 1)
    choose(view, everything - 1, "JP")
    view.material.setCurrentIndex(view.material.findData("W"))
    assert 0 < view.model.rowCount() < everything
    assert view.model.row(view.table.currentIndex().row()).key == last.key
    view.text.setText("USABLE tungsten")
    assert {view.model.row(row).key.measure for row in range(view.model.rowCount())} == {"usable"}
    assert view.count.text().endswith(f"of {everything} values")
    view.text.setText("no such word")
    assert view._matrix_state.state == "Nothing like it was released"
    assert view.chosen.text() == ""


def test_a_release_made_meanwhile_appears(agencies: Agencies, drive) -> None:
    from stockpile_client.services.changes import ChangeSet, Kind

    us = drive(agencies.us.ctx)
    view = us.go("disclosure").held
    agencies.us.release("it", scope=("W",))
    view._desk.session.changed.emit(ChangeSet.of(Kind.STATEMENTS), None)
    us.settle()
    assert view.states.state == "full"
    assert told(view, 0, "IT") != "–"
    assert told(view, 0, "JP") == "–"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_export_has_a_line_for_each_value_that_is_shown(agencies: Agencies, drive, tmp_path, ending) -> None:
    agencies.us.release("jp", scope=("CO", "W"))
    us = drive(agencies.us.ctx)
    view = us.go("disclosure").held
    view.material.setCurrentIndex(view.material.findData("W"))
    us.window.actions_registry["export_disclosed"].trigger()
    us.settle()
    target = tmp_path / f"held.{ending}"
    picker = us.dialog(QFileDialog)
    picker.fileSelected.emit(str(target))
    picker.close()
    us.settle()
    assert f"held.{ending}" in us.said
    if ending == "csv":
        marking, *table = target.read_text("utf-8-sig").splitlines()
        assert marking == agencies.us.ctx.scheme.most_restrictive.code
        lines = list(csv.DictReader(table))
        assert len(lines) == view.model.rowCount()
        assert {line["Material"] for line in lines} == {"W"}
        assert {line["IT: told"] for line in lines} == {"never told"}
        assert all(float(line["JP: at least (kg)"]) <= float(line["JP: at most (kg)"]) for line in lines)


def test_how_closely_a_value_was_told_reads_in_words() -> None:
    formats = Formats(QLocale("en_CA"))
    quantities = (Exact(1), Rounded(0, 50 * MG_PER_TONNE), Band(0, 250 * MG_PER_TONNE), Band(1, None), Nil())
    words = ["exact", "to 50 t", "a band of 250 t", "a lower bound", "nothing is held"]
    assert [precision(formats, quantity) for quantity in quantities] == words


keys = st.builds(
    PositionKey,
    material=st.sampled_from(["W", "CO"]),
    group=st.sampled_from(["metal", "oxide"]),
    form=st.just(""),
    at=st.just("country:US"),
    holder=st.sampled_from(["", "government"]),
    measure=st.sampled_from(["contained", "usable"]),
)


@given(st.sets(keys), st.sampled_from(["", "metal", "tungsten metal", "government"]))
def test_the_filter_keeps_the_rows_that_say_every_word(made, text) -> None:
    catalogue = load_catalogue()
    rows = [MatrixRow(key, ()) for key in sorted(made)]
    found = matching(rows, catalogue, material="W", question=Question(words=tuple(text.casefold().split())))
    for row in rows:
        words = exchange_words.position(catalogue, row.key).casefold()
        assert (row in found) == (row.key.material == "W" and all(word in words for word in text.split()))


def test_a_revoked_partner_keeps_its_column_only_if_it_was_told_something(agencies: Agencies) -> None:
    agencies.us.release("jp", scope=("W",))
    gone = [replace(row, state=PartnerState.REVOKED) for row in list_partners(agencies.us.ctx)]
    matrix = with_others(disclosure_matrix(agencies.us.ctx), gone)
    assert [partner.short_name for partner in matrix.partners] == ["JP"]
    assert {len(row.cells) for row in matrix.rows} == {1}


@pytest.mark.parametrize(
    "text",
    ["what does Japan know about our gallium?", "JP GA", "日本 ガリウム", "gallium JP", "Japan stockpile: gallium?"],
)
def test_a_question_names_a_partner_and_a_material_in_any_words(agencies: Agencies, drive, text: str) -> None:
    agencies.us.release("jp", scope=("GA", "W"))
    agencies.us.release("it", scope=("GA",))
    view = drive(agencies.us.ctx).go("disclosure").held
    view.text.setText(text)
    assert {view.model.row(number).key.material for number in range(view.model.rowCount())} == {"GA"}
    assert not view.table.isColumnHidden(column_of(view, "JP"))
    assert view.table.isColumnHidden(column_of(view, "IT"))
    assert view.count.text() == f"JP holds {view.model.rowCount()} values of Gallium (GA)"
    view.text.setText("")
    assert not view.table.isColumnHidden(column_of(view, "IT"))


def test_a_question_about_what_was_never_told_is_answered_as_such(agencies: Agencies, drive) -> None:
    agencies.us.release("jp", scope=("W",))
    agencies.us.release("it", scope=("GA",))
    view = drive(agencies.us.ctx).go("disclosure").held
    view.text.setText("what does Japan know about our gallium?")
    assert view.count.text() == "JP was never told anything of Gallium (GA)"
    assert view.model.rowCount() == 0


def test_words_that_name_nothing_filter_as_words() -> None:
    question = read_question("metal usable", load_catalogue(), [], lambda _row: ())
    assert question == Question(words=("metal", "usable"))


def test_the_history_of_releases_is_written_for_a_spreadsheet(agencies: Agencies, drive) -> None:
    agencies.us.release("jp", scope=("W",))
    us = drive(agencies.us.ctx)
    us.window.go("disclosure", "export_releases")
    target = agencies.folder / "history.csv"
    us.settle()
    us.dialog(QFileDialog).fileSelected.emit(str(target))
    us.dialog(QFileDialog).close()
    us.settle()
    assert "Wrote" in us.said
    assert target.read_text(encoding="utf-8-sig").startswith("TLP:RED\nReleased,To,Number")
