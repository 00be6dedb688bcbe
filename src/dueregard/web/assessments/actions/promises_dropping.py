"""How is it asked to drop a promise, who answers, and when is the body that decided told?"""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.promises import PromiseState, check_can_move_promise, who_is_asked
from dueregard.web.assessments.actions.parts import record
from dueregard.web.assessments.models.after import Promise
from dueregard.web.assessments.models.writing import Assessment, Version


def ask_in(row: Assessment, promise: Promise, *, because: str, by: UUID, version: Version | None = None) -> None:
    """Ask to drop a promise, in the caller's transaction. With `version`, that version has left it out.

    Raises:  MoveNotAllowed where it is asked already or dropped.
    """
    check_can_move_promise(PromiseState(promise.state), to=PromiseState.DROP_ASKED)
    if version is not None:
        because = _("Version %(number)s no longer has it.") % {"number": version.number}
    decision = row.decision
    body = (decision.body.name if decision.body else decision.body_words) if decision else ""
    promise.state = PromiseState.DROP_ASKED
    promise.drop_because = because.strip()
    promise.drop_to = who_is_asked(delegated_to=decision.delegated_to if decision else "", body=body)[:200]
    promise.drop_asked_by_id, promise.drop_asked_at = by, timezone.now()
    promise.drop_answer = promise.drop_answer_by_words = ""
    promise.drop_answered_by, promise.drop_answered_at = None, None
    promise.save()
    facts = {"code": promise.code, "promise": str(promise.pk), "left_out": version is not None}
    personal = {"because": promise.drop_because, "text": promise.text, "to": promise.drop_to}
    record(row, "drop_asked", by=by, facts=facts, personal=personal)
