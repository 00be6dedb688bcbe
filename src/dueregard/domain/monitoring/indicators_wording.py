"""How is a reading of an indicator said? The finding first, in a sentence or two with its numbers; then what it is not.

The one idea: each sentence is made from the rows that stand below it, with the same rounding, and claims a difference
only where the test of the difference does. "Told apart" is never read off overlapping lines.
Source: docs/reference/comparing.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from dueregard.analysis.stats.significance import compare as compare_shares
from dueregard.domain.monitoring.indicators import Against, Asks, Better
from dueregard.domain.monitoring.indicators_rows import ALPHA, Reading, Row, Said
from dueregard.domain.monitoring.wording import LARGER_THAN_CHANCE, percent

NONE_APART = (
    "No group can be told apart from {beside}: the differences are no larger than chance alone could make them."
)
ALL_HIDDEN = "These figures are hidden to protect people."
NOTHING_BESIDE = "There is nothing to hold these figures against yet."
TOO_FEW = "The figures are too few to tell these groups apart."


def finding(reading: Reading, *, population: str = "") -> str:
    """Say what a reading shows: who stands worst, by how much, and whether chance would do.

    Takes:   `population`, whom shares are held against, in words ("residents of Trafford, Census 2021").
    """
    known = [row for row in reading.answers if row.value is not None]
    if not known:
        hidden = any(row.said is Said.HIDDEN for row in reading.answers)
        return ALL_HIDDEN if hidden else TOO_FEW
    if all(row.said is Said.NOT_COMPARED for row in known):
        return NOTHING_BESIDE
    beside = beside_words(reading, population=population)
    if not reading.told_apart:
        if all(row.said in (Said.TOO_FEW, Said.NOT_COMPARED, Said.REFERENCE) for row in known):
            return TOO_FEW
        return NONE_APART.format(beside=beside)
    if reading.definition.asks is Asks.SHARE:
        return _share(reading, beside)
    return _outcome(reading, beside)


def beside_words(reading: Reading, *, population: str = "") -> str:
    """Say whom or what each group is held against.

    A reference group goes by its own name; a population by the words for it.
    """
    against = reading.definition.baseline.against
    if against is Against.EVERYONE_ELSE:
        return "everyone else"
    if against is Against.LAST_YEAR:
        return "a year ago"
    if against is Against.GROUP:
        code = reading.definition.baseline.reference
        return next((row.category.label for row in reading.answers if row.category.code == code), "the reference group")
    return population or "the population"


def in_percent(row: Row) -> str:
    """Give a row's percentage as its table shows it, with its sign."""
    return row.percent.in_words("%")


def _outcome(reading: Reading, beside: str) -> str:
    is_neutral = reading.definition.better in (Better.PARITY, Better.NEITHER)
    rows = reading.told_apart if is_neutral else reading.worse or reading.told_apart
    first = rows[0]
    held = f"{first.beside or 0.0:.{first.percent.decimals}f}%"
    said = f"{first.category.label}: {in_percent(first)} {reading.definition.words}, against {held} {_of(beside)}."
    if len(rows) == 1:
        return f"{said} {LARGER_THAN_CHANCE}"
    if is_neutral:
        start = f"{len(rows)} groups can be told apart from {beside}"
    else:
        start = f"{len(rows)} groups are {'worse' if reading.worse else 'better'} off than {beside}"
    return f"{start}, by more than chance alone would make it. The widest gap: {said}"


def _of(beside: str) -> str:
    """Put the words for what a figure is held against after its percentage."""
    return beside if beside == "a year ago" else f"of {beside}"


def _share(reading: Reading, beside: str) -> str:
    unit = reading.definition.unit
    first = (reading.worse or reading.told_apart)[0]
    less = [row.category.label for row in reading.worse]
    more = [row.category.label for row in reading.told_apart if row.said is Said.HIGHER]
    said = [
        f"{first.category.label}: {in_percent(first)} of {unit}, {first.beside or 0:.1f}% "
        f"{_of(beside)}. {LARGER_THAN_CHANCE}"
    ]
    rest = [label for label in less if label != first.category.label]
    if rest:
        said.append(f"Also fewer than their share: {_list(rest)}.")
    if more and first.said is Said.LOWER:
        said.append(f"More than their share: {_list(more)}.")
    return " ".join(said)


def note(reading: Reading, *, population: str = "") -> str:
    """Say how the picture is read, and which groups can be told apart."""
    beside = beside_words(reading, population=population)
    start = "The dot is the figure; the line through it is the range the true figure plausibly lies in (95%)."
    apart = [row.category.label for row in reading.told_apart]
    if not apart:
        return (
            f"{start} Where lines overlap, do not rank one group above another: none can be told apart from {beside}."
        )
    which = "only this can" if len(apart) == 1 else "these can"
    return (
        f"{start} Where lines overlap much, do not rank one group above another: "
        f"{which} be told apart from {beside}: {_list(apart)}."
    )


def order(reading: Reading) -> str:
    """Say in which order the rows stand."""
    if reading.definition.asks is Asks.SHARE:
        return "The most under-represented group is first." if reading.told_apart else "The lowest gap is first."
    return "Highest first." if reading.definition.better is Better.LOWER else "Lowest first."


def change(reading: Reading, *, now: Sequence[int | None], then: Sequence[int | None]) -> str:
    """Say whether everyone's rate moved since a year ago: by more than chance, or not.

    Takes:   count and base, now and then.
    """
    (count, base), (count_then, base_then) = now, then
    if reading.definition.asks is not Asks.OUTCOME or not base or not base_then or count is None or count_then is None:
        return ""
    test = compare_shares(count, base, count_then, base_then)
    here, there = percent(count / base, base), percent(count_then / base_then, base_then)
    if test is None or test.p is None:
        return ""
    if test.p < ALPHA:
        way = "up" if count / base > count_then / base_then else "down"
        return f"All {reading.definition.unit}: {here}, {way} from {there} a year ago. {LARGER_THAN_CHANCE}"
    return f"All {reading.definition.unit}: {here}, and {there} a year ago. Chance alone could make the difference."


def could_be(row: Row) -> str:
    """Say between what a share could lie, whoever the people are who did not tell."""
    if row.could_be is None or row.could_be.low is None or row.could_be.high is None:
        return ""
    return f"{row.could_be.low:.0f} to {row.could_be.high:.0f}"


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{'; '.join(words[:-1])}; and {words[-1]}"
