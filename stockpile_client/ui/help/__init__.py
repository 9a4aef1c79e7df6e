"""Help that is there without a network: pages in the language of the window, shown in a window of their own.

A page is a Markdown file, ``resources/help/<language>/<key>.md``; a workspace's page has the workspace's key.

>>> show_help(window, "inventory")  # doctest: +SKIP
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def show_help(parent: QWidget, page: str) -> None:
    """Show ``page`` (a key, see :mod:`stockpile_client.ui.help.pages`) in the one help window of ``parent``."""
    from stockpile_client.ui.help.window import HelpWindow  # noqa: PLC0415 - loaded when first asked for

    window = parent.findChild(HelpWindow) or HelpWindow(parent)
    window.show_page(page)
    window.show()
    window.raise_()
    window.activateWindow()
