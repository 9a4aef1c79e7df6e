"""A table over rows that fit in memory (partners, findings, movements): the columns of WindowModel over a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from stockpile_client.ui.models.window_model import Column, Lease, WindowModel


class _Listed:
    """A list that answers as a window does."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def count(self) -> int:
        """All rows."""
        return len(self._rows)

    def rows(self, offset: int, limit: int) -> Sequence[Any]:
        """A slice."""
        return self._rows[offset : offset + limit]


class ListModel(WindowModel):
    """Rows given at once; the order is that of the list."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Any] = (), parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows."""
        listed = _Listed(tuple(rows))
        lease = Lease(lambda: None, lambda _ctx: listed)
        lease.fill(listed)
        self.set_lease(lease)
