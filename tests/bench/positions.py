"""The same positions for everyone: a plausible statement of any size, from a fixed seed, in order of key.

Six in ten figures are rounded, three exact, the others bands, withheld or nil. ``changed`` gives the statement of the
next quarter: of a hundred positions one is gone, one is new, and five say something else.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

Row = tuple[object, ...]

MATERIALS = (
    "AL", "BE", "BI", "CO", "CR", "CU", "DY", "GA", "GE", "HF", "IN", "LI", "MG", "MN", "MO", "NB", "ND", "NI", "PD",
    "PR", "PT", "RE", "SB", "SC", "SN", "TA", "TB", "TE", "TI", "V", "W", "Y", "ZN", "ZR",
)  # fmt: skip
_GROUPS = ("alloy", "chemical", "metal", "ore", "oxide")
_COUNTRIES = ("AT", "BE", "DE", "ES", "FI", "FR", "IT", "JP", "KR", "NL", "PL", "SE", "US")
_HOLDERS = ("government", "stockholding_entity")
_MEASURES = ("contained", "usable")
_KG = 1_000_000


def statement_rows(count: int, *, changed: bool = False, seed: int = 2026) -> Iterator[Row]:
    """About ``count`` rows of `stockpile_client.storage.positions.COLUMNS`."""
    chance = random.Random(seed)
    keys = len(MATERIALS) * len(_GROUPS) * len(_HOLDERS) * len(_MEASURES)
    towns = sorted(f"town:{chance.choice(_COUNTRIES)}-{number:05d}" for number in range(-(-count // keys)))
    number = 0
    for material in MATERIALS:
        for group in _GROUPS:
            for town in towns:
                for holder in _HOLDERS:
                    for measure in _MEASURES:
                        if number == count:
                            return
                        number += 1
                        row = _row(chance, (material, group, "", town, holder, measure))
                        yield from _next_quarter(number, row) if changed else (row,)


def _row(chance: random.Random, key: Row) -> Row:
    mg = chance.randrange(1, 50_000_000) * _KG + chance.randrange(1000) * 1000
    kind = chance.random()
    quantity: Row
    if kind < 0.6:
        base = 500 * _KG
        middle = mg // base * base
        quantity = ("rounded", max(0, middle - base // 2), middle + base // 2, base, "")
    elif kind < 0.9:
        quantity = ("exact", mg, mg, None, "")
    elif kind < 0.97:
        quantity = ("band", mg, 3 * mg, None, "")
    elif kind < 0.99:
        quantity = ("withheld", 0, None, None, "defence")
    else:
        quantity = ("nil", 0, 0, None, "")
    days, rate = chance.randrange(1, 120), chance.choice((None, 5_000 * _KG, 20_000 * _KG))
    return (*key, f"element:{key[0]}", *quantity, days, rate, True, False)


def _next_quarter(number: int, row: Row) -> Iterator[Row]:
    place = number % 100
    if place == 0:
        return
    if place == 50:  # the second measure of its place: between the two is room for another one
        yield (*row[:5], "gross", *row[6:])
    if place < 6:
        yield (*row[:7], "exact", number * _KG, number * _KG, None, "", *row[12:])
    else:
        yield row
