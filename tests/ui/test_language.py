"""What a service, a rule or an error says arrives on screen in the language of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import counted, joined, phrase
from stockpile_client.ui import language
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.banner import Banner
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import CheckBox, LineEdit
from stockpile_client.ui.widgets.message_bar import MessageBar
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.plain_label import PlainLabel, plain_tip
from stockpile_client.ui.widgets.states import EmptyState, StateStack
from stockpile_client.ui.widgets.status_mark import StatusMark
from stockpile_client.ui.widgets.table import Table
from tests.ui.brackets import Brackets

SAID = phrase("Lot {name} is there.", name="<b>7</b>")
SHOWN = "«Lot <b>7</b> is there.»"


@pytest.fixture(autouse=True)
def brackets(qapp: QApplication) -> Iterator[None]:
    """The window speaks brackets, and English again afterwards."""
    language.install(qapp, "en", Brackets())
    yield
    language.install(qapp, "en")


def message_bar() -> str:
    bar = MessageBar()
    bar.show_message(Status.INFO, SAID)
    assert bar.accessibleName() == bar.words
    return bar.words


def notice() -> str:
    panel = NoticePanel()
    panel.say("7", [SAID])
    assert panel.accessibleDescription() == SHOWN
    return panel.words.partition("\n")[2]


def empty_state() -> str:
    state = EmptyState()
    state.show_words("inventory", SAID, SAID)
    return state.title


def banner() -> str:
    strip = Banner()
    strip.show_unmarked(SAID, "")
    return strip.words


def facts() -> str:
    grid = Facts()
    grid.show_facts([(SAID, "7")])
    return grid.text.removesuffix(": 7")


def problem() -> str:
    field = Field(SAID, LineEdit(), SAID)
    assert field.editor.accessibleName() == field.editor.accessibleDescription() == SHOWN
    field.show_problem(SAID)
    return field.problem


WIDGETS: dict[str, Callable[[], str]] = {
    "label": lambda: PlainLabel(SAID).text(),
    "button": lambda: Button(SAID).text(),
    "check box": lambda: CheckBox(SAID).text(),
    "placeholder": lambda: LineEdit(placeholder=SAID).placeholderText(),
    "status": lambda: StatusMark(Status.DONE, SAID).words,
    "decision": lambda: DecisionDialog(SAID, "", "").windowTitle(),
    "message bar": message_bar,
    "notice": notice,
    "empty state": empty_state,
    "banner": banner,
    "facts": facts,
    "problem of a field": problem,
}


@pytest.mark.parametrize("show", WIDGETS.values(), ids=WIDGETS)
def test_a_widget_says_a_phrase_in_the_language_of_the_window(show):
    assert show() == SHOWN


def test_a_tool_tip_says_a_phrase_and_still_no_markup():
    assert plain_tip(SAID) == "<qt>«Lot &lt;b&gt;7&lt;/b&gt; is there.»</qt>"


def test_a_table_says_the_phrases_of_its_header_and_cells(qtbot):
    column = Column("lot", SAID, lambda _row: SAID, hint=lambda _row: SAID, tip=SAID)
    table = Table(ListModel([column], [0]), SAID)
    qtbot.addWidget(table)
    model = table.rows_model
    cell = model.index(0, 0)
    header = Qt.Orientation.Horizontal
    assert model.headerData(0, header) == model.headerData(0, header, Qt.ItemDataRole.ToolTipRole) == SHOWN
    assert cell.data() == table.accessibleName() == SHOWN
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == f"{SHOWN}: {SHOWN}"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == plain_tip(SAID)


def test_all_three_parts_of_an_error_are_said_in_the_language(qtbot):
    error = InputError("E_TEST", SAID, hint=phrase("Look again."))
    bar, stack = MessageBar(), StateStack(PlainLabel())
    qtbot.addWidget(stack)
    bar.show_error(error)
    stack.show_error(error)
    assert bar.words == f"{SHOWN}\n«Nothing was changed.» «Look again.»\nE_TEST"
    assert stack.state == SHOWN


def test_numbers_and_days_are_written_as_the_locale_writes_them():
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        said = phrase("{mass} t on {day}", mass=Decimal("-1204.50"), day=date(2026, 3, 1))
        assert language.words(said) == "«-1.204,50 t on 01.03.2026»"
        assert language.words(counted("{n} lot", "{n} lots", 12_000)) == "«12.000 lots»"
    finally:
        QLocale.setDefault(before)


def test_one_and_many_take_their_own_words():
    assert [language.tr_count("{n} lot", "{n} lots", n) for n in (1, 2)] == ["«1 lot»", "«2 lots»"]
    formats = Formats(QLocale("it_IT"))
    assert [formats.days(n) for n in (1, 12_000)] == ["«1 day»", "«12.000 days»"]


@pytest.mark.parametrize(
    ("code", "one", "many", "n", "said"),
    [("it", "{n} note", "{n} notes", 8, "8 note"), ("fr", "{n} lot", "{n} lots", 0, "0 lot")],
)
def test_a_plural_that_is_spelled_like_the_english_singular_is_still_a_translation(qapp, code, one, many, n, said):
    language.install(qapp, code)
    assert language.tr_count(one, many, n) == said
    assert language.words(counted(one, many, n)) == said


def test_several_sentences_keep_their_language():
    assert language.words(joined([phrase("One."), phrase("Two.")])) == "«One.» «Two.»"


def test_a_name_that_someone_typed_is_not_translated():
    assert PlainLabel("Inventory").text() == "Inventory"


def test_a_system_without_a_language_of_ours_gets_english():
    assert [language.suited(QLocale(name)) for name in ("it_CH", "ja_JP", "pt_BR", "C")] == ["it", "ja", "en", "en"]


def test_the_language_is_known_and_english_before_one_was_chosen(qapp):
    assert language.current() == "en"
    language.install(qapp, "fr", Brackets())
    assert language.current() == "fr"


@pytest.mark.parametrize("code", ["it", "fr", "de", "ja"])
def test_the_buttons_and_file_dialogs_of_qt_speak_the_language_too(qapp, code):
    language.install(qapp, code)
    try:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Discard)
        said = {button.text().replace("&", "") for button in box.buttons()}
        for text in ("Look in:", "Files of type:", "File &name:", "Directory:"):
            said.add(QCoreApplication.translate("QFileDialog", text))
        for text in ("&Copy", "&Paste", "Select All"):
            said.add(QCoreApplication.translate("QLineEdit", text))
        box.deleteLater()
    finally:
        language.install(qapp, "en")
    english = {"Cancel", "Discard", "Look in:", "Files of type:", "File &name:", "Directory:", "&Copy", "&Paste"}
    assert said & (english | {"Select All"}) == set()
