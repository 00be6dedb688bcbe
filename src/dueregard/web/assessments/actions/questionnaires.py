"""How do the council's own questions come about, and when are they fixed?

The one idea: a version is a draft until it is put into use; from then on it never changes, because answers belong to
it. One version is in use at a time. A question keeps its code from version to version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dueregard.domain.assessments.parts import KINDS
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.models.bringing import Handed
from dueregard.web.assessments.models.writing import Questionnaire
from dueregard.web.ledger import actions as ledger

MOST_QUESTIONS = 100


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question of the council's own: its code ("" for a new one), words, hint, and the part it stands behind."""

    text: str
    hint: str = ""
    after: str = "proposal"
    code: str = ""


def make_questionnaire(
    council_id: UUID,
    *,
    name: str,
    questions: Sequence[OwnQuestion] = (),
    source: str = "",
    handed_id: UUID | None = None,
    by: UUID,
) -> UUID:
    """Make a draft of the next version, and give its id.

    Takes:   `source`, the file's name that it was read from; `handed_id`, the template that was handed in.
    Raises:  UsedWrongly without a name, for questions without words, or too many.
    """
    with transaction.atomic():
        last = Questionnaire.objects.filter(council=council_id).aggregate(last=Max("number"))["last"] or 0
        row = Questionnaire.objects.create(
            council_id=council_id,
            number=last + 1,
            name=_checked(name),
            questions=_with_codes(questions),
            source=source[:300],
            made_by_id=by,
        )
        if handed_id:
            Handed.objects.filter(pk=handed_id, council=council_id).update(state=Handed.State.TAKEN, questionnaire=row)
        _record(row, "questionnaire_made", by=by)
    return row.pk


def change_questionnaire(questionnaire_id: UUID, *, name: str, questions: Sequence[OwnQuestion], by: UUID) -> None:
    """Change a draft.

    Raises:  MoveNotAllowed once it was put into use; UsedWrongly as `make_questionnaire`.
    """
    with transaction.atomic():
        row = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire_id)
        _check_is_draft(row)
        row.name, row.questions = _checked(name), _with_codes(questions)
        row.save(update_fields=["name", "questions"])
        _record(row, "questionnaire_changed", by=by)


def put_into_use(questionnaire_id: UUID, *, by: UUID) -> None:
    """Put a draft into use: assessments begun from now on ask these questions; those under way keep theirs.

    Raises:  MoveNotAllowed for one that was in use; UsedWrongly where it asks nothing.
    """
    with transaction.atomic():
        row = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire_id)
        _check_is_draft(row)
        if not row.questions:
            raise UsedWrongly(_("It asks nothing yet."), mend=_("Add a question first."))
        Questionnaire.objects.filter(council=row.council_id, is_in_use=True).update(is_in_use=False)
        row.is_in_use = True
        row.was_in_use = True
        row.save(update_fields=["is_in_use", "was_in_use"])
        _record(row, "questionnaire_in_use", by=by)


def _check_is_draft(row: Questionnaire) -> None:
    if row.is_in_use or row.was_in_use:
        raise MoveNotAllowed(
            _("A version that was put into use never changes, because answers belong to it."),
            mend=_("Begin a new version from it."),
        )


def _checked(name: str) -> str:
    if not name.strip():
        raise UsedWrongly(_("Give it a name."))
    return name.strip()[:200]


def _with_codes(questions: Sequence[OwnQuestion]) -> list[dict[str, str]]:
    asked = [one for one in questions if one.text.strip()]
    if len(asked) > MOST_QUESTIONS:
        raise UsedWrongly(_("Ask at most %(most)s questions of your own.") % {"most": MOST_QUESTIONS})
    used = {one.code for one in asked if one.code}
    numbers = (str(number) for number in range(1, len(asked) + len(used) + 2) if str(number) not in used)
    return [
        {
            "code": one.code or next(numbers),
            "text": one.text.strip()[:500],
            "hint": one.hint.strip()[:500],
            "after": one.after if one.after in KINDS else "proposal",
        }
        for one in asked
    ]


def _record(row: Questionnaire, what: str, *, by: UUID) -> None:
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"assessments.{what}",
        by=f"person:{by}",
        subject=f"assessments.questionnaire:{row.pk}",
        facts={"number": row.number, "questions": [dict(one) for one in row.questions]},
        personal={"name": row.name},
    )
