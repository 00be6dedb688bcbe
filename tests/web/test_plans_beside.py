"""What rooms above plans may show beside a plan and an action: only to staff, where they said, asked once."""

from __future__ import annotations

from uuid import UUID

import pytest

from dueregard.domain.plans.model import Action, Plan
from dueregard.web.organisation.queries import Visitor
from dueregard.web.plans.actions.publishing import publish_plan
from dueregard.web.plans.queries import beside
from factories.plans import plan_of
from people import AMINA, DEE, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def speakers(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[beside.Speaker]]:
    kept: dict[str, list[beside.Speaker]] = {page: [] for page in beside.PAGES}
    monkeypatch.setattr(beside, "_speakers", kept)
    return kept


def _speak(visitor: Visitor, plan_slug: str, action_id: UUID | None) -> list[beside.Said]:
    return [{"template": "ui/problem.jinja", "context": {"n": 1}}] if action_id else []


def test_a_function_is_asked_once_however_often_it_is_handed_in(speakers: dict[str, list[beside.Speaker]]) -> None:
    beside.register("action", _speak)
    beside.register("action", _speak)

    assert speakers == {"action": [_speak], "plan": []}


def test_a_page_that_is_not_there_is_refused(speakers: dict[str, list[beside.Speaker]]) -> None:
    with pytest.raises(ValueError, match="no page 'today' to stand beside; there are action, plan"):
        beside.register("today", _speak)


def test_what_is_said_stands_on_the_staff_pages_and_not_in_public(speakers: dict[str, list[beside.Speaker]]) -> None:
    cast = make_cast()
    plan = plan_of(cast, Plan(actions=(Action("Train staff", status="on_track"),)), title="A plan")
    action = plan.actions.get()
    asked: list[tuple[str, str, UUID | None]] = []

    def speak(visitor: Visitor, plan_slug: str, action_id: UUID | None) -> list[beside.Said]:
        asked.append((visitor.council.slug, plan_slug, action_id))
        return [{"template": "ui/logotype.jinja", "context": {}}]

    publish_plan(plan.pk, by=cast.people[AMINA].id)
    staff = [f"/aldermere/plans/{plan.slug}/", f"/aldermere/plans/{plan.slug}/actions/{action.pk}/"]
    public = [f"/aldermere/equality-plan/{plan.slug}/", f"/aldermere/equality-plan/{plan.slug}/actions/{action.pk}/"]
    amina, dee = cast.client(AMINA), cast.client(DEE)
    before = [amina.get(path).text.count("<svg") for path in staff] + [dee.get(p).text.count("<svg") for p in public]

    beside.register("action", speak)
    beside.register("plan", speak)
    after = [amina.get(path).text.count("<svg") for path in staff] + [dee.get(p).text.count("<svg") for p in public]

    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 0, 0]
    assert asked == [("aldermere", plan.slug, None), ("aldermere", plan.slug, action.pk)]
