"""Parts of actions: whose they are, completing one with a button, and what follows from them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from dueregard.domain.plans.merging import versions_of
from dueregard.domain.plans.model import Action, Plan, SubAction
from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.ledger.queries import describe, history
from dueregard.web.plans import models
from dueregard.web.plans.actions import editing_parts, parts
from dueregard.web.plans.queries.editing import PART_FIELDS, values_of
from factories.plans import plan_of
from people import AMINA, BEN, EVE, GARETH, JOAN, KOFI, Cast, make_cast, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def action(cast: Cast) -> models.Action:
    """An action that nobody leads; Ben's post owns its late part."""
    late = SubAction("Agree the standard", "milestone", due_date=today() - timedelta(12))
    done = SubAction("Hire two surveyors", "milestone", status="complete")
    plan = plan_of(cast, Plan(actions=(Action("Adapt homes", status="on_track", sub_actions=(done, late)),)), title="P")
    found: models.Action = plan.actions.get()
    found.sub_actions.filter(position=2).update(post_id=cast.post_id, owner="Housing Options Manager")
    return found


def _path(action: models.Action, part: Any) -> str:
    return f"/aldermere/plans/{action.plan.slug}/actions/{action.pk}/parts/{part.pk}/complete/"


def test_what_follows_stands_beside_the_word_of_the_owner(cast: Cast, action: models.Action) -> None:
    page = cast.client(JOAN).get(f"/aldermere/plans/{action.plan.slug}/actions/{action.pk}/").text

    assert "1 of 2 parts is complete; the last is late by 12 days: so at risk." in page
    assert "Its owner says on track; its parts say at risk." in page
    assert "It is complete" not in page
    action.refresh_from_db()
    assert action.status == "on_track"


def test_whoever_holds_the_post_completes_the_part_with_one_button(cast: Cast, action: models.Action) -> None:
    part = action.sub_actions.get(position=2)
    ben: Client = cast.client(BEN)
    mine = ben.get("/aldermere/my-actions/").text

    assert "Agree the standard" in mine
    assert "Part: Agree the standard" in ben.get("/aldermere/today/").text
    assert "Agree the standard" in ben.get(_path(action, part)).text
    part.refresh_from_db()
    assert part.status is None
    assert ben.post(_path(action, part)).status_code == 302

    part.refresh_from_db()
    assert (part.status, part.completed_on) == ("complete", today())
    (entry, *_) = history(chain=f"council:{cast.council.id}", subjects=[f"plans.action:{action.pk}"])
    assert describe(entry) == "Completed a part of action"
    assert entry.facts["after"] == {"status": "complete", "completed_on": today().isoformat()}
    assert "Part: Agree the standard" not in ben.get("/aldermere/today/").text


@pytest.mark.parametrize(
    ("who", "status"), [(AMINA, 302), (BEN, 302), (JOAN, 403), (KOFI, 403), (GARETH, 403), (EVE, 404)]
)
def test_who_may_complete_a_part(cast: Cast, action: models.Action, who: str, status: int) -> None:
    assert cast.client(who).post(_path(action, action.sub_actions.get(position=2))).status_code == status


def test_the_post_of_one_part_opens_no_other(cast: Cast, action: models.Action) -> None:
    models.SubAction.objects.filter(action=action, position=1).update(status="on_track")

    assert cast.client(BEN).post(_path(action, action.sub_actions.get(position=1))).status_code == 403


def test_completing_twice_is_one_act(cast: Cast, action: models.Action) -> None:
    part, by = action.sub_actions.get(position=2), cast.people[AMINA].id

    assert parts.complete_part(part.pk, on=date(2027, 1, 5), by=by)
    assert not parts.complete_part(part.pk, on=date(2027, 2, 5), by=by)

    part.refresh_from_db()
    assert part.completed_on == date(2027, 1, 5)


def test_no_part_of_a_closed_plan_is_completed(cast: Cast, action: models.Action) -> None:
    models.Plan.objects.update(state="closed")

    with pytest.raises(MoveNotAllowed):
        parts.complete_part(action.sub_actions.get(position=2).pk, on=today(), by=cast.people[AMINA].id)


def test_a_part_is_given_a_post_or_words_and_never_both(cast: Cast, action: models.Action) -> None:
    part, amina = action.sub_actions.get(position=1), cast.client(AMINA)
    path = f"/aldermere/plans/{action.plan.slug}/actions/{action.pk}/parts/{part.pk}/"
    base = json.dumps(versions_of(values_of(part, PART_FIELDS)))
    given = {"text": part.text, "kind": "milestone", "status": "complete", "base": base}

    both = amina.post(path, {**given, "post_id": str(cast.post_id), "owner": "A team"}).text
    early = amina.post(
        path,
        {
            **given,
            "status": "on_track",
            "completed_on-day": "1",
            "completed_on-month": "9",
            "completed_on-year": "2026",
        },
    ).text
    assert amina.post(path, {**given, "post_id": str(cast.post_id)}).status_code == 302

    part.refresh_from_db()
    assert "Choose a post or write words, not both" in both
    assert "Only what is complete has a day of completion" in early
    assert part.post_id == cast.post_id
    assert part.owner


def test_a_part_that_moves_moves_in_calendars(cast: Cast, action: models.Action) -> None:
    part, before = action.sub_actions.get(position=2), action.sequence
    base = versions_of({"due_date": part.due_date.isoformat()})

    editing_parts.change_part(part.pk, given={"due_date": "2027-06-30"}, base=base, by=cast.people[AMINA].id)

    action.refresh_from_db()
    assert action.sequence == before + 1


def test_lists_and_pages_say_why_and_the_council_sets_what_soon_means(cast: Cast) -> None:
    content = Plan(actions=(Action("Adapt homes", number=7, due_date=today() + timedelta(40)), Action("Train staff")))
    plan = plan_of(cast, content, title="P")
    amina, base = cast.client(AMINA), "/aldermere/plans/p"
    assert plan.slug == "p"
    assert "Adapt homes" not in amina.get(f"{base}/actions/?attention=due_soon").text

    assert amina.post("/aldermere/settings/attention/", {"soon_days": "60", "stalled_rounds": "3"}).status_code == 302

    soon = amina.get(f"{base}/actions/?attention=due_soon").text
    assert "Due in 40 days" in soon
    assert "Train staff" not in soon
    assert "Nobody has said yet how it is going." in amina.get(f"{base}/actions/?attention=not_updated").text
    assert "1 is due soon" in amina.get(f"{base}/").text
    assert "2 have no update this quarter" in amina.get(f"{base}/").text
    assert models.AttentionRules.objects.get().soon_days == 60
    (entry, *_) = history(chain=f"council:{cast.council.id}", subjects=[f"organisation.council:{cast.council.id}"])
    assert describe(entry) == "Changed what needs attention: days that count as soon, rounds until stalled"


@pytest.mark.parametrize(
    "given", [{}, {"soon_days": "0", "stalled_rounds": "3"}, {"soon_days": "7", "stalled_rounds": "1"}]
)
def test_rules_that_make_no_sense_are_refused(cast: Cast, given: dict[str, str]) -> None:
    answer = cast.client(AMINA).post("/aldermere/settings/attention/", given)

    assert answer.status_code == 400
    assert not models.AttentionRules.objects.exists()
