"""How is a remark answered: changed, or not agreed because …?

The one idea: an answer is kept with the remark as it read, so that it is asked again when it reads otherwise. Words
that were quoted because somebody could be recognised in them are not kept: they are to go from the text, and would
live on here.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.assessments.quality import Remark
from dueregard.domain.assessments.quality_text import unquoted
from dueregard.terms.errors import UsedWrongly
from dueregard.web.assessments.actions.parts import record, writing
from dueregard.web.assessments.models.writing import RemarkAnswer


def answer_remark(assessment_id: UUID, *, remark: Remark, kind: str, because: str, by: UUID) -> None:
    """Keep the answer to a remark, in place of an earlier one.

    Takes:   `kind`, "changed" or "not_agreed"; `because`, the reason where it is not agreed.
    Raises:  UsedWrongly without a kind, or without a reason where one is needed; MoveNotAllowed unless the assessment
             is being written.
    """
    if kind not in RemarkAnswer.Kind.values:
        raise UsedWrongly(_("Say whether it was changed, or why you do not agree."))
    reason = because.strip()
    if kind == RemarkAnswer.Kind.NOT_AGREED and not reason:
        raise UsedWrongly(_("Say why you do not agree."))
    with writing(assessment_id) as row:
        RemarkAnswer.objects.update_or_create(
            assessment=row,
            key=remark.key[:300],
            defaults={"remark": unquoted(remark), "kind": kind, "because": reason, "by_id": by},
        )
        record(
            row,
            "remark_answered",
            by=by,
            facts={"about": remark.kind, "answer": kind},
            personal={"key": remark.key, "remark": unquoted(remark), "because": reason},
        )
