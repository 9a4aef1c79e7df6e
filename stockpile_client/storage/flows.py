"""What came in and went out of all lots of a material, day by day: sums that SQLite makes, however many movements.

>>> [(flow.day, flow.brought_in) for flow in flows(db)["W"]]
[(datetime.date(2026, 10, 15), 0)]
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlite_utils import Database

_DAILY = """
SELECT lot.material, movement.effective,
       sum(CASE WHEN coalesce(undone.kind, movement.kind) = 'opening' THEN movement.contained_mg ELSE 0 END),
       sum(CASE WHEN coalesce(undone.kind, movement.kind) <> 'opening'
                 AND coalesce(undone.contained_mg, movement.contained_mg) > 0
                THEN movement.contained_mg ELSE 0 END),
       sum(CASE WHEN coalesce(undone.kind, movement.kind) <> 'opening'
                 AND coalesce(undone.contained_mg, movement.contained_mg) < 0
                THEN -movement.contained_mg ELSE 0 END),
       max(lot.illustrative)
FROM movement JOIN lot ON lot.row = movement.lot_row
LEFT JOIN movement AS undone ON undone.id = movement.reverses
GROUP BY lot.material, movement.effective
ORDER BY lot.material, movement.effective
"""
"""A reversal counts against what it undoes, so that a mistake and its correction leave nothing behind."""


class Flow(NamedTuple):
    """One day of one material, in mg contained: brought to the books, brought in, and taken out (above zero).

    ``illustrative``: a lot of that day is made up for demonstration.
    """

    day: date
    opened: int
    brought_in: int
    taken_out: int
    illustrative: bool


def flows(db: Database) -> dict[str, list[Flow]]:
    """The days on which anything moved, in order, by material of the lot."""
    found: defaultdict[str, list[Flow]] = defaultdict(list)
    for material, day, opened, brought_in, taken_out, illustrative in db.execute(_DAILY):
        flow = Flow(date.fromisoformat(day), opened, brought_in, taken_out, bool(illustrative))
        found[material].append(flow)
    return dict(found)
