"""What are the extremes? The figures that fit everything published form a polytope; its corners are asked for.

The one idea: one linear programme is loaded once; each question only changes what is to be made largest, so the solver
goes on from the corner where it stands. A corner whose figures are all whole is a possible truth: a witness.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]

_PRIMAL = 4
_NEAR = 1e-6


class Answer(StrEnum):
    """How a question ended."""

    FOUND = "found"
    NONE_FITS = "none_fits"
    ENDLESS = "endless"
    OUT_OF_TIME = "out_of_time"


@dataclass(slots=True)
class Part:
    """One component of the system: unknown cells that hang together, with the relations between them."""

    columns: Whole
    matrix: sparse.csr_matrix
    low: Floats
    high: Floats
    row_low: Floats
    row_high: Floats
    whole: Bools

    def is_witness(self, point: Floats) -> bool:
        """Say whether whole figures fit all relations and bounds."""
        sums = self.matrix @ point
        return bool(
            (point >= self.low - _NEAR).all()
            and (point <= self.high + _NEAR).all()
            and (sums >= self.row_low - _NEAR).all()
            and (sums <= self.row_high + _NEAR).all()
        )


class Polytope:
    """The figures that fit one part. Not for two threads at once."""

    def __init__(self, part: Part, *, until: float) -> None:
        self.part = part
        self.until = until
        self.asked = 0
        self._all = np.arange(len(part.columns), dtype=np.int32)
        self._from = _start(part)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # it comes without types
        for option, value in (
            ("output_flag", False),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("simplex_strategy", _PRIMAL),
            ("threads", 1),
        ):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(_model(part))

    def extreme(self, costs: Floats, *, largest: bool) -> tuple[Answer, Floats, float]:
        """Give the corner where costs × figures is largest or smallest, and how large that is."""
        self.asked += 1
        sign = -1.0 if largest else 1.0
        self._solver.changeColsCost(len(self._all), self._all, sign * costs)
        return self._moved(self._run(sign), costs)

    def extreme_whole(
        self, costs: Floats, *, largest: bool, seconds: float, gap: float = 0.0
    ) -> tuple[Answer, Floats, float]:
        """Give the same among whole figures only; slower, by branching.

        `gap`: how far from the best it may stop. A whole table is given even where the time ran out, if one was found.
        """
        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # it comes without types
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("time_limit", max(0.05, seconds)),
            ("mip_rel_gap", gap),
        ):
            solver.setOptionValue(option, value)
        model = _model(self.part)
        sign = -1.0 if largest else 1.0
        model.col_cost_ = sign * costs
        model.integrality_ = [
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for whole in self.part.whole
        ]
        solver.passModel(model)
        solver.run()
        return self._moved(_answer(solver, sign), costs)

    def whole_near(self, point: Floats, *, slack: int, seconds: float) -> Floats | None:
        """Give a table of whole figures that fits, each next to a point or `slack` further; None where none was found.

        Around the middle of all that fits this is like rounding a table so that it adds up: rarely any branching.
        """
        model, solver = _model(self.part), highspy.Highs()  # type: ignore[no-untyped-call]  # it comes without types
        for option, value in (("output_flag", False), ("threads", 1), ("time_limit", seconds), ("mip_rel_gap", 1.0)):
            solver.setOptionValue(option, value)
        below, above = np.floor(point + _NEAR), np.ceil(point - _NEAR)
        model.col_lower_ = np.maximum(below - slack, self.part.low)
        model.col_upper_ = np.minimum(above + slack, self.part.high)
        model.col_cost_ = 1.0 - 2.0 * (point - below)
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(point)
        solver.passModel(model)
        solver.run()
        solution = solver.getSolution()
        return np.rint(np.array(solution.col_value)) if solution.value_valid else None

    def _moved(self, answer: tuple[Answer, Floats, float], costs: Floats) -> tuple[Answer, Floats, float]:
        """Count from nought again."""
        kind, point, end = answer
        return (kind, point + self._from, end + float(costs @ self._from)) if len(point) else answer

    def _run(self, sign: float) -> tuple[Answer, Floats, float]:
        left = self.until - time.monotonic()
        if left <= 0:
            return Answer.OUT_OF_TIME, np.empty(0), 0.0
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + left)
        self._solver.run()
        answer = _answer(self._solver, sign)
        if answer[0] in (Answer.OUT_OF_TIME, Answer.NONE_FITS) and time.monotonic() < self.until:
            # the solver lost its way from the last corner: it starts again without one
            self._solver.clearSolver()
            self._solver.setOptionValue("time_limit", self._solver.getRunTime() + left)
            self._solver.run()
            answer = _answer(self._solver, sign)
        return answer


def _answer(solver: highspy.Highs, sign: float) -> tuple[Answer, Floats, float]:
    status = solver.getModelStatus()
    kinds = highspy.HighsModelStatus
    if status == kinds.kOptimal:
        point = np.array(solver.getSolution().col_value)
        return Answer.FOUND, point, sign * solver.getInfo().objective_function_value
    if status == kinds.kInfeasible:
        return Answer.NONE_FITS, np.empty(0), 0.0
    if status in (kinds.kUnbounded, kinds.kUnboundedOrInfeasible):
        return Answer.ENDLESS, np.empty(0), 0.0
    solution = solver.getSolution()
    some = np.array(solution.col_value) if solution.value_valid else np.empty(0)
    return Answer.OUT_OF_TIME, some, 0.0


def _start(part: Part) -> Floats:
    """Say from where figures are counted: money from its least, for programmes lose the pence of millions of pounds."""
    return np.zeros(len(part.columns)) if part.whole.all() else np.where(np.isfinite(part.low), part.low, 0.0)


def _model(part: Part) -> highspy.HighsLp:
    start = _start(part)
    sums = part.matrix @ start
    model = highspy.HighsLp()
    model.num_col_ = len(part.columns)
    model.num_row_ = part.matrix.shape[0]
    model.col_cost_ = np.zeros(len(part.columns))
    model.col_lower_ = np.where(np.isfinite(part.low), part.low - start, -highspy.kHighsInf)
    model.col_upper_ = np.where(np.isfinite(part.high), part.high - start, highspy.kHighsInf)
    model.row_lower_ = np.where(np.isfinite(part.row_low), part.row_low - sums, -highspy.kHighsInf)
    model.row_upper_ = np.where(np.isfinite(part.row_high), part.row_high - sums, highspy.kHighsInf)
    rows = part.matrix.tocsr()
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = rows.indptr
    model.a_matrix_.index_ = rows.indices
    model.a_matrix_.value_ = rows.data
    return model
