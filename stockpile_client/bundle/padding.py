"""Padmé: rounding a length up so that it tells little about its content.

From Nikitin, Barman, Lueks, Underwood, Hubaux and Ford, "Reducing Metadata Leakage from Encrypted Files and
Communication with PURBs" (PoPETs 2019), section 4. The padded length keeps only as many leading bits as its
exponent has bits, so a length up to L tells O(log log L) bits, at a cost of at most 12 % and mostly far less.

>>> padme(9)
10
>>> padme(1_000_000)
1015808
"""

from __future__ import annotations


def padme(length: int) -> int:
    """The padded length, at least ``length`` (both in bytes, ``length`` ≥ 0)."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    cleared_bits = exponent - exponent.bit_length()
    granule = 1 << max(cleared_bits, 0)
    return -(-length // granule) * granule
