"""Figures worked out row by row or from all rows together: shares, rates, limits, quantiles, funnels.

The one idea: what was given is given back, with columns added; a column that is worked out anew takes the place of one
of its name. The names of columns are those of PHEindicatormethods' published files, so that one program's file is the
other's. Source: sources.toml#phe-indicator-methods.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dueregard.analysis.stats.values import ORDINARY, STRICT, BadFigures, Estimate, Interval
from dueregard.cli.stats_reading import Faults, Frame
from dueregard.cli.stats_writing import Figures, Value, plain
from dueregard.terms.errors import UsedWrongly

COUNTS = ("x", "numerator", "count", "events", "nu", "observed", "obs", "deaths")
BASES = ("n", "denominator", "base", "d", "population", "pop", "pops", "people")
EXPECTED = ("exp", "expected")
VALUES = ("value", "values", "v")
HUNDRED = 100.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns to read, by their options; empty where they are to be found by name."""

    numerator: str = ""
    denominator: str = ""
    value: str = ""
    group: tuple[str, ...] = ()


def name_of_limit(side: str, confidence: float) -> str:
    """Name a column of limits as the published files do.

    >>> name_of_limit("lower", 0.95), name_of_limit("upper", 0.998)
    ('lower95_0cl', 'upper99_8cl')
    """
    return f"{side}{confidence * 100:.1f}cl".replace(".", "_")


def limit_names(levels: Sequence[float]) -> tuple[str, ...]:
    """Give the columns of limits: lower and upper, level by level."""
    return tuple(name_of_limit(side, level) for level in levels for side in ("lower", "upper"))


def limit_values(estimates: Sequence[Estimate]) -> tuple[Value, ...]:
    """Give the limits of one value at each level, in the order of `limit_names`."""
    return tuple(side for one in estimates for side in (one.limits.low, one.limits.high))


def said_levels(levels: Sequence[float]) -> str:
    """Say the levels as the published files do.

    >>> said_levels((0.95, 0.998))
    '95%, 99.8%'
    """
    return ", ".join(f"{level * 100:.10g}%" for level in levels)


def with_columns(frame: Frame, added: Sequence[str], values: Sequence[Sequence[Value]], *, title: str) -> Figures:
    """Put columns behind those of the file; those of the same name give way, and that is said."""
    kept = [at for at, heading in enumerate(frame.headings) if heading not in added]
    gone = [heading for heading in frame.headings if heading in added]
    rows = tuple((*(row[at] for at in kept), *new) for row, new in zip(frame.rows, values, strict=True))
    notes = (f"Columns of the file that were worked out anew: {', '.join(gone)}.",) if gone else ()
    return Figures(title, (*(frame.headings[at] for at in kept), *added), rows, notes)


def estimates_by_row(
    frame: Frame,
    columns: Columns,
    estimate: Callable[[float | None, float | None, float], Estimate | None],
    *,
    levels: Sequence[float],
    words: tuple[str, Callable[[float | None], Value]],
    title: str,
) -> Figures:
    """Give an estimate for each row from its count and base, at each level. `words`: statistic, and method by count."""
    count_name = frame.find(columns.numerator, COUNTS, option="--numerator")
    base_name = frame.find(columns.denominator, BASES, option="--denominator")
    faults = Faults(frame.file)
    counts, bases = frame.numbers(count_name, faults), frame.numbers(base_name, faults)
    rows: list[tuple[Value, ...]] = []
    statistic, method = words
    for row, (count, base) in enumerate(zip(counts, bases, strict=True), start=2):
        try:
            found = [estimate(count, base, level) for level in levels]
        except BadFigures as fault:
            faults.add(fault.message.rstrip("."), row=row)
            continue
        given = [one for one in found if one is not None]
        value = given[0].value if given else None
        limits = limit_values(given) if given else (None,) * (2 * len(levels))
        rows.append((value, *limits, said_levels(levels), statistic, method(count)))
    faults.stop()
    added = ("value", *limit_names(levels), "confidence", "statistic", "method")
    return with_columns(frame, added, rows, title=title)


def proportions(frame: Frame, columns: Columns, *, per: float, levels: Sequence[float]) -> Figures:
    """Give the share in each row, with Wilson's limits."""
    from dueregard.analysis.stats.proportions import proportion

    def share(count: float | None, base: float | None, level: float) -> Estimate | None:
        found = proportion(count, base, confidence=level)
        return found and found.times(per)

    statistic = "percentage" if per == HUNDRED else f"proportion of {plain(float(per))}"
    return estimates_by_row(
        frame, columns, share, levels=levels, words=(statistic, lambda count: "Wilson"), title="Proportions"
    )


def rates(frame: Frame, columns: Columns, *, per: float, levels: Sequence[float]) -> Figures:
    """Give the rate in each row, with Byar's limits, or the exact ones below 10 events."""
    from dueregard.analysis.stats.rates import method_for, rate

    def one_rate(count: float | None, base: float | None, level: float) -> Estimate | None:
        return rate(count, base, per=per, confidence=level)

    return estimates_by_row(
        frame,
        columns,
        one_rate,
        levels=levels,
        words=(f"rate per {plain(float(per))}", lambda count: None if count is None else method_for(count)),
        title="Rates",
    )


def limits(frame: Frame, columns: Columns) -> Figures:
    """Give Wilson's limits of each share (95% and 99.8%) and Byar's of its count (95%), without rule or rounding."""
    from dueregard.analysis.stats.proportions import wilson_limits
    from dueregard.analysis.stats.rates import byar_limits

    count_name = frame.find(columns.numerator, COUNTS, option="--numerator")
    base_name = frame.find(columns.denominator, BASES, option="--denominator")
    faults = Faults(frame.file)
    rows: list[tuple[Value, ...]] = []
    pairs = zip(frame.numbers(count_name, faults), frame.numbers(base_name, faults), strict=True)
    for row, (count, base) in enumerate(pairs, start=2):
        try:
            wilson = [
                Interval(None, None) if count is None or base is None else wilson_limits(count, base, confidence=level)
                for level in (ORDINARY, STRICT)
            ]
            byar = Interval(None, None) if count is None else byar_limits(count)
        except BadFigures as fault:
            faults.add(fault.message.rstrip("."), row=row)
            continue
        rows.append(tuple(side for one in (*wilson, byar) for side in (one.low, one.high)))
    faults.stop()
    return with_columns(frame, ("lo", "hi", "lo998", "hi998", "byl", "byu"), rows, title="Wilson's and Byar's limits")


def by_quantile(frame: Frame, columns: Columns, *, parts: int, invert: bool) -> Figures:
    """Give the quantile of each row's value, within groups where some are asked for."""
    from dueregard.analysis.stats.quantiles import quantiles

    name = frame.find(columns.value, VALUES, option="--value")
    groups = tuple(frame.find(one, (), option="--group") for one in columns.group)
    faults = Faults(frame.file)
    values = frame.numbers(name, faults)
    faults.stop()
    found: list[int | None] = [None] * len(values)
    few = []
    for group, places in frame.by_group(groups).items():
        for at, quantile in zip(
            places, quantiles([values[at] for at in places], parts=parts, lowest_first=not invert), strict=True
        ):
            found[at] = quantile
        if sum(values[at] is not None for at in places) < parts:
            few.append(" ".join(group) or "the file")
    way = f"lowest quantile represents {'highest' if invert else 'lowest'} values"
    rows = [(quantile, parts, ", ".join(groups), way) for quantile in found]
    figures = with_columns(frame, ("quantile", "nquantiles", "groupvars", "qinverted"), rows, title="Quantiles")
    notes = figures.notes + ((f"Fewer values than quantiles, so none is given: {', '.join(few)}.",) if few else ())
    return Figures(figures.title, figures.columns, figures.rows, notes)


def funnel(frame: Frame, columns: Columns, *, kind: str, significance: bool, widen: bool, expected: str) -> Figures:
    """Give a funnel's limits at 100 sizes, or where each row stands.

    Takes:   `kind`: proportion, ratio, rate, or nothing where the columns say it.
    """
    count_name = frame.find(columns.numerator, ("nu", "obs", *COUNTS), option="--numerator")
    due_name = frame.find_if(expected, EXPECTED)
    if not kind:
        kind = "ratio" if due_name else "proportion"
    if kind == "ratio":
        base_name = frame.find(expected, EXPECTED, option="--expected")
    else:
        base_name = frame.find(columns.denominator, BASES, option="--denominator")
    faults = Faults(frame.file)
    counts = [one or 0.0 for one in frame.numbers(count_name, faults, needed=True)]
    bases = [one or 0.0 for one in frame.numbers(base_name, faults, needed=True)]
    for row, (count, base) in enumerate(zip(counts, bases, strict=True), start=2):
        if count < 0 or base < 0:
            faults.add("a figure is below nought", row=row)
        elif kind == "proportion" and count > base:
            faults.add("the count is larger than its base", row=row)
        elif not base and not faults.found:
            faults.add("the base is nought", row=row, column=base_name)
    faults.stop()
    if significance:
        return _standing(frame, counts, bases, kind=kind, widen=widen)
    if kind == "proportion":
        return _share_limits(counts, bases, widen=widen)
    if widen:
        raise UsedWrongly(
            "The curves of ratios and rates are exact and are not widened.", mend="Add --significance to --widen."
        )
    return _event_limits(counts, bases, kind=kind)


def _standing(frame: Frame, counts: list[float], bases: list[float], *, kind: str, widen: bool) -> Figures:
    from dueregard.analysis.stats import funnels

    note: tuple[str, ...] = ()
    if widen:
        if kind == "proportion":
            scores = funnels.share_scores(counts, bases)
        else:
            average = funnels.average_rate(counts, bases) if kind == "rate" else 1.0
            scores = funnels.events_scores(counts, [average * base for base in bases])
        factor = funnels.overdispersion(scores)
        standings = funnels.widened_standing(scores, factor=factor)
        note = (_widened(factor),)
    elif kind == "proportion":
        standings = funnels.share_standing(counts, bases)
    elif kind == "ratio":
        standings = funnels.events_standing(counts, bases)
    else:
        standings = funnels.rate_standing(counts, bases)
    rows = [(standing.value,) for standing in standings]
    figures = with_columns(frame, ("significance",), rows, title="Where each stands")
    return Figures(figures.title, figures.columns, figures.rows, figures.notes + note)


def _share_limits(counts: list[float], bases: list[float], *, widen: bool) -> Figures:
    from dueregard.analysis.stats import funnels

    factor = funnels.overdispersion(funnels.share_scores(counts, bases)) if widen else 1.0
    average, points = funnels.share_funnel(counts, bases, widened=factor)
    sides = ("lower_2s_limit", "upper_2s_limit", "lower_3s_limit", "upper_3s_limit")
    rows: list[tuple[Value, ...]] = []
    for point in points:
        around = [side for one in (point.ordinary, point.strict) for side in (one.low, one.high)]
        percents = [None if side is None else side * HUNDRED for side in around]
        rows.append((int(point.at), *percents, average * HUNDRED, "proportion", "Wilson"))
    columns = ("Population", *sides, "baseline", "statistic", "method")
    # The published files call these limits Wilson's; they are the normal limits around the average.
    return Figures("Limits of a funnel", columns, tuple(rows), (_widened(factor),) if widen else ())


def _event_limits(counts: list[float], bases: list[float], *, kind: str) -> Figures:
    from dueregard.analysis.stats import funnels

    is_rate = kind == "rate"
    average = funnels.average_rate(counts, bases) if is_rate else 1.0
    scale = average * 100_000 if is_rate else HUNDRED
    what = "population" if is_rate else "exp_events"
    columns = ["Observed_events"]
    for sigma in ("2s", "3s"):
        for side in ("lower", "upper"):
            columns += [f"{side}_{sigma}_{what}", f"{side}_{sigma}_limit"]
    rows: list[tuple[Value, ...]] = []
    for point in funnels.events_funnel(counts, [average * base for base in bases]):
        row: list[Value] = [point.at]
        for due, ratio in ((point.ordinary_expected, point.ordinary), (point.strict_expected, point.strict)):
            for events, limit in ((due.high, ratio.low), (due.low, ratio.high)):
                row += [
                    None if events is None else events / average,
                    None if limit is None else limit * scale,
                ]
        rows.append((*row, *((average * 100_000, "rate per 100000") if is_rate else ("ratio (isr)",)), "Poisson"))
    tail = ("baseline", "statistic", "method") if is_rate else ("statistic", "method")
    return Figures("Limits of a funnel", (*columns, *tail), tuple(rows))


def _widened(factor: float) -> str:
    if factor == 1:
        return "The places do not differ beyond chance: nothing was widened."
    wide = f"{factor**0.5:.2f} times as wide"
    return f"The places differ beyond chance (factor {factor:.2f} of the variance): limits are {wide}."
