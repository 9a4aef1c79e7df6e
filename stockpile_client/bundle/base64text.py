"""Bytes in JSON: base64 (RFC 4648 section 4), padded, and only in its one canonical form.

>>> from_base64(to_base64(b"stock"))
b'stock'
"""

from __future__ import annotations

import base64


def to_base64(data: bytes) -> str:
    """The text for ``data``."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """The bytes that ``text`` stands for. ``ValueError`` for any text that :func:`to_base64` would not have written."""
    data = base64.b64decode(text, validate=True)
    if to_base64(data) != text:
        raise ValueError("not the canonical base64")
    return data
