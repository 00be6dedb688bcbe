"""How is what a person says about columns and wordings kept?

The one idea: a choice about a column belongs to the file; what a wording means belongs to the council and is remembered
for every later file. Each is tried first, so that what cannot be is refused at once, in the words of the form. Where a
choice changes what is to be placed, the wordings are looked at anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.analysis.records.raw import RawRecords
from dueregard.analysis.records.schema import QuestionKind, Role, Treatment
from dueregard.domain.monitoring.states import VersionState
from dueregard.terms.classifications.catalogue import classification
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.terms.mappings.wording import plain
from dueregard.web.ledger import actions as ledger
from dueregard.web.monitoring.actions.guarding import without_values
from dueregard.web.monitoring.actions.handing_in import Time
from dueregard.web.monitoring.actions.values import placement, values_json, values_of
from dueregard.web.monitoring.models import DatasetVersion, NeedToKnowView, ValueMapping
from dueregard.web.monitoring.queries import shapes
from dueregard.web.monitoring.queries.files import FilePage, page_of
from dueregard.web.monitoring.queries.places import path_of

LEAVE_OUT = "leave_out"
PLACEABLE = frozenset({Role.CHARACTERISTIC, Role.CATEGORY, Role.OUTCOME, Role.PLACE, Role.YES_NO})
"""Roles whose wordings may be shown to be placed. A birth date, a salary or a postcode is nobody's to look at."""


def answer(version_id: UUID, *, question: int, given: str, by: UUID) -> None:
    """Keep the answer to a question, by its place in the schema from 1; LEAVE_OUT leaves its column out.

    Raises:  MoveNotAllowed unless the file is being mapped; UsedWrongly for an answer that was not offered.
    """
    with transaction.atomic():
        row, seen = _in_mapping(version_id)
        if not 1 <= question <= len(seen.proposed.questions):
            raise UsedWrongly(_("There is no such question."))
        asked = seen.proposed.questions[question - 1]
        if given != LEAVE_OUT and given not in dict(asked.answers):
            raise UsedWrongly(_("Choose one of the answers"))
        choices = _open(row)
        if given == LEAVE_OUT:
            choices["treatments"][asked.column] = str(Treatment.LEAVE_OUT)
        else:
            choices["treatments"].pop(asked.column, None)
            if asked.kind is QuestionKind.DAY_OR_MONTH_FIRST:
                choices["day_first"][asked.column] = given == "day"
            elif asked.kind is QuestionKind.WHICH_SCHEME and given != "none":
                choices["schemes"][asked.column] = given
            else:
                choices["classifications"][asked.column] = None if given == "none" else given
        _keep(row, choices)


def choose(version_id: UUID, *, column: str, treatment: str, classification_key: str | None, by: UUID) -> None:
    """Keep what is to become of a column.

    Takes:   `classification_key`, "" for none, None to leave it as it is.
    Raises:  MoveNotAllowed unless the file is being mapped; UsedWrongly where such a column cannot be so treated.
    """
    with transaction.atomic():
        row, seen = _in_mapping(version_id)
        if classification_key and seen.proposed.column(column).role not in PLACEABLE:
            raise UsedWrongly(_("This column cannot be placed in a list."))
        choices = _open(row)
        if classification_key is not None:
            choices["classifications"][column] = classification_key or None
            if classification_key != seen.schema.column(column).classification:
                choices["schemes"].pop(column, None)
        choices["treatments"][column] = treatment
        _keep(row, choices)


def say_time(version_id: UUID, *, time: Time, by: UUID) -> None:
    """Keep which day or period a file covers.

    Raises:  MoveNotAllowed unless the file is being mapped.
    """
    with transaction.atomic():
        row, _seen = _in_mapping(version_id)
        row.on, row.period_start, row.period_end = time.on, time.start, time.end
        row.save(update_fields=["on", "period_start", "period_end"])


def place_values(version_id: UUID, *, column: str, codes: Mapping[str, str], by: UUID) -> int:
    """Remember what wordings mean, for this file and every later one; give how many were new or other than before.

    Takes:   `codes`, wording → category code; "" takes back what was said.
    Raises:  MoveNotAllowed unless the file is being mapped; UsedWrongly for a code the classification does not have.
    """
    with transaction.atomic():
        row, seen = _in_mapping(version_id)
        one = seen.schema.column(column)
        meaning = one.classification
        if meaning is None or column not in row.values:
            raise UsedWrongly(_("This column is not placed in a classification."))
        shown = {each["said"] for each in row.values[column]["wordings"]}
        if not shown.issuperset(codes):
            raise UsedWrongly(_("This wording is not in the file."))
        council_id = row.dataset.council_id
        changed = sum(_remember(council_id, meaning, said, code, by=by) for said, code in codes.items())
        with without_values():
            placed = placement(_raw(row), one, council_id=council_id)
        if placed is not None:
            row.values[column] = values_json(placed, with_rare=row.values[column]["with_rare"])
        row.save(update_fields=["values"])
        if changed:
            ledger.record(
                chain=f"council:{council_id}",
                kind="monitoring.values_placed",
                by=f"person:{by}",
                subject=f"monitoring.dataset:{row.dataset_id}",
                also=[f"monitoring.file:{row.pk}"],
                facts={"values": changed, "meaning": meaning},
            )
    return changed


def show_rare(version_id: UUID, *, column: str, reason: str, by: UUID) -> None:
    """Show the rare wordings of a column to whoever maps it, and keep who asked and why.

    Raises:  MoveNotAllowed unless the file is being mapped; UsedWrongly without a reason or such a column.
    """
    if not reason.strip():
        raise UsedWrongly(_("Say why you need to see them"))
    with transaction.atomic():
        row, seen = _in_mapping(version_id)
        if column not in row.values:
            raise UsedWrongly(_("This column is not placed in a classification."))
        with without_values():
            placed = placement(_raw(row), seen.schema.column(column), council_id=row.dataset.council_id)
        if placed is not None:
            row.values[column] = values_json(placed, with_rare=True)
        row.save(update_fields=["values"])
        NeedToKnowView.objects.create(
            council_id=row.dataset.council_id, person_id=by, subject=f"monitoring.file:{row.pk}", reason=reason.strip()
        )
        ledger.record(
            chain=f"council:{row.dataset.council_id}",
            kind="monitoring.rare_shown",
            by=f"person:{by}",
            subject=f"monitoring.dataset:{row.dataset_id}",
            also=[f"monitoring.file:{row.pk}"],
            facts={"number": row.number, "meaning": seen.schema.column(column).classification or ""},
            personal={"reason": reason.strip()},
        )


def _remember(council_id: UUID, meaning: str, said: str, code: str, *, by: UUID) -> bool:
    known = ValueMapping.objects.filter(council_id=council_id, meaning=meaning, value=plain(said)[:300])
    if not code:
        return bool(known.delete()[0])
    if not classification(meaning).has(code):
        raise UsedWrongly(_("Choose one of the categories"))
    if known.filter(category=code).exists():
        return False
    ValueMapping.objects.update_or_create(
        council_id=council_id,
        meaning=meaning,
        value=plain(said)[:300],
        defaults={"category": code, "placed_by_id": by},
    )
    return True


def _in_mapping(version_id: UUID) -> tuple[DatasetVersion, FilePage]:
    row = DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=version_id)
    if row.state != VersionState.MAPPING:
        raise MoveNotAllowed(
            _("This file is not being mapped."), mend=_("Look at it again: a colleague may have confirmed it.")
        )
    return row, page_of(row)


def _open(row: DatasetVersion) -> dict[str, Any]:
    return {name: dict(row.choices.get(name, {})) for name in ("treatments", "classifications", "schemes", "day_first")}


def _keep(row: DatasetVersion, choices: dict[str, Any]) -> None:
    """Keep choices, once they have been tried, and look at the wordings of columns that are now to be placed."""
    row.choices = choices
    columns = page_of(row).schema.columns
    with without_values():
        row.values = values_of(_raw(row), columns, council_id=row.dataset.council_id, known=row.values)
    row.save(update_fields=["choices", "values"])


def _raw(row: DatasetVersion) -> RawRecords:
    return shapes.raw_from_json(row.opened, path=path_of(row.texts))
