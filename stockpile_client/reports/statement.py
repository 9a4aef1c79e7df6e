"""A statement on paper: as it would be released, as it was released, or as it was received.

Every position stands with what was stated, how precisely, and between which masses the true value lies; what there is
no number for is said in words with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from stockpile_client.core.markings import Marking
from stockpile_client.core.phrases import counted, joined, phrase
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import Position, StatementHeader
from stockpile_client.reports import words
from stockpile_client.reports.document import (
    Align,
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Row,
    RowKind,
    Table,
)
from stockpile_client.reports.words import Names, Scale


class Standing(StrEnum):
    """What a statement is to us."""

    PREVIEW = "preview"
    RELEASED = "released"
    RECEIVED = "received"
    NOT_ACCEPTED = "not_accepted"


@dataclass(frozen=True, slots=True)
class StatementPaper:
    """A statement and how it stands. ``seq`` is its number in the channel, ``digest`` SHA-256 of its manifest (hex).

    ``sender`` and ``addressees`` are names, ``at`` is when it was written (aware), ``withdrawn`` the reason why it was.
    """

    header: StatementHeader
    positions: Sequence[Position]
    requirements: Sequence[Requirement]
    standing: Standing
    sender: str
    addressees: tuple[str, ...]
    marking: Marking
    onward: str = ""
    seq: int | None = None
    channel: str = ""
    digest: str = ""
    at: datetime | None = None
    withdrawn: str | None = None


_STANDING_WORDS = {
    Standing.PREVIEW: phrase("Preview: this statement has not been released. Nothing has left the agency."),
    Standing.NOT_ACCEPTED: phrase("Received, verified, and not yet accepted."),
}
_ONWARD_WORDS = {
    "none": phrase("to nobody"),
    "origin-consent": phrase("only with the consent of the agency that released it"),
    "members": phrase("to the members of the agreement"),
}
_ILLUSTRATIVE = phrase("Figures marked illustrative are made up for demonstration. They describe no real stock.")
_MEASURES = {
    "contained": phrase("contained"),
    "usable": phrase("usable"),
    "gross": phrase("gross"),
    "reference": phrase("reference"),
}
POSITION_COLUMNS = (
    Column(phrase("Form"), 32),
    Column(phrase("Where, whose"), 20),
    Column(phrase("Measure"), 20),
    Column(phrase("Stated"), align=Align.RIGHT),
    Column(phrase("Precision"), align=Align.RIGHT),
    Column(phrase("Lies between"), align=Align.RIGHT),
    Column(phrase("Leaves"), 34),
)
REQUIREMENT_COLUMNS = (
    Column(phrase("What"), 30),
    Column(phrase("Country, year")),
    Column(phrase("Quantity"), align=Align.RIGHT),
    Column(phrase("As printed"), align=Align.RIGHT),
    Column(phrase("Source"), 60),
)
_READING = phrase(
    "Contained is the mass of the element inside, usable the same after tickets, loans, pledges, holds and rotate-by"
    " dates, gross the mass of the product, reference the mass as the compound that the trade counts in. A rounded"
    " value or a band is an interval: the true value lies between the two masses given. Nil means that the agency"
    " states that it holds none; withheld, that there is a value and it is not given, for the reason stated; not"
    " compiled, that nobody has put the figure together. Withheld and not compiled never mean zero. Masses are in"
    " tonnes (t) or kilograms (kg)."
)


def statement_document(paper: StatementPaper, names: Names, *, agency: str, printed_at: datetime) -> Document:
    """The statement; ``agency`` is whose copy this is."""
    header = paper.header
    return Document(
        phrase("Statement of stocks"),
        header.title,
        agency,
        paper.marking,
        header.as_of,
        printed_at,
        (
            *_notices(paper),
            _facts(paper, names),
            Heading(phrase("Positions")),
            Table(
                POSITION_COLUMNS, list(position_rows(paper.positions, names)), phrase("The statement has no positions.")
            ),
            *_lists(header, names),
            Heading(phrase("Requirements")),
            Table(REQUIREMENT_COLUMNS, list(_requirement_rows(paper.requirements, names)), phrase("None were stated.")),
            Heading(phrase("How to read this statement")),
            Paragraph(_READING),
        ),
        wide=True,
    )


def position_rows(positions: Sequence[Position], names: Names) -> Iterator[Row]:
    """Rows by material, in the order of the statement; each material has its own unit and decimals."""
    for material, found in groupby(positions, key=lambda position: position.key.material):
        together = list(found)
        scale = Scale.of_quantities(position.quantity for position in together)
        yield Row((names.material(material),), RowKind.GROUP)
        for position in together:
            yield Row(_position_cells(position, names, scale))


def about(position: Position, names: Names) -> tuple[str, str, str]:
    """Form, place and measure of a position, in words; made-up figures say so with their form."""
    key = position.key
    form = names.form(key.group, key.form)
    holder = names.term("holder_class", key.holder) if key.holder else ""
    where = joined((words.place(key.at), holder), ", ")
    basis = words.basis(position.basis)
    name = _MEASURES.get(key.measure, key.measure)
    measure = name if basis in ("", key.measure) else phrase("{measure} {basis}", measure=name, basis=basis)
    return (phrase("{form} (illustrative)", form=form) if position.illustrative else form), where, measure


def _position_cells(position: Position, names: Names, scale: Scale) -> tuple[str, ...]:
    quantity = position.quantity
    return (
        *about(position, names),
        scale.quantity(quantity),
        scale.precision(quantity),
        scale.interval(quantity),
        _availability(position),
    )


def _availability(position: Position) -> str:
    said = []
    if position.days is not None:
        said.append(phrase("from day {n}", n=str(position.days)))
    if position.max_rate is not None:
        rate = Scale.of([position.max_rate], at_most=3).mass(position.max_rate)
        said.append(phrase("at most {mass} a day", mass=rate))
    if position.cross_border is not None:
        said.append(phrase("may cross borders") if position.cross_border else phrase("stays in the country"))
    return joined(said, ", ")


def _notices(paper: StatementPaper) -> Iterator[Block]:
    if paper.standing in _STANDING_WORDS:
        yield Notice(_STANDING_WORDS[paper.standing])
    if paper.withdrawn is not None:
        yield Notice(phrase("Withdrawn by the agency that released it. Reason: {reason}", reason=paper.withdrawn))
    if any(position.illustrative for position in paper.positions) or any(
        one.illustrative for one in paper.requirements
    ):
        yield Notice(_ILLUSTRATIVE)


def _facts(paper: StatementPaper, names: Names) -> Facts:
    header = paper.header
    rows = [
        (phrase("From"), paper.sender),
        (phrase("To"), ", ".join(paper.addressees) or phrase("nobody: the audience is empty")),
        (phrase("As of"), words.day(header.as_of)),
    ]
    if paper.seq is not None:
        number = phrase("number {number} of channel {channel}", number=str(paper.seq), channel=paper.channel)
        rows.append((phrase("Statement"), number))
    if paper.at is not None:
        rows.append((phrase("Written"), words.moment(paper.at)))
    rows.append((phrase("Marking"), words.marking_words(paper.marking)))
    if paper.onward:
        rows.append((phrase("May be passed on"), _ONWARD_WORDS.get(paper.onward, paper.onward)))
    rows.append((phrase("Materials in scope"), ", ".join(map(names.material, header.scope)) or phrase("none")))
    if header.note:
        rows.append((phrase("Note"), header.note))
    if paper.digest:
        rows.append((phrase("Digest (SHA-256)"), paper.digest))
    return Facts(tuple(rows))


def _lists(header: StatementHeader, names: Names) -> Iterator[Block]:
    """The materials of which there is no figure, each list with what it means."""
    yield Heading(phrase("Nil, withheld, not compiled"))
    rows = [
        *((names.material(code), phrase("nil: the agency states that it holds none")) for code in header.nil),
        *(
            (names.material(code), phrase("withheld: {reason}", reason=words.reason_words(why)))
            for code, why in header.withheld.items()
        ),
        *((names.material(code), phrase("not compiled")) for code in header.not_compiled),
    ]
    yield Facts(tuple(rows)) if rows else Paragraph(phrase("Every material in scope is reported in a position."))


def _requirement_rows(requirements: Sequence[Requirement], names: Names) -> Iterator[Row]:
    for material, found in groupby(requirements, key=lambda one: one.material):
        together = list(found)
        scale = Scale.of_quantities(one.quantity for one in together)
        yield Row((names.material(material),), RowKind.GROUP)
        for one in together:
            yield Row(_requirement_cells(one, names, scale))


def _requirement_cells(one: Requirement, names: Names, scale: Scale) -> tuple[str, ...]:
    amount = scale.quantity(one.quantity) if one.days is None else counted("{n} day", "{n} days", one.days)
    marks = [phrase("estimated")] * one.estimated + [phrase("illustrative")] * one.illustrative
    basis = words.basis(one.basis)
    what = names.term("requirement_kind", one.kind.value)
    return (
        phrase("{what} ({basis})", what=what, basis=basis) if basis else what,
        f"{one.country} {one.year}",
        amount,
        one.printed,
        joined((one.source, *marks), "; "),
    )
