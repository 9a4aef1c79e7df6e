"""Help is there offline, for every place of the window, and shows nothing but its own pages."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl

from stockpile_client.services.resources import resource_path
from stockpile_client.ui.help.pages import PAGES, load
from stockpile_client.ui.help.reader import Reader
from stockpile_client.ui.help.window import HelpWindow
from stockpile_client.ui.workspaces import WORKSPACES

LANGUAGES = sorted(path.name for path in resource_path("help").iterdir() if path.is_dir())
LINK = re.compile(r"\]\(([^)]+)\)")


@pytest.fixture
def window(qtbot):
    window = HelpWindow()
    qtbot.addWidget(window)
    window.show_page("welcome")
    window.show()
    return window


def titles(window):
    return [window.list.item(row).text() for row in range(window.list.count())]


def test_every_workspace_has_a_page():
    assert {spec.key for spec in WORKSPACES} <= set(PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_with_a_title_of_its_own(language):
    pages = load(language).pages
    assert [page.key for page in pages] == list(PAGES)
    assert len({page.title for page in pages}) == len(PAGES)
    assert all(page.markdown.startswith("# ") for page in pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_a_page(language):
    broken = [
        (page.key, target)
        for page in load(language).pages
        for target in LINK.findall(page.markdown)
        if target.removesuffix(".md") not in PAGES
    ]
    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_has_the_same_parts_in_every_language(language):
    def parts(markdown):
        lines = markdown.splitlines()
        return [
            sum(line.startswith(sign) for line in lines) for sign in ("#", "- ", "| ")
        ] + sorted(LINK.findall(markdown))  # fmt: skip

    english = {page.key: parts(page.markdown) for page in load("en").pages}
    assert {page.key: parts(page.markdown) for page in load(language).pages} == english


def test_no_file_lies_beside_the_pages():
    for language in LANGUAGES:
        assert {path.name for path in resource_path("help", language).iterdir()} == {f"{key}.md" for key in PAGES}


def test_a_language_without_pages_gets_english():
    assert load("xx") == load("en")


def test_the_search_finds_all_words_and_puts_titles_first():
    pages = load("en")
    assert pages.find("safety number")[0].key == "partners"
    assert pages.find("joint")[0].key == "joint"
    assert pages.find("zzz") == []


def test_a_link_opens_the_page_and_back_returns(window):
    window.reader.anchorClicked.emit(QUrl("tutorial.md"))
    assert (window.page, window.back.isEnabled()) == ("tutorial", True)
    window.back.click()
    assert (window.page, window.back.isEnabled()) == ("welcome", False)


@pytest.mark.parametrize(
    "link", ["file:///etc/hostname", "https://example.org/partners.md", "../secret.md", "nowhere.md"]
)
def test_a_link_to_anything_else_leads_nowhere(window, link):
    window.reader.anchorClicked.emit(QUrl(link))
    assert window.page == "welcome"


def test_the_reader_loads_no_file(qtbot):
    reader = Reader()
    qtbot.addWidget(reader)
    assert reader.loadResource(2, QUrl("file:///etc/hostname")) is None


def test_typing_narrows_the_list_and_enter_opens_the_first(window, qtbot):
    qtbot.keyClicks(window.search, "sixty digits")
    assert "Partners" in titles(window)
    assert "Joint picture" not in titles(window)
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.page != "welcome"
    assert window.isVisible()


def test_a_search_without_a_hit_says_so(window):
    window.search.setText("zzz")
    assert titles(window) == []
    assert window.nothing.isVisible()


def test_a_page_that_does_not_exist_shows_the_first(window):
    window.show_page("tutorial")
    window.show_page("no_such_page")
    assert window.page == PAGES[0]
