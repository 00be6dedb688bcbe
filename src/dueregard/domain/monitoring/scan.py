"""Who is worst off? Every group and every crossing of groups, ranked by how many people the difference touches.

The one idea: look everywhere, and pay for looking. Each group (and each crossing of two or three characteristics) is
held against everyone else in its table; all tests of the scan are one family, corrected together; rates of small groups
are drawn towards the rate of all for the ranking, so that they neither vanish nor shout. A finding is listed only if it
is larger than chance alone would make it; everything that cannot be said is counted and said.
A crossing that is worse off than the rest of each of its parts says so: it adds something that neither part shows.
Sources: sources.toml#benjamini-hochberg-1995, sources.toml#clayton-kaldor-1987, sources.toml#newcombe-1998.
It refuses to claim a cause.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension
from dueregard.analysis.released.table import ReleasedTable
from dueregard.analysis.stats.families import benjamini_hochberg
from dueregard.analysis.stats.proportions import difference, proportion
from dueregard.analysis.stats.ratios import risk_ratio
from dueregard.analysis.stats.shrinkage import shrunk_rates
from dueregard.analysis.stats.significance import compare as compare_shares
from dueregard.analysis.stats.values import Estimate
from dueregard.domain.monitoring.figures import NOT_DECLARED, NOUGHT, answers, dimension_of
from dueregard.domain.monitoring.outcomes import Standing, Tally, can_turn, tally
from dueregard.terms.errors import UsedWrongly

Better: TypeAlias = Literal["higher", "lower"]
Place: TypeAlias = tuple[tuple[str, Category], ...]
"""A group or a crossing: dimension code and category, in the order of the table."""

MOST_CROSSED = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the tables.

    Takes:   `outcome`, the dimension of the outcome; `of`, the category that is counted; `better`, whether more or less
             of it is better for people; `minimum_base`, the fewest people on either side; `words`, what happened
             to them, as "were stopped and then arrested"; `unit`, who they are, as "people".
    """

    outcome: str
    of: str
    better: Better
    words: str
    unit: str = "people"
    minimum_base: int = 30
    alpha: float = 0.05


@dataclass(frozen=True, slots=True)
class Found:
    """One group or crossing against everyone else.

    `touched` is how many people more (or fewer) would have the better outcome at everyone else's rate, from the group's
    own rate; `shrunk_touched` from the rate drawn towards all, which is what the ranking goes by. `adds` says, for a
    crossing, whether it is worse off than the rest of each of its parts; None for a single group or where hidden.
    """

    place: Place
    tally: Tally
    other: Tally
    rate: Estimate | None
    gap: Estimate | None
    ratio: Estimate | None
    p: float | None
    adjusted: float | None
    standing: Standing
    is_worse: bool
    touched: float
    shrunk_touched: float
    can_turn: bool | None
    adds: bool | None = None

    @property
    def key(self) -> str:
        """Name the group so that it is known again in another period's scan."""
        return " & ".join(f"{dimension}={category.code}" for dimension, category in self.place)


@dataclass(frozen=True, slots=True)
class Scan:
    """The findings, the worst first; the groups that do better; and what cannot be said."""

    question: Question
    worse: tuple[Found, ...]
    better: tuple[Found, ...]
    cannot_tell: tuple[Found, ...]
    too_few: int
    hidden: int
    tests: int
    all: Tally
    cautions: tuple[str, ...]

    @property
    def places_looked_at(self) -> int:
        """Give how many groups and crossings there were."""
        return len(self.worse) + len(self.better) + len(self.cannot_tell) + self.too_few + self.hidden


def scan(tables: Sequence[ReleasedTable], *, question: Question) -> Scan:
    """Look through released tables for groups that are worse off.

    Takes:   tables that run over the outcome and one to three characteristics each, of one population.
    Raises:  UsedWrongly where there is no table, or one runs over no or more than three characteristics.

    A crossing is held against everyone else in its table, people of unknown groups included; a single group against the
    others who declared, or where it is hidden how many did not, against everyone else.
    """
    if not tables:
        raise UsedWrongly("There is no table to look through.")
    found: list[Found] = []
    for table in tables:
        found.extend(_of_table(table, question))
    # A group that several tables hold is one question, asked once: the first table that has it answers.
    found = list({one.key: one for one in reversed(found)}.values())[::-1]
    adjusted = benjamini_hochberg([one.p for one in found])
    judged = [_judged(one, p, question) for one, p in zip(found, adjusted, strict=True)]
    sure = [one for one in judged if one.standing in (Standing.HIGHER, Standing.LOWER)]
    return Scan(
        question=question,
        worse=tuple(sorted((one for one in sure if one.is_worse), key=_rank)),
        better=tuple(sorted((one for one in sure if not one.is_worse), key=_rank)),
        cannot_tell=tuple(sorted((one for one in judged if one.standing is Standing.CANNOT_TELL), key=_rank)),
        too_few=sum(one.standing is Standing.TOO_FEW for one in judged),
        hidden=sum(one.standing is Standing.HIDDEN for one in judged),
        tests=sum(one.p is not None for one in judged),
        all=tally(tables[0], outcome=question.outcome, of=question.of, at={}),
        cautions=("This shows differences. It does not show why.", *dict.fromkeys(n for t in tables for n in t.notes)),
    )


def _rank(one: Found) -> tuple[float, float, str]:
    return (-abs(one.shrunk_touched), -abs(one.gap.value or 0.0) if one.gap else 0.0, one.key)


def _judged(one: Found, p: float | None, question: Question) -> Found:
    standing = one.standing
    if standing is Standing.CANNOT_TELL and p is not None and p < question.alpha and one.gap and one.gap.value:
        standing = Standing.HIGHER if one.gap.value > 0 else Standing.LOWER
    return replace(one, adjusted=p, standing=standing)


def _of_table(table: ReleasedTable, question: Question) -> list[Found]:
    over = tuple(dimension for dimension in table.dimensions if dimension.code != question.outcome)
    if not 1 <= len(over) <= MOST_CROSSED:
        raise UsedWrongly("A table to look through has one to three characteristics.", where=table.code)
    for dimension in table.dimensions:
        if TOTAL not in dimension.codes:
            raise UsedWrongly("The table has no total for this.", where=dimension.label)
    dimension_of(table, question.outcome).category(question.of)
    drafts = []
    for size in range(1, len(over) + 1):
        for crossed in itertools.combinations(over, size):
            drafts.extend(_crossing(table, crossed, question))
    return drafts


def _crossing(table: ReleasedTable, crossed: tuple[Dimension, ...], question: Question) -> list[Found]:
    def at(place: Place) -> Tally:
        return tally(table, outcome=question.outcome, of=question.of, at={d: c.code for d, c in place})

    everyone, unknown = at(()), Tally(NOUGHT, NOUGHT)
    if len(crossed) == 1:
        for category in crossed[0].categories:
            if category.kind in NOT_DECLARED:
                more = at(((crossed[0].code, category),))
                unknown = Tally(unknown.count + more.count, unknown.base + more.base)
    known = everyone - unknown if unknown.pair != (None, None) else everyone
    places: list[Place] = [
        tuple(zip((d.code for d in crossed), categories, strict=True))
        for categories in itertools.product(*(answers(d) for d in crossed))
    ]
    tallies = {place: at(place) for place in places}
    drawn = _drawn(tallies, crossed)
    found = []
    for place, own in tallies.items():
        one = _against(place, own, known - own, drawn.get(place), question)
        if len(crossed) == 1:
            one = replace(one, can_turn=can_turn(own, known - own, unknown))
        elif one.standing is Standing.CANNOT_TELL:
            one = replace(one, adds=_adds(one, [at(place[:i] + place[i + 1 :]) for i in range(len(place))], question))
        found.append(one)
    return found


def _drawn(tallies: dict[Place, Tally], crossed: tuple[Dimension, ...]) -> dict[Place, float]:
    """Draw the rates of the groups that do not overlap (the leaves of the tree) towards the rate of all of them."""
    leaves = [set(d.leaves) for d in crossed]
    kept = {
        place: one.pair
        for place, one in tallies.items()
        if one.share is not None and all(c.code in there for (_, c), there in zip(place, leaves, strict=True))
    }
    counts = [pair[0] or 0 for pair in kept.values()]
    bases = [pair[1] or 0 for pair in kept.values()]
    return dict(zip(kept, shrunk_rates(counts, bases), strict=True)) if kept else {}


def _against(place: Place, own: Tally, other: Tally, drawn: float | None, question: Question) -> Found:
    count, base = own.pair
    against, against_base = other.pair
    if count is None or base is None or against is None or against_base is None:
        return Found(place, own, other, None, None, None, None, None, Standing.HIDDEN, False, 0.0, 0.0, None)
    if base < question.minimum_base or against_base < question.minimum_base:
        return Found(place, own, other, None, None, None, None, None, Standing.TOO_FEW, False, 0.0, 0.0, None)
    gap = difference(count, base, against, against_base)
    apart = (gap.value or 0.0) if gap else 0.0
    test = compare_shares(count, base, against, against_base)
    return Found(
        place=place,
        tally=own,
        other=other,
        rate=proportion(count, base),
        gap=gap,
        ratio=risk_ratio(count, base, against, against_base),
        p=test.p if test else None,
        adjusted=None,
        standing=Standing.CANNOT_TELL,
        is_worse=apart < 0 if question.better == "higher" else apart > 0,
        touched=abs(apart) * base,
        shrunk_touched=abs((drawn if drawn is not None else count / base) - against / against_base) * base,
        can_turn=None,
    )


def _adds(one: Found, parts: Sequence[Tally], question: Question) -> bool | None:
    """Say whether a crossing is worse off than the rest of each of its parts; None where one is hidden or small."""
    count, base = one.tally.pair
    if count is None or not base:
        return None
    for part in parts:
        rest, rest_base = (part - one.tally).pair
        if rest is None or rest_base is None or rest_base < question.minimum_base:
            return None
        apart = count / base - rest / rest_base
        test = compare_shares(count, base, rest, rest_base)
        is_worse = apart < 0 if question.better == "higher" else apart > 0
        if not is_worse or test is None or test.p is None or test.p >= question.alpha:
            return False
    return True
