"""What a partner or a spreadsheet sent is shown as its characters: one label for it, and no other."""

from __future__ import annotations

import ast
from pathlib import Path

from PySide6.QtCore import Qt

import stockpile_client.ui as ui
from stockpile_client.ui.widgets.plain_label import PlainLabel, plain_tip

FOLDER = Path(str(ui.__file__)).parent
EVIL = "<img src='file:///etc/hostname'><b>1,000 t</b>"
GUESSING = {"QLabel", "QMessageBox", "QErrorMessage", "QTextBrowser", "QTextEdit", "QWhatsThis"}
MARKUP = {"setHtml", "insertHtml", "setTextFormat", "setOpenExternalLinks", "setMarkdown"}
AT_HOME = FOLDER / "widgets" / "plain_label.py"
OWN_PAGES = FOLDER / "help" / "reader.py"  # shows the help, which came with the program


def test_no_other_widget_guesses_about_markup():
    found = [
        f"{path.relative_to(FOLDER).as_posix()}:{node.lineno} {name}"
        for path in sorted(FOLDER.rglob("*.py"))
        if path not in (AT_HOME, OWN_PAGES)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in (
            [node.id] if isinstance(node, ast.Name) else [node.attr] if isinstance(node, ast.Attribute) else []
        )
        if name in GUESSING | MARKUP
    ]
    assert found == []


def test_tool_tips_are_literal_words_or_made_plain():
    found = []
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr == "setToolTip" and not _is_safe(node.args[0]):
                found.append(f"{path.relative_to(FOLDER).as_posix()}:{node.lineno}")
    assert found == []


def _is_safe(argument: ast.expr) -> bool:
    """A call of ``tr``, ``plain_tip``, another action's tip, or a ``tr(...).format(...)`` over our own words."""
    source = ast.unparse(argument)
    return source.startswith(("self.tr(", "tr(", "plain_tip(")) or source.endswith(".toolTip()")


def test_the_label_shows_markup_as_characters(qtbot):
    label = PlainLabel(EVIL, elide=True)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == EVIL
    assert "<img" not in label.toolTip()


def test_a_tip_shows_markup_as_characters():
    assert plain_tip(EVIL) == "<qt>&lt;img src=&#x27;file:///etc/hostname&#x27;&gt;&lt;b&gt;1,000 t&lt;/b&gt;</qt>"
    assert plain_tip("") == ""
