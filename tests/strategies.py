"""Values of the field for property tests: a new value type joins here, so that every property gets it for free.

Each strategy makes values that keep the rules of :mod:`stockpile_client.core` (and says so where it does not).
Masses are milligrams; ids are 32 hex digits; days lie in the years 2020 to 2030.

>>> ledgers().example()[0].kind
<MovementKind.OPENING: 'opening'>
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from stockpile_client.core.availability import Availability
from stockpile_client.core.content import Grade
from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind
from stockpile_client.core.lots import HolderClass, Lot
from stockpile_client.core.materials import Form
from stockpile_client.core.movements import Movement, MovementKind, reversal_of
from stockpile_client.core.quantities import (
    MAX_MG,
    Band,
    Exact,
    Interval,
    Nil,
    NotApplicable,
    NotCompiled,
    Quantity,
    Rounded,
    Withheld,
    WithheldReason,
)
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.core.sites import Level, Site
from stockpile_client.core.statements import Measure, Position, PositionKey, StatementHeader
from stockpile_client.services.catalogue import load_catalogue

FIRST_DAY = date(2020, 1, 1)
LAST_DAY = date(2030, 12, 31)
START = datetime(2031, 1, 1, tzinfo=UTC)
"""Moment after which the ledgers of :func:`ledgers` are recorded: later than every effective day."""

days = st.dates(FIRST_DAY, LAST_DAY)
ids = st.uuids(version=4).map(lambda uuid: uuid.hex)
masses = st.integers(0, MAX_MG)
positive_masses = st.integers(1, MAX_MG)
MAX_STOCK = 10**15
"""A million tonnes: sums of a few such stocks stay in range."""
stock_masses = st.integers(1, MAX_STOCK)

withheld = st.sampled_from(WithheldReason).map(Withheld)


# Text ----------------------------------------------------------------------------------------------------------------

valid_text = st.text(
    st.one_of(
        st.sampled_from("abcXYZ 0123456789-–,./()&'àéüßñçŁő東京都備蓄基地グラムウラン서울ж"),
        st.characters(codec="ascii", exclude_categories=("Cc",)),
    ),
    min_size=1,
    max_size=60,
)
"""Text that the rules of ``core.text`` accept: plain, composed, in the scripts of the field."""

HOSTILE_TEXT = (
    "a\ud800b",  # half a surrogate pair
    "a\udfffb",
    "\u202egnp.exe",  # right-to-left override
    "\u2066isolated\u2069",
    "pass\u200bport",  # zero-width space
    "man\u200dwoman",  # zero-width joiner
    "\ufeffmark",
    "soft\u00adhyphen",
    "line\u2028break",
    "paragraph\u2029break",
    "tab\tbed",
    "two\nlines",
    "nul\x00byte",
    "escape\x1b[31m",
    "next\x85line",
    "private\ue000use",
    "private\U000f0000use",
    "unassigned\u0378",
    "noncharacter\uffff",
    "tag\U000e0041",
    "cafe\u0301",  # decomposed
    "\u212bngstrom",  # Ångström sign: not NFC
    "z" + "\u0323" * 5,  # pile of marks
    "Z" + "\u030d" * 10_000,
    "grapheme\u034fjoiner",
    "filler\u3164",  # Hangul filler: a letter without a shape
    "\u115ffiller",
    "\uffa0filler",
    "variation\ufe0f",
    "variation\U000e0100",
    "mongolian\u180b",
)
hostile_text = st.sampled_from(HOSTILE_TEXT)
"""Text that must be refused, one trick each."""

HOSTILE_NUMBERS = (
    "",
    " ",
    " 1",
    "1 ",
    "1\n",
    "+1",
    "--1",
    "-",
    ".",
    ".5",
    "5.",
    "1e9",
    "1E9",
    "1_000",
    "1,000",
    "1 000",
    "1\u00a0000",
    "1'000",
    "1.000.000",
    "0x1",
    "007",
    "00",
    "-00",
    "１２",
    "٣",
    "१",
    "²",
    "½",
    "NaN",
    "nan",
    "sNaN",
    "Infinity",
    "inf",
    "-inf",
    "−1",
    "1\x00",
    "1" * 19,
    "1." + "0" * 18,
    "0" + "." + "0" * 40,
    "9" * 41,
    "(53)",
    "<5",
    ">5",
    "W",
    "NA",
    "12%",
)
hostile_numbers = st.sampled_from(HOSTILE_NUMBERS)
"""Text that looks like a number somewhere and is not one here."""


@st.composite
def decimal_texts(draw: st.DrawFn) -> str:
    """Plain decimal text of at most 18 significant digits."""
    digits = draw(st.integers(0, 10**18 - 1))
    places = draw(st.integers(0, 12))
    return f"{Decimal(digits).scaleb(-places):f}"


# Quantities ----------------------------------------------------------------------------------------------------------

rounding_bases = st.sampled_from([2, 10, 500_000, 1_000_000, 25_000_000, 10**9, 5 * 10**9, 10**12])


@st.composite
def bands(draw: st.DrawFn, limit: int = MAX_MG) -> Band:
    """A band, open upwards or not."""
    low = draw(st.integers(0, limit))
    return Band(low, draw(st.none() | st.integers(low, limit)))


@st.composite
def rounded(draw: st.DrawFn, limit: int = MAX_MG) -> Rounded:
    """A multiple of its base."""
    base = draw(rounding_bases)
    return Rounded(draw(st.integers(0, limit // base)) * base, base)


def quantities(limit: int = MAX_MG) -> st.SearchStrategy[Quantity]:
    """Every kind of quantity, up to ``limit`` milligrams."""
    return st.one_of(
        st.integers(0, limit).map(Exact),
        rounded(limit),
        bands(limit),
        st.just(Nil()),
        withheld,
        st.just(NotCompiled()),
        st.just(NotApplicable()),
    )


@st.composite
def intervals(draw: st.DrawFn, limit: int = MAX_STOCK) -> Interval:
    """Interval of a stock; open upwards or not."""
    low = draw(st.integers(0, limit))
    return Interval(low, draw(st.none() | st.integers(low, limit)))


# Catalogue, sites, lots ----------------------------------------------------------------------------------------------

material_codes = st.sampled_from(sorted(load_catalogue().materials))
forms: st.SearchStrategy[Form] = st.sampled_from(sorted(load_catalogue().forms.values(), key=lambda form: form.code))
countries = st.sampled_from(["IT", "DE", "FR", "JP", "KR", "US"])
levels = st.sampled_from(Level)
fractions = st.integers(0, 10_000).map(lambda share: Decimal(share) / 10_000)


@st.composite
def grades(draw: st.DrawFn) -> Grade:
    """A composition; moisture below 100 %, assay of the element."""
    moisture = draw(st.none() | st.integers(0, 9_999).map(lambda share: Decimal(share) / 10_000))
    return Grade(moisture, draw(st.none() | fractions), purity=draw(st.none() | fractions))


@st.composite
def sites(draw: st.DrawFn) -> Site:
    """A site; town, region and bloc may be empty."""
    country = draw(countries)
    return Site(
        id=draw(ids),
        name=draw(valid_text),
        town=draw(st.just("") | valid_text),
        region=draw(st.sampled_from(["", f"{country}-21"])),
        country=country,
        bloc="EU" if country in ("IT", "DE", "FR") else "",
    )


availabilities = st.builds(
    Availability,
    st.integers(0, 3660),
    st.integers(0, 3660),
    st.integers(0, 3660),
    st.none() | stock_masses,
    st.booleans(),
)


@st.composite
def lots(draw: st.DrawFn) -> Lot:
    """A lot of a form of the catalogue."""
    form = draw(forms)
    return Lot(
        id=draw(ids),
        number=draw(valid_text),
        material=form.material,
        form=form.code,
        site=draw(ids),
        holder_class=draw(st.sampled_from(HolderClass)),
        grade=draw(grades()),
        rotate_by=draw(st.none() | days),
        availability=draw(availabilities),
        supplier=draw(st.just("") | valid_text),
        purpose=draw(st.just("") | valid_text),
    )


# Ledgers and claims --------------------------------------------------------------------------------------------------

_IN = (MovementKind.RECEIPT, MovementKind.LOAN_IN, MovementKind.ROTATION_IN)
_OUT = (MovementKind.RELEASE, MovementKind.SALE, MovementKind.LOAN_OUT, MovementKind.ROTATION_OUT, MovementKind.LOSS)


@st.composite
def ledgers(draw: st.DrawFn, max_size: int = 8) -> list[Movement]:
    """A lot's ledger as it could have been posted: opening first, never negative, a reversal at times.

    Effective days rise with the order of posting, so that every prefix is a ledger as well.
    """
    lot = draw(ids)
    day = draw(st.dates(FIRST_DAY, date(2024, 12, 31)))
    gross = draw(stock_masses)
    contained = draw(st.integers(0, gross))
    ledger = [Movement(draw(ids), lot, MovementKind.OPENING, day, START, gross, contained)]
    for step in range(1, draw(st.integers(1, max_size))):
        day += timedelta(days=draw(st.integers(0, 90)))
        recorded = START + timedelta(minutes=step)
        last = ledger[-1]
        if last.gross < 0 and last.kind is not MovementKind.REVERSAL and draw(st.booleans()):
            movement = reversal_of(last, id=draw(ids), recorded=recorded, reason="typed twice")
        else:
            adds = draw(st.booleans()) or not gross
            share = draw(st.integers(1, MAX_STOCK if adds else gross))
            # Content leaves in proportion, rounded down, and never leaves less product than content behind.
            inside = (
                draw(st.integers(0, share)) if adds else contained - min(contained * (gross - share) // gross, gross)
            )
            sign = 1 if adds else -1
            kind = draw(st.sampled_from(_IN if adds else _OUT))
            movement = Movement(
                draw(ids), lot, kind, day, recorded, sign * share, sign * inside,
                reason="weighed" if kind is MovementKind.LOSS else "",
            )  # fmt: skip
        gross += movement.gross
        contained += movement.contained
        day = max(day, movement.effective)
        ledger.append(movement)
    return ledger


@st.composite
def encumbrances(draw: st.DrawFn, lot: str | None = None, material: str = "W", limit: int = MAX_STOCK) -> Encumbrance:
    """A claim: on ``lot`` (a new one where it is ``None``), or a ticket bought."""
    kind = draw(st.sampled_from(EncumbranceKind))
    since = draw(days)
    return Encumbrance(
        id=draw(ids),
        kind=kind,
        material=material,
        lot="" if kind is EncumbranceKind.TICKET_BOUGHT else lot or draw(ids),
        contained=draw(st.integers(1, limit)),
        since=since,
        until=draw(st.none() | st.dates(since, LAST_DAY)),
        counted_by=draw(st.sampled_from(CountedBy)),
    )


# Requirements, statements --------------------------------------------------------------------------------------------


@st.composite
def requirements(draw: st.DrawFn) -> Requirement:
    """A denominator of any kind, with a quantity of any kind."""
    kind = draw(st.sampled_from(RequirementKind))
    target_days = kind is RequirementKind.TARGET_DAYS
    return Requirement(
        material=draw(material_codes),
        country=draw(countries),
        year=draw(st.integers(2015, 2030)),
        kind=kind,
        quantity=NotCompiled() if target_days else draw(quantities(MAX_STOCK)),
        days=draw(st.integers(1, 3660)) if target_days else None,
        source=draw(valid_text),
    )


@st.composite
def positions(draw: st.DrawFn, material: str | None = None) -> Position:
    """A line of a statement."""
    code = material or draw(material_codes)
    gross = draw(st.booleans())
    key = PositionKey(
        material=code,
        group=draw(st.sampled_from(["ore", "oxide", "chemical", "metal", "alloy", "product", "all"])),
        form="",
        at=f"country:{draw(countries)}",
        holder=draw(st.just("") | st.sampled_from(HolderClass).map(str)),
        measure=str(Measure.GROSS if gross else draw(st.sampled_from([Measure.CONTAINED, Measure.USABLE]))),
    )
    return Position(
        key=key,
        basis="gross" if gross else f"element:{code}",
        quantity=draw(quantities(MAX_STOCK)),
        days=draw(st.none() | st.integers(0, 3660)),
        max_rate=draw(st.none() | stock_masses),
        cross_border=draw(st.none() | st.booleans()),
        illustrative=draw(st.booleans()),
    )


@st.composite
def statements(draw: st.DrawFn) -> tuple[StatementHeader, list[Position]]:
    """A statement that says something of every material in its scope, each position once."""
    scope = draw(st.lists(material_codes, min_size=1, max_size=6, unique=True))
    lines: list[Position] = []
    nil: list[str] = []
    withheld_materials: dict[str, WithheldReason] = {}
    not_compiled: list[str] = []
    for material in scope:
        match draw(st.sampled_from(["positions", "nil", "withheld", "not compiled"])):
            case "positions":
                lines += draw(
                    st.lists(positions(material), min_size=1, max_size=3, unique_by=lambda position: position.key)
                )
            case "nil":
                nil.append(material)
            case "withheld":
                withheld_materials[material] = draw(st.sampled_from(WithheldReason))
            case _:
                not_compiled.append(material)
    header = StatementHeader(
        as_of=draw(days),
        title=draw(valid_text),
        scope=tuple(scope),
        nil=tuple(nil),
        withheld=withheld_materials,
        not_compiled=tuple(not_compiled),
    )
    return header, lines
