"""Findings: looking for them, keeping them, a person's answer to each, and the action or measure that comes of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from dueregard.analysis.released.table import Audience
from dueregard.domain.plans.model import Action, Plan
from dueregard.web.ledger.models import Entry
from dueregard.web.monitoring.models import Finding, Indicator, Release
from dueregard.web.plans import models as plan_models
from factories.monitoring import dataset_of
from factories.monitoring_released import indicator_of, outcome_definition, prevented, release_of
from factories.plans import plan_of
from people import AMINA, CHIDI, EVE, GARETH, HANA, JOAN, Cast, make_cast

pytestmark = pytest.mark.django_db
ASKED = {"counted": "prevented=yes", "words": "kept or found a home", "unit": "households", "better": "higher"}


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


@pytest.fixture
def dataset(cast: Cast) -> Any:
    by = cast.people[AMINA].id
    return dataset_of(cast.council.id, by=by, post_id=cast.post_id, name="Housing cases", unit="households")


def _release(cast: Cast, dataset: Any, *, year: int = 2026, audience: Audience = Audience.PUBLIC) -> Release:
    by, checked = cast.people[CHIDI].id, cast.people[AMINA].id
    return release_of(dataset, [prevented(year)], by=by, checked_by=checked, on=date(year, 3, 31), audience=audience)


@pytest.fixture
def release(cast: Cast, dataset: Any) -> Release:
    return _release(cast, dataset)


def _kept(cast: Cast, release: Release) -> Finding:
    answer = cast.client(CHIDI).post(f"/{cast.council.slug}/findings/look/{release.number}/", ASKED)
    assert answer.status_code == 302, answer.content.decode()
    return Finding.objects.get(release=release)


@pytest.fixture
def plan(cast: Cast) -> plan_models.Plan:
    return plan_of(cast, Plan(actions=(Action("The same help, the same result", number=24),)), title="Fair for all")


def test_looking_ranks_hedges_and_keeps_nothing(cast: Cast, release: Release) -> None:
    browser = cast.client(CHIDI)

    seen = browser.get(f"/{cast.council.slug}/findings/look/{release.number}/", ASKED).content.decode()

    assert "Of 7 groups and crossings, one is worse off by more than chance" in seen
    assert (
        "Black, Black British, Caribbean or African: 40% kept or found a home (52 of 131), "
        "against 58.8% of everyone else (637 of 1,083)." in seen
    )
    assert "hidden to protect people, so nothing is said of them" in seen
    assert "This shows differences. It does not show why." in seen
    assert not Finding.objects.exists()


def test_findings_are_kept_once(cast: Cast, release: Release) -> None:
    first = _kept(cast, release)
    again = _kept(cast, release)

    assert first.pk == again.pk
    assert first.figures["count"] == 52
    assert [entry.kind for entry in Entry.objects.filter(kind="monitoring.findings_kept")] == [
        "monitoring.findings_kept"
    ]


def test_nothing_is_ticked_and_each_answer_needs_its_reason(cast: Cast, release: Release) -> None:
    found = _kept(cast, release)
    browser, path = cast.client(AMINA), f"/{cast.council.slug}/findings/{found.pk}/"

    assert "checked" not in browser.get(path).content.decode()
    for given in ({}, {"answer": "not_pursued"}, {"answer": "look_further", "reason": "Ask the team"}):
        assert "There is a problem" in browser.post(path, given).content.decode()
    found.refresh_from_db()
    assert found.answer == ""


def test_look_further_stays_open_and_can_end(cast: Cast, release: Release) -> None:
    found = _kept(cast, release)
    browser, base = cast.client(AMINA), f"/{cast.council.slug}/"
    by = timezone.localdate() + timedelta(days=10)
    given = {
        "answer": "look_further", "reason": "Ask the housing team.", "review_post": str(cast.post_id),
        "review_on-day": by.day, "review_on-month": by.month, "review_on-year": by.year,
    }  # fmt: skip

    assert browser.post(f"{base}findings/{found.pk}/", given).status_code == 302

    assert "Housing Options Manager looks further" in browser.get(f"{base}indicators/").content.decode()
    assert "Look further: Black" in browser.get(f"{base}today/").content.decode()
    ended = browser.post(f"{base}findings/{found.pk}/", {"answer": "not_pursued", "reason": "A fault in the file."})
    assert ended.status_code == 302
    found.refresh_from_db()
    assert (found.answer, found.review_on) == ("not_pursued", None)
    assert "A fault in the file." in browser.get(f"{base}findings/{found.pk}/").content.decode()
    entry = Entry.objects.filter(kind="monitoring.finding_answered").last()
    assert "A fault in the file." not in str(entry.facts)


def test_to_act_makes_an_action_and_answers_in_one(cast: Cast, release: Release, plan: plan_models.Plan) -> None:
    found = _kept(cast, release)
    browser, path = cast.client(AMINA), f"/{cast.council.slug}/findings/{found.pk}/"
    led = browser.post(path, {"answer": "act"})
    assert led["Location"] == f"{path}act/"
    asked = browser.get(f"{path}act/").content.decode()
    assert "selected" not in asked.partition('name="place"')[2].partition("</select>")[0].replace(
        ' value="" selected', ""
    )
    assert (
        "There is a problem" in browser.post(f"{path}act/", {"text": "Do it", "reason": "It is wrong"}).content.decode()
    )

    made = browser.post(
        f"{path}act/", {"place": f"{plan.slug}/", "text": "Look at each step of our help", "reason": "The gap is wide."}
    )

    assert made.status_code == 302
    row = plan.actions.get(text="Look at each step of our help")
    assert "40% kept or found a home" in row.links[0]
    found.refresh_from_db()
    assert (found.answer, found.plan_action) == ("act", str(row.pk))
    assert str(row.pk) in browser.get(f"{path}act/").content.decode()


def test_figures_for_few_are_not_copied_into_a_plan(cast: Cast, dataset: Any, plan: plan_models.Plan) -> None:
    found = _kept(cast, _release(cast, dataset, audience=Audience.INTERNAL))

    cast.client(AMINA).post(
        f"/{cast.council.slug}/findings/{found.pk}/act/",
        {"place": f"{plan.slug}/", "text": "Look at it", "reason": "The gap is wide."},
    )

    row = plan.actions.get(text="Look at it")
    assert row.links == ["A finding of release 1, which is for people of the council"]


@pytest.mark.parametrize(
    ("who", "seen", "acts"),
    [(AMINA, 200, 200), (CHIDI, 200, 403), (JOAN, 200, 403), (GARETH, 200, 403), (HANA, 403, 403), (EVE, 404, 404)],
)
def test_who_sees_and_who_acts(cast: Cast, release: Release, who: str, seen: int, acts: int) -> None:
    found = _kept(cast, release)
    path = f"/{cast.council.slug}/findings/{found.pk}/"

    assert cast.client(who).get(path).status_code == seen
    assert cast.client(who).get(f"{path}act/").status_code == acts


def test_findings_of_figures_for_analysts_stay_with_them(cast: Cast, dataset: Any) -> None:
    found = _kept(cast, _release(cast, dataset, audience=Audience.ANALYST))

    assert cast.client(GARETH).get(f"/{cast.council.slug}/findings/{found.pk}/").status_code == 404
    assert "40%" not in cast.client(GARETH).get(f"/{cast.council.slug}/findings/").content.decode()


def test_an_indicator_is_the_measure_of_an_action(cast: Cast, dataset: Any, plan: plan_models.Plan) -> None:
    releases = [_release(cast, dataset, year=2025)]
    row = indicator_of(dataset, outcome_definition(), by=cast.people[CHIDI].id, post_id=cast.post_id, releases=releases)
    action, browser = plan.actions.get(), cast.client(AMINA)
    path = f"/{cast.council.slug}/indicators/{row.slug}/"
    given = {"action": str(action.pk), "measured": "ethnic_group=black", "name": "Help that worked, Black households"}
    assert "There is a problem" in browser.post(f"{path}measure/", {}).content.decode()

    assert browser.post(f"{path}measure/", given).status_code == 302

    measure = action.measures.get()
    assert (measure.unit, measure.direction, measure.baseline) == ("%", "up", "45.0")
    release = _release(cast, dataset, year=2026)
    assert cast.client(CHIDI).post(f"{path}periods/new/", {"release": str(release.pk)}).status_code == 302
    assert list(measure.values.order_by("on").values_list("on", "value")) == [
        (date(2025, 3, 31), "45.0"),
        (date(2026, 3, 31), "39.7"),
    ]
    assert "The measure of an action" in browser.get(path).content.decode()
    assert "The same help" in browser.get(f"{path}measure/").content.decode()
    assert browser.post(f"{path}measure/", {"sure": "yes"}).status_code == 302
    assert Indicator.objects.get(pk=row.pk).plan_measure == ""


def test_a_plan_gets_no_figures_for_few(cast: Cast, dataset: Any, plan: plan_models.Plan) -> None:
    row = indicator_of(
        dataset,
        outcome_definition(),
        by=cast.people[CHIDI].id,
        post_id=cast.post_id,
        releases=[_release(cast, dataset, audience=Audience.INTERNAL)],
    )

    seen = cast.client(AMINA).get(f"/{cast.council.slug}/indicators/{row.slug}/measure/").content.decode()

    assert "ethnic_group=black" not in seen


def test_list_narrows_and_leaves_as_a_file(cast: Cast, release: Release) -> None:
    _kept(cast, release)
    browser, base = cast.client(JOAN), f"/{cast.council.slug}/findings"

    assert "1 finding" in browser.get(f"{base}/?answer=open").content.decode()
    assert "No finding fits" in browser.get(f"{base}/?answer=act").content.decode()
    assert "40% kept or found a home" in browser.get(f"{base}.csv").content.decode("utf-8-sig")
