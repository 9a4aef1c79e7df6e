"""How an entry of the ledger reads across: day, what, how much, and what the lot held with it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.services.movement_table import MovementRow
from stockpile_client.ui import stock_words
from stockpile_client.ui.formats import Formats, unit_for
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.window_model import Column


def kind_words(row: MovementRow) -> str:
    """What happened; of an entry that was reversed, that it was."""
    name = stock_words.term("movement_kind", row.kind)
    return tr("{kind} (reversed)", kind=name) if row.reversed else name


def _quiet(row: MovementRow) -> bool:
    return row.reversed or row.kind is MovementKind.REVERSAL


def movement_columns(formats: Formats) -> tuple[Column, ...]:
    """The day first: a ledger is read by days."""
    figure = formats.mass(88_888 * MG_PER_TONNE)
    day = formats.day(date(2028, 12, 28))
    moment = formats.moment(datetime(2028, 12, 28, 22, 58, tzinfo=UTC))
    kinds = [name for _code, name in stock_words.terms("movement_kind")]

    def unit(row: MovementRow) -> str:
        return unit_for(max(abs(row.contained), abs(row.contained_after)))

    return (
        Column("effective", tr("Day"), lambda row: formats.day(row.effective), sample=day, order="effective",
               exact=lambda row: row.effective,
               muted=_quiet),
        Column("number", tr("Lot"), lambda row: row.number or "–", sample="GRA-IT011", muted=_quiet),
        Column("material", tr("Of"), lambda row: stock_words.symbol(row.material), characters=5, muted=_quiet),
        Column("kind", tr("Movement"), kind_words, sample=max(kinds, key=len), muted=_quiet),
        Column("contained", tr("Content"), lambda row: stock_words.signed(formats, row.contained, unit(row)),
               numeric=True, unit=unit, sample=f"+{figure}", muted=_quiet, exact_unit="t",
               exact=lambda row: stock_words.tonnes(row.contained)),
        Column("after", tr("Balance"), lambda row: formats.mass(row.contained_after, unit(row)), numeric=True,
               unit=unit, sample=figure, exact=lambda row: stock_words.tonnes(row.contained_after), exact_unit="t",
               tip=tr("Content of the lot with this entry, in order of days")),
        Column("site", tr("Site"), lambda row: row.site.name, sample="Northeast Depot", muted=_quiet),
        Column("counterparty", tr("With whom"), lambda row: row.counterparty or "–", characters=12, muted=_quiet),
        Column("reason", tr("Reason"), lambda row: row.reason or row.document or "–", stretch=True, muted=_quiet),
        Column("recorded", tr("Posted"), lambda row: formats.moment(row.recorded), sample=moment, order="recorded",
               muted=lambda _row: True, tip=tr("When it was written down")),
    )  # fmt: skip
