"""``joint``: who holds how much, and for how many days, on one stated definition.

>>> stockpile --profile ./it joint --definition eu --materials W,CO
"""

from __future__ import annotations

from typing import Any

import click

from stockpile_client.analysis.cover import Cover, Definition, Range, days_text
from stockpile_client.cli import views
from stockpile_client.cli.arguments import codes
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Command
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.statements import Measure
from stockpile_client.services.joint import JointRow, list_joint

_DEFINITIONS = {
    "eu": (Definition.EU, "EU: days of average daily net imports of the previous calendar year"),
    "japan": (Definition.JAPAN, "Japan: days of daily standard domestic consumption"),
    "korea": (Definition.KOREA, "Korea: stock ÷ target quantity × target days"),
}


@click.command(cls=Command)
@click.option("--definition", type=click.Choice(list(_DEFINITIONS)), required=True, help="What a day of cover means.")
@click.option("--measure", type=click.Choice([one.value for one in Measure]), default="usable", show_default=True)
@click.option("--materials", type=codes, default="", help="Only these materials: W,CO.")
@pass_state
def joint(state: State, definition: str, measure: str, materials: tuple[str, ...]) -> None:
    """Add our own stock and the partners' statements up, with honest intervals. Cover is never added or ranked."""
    chosen, words = _DEFINITIONS[definition]
    with state.open() as ctx:
        for code in materials:
            ctx.catalogue.material(code)
        rows = list_joint(ctx, definition=chosen, measure=Measure(measure), materials=materials)

    def human() -> None:
        if not rows:
            return say("There is nothing to show.")
        say(f"{measure}: {rows[0].line.definition}")
        say(f"Cover, {words}")
        say()
        say_table(
            ("material", "name", "agency", "as of", "holds", "cover", "note"),
            [cells for row in rows for cells in _cells(row)],
        )

    document = {"definition": chosen, "measure": measure, "lines": [_document(row) for row in rows]}
    state.answer(document, human)


def _cells(row: JointRow) -> list[tuple[object, ...]]:
    line = row.line
    cells: list[tuple[object, ...]] = [
        (line.material, row.material_name, "all together", "", views.interval_words(line.total), "",
         "illustrative" if line.illustrative else "")
    ]  # fmt: skip
    for each in line.contributions:
        reasons = ", ".join(sorted(reason.replace("_", " ") for reason in each.reasons))
        held = views.interval_words(each.interval) if each.says in ("given", "partly withheld") else each.says
        cells.append(("", "", each.agency, each.as_of, held, _cover_words(row.covers[each.agency]), reasons))
    return cells


def _cover_words(cover: Cover) -> str:
    return days_text(cover.days) if cover.days else str(cover.reason or "")


def _document(row: JointRow) -> dict[str, Any]:
    line = row.line
    return {
        "material": line.material,
        "material_name": row.material_name,
        "basis": line.basis,
        "definition": line.definition,
        "total": views.interval(line.total),
        "illustrative": line.illustrative,
        "contributions": [
            {
                "agency": each.agency,
                "as_of": each.as_of,
                "says": each.says,
                "holds": views.interval(each.interval),
                "reasons": each.reasons,
                "illustrative": each.illustrative,
                "cover_days": _days(row.covers[each.agency].days),
                "cover_reason": row.covers[each.agency].reason,
            }
            for each in line.contributions
        ],
    }


def _days(days: Range | None) -> dict[str, int | None] | None:
    """Whole days, rounded outward."""
    if days is None:
        return None
    low, high = days.whole()
    return {"low": low, "high": high}
