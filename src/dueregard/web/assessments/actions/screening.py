"""How is screening answered, decided, and confirmed by a second person?

The one idea: the answers lead to a proposal, a person decides and says why. A lighter look than proposed, and "none" at
all, hold only when somebody else has confirmed them; until then nothing is decided. "None" makes a version and ends the
assessment as not needed; it can be re-opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.assessments.packs import questions_of_version, screening_questions
from dueregard.domain.assessments.parts import SCREENING
from dueregard.domain.assessments.screening import Depth, needs_second, screen
from dueregard.domain.assessments.states import AssessmentState, check_can_move_assessment
from dueregard.terms.errors import UsedWrongly
from dueregard.web.assessments.actions.parts import PartChanged, record, save_part, writing
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models.writing import Assessment, Part


def answer_screening(assessment_id: UUID, *, answers: Mapping[str, str | tuple[str, ...]], seen: int, by: UUID) -> int:
    """Keep the answers with the version of the questions. What was decided on other answers holds no longer.

    Raises:  PartChanged, MoveNotAllowed; UsedWrongly for answers that are none of the question's.
    """
    nation = Assessment.objects.values_list("nation", flat=True).get(pk=assessment_id)
    screen(answers, nation=nation)
    version, _questions = screening_questions(nation)
    kept = [[code, [given] if isinstance(given, str) else list(given)] for code, given in answers.items() if given]
    content = {"version": version, "answers": kept, "depth": None, "reason": None, "checked_by_other": False}
    with writing(assessment_id):
        number = save_part(assessment_id, key=SCREENING, content=content, seen=seen, by=by)
    return number


def decide_depth(assessment_id: UUID, *, depth: Depth, reason: str, seen: int, by: UUID) -> bool:
    """Decide how closely it is looked at, and say whether it holds at once (else a second person confirms it).

    Raises:  UsedWrongly without a reason, or before the questions are answered; PartChanged, MoveNotAllowed.
    """
    if not reason.strip():
        raise UsedWrongly(_("Say why."))
    with writing(assessment_id) as row:
        content = _screening(assessment_id, seen)
        if content.get("version") != screening_questions(row.nation)[0]:
            raise UsedWrongly(_("Answer the questions first."))
        proposed = screen(answers_in(content), nation=row.nation).depth
        if proposed is None:
            raise UsedWrongly(_("Answer the questions first."))
        needs_other = needs_second(depth, proposed=proposed)
        decided = {**content, "depth": str(depth), "reason": reason.strip(), "checked_by_other": False}
        save_part(assessment_id, key=SCREENING, content=decided, seen=seen, by=by)
        facts = {"depth": str(depth), "proposed": str(proposed), "needs_other": needs_other}
        record(row, "depth_decided", by=by, facts=facts, personal={"reason": reason.strip()})
    return not needs_other


def confirm_depth(assessment_id: UUID, *, seen: int, by: UUID) -> None:
    """Confirm, as the second person, what was decided. "None" ends the assessment as not needed, with a version.

    Raises:  UsedWrongly for whoever decided it, or where nothing waits; PartChanged, MoveNotAllowed.
    """
    with writing(assessment_id) as row:
        content = _screening(assessment_id, seen)
        part = Part.objects.get(assessment=row, key=SCREENING)
        if not content.get("depth") or row.depth:
            raise UsedWrongly(_("Nothing waits for a second person."))
        if part.changed_by_id == by:
            raise UsedWrongly(_("Somebody else confirms it, not the person who decided it."))
        save_part(assessment_id, key=SCREENING, content={**content, "checked_by_other": True}, seen=seen, by=by)
        depth = Depth(content["depth"])
        record(row, "depth_confirmed", by=by, facts={"depth": str(depth)})
        if depth is Depth.NONE:
            check_can_move_assessment(AssessmentState(row.state), to=AssessmentState.NOT_NEEDED)
            row.refresh_from_db()
            row.state = str(AssessmentState.NOT_NEEDED)
            row.save(update_fields=["state", "changed_at"])
            made = make_version(row, why="not_needed", by=by)
            record(row, "not_needed", by=by, facts={"version": made.number})


def question_depth(assessment_id: UUID, *, because: str, seen: int, by: UUID) -> None:
    """Say, as the second person, that it is not agreed: the decision is open again, and the reason is kept.

    Raises:  UsedWrongly without a reason, or for whoever decided it; PartChanged, MoveNotAllowed.
    """
    if not because.strip():
        raise UsedWrongly(_("Say why you do not agree."))
    with writing(assessment_id) as row:
        content = _screening(assessment_id, seen)
        part = Part.objects.get(assessment=row, key=SCREENING)
        if part.changed_by_id == by:
            raise UsedWrongly(_("Somebody else answers it, not the person who decided it."))
        save_part(assessment_id, key=SCREENING, content={**content, "depth": None}, seen=seen, by=by)
        row.comments.create(part_key=SCREENING, text=because.strip(), by_id=by)
        record(row, "depth_questioned", by=by, personal={"because": because.strip()})


def answers_in(content: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    """Give the answers of a screening part as `screening.screen` takes them."""
    many = {question.code for question in questions_of_version(content.get("version") or 0) if question.many}
    return {
        code: tuple(given) if code in many else (given[0] if given else "")
        for code, given in content.get("answers") or ()
    }


def _screening(assessment_id: UUID, seen: int) -> dict[str, Any]:
    found = Part.objects.filter(assessment=assessment_id, key=SCREENING).first()
    if found is None:
        raise UsedWrongly(_("Answer the questions first."))
    if found.number != seen:
        raise PartChanged(found.content, found.number)
    return dict(found.content)
