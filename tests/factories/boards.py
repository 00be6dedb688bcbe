"""Boards for tests: a plan that one watches, its meetings, and what it asks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from dueregard.domain.delivery.questions import QuestionKind
from dueregard.domain.plans.model import Action, Lead, Period, Plan, Progress
from dueregard.web.delivery.actions.meetings import add_meeting
from dueregard.web.delivery.actions.packs import begin_pack, issue_pack
from dueregard.web.delivery.actions.questions import Asked, ask_question
from dueregard.web.plans import models
from dueregard.web.plans.actions.publishing import publish_plan
from factories.plans import plan_of

ADDRESS = "http://testserver/somewhere/"
QUESTION_ADDRESS = "http://testserver/aldermere/questions/{id}/"


def watched_action(number: int, title: str, *said: tuple[date, str, str], **changes: Any) -> Action:
    """Give an action that Ben's post leads and the cast's board watches; `said` are (day, status, text)."""
    fields: dict[str, Any] = {
        "action_text": title,
        "action_title": title,
        "number": number,
        "leads": (Lead("Housing Options Manager"),),
        "monitored_by": ("Fair Access Board",),
        "progress": tuple(Progress(text, date=on, author="Ben Carter", status=status) for on, status, text in said),
        "status": said[-1][1] if said else None,
    }
    return Action(**{**fields, **changes})


def watched_plan(cast: Any, *actions: Action, title: str = "Fair for all", start: date | None = None) -> models.Plan:
    """Adopt and publish a plan with these actions."""
    begins = start or date(2026, 4, 1)
    period = Period("one year", begins, date(begins.year + 1, 3, 31))
    plan = plan_of(cast, Plan(document=title, plan_period=period, actions=actions), title=title)
    publish_plan(plan.pk, by=cast.people["amina"].id)
    return plan


def meeting_of(cast: Any, on: date, *, board_id: UUID | None = None, place: str = "Council Chamber") -> UUID:
    """Set a meeting of the cast's board, by its clerk."""
    given = {"council_id": cast.council.id, "board_id": board_id or cast.board_id, "place": place}
    return add_meeting(on=on, by=cast.people["imran"].id, **given)


def issued_pack(cast: Any, meeting_id: UUID, *, on: date, what_changed: str = "") -> UUID:
    """Make and issue the pack of a meeting, with the figures of a day, and give its id."""
    pack = begin_pack(meeting_id, by=cast.people["amina"].id)
    issue_pack(pack, address=ADDRESS, on=on, by=cast.people["amina"].id, what_changed=what_changed)
    return pack


def question_of(cast: Any, action: models.Action | None, *, asked_on: date, **changes: Any) -> UUID:
    """Record what a member asked in a meeting, put to Ben's post, by the clerk."""
    fields: dict[str, Any] = {
        "kind": QuestionKind.QUESTION,
        "text": "How many are families with a disabled child?",
        "asked_on": asked_on,
        "asked_name": "Cllr Joy Adeyemi",
        "action_id": action.pk if action else None,
        "about": f"action {action.number}: {action.title}" if action else "",
        "post_id": cast.post_id,
        "is_put": False,
    }
    said = Asked(**{**fields, **changes})
    given = {"council_id": cast.council.id, "board_id": changes.get("board_id", cast.board_id)}
    return ask_question(said, address=QUESTION_ADDRESS, by=cast.people["imran"].id, **given)


def board_things(council: Any, *, board_id: UUID, action: models.Action, post_id: UUID, by: UUID) -> dict[str, UUID]:
    """Give a meeting to come with a draft of its pack, one with an issued pack, and a question that is open."""
    on = timezone.localdate()
    place = {"council_id": council.pk, "board_id": board_id, "by": by}
    meeting, later = (add_meeting(on=on + timedelta(days=days), **place) for days in (10, 80))
    issued = begin_pack(later, by=by)
    issue_pack(issued, address=ADDRESS, on=on, by=by)
    said = Asked(
        QuestionKind.QUESTION,
        "How many are waiting?",
        on,
        "Cllr Joy Adeyemi",
        action_id=action.pk,
        about=f"action {action.number}: {action.title}",
        post_id=post_id,
        due_on=on,
    )
    question = ask_question(said, address=QUESTION_ADDRESS, **place)
    return {
        "meeting_id": meeting,
        "pack_id": begin_pack(meeting, by=by),
        "issued_pack": issued,
        "question_id": question,
    }
