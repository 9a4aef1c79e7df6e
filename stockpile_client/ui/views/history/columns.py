"""How bundles and channels read across their tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from stockpile_client.services.history import BundleRow, ChannelRow
from stockpile_client.storage.channels import Direction
from stockpile_client.ui import exchange_words
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.views.history.standing import receipt_standing


def way(row: BundleRow | ChannelRow) -> str:
    """To whom it went, or from whom it came."""
    names = ", ".join(row.partners)
    return tr("to {names}", names=names) if row.direction is Direction.OUT else tr("from {names}", names=names)


def bundle_columns(formats: Formats, now: Callable[[], datetime]) -> tuple[Column, ...]:
    """A bundle; ``now`` is when the rows were read."""
    return (
        Column("at", tr("When"), lambda row: formats.moment(row.recorded), sample="0000-00-00 00:00 a.m."),
        Column("partner", tr("Partner"), way, characters=19, stretch=True),
        Column("kind", tr("What"), lambda row: exchange_words.bundle_kind(row.kind), characters=12),
        Column("seq", tr("Number"), lambda row: formats.integer(row.seq), numeric=True, characters=9),
        Column("state", tr("State"), lambda row: exchange_words.bundle_state(row.state.value)[1],
               status=lambda row: exchange_words.bundle_state(row.state.value)[0], characters=18),
        Column("receipt", tr("Receipt"), lambda row: receipt_standing(row, now())[1],
               status=lambda row: receipt_standing(row, now())[0],
               muted=lambda row: receipt_standing(row, now())[0] is None, characters=15),
        Column("marking", tr("Marking"), lambda row: row.marking, characters=17),
        Column("file", tr("File"), lambda row: row.file_name, characters=25),
    )  # fmt: skip


def channel_columns(formats: Formats) -> tuple[Column, ...]:
    """A channel."""

    def missing(row: ChannelRow) -> str:
        return ", ".join(formats.integer(number) for number in row.missing) or "–"

    def acknowledged(row: ChannelRow) -> str:
        return formats.integer(row.acknowledged_seq) if row.direction is Direction.OUT else "–"

    return (
        Column("partner", tr("Partner"), way, characters=22),
        Column("state", tr("State"), lambda row: exchange_words.channel_state(row.state)[1],
               status=lambda row: exchange_words.channel_state(row.state)[0], characters=19),
        Column("head", tr("Last number"), lambda row: formats.integer(row.head_seq), numeric=True, characters=12),
        Column("acknowledged", tr("Acknowledged"), acknowledged, numeric=True, characters=14,
               tip=tr("The highest number of ours for which a receipt came back")),
        Column("missing", tr("Did not come"), missing, muted=lambda row: not row.missing, characters=14),
        Column("next", tr("Next by"), lambda row: formats.moment(row.next_by) or "–",
               muted=lambda row: row.next_by is None, characters=22),
        Column("note", tr("Note"), lambda row: row.note or "–", muted=lambda row: not row.note, characters=20,
               stretch=True),
    )  # fmt: skip
