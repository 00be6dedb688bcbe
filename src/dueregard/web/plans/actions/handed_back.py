"""What a workbook that came back changes: read it, compare it cell by cell, and take the cells that a person accepts.

The one idea: comparing writes beside the plan, never into it. Taking is one transaction and one ledger entry for all
accepted cells; a cell in which a colleague has meanwhile written something else is left alone and told, and an action
whose values would not go together is left alone as a whole while the others are taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from dueregard.domain.plans.merging import version_of
from dueregard.domain.plans.shape import plan_from_json
from dueregard.domain.plans.states import ImportState
from dueregard.terms.errors import UsedWrongly
from dueregard.web.jobs import actions as jobs
from dueregard.web.jobs.worker import JobHandle, job_kind
from dueregard.web.organisation.queries.councils import local_characteristics
from dueregard.web.plans.actions.bulk import add_row, change_row, held_rows, record_many
from dueregard.web.plans.actions.editing import changing
from dueregard.web.plans.actions.editing_actions import Written, setting_of
from dueregard.web.plans.actions.handing_in import HandedIn, hand_in
from dueregard.web.plans.actions.reading import STEPS, read_into_draft
from dueregard.web.plans.models import Action, HandedBack, HandedBackCell, Import, Plan
from dueregard.web.plans.queries.bulk import MOST
from dueregard.web.plans.queries.editing import Values, action_values
from dueregard.web.plans.queries.lists import labels_of
from dueregard.web.plans.queries.sheets import LIMITS, Compared, compare

READ = "plans.read_workbook"
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of accepting cells: how many were taken, which a colleague changed meanwhile, which do not go."""

    cells: int
    actions: int
    changed_meanwhile: int
    refused: tuple[str, ...]


def hand_back(plan_id: UUID, *, council_id: UUID, name: str, data: bytes, by: UUID, address: Any) -> HandedIn:
    """Keep a workbook that came back, and start reading and comparing it. `address` gives the page for its id."""
    return hand_in(
        council_id=council_id, name=name, data=data, by=by, address=address, kind=READ, also={"plan": str(plan_id)}
    )


def compare_again(import_id: UUID, *, plan_id: UUID, url: str, by: UUID) -> UUID:
    """Compare a workbook with the plan as it is now, and give the job. What was taken already is the same by then."""
    with transaction.atomic():
        source = Import.objects.select_for_update().get(pk=import_id)
        source.job_id = jobs.start(
            kind=READ,
            council_id=source.council_id,
            by=by,
            payload={"import": str(source.pk), "plan": str(plan_id), "url": url},
            title=source.name,
        )
        source.save(update_fields=["job"])
    return source.job_id  # type: ignore[no-any-return]  # the id of a job


@job_kind(READ, steps=(*STEPS, gettext_noop("Compare each cell with the plan")))
def read_workbook(job: JobHandle) -> None:
    """Read the workbook that the job names, and keep what differs. Run again, it begins from the workbook again."""
    read_into_draft(job, limits=LIMITS, keeps_blocks=False, row_by_row=True)
    source = Import.objects.get(pk=UUID(job.payload["import"]))
    plan = Plan.objects.get(pk=UUID(job.payload["plan"]), council_id=source.council_id)
    if source.state != ImportState.REVIEW or source.draft is None:
        return
    local = {each.code: each.label for each in local_characteristics(plan.council_id)}
    found = compare(
        plan.pk,
        plan_from_json(source.draft),
        council_id=plan.council_id,
        on=timezone.localdate(),
        labels=labels_of(plan.pk, local=local),
    )
    _keep(source, plan, found)
    job.step(6, ngettext("%(n)s cell differs", "%(n)s cells differ", len(found.cells)) % {"n": len(found.cells)})
    job.finish({"url": job.payload["url"], "text": _("%(name)s is compared") % {"name": source.name}})


def take_cells(
    import_id: UUID, *, cells: Iterable[UUID], by: UUID, author: str = "", local: Iterable[str] = ()
) -> Taken:
    """Write the accepted cells of a workbook into its plan, and say what came of each.

    Raises:  MoveNotAllowed for a closed plan; UsedWrongly for the cells of more than 500 actions at once.
    """
    workbook = HandedBack.objects.get(source_id=import_id)
    with changing(workbook.plan_id) as plan:
        accepted = list(
            workbook.cells.select_for_update().filter(pk__in=list(cells), taken_at__isnull=True, why="").order_by("row")
        )
        by_action: dict[UUID | None, list[HandedBackCell]] = {}
        for cell in accepted:
            by_action.setdefault(cell.action_id, []).append(cell)
        new = by_action.pop(None, [])
        if len(by_action) + len(new) > MOST:
            raise UsedWrongly(_("At most 500 actions can be changed at once."), mend=_("Choose fewer, then the rest."))
        writing = _Writing(plan, setting=setting_of(plan, local=local), by=by, author=author)
        for row in held_rows(plan, [key for key in by_action if key]):
            writing.change(row, by_action[row.pk])
        for cell in new:
            writing.add(cell)
        writing.written.save(plan)
        HandedBackCell.objects.filter(pk__in=[cell.pk for cell in writing.taken]).update(taken_at=timezone.now())
        if writing.rows or writing.made:
            record_many(
                plan,
                rows=writing.rows,
                changes=writing.changes,
                before=writing.before,
                made=writing.made,
                by=by,
                source={"workbook": str(import_id)},
            )
    return Taken(
        len(writing.taken), len(writing.rows) + len(writing.made), writing.changed_meanwhile, tuple(writing.refused)
    )


class _Writing:
    """Writes the accepted cells, action by action, and remembers what was written and what was not."""

    def __init__(self, plan: Plan, *, setting: Any, by: UUID, author: str) -> None:
        self._plan, self._setting, self._by, self._author = plan, setting, by, author
        self.written = Written()
        self.rows: dict[UUID, Action] = {}
        self.changes: dict[UUID, Values] = {}
        self.before: dict[UUID, Values] = {}
        self.made: list[Action] = []
        self.taken: list[HandedBackCell] = []
        self.refused: list[str] = []
        self.changed_meanwhile = 0

    def change(self, row: Action, cells: Iterable[HandedBackCell]) -> None:
        current = values_now(row)
        wanted: Values = {}
        free: list[HandedBackCell] = []
        for cell in cells:
            if version_of(current.get(cell.field)) == version_of(cell.before) or cell.field == "update":
                wanted[cell.field] = cell.after
                free.append(cell)
            else:
                self.changed_meanwhile += 1
        if not wanted:
            return
        try:
            with transaction.atomic():
                change_row(
                    self._plan,
                    row,
                    wanted,
                    setting=self._setting,
                    written=self.written,
                    by=self._by,
                    author=self._author,
                )
        except UsedWrongly as fault:
            self.refused.append(str(fault))
            return
        self.rows[row.pk], self.changes[row.pk], self.before[row.pk] = row, wanted, current
        self.taken += free

    def add(self, cell: HandedBackCell) -> None:
        try:
            with transaction.atomic():
                self.made.append(
                    add_row(self._plan, dict(cell.after or {}), setting=self._setting, written=self.written)
                )
        except UsedWrongly as fault:
            self.refused.append(str(fault))
        else:
            self.taken.append(cell)


def values_now(row: Action) -> Values:
    """Give what stands in an action now, with where it stands. No query where its level was fetched with it."""
    return {**action_values(row), "path": list(row.level.path) if row.level else []}


def _keep(source: Import, plan: Plan, found: Compared) -> None:
    with transaction.atomic():
        HandedBack.objects.filter(source=source).delete()
        workbook = HandedBack.objects.create(
            source=source,
            plan=plan,
            downloaded_on=found.downloaded_on,
            same=found.same,
            left_out=list(found.left_out),
        )
        last = max((cell.row for cell in found.cells), default=0)
        HandedBackCell.objects.bulk_create(
            (
                *(
                    HandedBackCell(
                        workbook=workbook,
                        action_id=cell.action_id,
                        row=cell.row,
                        field=cell.field,
                        before=cell.before,
                        after=cell.after,
                        why=cell.why,
                    )
                    for cell in found.cells
                ),
                *(
                    HandedBackCell(workbook=workbook, row=last + at, after=dict(values))
                    for at, values in enumerate(found.added, start=1)
                ),
            ),
            batch_size=_BATCH,
        )
