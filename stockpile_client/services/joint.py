"""The joint picture of us and our partners: who holds how much, and for how many days, on one stated definition.

Our own figures are not released ones: they come exact from the inventory, and leave this machine in no way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stockpile_client.analysis.cover import Cover, Definition, cover
from stockpile_client.analysis.joint import JointLine, joint_picture
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import Measure, Position, StatementHeader
from stockpile_client.disclosure.holdings import aggregate
from stockpile_client.disclosure.preview import preview
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.context import Context
from stockpile_client.services.holdings import lot_holdings
from stockpile_client.services.release import content_bases
from stockpile_client.storage import partners, positions, requirements, statements

Statement = tuple[StatementHeader, list[Position]]


@dataclass(frozen=True, slots=True)
class JointRow:
    """One material of the joint picture, and the cover of each agency that contributes, by short name."""

    line: JointLine
    material_name: str
    covers: dict[str, Cover]


def list_joint(
    ctx: Context, *, definition: Definition, measure: Measure = Measure.USABLE, materials: Iterable[str] = ()
) -> list[JointRow]:
    """Lines by material over our own stock today and the statements in force of all partners.

    ``materials`` narrows the picture; cover is never added up or ranked across agencies.
    """
    ours = _own_statement(ctx)
    stated = {ctx.agency.short_name: ours}
    denominators: dict[str, list[Requirement]] = {ctx.agency.short_name: requirements.current(ctx.db)}
    for partner in partners.every(ctx.db):
        stored = statements.latest(ctx.db, partner.agency)
        if stored is not None:
            stated[partner.short_name] = (stored.header, list(positions.of_statement(ctx.db, stored.row)))
            denominators[partner.short_name] = statements.requirements(ctx.db, stored.row)
    wanted = set(materials)
    return [
        _row(ctx, line, definition, denominators)
        for line in joint_picture(stated, measure)
        if not wanted or line.material in wanted
    ]


def _own_statement(ctx: Context) -> Statement:
    cells = aggregate(lot_holdings(ctx, as_of=ctx.today()), by_bloc=False)
    scope = tuple(sorted({cell.material for cell in cells}))
    everything = Profile("own", audience=(), scope=scope, measures=tuple(Measure))
    shown = preview(everything, cells, content_bases(ctx), f"country:{ctx.agency.country}")
    return StatementHeader(ctx.today(), ctx.agency.short_name, scope), shown.positions


def _row(ctx: Context, line: JointLine, definition: Definition, denominators: dict[str, list[Requirement]]) -> JointRow:
    covers = {
        each.agency: cover(
            definition,
            each.interval,
            [one for one in denominators[each.agency] if one.material == line.material],
            basis=line.basis,
            as_of=each.as_of,
        )
        for each in line.contributions
    }
    known = ctx.catalogue.materials.get(line.material)  # a partner may report what our catalogue does not have
    return JointRow(line, known.name("en") if known else line.material, covers)
