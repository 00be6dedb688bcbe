"""Promises become actions of a plan, cannot be taken away silently, and are dropped only with somebody's answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from dueregard.domain.assessments.states import AssessmentState
from dueregard.web.assessments.actions.promises import promise_all
from dueregard.web.assessments.actions.promises_dropping import answer_drop, ask_to_drop
from dueregard.web.assessments.actions.promises_keeping import choose_place
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models.after import Promise
from dueregard.web.assessments.models.register import Decision
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.mail.models import Message
from dueregard.web.plans.models import Action
from factories.assessments import assessment_of, decision_of, library_closure
from factories.boards import watched_action, watched_plan
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, GARETH, HANA, IMRAN, JOAN, KOFI, Cast, make_cast, today

pytestmark = pytest.mark.django_db
TEXT = "Bring books home to people who cannot travel"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Any:
    return watched_plan(cast, watched_action(21, "Adapt homes"))


def closure_of(cast: Cast, stands: AssessmentState = AssessmentState.DECIDED, **decision: Any) -> Any:
    given = {"body_id": cast.board_id, "delegated_to": "Housing Options Manager", "state": "decided", **decision}
    return assessment_of(
        cast.council.id,
        by=cast.people[GARETH].id,
        content=library_closure(),
        decision_id=decision_of(cast.council.id, **given),
        state=stands,
        directorate_id=cast.directorate_id,
    )


def sign_off(assessment_id: Any, by: Any) -> Promise:
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment_id)
        promise_all(row, make_version(row, why="for_deciders", by=by), by=by)
    return Promise.objects.get(assessment=assessment_id, code="1")


@pytest.fixture
def promise(cast: Cast, plan: Any) -> Promise:
    return sign_off(closure_of(cast), cast.people[AMINA].id)


def at(cast: Cast, promise: Promise, ending: str = "") -> str:
    return f"/{cast.council.slug}/promises/{promise.pk}/{ending}"


def test_at_sign_off_the_mitigation_stands_in_the_newest_plan(cast: Cast, plan: Any, promise: Promise) -> None:
    made = plan.actions.get(pk=promise.action_id)

    assert (made.text, str(made.due_date)) == (TEXT, "2027-06-30")
    assert [lead.name for lead in made.leads.all()] == ["Libraries Manager"]


def test_the_action_says_which_promise_it_keeps(cast: Cast, plan: Any, promise: Promise) -> None:
    address = f"/{cast.council.slug}/plans/{plan.slug}/actions/{promise.action_id}/"

    shown = cast.client(BEN).get(address).content.decode()

    number = promise.assessment.number
    assert f"Promised in assessment {number}, decided by Fair Access Board." in shown


def test_an_action_that_keeps_a_promise_is_not_taken_away(cast: Cast, plan: Any, promise: Promise) -> None:
    address = f"/{cast.council.slug}/plans/{plan.slug}/actions/{promise.action_id}/remove/"

    told = cast.client(AMINA).post(address, follow=True).content.decode()

    assert "keeps a promise of assessment" in told
    assert Action.objects.filter(pk=promise.action_id).exists()


def test_the_action_of_a_dropped_promise_may_go(cast: Cast, plan: Any, promise: Promise) -> None:
    amina = cast.people[AMINA].id
    ask_to_drop(promise.pk, because="The van covers it.", by=amina)
    answer_drop(promise.pk, is_dropped=True, words="Yes.", name="Housing Options Manager", by=amina)

    cast.client(AMINA).post(f"/{cast.council.slug}/plans/{plan.slug}/actions/{promise.action_id}/remove/")

    promise.refresh_from_db()
    assert (promise.action_id, promise.state) == (None, "dropped")


def test_of_an_exempt_paper_nothing_goes_into_a_plan_by_itself(cast: Cast, plan: Any) -> None:
    kept = sign_off(closure_of(cast, is_exempt=True), cast.people[AMINA].id)

    assert kept.action_id is None


def test_where_nowhere_is_chosen_promises_wait(cast: Cast, plan: Any) -> None:
    made = closure_of(cast, AssessmentState.WRITING)
    choose_place(made, plan_id=None, by=cast.people[GARETH].id)

    kept = sign_off(made, cast.people[AMINA].id)

    assert kept.action_id is None


def test_place_is_chosen_on_its_page(cast: Cast, plan: Any) -> None:
    made = closure_of(cast, AssessmentState.WRITING)
    address = f"/{cast.council.slug}/assessments/{made}/promises/place/"
    browser = cast.client(GARETH)
    assert f'value="{plan.pk}" selected' in browser.get(address).content.decode()

    sent = browser.post(address, {"place": "-"})

    assert sent.status_code == 302
    assert "each is put in a plan by hand" in browser.get(sent.url).content.decode()


def test_put_in_plan_by_hand_with_owner_and_day(cast: Cast, plan: Any) -> None:
    promise = sign_off(closure_of(cast, is_exempt=True), cast.people[AMINA].id)
    browser, address = cast.client(GARETH), at(cast, promise, "in-plan/")
    given = {
        "place": str(plan.pk), "text": "Bring books home", "post": str(cast.post_id),
        "due_on-day": "30", "due_on-month": "6", "due_on-year": "2027",
    }  # fmt: skip
    assert browser.post(address, {**given, "post": "", "owner": ""}).status_code == 400

    sent = browser.post(address, given)

    promise.refresh_from_db()
    made = Action.objects.get(pk=promise.action_id)
    assert sent.status_code == 302
    assert (made.text, made.leads.get().post_id) == ("Bring books home", cast.post_id)


def test_an_action_that_is_there_keeps_it(cast: Cast, plan: Any) -> None:
    promise = sign_off(closure_of(cast, is_exempt=True), cast.people[AMINA].id)
    there = plan.actions.get(number=21)
    address = at(cast, promise, "kept-by/?words=adapt")
    assert "Adapt homes" in cast.client(AMINA).get(address).content.decode()

    cast.client(AMINA).post(address, {"action": str(there.pk)})

    promise.refresh_from_db()
    assert promise.action_id == there.pk


def test_standing_follows_the_action(cast: Cast, promise: Promise) -> None:
    Action.objects.filter(pk=promise.action_id).update(status="complete")
    listed = f"/{cast.council.slug}/promises/"

    kept = cast.client(CHIDI).get(f"{listed}?standing=kept").content.decode()
    late = cast.client(CHIDI).get(f"{listed}?standing=late").content.decode()

    assert TEXT in kept
    assert TEXT not in late
    assert "Kept" in cast.client(CHIDI).get(at(cast, promise)).content.decode()


def test_dropping_asks_the_post_that_the_decision_names(cast: Cast, promise: Promise) -> None:
    assert cast.client(GARETH).post(at(cast, promise, "drop/"), {"because": ""}).status_code == 400
    cast.client(GARETH).post(at(cast, promise, "drop/"), {"because": "The van covers it."})
    promise.refresh_from_db()
    assert promise.state == "drop_asked"
    assert cast.people[BEN].email in set(Message.objects.values_list("to", flat=True))
    given = {"is_dropped": "yes", "words": "Agreed.", "name": "Housing Options Manager"}
    assert cast.client(GARETH).post(at(cast, promise, "answer/"), given).status_code == 403

    cast.client(BEN).post(at(cast, promise, "answer/"), given)

    promise.refresh_from_db()
    assert (promise.state, promise.drop_answered_by_id) == ("dropped", cast.people[BEN].id)
    told = {(one.to, one.subject) for one in Message.objects.filter(subject__startswith="To report")}
    assert {address for address, _subject in told} == {cast.people[IMRAN].email}


def test_a_refused_drop_stays_promised(cast: Cast, promise: Promise) -> None:
    ask_to_drop(promise.pk, because="Too dear.", by=cast.people[GARETH].id)

    cast.client(AMINA).post(at(cast, promise, "answer/"), {"is_dropped": "no", "words": "Keep it.", "name": "Cabinet"})

    promise.refresh_from_db()
    assert promise.state == "promised"
    assert "Keep it." in cast.client(AMINA).get(at(cast, promise)).content.decode()


def test_a_dropped_promise_is_reported_to_the_body(cast: Cast, promise: Promise) -> None:
    amina = cast.people[AMINA].id
    ask_to_drop(promise.pk, because="The van covers it.", by=cast.people[GARETH].id)
    answer_drop(promise.pk, is_dropped=True, words="Yes.", name="Housing Options Manager", by=amina)
    listed = f"/{cast.council.slug}/promises/to-report/"
    assert "To report to Fair Access Board" in cast.client(IMRAN).get(listed).content.decode()
    on = today()
    day = {"on-day": on.day, "on-month": on.month, "on-year": on.year, "where": "Minute 7"}
    early = {**day, "on-year": on.year - 1}
    assert cast.client(IMRAN).post(at(cast, promise, "reported/"), early).status_code == 400

    cast.client(IMRAN).post(at(cast, promise, "reported/"), day)

    promise.refresh_from_db()
    assert (promise.reported_on, promise.reported_in) == (on, "Minute 7")
    assert "Nothing is to be reported" in cast.client(IMRAN).get(listed).content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (AMINA, 200), (GARETH, 200), (FAITH, 200), (JOAN, 403), (CHIDI, 403), (KOFI, 403), (BEN, 403), (HANA, 403),
        (IMRAN, 403), (EVE, 404), (DEE, 302),
    ],
)  # fmt: skip
def test_who_may_keep_a_promise(cast: Cast, promise: Promise, name: str, status: int) -> None:
    assert cast.client(name).get(at(cast, promise, "drop/")).status_code == status


def test_what_is_being_written_shows_to_none_but_its_people(cast: Cast, plan: Any) -> None:
    made = closure_of(cast, AssessmentState.SIGNED_OFF, state="planned")
    promise = sign_off(made, cast.people[AMINA].id)
    listed = f"/{cast.council.slug}/promises/"

    assert cast.client(CHIDI).get(at(cast, promise)).status_code == 403
    assert TEXT not in cast.client(CHIDI).get(listed).content.decode()
    assert TEXT in cast.client(GARETH).get(listed).content.decode()


def test_another_council_has_no_such_promise(cast: Cast, promise: Promise) -> None:
    foreign = f"/{cast.other.slug}/promises/{promise.pk}/"

    assert cast.client(EVE).get(foreign).status_code == 404
    assert cast.client(EVE).post(f"{foreign}drop/", {"because": "x"}).status_code == 404


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "json"])
def test_promises_leave_as_a_file(cast: Cast, promise: Promise, ending: str) -> None:
    sent = cast.client(AMINA).get(f"/{cast.council.slug}/promises.{ending}")

    assert sent.status_code == 200


def test_queries_stay_the_same_with_more_promises(cast: Cast, plan: Any, django_assert_max_num_queries: Any) -> None:
    for _number in range(6):
        sign_off(closure_of(cast), cast.people[AMINA].id)
    browser = cast.client(AMINA)

    with django_assert_max_num_queries(22):
        shown = browser.get(f"/{cast.council.slug}/promises/")

    assert shown.content.decode().count(TEXT) >= 6
    assert Decision.objects.count() == 6
    assert date(2027, 6, 30) == Promise.objects.first().due_on
