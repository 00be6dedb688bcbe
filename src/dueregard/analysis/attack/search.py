"""Which cells of one part are no longer hidden? Witnesses clear most of them; the rest are asked one by one.

The one idea: two possible truths that differ in a cell by the width asked for show that the cell is safe, so corners
are taken that push many cells at once, and only a cell that no pair of witnesses clears gets two programmes of its own.
Whole figures are looked for last, by branching, where the ends of a range leave room but no witness was found.
Every answer is one of: recovered, safe, or undecided.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dueregard.analysis.attack.judgement import Contradiction
from dueregard.analysis.attack.polytope import Answer, Bools, Floats, Part, Polytope

_NEAR = 1e-5
_SEED = 4051
_DRY_ROUNDS = 6
_BRANCHING_SECONDS = 2.0


@dataclass(slots=True)
class Found:
    """What is known about the cells of a part: the ends of each range as far as seen, and how far they were proved."""

    seen_low: Floats
    seen_high: Floats
    least: Floats
    most: Floats
    is_safe: Bools
    is_recovered: Bools
    is_asked: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))


def search(
    part: Part,
    *,
    targets: Bools,
    width: float,
    all_ranges: bool,
    until: float,
    cancelled: Callable[[], bool] = lambda: False,
    share: tuple[int, int] = (0, 1),
) -> Found:
    """Decide the targets of a part.

    Takes:   `width`: a cell is recovered where its range is narrower (1: exactly); `all_ranges`: ask for both ends of
             every target; `share`: (which, of how many) of the one-by-one questions are for this caller.
    Raises:  Contradiction where no figures fit at all.
    """
    polytope = Polytope(part, until=until)
    size = len(part.columns)
    found = Found(
        np.full(size, math.inf),
        np.full(size, -math.inf),
        part.low.copy(),
        part.high.copy(),
        np.zeros(size, dtype=bool),
        np.zeros(size, dtype=bool),
        np.zeros(size, dtype=bool),
    )
    open_cells = targets.copy()
    chance = np.random.default_rng(_SEED)
    dry = 0
    turn = 0
    while open_cells.any() and dry < _DRY_ROUNDS and time.monotonic() < until and not cancelled():
        before = int(open_cells.sum())
        for answer, point, _ in _pushes(polytope, found, open_cells, chance, turn=turn):
            _take(part, found, answer, point)
            _close(found, open_cells, width)
        turn += 1
        dry = dry + 1 if int(open_cells.sum()) > before * 0.9 else 0
    which, of = share
    mine = np.flatnonzero(targets if all_ranges else open_cells)[which::of]
    for cell in mine:
        if time.monotonic() >= until or cancelled():
            break
        if all_ranges or open_cells[cell]:
            _ask(polytope, found, open_cells, int(cell), width=width, until=until)
    return found


def _pushes(
    polytope: Polytope, found: Found, open_cells: Bools, chance: np.random.Generator, *, turn: int
) -> list[tuple[Answer, Floats, float]]:
    """Ask for two opposite corners that move the open cells."""
    costs = np.zeros(len(open_cells))
    weights = chance.uniform(0.5, 1.5, int(open_cells.sum()))
    signs = np.ones(len(weights)) if turn == 0 else chance.choice([-1.0, 1.0], len(weights))
    costs[open_cells] = weights * signs
    return [polytope.extreme(costs, largest=True), polytope.extreme(costs, largest=False)]


def _take(part: Part, found: Found, answer: Answer, point: Floats) -> None:
    """Keep a corner as a witness if its figures are whole where they must be."""
    if answer is Answer.NONE_FITS:
        raise Contradiction(
            "The published figures cannot all be true of one population.",
            mend="Are noughts among the hidden cells, or are these tables about different people?",
        )
    if answer is not Answer.FOUND:
        return
    near = np.where(part.whole, np.rint(point), point)
    if np.abs(near - point).max(initial=0.0) < _NEAR or part.is_witness(near):
        np.minimum(found.seen_low, near, out=found.seen_low)
        np.maximum(found.seen_high, near, out=found.seen_high)


def _close(found: Found, open_cells: Bools, width: float) -> None:
    clear = open_cells & (found.seen_high - found.seen_low >= width - _NEAR)
    found.is_safe |= clear
    open_cells &= ~clear


def _ask(polytope: Polytope, found: Found, open_cells: Bools, cell: int, *, width: float, until: float) -> None:
    """Ask for the two ends of one cell."""
    part = polytope.part
    costs = np.zeros(len(open_cells))
    costs[cell] = 1.0
    for largest in (False, True):
        answer, point, end = polytope.extreme(costs, largest=largest)
        _take(part, found, answer, point)
        _close(found, open_cells, width)
        if answer is Answer.FOUND:
            _keep_end(found, cell, _whole_end(end, largest=largest, whole=bool(part.whole[cell])), largest=largest)
        elif answer is Answer.OUT_OF_TIME:
            return
    found.is_asked[cell] = True
    if not open_cells[cell]:
        return
    if found.most[cell] - found.least[cell] < width - _NEAR:
        _recover(found, open_cells, cell)
    elif part.whole[cell]:
        _branch(polytope, found, open_cells, cell, costs, width=width, until=until)
    else:
        found.is_safe[cell] = True
        open_cells[cell] = False


def _branch(
    polytope: Polytope, found: Found, open_cells: Bools, cell: int, costs: Floats, *, width: float, until: float
) -> None:
    """Look for whole figures at both ends, where no witness has shown them yet."""
    for largest in (False, True):
        seconds = min(_BRANCHING_SECONDS, until - time.monotonic())
        if seconds <= 0:
            return
        answer, point, end = polytope.extreme_whole(costs, largest=largest, seconds=seconds)
        if answer is Answer.OUT_OF_TIME:
            return
        _take(polytope.part, found, answer, point)
        _close(found, open_cells, width)
        if answer is Answer.FOUND:
            _keep_end(found, cell, round(end), largest=largest)
        if not open_cells[cell]:
            return
    if found.most[cell] - found.least[cell] < width - _NEAR:
        _recover(found, open_cells, cell)


def _whole_end(end: float, *, largest: bool, whole: bool) -> float:
    if not whole:
        return end
    return math.floor(end + _NEAR) if largest else math.ceil(end - _NEAR)


def _keep_end(found: Found, cell: int, end: float, *, largest: bool) -> None:
    if largest:
        found.most[cell] = min(found.most[cell], end)
    else:
        found.least[cell] = max(found.least[cell], end)


def _recover(found: Found, open_cells: NDArray[np.bool_], cell: int) -> None:
    found.is_recovered[cell] = True
    open_cells[cell] = False
