"""Which cells of one part are no longer hidden? Witnesses clear most of them; the rest are asked one by one.

The one idea: push all open cells at once, each with a random weight, as far up and as far down as they go together.
Where the two ends differ, some cell moved and is no longer open. Where they are the same, no open cell can move at all:
a random weighting that is the same at both ends is so by chance with probability nought, and is asked twice. That
settles which cells follow from arithmetic, with a dozen programmes in place of two for every cell.

Moving by fractions of a person is not enough: a cell is called safe only where two whole tables (witnesses) that fit
everything differ in it by the width asked for. Whole tables come from corners, from the whole table nearest to the
middle of the corners and short steps from there, or from branching with a wide tolerance.
What no two witnesses clear gets questions of its own. Every answer is one of: recovered, safe, or undecided.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from dueregard.analysis.attack.judgement import Contradiction
from dueregard.analysis.attack.polytope import Answer, Bools, Floats, Part, Polytope
from dueregard.analysis.attack.steps import Steps

_NEAR = 1e-5
_STILL = 1e-4
_SEED = 4051
_MOST_ROUNDS = 60
_DRY_ROUNDS = 5
_WITNESS_GAP = 0.3
_WITNESS_SECONDS = 1.5
_SLACKS = (0, 1, 4)
_BRANCHING_SECONDS = 2.0
_WORTH_SHARING = 12


@dataclass(slots=True)
class Found:
    """What is known about the cells of a part.

    `seen_low` and `seen_high`: the ends of each range in whole witnesses; `least` and `most`: ends that are proved;
    `corners` that were met, whole or not.
    """

    part: Part
    width: Floats
    seen_low: Floats
    seen_high: Floats
    least: Floats
    most: Floats
    is_open: Bools
    is_safe: Bools
    is_recovered: Bools
    corners: list[Floats] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    @classmethod
    def begin(cls, part: Part, *, targets: Bools, width: Floats) -> Found:
        """Begin with nothing seen."""
        size = len(part.columns)
        none = np.zeros(size, dtype=bool)
        return cls(
            part,
            width,
            np.full(size, math.inf),
            np.full(size, -math.inf),
            part.low.copy(),
            part.high.copy(),
            targets.copy(),
            none,
            none.copy(),
        )

    def take(self, answer: Answer, point: Floats) -> bool:
        """Take a point as a witness if its figures are whole where they must be; say whether they were.

        Raises:  Contradiction where the answer is that no figures fit.
        """
        if answer is Answer.NONE_FITS:
            raise Contradiction(
                "The published figures cannot all be true of one population.",
                mend="Are noughts among the hidden cells, or are these tables about different people?",
            )
        if not len(point):
            return False
        near = np.where(self.part.whole, np.rint(point), point)
        if not self.part.is_witness(near):
            return False
        with self.lock:
            np.minimum(self.seen_low, near, out=self.seen_low)
            np.maximum(self.seen_high, near, out=self.seen_high)
            clear = self.is_open & (self.seen_high - self.seen_low >= self.width - _NEAR)
            self.is_safe |= clear
            self.is_open &= ~clear
        return True

    def keep_end(self, cell: int, end: float, *, largest: bool) -> None:
        """Keep a proved end of a range, as a whole figure where it must be one."""
        if self.part.whole[cell]:
            end = math.floor(end + _NEAR) if largest else math.ceil(end - _NEAR)
        with self.lock:
            if largest:
                self.most[cell] = min(self.most[cell], end)
            else:
                self.least[cell] = max(self.least[cell], end)
            if self.is_open[cell] and self.most[cell] - self.least[cell] < self.width[cell] - _NEAR:
                self.is_recovered[cell] = True
                self.is_open[cell] = False


def search(
    part: Part,
    *,
    targets: Bools,
    width: Floats,
    all_ranges: bool,
    until: float,
    workers: int = 1,
    cancelled: Callable[[], bool] = lambda: False,
) -> Found:
    """Decide the targets of a part.

    Takes:   `width`, of each cell: it is recovered where its range is narrower (1: exactly); `all_ranges`: ask for
             both ends of every target.
    Raises:  Contradiction where no figures fit at all.
    """
    found = Found.begin(part, targets=targets, width=width)
    polytope = Polytope(part, until=until)
    chance = np.random.default_rng(_SEED)

    def has_time() -> bool:
        return time.monotonic() < until and not cancelled()

    _push_together(polytope, found, chance, has_time)
    _step_from_the_middle(polytope, found, has_time, until=until, workers=workers)
    _find_witnesses(polytope, found, chance, has_time, until=until, workers=workers)
    rest = [int(cell) for cell in np.flatnonzero(targets if all_ranges else found.is_open)]
    _ask_each(polytope, found, rest, has_time, until=until, workers=workers)
    return found


def _weights(chance: np.random.Generator, cells: Bools) -> Floats:
    """Give each of these cells a random weight, up or down, and nought to the others."""
    costs = np.zeros(len(cells))
    count = int(cells.sum())
    costs[cells] = chance.uniform(0.5, 1.5, count) * chance.choice([-1.0, 1.0], count)
    return costs


def _push_together(polytope: Polytope, found: Found, chance: np.random.Generator, has_time: Callable[[], bool]) -> None:
    """Find which open cells cannot move, not even by fractions, and keep every whole corner that is met."""
    low, high = np.full(len(found.is_open), math.inf), np.full(len(found.is_open), -math.inf)
    still, times_still = found.is_open.copy(), 0
    for _ in range(_MOST_ROUNDS):
        if not still.any() or not has_time():
            return
        costs = _weights(chance, still)
        ends = []
        for largest in (True, False):
            answer, point, end = polytope.extreme(costs, largest=largest)
            found.take(answer, point)
            if answer is not Answer.FOUND:
                return
            ends.append(end)
            found.corners.append(point)
            np.minimum(low, point, out=low)
            np.maximum(high, point, out=high)
        times_still = times_still + 1 if ends[0] - ends[1] < _STILL else 0
        if times_still == 2:
            break
        still &= high - low < _STILL
    if times_still == 2:
        for cell in np.flatnonzero(still & found.is_open):
            middle = float(low[cell] + high[cell]) / 2
            found.keep_end(int(cell), middle, largest=False)
            found.keep_end(int(cell), middle, largest=True)


def _step_from_the_middle(
    polytope: Polytope, found: Found, has_time: Callable[[], bool], *, until: float, workers: int
) -> None:
    """Round the middle of the corners to a whole table, and step from there to others."""
    if not found.is_open.any() or not found.corners or not found.part.whole.all():
        return
    middle = np.mean(found.corners, axis=0)
    for slack in _SLACKS:
        if not has_time():
            return
        seconds = min(_WITNESS_SECONDS, until - time.monotonic())
        point = polytope.whole_near(middle, slack=slack, seconds=seconds)
        if point is not None and found.take(Answer.FOUND, point):
            break
    else:
        return

    def one(seed: int, witness: Floats = point) -> None:
        steps = Steps(found.part, witness, width=found.width, has_time=has_time)
        steps.explore(found.is_open, lambda other: found.take(Answer.FOUND, other), seed=seed)

    seeds = range(workers if len(found.is_open) >= _WORTH_SHARING else 1)
    _shared(one, list(seeds), len(seeds))


def _find_witnesses(
    polytope: Polytope,
    found: Found,
    chance: np.random.Generator,
    has_time: Callable[[], bool],
    *,
    until: float,
    workers: int,
) -> None:
    """Look for whole tables, two opposite ones at a time, until they clear no more."""
    dry = 0
    while found.is_open.any() and dry < _DRY_ROUNDS and has_time():
        before = int(found.is_open.sum())
        costs = _weights(chance, found.is_open)
        seconds = min(_WITNESS_SECONDS, until - time.monotonic())

        def one(largest: bool, costs: Floats = costs, seconds: float = seconds) -> tuple[Answer, Floats, float]:
            return polytope.extreme_whole(costs, largest=largest, seconds=seconds, gap=_WITNESS_GAP)

        for answer, point, _ in _shared(one, [True, False], workers if len(costs) >= _WORTH_SHARING else 1):
            found.take(answer, point)
        dry = dry + 1 if int(found.is_open.sum()) >= before else 0


def _ask_each(
    polytope: Polytope,
    found: Found,
    cells: Sequence[int],
    has_time: Callable[[], bool],
    *,
    until: float,
    workers: int,
) -> None:
    """Ask for the two ends of each cell, and branch where the ends leave room but no witness was seen."""

    def one(share: Sequence[int]) -> None:
        own = polytope if share is shares[0] else Polytope(found.part, until=until)
        for cell in share:
            if not has_time():
                return
            _ask(own, found, cell, until=until)

    of = workers if len(cells) >= _WORTH_SHARING else 1
    shares = [cells[which::of] for which in range(of)]
    _shared(one, shares, of)


def _shared(work: Callable, shares: Sequence, workers: int) -> list:  # type: ignore[type-arg]
    """Do the shares, side by side where there are workers: the solver lets other threads run."""
    if workers == 1 or len(shares) == 1:
        return [work(share) for share in shares]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, shares))


def _ask(polytope: Polytope, found: Found, cell: int, *, until: float) -> None:
    costs = np.zeros(len(found.is_open))
    costs[cell] = 1.0
    for largest in (False, True):
        answer, point, end = polytope.extreme(costs, largest=largest)
        found.take(answer, point)
        if answer is Answer.FOUND:
            found.keep_end(cell, end, largest=largest)
        elif answer is Answer.OUT_OF_TIME:
            return
    if not found.is_open[cell]:
        return
    if not found.part.whole[cell]:
        found.is_safe[cell] = True  # a range that is proved, of an amount: it need not be whole
        found.is_open[cell] = False
        return
    for largest in (False, True):
        seconds = min(_BRANCHING_SECONDS, until - time.monotonic())
        if seconds <= 0 or not found.is_open[cell]:
            return
        answer, point, end = polytope.extreme_whole(costs, largest=largest, seconds=seconds)
        found.take(answer, point)
        if answer is Answer.FOUND:
            found.keep_end(cell, end, largest=largest)
