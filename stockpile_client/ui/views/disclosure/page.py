"""What the disclosure workspace asks of its pages.

A page is built when it is first shown. It hears of changes through the session, as every view does.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One page of the workspace."""

    def shown(self) -> None:
        """The page came into view: take the focus."""

    def perform(self, action: str) -> None:
        """Carry out one of the actions that belong to this page."""
        raise NotImplementedError(action)

    def resume_draft(self, draft_key: str, draft: dict[str, str]) -> bool:  # noqa: ARG002 - a page without forms
        """Open a form again with what was typed in it; False if it is none of this page's."""
        return False
