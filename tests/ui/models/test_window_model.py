"""The table model over a window: full length at once, few rows in memory, one read a page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from stockpile_client.core.errors import MachineError
from stockpile_client.ui.models.window_model import CACHED_PAGES, PAGE_ROWS, Column, Lease, Role, WindowModel
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.table import Table

COLUMNS = (
    Column("name", "Lot", lambda row: f"lot {row}", order="number"),
    Column("mass", "Contained", str, numeric=True, unit=lambda _row: "t",
           status=lambda row: Status.CAUTION if row % 2 else None),
)  # fmt: skip


class Numbers:
    """A window over the numbers below ``length``, which counts how often it is asked."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.reads: list[int] = []

    def count(self) -> int:
        return self.length

    def rows(self, offset: int, limit: int) -> range:
        self.reads.append(offset)
        return range(offset, min(offset + limit, self.length))


def leased(window: object) -> tuple[Lease, list[str]]:
    given_back: list[str] = []
    lease = Lease(lambda: given_back.append("back"))
    lease.fill(window)
    return lease, given_back


@pytest.fixture
def model(qapp):
    return WindowModel(COLUMNS)


def test_a_million_rows_are_there_at_once_and_read_where_they_are_looked_at(model):
    window = Numbers(1_000_000)
    model.set_lease(leased(window)[0])
    assert model.rowCount() == 1_000_000
    window.reads.clear()
    assert model.index(567_890, 0).data() == "lot 567890"
    assert model.index(567_891, 1).data(Role.UNIT) == "t"
    assert window.reads == [567_800]


def test_the_first_page_comes_with_the_count_so_that_the_window_waits_for_neither(model):
    window = Numbers(1_000)
    lease, _ = leased(window)
    assert window.reads == [0]
    model.set_lease(lease)
    assert model.index(PAGE_ROWS - 1, 0).data() == "lot 199"
    assert window.reads == [0]


def test_pages_that_were_not_looked_at_for_long_are_forgotten(model):
    window = Numbers(PAGE_ROWS * (CACHED_PAGES + 2))
    model.set_lease(leased(window)[0])
    for page in range(CACHED_PAGES + 1):
        assert model.row(page * PAGE_ROWS) == page * PAGE_ROWS
    model.row(PAGE_ROWS)
    assert len(window.reads) == CACHED_PAGES + 1
    model.row(0)
    assert window.reads[-1] == 0
    assert len(window.reads) == CACHED_PAGES + 2


def test_another_window_gives_the_connection_of_the_first_one_back(model):
    first, given_back = leased(Numbers(3))
    model.set_lease(first)
    model.set_lease(leased(Numbers(5))[0])
    assert given_back == ["back"]
    assert model.rowCount() == 5
    first.release()
    assert given_back == ["back"]
    assert first.rows(0, 5) == []


def test_a_page_that_cannot_be_read_is_said_and_left_blank(model, qtbot):
    class Broken(Numbers):
        def rows(self, offset: int, limit: int) -> range:
            if offset:
                raise MachineError("E_DATABASE_IO", "The disk is gone.")
            return super().rows(offset, limit)

    model.set_lease(leased(Broken(1_000))[0])
    with qtbot.waitSignal(model.failed) as said:
        assert model.index(500, 0).data() is None
    assert said.args[0].code == "E_DATABASE_IO"


def test_a_cell_says_its_column_to_those_who_do_not_see_it(model):
    model.set_lease(leased(Numbers(3))[0])
    assert model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Contained: 1 t"
    assert model.index(1, 1).data(Role.STATUS) is Status.CAUTION
    assert model.index(2, 1).data(Role.STATUS) is None


def test_a_header_asks_for_an_order_only_where_there_is_one(model, qtbot):
    with qtbot.waitSignal(model.order_requested) as asked:
        model.sort(0, Qt.SortOrder.DescendingOrder)
    assert asked.args == ["number", True]
    with qtbot.assertNotEmitted(model.order_requested):
        model.sort(1)
    with qtbot.waitSignal(model.order_requested) as asked:
        model.sort(-1)
    assert asked.args == ["", False]


def test_select_all_on_a_million_rows_is_one_range_and_leaves_the_header_alone(model, qtbot):
    model.set_lease(leased(Numbers(1_000_000))[0])
    table = Table(model, "Numbers")
    qtbot.addWidget(table)
    table.selectAll()
    assert table.selected_ranges() == [(0, 999_999)]
    assert table.selected_count() == 1_000_000
    assert table.horizontalHeader().selectionModel() is not table.selectionModel()
    assert not table.horizontalHeader().selectionModel().hasSelection()
