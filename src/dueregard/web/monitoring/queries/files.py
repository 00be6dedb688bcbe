"""Which files does a dataset have, what is open about each, and what is wrong with it?

The one idea: a file's page is made from what was decided and counted when it was read; the file itself is not opened to
look at it. What can be counted later is said by `ready_version`, the door of everything that counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from dueregard.analysis.records.choices import Choices, decided
from dueregard.analysis.records.faults import Fault, FaultCount
from dueregard.analysis.records.prepare import PreparedColumn
from dueregard.analysis.records.purpose import Purpose, PurposeFault
from dueregard.analysis.records.purpose import faults as purpose_faults
from dueregard.analysis.records.schema import Column, Question, QuestionKind, Schema, Treatment
from dueregard.domain.monitoring.states import VersionState
from dueregard.web.accounts.queries import people_cards
from dueregard.web.monitoring.models import Dataset, DatasetVersion
from dueregard.web.monitoring.queries import shapes
from dueregard.web.monitoring.queries.places import path_of

FEWER = 10
"""A count of people under this is told as "fewer than 10". Source: UI rules, section 12."""


@dataclass(frozen=True, slots=True)
class FileCard:
    """One file of a dataset as lists and headings show it."""

    id: UUID
    dataset_id: UUID
    number: int
    name: str
    format: str
    size: int
    state: VersionState
    failure: str
    job_id: UUID | None
    on: date | None
    period_start: date | None
    period_end: date | None
    rows: int | None
    fault_count: int
    handed_in_at: datetime
    who: str
    ready_at: datetime | None
    deleted_at: datetime | None

    @property
    def has_time(self) -> bool:
        """Whether it is said which day or period it covers."""
        return self.on is not None or self.period_start is not None


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a column: where it goes, how that is known, and what is offered."""

    said: str
    code: str | None
    how: str
    note: str
    offered: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Values:
    """The wordings of one column. The counts are protected: 0, None for fewer than 10, else to the nearest 10.

    `held_back` is how many rare wordings are not shown, because they may be about one person.
    """

    column: str
    classification: str
    placed: int | None
    proposed: int | None
    unplaced: int | None
    held_back: int
    wordings: tuple[Wording, ...]

    @property
    def open(self) -> tuple[Wording, ...]:
        """Give the wordings that nobody has placed."""
        return tuple(each for each in self.wordings if each.code is None)

    @property
    def likely(self) -> tuple[Wording, ...]:
        """Give the open wordings for which just one category is offered."""
        return tuple(each for each in self.open if len(each.offered) == 1)


@dataclass(frozen=True)
class FilePage:
    """One file with what was found in it and what was said about it."""

    card: FileCard
    proposed: Schema
    choices: Choices
    opened: Mapping[str, Any]
    values: tuple[Values, ...]
    purpose: Purpose
    prepared: tuple[PreparedColumn, ...]
    left_out: tuple[tuple[str, str, str], ...]
    faults: tuple[Fault, ...]
    fault_counts: tuple[FaultCount, ...]
    is_as_last_time: bool

    @cached_property
    def schema(self) -> Schema:
        """Give the schema as decided so far; questions that are open stay open."""
        is_open = self.open_questions
        asked = tuple(each for each in self.proposed.questions if each not in is_open)
        return decided(Schema(self.proposed.columns, asked), self.choices)

    @cached_property
    def open_questions(self) -> tuple[Question, ...]:
        """Give the questions nobody has answered, about columns that are kept."""
        return tuple(question for question in self.proposed.questions if self._is_open(question))

    def _is_open(self, question: Question) -> bool:
        column = self.proposed.column(question.column)
        treatment = self.choices.treatments.get(question.column, column.treatment)
        if treatment is Treatment.LEAVE_OUT:
            return False
        chosen = self.choices.classifications
        if question.kind is QuestionKind.DAY_OR_MONTH_FIRST:
            return question.column not in self.choices.day_first
        if question.kind is QuestionKind.WHICH_SCHEME:
            is_placed = question.column not in chosen or chosen[question.column] is not None
            return is_placed and question.column not in self.choices.schemes
        return question.column not in chosen

    @cached_property
    def kept(self) -> tuple[Column, ...]:
        """Give the columns of which something is kept."""
        return tuple(column for column in self.schema.columns if not column.is_left_out)

    @cached_property
    def open_values(self) -> tuple[Values, ...]:
        """Give the columns with wordings that nobody has placed."""
        kept = {column.code for column in self.kept}
        return tuple(each for each in self.values if each.open and each.column in kept)

    def hindrances(self, *, on: date) -> tuple[PurposeFault, ...]:
        """Give what in the promise stands in the way of holding these records."""
        return purpose_faults(self.purpose, self.schema, on=on)

    def is_confirmable(self, *, on: date) -> bool:
        """Whether the file can be confirmed as it stands."""
        is_open = self.open_questions or not self.card.has_time or not self.kept
        return not is_open and not self.hindrances(on=on)


def protected(count: int) -> int | None:
    """Give a count as it may be told: 0, None for fewer than 10, else to the nearest 10.

    >>> protected(0), protected(7), protected(14), protected(4815)
    (0, None, 10, 4820)
    """
    if count == 0:
        return 0
    return None if count < FEWER else (count + 5) // 10 * 10


def files_of(dataset_id: UUID) -> tuple[FileCard, ...]:
    """Give the files of a dataset, newest first, deleted ones too. Two queries."""
    return _cards(DatasetVersion.objects.filter(dataset_id=dataset_id))


def file_card(dataset_id: UUID, number: int) -> FileCard:
    """Give one file. Two queries.

    Raises:  Http404 where the dataset has no file of this number.
    """
    found = _cards(DatasetVersion.objects.filter(dataset_id=dataset_id, number=number))
    if not found:
        raise Http404
    return found[0]


def file_page(dataset_id: UUID, number: int) -> FilePage:
    """Give one file with all that was found and said. Three queries.

    Raises:  Http404 where the dataset has no file of this number.
    """
    row = DatasetVersion.objects.select_related("dataset").filter(dataset_id=dataset_id, number=number).first()
    if row is None:
        raise Http404
    return page_of(row, card=_cards(DatasetVersion.objects.filter(pk=row.pk))[0])


def page_of(row: DatasetVersion, *, card: FileCard | None = None) -> FilePage:
    """Give the page of a row. Two queries where no card is given."""
    faults, counts = shapes.faults_from_json(row.faults or row.opened)
    reason = row.dataset.gender_identity_reason if row.dataset.gender_identity_allowed else None
    return FilePage(
        card=card or _cards(DatasetVersion.objects.filter(pk=row.pk))[0],
        proposed=shapes.schema_from_json(row.schema),
        choices=shapes.choices_from_json(row.choices, allow_gender_identity=reason),
        opened=row.opened,
        values=tuple(_values(code, shape) for code, shape in row.values.items()),
        purpose=purpose_of(row.dataset),
        prepared=shapes.columns_from_json(row.columns),
        left_out=tuple((heading, what, why) for heading, what, why in row.left_out),
        faults=faults,
        fault_counts=counts,
        is_as_last_time=bool(row.choices.get("as_last_time")),
    )


def purpose_of(dataset: Dataset) -> Purpose:
    """Give the promise of a dataset as the records room checks it."""
    return Purpose(
        purpose=dataset.purpose,
        article_6=dataset.article_6,
        dpia_reference=dataset.dpia_reference,
        retention_until=dataset.retention_until,
        owner=str(dataset.owner_post_id or dataset.owner_person_id),
        undertakes=dataset.never_for_decisions,
        article_9=dataset.article_9 or None,
        article_10=dataset.article_10 or None,
        schedule_1=dataset.schedule_1 or None,
        gender_identity_reason=dataset.gender_identity_reason if dataset.gender_identity_allowed else None,
    )


def not_reached(dataset: Dataset, *, on: date) -> tuple[PurposeFault, ...]:
    """Give what a promise, as it would be, does not reach in the files that are ready. One query."""
    found: dict[str, PurposeFault] = {}
    for columns in dataset.versions.filter(state=VersionState.READY).values_list("columns", flat=True):
        kept = (
            Column(
                each.code,
                each.heading,
                each.role,
                each.treatment,
                "",
                characteristic=each.characteristic,
                special_category=each.special_category,
                is_offence_data=each.is_offence_data,
            )
            for each in shapes.columns_from_json(columns)
        )
        found |= {fault.message: fault for fault in purpose_faults(purpose_of(dataset), Schema(tuple(kept)), on=on)}
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class ReadyFile:
    """Records that may be counted: where they lie and what their columns are. For engines, never for a page."""

    version_id: UUID
    dataset_id: UUID
    dataset_slug: str
    dataset_name: str
    number: int
    path: Path
    sha256: str
    rows: int
    columns: tuple[PreparedColumn, ...]
    on: date | None
    period_start: date | None
    period_end: date | None
    population_code: str
    population_label: str
    population_within: str
    unit: str
    retention_until: date


def ready_files(council_id: UUID) -> tuple[ReadyFile, ...]:
    """Give every file of the council that may be counted, newest first within each dataset. One query."""
    rows = _countable(council_id).order_by("dataset__name", "-number")
    return tuple(_ready(row) for row in rows)


def ready_file(council_id: UUID, version_id: UUID) -> ReadyFile:
    """Give one file that may be counted. One query.

    Raises:  Http404 for one of another council, one that is not ready, or none.
    """
    row = _countable(council_id).filter(pk=version_id).first()
    if row is None:
        raise Http404
    return _ready(row)


def _countable(council_id: UUID) -> QuerySet[DatasetVersion]:
    rows = DatasetVersion.objects.select_related("dataset")
    return rows.filter(dataset__council_id=council_id, dataset__deleted_at__isnull=True, state=VersionState.READY)


def _ready(row: DatasetVersion) -> ReadyFile:
    return ReadyFile(
        version_id=row.pk,
        dataset_id=row.dataset_id,
        dataset_slug=row.dataset.slug,
        dataset_name=row.dataset.name,
        number=row.number,
        path=path_of(row.records),
        sha256=row.records_sha256,
        rows=row.rows or 0,
        columns=shapes.columns_from_json(row.columns),
        on=row.on,
        period_start=row.period_start,
        period_end=row.period_end,
        population_code=row.dataset.population_code,
        population_label=row.dataset.population_label,
        population_within=row.dataset.population_within,
        unit=row.dataset.unit,
        retention_until=row.dataset.retention_until,
    )


def _values(code: str, shape: Mapping[str, Any]) -> Values:
    return Values(
        column=code,
        classification=shape["classification"],
        placed=shape["placed"],
        proposed=shape["proposed"],
        unplaced=shape["unplaced"],
        held_back=shape["held_back"],
        wordings=tuple(
            Wording(one["said"], one["code"], one["how"], one["note"], tuple((c, w) for c, w in one["offered"]))
            for one in shape["wordings"]
        ),
    )


def _cards(rows: QuerySet[DatasetVersion]) -> tuple[FileCard, ...]:
    found = list(rows.defer("schema", "choices", "values", "opened", "columns", "left_out", "faults"))
    people = people_cards([row.handed_in_by_id for row in found if row.handed_in_by_id])
    return tuple(
        FileCard(
            id=row.pk,
            dataset_id=row.dataset_id,
            number=row.number,
            name=row.file_name,
            format=row.format,
            size=row.size,
            state=VersionState(row.state),
            failure=row.failure,
            job_id=row.job_id,
            on=row.on,
            period_start=row.period_start,
            period_end=row.period_end,
            rows=row.rows,
            fault_count=row.fault_count,
            handed_in_at=row.handed_in_at,
            who=people[row.handed_in_by_id].full_name if row.handed_in_by_id in people else "",
            ready_at=row.ready_at,
            deleted_at=row.deleted_at,
        )
        for row in found
    )
