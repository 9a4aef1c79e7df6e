"""What the inventory workspace asks of its pages.

A page is built when it is first shown. It hears of changes through the session, as every view does. It opens no form
itself: it asks for one by its draft key (``form_wanted``), because a form may have to be opened again for a draft.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One page of the workspace."""

    form_wanted = Signal(str)
    ledger_wanted = Signal(str, str)  # the number and the id of a lot

    def shown(self) -> None:
        """The page came into view: take the focus, refresh what needs it."""

    def perform(self, action: str) -> None:
        """Carry out one of the actions that belong to this page."""
        raise NotImplementedError(action)
