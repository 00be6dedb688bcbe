"""To whom does it happen more often? The rate of an outcome in each group, against everyone else or a chosen group.

The one idea: each group's rate stands beside that of whom it is compared with, with the difference (Newcombe), the
ratio (log limits), and a test; the tests of one table are one family, corrected together. People whose outcome is not
known are in no base; people who did not give their characteristic are in the rate of "everyone else" only where the
comparison is with all others, and what they could do to the finding is bounded.
Sources: sources.toml#newcombe-1998, sources.toml#katz-1978, sources.toml#due-regard-tests,
sources.toml#benjamini-hochberg-1995.
It refuses a table that does not run over the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from dueregard.analysis.released.dimensions import TOTAL, Category
from dueregard.analysis.released.table import Origin, ReleasedTable
from dueregard.analysis.stats.families import benjamini_hochberg
from dueregard.analysis.stats.proportions import difference, proportion
from dueregard.analysis.stats.ratios import risk_ratio
from dueregard.analysis.stats.significance import Test
from dueregard.analysis.stats.significance import compare as compare_shares
from dueregard.analysis.stats.values import Estimate
from dueregard.domain.monitoring.figures import NOT_DECLARED, NOUGHT, Figure, answers, dimension_of, figure
from dueregard.terms.errors import UsedWrongly

UNKNOWN_AMONG = "How many gave no answer is hidden to protect people; everyone else includes them."


class Standing(StrEnum):
    """What may be said of a group's rate."""

    HIGHER = "higher"
    LOWER = "lower"
    CANNOT_TELL = "cannot_tell"
    TOO_FEW = "too_few"
    HIDDEN = "hidden"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many had the outcome, of how many whose outcome is known."""

    count: Figure
    base: Figure

    def __sub__(self, other: Tally) -> Tally:
        """Take a part from a whole."""
        return Tally(self.count - other.count, self.base - other.base)

    @property
    def share(self) -> float | None:
        """Give the rate, or None where a cell is hidden or nobody is there."""
        if self.count.value is None or not self.base.value:
            return None
        return min(self.count.value, self.base.value) / self.base.value

    @property
    def pair(self) -> tuple[int | None, int | None]:
        """Give count and base as numbers; what a method has moved past the base is brought back to it."""
        if self.count.value is None or self.base.value is None:
            return None, None
        return min(self.count.value, self.base.value), self.base.value


@dataclass(frozen=True, slots=True)
class Rate:
    """One group's rate, held against another's. `adjusted` is the p-value after the correction."""

    category: Category
    tally: Tally
    other: Tally
    rate: Estimate | None
    gap: Estimate | None
    ratio: Estimate | None
    test: Test | None
    adjusted: float | None
    standing: Standing
    can_turn: bool | None = None
    """Whether people who did not give their characteristic could turn the difference round; None if not known."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The rates of one outcome by one characteristic. `reference` is None where each is held against all others."""

    dimension: str
    label: str
    reference: Category | None
    rates: tuple[Rate, ...]
    all: Tally
    unknown: Tally
    origins: tuple[Origin, ...]
    cautions: tuple[str, ...]


def tally(table: ReleasedTable, *, outcome: str, of: str, at: Mapping[str, str]) -> Tally:
    """Give how many had the outcome `of`, and how many have a known outcome, at a place in the table.

    Raises:  UsedWrongly where the table does not run over the outcome, or has no total for it.
    """
    base = figure(table, {**at, outcome: TOTAL})
    for category in dimension_of(table, outcome).categories:
        if category.kind in NOT_DECLARED:
            base = base - figure(table, {**at, outcome: category.code})
    return Tally(figure(table, {**at, outcome: of}), base)


def compare_outcomes(
    table: ReleasedTable,
    *,
    dimension: str,
    outcome: str,
    of: str,
    reference: str | None = None,
    at: Mapping[str, str] | None = None,
    minimum_base: int = 10,
    alpha: float = 0.05,
) -> Outcomes:
    """Hold the rate of an outcome in each group against everyone else's, or against that of a reference group.

    Takes:   a table with `dimension` and `outcome`; `of`, the category of the outcome that is counted;
             `minimum_base`, the fewest people on either side for a rate to be given.
    Raises:  UsedWrongly where a dimension or category is not there, or a total that is needed.
    """
    over = dimension_of(table, dimension)
    dimension_of(table, outcome).category(of)
    fixed = over.category(reference) if reference is not None else None
    place = dict(at or {})
    if TOTAL not in over.codes:
        raise UsedWrongly("The table has no total for this.", where=over.label)

    def there(code: str) -> Tally:
        return tally(table, outcome=outcome, of=of, at={**place, dimension: code})

    everyone, unknown = there(TOTAL), Tally(NOUGHT, NOUGHT)
    for category in over.categories:
        if category.kind in NOT_DECLARED:
            more = there(category.code)
            unknown = Tally(unknown.count + more.count, unknown.base + more.base)
    # Where it is hidden how many are unknown, everyone else is everyone else, the unknown among them; and it is said.
    apart = unknown.pair != (None, None)
    known = everyone - unknown if apart else everyone
    drafts = []
    for category in answers(over):
        own = there(category.code)
        other = there(fixed.code) if fixed is not None else known - own
        drafts.append(
            _draft(category, own, other, is_reference=fixed is not None and category == fixed, few=minimum_base)
        )
    rates = _judged(drafts, alpha=alpha)
    if fixed is None:
        rates = tuple(replace(rate, can_turn=can_turn(rate.tally, rate.other, unknown)) for rate in rates)
    said = ("This shows a difference. It does not show why.", *(() if apart else (UNKNOWN_AMONG,)), *table.notes)
    return Outcomes(dimension, over.label, fixed, rates, everyone, unknown, table.origins, said)


def _draft(category: Category, own: Tally, other: Tally, *, is_reference: bool, few: int) -> Rate:
    count, base = own.pair
    against, against_base = other.pair
    rate = proportion(count, base) if base else None
    if rate is None or base is None:
        standing = Standing.HIDDEN if base is None or count is None else Standing.TOO_FEW
        return Rate(category, own, other, None, None, None, None, None, standing)
    if is_reference:
        return Rate(category, own, other, rate, None, None, None, None, Standing.REFERENCE)
    if base < few:
        return Rate(category, own, other, None, None, None, None, None, Standing.TOO_FEW)
    if against is None or against_base is None:
        return Rate(category, own, other, rate, None, None, None, None, Standing.HIDDEN)
    if against_base < few:
        return Rate(category, own, other, rate, None, None, None, None, Standing.TOO_FEW)
    return Rate(
        category,
        own,
        other,
        rate,
        difference(count, base, against, against_base),
        risk_ratio(count, base, against, against_base),
        compare_shares(count, base, against, against_base),
        None,
        Standing.CANNOT_TELL,
    )


def _judged(drafts: list[Rate], *, alpha: float) -> tuple[Rate, ...]:
    adjusted = benjamini_hochberg([draft.test.p if draft.test else None for draft in drafts])
    return tuple(judged(draft, p, alpha=alpha) for draft, p in zip(drafts, adjusted, strict=True))


def judged(draft: Rate, p: float | None, *, alpha: float) -> Rate:
    """Give a rate its corrected p-value, and say what may be said of it."""
    standing = draft.standing
    if standing is Standing.CANNOT_TELL and p is not None and p < alpha and draft.gap and draft.gap.value:
        standing = Standing.HIGHER if draft.gap.value > 0 else Standing.LOWER
    return replace(draft, adjusted=p, standing=standing)


def can_turn(own: Tally, other: Tally, unknown: Tally) -> bool | None:
    """Say whether people whose group is not known could turn the difference round, if all stood where it tells most.

    Gives:   None where a figure is hidden; False where nobody is unknown.
    Source:  sources.toml#manski-bounds

    >>> can_turn(Tally(Figure(30), Figure(100)), Tally(Figure(60), Figure(100)), Tally(Figure(5), Figure(10)))
    False
    """
    count, base = own.pair
    against, against_base = other.pair
    with_it, all_unknown = unknown.pair
    if count is None or base is None or against is None or against_base is None or with_it is None:
        return None
    if not base or not against_base:
        return None
    without_it = (all_unknown or 0) - with_it
    now = count / base - against / against_base
    lowest = count / (base + without_it) - (against + with_it) / (against_base + with_it)
    highest = (count + with_it) / (base + with_it) - against / (against_base + without_it)
    return lowest <= 0 if now > 0 else highest >= 0
