"""The pages of the help: which there are, in what order, and how they are searched. Loads no widgets.

>>> load("en").find("safety number")[0].key
'partners'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stockpile_client.services.resources import resource_path, resource_text

PAGES = (
    "welcome", "tutorial",
    "overview", "inventory", "import", "disclosure", "inference", "release", "inbox", "partners",
    "joint", "history", "audit", "settings",
    "words", "keyboard", "trouble", "limits",
)  # fmt: skip
"""Keys in reading order; the first is shown where a place has no page of its own."""

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SIGNS = re.compile(r"[*_`#>|\\]|^[-\d.]+ ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its key, its title (the first heading), its Markdown."""

    key: str
    title: str
    markdown: str

    @property
    def plain(self) -> str:
        """The words of the page without their signs, for the search."""
        return " ".join(_SIGNS.sub(" ", _LINK.sub(r"\1", self.markdown)).split())


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages of a language, in reading order."""

    pages: Sequence[Page]

    def page(self, key: str) -> Page:
        """The page of that key, or the first one."""
        return next((page for page in self.pages if page.key == key), self.pages[0])

    def find(self, wanted: str) -> list[Page]:
        """The pages that hold every word of ``wanted``; those that have one in the title come first."""
        words = wanted.casefold().split()
        hits = [page for page in self.pages if all(word in page.plain.casefold() for word in words)]
        return sorted(hits, key=lambda page: _rank(page, words))


def _rank(page: Page, words: list[str]) -> tuple[bool, int]:
    """In the title first, then by how often the page says it."""
    text = page.plain.casefold()
    return not any(word in page.title.casefold() for word in words), -sum(text.count(word) for word in words)


def load(language: str) -> Pages:
    """The pages in ``language``; English where a language has none. ``MachineError`` if a page is missing."""
    chosen = language if resource_path("help").joinpath(language).is_dir() else "en"
    return Pages([_page(chosen, key) for key in PAGES])


def _page(language: str, key: str) -> Page:
    text = resource_text("help", language, f"{key}.md")
    return Page(key, text.splitlines()[0].removeprefix("# "), text)
