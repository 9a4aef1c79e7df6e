"""Ed25519 public keys that must not be trusted, although a signature under them may verify.

Edwards25519 has cofactor 8: eight points have an order that divides 8. With one of them as public key anybody can
make a signature that holds for any message, so a card with such a key proves nothing. RFC 8032 does not demand a
check; this is ours.

- The eight points have five y coordinates: 1 (order 1), -1 (order 2), 0 (order 4), and ±y8 (order 8), each but the
  first two with both signs of x. A key is judged by y alone, so every encoding is caught: both sign bits, also the
  one that is not canonical for x = 0.
- A y that is not reduced modulo p is refused as well (RFC 8032 section 5.1.3, step 1), which catches y + p.

>>> is_usable_ed25519_key(bytes(32))
False
"""

from __future__ import annotations

from typing import Final

from stockpile_client.bundle import limits

_P: Final = 2**255 - 19
"""The prime of RFC 8032 section 5.1."""

_Y8: Final = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
"""y of a point of order 8: a root of d·y⁴ + 2·y² = 1, because doubling it must give y = 0; the tests recompute it."""

_LOW_ORDER_Y: Final = frozenset({0, 1, _P - 1, _Y8, _P - _Y8})


def is_usable_ed25519_key(key: bytes) -> bool:
    """Whether ``key`` (32 bytes) is canonical and not of low order. That it is on the curve shows when it verifies."""
    y = int.from_bytes(key, "little") & (2**255 - 1)
    return len(key) == limits.ED25519_KEY_BYTES and y < _P and y not in _LOW_ORDER_Y
