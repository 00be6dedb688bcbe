"""Which weights make a survey agree with known margins (age, sex, ethnic group …) at once?

The one idea: raking. Each margin in turn is scaled to its target, again and again, until all agree. Whoever did not
answer one margin keeps their weight there, and that margin's target holds among those who did answer. With caps, no
weight leaves the given range; with trimming, weights are cut once, at the end, and the margins are then only nearly
met. Where raking cannot succeed, it says why in `Diagnosis`, and gives the nearest it came to.
Sources: sources.toml#deming-stephan-1940, sources.toml#deville-sarndal-1993, sources.toml#kish-1965.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

from dueregard.analysis.stats.raking_faults import Conflict, conflicts_between
from dueregard.analysis.stats.values import BadFigures, check_same_length

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Answers = Sequence[str | None]
Targets = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class RakeRule:
    """How to rake: `caps` and `trim` are multiples of the mean weight, the least and the most that one may be.

    Source:  sources.toml#deville-sarndal-1993 (caps); sources.toml#deming-stephan-1940
    """

    caps: tuple[float, float] | None = None
    trim: tuple[float, float] | None = None
    tolerance: float = 1e-9
    most_sweeps: int = 1000


@dataclass(frozen=True, slots=True)
class Miss:
    """A category whose weighted share is not its target; shares between 0 and 1."""

    variable: str
    category: str
    target: float
    reached: float


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """How raking went. `problems` are plain sentences, most serious first; none where all is well.

    `empty` are categories with a target and nobody in the sample; `untargeted` those in the sample without a target;
    `missing` how many did not answer each variable; `conflicts` pairs of margins that no weights can meet together.
    """

    is_met: bool
    sweeps: int
    largest_miss: float
    misses: tuple[Miss, ...]
    empty: tuple[tuple[str, str], ...]
    untargeted: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, int], ...]
    conflicts: tuple[Conflict, ...]
    at_caps: int
    design_effect: float | None
    effective_size: float
    least_weight: float
    most_weight: float
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raked:
    """Weights, one a person in their order, with mean 1 (or the mean of the weights begun with), and how it went."""

    weights: tuple[float, ...]
    diagnosis: Diagnosis


_RULE = RakeRule()


def rake(
    answers: Mapping[str, Answers],
    targets: Targets,
    *,
    weights: Sequence[float] | None = None,
    rule: RakeRule = _RULE,
) -> Raked:
    """Weight people so that their answers agree with the targets.

    Takes:   `answers`, one column a variable; None for no answer. `targets`, shares or numbers of people for every
             category of every variable to rake by. `weights` to begin with, as of the sample's design.
    Gives:   the weights and a diagnosis; where the margins cannot be met, the nearest reached and why.
    Raises:  BadFigures where a variable has targets and no column, targets are negative or all nought, or there is
             nobody.
    Source:  sources.toml#deming-stephan-1940

    >>> people = [("M", "Y")] * 10 + [("M", "O")] * 40 + [("F", "Y")] * 20 + [("F", "O")] * 30
    >>> columns = {"sex": [sex for sex, _ in people], "age": [age for _, age in people]}
    >>> raked = rake(columns, {"sex": {"M": 49, "F": 51}, "age": {"Y": 45, "O": 55}})
    >>> round(raked.weights[0], 5), round(raked.diagnosis.design_effect, 6), raked.diagnosis.is_met
    (1.61121, 1.11024, True)
    """
    import numpy as np

    _check(answers, targets, rule=rule)
    margins = [_margin(name, answers[name], targets[name]) for name in targets]
    size = len(answers[next(iter(targets))])
    begun = np.ones(size) if weights is None else np.array(weights, dtype=np.float64)
    if len(begun) != size or not np.isfinite(begun).all() or (begun < 0).any() or not begun.sum():
        raise BadFigures("There is one weight of nought or more for each person, and not all are nought.")
    mean = float(begun.mean())
    raked, sweeps = _sweep(begun / mean, margins, rule=rule)
    if rule.trim is not None:
        raked = np.clip(raked, *rule.trim)
        raked *= size / raked.sum()
    return Raked(tuple((raked * mean).tolist()), _diagnose(raked, mean, margins, sweeps, rule=rule))


@dataclass(frozen=True, slots=True)
class _Margin:
    """One variable: each person's category as a number (the last for none), and the share that each is to have."""

    name: str
    categories: tuple[str, ...]
    codes: NDArray[np.intp]
    targets: NDArray[np.float64]
    reachable: NDArray[np.float64]
    counts: NDArray[np.intp]
    untargeted: tuple[str, ...]
    is_answered_by_all: bool

    def shares(self, weights: Any) -> Any:
        import numpy as np

        sums = np.bincount(self.codes, weights, len(self.categories) + 1)[:-1]
        total = sums.sum()
        return sums / total if total else sums


def _margin(name: str, answers: Answers, targets: Mapping[str, float]) -> _Margin:
    import numpy as np

    categories = tuple(targets)
    place: dict[Any, int] = {category: at for at, category in enumerate(categories)}
    none = len(categories)
    # A category without a target is raked as no answer is, and told.
    codes = np.fromiter(map(place.get, answers, repeat(none)), dtype=np.intp, count=len(answers))
    counts = np.bincount(codes, minlength=none + 1)
    other = sorted({answer for answer in answers if answer is not None} - set(categories)) if counts[none] else []
    shares = np.array(list(targets.values()), dtype=np.float64)
    # What is asked for of nobody is shared out among the others, as nearly as can be.
    there = np.where(counts[:-1] > 0, shares, 0.0)
    reachable = there / (there.sum() or 1.0)
    targets_of_all = shares / shares.sum()
    return _Margin(name, categories, codes, targets_of_all, reachable, counts, tuple(other), not counts[none])


def _sweep(begun: NDArray[np.float64], margins: Sequence[_Margin], *, rule: RakeRule) -> tuple[Any, int]:
    """Scale each margin in turn until all agree, or nothing moves any more.

    Caps: the factors go on growing behind the caps while what is shown is cut to them, so that people who are not at
    a cap take up what those at one cannot (bounded raking).
    """
    import numpy as np

    weights = begun.copy()
    low, high = rule.caps or (0.0, np.inf)
    before = np.inf
    sweeps = stalled = 0
    while sweeps < rule.most_sweeps:
        sweeps, worst = sweeps + 1, 0.0
        for margin in margins:
            shown = weights if rule.caps is None else np.clip(weights, low, high)
            sums = np.bincount(margin.codes, shown, len(margin.categories) + 1)
            answered = sums[:-1].sum() if not margin.is_answered_by_all else len(weights)
            wanted = margin.reachable * answered
            with np.errstate(divide="ignore", invalid="ignore"):
                factors = np.append(np.where(sums[:-1] > 0, wanted / sums[:-1], 1.0), 1.0)
            worst = max(worst, float(np.abs(sums[:-1] - wanted).max()) / len(weights))
            weights *= factors[margin.codes]
        if rule.caps is not None:
            np.clip(weights, low * 1e-6, high * 1e6, out=weights)  # what can never be met must not overflow
        if worst < rule.tolerance:
            break
        # Nothing gained in ten sweeps: what is left is out of reach, not far away.
        stalled = stalled + 1 if worst > before * (1 - 1e-6) else 0
        before = min(before, worst)
        if stalled >= 10:
            break
    shown = np.clip(weights, low, high) if rule.caps is not None else weights
    total = shown.sum()
    return (shown * (len(shown) / total) if total and rule.caps is None else shown), sweeps


def _diagnose(
    weights: NDArray[np.float64], mean: float, margins: Sequence[_Margin], sweeps: int, *, rule: RakeRule
) -> Diagnosis:
    import numpy as np

    misses = []
    largest = 0.0
    allowed = max(rule.tolerance * 10, 1e-8)
    for margin in margins:
        reached = margin.shares(weights)
        away = np.abs(reached - margin.targets)
        largest = max(largest, float(away.max()))
        misses += [
            Miss(margin.name, margin.categories[at], float(margin.targets[at]), float(reached[at]))
            for at in np.flatnonzero(away > allowed)
        ]
    empty = tuple(
        (margin.name, category)
        for margin in margins
        for category, share, count in zip(margin.categories, margin.targets, margin.counts, strict=False)
        if share > 0 and not count
    )
    untargeted = tuple((margin.name, category) for margin in margins for category in margin.untargeted)
    missing = tuple((margin.name, int(margin.counts[-1])) for margin in margins if margin.counts[-1])
    # Only a margin whose categories are all there can be in conflict with another.
    whole = [margin for margin in margins if margin.name not in {name for name, _ in empty}]
    conflicts = _conflicts(whole) if misses else ()
    at_caps = 0
    if rule.caps is not None:
        at_caps = int(((weights <= rule.caps[0] * (1 + 1e-9)) | (weights >= rule.caps[1] * (1 - 1e-9))).sum())
    worth = float(weights.sum() ** 2 / (weights**2).sum()) if weights.sum() else 0.0
    misses.sort(key=lambda miss: -abs(miss.reached - miss.target))
    return Diagnosis(
        is_met=not misses,
        sweeps=sweeps,
        largest_miss=largest,
        misses=tuple(misses),
        empty=empty,
        untargeted=untargeted,
        missing=missing,
        conflicts=conflicts,
        at_caps=at_caps,
        design_effect=len(weights) / worth if worth else None,
        effective_size=worth,
        least_weight=float(weights.min()) * mean,
        most_weight=float(weights.max()) * mean,
        problems=_problems(misses, empty, untargeted, missing, conflicts, at_caps, rule=rule),
    )


def _conflicts(margins: Sequence[_Margin]) -> tuple[Conflict, ...]:
    found = []
    for at, one in enumerate(margins):
        for other in margins[at + 1 :]:
            both = (one.codes < len(one.categories)) & (other.codes < len(other.categories))
            if both.all():  # somebody with no answer on one of the two can make up for anything
                found += conflicts_between(
                    (one.name, one.categories, one.codes, one.targets),
                    (other.name, other.categories, other.codes, other.targets),
                )
    return tuple(found)


def _problems(
    misses: Sequence[Miss],
    empty: Sequence[tuple[str, str]],
    untargeted: Sequence[tuple[str, str]],
    missing: Sequence[tuple[str, int]],
    conflicts: Sequence[Conflict],
    at_caps: int,
    *,
    rule: RakeRule,
) -> tuple[str, ...]:
    said = [
        f"Nobody in the sample is “{category}” of {variable}, which has a target: put it together with another."
        for variable, category in empty
    ]
    said += [conflict.sentence for conflict in conflicts]
    if misses and at_caps:
        said.append(
            f"{at_caps:,} weights stand at a cap, and the margins cannot be met within the caps: widen them, or put"
            " small categories together."
        )
    if misses and rule.trim is not None and not (empty or conflicts):
        said.append("Weights were trimmed after raking, which moves the margins off their targets.")
    if misses and not said:
        said.append(
            "The margins cannot all be met: combinations are missing in the sample. Rake by fewer variables, or put"
            " small categories together."
        )
    said += [
        f"“{category}” of {variable} has no target: these people keep the weight that the other margins give them."
        for variable, category in untargeted
    ]
    said += [
        f"{count:,} did not answer {variable}, or answered what has no target: its targets hold among the others."
        for variable, count in missing
    ]
    return tuple(said)


def _check(answers: Mapping[str, Answers], targets: Targets, *, rule: RakeRule) -> None:
    if not targets:
        raise BadFigures("There are no targets.")
    absent = [name for name in targets if name not in answers]
    if absent:
        raise BadFigures(f"There is no column {', '.join(absent)}, which has targets.")
    check_same_length(**{name: answers[name] for name in targets})
    if not answers[next(iter(targets))]:
        raise BadFigures("There is nobody to weight.")
    for name, shares in targets.items():
        if any(not share >= 0 for share in shares.values()) or not sum(shares.values()) > 0:
            raise BadFigures(f"The targets of {name} are not numbers of nought or more, with one above it.")
    for bounds in (rule.caps, rule.trim):
        if bounds is not None and not 0 <= bounds[0] < 1 < bounds[1]:
            raise BadFigures("Caps are multiples of the mean weight, one below 1 and one above, as 0.3 and 3.")
    if not rule.tolerance > 0 or rule.most_sweeps < 1:
        raise BadFigures("Raking needs a tolerance above nought and a sweep at least.")
