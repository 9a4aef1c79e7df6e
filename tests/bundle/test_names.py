"""Names that are safe to unpack by hand on every system."""

import pytest

from stockpile_client.bundle.names import is_file_name, is_short_name


@pytest.mark.parametrize(
    "name", ["a", "0", "statement.json", "positions.ndjson.gz", "a_b-c.d", "a" * 64, "console.txt"]
)
def test_plain_names_are_allowed(name: str) -> None:
    assert is_file_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *["", ".", "..", "../x", "a/b", "a\\b", "/a", "C:a", ".hidden", "-rf", "_a", "A", "CON", "a" * 65, "a b"],
        *["a\n", "a\0", "ä", "ａ", "а", "a.", "a..", "con", "con.json", "nul.tar.gz", "com1", "lpt9.txt"],
        *["manifest", "manifest.ed25519", "padding"],
    ],
)
def test_names_that_mean_something_else_somewhere_are_refused(name: str) -> None:
    assert not is_file_name(name)


@pytest.mark.parametrize("name", ["JOGMEC", "US-NDS", "a", "A" * 32])
def test_short_names_of_agencies_are_allowed(name: str) -> None:
    assert is_short_name(name)


@pytest.mark.parametrize("name", ["", "-a", "a-", "A" * 33, "a.b", "a b", "NUL", "Con", "É", "a/b", "a\n"])
def test_short_names_that_are_no_file_names_are_refused(name: str) -> None:
    assert not is_short_name(name)
