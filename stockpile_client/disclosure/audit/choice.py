"""The integer programme of the remedy: at most one option for each position, the cheapest that satisfies every cut.

>>> Chooser([[5, 9], [4]]).choose([Cut(Fraction(1), {(0, 0): Fraction(1), (1, 0): Fraction(1)})])
{1: 0}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import highspy

from stockpile_client.disclosure.audit.certificates import Weight
from stockpile_client.disclosure.audit.solver import loaded

CHOSEN = 0.5
MOST_NODES = 20_000
"""Of branch and bound, in place of a time limit: the same release gets the same remedy on every machine."""
FEASIBLE = 1e-7
SLACK = 1e-6
"""Cuts are scaled so that their right side is 1; HiGHS accepts a switch within 1e-6 of a whole number."""


@dataclass(frozen=True, slots=True)
class Cut:
    """``Σ gain × switch ≥ need``: what any acceptable set of switches (position, option) satisfies."""

    need: Weight
    gains: Mapping[tuple[int, int], Weight]

    @classmethod
    def of(cls, need: Weight, gains: Mapping[tuple[int, int], Weight | None]) -> Cut:
        """A cut with its gains made as small as they may be; ``None``: that option alone is enough.

        A gain beyond what could ever be needed (the need, and all that other positions may take away) counts as just
        that much: no whole-number answer is lost, and fractional ones are.
        """
        losses: dict[int, Weight] = {}
        for (place, _), gain in gains.items():
            if gain is not None and gain < 0:
                losses[place] = max(losses.get(place, 0), -gain)
        enough = need + sum(losses.values())
        return cls(need, {switch: enough if gain is None else min(gain, enough) for switch, gain in gains.items()})


class Chooser:
    """Grows by cuts; ``costs[position][option]`` in whole numbers."""

    def __init__(self, costs: Sequence[Sequence[int]]) -> None:
        self._costs = costs
        self._columns: dict[tuple[int, int], int] = {}
        self._cuts: list[Cut] = []

    def choose(self, cuts: Sequence[Cut]) -> dict[int, int] | None:
        """The cheapest option of each position (those without are left as they are) once ``cuts`` hold as well.

        ``None`` if no choice satisfies all cuts so far, or the solver gives up.
        """
        self._cuts += cuts
        for cut in cuts:
            for switch in cut.gains:
                self._columns.setdefault(switch, len(self._columns))
        highs = loaded(self._model(), FEASIBLE, mip_rel_gap=0.0, mip_max_nodes=MOST_NODES)
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = highs.getSolution().col_value
        return {place: option for (place, option), column in self._columns.items() if values[column] > CHOSEN}

    def _model(self) -> highspy.HighsLp:
        places: dict[int, list[int]] = {}
        for (place, _), column in self._columns.items():
            places.setdefault(place, []).append(column)
        single = [columns for columns in places.values() if len(columns) > 1]
        model = highspy.HighsLp()
        count = len(self._columns)
        model.num_col_, model.num_row_ = count, len(self._cuts) + len(single)
        model.col_cost_ = [self._costs[place][option] * 1.0 for place, option in self._columns]
        model.col_lower_, model.col_upper_ = [0.0] * count, [1.0] * count
        model.integrality_ = [highspy.HighsVarType.kInteger] * count
        infinity = highspy.kHighsInf
        model.row_lower_ = [1.0 - SLACK] * len(self._cuts) + [-infinity] * len(single)
        model.row_upper_ = [infinity] * len(self._cuts) + [1.0] * len(single)
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        starts, columns, values = [0], [], []
        for cut in self._cuts:
            columns += [self._columns[switch] for switch in cut.gains]
            values += [_ratio(Fraction(gain) / cut.need) for gain in cut.gains.values()]
            starts.append(len(columns))
        for inside in single:
            columns += inside
            values += [1.0] * len(inside)
            starts.append(len(columns))
        matrix.start_, matrix.index_, matrix.value_ = starts, columns, values
        return model


def _ratio(gain: Fraction) -> float:
    """Nearest double, at most one unit in the last place off: :data:`SLACK` covers it."""
    return gain.numerator / gain.denominator
