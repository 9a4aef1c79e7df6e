from __future__ import annotations

from hashlib import sha256

from stockpile_client.tables.rows import RepeatedRows, digest_of


def test_values_that_differ_in_their_place_only_have_different_digests() -> None:
    assert digest_of(("ab", "c")) != digest_of(("a", "bc"))
    assert digest_of(("a", None)) != digest_of((None, "a"))


def test_repeated_rows_are_numbered_however_many_there_are() -> None:
    seen = RepeatedRows()
    digests = [sha256(str(n).encode()).digest() for n in range(20_000)]
    assert all(seen.occurrence(digest) == 0 for digest in digests)
    assert [seen.occurrence(digests[7]) for _ in range(3)] == [1, 2, 3]
