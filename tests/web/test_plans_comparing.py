"""Two plans compared on pages: what was dropped comes first, questions one at a time, the lineage in one entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client, TestCase

from dueregard.domain.plans.compare import compare_plans
from dueregard.domain.plans.compare_kept import comparison_from_json, comparison_to_json
from dueregard.domain.plans.model import Action, Lead, Period, Plan
from dueregard.web.jobs.models import Job
from dueregard.web.ledger.models import Entry
from dueregard.web.plans import models
from dueregard.web.plans.queries import comparing as queries
from factories.plans import full_plan, plan_of
from people import AMINA, BEN, DEE, EVE, JOAN, Cast, make_cast

pytestmark = pytest.mark.django_db
OLD = Plan(
    document="Equal chances 2024-25",
    plan_period=Period("2024-25", date(2024, 4, 1), date(2025, 3, 31)),
    actions=(
        Action(
            "Hold a yearly listening day with Gypsy and Traveller families", number=1, leads=(Lead("Head of Homes"),)
        ),
        Action("Offer every front-line worker training in deaf awareness", number=2),
        Action("Publish our pay gap with what we do about it", number=3, outcome="ongoing"),
        Action("Put a hearing loop in each customer service point", number=4),
        Action("Review the lettings policy for its effect on carers", number=5),
        Action("Set up a staff network for parents of disabled children", number=6),
    ),
)
NEW = Plan(
    document="Equal chances 2025-26",
    plan_period=Period("2025-26", date(2025, 4, 1), date(2026, 3, 31)),
    actions=(
        Action("Hold a yearly listening day with Gypsy and Traveller families", number=1),
        Action("Publish our pay gap with what we do about it", number=2, due_date=date(2026, 3, 31)),
        Action("Offer front-line staff training in serving deaf residents", number=3),
        Action("Review the lettings policy for its effect on carers and their families", number=4),
        Action("Open a quiet room in the town hall", number=5),
    ),
)
DROPPED = "Put a hearing loop in each customer service point"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plans(cast: Cast) -> tuple[models.Plan, models.Plan]:
    return plan_of(cast, OLD, title="Equal chances 2024-25"), plan_of(cast, NEW, title="Equal chances 2025-26")


@pytest.fixture
def amina(cast: Cast) -> Client:
    return cast.client(AMINA)


def path(cast: Cast, plans: tuple[models.Plan, models.Plan], rest: str = "") -> str:
    older, newer = plans
    return f"/{cast.council.slug}/plans/{newer.slug}/compare/{older.slug}/{rest}"


def test_what_was_dropped_without_a_word_comes_first(
    cast: Cast, plans: tuple[models.Plan, models.Plan], amina: Client
) -> None:
    seen = amina.get(path(cast, plans))

    assert seen.status_code == 200
    assert DROPPED in seen.text
    lists = seen.text.index('id="list-')
    assert seen.text[lists:].startswith('id="list-without_a_word"')
    assert "Lead: the newer document gives none for any action" in seen.text
    assert "Open a quiet room" in seen.text


def test_the_other_way_round_leads_to_the_same_page(
    cast: Cast, plans: tuple[models.Plan, models.Plan], amina: Client
) -> None:
    older, newer = plans

    answer = amina.get(f"/{cast.council.slug}/plans/{older.slug}/compare/{newer.slug}/")

    assert answer["Location"] == path(cast, plans)


def test_a_question_shows_both_texts_and_keeps_the_answer(
    cast: Cast, plans: tuple[models.Plan, models.Plan], amina: Client
) -> None:
    older, newer = plans
    asked = found(older, newer).asked
    assert asked, "this pair is made so that something is asked"
    entries = Entry.objects.count()
    page = path(cast, plans, "questions/1/")
    seen = amina.get(page)
    assert asked[0].olds[0][1].action_text in seen.text
    assert asked[0].news[0][1].action_text in seen.text
    assert " checked" not in seen.text

    assert amina.post(page, {}).status_code == 400
    assert not models.PairAnswer.objects.exists()
    amina.post(page, {"choice": "same"})

    assert found(older, newer).asked[0].is_same is True
    amina.post(page, {"choice": "not_same"})
    assert models.PairAnswer.objects.count() == 1
    again = found(older, newer)
    assert again.asked[0].is_same is False
    assert asked[0].match.old[0] in [one.old for one in again.found.not_found]
    assert Entry.objects.count() == entries, "an answer is work in progress"


def found(older: models.Plan, newer: models.Plan) -> queries.Compared:
    from dueregard.web.plans.queries.plans import plan_card

    compared = queries.compared(plan_card(older.council_id, older.slug), plan_card(newer.council_id, newer.slug))
    assert compared is not None
    return compared


def test_an_answer_holds_when_actions_move(cast: Cast, plans: tuple[models.Plan, models.Plan], amina: Client) -> None:
    older, newer = plans
    amina.post(path(cast, plans, "questions/1/"), {"choice": "same"})
    from dueregard.web.plans.actions.editing_actions import move_action

    move_action(newer.actions.get(position=5).pk, to=1, by=cast.people[AMINA].id)

    assert found(older, newer).asked[0].is_same is True


def test_the_lineage_is_recorded_in_one_entry_and_only_on_purpose(
    cast: Cast, plans: tuple[models.Plan, models.Plan], amina: Client
) -> None:
    amina.post(path(cast, plans, "questions/1/"), {"choice": "same"})
    entries = Entry.objects.count()
    assert amina.post(path(cast, plans, "lineage/"), {}).status_code == 400
    assert not models.Lineage.objects.exists()

    amina.post(path(cast, plans, "lineage/"), {"sure": "on"})

    links = set(models.Lineage.objects.values_list("older__number", "newer__number"))
    assert {(1, 1), (3, 2)} <= links
    assert 4 not in {old for old, _new in links}
    assert Entry.objects.count() == entries + 1
    assert f"{len(links)} links between the two plans are recorded." in amina.get(path(cast, plans)).text


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "docx", "pdf"])
def test_it_comes_as_a_file(cast: Cast, plans: tuple[models.Plan, models.Plan], amina: Client, ending: str) -> None:
    answer = amina.get(path(cast, plans, f"comparison.{ending}"))

    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert len(body) > 300
    if ending == "csv":
        assert DROPPED in body.decode("utf-8-sig")


def test_it_can_be_narrowed(cast: Cast, plans: tuple[models.Plan, models.Plan], amina: Client) -> None:
    seen = amina.get(path(cast, plans) + "?list=new")
    assert "Open a quiet room" in seen.text
    assert DROPPED not in seen.text

    seen = amina.get(path(cast, plans) + "?words=loop")
    assert DROPPED in seen.text
    assert "Open a quiet room" not in seen.text


def test_large_plans_are_compared_by_a_job(
    cast: Cast, plans: tuple[models.Plan, models.Plan], amina: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr(queries, "AT_ONCE_UP_TO", 3)
    assert "Compare two large plans" in amina.get(path(cast, plans)).text
    assert amina.get(path(cast, plans, "questions/1/")).status_code == 404

    with TestCase.captureOnCommitCallbacks(execute=True):
        amina.post(path(cast, plans, "again/"))

    assert Job.objects.get(kind="plans.compare").state == "done"
    assert DROPPED in amina.get(path(cast, plans)).text
    plan = plans[1]
    plan.save(update_fields=["changed_at"])
    assert "Compare two large plans" in amina.get(path(cast, plans)).text, "it is not of this content any more"


def test_what_is_kept_of_a_comparison_comes_back_equal() -> None:
    old, new = full_plan(), replace(full_plan(), actions=(*NEW.actions, *full_plan().actions[:2]))

    made = compare_plans(old, new)

    assert comparison_from_json(comparison_to_json(made), old=old, new=new) == made


@pytest.mark.parametrize(
    ("who", "seen", "asked"), [(BEN, 200, 403), (JOAN, 200, 403), (EVE, 404, 404), (DEE, 302, 302)]
)
def test_everyone_here_reads_and_only_the_officer_answers(
    cast: Cast, plans: tuple[models.Plan, models.Plan], who: str, seen: int, asked: int
) -> None:
    client = cast.client(who)

    assert client.get(path(cast, plans)).status_code == seen
    assert client.post(path(cast, plans, "questions/1/"), {"choice": "same"}).status_code == asked
    assert client.post(path(cast, plans, "lineage/"), {"sure": "on"}).status_code == asked
    assert not models.PairAnswer.objects.exists()


def test_a_draft_is_not_compared_for_who_may_not_see_it(cast: Cast, plans: tuple[models.Plan, models.Plan]) -> None:
    models.Plan.objects.filter(pk=plans[1].pk).update(state="draft")

    assert cast.client(BEN).get(path(cast, plans)).status_code == 403
    assert cast.client(AMINA).get(path(cast, plans)).status_code == 200


def test_a_plan_offers_the_one_before(cast: Cast, plans: tuple[models.Plan, models.Plan], amina: Client) -> None:
    seen = amina.get(f"/{cast.council.slug}/plans/{plans[1].slug}/")

    assert path(cast, plans) in seen.text
    assert "dropped without a word" in seen.text
