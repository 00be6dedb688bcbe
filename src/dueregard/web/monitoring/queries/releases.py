"""Which releases are there, what does each hold, and what is known of the same people already?

The one idea: a release is read as it was frozen; nothing is worked out anew. What a reader knows is every table that
was ever out about people who overlap, withdrawn ones too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404

from dueregard.analysis.released.cells import State
from dueregard.analysis.released.shape import from_json
from dueregard.analysis.released.table import Audience, Population, ReleasedTable
from dueregard.domain.monitoring.states import ReleaseState
from dueregard.web.accounts.queries import people_cards
from dueregard.web.monitoring.models import Dataset, MonitoringRules, NeedToKnowView, Release
from dueregard.web.monitoring.queries.files import ReadyFile
from dueregard.web.monitoring.queries.releases_specification import Specification
from dueregard.web.monitoring.queries.releases_specification import from_json as specification_from

OUT = (ReleaseState.RELEASED, ReleaseState.WITHDRAWN)
_LONGEST_CODE = 80


@dataclass(frozen=True, slots=True)
class Rules:
    """What the council has decided about releases."""

    two_people: bool = True
    policies: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the register. "" is no filter."""

    words: str = ""
    state: str = ""
    audience: str = ""
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """A release as lists and headings show it."""

    id: UUID
    council_id: UUID
    number: int
    title: str
    state: ReleaseState
    audience: Audience
    dataset: str
    dataset_slug: str
    file_number: int
    population: str
    prepared_at: datetime
    prepared_by: UUID
    author: str
    sent_at: datetime | None
    released_at: datetime | None
    releaser: str
    withdrawn_at: datetime | None

    @property
    def is_out(self) -> bool:
        """Whether it may be read by its audience now."""
        return self.state is ReleaseState.RELEASED


@dataclass(frozen=True)
class ReleasePage:
    """A release with all that the register keeps about it."""

    card: ReleaseCard
    specification: Specification
    specification_sha256: str
    records_sha256: str
    tables_sha256: str
    policy_key: str
    policy_version: str
    population: Mapping[str, Any]
    proof: Mapping[str, Any]
    known: tuple[str, ...]
    alternatives: tuple[Mapping[str, Any], ...]
    needs_two_people: bool
    note: str
    sent_back_at: datetime | None
    sent_back_by: str
    sent_back_why: str
    withdrawn_by: str
    withdrawn_why: str
    version_id: UUID
    kept: tuple[Mapping[str, Any], ...]

    @cached_property
    def tables(self) -> tuple[ReleasedTable, ...]:
        """Give the tables, read back from what is kept."""
        return tuple(map(from_json, self.kept))

    @cached_property
    def figures(self) -> int:
        """Say how many figures there are."""
        return sum(len(table.cells) for table in self.tables)

    @cached_property
    def hidden(self) -> int:
        """Say how many of them are hidden."""
        return sum(cell.state is State.SUPPRESSED for table in self.tables for cell in table.cells)


def rules_of(council_id: UUID) -> Rules:
    """Give the council's rules; the defaults where it has said nothing. One query."""
    row = MonitoringRules.objects.filter(council_id=council_id).first()
    return Rules() if row is None else Rules(row.two_people, dict(row.policies))


def population_of(file: ReadyFile) -> Population:
    """Give the people of a file: of a dataset's population, on the day or in the period that the file covers.

    A population within another is so on the same day; one by itself is one of the days of the same group.
    """
    return Population(
        _dated(file.population_code, file),
        file.population_label,
        on=file.on or file.period_end,
        within=_dated(file.population_within, file) if file.population_within else file.population_code,
    )


def known_before(council_id: UUID, population: Population) -> tuple[tuple[str, tuple[ReleasedTable, ...]], ...]:
    """Give every release that was out about people who overlap with these: its id and its tables. Two queries."""
    wanted = known_ids(council_id, population)
    rows = Release.objects.filter(pk__in=wanted).order_by("number").values_list("pk", "tables")
    return tuple((str(pk), tuple(map(from_json, tables))) for pk, tables in rows)


def known_ids(council_id: UUID, population: Population) -> tuple[str, ...]:
    """Give the ids of those releases, in order. One query."""
    rows = Release.objects.filter(council_id=council_id, state__in=OUT).exclude(audience=Audience.ANALYST)
    found = list(rows.order_by("number").values_list("pk", "population_code", "population_within"))
    above = {code: within or None for _pk, code, within in found} | {population.code: population.within}
    ours, group = _chain(population.code, above), group_of(population)
    return tuple(str(pk) for pk, code, _within in found if ours & _chain(code, above) or _undated(code) == group)


def population_to_json(population: Population, *, file: ReadyFile) -> dict[str, Any]:
    """Give a population as it is kept; `group` is the same people whatever the day."""
    return {
        "code": population.code,
        "label": population.label,
        "on": population.on.isoformat() if population.on else None,
        "within": population.within,
        "covers": covers(file),
    }


def covers(file: ReadyFile) -> str:
    """Say which day or period a file covers, as ISO dates."""
    if file.on is not None:
        return file.on.isoformat()
    return f"{file.period_start:%Y-%m-%d}/{file.period_end:%Y-%m-%d}" if file.period_start and file.period_end else ""


def group_of(population: Population) -> str:
    """Give the code of the same people whatever the day: what stands before the day."""
    return _undated(population.code)


def _undated(code: str) -> str:
    return code.rpartition("_")[0]


def _dated(code: str, file: ReadyFile) -> str:
    dated = f"{code}_{covers(file).replace('/', '-')}"
    if len(dated) <= _LONGEST_CODE:
        return dated
    short = hashlib.sha256(code.encode()).hexdigest()[:12]
    return f"{code[: _LONGEST_CODE - len(dated) + len(code) - 13]}-{short}_{covers(file).replace('/', '-')}"


def _chain(code: str, above: Mapping[str, str | None]) -> set[str]:
    chain: set[str] = set()
    at: str | None = code
    while at is not None and at not in chain:
        chain.add(at)
        at = above.get(at)
    return chain


def count_of(council_id: UUID, *, who: UUID | None) -> int:
    """Say how many releases the register shows to this person. One query."""
    return _shown_to(council_id, who=who).count()


def releases_wanted(council_id: UUID, wanted: Wanted, *, who: UUID | None) -> QuerySet[Release]:
    """Give the query for the releases that are asked for. What is put aside, or still with its author, is its own."""
    rows = _shown_to(council_id, who=who)
    for word in wanted.words.split()[:6]:
        rows = rows.filter(Q(title__icontains=word) | Q(version__dataset__name__icontains=word))
    rows = rows.filter(state=wanted.state) if wanted.state else rows.exclude(state=ReleaseState.DROPPED)
    if wanted.audience:
        rows = rows.filter(audience=wanted.audience)
    return rows.filter(version__dataset__slug=wanted.dataset) if wanted.dataset else rows


def _shown_to(council_id: UUID, *, who: UUID | None) -> QuerySet[Release]:
    unsent = Q(state__in=[ReleaseState.PREPARED, ReleaseState.DROPPED])
    return Release.objects.filter(council_id=council_id).filter(~unsent | Q(prepared_by=who))


def sorted_by(rows: QuerySet[Release], order: str, *, falling: bool) -> QuerySet[Release]:
    """Sort a query of releases: by number, title or the day of release."""
    field = {"number": "number", "title": "title", "released": "released_at"}[order]
    by = F(field).desc(nulls_last=True) if falling else F(field).asc(nulls_last=True)
    return rows.order_by(by, "-number")


def release_rows(rows: QuerySet[Release]) -> tuple[ReleaseCard, ...]:
    """Give releases as rows of a list. Two queries."""
    found = list(rows.select_related("version__dataset").defer(*_LARGE))
    names = _names(found)
    return tuple(_card(row, names) for row in found)


def waiting(council_id: UUID, *, who: UUID) -> tuple[ReleaseCard, ...]:
    """Give the releases that wait for this person's decision. Two queries."""
    rows = Release.objects.filter(council_id=council_id, state=ReleaseState.WAITING)
    return release_rows(rows.exclude(needs_two_people=True, prepared_by=who))


def release_page(council_id: UUID, number: int, *, who: UUID | None = None) -> ReleasePage:
    """Give one release. Three queries.

    Takes:   `who` asks: what is not sent yet is there for its author only.
    Raises:  Http404 for one of another council, as for none.
    """
    row = _shown_to(council_id, who=who).select_related("version__dataset").filter(number=number).first()
    if row is None:
        raise Http404
    return _page(row)


def public_page(council_id: UUID, number: int) -> ReleasePage:
    """Give one release that everybody may read, or might before it was withdrawn. Three queries.

    Raises:  Http404 for any other.
    """
    rows = Release.objects.filter(council_id=council_id, audience=Audience.PUBLIC, state__in=OUT, number=number)
    row = rows.select_related("version__dataset").first()
    if row is None:
        raise Http404
    return _page(row)


def public_releases(council_id: UUID) -> tuple[ReleaseCard, ...]:
    """Give the releases that everybody may read, newest first, for the public index. Two queries."""
    rows = Release.objects.filter(council_id=council_id, audience=Audience.PUBLIC, state=ReleaseState.RELEASED)
    return release_rows(rows.order_by("-released_at"))


def last_before(page: ReleasePage) -> ReleasePage | None:
    """Give the release of the same group and audience that was last let out before this one. Three queries."""
    rows = Release.objects.filter(
        council_id=page.card.council_id, audience=page.card.audience, state__in=OUT, number__lt=page.card.number
    ).filter(version__dataset__slug=page.card.dataset_slug)
    row = rows.select_related("version__dataset").order_by("-released_at").first()
    return None if row is None else _page(row)


def dataset_choices(council_id: UUID) -> tuple[tuple[str, str], ...]:
    """Give the datasets of which something was prepared, for the filter. One query."""
    rows = Dataset.objects.filter(council_id=council_id, versions__releases__isnull=False).distinct()
    return tuple(rows.order_by("name").values_list("slug", "name"))


def views_of(release_id: UUID, *, limit: int = 50) -> tuple[tuple[str, datetime, str], ...]:
    """Give who looked at a release for those who need to know: name, when, why; newest first. Two queries."""
    rows = list(NeedToKnowView.objects.filter(subject=subject_of(release_id))[:limit])
    names = people_cards([row.person_id for row in rows])
    return tuple((names[row.person_id].full_name, row.at, row.reason) for row in rows)


def subject_of(release_id: UUID) -> str:
    """Give how the ledger names a release."""
    return f"monitoring.release:{release_id}"


_LARGE = ("tables", "proof", "specification", "alternatives", "given_known")


def _page(row: Release) -> ReleasePage:
    names = _names([row])
    return ReleasePage(
        card=_card(row, names),
        specification=specification_from(row.specification),
        specification_sha256=row.specification_sha256,
        records_sha256=row.records_sha256,
        tables_sha256=row.tables_sha256,
        policy_key=row.policy_key,
        policy_version=row.policy_version,
        population=row.population,
        proof=row.proof,
        known=_numbers(row.given_known),
        alternatives=tuple(row.alternatives),
        needs_two_people=row.needs_two_people,
        note=row.note,
        sent_back_at=row.sent_back_at,
        sent_back_by=names.get(row.sent_back_by_id, ""),
        sent_back_why=row.sent_back_why,
        withdrawn_by=names.get(row.withdrawn_by_id, ""),
        withdrawn_why=row.withdrawn_why,
        version_id=row.version_id,
        kept=tuple(row.tables),
    )


def _numbers(known: Sequence[str]) -> tuple[str, ...]:
    if not known:
        return ()
    rows = Release.objects.filter(pk__in=known).order_by("number")
    return tuple(f"{number}" for number in rows.values_list("number", flat=True))


def _names(rows: Sequence[Release]) -> dict[UUID | None, str]:
    ids = {
        each
        for row in rows
        for each in (row.prepared_by_id, row.sent_back_by_id, row.released_by_id, row.withdrawn_by_id)
        if each
    }
    return {ident: card.full_name for ident, card in people_cards(ids).items()}


def _card(row: Release, names: Mapping[UUID | None, str]) -> ReleaseCard:
    return ReleaseCard(
        id=row.pk,
        council_id=row.council_id,
        number=row.number,
        title=row.title,
        state=ReleaseState(row.state),
        audience=Audience(row.audience),
        dataset=row.version.dataset.name,
        dataset_slug=row.version.dataset.slug,
        file_number=row.version.number,
        population=row.population.get("label", ""),
        prepared_at=row.prepared_at,
        prepared_by=row.prepared_by_id,
        author=names.get(row.prepared_by_id, ""),
        sent_at=row.sent_at,
        released_at=row.released_at,
        releaser=names.get(row.released_by_id, ""),
        withdrawn_at=row.withdrawn_at,
    )


def day_of(population: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """Give the day, or the first and last day, that a release is about."""
    first, _slash, last = str(population.get("covers", "")).partition("/")
    return (date.fromisoformat(first) if first else None), (date.fromisoformat(last) if last else None)
