"""What else could be released, and how much would each way hide? Each is tried on what was counted already.

The one idea: an alternative is another specification. It is protected, not released: what comes out is how many of its
figures would be hidden, and nothing else. Chosen, it goes the whole way again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.disclosure.protect import protect
from dueregard.analysis.release.known import for_the_protector, of_the_same_people
from dueregard.analysis.released.dimensions import TOTAL, Kind
from dueregard.analysis.released.table import Method, Population, ReleasedTable
from dueregard.terms.errors import UsedWrongly
from dueregard.web.monitoring.queries.releases_counting import (
    Counted,
    brought_together,
    by_itself,
    column_of,
    heading_of,
)
from dueregard.web.monitoring.queries.releases_specification import Pick, Specification

SECONDS_EACH = 5.0
MOST = 6


def alternatives_to(
    wanted: Specification,
    counted: Counted,
    *,
    policy: Policy,
    before: Sequence[ReleasedTable],
    population: Population,
    check: Callable[[], None],
) -> tuple[dict[str, Any], ...]:
    """Give other ways to count: what each is, its specification, and how many of its figures would be hidden.

    Takes:   `check`, called before each, which may raise to stop.
    """
    earlier = of_the_same_people(before, population)
    known = for_the_protector(earlier, population, policy.audience)
    tried = []
    for title, why, other in list(_others(wanted, counted, policy))[:MOST]:
        check()
        hidden, of = _cost(other, counted, policy=policy, known=known)
        tried.append({"title": title, "why": why, "specification": other.to_json(), "hidden": hidden, "of": of})
    return tuple(tried)


def _cost(
    wanted: Specification, counted: Counted, *, policy: Policy, known: Sequence[ReleasedTable]
) -> tuple[int | None, int]:
    """Say how many figures would be hidden, of how many; None where no pattern protects them."""
    tables = brought_together(counted, wanted)
    of = sum(table.counts.size for table in tables)
    if wanted.rounded:
        return 0, of
    plain = replace(policy, method=Method.SUPPRESSION)
    try:
        done = protect(tables, policy=plain, before=known, seconds=SECONDS_EACH)
    except UsedWrongly:
        return None, of
    if any(one.width < 1 for one in done.unprotectable):
        return None, of
    return sum(not state.has_value for one in done.tables for state in one.states), of


def _others(wanted: Specification, counted: Counted, policy: Policy) -> Iterator[tuple[str, str, Specification]]:
    for code in wanted.by:
        heading = column_of(counted.file, code).heading
        over = counted.tables[(code,)].dimensions[0]
        if any(category.kind is Kind.GROUP for category in over.categories):
            if code not in wanted.coarse:
                yield (
                    _("%(column)s over its broad groups only") % {"column": heading},
                    _("More figures are shown. Lost: each single group; only what is said of the broad ones is left."),
                    replace(wanted, coarse=(*wanted.coarse, code)),
                )
        elif (small := _smallest(wanted, counted, code, policy)) is not None:
            yield (
                _("The smallest groups of %(column)s together") % {"column": heading},
                _("Their sum is shown where each alone must be hidden; each keeps its row."),
                replace(wanted, merged=(*wanted.merged, small)),
            )
    for crossing in wanted.crossings:
        yield (
            _("Without “%(table)s”") % {"table": heading_of(counted.file, crossing)},
            _("A sum that is not shown gives nothing back. Lost: what only these columns together can tell."),
            wanted.without_crossing(crossing),
        )
    if wanted.rows is not None:
        yield (
            _("Without setting some apart from everyone else"),
            _("One table of everybody hides less than two. Lost: how these people differ from everyone else."),
            replace(wanted, rows=None),
        )
    if not wanted.rounded:
        yield (
            _("Rounded to %(base)s instead of hidden") % {"base": policy.rounding_base},
            _("Every figure is shown. Lost: exact figures, for good: what is out by one way stays so."),
            replace(wanted, rounded=True),
        )


def _smallest(wanted: Specification, counted: Counted, code: str, policy: Policy) -> Pick | None:
    """Give the smallest categories of a column: as few as have twice the threshold together."""
    if any(one.column == code for one in wanted.merged):
        return None
    alone = replace(wanted, by=(code,), crossings=(), outcome=None, rows=None)
    (table,) = brought_together(
        Counted(counted.file, {(code,): by_itself(counted.tables[(code,)])}, counted.secret), alone
    )
    (over,) = table.dimensions
    leaves = [c.code for c in over.categories if c.kind is Kind.VALUE and c.parent == TOTAL]
    sizes = {leaf: int(table.counts[over.codes.index(leaf)]) for leaf in leaves}
    chosen: list[str] = []
    for leaf in sorted((leaf for leaf in leaves if sizes[leaf]), key=lambda one: (sizes[one], one)):
        if len(chosen) > 1 and sum(sizes[one] for one in chosen) >= 2 * policy.threshold:
            break
        chosen.append(leaf)
    is_useful = 2 <= len(chosen) < len(leaves) - 1 and sizes[chosen[0]] < 5 * policy.threshold
    return Pick(code, tuple(sorted(chosen))) if is_useful else None
