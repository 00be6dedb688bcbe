"""Plans made by hand: begun, given levels and actions, adopted; parts added, removed and put back; all recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.utils import timezone

from dueregard.reading.read import read_document
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.ledger import actions as ledger
from dueregard.web.ledger.queries import describe, history
from dueregard.web.plans import models
from dueregard.web.plans.actions import editing, editing_actions, editing_levels, editing_parts, removing
from dueregard.web.plans.queries.whole import domain_plan
from factories.plans import plan_of
from factories.sending import sent
from people import AMINA, BEN, FAITH, Cast, make_cast, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> models.Plan:
    return plan_of(cast)


def _kinds(cast: Cast, subject: str) -> list[str]:
    return [entry.kind for entry in history(chain=f"council:{cast.council.id}", subjects=[subject])]


def test_a_plan_is_begun_filled_and_adopted_by_hand(cast: Cast) -> None:
    client, root = cast.client(AMINA), f"/{cast.council.slug}/plans/"
    begun = {"title": "Fair by hand", "period_start": "2026-04-01", "period_end": "2027-03-31"}

    client.post(f"{root}new/", sent(client.get(f"{root}new/")) | begun)
    plan = models.Plan.objects.get()
    assert (plan.state, plan.period_text) == ("draft", "2026\u2060–\u206027")
    assert cast.client(BEN).get(f"{root}{plan.slug}/").status_code == 403

    page = client.get(f"{root}{plan.slug}/levels/new/")
    client.post(f"{root}{plan.slug}/levels/new/", sent(page) | {"title": "Homes", "kind": "objective"})
    level = plan.levels.get()
    page = client.get(f"{root}{plan.slug}/actions/new/?below={level.pk}")
    new = {
        "text": "Adapt homes",
        "strands": ["disability", "age"],
        "owner-0": f"post:{cast.post_id}",
        "owner-1-words": "Surveyors",
        "boards": [f"board:{cast.board_id}"],
    }
    client.post(f"{root}{plan.slug}/actions/new/", sent(page) | new)
    client.post(f"{root}{plan.slug}/adopt/")

    (action,) = domain_plan(plan.pk).actions
    assert (action.section, action.strands) == ("Homes", ("age", "disability"))
    assert [lead.name for lead in action.leads] == ["Housing Options Manager", "Surveyors"]
    assert action.monitored_by == ("Fair Access Board",)
    assert models.Plan.objects.get().state == "adopted"
    assert _kinds(cast, f"plans.plan:{plan.pk}") == [
        "plans.adopted",
        "plans.action_added",
        "plans.level_added",
        "plans.begun",
    ]
    assert "Adapt homes" in cast.client(BEN).get(f"/{cast.council.slug}/my-actions/").text


def test_an_empty_draft_is_not_adopted(cast: Cast) -> None:
    slug = editing.make_plan(council_id=cast.council.id, given={"title": "Empty"}, by=cast.people[AMINA].id)

    answer = cast.client(AMINA).post(f"/{cast.council.slug}/plans/{slug}/adopt/")

    assert answer.status_code == 400
    assert models.Plan.objects.get().state == "draft"


def test_the_templates_hold_the_councils_own_words(cast: Cast) -> None:
    client = cast.client(AMINA)

    for ending in ("xlsx", "docx"):
        answer = client.get(f"/{cast.council.slug}/plans/template.{ending}")
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
        assert read_document(answer.content, name=f"t.{ending}").blocks


def test_a_renamed_level_is_found_under_its_new_name(cast: Cast, plan: models.Plan) -> None:
    client, level = cast.client(AMINA), plan.levels.get(title="Homes")
    path = f"/{cast.council.slug}/plans/{plan.slug}/levels/{level.pk}/"

    client.post(path, sent(client.get(path), with_button="Save") | {"title": "Dwellings"})

    assert domain_plan(plan.pk).actions[0].section == "Dwellings"
    assert domain_plan(plan.pk).actions[0].levels == ("Fair access",)
    assert "Adapt homes" in client.get(f"/{cast.council.slug}/plans/{plan.slug}/actions/?words=dwellings").text


def test_a_name_that_a_sibling_has_is_refused(cast: Cast, plan: models.Plan) -> None:
    with pytest.raises(UsedWrongly, match="already one of this name"):
        editing_levels.add_level(plan.pk, given={"title": "Finance"}, by=cast.people[AMINA].id)


def test_moving_a_level_moves_its_actions(cast: Cast, plan: models.Plan) -> None:
    level = plan.levels.get(title="Finance")

    editing_levels.move_level(level.pk, up=True, by=cast.people[AMINA].id)

    assert [action.action_text for action in domain_plan(plan.pk).actions][:2] == [
        "Publish pay gaps",
        "Adapt homes faster for disabled residents\ni) hire two surveyors by Q2",
    ]
    assert list(plan.actions.values_list("position", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize(("start", "to", "order"), [(1, 3, "2314"), (4, 1, "4123"), (2, 99, "1342"), (2, 2, "1234")])
def test_an_action_moves_and_the_others_make_room(
    cast: Cast, plan: models.Plan, start: int, to: int, order: str
) -> None:
    keys = {row.pk: str(row.position) for row in plan.actions.all()}

    editing_actions.move_action(plan.actions.get(position=start).pk, to=to, by=cast.people[AMINA].id)

    assert "".join(keys[row.pk] for row in plan.actions.order_by("position")) == order
    assert [row.position for row in plan.actions.order_by("position")] == [1, 2, 3, 4]


@pytest.mark.parametrize("position", [1, 2, 3, 4])
def test_a_removed_action_comes_back_whole(cast: Cast, plan: models.Plan, position: int) -> None:
    before, by = domain_plan(plan.pk), cast.people[AMINA].id
    action = plan.actions.get(position=position)

    removed = removing.remove_action(action.pk, by=by)
    assert len(domain_plan(plan.pk).actions) == 3
    assert [row.position for row in plan.actions.order_by("position")] == [1, 2, 3]
    removing.restore(removed, by=by)

    assert domain_plan(plan.pk) == before
    assert _kinds(cast, f"plans.action:{action.pk}")[:2] == ["plans.action_restored", "plans.action_removed"]
    with pytest.raises(MoveNotAllowed, match="already"):
        removing.restore(removed, by=by)


def test_what_was_removed_long_ago_is_gone_for_good(cast: Cast, plan: models.Plan) -> None:
    by = cast.people[AMINA].id
    removed = removing.remove_action(plan.actions.get(position=2).pk, by=by)
    models.Removed.objects.update(removed_at=timezone.now() - timedelta(days=31))

    with pytest.raises(MoveNotAllowed, match="thirty days"):
        removing.restore(removed, by=by)
    call_command("purge_removed")

    assert not models.Removed.objects.exists()


def test_an_owner_says_how_it_goes(cast: Cast, plan: models.Plan) -> None:
    client, action = cast.client(BEN), plan.actions.get(position=1)
    path = f"/{cast.council.slug}/plans/{plan.slug}/actions/{action.pk}/update/"

    unchosen = client.post(path, sent(client.get(path)) | {"text": "Surveyors began"})
    client.post(path, sent(client.get(path)) | {"text": "Surveyors began", "status": "on_track"})

    assert unchosen.status_code == 400
    action.refresh_from_db()
    update = action.updates.last()
    assert (action.status, action.last_update_on) == ("on_track", today())
    assert (update.text, update.author, update.status) == ("Surveyors began", "Ben Carter", "on_track")
    (entry,) = history(chain=f"council:{cast.council.id}", subjects=[f"plans.action:{action.pk}"])
    assert describe(entry) == "Added an update on action 21"
    assert "Ben" not in str(entry.facts)
    assert entry.personal["after update_text"] == "Surveyors began"


def test_nothing_has_changed_keeps_the_status(cast: Cast, plan: models.Plan) -> None:
    client, action = cast.client(BEN), plan.actions.get(position=1)
    path = f"/{cast.council.slug}/plans/{plan.slug}/actions/{action.pk}/update/"

    client.post(path, sent(client.get(path)) | {"status": "same"})

    action.refresh_from_db()
    assert (action.status, action.updates.last().text) == ("at_risk", "Nothing has changed.")


def test_an_update_of_tomorrow_is_refused(cast: Cast, plan: models.Plan) -> None:
    client, action = cast.client(BEN), plan.actions.get(position=1)
    path = f"/{cast.council.slug}/plans/{plan.slug}/actions/{action.pk}/update/"
    day = today() + timedelta(days=1)
    late = {"date-day": day.day, "date-month": day.month, "date-year": day.year}

    answer = client.post(path, sent(client.get(path)) | {"status": "on_track", "text": "Soon"} | late)

    assert "The date must not be after today" in answer.text
    assert "Soon" in answer.text, "what was typed stays"


def test_a_measure_in_the_words_is_offered_and_given_figures(cast: Cast, plan: models.Plan) -> None:
    client, action = cast.client(FAITH), plan.actions.get(position=1)
    models.Action.objects.filter(pk=action.pk).update(text="Make sure 95% of babies receive a pack")
    root = f"/{cast.council.slug}/plans/{plan.slug}/actions/{action.pk}/measures/"

    page = client.get(f"{root}new/?take=1")
    client.post(f"{root}new/", sent(page))
    measure = action.measures.get(target="95")
    client.post(
        f"{root}{measure.pk}/figures/new/",
        sent(client.get(f"{root}{measure.pk}/figures/new/")) | {"on": "2026-06-30", "value": "80.5"},
    )
    wrong = client.post(
        f"{root}{measure.pk}/figures/new/",
        sent(client.get(f"{root}{measure.pk}/figures/new/")) | {"on": "2026-07-30", "value": "most"},
    )

    assert [value.value for value in measure.values.all()] == ["80.5"]
    assert "Write a number, such as 38" in wrong.text


@pytest.mark.parametrize(
    ("field", "length", "said"), [("text", 20_001, "20,000"), ("title", 301, "300"), ("links", 20_001, "20,000")]
)
def test_huge_texts_are_refused_and_kept_on_the_page(
    cast: Cast, plan: models.Plan, field: str, length: int, said: str
) -> None:
    client, action = cast.client(AMINA), plan.actions.get(position=1)
    path = f"/{cast.council.slug}/plans/{plan.slug}/actions/{action.pk}/edit/"

    answer = client.post(path, sent(client.get(path)) | {field: "x" * length})

    assert answer.status_code == 400
    assert f"Write at most {said} letters" in answer.text
    assert "x" * 300 in answer.text


def test_dates_the_wrong_way_round_are_said_in_the_words_of_the_form(cast: Cast, plan: models.Plan) -> None:
    client, action = cast.client(AMINA), plan.actions.get(position=1)
    path = f"/{cast.council.slug}/plans/{plan.slug}/actions/{action.pk}/edit/"

    answer = client.post(path, sent(client.get(path)) | {"due_date-year": "2025"})

    assert "The due date must be after the start, 1 April 2026" in answer.text


WRITES: dict[str, Callable[[models.Plan, UUID], Any]] = {
    "plan": lambda plan, by: editing.change_plan(plan.pk, given={"title": "New"}, base={}, by=by),
    "level": lambda plan, by: editing_levels.add_level(plan.pk, given={"title": "New"}, by=by),
    "move": lambda plan, by: editing_levels.move_level(plan.levels.get(title="Finance").pk, up=True, by=by),
    "action": lambda plan, by: editing_actions.add_action(plan.pk, given={"text": "New"}, by=by),
    "place": lambda plan, by: editing_actions.move_action(plan.actions.get(position=1).pk, to=3, by=by),
    "part": lambda plan, by: editing_parts.add_part(
        plan.actions.get(position=1).pk, given={"text": "New", "kind": "milestone"}, by=by
    ),
    "update": lambda plan, by: editing_parts.add_update(
        plan.actions.get(position=1).pk, text="New", on=today(), status="complete", by=by, author="Ben"
    ),
    "remove": lambda plan, by: removing.remove_action(plan.actions.get(position=1).pk, by=by),
}


@pytest.mark.parametrize("what", WRITES)
def test_nothing_is_written_when_the_ledger_refuses(
    cast: Cast, plan: models.Plan, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = domain_plan(plan.pk)

    def refuse(**_named: Any) -> None:
        raise RuntimeError("the ledger is full")

    monkeypatch.setattr(ledger, "record", refuse)
    if what == "plan":
        monkeypatch.setattr(editing, "changes_between", lambda *_a, given, **_n: given)

    with pytest.raises(RuntimeError):
        WRITES[what](plan, cast.people[AMINA].id)

    assert domain_plan(plan.pk) == before
    assert not models.Removed.objects.exists()
