"""Who is over- and under-represented? The people counted, held against a population, group by group.

The one idea: each group's share of those who declared is set beside its share of the population, with an interval,
the gap in percentage points, an index (1 = the same share) and an exact test; the tests of one table are one family,
corrected together. A group is called over- or under-represented only where the corrected test says so; else the answer
is that the figures cannot tell. Hidden, too few and not in the population are said, each in its own words.
Sources: sources.toml#lga-workforce-practice, sources.toml#clopper-pearson-1934, sources.toml#benjamini-hochberg-1995.
It refuses to compare across dimensions that have no category in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dueregard.analysis.released.dimensions import Category, Kind
from dueregard.analysis.released.table import Method, Origin, ReleasedTable
from dueregard.analysis.stats.families import benjamini_hochberg
from dueregard.analysis.stats.representation import Representation, representation
from dueregard.analysis.stats.significance import Test, binomial, goodness_of_fit
from dueregard.analysis.stats.spread import dissimilarity
from dueregard.domain.monitoring.figures import (
    ANSWERS,
    Figure,
    Gap,
    answers,
    declared,
    dimension_of,
    figure,
    not_declared,
)
from dueregard.terms.errors import UsedWrongly

ALL_OF_IT = 0.001
"""Shares of a population that was changed a little to protect people add to one within this."""


class Verdict(StrEnum):
    """What may be said of a group."""

    OVER = "over"
    UNDER = "under"
    NOBODY = "nobody"
    CANNOT_TELL = "cannot_tell"
    TOO_FEW = "too_few"
    HIDDEN = "hidden"
    NO_BASELINE = "no_baseline"


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a comparison. `adjusted` is the test's p-value after the correction for the whole family."""

    category: Category
    count: Figure
    population: Figure
    population_share: float | None
    representation: Representation | None
    test: Test | None
    adjusted: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table held against a population.

    `base` are those who declared; `not_declared` the others by kind; `overall` tests all groups at once;
    `dissimilarity` is the share of people who would have to be in another group for the two to agree (0 to 1).
    """

    dimension: str
    label: str
    groups: tuple[Group, ...]
    base: Figure
    not_declared: Mapping[Kind, Figure]
    population_base: Figure
    overall: Test | None
    dissimilarity: float | None
    origins: tuple[Origin, ...]
    cautions: tuple[str, ...]

    @property
    def told_apart(self) -> tuple[Group, ...]:
        """Give the groups that are over- or under-represented, the widest gap first."""
        sure = [group for group in self.groups if group.verdict in (Verdict.OVER, Verdict.UNDER)]
        return tuple(sorted(sure, key=_gap, reverse=True))


def _gap(group: Group) -> float:
    return abs(group.representation.gap_points.value or 0.0) if group.representation else 0.0


def compare(
    observed: ReleasedTable,
    *,
    against: ReleasedTable,
    dimension: str,
    against_dimension: str = "",
    at: Mapping[str, str] | None = None,
    minimum_base: int = 10,
    alpha: float = 0.05,
) -> Comparison:
    """Hold a released table against a population's, over one dimension.

    Takes:   both tables with `dimension`, or the population's under the name `against_dimension`; `at`, where in the
             observed table's other dimensions (totals if left out); `minimum_base`, the fewest people who declared for
             any share to be given.
    Raises:  UsedWrongly where the two have no category in common.
    """
    over, beside = dimension_of(observed, dimension), against_dimension or dimension
    there = {c.code: c for c in dimension_of(against, beside).categories if c.kind in ANSWERS}
    shared = tuple(category for category in answers(over) if category.code in there)
    if not shared:
        raise UsedWrongly("The two have no group in common.", where=over.label, mend="Use one classification for both.")
    base = declared(observed, dimension=dimension, at=at)
    whole = declared(against, dimension=beside)
    drafts = []
    for category in answers(over):
        count = figure(observed, {**(at or {}), dimension: category.code})
        population = figure(against, {beside: category.code}) if category.code in there else None
        drafts.append(_draft(category, count, population, base=base, whole=whole))
    groups = _judged(drafts, base=base, minimum_base=minimum_base, alpha=alpha)
    return Comparison(
        dimension=dimension,
        label=over.label,
        groups=groups,
        base=base,
        not_declared=not_declared(observed, dimension=dimension, at=at),
        population_base=whole,
        overall=_overall(groups, leaves={c.code for c in shared if not over.children(c.code)}),
        dissimilarity=_apart(groups, leaves={c.code for c in shared if not over.children(c.code)}),
        origins=(*observed.origins, *against.origins),
        cautions=(*_cautions(observed), *observed.notes, *against.notes),
    )


def _draft(category: Category, count: Figure, population: Figure | None, *, base: Figure, whole: Figure) -> Group:
    if population is None:
        return Group(category, count, Figure(None, Gap.NOT_APPLICABLE), None, None, None, None, Verdict.NO_BASELINE)
    share = population.value / whole.value if population.value is not None and whole.value else None
    if count.value is None or base.value is None:
        return Group(category, count, population, share, None, None, None, Verdict.HIDDEN)
    if share is None or base.value == 0:
        return Group(category, count, population, share, None, None, None, Verdict.NO_BASELINE)
    # Cells that a method has moved need not add up: a share is then at most the whole.
    part = min(count.value, base.value)
    return Group(
        category,
        count,
        population,
        share,
        representation(part, base.value, share),
        binomial(part, base.value, share),
        None,
        Verdict.CANNOT_TELL,
    )


def _judged(drafts: list[Group], *, base: Figure, minimum_base: int, alpha: float) -> tuple[Group, ...]:
    adjusted = benjamini_hochberg([draft.test.p if draft.test else None for draft in drafts])
    groups = []
    for draft, p in zip(drafts, adjusted, strict=True):
        verdict = draft.verdict
        if verdict is Verdict.CANNOT_TELL:
            if (base.value or 0) < minimum_base:
                verdict = Verdict.TOO_FEW
            elif p is not None and p < alpha and draft.representation is not None:
                verdict = _way(draft)
        groups.append(
            Group(
                draft.category,
                draft.count,
                draft.population,
                draft.population_share,
                draft.representation if verdict is not Verdict.TOO_FEW else None,
                draft.test if verdict is not Verdict.TOO_FEW else None,
                p if verdict is not Verdict.TOO_FEW else None,
                verdict,
            )
        )
    return tuple(groups)


def _way(draft: Group) -> Verdict:
    """Nobody at all is not "under": the list that people chose from may not have had the group as an answer."""
    if draft.representation is not None and (draft.representation.gap_points.value or 0) > 0:
        return Verdict.OVER
    return Verdict.NOBODY if draft.count.value == 0 else Verdict.UNDER


def _overall(groups: tuple[Group, ...], *, leaves: set[str]) -> Test | None:
    parts = [group for group in groups if group.category.code in leaves]
    if any(group.representation is None or group.population_share is None for group in parts):
        return None
    whole = sum(group.population_share or 0 for group in parts)
    if abs(whole - 1) > ALL_OF_IT:
        return None  # some of the population is in a group that was not counted here
    return goodness_of_fit(
        [group.count.value or 0 for group in parts], [(group.population_share or 0) / whole for group in parts]
    )


def _apart(groups: tuple[Group, ...], *, leaves: set[str]) -> float | None:
    parts = [group for group in groups if group.category.code in leaves]
    if len(parts) < 2 or any(group.representation is None or group.population.value is None for group in parts):
        return None
    return dissimilarity([group.count.value for group in parts], [group.population.value for group in parts])


_BY_METHOD = {
    Method.ROUNDING: "Figures are rounded to protect people, so a share can be a little off.",
    Method.CELL_KEY: "Small changes were made to the figures to protect people, so a share can be a little off.",
}


def _cautions(observed: ReleasedTable) -> tuple[str, ...]:
    said = ["This shows a difference. It does not show why."]
    if words := _BY_METHOD.get(observed.method):
        said.append(words)
    return tuple(said)
