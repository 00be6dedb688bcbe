"""Which released tables say who uses a service, characteristic by characteristic, for whoever writes about it?

The one idea: for each characteristic the newest released table of a dataset that runs over it, the one over the fewest
things. Only what was let out to an audience that is asked for is seen; what is hidden there stays hidden. Analysts' own
tables are never given: what is written from them is read by others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from dueregard.analysis.disclosure.policies import policies
from dueregard.analysis.released.dimensions import TOTAL, Dimension
from dueregard.analysis.released.shape import from_json
from dueregard.analysis.released.table import Audience, Method, ReleasedTable
from dueregard.domain.monitoring.states import ReleaseState
from dueregard.terms.classifications.catalogue import classifications
from dueregard.web.monitoring.models import Dataset, Release
from dueregard.web.monitoring.queries.releases import day_of

WIDE = (Audience.INTERNAL, Audience.PUBLIC)
_USUAL_BASE, _MOST_RELEASES, _MOST_LISTED = 10, 6, 200


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release as a list of what could be evidence names it."""

    number: int
    title: str
    dataset: str
    dataset_slug: str
    population: str
    first: date | None
    last: date | None
    is_inside: bool


@dataclass(frozen=True, slots=True)
class Laid:
    """A released table laid out over one thing. `deviation` is how far a rounded figure can be from the truth."""

    release: ReleaseLine
    table: ReleasedTable
    by: str
    characteristic: str
    minimum_base: int
    deviation: int


def datasets_with_figures(council_id: UUID) -> tuple[tuple[str, str], ...]:
    """Give the datasets of which something is out: slug and name. One query."""
    out = Q(versions__releases__state=ReleaseState.RELEASED, versions__releases__audience__in=WIDE)
    rows = Dataset.objects.filter(council_id=council_id).annotate(out=Count("versions__releases", filter=out))
    return tuple(rows.filter(out__gt=0).order_by("name").values_list("slug", "name"))


def releases_for_evidence(council_id: UUID) -> tuple[ReleaseLine, ...]:
    """Give what is out, the newest first, two hundred at most. One query."""
    rows = _out(council_id).defer("tables", "proof", "specification", "alternatives", "given_known")
    return tuple(map(_line, rows[:_MOST_LISTED]))


def tables_for_evidence(
    council_id: UUID, number: int
) -> tuple[ReleaseLine, tuple[Laid, ...], tuple[ReleasedTable, ...]]:
    """Give one release that is out: what could be laid out by a characteristic, and all its tables. One query.

    Raises:  Http404 where no such release is out for more than analysts.
    """
    row = _out(council_id).filter(number=number).first()
    if row is None:
        raise Http404
    tables = tuple(map(from_json, row.tables))
    return _line(row), tuple(_laid(row, tables)), tables


def users_by_characteristic(council_id: UUID, dataset_slug: str) -> dict[str, Laid]:
    """Give for each characteristic the newest released table of a dataset that runs over it. One query.

    A table that everybody may read goes before one for the inside.
    """
    if not dataset_slug:
        return {}
    found: dict[str, Laid] = {}
    rows = list(_out(council_id).filter(version__dataset__slug=dataset_slug)[:_MOST_RELEASES])
    for row in sorted(rows, key=lambda one: one.audience != Audience.PUBLIC):
        for laid in _laid(row, tuple(map(from_json, row.tables))):
            found.setdefault(laid.characteristic, laid)
    return found


def no_longer_out(council_id: UUID, numbers: Iterable[int]) -> frozenset[int]:
    """Say which of these releases were withdrawn. One query, none where nothing is asked for."""
    wanted = set(numbers)
    if not wanted:
        return frozenset()
    rows = Release.objects.filter(council_id=council_id, number__in=wanted, state=ReleaseState.WITHDRAWN)
    return frozenset(rows.values_list("number", flat=True))


def _out(council_id: UUID) -> QuerySet[Release]:
    rows = Release.objects.filter(council_id=council_id, state=ReleaseState.RELEASED, audience__in=WIDE)
    return rows.select_related("version__dataset").order_by("-released_at", "-number")


def _line(row: Release) -> ReleaseLine:
    first, last = day_of(row.population)
    return ReleaseLine(
        number=row.number,
        title=row.title,
        dataset=row.version.dataset.name,
        dataset_slug=row.version.dataset.slug,
        population=row.population.get("label", "") or row.version.dataset.population_label,
        first=first,
        last=last or first,
        is_inside=row.audience != Audience.PUBLIC,
    )


def _laid(row: Release, tables: Sequence[ReleasedTable]) -> Iterator[Laid]:
    columns = {each["code"]: each.get("characteristic") or "" for each in row.version.columns or ()}
    line, rules = _line(row), policies().get(row.policy_key)
    for table in sorted(tables, key=lambda one: len(one.dimensions)):
        for over in table.dimensions:
            code = _characteristic(over, columns)
            if code and all(TOTAL in each.codes for each in table.dimensions):
                rounded = table.method is Method.ROUNDING
                yield Laid(
                    release=line,
                    table=table,
                    by=over.code,
                    characteristic=code,
                    minimum_base=rules.minimum_base_percent if rules else _USUAL_BASE,
                    deviation=int(table.rounding_base or 1) - 1 if rounded else 0,
                )


def _characteristic(over: Dimension, columns: Mapping[str, str]) -> str:
    """Say which characteristic a table runs over: as its column said, else by the categories of a classification."""
    if over.code in columns:
        return columns[over.code]
    own = frozenset(category.code for category in over.categories)
    found = {code for codes, code in _known() if own <= codes}
    return found.pop() if len(found) == 1 else ""


@cache
def _known() -> tuple[tuple[frozenset[str], str], ...]:
    return tuple(
        (frozenset(category.code for category in each.tree()), str(each.characteristic or ""))
        for each in classifications().values()
    )
