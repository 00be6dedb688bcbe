"""What does a measure aim at, and where is it going, in words?

The one idea: a picture is not enough: every chart of a measure stands beside a sentence that says the same from the
same figures. A gap ("from 12 points to 8") says between whom, and narrows or widens. None of it is a forecast: "at this
pace" is the straight line of `progress.trend_of`, which a reader can check.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from dueregard.domain.plans.model import GAP, Measure
from dueregard.domain.plans.progress import Trend, number_of, trend_of
from dueregard.publish.document import say_date

GAP_UNIT = "points"


def between(measure: Measure) -> str:
    """Say whom a gap is between; "" for what is no gap.

    >>> between(Measure("Pay", kind="gap", group="women", compared_with="men"))
    'women and men'
    >>> between(Measure("Pay", kind="gap", group="women"))
    'women and everybody'
    """
    if measure.kind != GAP or not measure.group:
        return ""
    return f"{measure.group} and {measure.compared_with or 'everybody'}"


def title_of(measure: Measure) -> str:
    """Give what a measure is called above its picture.

    >>> title_of(Measure("Satisfied tenants", kind="gap", group="disabled tenants", compared_with="others"))
    'Satisfied tenants: gap between disabled tenants and others'
    """
    whom = between(measure)
    return f"{measure.name}: gap between {whom}" if whom else measure.name


def amount(value: object, unit: str | None) -> str:
    """Say a figure with its unit.

    >>> amount("12", "%"), amount("1204.5", "£"), amount("1", "points"), amount("38", "weeks"), amount("3", None)
    ('12%', '£1204.5', '1 point', '38 weeks', '3')
    """
    figure = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if unit == "£":
        return f"£{figure}"
    if unit in (None, "", "%"):
        return f"{figure}{unit or ''}"
    return f"{figure} {GAP_UNIT[:-1] if unit == GAP_UNIT and figure == '1' else unit}"


def say_goal(measure: Measure) -> str:
    """Say from where a measure is to go, to where, and by when, without its name.

    >>> say_goal(Measure("Gap", "points", baseline="12", target="8", target_date=date(2028, 3, 31)))
    'From 12 points to 8 points by 31 March 2028.'
    >>> say_goal(Measure("Weeks", "weeks", target="24"))
    'To 24 weeks; where it started is not said, nor by when.'
    """
    start, end = measure.baseline, measure.target
    if not start and not end:
        return "No figure to reach is set."
    begun = f" ({say_date(measure.baseline_date)})" if measure.baseline_date else ""
    by = f" by {say_date(measure.target_date)}" if measure.target_date else ""
    if start and end:
        open_end = "" if by else "; by when is not said"
        return f"From {amount(start, measure.unit)}{begun} to {amount(end, measure.unit)}{by}{open_end}."
    if start:
        return f"It started at {amount(start, measure.unit)}{begun}. No figure to reach is set."
    return f"To {amount(end, measure.unit)}{by}; where it started is not said{'' if by else ', nor by when'}."


def say_trend(measure: Measure) -> str:
    """Say where a measure is going, from its figures so far.

    >>> from dueregard.domain.plans.model import MeasureValue
    >>> gap = Measure("Pay", "points", "down", "12", date(2026, 3, 31), "8", date(2028, 3, 31), kind="gap", group="women",
    ...     values=(MeasureValue(date(2027, 3, 31), "11"),))
    >>> say_trend(gap)
    'The gap has narrowed from 12 points to 11 points since 31 March 2026. At this pace it will miss the target of 8 points by about 2 points.'
    """  # noqa: E501 - an example reads best on one line
    trend = trend_of(measure)
    if trend is None:
        return _begun(measure)
    return " ".join((_moved(measure, trend), *_judged(measure, trend)))


def points_of(measure: Measure) -> tuple[tuple[date, Decimal], ...]:
    """Give the figures of a measure as points in time, its baseline first; what is no number is left out.

    >>> points_of(Measure("Weeks", baseline="38", baseline_date=date(2026, 3, 31)))
    ((datetime.date(2026, 3, 31), Decimal('38')),)
    """
    points = [(value.on, number) for value in measure.values if (number := number_of(value.value)) is not None]
    start = number_of(measure.baseline)
    if start is not None and measure.baseline_date and all(on > measure.baseline_date for on, _ in points):
        points.append((measure.baseline_date, start))
    return tuple(sorted(points))


def _begun(measure: Measure) -> str:
    points = points_of(measure)
    if not points:
        return "It has no figures yet, so nobody can say where it is going."
    on, number = points[0]
    return f"One figure so far: {amount(number, measure.unit)} on {say_date(on)}."


def _moved(measure: Measure, trend: Trend) -> str:
    first, last = amount(trend.first, measure.unit), amount(trend.last, measure.unit)
    since = say_date(trend.first_on)
    if trend.first == trend.last:
        return f"No change since {since}: {last}."
    if measure.kind == GAP:
        way = "narrowed" if abs(trend.last) < abs(trend.first) else "widened"
        return f"The gap has {way} from {first} to {last} since {since}."
    return f"From {first} to {last} since {since}."


def _judged(measure: Measure, trend: Trend) -> Iterator[str]:
    if measure.kind != GAP and trend.is_better is not None:
        yield "That is for the better." if trend.is_better else "That is for the worse."
    if trend.target is None or trend.miss is None:
        return
    target = amount(trend.target, measure.unit)
    short = _rounded(trend.miss, trend)
    if trend.projected is not None:
        if short <= 0:
            yield f"At this pace it will reach the target of {target}."
        else:
            yield f"At this pace it will miss the target of {target} by about {amount(short, measure.unit)}."
    elif trend.miss <= 0:
        yield f"The target of {target} is met."
    elif measure.target_date and measure.target_date <= trend.last_on:
        yield f"The target of {target} was missed by {amount(trend.miss, measure.unit)}."
    else:
        yield f"It is {amount(trend.miss, measure.unit)} from the target of {target}."


def _rounded(miss: Decimal, trend: Trend) -> Decimal:
    """Round what a pace falls short by to as many places as the figures have: more would claim to know more."""
    places = max(
        0, *(-int(one.as_tuple().exponent) for one in (trend.first, trend.last, trend.target) if one is not None)
    )
    return miss.quantize(Decimal(1).scaleb(-places))
