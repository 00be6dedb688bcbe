"""Figures worked out from several rows a group: means, standardised rates, inequality, life expectancy.

The one idea: a group's rows are bands (ages, tenths of deprivation) or single values; one row, or one an age, is given
for each group. The names of columns are those of PHEindicatormethods' published files.
Source: sources.toml#phe-indicator-methods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dueregard.analysis.stats.inequality import Inequality, Relative, Transform
from dueregard.analysis.stats.standardised import IndirectRatio
from dueregard.analysis.stats.values import BadFigures, Estimate
from dueregard.cli.stats_reading import STRATA, Faults, Frame
from dueregard.cli.stats_rows import VALUES, Columns, limit_names, limit_values, name_of_limit, said_levels
from dueregard.cli.stats_writing import Figures, Value, plain
from dueregard.terms.errors import UsedWrongly

EVENTS = ("events", "observed", "obs", "deaths", "x", "numerator", "count")
PEOPLE = ("pop", "pops", "population", "people", "n", "denominator")
STANDARD = ("stdpop", "standard", "esp2013", "std")
REFERENCE_EVENTS = ("refx", "refcount", "ref_events", "events", "x", "count")
REFERENCE_PEOPLE = ("refn", "refpop", "ref_pop", "pop", "n")
BANDS = ("age", "ageband", "age band", "age_band", "agegroup", "age_group", "k", "band")


@dataclass(frozen=True, slots=True)
class InequalityAsked:
    """What index of inequality is asked for, and from which columns."""

    kind: str = "normal"
    transform: bool = False
    multiplier: float = 1.0
    relative: Relative = Relative.LAST_OVER_FIRST
    is_simulated: bool = True
    draws: int = 100_000
    seed: int = 1
    quantile: str = ""
    error: str = ""
    low: str = ""
    high: str = ""


def means(frame: Frame, columns: Columns, *, levels: Sequence[float]) -> Figures:
    """Give the mean of each group's values, with Student's limits."""
    from dueregard.analysis.stats.means import mean

    name = frame.find(columns.value, ("v", *VALUES), option="--value")
    groups = frame.groups(columns.group, used=(name,))
    faults = Faults(frame.file)
    values = frame.numbers(name, faults)
    faults.stop()
    rows: list[tuple[Value, ...]] = []
    for group, places in frame.by_group(groups).items():
        found = [mean([values[at] for at in places], confidence=level) for level in levels]
        first = found[0]
        rows.append(
            (
                *group,
                first.total,
                first.count,
                first.deviation,
                first.estimate.value,
                *limit_values([one.estimate for one in found]),
                said_levels(levels),
                "mean",
                "Student's t-distribution",
            )
        )
    tail = ("value_sum", "value_count", "stdev", "value", *limit_names(levels), "confidence", "statistic", "method")
    return Figures("Means", (*groups, *tail), tuple(rows))


def direct_rates(
    frame: Frame,
    columns: Columns,
    *,
    standard: str,
    repeats: Sequence[str],
    per: float,
    levels: Sequence[float],
) -> Figures:
    """Give each group's directly standardised rate, with Dobson's limits; by default to ESP 2013."""
    from dueregard.analysis.stats.standardised import ADJUSTED, ESP_2013, FEWEST_EVENTS, direct_rate

    repeat_names = [frame.find(name, (), option="--repeats") for name in repeats]
    event_name, people_name, groups, band = _bands(frame, columns, standard, *repeat_names)
    standard_name = frame.find_if(standard, STANDARD)
    if standard and standard_name is None:
        frame.find(standard, STANDARD, option="--standard")
    faults = Faults(frame.file)
    events, people = frame.numbers(event_name, faults), _needed(frame, people_name, faults)
    weights = _needed(frame, standard_name, faults) if standard_name else None
    several = [frame.numbers(name, faults) for name in repeat_names]
    found = frame.by_group(groups)
    if weights is None:
        for group, places in found.items():
            if len(places) != len(ESP_2013):
                faults.add(f"{_said(group)} has {len(places)} bands; the European standard population has 19")
    _check_bands(frame, found, band, faults)
    faults.stop()
    rows: list[tuple[Value, ...]] = []
    for group, places in found.items():
        picked = [events[at] for at in places], [people[at] for at in places]
        ours = [weights[at] for at in places] if weights is not None else list(ESP_2013)
        more = [[column[at] for column in several] for at in places] if several else None
        try:
            given = [direct_rate(*picked, ours, repeats=more, per=per, confidence=level) for level in levels]
        except BadFigures as fault:
            faults.add(f"{_said(group)}: {fault.message.rstrip('.')}")
            continue
        first = given[0]
        statistic = (
            f"dsr per {plain(float(per))}"
            if first.estimate.is_calculable
            else f"dsr NA for total count < {FEWEST_EVENTS}"
        )
        limits = limit_values([one.estimate for one in given])
        head = (*group, first.events, first.people, first.estimate.value)
        rows.append((*head, *limits, said_levels(levels), statistic, ADJUSTED if several else "Dobson"))
    faults.stop()
    tail = ("total_count", "total_pop", "value", *limit_names(levels), "confidence", "statistic", "method")
    notes = () if weights is not None else ("Standard: European standard population 2013, bands in their order.",)
    return Figures("Directly standardised rates", (*groups, *tail), tuple(rows), notes)


def indirect(
    frame: Frame,
    columns: Columns,
    *,
    reference: Frame | None,
    by: str,
    per: float,
    levels: Sequence[float],
    as_rate: bool,
) -> Figures:
    """Give each group's standardised ratio, or rate, held against a reference (a file of its own, or columns)."""
    from dueregard.analysis.stats.standardised import expected_events, indirect_ratio

    event_name, people_name, groups, band = _bands(frame, columns, by)
    faults = Faults(frame.file)
    events, people = frame.numbers(event_name, faults), _needed(frame, people_name, faults)
    found = frame.by_group(groups)
    _check_bands(frame, found, band, faults)
    theirs = _reference(frame, reference, by=by, faults=faults)
    faults.stop()
    rows: list[tuple[Value, ...]] = []
    for group, places in found.items():
        try:
            ref_events, ref_people = [theirs[at][0] for at in places], [theirs[at][1] for at in places]
            expected = expected_events([people[at] for at in places], ref_events, ref_people)
            crude = sum(one or 0.0 for one in ref_events) / sum(ref_people)
            observed = sum(events[at] or 0.0 for at in places)
            given = [indirect_ratio(observed, expected, reference_rate=crude, confidence=level) for level in levels]
        except BadFigures as fault:
            faults.add(f"{_said(group)}: {fault.message.rstrip('.')}")
            continue
        rows.append((*group, *_indirect_row([one for one in given if one], per=per, levels=levels, as_rate=as_rate)))
    faults.stop()
    middle = ("ref_rate",) if as_rate else ()
    tail = ("observed", "expected", *middle, "value", *limit_names(levels), "confidence", "statistic", "method")
    return Figures("Indirectly standardised figures", (*groups, *tail), tuple(rows))


def _indirect_row(
    given: Sequence[IndirectRatio], *, per: float, levels: Sequence[float], as_rate: bool
) -> tuple[Value, ...]:
    first = given[0]
    scaled: list[Estimate] = [one.rate(per=per) if as_rate else one.ratio.times(per) for one in given]
    middle = (first.reference_rate * per,) if as_rate else ()
    statistic = f"rate per {plain(float(per))}" if as_rate else f"ratio x {plain(float(per))}"
    return (
        first.observed,
        first.expected,
        *middle,
        scaled[0].value,
        *limit_values(scaled),
        said_levels(levels),
        f"indirectly standardised {statistic}",
        first.ratio.method,
    )


def inequalities(frame: Frame, columns: Columns, *, asked: InequalityAsked, level: float) -> Figures:
    """Give each group's slope and relative index of inequality over its quantiles, in their order."""
    from dueregard.analysis.stats.inequality import inequality

    picked = _InequalityColumns.of(frame, columns, asked)
    faults = Faults(frame.file)
    order, people = _needed(frame, picked.quantile, faults), _needed(frame, picked.people, faults)
    values = _needed(frame, picked.value, faults)
    faults.stop()
    transform = picked.transform
    errors = picked.errors(frame, values, people, faults, level=level)
    faults.stop()
    rows: list[tuple[Value, ...]] = []
    for group, places in frame.by_group(picked.groups).items():
        places = sorted(places, key=lambda at: order[at])
        if len({order[at] for at in places}) < len(places):
            faults.add(f"{_said(group)}: a quantile stands twice")
            continue
        try:
            found = inequality(
                [values[at] for at in places],
                [people[at] for at in places],
                [errors[at] for at in places],
                transform=transform,
                multiplier=asked.multiplier,
                relative=asked.relative,
                confidence=level,
                limits="simulated" if asked.is_simulated else "closed form",
                draws=asked.draws,
                seed=asked.seed,
            )
        except BadFigures as fault:
            faults.add(f"{_said(group)}: {fault.message.rstrip('.')}")
            continue
        rows.append((*group, *_inequality_row(found, asked, level=level)))
    faults.stop()
    # The published files leave "cl" off where a transform was made.
    ending = "" if asked.transform else "cl"
    sides = tuple(
        f"{index}_{name_of_limit(side, level).removesuffix('cl')}{ending}"
        for index in ("sii", "rii")
        for side in ("lower", "upper")
    )
    tail = ("indicator_type", "multiplier", "transform", "CI_confidence", "CI_method")
    kind = found.relative_is.value if rows else asked.relative.value
    notes = (f"The relative index is of the fitted line: {kind}.",)
    return Figures("Inequality", (*picked.groups, "sii", "rii", *sides, *tail), tuple(rows), notes)


def _inequality_row(found: Inequality, asked: InequalityAsked, *, level: float) -> tuple[Value, ...]:
    said = f"{asked.draws:.0e}" if asked.draws == 100_000 else plain(asked.draws)
    method = f"simulation {said} reps" if asked.is_simulated else found.slope.method
    return (
        found.slope.value,
        found.relative.value,
        *limit_values([found.slope, found.relative]),
        asked.kind,
        asked.multiplier,
        found.transform.value,
        said_levels([level]),
        method,
    )


@dataclass(frozen=True, slots=True)
class _InequalityColumns:
    quantile: str
    people: str
    value: str
    error: str | None
    low: str | None
    high: str | None
    groups: tuple[str, ...]
    transform: Transform
    is_share: bool

    @classmethod
    def of(cls, frame: Frame, columns: Columns, asked: InequalityAsked) -> _InequalityColumns:
        values, lows, highs = {
            "normal": (("value", "v"), ("lo", "lower"), ("hi", "upper")),
            "rate": (("rate", "value"), ("rlo", "lower", "lo"), ("rhi", "upper", "hi")),
            "proportion": (("prop", "proportion", "value"), ("plo", "lower", "lo"), ("phi", "upper", "hi")),
        }[asked.kind]
        if asked.transform and asked.kind == "normal":
            raise UsedWrongly(
                "Only rates and proportions are transformed.", mend="Add --type rate or --type proportion."
            )
        quantile = frame.find(asked.quantile, ("q", "quantile", "decile", "quintile"), option="--quantile")
        people = frame.find(columns.denominator, PEOPLE, option="--denominator")
        value = frame.find(columns.value, values, option="--value")
        error = frame.find_if(asked.error, ("se", "error", "standard_error")) if asked.kind == "normal" else None
        low, high = frame.find_if(asked.low, lows), frame.find_if(asked.high, highs)
        if error is None and (low is None or high is None) and (asked.kind != "proportion" or asked.transform):
            raise UsedWrongly(
                "Limits need the standard error of each value, or its lower and upper 95% limits.",
                mend="Name them with --error, or with --low and --high.",
            )
        used = [one for one in (quantile, people, value, error, low, high) if one]
        transform = Transform.NONE
        if asked.transform:
            transform = Transform.LOG if asked.kind == "rate" else Transform.LOGIT
        is_share = asked.kind == "proportion" and not asked.transform
        return cls(
            quantile, people, value, error, low, high, frame.groups(columns.group, used=used), transform, is_share
        )

    def errors(
        self, frame: Frame, values: list[float], people: list[float], faults: Faults, *, level: float
    ) -> list[float]:
        """Give the standard errors, from a column, from limits, or for shares from the people they are of."""
        from dueregard.analysis.stats.inequality import error_from_limits, error_of_share

        if self.error is not None:
            return _needed(frame, self.error, faults)
        if self.is_share:
            for row, (value, base) in enumerate(zip(values, people, strict=True), start=2):
                if not 0 <= value <= 1 or base <= 0:
                    faults.add("a share lies between 0 and 1, of somebody", row=row, column=self.value)
            faults.stop()
            return [error_of_share(value, base) for value, base in zip(values, people, strict=True)]
        assert self.low is not None
        assert self.high is not None
        lows, highs = _needed(frame, self.low, faults), _needed(frame, self.high, faults)
        faults.stop()
        errors = []
        for row, (low, high) in enumerate(zip(lows, highs, strict=True), start=2):
            try:
                errors.append(error_from_limits(low, high, transform=self.transform))
            except BadFigures as fault:
                faults.add(fault.message.rstrip("."), row=row, column=self.low)
        return errors


def life_tables(frame: Frame, columns: Columns, *, start: str, levels: Sequence[float]) -> Figures:
    """Give each group's life expectancy at each of the twenty ages."""
    from dueregard.analysis.stats.life import AGES, METHOD, life_expectancy

    age_name = frame.find(start, ("startage", "start_age", "age"), option="--start-age")
    people_name = frame.find(columns.denominator, PEOPLE, option="--denominator")
    death_name = frame.find(columns.numerator, ("deaths", "dths", *EVENTS), option="--numerator")
    groups = frame.groups(columns.group, used=(age_name, people_name, death_name))
    faults = Faults(frame.file)
    ages, people = _needed(frame, age_name, faults), _needed(frame, people_name, faults)
    deaths = _needed(frame, death_name, faults)
    faults.stop()
    rows: list[tuple[Value, ...]] = []
    notes: list[str] = []
    for group, places in frame.by_group(groups).items():
        places = sorted(places, key=lambda at: ages[at])
        if tuple(ages[at] for at in places) != AGES:
            said = ", ".join(str(age) for age in AGES)
            faults.add(f"{_said(group)}: its ages are not the twenty that begin at {said}")
            continue
        try:
            given = [
                life_expectancy([people[at] for at in places], [deaths[at] for at in places], confidence=level)
                for level in levels
            ]
        except BadFigures as fault:
            faults.add(f"{_said(group)}: {fault.message.rstrip('.')}")
            continue
        notes += {f"{_said(group)}: {one.estimate.why_not}" for one in given[0] if one.estimate.why_not}
        for ages_alike in zip(*given, strict=True):
            first = ages_alike[0]
            lows = tuple(one.estimate.limits.low for one in ages_alike)
            highs = tuple(one.estimate.limits.high for one in ages_alike)
            head = (*group, first.age, first.estimate.value, *lows, *highs, first.people, first.deaths)
            rows.append((*head, said_levels(levels), f"life expectancy at {first.age}", METHOD))
    faults.stop()
    sides = tuple(name_of_limit(side, level) for side in ("lower", "upper") for level in levels)
    tail = ("startage", "value", *sides, "pops_used", "dths_used", "confidence", "statistic", "method")
    return Figures("Life expectancy", (*groups, *tail), tuple(rows), tuple(notes))


def _bands(frame: Frame, columns: Columns, *used: str) -> tuple[str, str, tuple[str, ...], str | None]:
    """Give the columns of events, people, groups and the band."""
    events = frame.find(columns.numerator, EVENTS, option="--numerator")
    people = frame.find(columns.denominator, PEOPLE, option="--denominator")
    others = (*STANDARD, *REFERENCE_EVENTS[:3], *REFERENCE_PEOPLE[:3])
    taken = {events, people} | {heading for heading in frame.headings if heading.lower() in others or heading in used}
    return events, people, frame.groups(columns.group, used=taken), frame.find_if("", BANDS)


def _check_bands(frame: Frame, found: dict[tuple[str, ...], list[int]], band: str | None, faults: Faults) -> None:
    """Note the groups in which a band stands twice: a column that tells two groups apart was not seen."""
    if band is None:
        return
    bands = frame.texts(band)
    for group, places in found.items():
        if len({bands[at] for at in places}) < len(places):
            faults.add(
                f"{_said(group)} has a band of {band} twice; name every column that tells groups apart (--group)"
            )


def _reference(frame: Frame, reference: Frame | None, *, by: str, faults: Faults) -> list[tuple[float | None, float]]:
    """Give the reference's events and people for every row of the file."""
    if reference is None:
        event_name = frame.find_if("", REFERENCE_EVENTS[:3])
        people_name = frame.find_if("", REFERENCE_PEOPLE[:3])
        if event_name is None or people_name is None:
            raise UsedWrongly("There is nothing to hold the figures against.", mend="Add --reference FILE.")
        return list(zip(frame.numbers(event_name, faults), _needed(frame, people_name, faults), strict=True))
    shared = [name for name in (by,) if name] or [
        heading for heading in frame.headings if heading in reference.headings and heading.lower() in STRATA
    ]
    if not shared:
        raise UsedWrongly("The file and its reference have no band in common.", mend="Name its column with --by.")
    ours, key = frame.find(shared[0], (), option="--by"), reference.find(shared[0], (), option="--by")
    other = Faults(reference.file)
    events = reference.numbers(reference.find("", REFERENCE_EVENTS, option="a heading refx"), other)
    people = _needed(reference, reference.find("", REFERENCE_PEOPLE, option="a heading refn"), other)
    names = reference.texts(key)
    for name in sorted({name for name in names if names.count(name) > 1}):
        other.add(f"the band {name} stands twice", column=key)
    other.stop()
    place = {name: (event, base) for name, event, base in zip(names, events, people, strict=True)}
    found: list[tuple[float | None, float]] = []
    for row, name in enumerate(frame.texts(ours), start=2):
        if name not in place:
            faults.add("the reference has no such band", row=row, column=ours)
        found.append(place.get(name, (None, 0.0)))
    return found


def _needed(frame: Frame, name: str, faults: Faults) -> list[float]:
    return [one or 0.0 for one in frame.numbers(name, faults, needed=True)]


def _said(group: tuple[str, ...]) -> str:
    return " ".join(group) or "the file"
