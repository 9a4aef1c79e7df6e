"""Denominators of cover: consumption, net imports and targets, with year and source; none is ever erased."""

from __future__ import annotations

from collections.abc import Sequence

from stockpile_client.core.requirements import Requirement
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.storage import requirements


def record_requirements(ctx: Context, items: Sequence[Requirement]) -> ChangeSet:
    """Record denominators as known from now on; ``InputError`` for a material that the catalogue does not have."""
    for item in items:
        if item.material not in ("REE", "ALL"):  # published series for all rare earths, and whole programmes
            ctx.catalogue.material(item.material)
    with ctx.transaction():
        requirements.record(ctx.db, items, at=ctx.now())
        ctx.record("requirements_recorded", detail={"count": len(items)})
    return ChangeSet.of(Kind.REQUIREMENTS, summary=f"Recorded {len(items)} requirements")


def list_requirements(ctx: Context) -> list[Requirement]:
    """The denominators as they stand, the latest record of each."""
    return requirements.current(ctx.db)
