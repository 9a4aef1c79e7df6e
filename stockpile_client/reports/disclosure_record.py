"""The disclosure record on paper: what a partner holds of ours, value by value, how precise, by which statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from stockpile_client.core.markings import Marking
from stockpile_client.core.phrases import phrase
from stockpile_client.core.statements import Position
from stockpile_client.reports import words
from stockpile_client.reports.document import Align, Column, Document, Facts, Heading, Paragraph, Row, RowKind, Table
from stockpile_client.reports.statement import about
from stockpile_client.reports.words import Names, Scale


@dataclass(frozen=True, slots=True)
class DisclosedValue:
    """One value that a partner holds, and how it got it: in statement ``seq`` of ``channel``, released ``at``."""

    position: Position
    as_of: date
    at: datetime
    channel: str
    seq: int


_COLUMNS = (
    Column(phrase("Form"), 32),
    Column(phrase("Where, whose"), 20),
    Column(phrase("Measure"), 20),
    Column(phrase("Value given"), align=Align.RIGHT),
    Column(phrase("Precision"), align=Align.RIGHT),
    Column(phrase("As of")),
    Column(phrase("Statement")),
    Column(phrase("Released")),
)
_CHANNEL_DIGITS = 8
"""Hex digits of a channel's id by which a person tells channels apart."""


def disclosure_document(
    partner: str,
    values: Sequence[DisclosedValue],
    names: Names,
    *,
    agency: str,
    marking: Marking,
    as_of: date,
    printed_at: datetime,
) -> Document:
    """The record for ``partner`` (a name): every value it was ever sent, by material, the latest first."""
    statements = {(value.channel, value.seq) for value in values}
    channels = sorted({value.channel for value in values})
    facts = [
        (phrase("Partner"), partner),
        (phrase("Values given"), words.number(len(values))),
        (phrase("Statements"), words.number(len(statements))),
    ]
    facts += [(phrase("Channel"), channel) for channel in channels]
    return Document(
        phrase("Disclosure record"),
        phrase("What {partner} holds of ours", partner=partner),
        agency,
        marking,
        as_of,
        printed_at,
        (
            Facts(tuple(facts)),
            Paragraph(
                phrase(
                    "Every value stays in this record, also one that a later statement corrected or that was withdrawn:"
                    " what was read once is known."
                )
            ),
            Heading(phrase("Values")),
            Table(
                _COLUMNS,
                list(_rows(values, names, several=len(channels) > 1)),
                phrase("Nothing was ever released to it."),
            ),
        ),
        wide=True,
    )


def _rows(values: Sequence[DisclosedValue], names: Names, *, several: bool) -> Iterator[Row]:
    ordered = sorted(values, key=lambda value: value.at, reverse=True)
    ordered.sort(key=lambda value: value.position.key)
    for material, found in groupby(ordered, key=lambda value: value.position.key.material):
        together = list(found)
        scale = Scale.of_quantities(value.position.quantity for value in together)
        yield Row((names.material(material),), RowKind.GROUP)
        for value in together:
            quantity = value.position.quantity
            number = _numbered(value) if several else str(value.seq)
            yield Row(
                (
                    *about(value.position, names),
                    scale.quantity(quantity),
                    scale.precision(quantity),
                    words.day(value.as_of),
                    number,
                    words.day(value.at.date()),
                )
            )


def _numbered(value: DisclosedValue) -> str:
    return phrase("{number} of {channel}", number=str(value.seq), channel=value.channel[:_CHANNEL_DIGITS])
