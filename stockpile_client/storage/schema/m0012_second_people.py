"""Who else must agree before anything is signed; the secret of an epoch may from now on be sealed where it stands."""

from __future__ import annotations

from sqlite_utils import Database

_SECOND_PERSON = """
CREATE TABLE second_person (
    name TEXT PRIMARY KEY,
    sealed BLOB NOT NULL,
    since TEXT NOT NULL
) STRICT
"""

_KEEP_THE_REST = """
CREATE TRIGGER identity_no_update
BEFORE UPDATE OF epoch, agency, name, short_name, country, card, created ON identity
BEGIN SELECT RAISE(ABORT, 'identity is append-only but for its secret'); END
"""


def create(db: Database) -> None:
    """``second_person``: the release key under the passphrase of each. Of ``identity`` only the secret may change."""
    db.execute(_SECOND_PERSON)
    db.execute("DROP TRIGGER identity_no_update")
    db.execute(_KEEP_THE_REST)
