"""What the agency holds: sites, lots, movements, encumbrances and requirements.

A lot carries the sum of its movements (``gross_mg``, ``contained_mg``): a trigger keeps it, so that a table of a
million lots can be sorted by mass. The ledger itself is append-only.
"""

from __future__ import annotations

from sqlite_utils import Database

from stockpile_client.storage.schema import append_only

_SITE = """
CREATE TABLE site (
    id TEXT PRIMARY KEY CHECK (length(id) = 32),
    name TEXT NOT NULL,
    town TEXT NOT NULL,
    region TEXT NOT NULL,
    country TEXT NOT NULL,
    bloc TEXT NOT NULL
) STRICT
"""

_LOT = """
CREATE TABLE lot (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 32),
    number TEXT NOT NULL,
    material TEXT NOT NULL,
    form TEXT NOT NULL,
    site TEXT NOT NULL REFERENCES site (id),
    holder_class TEXT NOT NULL,
    holder TEXT NOT NULL,
    supplier TEXT NOT NULL,
    purpose TEXT NOT NULL,
    moisture TEXT,
    assay TEXT,
    assay_of TEXT NOT NULL,
    purity TEXT,
    by_products TEXT NOT NULL,
    rotate_by TEXT,
    decision_days INTEGER NOT NULL,
    preparation_days INTEGER NOT NULL,
    transport_days INTEGER NOT NULL,
    first_day INTEGER NOT NULL CHECK (first_day = decision_days + preparation_days + transport_days),
    max_rate INTEGER,
    cross_border INTEGER NOT NULL CHECK (cross_border IN (0, 1)),
    source TEXT NOT NULL,
    illustrative INTEGER NOT NULL CHECK (illustrative IN (0, 1)),
    gross_mg INTEGER NOT NULL DEFAULT 0,
    contained_mg INTEGER NOT NULL DEFAULT 0
) STRICT
"""

_MOVEMENT = """
CREATE TABLE movement (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 32),
    lot_row INTEGER NOT NULL REFERENCES lot (row),
    kind TEXT NOT NULL,
    effective TEXT NOT NULL,
    recorded TEXT NOT NULL,
    gross_mg INTEGER NOT NULL CHECK (abs(gross_mg) < 1000000000000000000),
    contained_mg INTEGER NOT NULL CHECK (abs(contained_mg) < 1000000000000000000),
    reason TEXT NOT NULL,
    reverses TEXT UNIQUE REFERENCES movement (id),
    counterparty TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT
"""

_BOOKING = """
CREATE TRIGGER movement_books AFTER INSERT ON movement BEGIN
    UPDATE lot SET gross_mg = gross_mg + NEW.gross_mg, contained_mg = contained_mg + NEW.contained_mg
    WHERE row = NEW.lot_row;
END
"""

_ENCUMBRANCE = """
CREATE TABLE encumbrance (
    id TEXT PRIMARY KEY CHECK (length(id) = 32),
    kind TEXT NOT NULL,
    material TEXT NOT NULL,
    lot_row INTEGER REFERENCES lot (row),
    contained_mg INTEGER NOT NULL CHECK (contained_mg > 0 AND contained_mg < 1000000000000000000),
    since TEXT NOT NULL,
    until TEXT,
    counted_by TEXT NOT NULL,
    counterparty TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT
"""

_REQUIREMENT = """
CREATE TABLE requirement (
    row INTEGER PRIMARY KEY,
    recorded TEXT NOT NULL,
    material TEXT NOT NULL,
    country TEXT NOT NULL,
    year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    quantity TEXT NOT NULL,
    low_mg INTEGER,
    high_mg INTEGER,
    base_mg INTEGER,
    withheld TEXT NOT NULL,
    days INTEGER,
    basis TEXT NOT NULL,
    printed TEXT NOT NULL,
    source TEXT NOT NULL,
    estimated INTEGER NOT NULL CHECK (estimated IN (0, 1)),
    illustrative INTEGER NOT NULL CHECK (illustrative IN (0, 1)),
    UNIQUE (material, country, year, kind, source, recorded)
) STRICT
"""

LOT_ORDERS = (
    "number",
    "material",
    "form",
    "site",
    "holder_class",
    "rotate_by",
    "first_day",
    "gross_mg",
    "contained_mg",
)


def create(db: Database) -> None:
    """Tables, the index behind every order in which lots are shown, and the guards of the ledger."""
    for statement in (_SITE, _LOT, _MOVEMENT, _BOOKING, _ENCUMBRANCE, _REQUIREMENT):
        db.execute(statement)
    for column in LOT_ORDERS:
        db.table("lot").create_index([column], index_name=f"lot_by_{column}")
    db.table("movement").create_index(["lot_row", "effective"], index_name="movement_by_lot")
    db.table("encumbrance").create_index(["lot_row"], index_name="encumbrance_by_lot")
    append_only(db, "movement")
    append_only(db, "requirement")
