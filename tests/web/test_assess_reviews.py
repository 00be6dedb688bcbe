"""An assessment is looked at again for a reason that is raised once, and a named person says what is done about it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from dueregard.domain.assessments.states import AssessmentState
from dueregard.web.assessments.actions.foresights import Expected, drop_foresight, foresee
from dueregard.web.assessments.actions.reviews import ask_for_review, raise_reviews, reopen
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models.after import Foresight, ReviewTask
from dueregard.web.assessments.models.register import PolicyChange
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.mail.models import Message
from dueregard.web.monitoring.queries.indicators import indicator_by_id
from dueregard.web.monitoring.queries.indicators_values import measurable, values_of
from factories.assessments import assessment_of, decision_of, library_closure, policy_of
from factories.monitoring import dataset_of
from factories.monitoring_released import indicator_of, outcome_definition, prevented, release_of
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, GARETH, JOAN, KOFI, Cast, make_cast, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.DATA = settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


@pytest.fixture
def decided(cast: Cast) -> Any:
    policy = policy_of(cast.council.id, owner_id=cast.post_id)
    decision = decision_of(cast.council.id, policy_id=policy, state="decided", decided_on=today() - timedelta(days=30))
    gareth = cast.people[GARETH].id
    given = {"decision_id": decision, "directorate_id": cast.directorate_id}
    made = assessment_of(cast.council.id, by=gareth, content=library_closure(), **given)
    with transaction.atomic():
        make_version(Assessment.objects.get(pk=made), why="for_deciders", by=gareth)
    Assessment.objects.filter(pk=made).update(
        state=str(AssessmentState.DECIDED), signed_off_at=timezone.now() - timedelta(days=40)
    )
    return made


def at(cast: Cast, ending: str) -> str:
    return f"/{cast.council.slug}/{ending}"


def test_a_review_date_that_is_reached_raises_one_task_and_tells(cast: Cast, decided: Any) -> None:
    Assessment.objects.filter(pk=decided).update(review_on=date(2026, 1, 31))

    first, again = raise_reviews(cast.council.id), raise_reviews(cast.council.id)

    task = ReviewTask.objects.get(assessment=decided)
    assert (first, again) == (1, 0)
    assert task.why == "The review date, 31 January 2026, is reached."
    assert {cast.people[GARETH].email, cast.people[BEN].email} == set(Message.objects.values_list("to", flat=True))


def test_a_date_to_come_and_work_under_way_raise_nothing(cast: Cast, decided: Any) -> None:
    Assessment.objects.filter(pk=decided).update(review_on=today() + timedelta(days=1))
    assert raise_reviews(cast.council.id) == 0

    Assessment.objects.filter(pk=decided).update(review_on=date(2026, 1, 31), state=str(AssessmentState.WRITING))

    assert raise_reviews(cast.council.id) == 0


def test_a_change_of_law_since_sign_off_says_so(cast: Cast, decided: Any) -> None:
    policy = Assessment.objects.get(pk=decided).policy
    PolicyChange.objects.create(policy=policy, kind="law", text="A new code of practice", on=date(2026, 3, 1))

    raise_reviews(cast.council.id)

    why = ReviewTask.objects.get(assessment=decided).why
    assert why == "The law changed around Library service on 1 March 2026: A new code of practice"


def test_a_change_that_was_known_at_sign_off_raises_nothing(cast: Cast, decided: Any) -> None:
    policy = Assessment.objects.get(pk=decided).policy
    old = PolicyChange.objects.create(policy=policy, kind="law", text="An older code", on=date(2020, 3, 1))
    known = datetime(2020, 3, 2, tzinfo=UTC)
    PolicyChange.objects.filter(pk=old.pk).update(noted_at=known)

    assert raise_reviews(cast.council.id) == 0


@pytest.fixture
def watched(cast: Cast, decided: Any) -> Any:
    amina, chidi = cast.people[AMINA].id, cast.people[CHIDI].id
    dataset = dataset_of(cast.council.id, by=amina, post_id=cast.post_id, name="Housing cases", unit="households")
    releases = [release_of(dataset, [prevented(2025)], by=chidi, checked_by=amina, on=date(2025, 3, 31))]
    row = indicator_of(dataset, outcome_definition(), by=chidi, post_id=cast.post_id, releases=releases)
    card = indicator_by_id(row.pk)
    return card, measurable(card)[0][1][0][0]


def test_a_figure_that_leaves_its_range_raises_a_review_once_a_period(cast: Cast, decided: Any, watched: Any) -> None:
    card, figure = watched
    value = values_of(card, figure)[-1]
    low = Decimal(value.value) + 1
    foresee(decided, expected=Expected(card.id, figure, low=low), by=cast.people[GARETH].id)

    raised = raise_reviews(cast.council.id), raise_reviews(cast.council.id)

    task = ReviewTask.objects.get(assessment=decided, kind="figures")
    assert raised == (1, 0)
    assert task.why.endswith(f"At least {low.normalize():f} per cent was expected.")
    assert f"{Decimal(value.value).normalize():f} per cent" in task.why


def test_a_figure_within_its_range_raises_nothing(cast: Cast, decided: Any, watched: Any) -> None:
    card, figure = watched
    value = Decimal(values_of(card, figure)[-1].value)
    foresee(decided, expected=Expected(card.id, figure, low=value, high=value), by=cast.people[GARETH].id)

    assert raise_reviews(cast.council.id) == 0


def test_periods_before_the_time_it_is_about_say_nothing(cast: Cast, decided: Any, watched: Any) -> None:
    card, figure = watched
    expected = Expected(card.id, figure, low=Decimal(100), since=date(2027, 1, 1))
    foresee(decided, expected=expected, by=cast.people[GARETH].id)

    assert raise_reviews(cast.council.id) == 0


def test_expecting_goes_by_pages(cast: Cast, decided: Any, watched: Any) -> None:
    card, figure = watched
    browser, base = cast.client(GARETH), at(cast, f"assessments/{decided}/foresights/")
    chosen = browser.post(f"{base}add/", {"indicator": card.slug})
    assert chosen.status_code == 302
    form = browser.get(chosen.url).content.decode()
    assert "checked" not in form
    none = browser.post(chosen.url, {"figure": figure, "low": "", "high": ""})
    assert (none.status_code, "Give a lowest or a highest figure" in none.content.decode()) == (400, True)

    browser.post(chosen.url, {"figure": figure, "group": "age", "low": "20", "high": "30", "because": "The van."})

    shown = browser.get(base).content.decode()
    assert "From 20 to 30 per cent" in shown
    assert "The van." in shown
    made = Foresight.objects.get(assessment=decided)
    browser.post(f"{base}{made.pk}/drop/")
    assert not Foresight.objects.filter(assessment=decided).exists()


def test_another_councils_indicator_cannot_be_watched(cast: Cast, decided: Any, watched: Any) -> None:
    card, figure = watched
    foreign = assessment_of(cast.other.id, by=cast.people[EVE].id)

    with pytest.raises(Exception, match="Choose a figure that this indicator has released"):
        foresee(foreign, expected=Expected(card.id, figure, low=Decimal(1)), by=cast.people[EVE].id)


def test_a_dropped_expectation_is_not_looked_at(cast: Cast, decided: Any, watched: Any) -> None:
    card, figure = watched
    made = foresee(decided, expected=Expected(card.id, figure, low=Decimal(100)), by=cast.people[GARETH].id)
    drop_foresight(made, by=cast.people[GARETH].id)

    assert raise_reviews(cast.council.id) == 0


def test_reopening_keeps_versions_and_decision_and_labels_what_comes(cast: Cast, decided: Any) -> None:
    task = ask_for_review(decided, why="Figures look odd.", by=cast.people[AMINA].id)
    other = ask_for_review(decided, why="And the law.", by=cast.people[AMINA].id)
    address = at(cast, f"reviews/{task}/")
    assert cast.client(GARETH).post(address, {"did": "reopened", "because": ""}).status_code == 400

    cast.client(GARETH).post(address, {"did": "reopened", "because": "New figures."})

    row = Assessment.objects.select_related("decision").get(pk=decided)
    assert (row.state, row.decision.state, row.versions.count()) == ("writing", "decided", 1)
    assert set(ReviewTask.objects.values_list("did", flat=True)) == {"reopened"}
    assert ReviewTask.objects.get(pk=other).closed_by_id == cast.people[GARETH].id
    with transaction.atomic():
        made = make_version(row, why="for_checking", by=cast.people[GARETH].id)
    assert (made.number, made.is_after_decision) == (2, True)


def test_not_reopened_says_why_and_by_whom(cast: Cast, decided: Any) -> None:
    task = ask_for_review(decided, why="Figures look odd.", by=cast.people[AMINA].id)
    address = at(cast, f"reviews/{task}/")

    cast.client(FAITH).post(address, {"did": "not_reopened", "because": "One late return."})

    shown = cast.client(JOAN).get(address).content.decode()
    assert Assessment.objects.get(pk=decided).state == "decided"
    assert "One late return." in shown
    assert "Faith Lindqvist" in shown


def test_left_as_it_is_it_may_be_looked_at_on_another_day(cast: Cast, decided: Any) -> None:
    task = ask_for_review(decided, why="Figures look odd.", by=cast.people[AMINA].id)
    address, next_year = at(cast, f"reviews/{task}/"), today() + timedelta(days=365)
    given = {"did": "not_reopened", "because": "One late return.", "review_on": today().isoformat()}
    assert cast.client(GARETH).post(address, given).status_code == 400

    cast.client(GARETH).post(address, {**given, "review_on": next_year.isoformat()})

    assert Assessment.objects.get(pk=decided).review_on == next_year


def test_a_review_ends_once(cast: Cast, decided: Any) -> None:
    task = ask_for_review(decided, why="Figures look odd.", by=cast.people[AMINA].id)
    reopen(task, because="New figures.", by=cast.people[GARETH].id)

    with pytest.raises(Exception, match="This review has ended"):
        reopen(task, because="Again.", by=cast.people[GARETH].id)


def test_on_its_way_to_the_deciders_it_is_returned_not_reopened(cast: Cast, decided: Any) -> None:
    Assessment.objects.filter(pk=decided).update(state=str(AssessmentState.BEFORE_DECIDERS))
    task = ask_for_review(decided, why="Figures look odd.", by=cast.people[AMINA].id)

    with pytest.raises(Exception, match="on its way to those who decide"):
        reopen(task, because="New figures.", by=cast.people[GARETH].id)


def test_reviews_are_listed_filtered_and_taken_away(cast: Cast, decided: Any) -> None:
    ask_for_review(decided, why="Figures look odd.", by=cast.people[AMINA].id)
    browser, listed = cast.client(CHIDI), at(cast, "reviews/")

    assert "Figures look odd." in browser.get(f"{listed}?state=open&kind=asked").content.decode()
    assert "Figures look odd." not in browser.get(f"{listed}?state=ended").content.decode()
    assert browser.get(at(cast, "reviews.csv")).status_code == 200
    assert "Look again at" in cast.client(GARETH).get(at(cast, "today/")).content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [(AMINA, 302), (GARETH, 302), (FAITH, 302), (JOAN, 403), (CHIDI, 403), (KOFI, 403), (EVE, 404)]
)
def test_who_may_end_a_review(cast: Cast, decided: Any, name: str, status: int) -> None:
    task = ask_for_review(decided, why="Figures look odd.", by=cast.people[AMINA].id)

    sent = cast.client(name).post(at(cast, f"reviews/{task}/"), {"did": "not_reopened", "because": "No."})

    assert sent.status_code == status
    assert cast.client(DEE).get(at(cast, f"reviews/{task}/")).status_code == 302
    assert cast.client(EVE).get(f"/{cast.other.slug}/reviews/{task}/").status_code == 404


def test_everything_after_stands_on_one_page(cast: Cast, decided: Any, watched: Any) -> None:
    card, figure = watched
    foresee(decided, expected=Expected(card.id, figure, high=Decimal(99)), by=cast.people[GARETH].id)
    ask_for_review(decided, why="Figures look odd.", by=cast.people[AMINA].id)

    shown = cast.client(AMINA).get(at(cast, f"assessments/{decided}/promises/")).content.decode()

    assert "at most 99 per cent" in shown
    assert "Figures look odd." in shown
