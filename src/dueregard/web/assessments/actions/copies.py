"""How is a Word copy given out, and how is what came back settled without loss?

The one idea: giving a copy out keeps every part with its counter as it stood, so that what comes back can be laid
beside both what was given out and what stands now. Each part that a person takes is saved as any other writing is, with
the counter that they saw: where somebody else has saved it since, nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.domain.assessments.copy import NEW, Label, PartChange, merged, needs
from dueregard.domain.assessments.parts import free_code, kind_of, part_key
from dueregard.domain.assessments.states import AssessmentState, check_can_write
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions.parts import record, save_part
from dueregard.web.assessments.models.bringing import GivenCopy, Handed
from dueregard.web.assessments.models.writing import Assessment


class Choice(StrEnum):
    """What is done with a part that came back."""

    TAKE = "take"
    BOTH = "both"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Given:
    """A copy as it is given out: which it is, and the contents of its parts."""

    label: Label
    parts: Mapping[str, Mapping[str, Any]]


def give_copy(assessment_id: UUID, *, by: UUID) -> Given:
    """Keep what is given out, and give it.

    Raises:  MoveNotAllowed unless the assessment is being written.
    """
    with transaction.atomic():
        row = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment_id)
        check_can_write(AssessmentState(row.state))
        parts = {part.key: {"content": part.content, "number": part.number} for part in row.parts.all()}
        last = row.given_copies.order_by("-number").values_list("number", flat=True).first() or 0
        made = GivenCopy.objects.create(
            assessment=row, number=last + 1, version=row.made_version + 1, parts=parts, given_by_id=by
        )
        record(row, "copy_given", by=by, facts={"copy": made.number, "version": made.version})
    label = Label(row.number, made.version, made.number)
    return Given(label, {key: part["content"] for key, part in parts.items()})


def settle_part(
    handed_id: UUID,
    *,
    change: PartChange,
    choice: Choice,
    now: Mapping[str, Any] | None,
    given: Mapping[str, Any],
    seen: int,
    by: UUID,
) -> str:
    """Do what was chosen for one part of a copy, and give the key of the part that was saved ("" where none was).

    Takes:   `now`, what stood there when the person chose (None: it was taken out), with its counter `seen`; `given`,
             what was given out.
    Raises:  PartChanged where it was saved since; UsedWrongly where it cannot be taken as it stands; MoveNotAllowed
             unless the assessment is being written.
    """
    if choice is Choice.LEAVE:
        return ""
    if faults := (*change.faults, *needs(change)):
        raise UsedWrongly(" ".join(faults), mend=_("Leave it, and write it on its page."))
    with transaction.atomic():
        handed = Handed.objects.select_for_update(of=("self",)).get(pk=handed_id)
        if handed.state != Handed.State.READ or handed.assessment_id is None:
            raise MoveNotAllowed(_("This copy is settled already."))
        content = merged(change, given if now is None else now, keeps_both=choice is Choice.BOTH)
        key = change.key
        if key in NEW:
            keys = list(
                Assessment.objects.select_for_update(of=("self",))
                .get(pk=handed.assessment_id)
                .parts.values_list("key", flat=True)
            )
            kind = kind_of(key)
            code = free_code(kind, keys)
            key, content = part_key(kind, code), {"code": code, **content}
        save_part(handed.assessment_id, key=key, content=content, seen=seen, by=by)
    return key


def settle_copy(handed_id: UUID, *, taken: int, left: int, by: UUID) -> None:
    """Close a copy that came back: everything in it was taken or left.

    Raises:  MoveNotAllowed where it is settled already.
    """
    with transaction.atomic():
        handed = Handed.objects.select_for_update(of=("self",)).get(pk=handed_id)
        if handed.state != Handed.State.READ or handed.assessment_id is None:
            raise MoveNotAllowed(_("This copy is settled already."))
        handed.state = Handed.State.TAKEN
        handed.save(update_fields=["state"])
        row = Assessment.objects.select_related("decision").get(pk=handed.assessment_id)
        copy = int((handed.found or {}).get("label", {}).get("copy", 0))
        record(row, "copy_settled", by=by, facts={"copy": copy, "taken": taken, "left": left})
