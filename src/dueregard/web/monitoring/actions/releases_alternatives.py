"""What else could be released, and how much would each way hide? Each is tried on what was counted already.

The one idea: an alternative is another specification. It is protected, not released: what comes out is how many of its
figures would be hidden, and nothing else. Chosen, it goes the whole way again. There are several families of ways;
where they are more than a page can compare, each gives its first before any gives its second, and rounding, which
hides nothing, is always the last. Decision record 0042.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.disclosure.protect import protect
from dueregard.analysis.release.known import for_the_protector, of_the_same_people
from dueregard.analysis.released.dimensions import TOTAL, Kind
from dueregard.analysis.released.table import Method, Population, ReleasedTable
from dueregard.domain.monitoring.counting import broad
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
SECONDS_ALL = 40
"""How long trying other ways may take together; those that there is no time for are not offered, save rounding."""
MOST = 10
Way: TypeAlias = tuple[str, str, Specification]
"""What it is, what is gained and lost by it, and what is asked for then."""


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
    Gives:   at most `MOST`, of every family that there is.
    """
    earlier = of_the_same_people(before, population)
    known = for_the_protector(earlier, population, policy.audience)
    until = time.monotonic() + SECONDS_ALL
    tried = []
    for title, why, other in ways_from(wanted, counted, policy):
        check()
        left = until - time.monotonic()
        if left <= 0 and not other.rounded:
            continue
        hidden, of = _cost(other, counted, policy=policy, known=known, seconds=min(SECONDS_EACH, left))
        tried.append({"title": title, "why": why, "specification": other.to_json(), "hidden": hidden, "of": of})
    return tuple(tried)


def ways_from(wanted: Specification, counted: Counted, policy: Policy) -> tuple[Way, ...]:
    """Give the ways to try, at most `MOST`: the first of each family before the second of any, rounding last."""
    families = [list(family(wanted, counted, policy)) for family in (_fewer_groups, _no_sums, _no_crossing, _no_rows)]
    last = list(_rounded(wanted, policy))
    turns = sorted((turn, place) for place, family in enumerate(families) for turn in range(len(family)))
    kept = sorted((place, turn) for turn, place in turns[: MOST - len(last)])
    return (*(families[place][turn] for place, turn in kept), *last)


def _cost(
    wanted: Specification, counted: Counted, *, policy: Policy, known: Sequence[ReleasedTable], seconds: float
) -> tuple[int | None, int]:
    """Say how many figures would be hidden, of how many; None where no pattern protects them."""
    tables = brought_together(counted, wanted)
    of = sum(table.counts.size for table in tables)
    if wanted.rounded:
        return 0, of
    plain = replace(policy, method=Method.SUPPRESSION)
    try:
        done = protect(tables, policy=plain, before=known, seconds=seconds)
    except UsedWrongly:
        return None, of
    if any(one.width < 1 for one in done.unprotectable):
        return None, of
    return sum(not state.has_value for one in done.tables for state in one.states), of


def _fewer_groups(wanted: Specification, counted: Counted, policy: Policy) -> Iterator[Way]:
    """Give each column over fewer groups: its broad ones, or the smallest together."""
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


def _no_sums(wanted: Specification, counted: Counted, policy: Policy) -> Iterator[Way]:
    """Give each column that is crossed as one inside which the crossings are shown only."""
    for code in wanted.by:
        other = replace(wanted, within=code)
        left_out = [heading_of(counted.file, several) for several in other.left_out]
        if wanted.rounded or code == wanted.within or not left_out or _parts(counted, code) < 2:
            continue
        yield (
            _("Without sums over all of %(column)s") % {"column": column_of(counted.file, code).heading},
            _(
                "A sum that is not shown gives nothing back. Lost: what the others come to over everyone. Left out "
                "with it: %(tables)s."
            )
            % {"tables": ", ".join(f"“{each}”" for each in left_out)},
            other,
        )


def _parts(counted: Counted, code: str) -> int:
    """Say how many parts the whole of a column has, where it is crossed."""
    over = broad(counted.tables[(code,)], dimension=code).dimensions[0]
    return len(over.children(TOTAL))


def _no_crossing(wanted: Specification, counted: Counted, policy: Policy) -> Iterator[Way]:
    """Give it without each of its crossings."""
    for crossing in wanted.crossings:
        yield (
            _("Without “%(table)s”") % {"table": heading_of(counted.file, crossing)},
            _("A sum that is not shown gives nothing back. Lost: what only these columns together can tell."),
            wanted.without_crossing(crossing),
        )


def _no_rows(wanted: Specification, counted: Counted, policy: Policy) -> Iterator[Way]:
    """Give it with everybody in one."""
    if wanted.rows is not None:
        yield (
            _("Without setting some apart from everyone else"),
            _("One table of everybody hides less than two. Lost: how these people differ from everyone else."),
            replace(wanted, rows=None),
        )


def _rounded(wanted: Specification, policy: Policy) -> Iterator[Way]:
    """Give it rounded; sums that were left out come back, for rounding needs none of that."""
    if not wanted.rounded:
        yield (
            _("Rounded to %(base)s instead of hidden") % {"base": policy.rounding_base},
            _("Every figure is shown. Lost: exact figures, for good: what is out by one way stays so."),
            replace(wanted, rounded=True, within=""),
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
