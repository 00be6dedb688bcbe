"""Which cells of a workbook that came back differ from the plan, and which of them can be taken?

The one idea: the cells were worked out once, by a job; a page shows a part of them beside what stands in the plan at
this moment, so that a colleague's change made since is seen before anything is accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import version_of
from dueregard.web.plans.models import Action, HandedBack, HandedBackCell
from dueregard.web.plans.queries.editing import action_values
from dueregard.web.plans.queries.editing_words import name_of, say
from dueregard.web.plans.queries.lists import number_words
from dueregard.web.plans.queries.sheets import WHY

NEW = "new"
"""The field that stands for a whole new action in a filter."""


@dataclass(frozen=True, slots=True)
class WorkbookCard:
    """A workbook beside its plan, in numbers: cells that wait, cells that cannot be taken, taken ones, and the rest."""

    downloaded_on: date | None
    compared_at: datetime
    waiting: int
    not_taken: int
    taken: int
    same: int
    left_out: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CellCard:
    """One cell: what it is of, what stands there, what the workbook says, and why it cannot be taken ("" if it can)."""

    id: UUID
    field: str
    name: str
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class RowCard:
    """One action, or a new one (`id` empty), with its cells. `key` is its row in the workbook's list."""

    key: int
    id: UUID | None
    number: str
    title: str
    cells: tuple[CellCard, ...]

    @property
    def free(self) -> tuple[CellCard, ...]:
        """The cells that can be taken."""
        return tuple(cell for cell in self.cells if not cell.why)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cells are asked for: of one field, and whether those that cannot be taken."""

    field: str = ""
    show: str = ""


def workbook_card(plan_id: UUID, import_id: UUID) -> WorkbookCard | None:
    """Give a workbook in numbers; None where it was not compared with this plan. Three queries."""
    row = HandedBack.objects.filter(plan_id=plan_id, source_id=import_id).first()
    if row is None:
        return None
    counted = row.cells.aggregate(
        waiting=Count("pk", filter=Q(taken_at__isnull=True, why="")),
        not_taken=Count("pk", filter=Q(taken_at__isnull=True) & ~Q(why="")),
        taken=Count("pk", filter=Q(taken_at__isnull=False)),
    )
    names = row.cells.filter(taken_at__isnull=True).order_by().values_list("field", flat=True).distinct()
    return WorkbookCard(
        downloaded_on=row.downloaded_on,
        compared_at=row.compared_at,
        **counted,
        same=row.same,
        left_out=tuple(row.left_out),
        fields=tuple(sorted(((name or NEW, name_of(name) if name else _("New action")) for name in names), key=str)),
    )


def rows_found(import_id: UUID, asked: Asked) -> int:
    """Say how many actions hold such cells, new ones included. One query."""
    return _groups(import_id, asked).count()


def rows_of(import_id: UUID, asked: Asked, *, part: slice, labels: Mapping[str, str]) -> tuple[RowCard, ...]:
    """Give a part of the actions with their cells. Six queries."""
    numbers = [group["row"] for group in _groups(import_id, asked)[part]]
    cells = list(_cells(import_id, asked).filter(row__in=numbers).order_by("row", "id"))
    ids = {cell.action_id for cell in cells if cell.action_id}
    rows = Action.objects.filter(pk__in=ids).select_related("level").prefetch_related("strands", "leads", "boards")
    actions = {row.pk: row for row in rows}
    by_row: dict[int, list[HandedBackCell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    return tuple(_row(found, actions, labels=labels) for found in by_row.values())


def _cells(import_id: UUID, asked: Asked) -> QuerySet[HandedBackCell]:
    found = HandedBackCell.objects.filter(workbook__source_id=import_id, taken_at__isnull=True)
    if asked.field:
        found = found.filter(field="" if asked.field == NEW else asked.field)
    if asked.show == "not":
        found = found.exclude(why="")
    elif asked.show == "free":
        found = found.filter(why="")
    return found


def _groups(import_id: UUID, asked: Asked) -> QuerySet[Any, Any]:
    """Group cells by their row: an action of the plan, or one new action each."""
    return _cells(import_id, asked).order_by().values("row").annotate(first=Min("row")).order_by("row")


def _row(cells: list[HandedBackCell], actions: Mapping[UUID, Action], *, labels: Mapping[str, str]) -> RowCard:
    row = actions.get(cells[0].action_id) if cells[0].action_id else None
    if row is None:
        new = cells[0]
        said = _said_new(new.after or {}, labels=labels)
        shown = [CellCard(new.pk, NEW, _("New action"), _("Not in the plan"), said)]
        text = str((new.after or {}).get("text", ""))
        return RowCard(new.row, None, str((new.after or {}).get("number_text") or ""), text, tuple(shown))
    now = {**action_values(row), "path": list(row.level.path) if row.level else []}
    return RowCard(
        cells[0].row,
        row.pk,
        number_words(row),
        row.title or row.text,
        tuple(_cell(cell, now, labels=labels) for cell in cells),
    )


def _cell(cell: HandedBackCell, now: Mapping[str, Any], *, labels: Mapping[str, str]) -> CellCard:
    why = str(WHY[cell.why]) if cell.why else ""
    stands = now.get(cell.field)
    if not why and cell.field != "update" and version_of(stands) != version_of(cell.before):
        why = _("A colleague has changed this since: it was “%(before)s”. Compare again, or leave theirs.") % {
            "before": say(cell.field, cell.before, labels=labels)[:200]
        }
    after = cell.after if cell.why in ("unknown_word", "no_day") else say(cell.field, cell.after, labels=labels)
    return CellCard(cell.pk, cell.field, name_of(cell.field), say(cell.field, stands, labels=labels), str(after), why)


def _said_new(values: Mapping[str, Any], *, labels: Mapping[str, str]) -> str:
    """Say what a new action holds, a line for each value."""
    return "\n".join(f"{name_of(name)}: {say(name, value, labels=labels)}" for name, value in values.items())
