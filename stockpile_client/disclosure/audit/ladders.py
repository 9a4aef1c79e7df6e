"""Trees of codes, and the finest codes under each: the leaves that a coarser figure is the sum of.

>>> leaves({"bloc:EU", "country:FR", "country:IT"}, dict.fromkeys(["country:FR", "country:IT"], "bloc:EU").get, no_rest)
{'bloc:EU': ['country:FR', 'country:IT'], 'country:FR': ['country:FR'], 'country:IT': ['country:IT']}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Set
from typing import TypeVar

Code = TypeVar("Code", str, tuple[str, str])


def leaves(
    codes: Set[Code], parent: Callable[[Code], Code | None], rest: Callable[[Code], Code | None]
) -> dict[Code, list[Code]]:
    """For each of ``codes`` the finest ones under it, itself if there is none finer.

    ``parent`` gives the next coarser code, or ``None`` at the top; steps that are not in ``codes`` are passed over.
    ``rest`` gives the name of what lies under a code beside its finer codes, or ``None`` if nothing does.
    """
    under: dict[Code, list[Code]] = defaultdict(list)
    for code in sorted(codes):
        above = parent(code)
        while above is not None and above not in codes:
            above = parent(above)
        if above is not None:
            under[above].append(code)

    def finest(code: Code) -> list[Code]:
        if code not in under:
            return [code]
        found: list[Code] = []
        for child in under[code]:
            found += finest(child)
        remainder = rest(code)
        if remainder is not None:
            found.append(remainder)
        return found

    return {code: finest(code) for code in sorted(codes)}
