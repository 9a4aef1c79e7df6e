"""What is exchanged: identity, partners, cards, agreements, channels, bundles, statements and what was released.

A statement is *staged* while it is read and *standing* from then on; only a staged one can be changed or removed.
"""

from __future__ import annotations

from sqlite_utils import Database

from stockpile_client.storage.schema import append_only

_IDENTITY = """
CREATE TABLE identity (
    epoch INTEGER PRIMARY KEY CHECK (epoch >= 1),
    agency TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    country TEXT NOT NULL,
    secret BLOB NOT NULL,
    card BLOB NOT NULL,
    created TEXT NOT NULL
) STRICT
"""

_CARD = """
CREATE TABLE card (
    digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
    agency TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    keys TEXT NOT NULL,
    received BLOB NOT NULL,
    imported TEXT NOT NULL
) STRICT
"""

_PARTNER = """
CREATE TABLE partner (
    agency TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    country TEXT NOT NULL,
    card TEXT NOT NULL REFERENCES card (digest),
    state TEXT NOT NULL,
    state_at TEXT NOT NULL
) STRICT
"""

_PARTNER_STEP = """
CREATE TABLE partner_step (
    row INTEGER PRIMARY KEY,
    agency TEXT NOT NULL REFERENCES partner (agency),
    card TEXT NOT NULL REFERENCES card (digest),
    event TEXT NOT NULL,
    state TEXT NOT NULL,
    who TEXT NOT NULL,
    how TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT
"""

_AGREEMENT = """
CREATE TABLE agreement (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    parties TEXT NOT NULL,
    permitted_uses TEXT NOT NULL,
    highest_marking TEXT NOT NULL,
    scope TEXT NOT NULL,
    cadence_days INTEGER
) STRICT
"""

_CHANNEL = """
CREATE TABLE channel (
    id TEXT PRIMARY KEY CHECK (length(id) = 32),
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    sender TEXT NOT NULL,
    audience TEXT NOT NULL,
    reserved_seq INTEGER NOT NULL DEFAULT 0,
    head_seq INTEGER NOT NULL DEFAULT 0,
    head_digest TEXT NOT NULL,
    acknowledged_seq INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    next_by TEXT,
    succeeds TEXT,
    note TEXT NOT NULL DEFAULT '',
    CHECK (head_seq >= 0 AND reserved_seq >= head_seq)
) STRICT
"""

_BUNDLE = """
CREATE TABLE bundle (
    digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
    id TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    kind TEXT NOT NULL,
    sender TEXT NOT NULL,
    channel TEXT NOT NULL,
    seq INTEGER NOT NULL,
    created TEXT NOT NULL,
    recorded TEXT NOT NULL,
    marking TEXT NOT NULL,
    file_name TEXT NOT NULL,
    manifest BLOB NOT NULL,
    reply_to TEXT,
    state TEXT NOT NULL,
    state_at TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT ''
) STRICT
"""

_BUNDLE_GUARD = """
CREATE TRIGGER bundle_is_fixed BEFORE UPDATE OF
    digest, id, direction, kind, sender, channel, seq, created, recorded, marking, manifest, reply_to ON bundle
BEGIN SELECT RAISE(ABORT, 'only the state of a bundle changes'); END
"""

_STATEMENT = """
CREATE TABLE statement (
    row INTEGER PRIMARY KEY AUTOINCREMENT, -- never reused: a plan that waits must not find another statement there
    id TEXT NOT NULL CHECK (length(id) = 32),
    agency TEXT NOT NULL,
    bundle TEXT REFERENCES bundle (digest),
    as_of TEXT NOT NULL,
    recorded TEXT NOT NULL,
    header TEXT NOT NULL,
    supersedes TEXT,
    state TEXT NOT NULL CHECK (state IN ('staged', 'standing')),
    UNIQUE (agency, id)
) STRICT
"""

_POSITION_PAGE = """
CREATE TABLE position_page (
    row INTEGER PRIMARY KEY,
    statement_row INTEGER NOT NULL REFERENCES statement (row),
    number INTEGER NOT NULL,
    rows INTEGER NOT NULL CHECK (rows BETWEEN 1 AND 512),
    first_material TEXT NOT NULL,
    last_material TEXT NOT NULL,
    page BLOB NOT NULL,
    UNIQUE (statement_row, number)
) STRICT
"""

_POSITION_ORDER = """
CREATE TABLE position_order (
    row INTEGER PRIMARY KEY,
    statement_row INTEGER NOT NULL REFERENCES statement (row),
    name TEXT NOT NULL,
    part INTEGER NOT NULL,
    numbers BLOB NOT NULL,
    UNIQUE (statement_row, name, part)
) STRICT
"""

# positions that came out of order, until they are in their pages
_LOOSE_POSITION = """
CREATE TABLE loose_position (
    statement_row INTEGER NOT NULL REFERENCES statement (row),
    material TEXT NOT NULL,
    grp TEXT NOT NULL,
    form TEXT NOT NULL,
    at TEXT NOT NULL,
    holder TEXT NOT NULL,
    measure TEXT NOT NULL,
    rest BLOB NOT NULL,
    PRIMARY KEY (statement_row, material, grp, form, at, holder, measure)
) STRICT, WITHOUT ROWID
"""

_STATED_REQUIREMENT = """
CREATE TABLE stated_requirement (
    statement_row INTEGER NOT NULL REFERENCES statement (row),
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
    estimated INTEGER NOT NULL,
    illustrative INTEGER NOT NULL,
    UNIQUE (statement_row, material, country, year, kind, source)
) STRICT
"""

_WITHDRAWAL = """
CREATE TABLE withdrawal (
    statement_row INTEGER PRIMARY KEY REFERENCES statement (row),
    bundle TEXT NOT NULL REFERENCES bundle (digest),
    reason TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT
"""

_RELEASE = """
CREATE TABLE release (
    statement_row INTEGER NOT NULL REFERENCES statement (row),
    agency TEXT NOT NULL,
    bundle TEXT NOT NULL REFERENCES bundle (digest),
    at TEXT NOT NULL,
    PRIMARY KEY (statement_row, agency)
) STRICT
"""

OF_STATEMENTS = ("position_page", "position_order", "loose_position", "stated_requirement")
"""Tables whose rows belong to a statement."""


def create(db: Database) -> None:
    """Tables, indexes and guards."""
    for table in (
        _IDENTITY, _CARD, _PARTNER, _PARTNER_STEP, _AGREEMENT, _CHANNEL, _BUNDLE, _BUNDLE_GUARD,
        _STATEMENT, _POSITION_PAGE, _POSITION_ORDER, _LOOSE_POSITION, _STATED_REQUIREMENT, _WITHDRAWAL, _RELEASE,
    ):  # fmt: skip
        db.execute(table)
    db.table("bundle").create_index(["channel", "seq"], index_name="bundle_by_channel")
    db.table("bundle").create_index(["id"], index_name="bundle_by_id")
    db.table("statement").create_index(["agency", "as_of"], index_name="statement_by_agency")
    db.table("release").create_index(["agency"], index_name="release_by_agency")
    for table in ("identity", "card", "partner_step", "withdrawal", "release"):
        append_only(db, table)
    _guard_statements(db)


def _guard_statements(db: Database) -> None:
    """A standing statement and all that belongs to it is neither changed nor removed nor added to."""
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER statement_stands_{verb.lower()} BEFORE {verb} ON statement WHEN OLD.state = 'standing'"
            " BEGIN SELECT RAISE(ABORT, 'a standing statement is never changed'); END"
        )
    for table in OF_STATEMENTS:
        for verb, which in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            db.execute(
                f"CREATE TRIGGER {table}_stands_{verb.lower()} BEFORE {verb} ON {table}"  # noqa: S608 - names of ours only
                f" WHEN (SELECT state FROM statement WHERE row = {which}.statement_row) = 'standing'"
                " BEGIN SELECT RAISE(ABORT, 'a standing statement is never changed'); END"
            )
