"""How large is the difference between the two ends of a society, using everyone in between?

The one idea: groups stand in order of deprivation, each at the middle of the part of the population it takes up; a line
is fitted through their values. The slope index (SII) is the line's rise from one end to the other; the relative index
(RII) is the ratio of its ends. There is more than one RII in use, so the reading taken is always said.
Sources: sources.toml#phe-indicator-methods, sources.toml#mackenbach-kunst-1997, sources.toml#fieller-1954.
It refuses fewer than three groups, and values or errors that are not given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Any, Literal

from dueregard.analysis.stats.spread import share_ranks
from dueregard.analysis.stats.values import (
    NO_LIMITS,
    ORDINARY,
    BadFigures,
    Estimate,
    Interval,
    check_confidence,
    check_same_length,
    not_calculable,
    z_of,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST_GROUPS = 3
DRAWS = 100_000
"""How often chance is drawn for simulated limits. Source: sources.toml#phe-indicator-methods."""


class Transform(StrEnum):
    """What the line is fitted to: the values, their logarithms (rates) or their log odds (shares)."""

    NONE = "none"
    LOG = "log"
    LOGIT = "logit"


class Relative(StrEnum):
    """Which relative index: the far end over the near one, the near over the far, or the rise over the mean."""

    LAST_OVER_FIRST = "last over first"
    FIRST_OVER_LAST = "first over last"
    RISE_OVER_MEAN = "rise over mean"


@dataclass(frozen=True, slots=True)
class Inequality:
    """The two indices. `first` and `last` are the line's ends; `relative_is` says which relative index this is."""

    slope: Estimate
    relative: Estimate
    first: float
    last: float
    relative_is: Relative
    transform: Transform


def inequality(
    values: Sequence[float],
    people: Sequence[float],
    errors: Sequence[float] | None = None,
    *,
    transform: Transform = Transform.NONE,
    multiplier: float = 1.0,
    relative: Relative = Relative.LAST_OVER_FIRST,
    confidence: float = ORDINARY,
    limits: Literal["simulated", "closed form"] = "closed form",
    draws: int = DRAWS,
    seed: int = 1,
) -> Inequality:
    """Give the slope and relative index over groups that stand in order (as 1 = most deprived first).

    Takes:   `errors`, the standard errors on the scale of the transform, where limits are wanted; `multiplier` for the
             slope's unit and sign (-1 makes a gap count upwards; the relative index is then turned over).
    Gives:   limits in closed form: normal for the slope, Fieller's for the ratio; with a transform the ratio of rates
             is normal on the log scale, and what has no closed form is drawn. Simulated limits are as published: with a
             transform the line's middle is held and only its rise is drawn.
    Source:  sources.toml#phe-indicator-methods

    >>> found = inequality([30, 26, 22, 20, 16], [1, 1, 1, 1, 1])
    >>> round(found.slope.value, 6), round(found.relative.value, 4)
    (-17.0, 0.4569)
    """
    import numpy as np

    check_same_length(values=values, people=people, **({} if errors is None else {"errors": errors}))
    check_confidence(confidence)
    if len(values) < FEWEST_GROUPS:
        raise BadFigures(f"An index of inequality needs {FEWEST_GROUPS} groups or more.")
    if not multiplier:
        raise BadFigures("The multiplier is nought.")
    if any(not one for one in people):
        raise BadFigures("A group has nobody in it.")
    if multiplier < 0 and relative is not Relative.RISE_OVER_MEAN:
        relative = _turned(relative)
    line = _line_weights(people)
    y = np.array([_forward(value, transform) for value in values])
    if not np.isfinite(y).all():
        raise BadFigures("A value is not a number.")
    mean_weights = np.asarray(people, dtype=np.float64) / sum(people)
    read = _Reading(transform, relative, multiplier)
    first, last = (_backward(float(end), transform) for end in line @ y)
    mean = float(mean_weights @ np.array(values, dtype=np.float64))
    slope, ratio = read.slope(first, last), read.ratio(first, last, mean)
    slope_limits = ratio_limits = NO_LIMITS
    method = ""
    if errors is not None:
        if not all(error >= 0 for error in errors):
            raise BadFigures("A standard error is not a number of nought or more.")
        spread = _Spread(line, y, np.array(errors, dtype=np.float64), mean_weights)
        if limits == "simulated":
            slope_limits, ratio_limits = spread.drawn(read, confidence=confidence, draws=draws, seed=seed)
            method = f"simulation {draws} draws"
        else:
            slope_limits, ratio_limits = spread.closed(read, confidence=confidence, draws=draws, seed=seed)
            method = "closed form"
    return Inequality(
        Estimate(slope, slope_limits, method),
        not_calculable("The line passes through nought at one end.")
        if ratio is None
        else Estimate(ratio, ratio_limits, method),
        first,
        last,
        relative,
        transform,
    )


def error_from_limits(
    low: float, high: float, *, transform: Transform = Transform.NONE, confidence: float = ORDINARY
) -> float:
    """Give the standard error that two limits imply, on the scale of the transform.

    >>> round(error_from_limits(-1.959964, 1.959964), 6)
    1.0
    """
    return (_forward(high, transform) - _forward(low, transform)) / 2 / z_of(confidence)


def error_of_share(share: float, people: float) -> float:
    """Give the standard error of a share of so many people.

    >>> error_of_share(0.5, 100)
    0.05
    """
    return sqrt(share * (1 - share) / people)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the two ends of the line are read as two indices; on numbers and on arrays alike."""

    transform: Transform
    relative: Relative
    multiplier: float

    def slope(self, first: Any, last: Any) -> Any:
        return (last - first) * self.multiplier

    def ratio(self, first: Any, last: Any, mean: Any) -> Any:
        if self.relative is Relative.RISE_OVER_MEAN:
            above, below = (last - first) * (1 if self.multiplier > 0 else -1), mean
        elif self.relative is Relative.LAST_OVER_FIRST:
            above, below = last, first
        else:
            above, below = first, last
        if isinstance(below, float):
            return above / below if below else None
        return above / below


@dataclass(frozen=True, slots=True)
class _Spread:
    """What chance does to the line: the values, their errors, and how the line hangs on them."""

    line: NDArray[np.float64]
    values: NDArray[np.float64]
    errors: NDArray[np.float64]
    mean_weights: NDArray[np.float64]

    def drawn(self, read: _Reading, *, confidence: float, draws: int, seed: int) -> tuple[Interval, Interval]:
        import numpy as np

        chance = np.random.default_rng(seed)
        y = self.values + self.errors * chance.standard_normal((draws, len(self.values)))
        middle, rise = y @ self.line.sum(axis=0) / 2, y @ (self.line[1] - self.line[0])
        if read.transform is not Transform.NONE:
            # As in the published results, to every digit printed: the line turns about its middle, which stays.
            middle = self.line.sum(axis=0) @ self.values / 2
        back = _BACK_MANY[read.transform]
        first, last = back(middle - rise / 2), back(middle + rise / 2)
        tails = [(1 - confidence) / 2, (1 + confidence) / 2]
        slope = np.quantile(read.slope(first, last), tails)
        ratio = np.quantile(read.ratio(first, last, back(y) @ self.mean_weights), tails)
        return Interval(float(slope[0]), float(slope[1])), Interval(float(ratio[0]), float(ratio[1]))

    def closed(self, read: _Reading, *, confidence: float, draws: int, seed: int) -> tuple[Interval, Interval]:
        z = z_of(confidence)
        rise = self.line[1] - self.line[0]
        error = sqrt(float((rise**2) @ (self.errors**2)))
        middle = float(rise @ self.values)
        if read.transform is Transform.NONE:
            sign = abs(read.multiplier)
            reach = z * error * sign
            slope = Interval(middle * read.multiplier - reach, middle * read.multiplier + reach)
            return slope, self._fieller(read, z=z)
        drawn_slope, drawn_ratio = self.drawn(read, confidence=confidence, draws=draws, seed=seed)
        if read.transform is Transform.LOG and read.relative is not Relative.RISE_OVER_MEAN:
            way = 1 if read.relative is Relative.LAST_OVER_FIRST else -1
            return drawn_slope, Interval(exp(way * middle - z * error), exp(way * middle + z * error))
        return drawn_slope, drawn_ratio

    def _fieller(self, read: _Reading, *, z: float) -> Interval:
        """Give the limits of a ratio of two normal estimates that hang together; none where the lower may be nought."""
        if read.relative is Relative.RISE_OVER_MEAN:
            top, bottom = (self.line[1] - self.line[0]) * (1 if read.multiplier > 0 else -1), self.mean_weights
        elif read.relative is Relative.LAST_OVER_FIRST:
            top, bottom = self.line[1], self.line[0]
        else:
            top, bottom = self.line[0], self.line[1]
        squares = self.errors**2
        a, b = float(top @ self.values), float(bottom @ self.values)
        aa, bb, ab = float(top**2 @ squares), float(bottom**2 @ squares), float((top * bottom) @ squares)
        square, linear, constant = b * b - z * z * bb, a * b - z * z * ab, a * a - z * z * aa
        under = linear * linear - square * constant
        if square <= 0 or under < 0:
            return NO_LIMITS
        return Interval((linear - sqrt(under)) / square, (linear + sqrt(under)) / square)


def _line_weights(people: Sequence[float]) -> NDArray[np.float64]:
    """Give how the two ends of the weighted least squares line hang on the values: 2 × groups."""
    import numpy as np

    rank = np.array(share_ranks(people))
    weight = np.array(people, dtype=np.float64) / sum(people)
    middle = float(weight @ rank)
    slope = weight * (rank - middle) / float(weight @ (rank - middle) ** 2)
    start = weight - middle * slope
    return np.stack([start, start + slope])


def _forward(value: float, transform: Transform) -> float:
    if transform is Transform.LOG:
        if value <= 0:
            raise BadFigures("A rate of nought has no logarithm.", mend="Use no transform, or wider groups.")
        return log(value)
    if transform is Transform.LOGIT:
        if not 0 < value < 1:
            raise BadFigures("Log odds need shares between 0 and 1.", mend="Use no transform, or wider groups.")
        return log(value / (1 - value))
    return value


def _backward(value: float, transform: Transform) -> float:
    if transform is Transform.LOG:
        return exp(value)
    if transform is Transform.LOGIT:
        return 1 / (1 + exp(-value))
    return value


def _exponential(values: Any) -> Any:
    import numpy as np

    return np.exp(values)


_BACK_MANY: dict[Transform, Callable[[Any], Any]] = {
    Transform.NONE: lambda values: values,
    Transform.LOG: _exponential,
    Transform.LOGIT: lambda values: 1 / (1 + _exponential(-values)),
}


def _turned(relative: Relative) -> Relative:
    return Relative.FIRST_OVER_LAST if relative is Relative.LAST_OVER_FIRST else Relative.LAST_OVER_FIRST
