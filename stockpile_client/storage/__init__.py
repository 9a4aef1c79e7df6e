"""The encrypted database of one profile: connection, key file, migrations, repositories, backup.

Importing this package makes sqlite-utils speak SQLCipher: sqlite-utils looks for a module ``pysqlite3`` before it
falls back to the interpreter's own ``sqlite3``, and takes its error classes from whichever it finds. Nothing
outside this package imports sqlite-utils, so the alias is always in place first.
"""

from __future__ import annotations

import sys

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2
