"""How the joint picture reads across its tables: the total of a material, and what each agency says of it."""

from __future__ import annotations

from collections.abc import Callable

from stockpile_client.analysis.cover import Cover
from stockpile_client.analysis.joint import Contribution, Says
from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.quantities import Interval
from stockpile_client.services.joint import JointRow
from stockpile_client.ui import exchange_words
from stockpile_client.ui.charts.chart import interval_unit
from stockpile_client.ui.charts.cover import SAYS, against_text, days_words, says_text
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.position_columns import basis_text, outward_text

_ANYTHING = Interval(0, None)
"""What a withheld figure adds: it may be anything."""


def total_columns(catalogue: Catalogue, formats: Formats) -> tuple[Column, ...]:
    """A line of the picture: what all agencies hold together, and who is not wholly in it."""
    return (
        Column("material", tr("Material"), lambda row: exchange_words.material(catalogue, row.line.material),
               characters=24),
        Column("total", tr("Together"), lambda row: outward_text(formats, row.line.total,
               interval_unit(row.line.total)), numeric=True, unit=lambda row: interval_unit(row.line.total),
               characters=26),
        Column("basis", tr("Of"), lambda row: basis_text(row.line.basis) or "–", characters=8),
        Column("given", tr("Agencies"), lambda row: ", ".join(row.line.agencies(Says.GIVEN, Says.NIL)) or "–",
               characters=22),
        Column("uncounted", tr("Not or not wholly counted"), _uncounted, characters=30, stretch=True,
               muted=lambda row: _uncounted(row) == "–"),
        Column("figure", tr("Figure"),
               lambda row: tr("illustrative") if row.line.illustrative else tr("stated"),
               muted=lambda row: row.line.illustrative, characters=13),
    )  # fmt: skip


def agency_columns(formats: Formats, chosen: Callable[[], JointRow | None]) -> tuple[Column, ...]:
    """An agency's part of the material that is ``chosen``."""

    def cover_of(each: Contribution) -> Cover | None:
        row = chosen()
        return row.covers.get(each.agency) if row else None

    def holds(each: Contribution) -> str:
        if each.interval is None:
            return "–"
        if each.interval == _ANYTHING:
            return tr("unknown")
        return outward_text(formats, each.interval, interval_unit(each.interval))

    def unit(each: Contribution) -> str:
        return "" if each.interval in (None, _ANYTHING) else interval_unit(each.interval or _ANYTHING)

    return (
        Column("agency", tr("Agency"), lambda each: each.agency, characters=14),
        Column("says", tr("It says"), says_text, characters=31,
               status=lambda each: Status.DONE if each.says in (Says.GIVEN, Says.NIL) else Status.CAUTION),
        Column("holds", tr("Holds"), holds, numeric=True, characters=20, unit=unit,
               muted=lambda each: each.interval in (None, _ANYTHING)),
        Column("cover", tr("Days of cover"), lambda each: days_words(formats, each, cover_of(each)), characters=28,
               muted=lambda each: (cover := cover_of(each)) is None or cover.days is None),
        Column("as_of", tr("As of"), lambda each: formats.day(each.as_of), characters=12),
        Column("against", tr("Measured against"), lambda each: against_text(cover_of(each)), characters=24,
               stretch=True),
    )  # fmt: skip


def _uncounted(row: JointRow) -> str:
    """Who adds nothing certain, and why."""
    said = [each for each in row.line.contributions if each.says not in (Says.GIVEN, Says.NIL)]
    parts = (tr("{agency}: {what}", agency=each.agency, what=tr(SAYS[each.says])) for each in said)
    return ", ".join(parts) or "–"
