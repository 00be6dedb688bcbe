"""What can an indicator be made of? The columns and answers that a dataset's released tables and its columns have.

The one idea: only what is known without looking at a row is offered: the dimensions of released tables, and, for
columns that follow a classification, the classification itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from dueregard.analysis.baselines.subjects import subjects
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import Audience
from dueregard.domain.monitoring.counting import dimension_of_classification
from dueregard.domain.monitoring.indicators import By
from dueregard.domain.monitoring.states import ReleaseState, VersionState
from dueregard.terms.classifications.catalogue import classifications
from dueregard.web.monitoring.models import Dataset, DatasetVersion, Release
from dueregard.web.monitoring.queries.indicators_periods import tables_of


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset that an indicator can be about: how many releases it has."""

    id: UUID
    slug: str
    name: str
    unit: str
    releases: int


@dataclass(frozen=True, slots=True)
class Thing:
    """A dimension that is offered: as something to be by, and its answers."""

    by: By
    answers: tuple[Category, ...]
    has_total: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What a dataset offers, or, without one, what official figures there are."""

    dataset_id: UUID | None
    name: str
    slug: str
    unit: str
    things: tuple[Thing, ...]
    others: tuple[tuple[str, str], ...]

    def thing(self, code: str) -> Thing | None:
        """Give one of the things; None where it is not offered."""
        return next((each for each in self.things if each.by.code == code), None)


def sources(council_id: UUID) -> tuple[Source, ...]:
    """Give the datasets of a council that an indicator can be about. Two queries."""
    counted: dict[Any, int] = {}
    pairs = Release.objects.filter(council_id=council_id, state=ReleaseState.RELEASED)
    for dataset_id in pairs.values_list("version__dataset_id", flat=True):
        counted[dataset_id] = counted.get(dataset_id, 0) + 1
    rows = Dataset.objects.filter(council_id=council_id).order_by("name")
    return tuple(Source(row.pk, row.slug, row.name, row.unit, counted.get(row.pk, 0)) for row in rows)


def offer(council_id: UUID, dataset_slug: str, *, audiences: Sequence[Audience]) -> Offer:
    """Give what a dataset offers. Four queries.

    Raises:  Http404 for a dataset of another council, as for none.
    """
    row = Dataset.objects.filter(council_id=council_id, slug=dataset_slug).first()
    if row is None:
        raise Http404
    version = row.versions.filter(state=VersionState.READY).order_by("-number").first()
    columns = {column["code"]: column for column in (version.columns if version else [])}
    columns |= {
        column["code"]: column
        for kept in DatasetVersion.objects.filter(dataset=row, releases__state=ReleaseState.RELEASED).distinct()
        for column in kept.columns
        if column["code"] not in columns
    }
    releases = Release.objects.filter(version__dataset=row, state=ReleaseState.RELEASED, audience__in=audiences)
    found: dict[str, Thing] = {}
    for release in releases.order_by("-released_at")[:20]:
        for table in tables_of(release):
            for dimension in table.dimensions:
                kept = found.get(dimension.code)
                if kept is None or (TOTAL in dimension.codes and not kept.has_total):
                    found[dimension.code] = _thing(dimension, columns.get(dimension.code))
    for code, column in columns.items():
        if column.get("classification"):
            dimension = dimension_of_classification(column["classification"], code=code, label=column["heading"])
            found.setdefault(code, _thing(dimension, column))
    others = Dataset.objects.filter(council_id=council_id).exclude(pk=row.pk).order_by("name")
    return Offer(
        dataset_id=row.pk,
        name=row.name,
        slug=row.slug,
        unit=row.unit,
        things=tuple(found.values()),
        others=tuple(others.values_list("slug", "name")),
    )


def official_offer() -> Offer:
    """Give what official figures there are. No query."""
    known = {one.key: one for one in _published()}
    things = []
    for key, entry in subjects().items():
        own = known.get(key)
        characteristic = own.characteristic if own else next(iter(entry.characteristics), None)
        things.append(Thing(By(key, entry.label, key if own else None, characteristic), (), True))
    return Offer(None, "", "", "people", tuple(one for one in things if one.by.classification), ())


def _published() -> Iterable[Any]:
    found = classifications()
    return found.values() if hasattr(found, "values") else found


def _thing(dimension: Dimension, column: dict[str, Any] | None) -> Thing:
    kept = column or {}
    label = kept.get("heading") or dimension.label
    by = By(dimension.code, label, kept.get("classification"), kept.get("characteristic"))
    answers = tuple(c for c in dimension.categories if c.kind in (Kind.VALUE, Kind.GROUP))
    return Thing(by, answers, TOTAL in dimension.codes)
