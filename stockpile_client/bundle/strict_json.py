"""JSON as the format allows it: one parse, no second reading, no room for two readers to disagree.

Rules (BUNDLE.md sections 4 and 7)
- UTF-8 without a byte order mark; one object; at most eight levels of objects and arrays.
- No key twice in one object, at any level.
- Numbers are integers from -(2^53 - 1) to 2^53 - 1. No fractions, exponents, NaN or Infinity: any other number is a
  decimal string.
- No lone surrogate in any string, also not as ``\\ud800``.

Depth is counted before the parser runs, so that a mebibyte of ``[`` cannot exhaust its stack.

>>> loads(b'{"v":1}')
{'v': 1}
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from stockpile_client.bundle import limits
from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.phrases import phrase

# A string (one that never ends runs to the end, so that the scan stays linear), or a bracket
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)


def loads(data: bytes) -> dict[str, Any]:
    """The object in ``data``. Raises ``E_SCHEMA``, and ``E_LIMIT`` for depth and large integers."""
    if _is_too_deep(data):
        raise refusal("E_LIMIT", phrase("Its JSON is nested more than {limit} levels deep.", limit=limits.JSON_DEPTH))
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # a lone surrogate cannot be written back
    except (UnicodeError, json.JSONDecodeError):
        raise refusal("E_SCHEMA", phrase("It is not JSON in UTF-8.")) from None
    if not isinstance(value, dict):
        raise refusal("E_SCHEMA", phrase("It is not a JSON object."))
    return value


def _is_too_deep(data: bytes) -> bool:
    depth = 0
    for token in _STRUCTURE.finditer(data):
        if token[0] in (b"[", b"{"):
            depth += 1
        elif token[0] in (b"]", b"}"):
            depth -= 1
        if depth > limits.JSON_DEPTH:
            return True
    return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise refusal("E_SCHEMA", phrase("A key stands twice in one object."))
    return value


def _integer(digits: str) -> int:
    if len(digits) > len(str(-limits.INTEGER)) or abs(int(digits)) > limits.INTEGER:
        raise refusal("E_LIMIT", phrase("It has an integer of 2^53 or more."))
    return int(digits)


def _no_number(_text: str) -> NoReturn:
    raise refusal("E_SCHEMA", phrase("It has a number that is not an integer."))
