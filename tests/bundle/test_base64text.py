"""Base64 has one text for each value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle.base64text import from_base64, to_base64


@given(st.binary(max_size=100))
def test_bytes_come_back(data: bytes) -> None:
    assert from_base64(to_base64(data)) == data


@pytest.mark.parametrize("text", ["AA", "AA=", "AB==", "AA==\n", "A A==", "-_==", "AA===", "=", "ＡＡ=="])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_base64(text)
