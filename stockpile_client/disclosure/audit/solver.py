"""The linear programme of one block, handed to HiGHS: the only room of the audit where binary fractions live.

What comes out is a *proposal*: weights for a proof and a world that fits. Both are checked in exact arithmetic by their
users, so that a wrong answer of the solver can cost a proof but never make a false one.

Rules
- Masses are divided by a power of two and coefficients are mostly ±1, so that the simplex method adds and subtracts
  numbers that doubles hold exactly: vertices come back to the milligram.
- Masses too large for that are corrected by iterative refinement: the same programme again, in small units, for what is
  to be added to the world found (Gleixner, Steffy and Wolter, INFORMS Journal on Computing 28(3), 2016).
- Every column has a finite cap far above all that the facts speak of; leaning on a cap means "no bound".
- One warm model a block: only the objective changes, and the last vertex stays feasible (primal simplex).

HiGHS: Huangfu and Hall, "Parallelizing the dual revised simplex method", Mathematical Programming Computation 10
(2018).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import highspy

WEIGHT_DENOMINATOR = 10_000
"""Weights are fractions of small whole numbers (determinants of the tables' structure): far below this."""
NO_WEIGHT = 1e-7
SCALED_BITS = 28
"""The largest mass becomes this power of two: doubles then hold 2^-24 of a unit exactly."""
FINE_TOLERANCE, COARSE_TOLERANCE = 1e-9, 1e-6
"""Of feasibility, in scaled units: the fine one is far below a milligram as long as doubles hold every mass exactly
(to some 10^6 t); beyond, the coarse one accepts what :meth:`Solver.near` then corrects."""
DOUBLE_BITS = 52
WHOLE_RADIUS = 16
"""Milligrams around a vertex in which a whole world is looked for: tables of three dimensions have vertices at halves
and thirds, and whole worlds beside them."""
PRIMAL_SIMPLEX = 4


@dataclass(frozen=True, slots=True)
class Row:
    """``low ≤ Σ coefficient × column ≤ high``, by column number."""

    terms: tuple[tuple[int, int], ...]
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """``world``: milligrams of each column; ``weights`` of each row, as proposed by the solver and not yet checked.

    Both are empty where no world is ``feasible``.
    """

    feasible: bool
    world: tuple[int, ...]
    weights: tuple[tuple[int, Fraction], ...]


class QuietHighs(highspy.Highs):
    """HiGHS without a word on standard output, which belongs to the command line."""

    def enableCallbacks(self) -> None:  # noqa: N802 - overrides a name of highspy
        """Called by the base class before anything else, and would print a banner: we use no callbacks."""
        self.setOptionValue("output_flag", False)


def loaded(model: highspy.HighsLp, tolerance: float, **options: str | float | bool) -> QuietHighs:
    """A solver that holds ``model``, with ``options`` of HiGHS; on one thread, so that answers repeat."""
    highs = QuietHighs()  # type: ignore[no-untyped-call]
    tolerances = {"primal_feasibility_tolerance": tolerance, "dual_feasibility_tolerance": FINE_TOLERANCE}
    for option, value in {"parallel": "off", **tolerances, **options}.items():
        highs.setOptionValue(option, value)
    highs.passModel(model)
    return highs


class Solver:
    """A block's programme, kept warm between objectives."""

    def __init__(
        self, lows: Sequence[int], highs: Sequence[int | None], rows: Sequence[Row], *, reach: int, whole: bool = False
    ) -> None:
        """Columns with their bounds, and rows; ``reach``: the largest mass that anybody asks about."""
        self._whole = whole
        self._cap = cap_above([reach, *lows, *(high or 0 for high in highs), *_sides(rows)])
        self._unit = 1 << max(0, self._cap.bit_length() - 1 - SCALED_BITS)
        self._scales = [1 << (max(abs(c) for _, c in row.terms).bit_length() - 1) for row in rows]
        self._lows, self._highest, self._rows = lows, highs, rows
        self._objective: list[int] = []
        self._highs = self._load(lows, highs, rows)

    def maximise(self, objective: Mapping[int, int]) -> Proposal:
        """The vertex where ``Σ coefficient × column`` is largest."""
        for column in self._objective:
            self._highs.changeColCost(column, 0.0)
        for column, coefficient in objective.items():
            self._highs.changeColCost(column, coefficient * 1.0)
        self._objective = list(objective)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Proposal(False, (), ())
        solution = self._highs.getSolution()
        world = tuple(round(value * self._unit) for value in solution.col_value)
        return Proposal(True, world, () if self._whole else self._weights(solution.row_dual))

    def near(self, world: Sequence[int], objective: Mapping[int, int], *, whole: bool = False) -> Proposal:
        """The best world within one unit of ``world``, to the milligram.

        ``whole``: the best of whole milligrams within :data:`WHOLE_RADIUS`, where the vertex itself lies between them.
        """
        if not world:
            return Proposal(False, (), ())
        radius = WHOLE_RADIUS if whole else self._unit
        lows = [max(-radius, low - mass) for low, mass in zip(self._lows, world, strict=True)]
        highs = [
            radius if high is None else max(-radius, min(radius, high - mass))
            for high, mass in zip(self._highest, world, strict=True)
        ]
        if any(low > high for low, high in zip(lows, highs, strict=True)):
            return Proposal(False, (), ())
        rows = [_around(row, world, radius) for row in self._rows]
        correction = Solver(lows, highs, rows, reach=0, whole=whole).maximise(objective)
        if not correction.feasible:
            return correction
        exact = tuple(mass + step for mass, step in zip(world, correction.world, strict=True))
        return Proposal(True, exact, correction.weights)

    def _weights(self, duals: Sequence[float]) -> tuple[tuple[int, Fraction], ...]:
        return tuple(
            (row, Fraction(dual).limit_denominator(WEIGHT_DENOMINATOR) / self._scales[row])
            for row, dual in enumerate(duals)
            if abs(dual) > NO_WEIGHT
        )

    def _load(self, lows: Sequence[int], highs: Sequence[int | None], rows: Sequence[Row]) -> QuietHighs:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(lows), len(rows)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = [0.0] * len(lows)
        model.col_lower_ = [low / self._unit for low in lows]
        model.col_upper_ = [(self._cap if high is None else high) / self._unit for high in highs]
        infinity = highspy.kHighsInf
        sides = [(row, scale * self._unit) for row, scale in zip(rows, self._scales, strict=True)]
        model.row_lower_ = [-infinity if row.low is None else row.low / unit for row, unit in sides]
        model.row_upper_ = [infinity if row.high is None else row.high / unit for row, unit in sides]
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        starts, columns, values = [0], [], []
        for row, scale in zip(rows, self._scales, strict=True):
            columns += [column for column, _ in row.terms]
            values += [coefficient / scale for _, coefficient in row.terms]
            starts.append(len(columns))
        matrix.start_, matrix.index_, matrix.value_ = starts, columns, values
        if self._whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * len(lows)
        tolerance = FINE_TOLERANCE if self._cap.bit_length() <= DOUBLE_BITS else COARSE_TOLERANCE
        return loaded(model, tolerance, presolve="off", simplex_strategy=PRIMAL_SIMPLEX)


def cap_above(masses: Sequence[int]) -> int:
    """A power of two far above every mass that is spoken of."""
    return 1 << (max(1, *(abs(mass) for mass in masses)).bit_length() + 2)


def _around(row: Row, world: Sequence[int], radius: int) -> Row:
    """The row for what is added to ``world``; a side that nothing within ``radius`` reaches is open."""
    here = sum(coefficient * world[column] for column, coefficient in row.terms)
    reach = radius * sum(abs(coefficient) for _, coefficient in row.terms)
    low = None if row.low is None or row.low - here < -reach else row.low - here
    high = None if row.high is None or row.high - here > reach else row.high - here
    return Row(row.terms, low, high)


def _sides(rows: Sequence[Row]) -> list[int]:
    return [side for row in rows for side in (row.low, row.high) if side is not None]
