"""What the pages of an adopted plan say: the finding, the list and its downloads, an action, a calendar."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from dueregard.domain.plans.model import Action, Plan
from dueregard.domain.plans.shape import plan_from_json
from dueregard.web.organisation import actions as organisation
from dueregard.web.organisation.queries.structure import post
from dueregard.web.plans import models
from dueregard.web.plans.queries.whole import domain_plan
from factories.plans import full_plan, many_actions, plan_of
from people import AMINA, BEN, DEE, KOFI, Cast, make_cast, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def amina(cast: Cast) -> Client:
    return cast.client(AMINA)


def _statuses(*codes: str | None) -> Plan:
    return Plan(document="A plan", actions=tuple(Action(f"Action {n}", status=c) for n, c in enumerate(codes)))


@pytest.mark.parametrize(
    ("codes", "finding"),
    [
        ((None, None), "2 actions. Nobody has said yet how they are going."),
        (("on_track",), "1 of 1 action is on track. None is at risk or off track."),
        (
            ("on_track", "at_risk", "off_track", "off_track", "not_started", None),
            "1 of 6 actions are on track. 3 need attention: 1 at risk and 2 off track. 1 has not started. "
            "1 has no update yet.",
        ),
        (
            ("complete", "closed"),
            "0 of 2 actions are on track. None is at risk or off track. 2 are complete or closed.",
        ),
    ],
)
def test_the_finding_is_computed(cast: Cast, amina: Client, codes: tuple[str | None, ...], finding: str) -> None:
    plan = plan_of(cast, _statuses(*codes), title="A plan")

    page = amina.get(f"/aldermere/plans/{plan.slug}/").text

    assert f'<p class="dr-finding">{finding}</p>' in page


def test_no_bars_before_anybody_has_said_anything(cast: Cast, amina: Client) -> None:
    plan = plan_of(cast, Plan(actions=(Action("a", section="Homes"),)), title="New")

    page = amina.get(f"/aldermere/plans/{plan.slug}/").text

    assert "Homes</a>" in page
    assert 'class="dr-key"' not in page
    assert "dr-barcell" not in page


def test_the_list_is_its_address(cast: Cast, amina: Client) -> None:
    plan = plan_of(cast, many_actions(120), title="Long")
    path = f"/aldermere/plans/{plan.slug}/actions/?status=attention&characteristic=disability&sort=-update"

    page = amina.get(path).text

    wanted = models.Action.objects.filter(status__in=("at_risk", "off_track"), strands__characteristic="disability")
    assert f"{wanted.distinct().count()} of 120 actions" in page
    assert "/aldermere/plans/long/actions.csv?characteristic=disability&amp;status=attention&amp;sort=-update" in page
    assert "/aldermere/plans/long/actions/?characteristic=disability&amp;sort=-update" in page


def test_a_download_holds_what_the_page_showed(cast: Cast, amina: Client) -> None:
    plan = plan_of(cast, many_actions(40), title="Long")
    base = f"/aldermere/plans/{plan.slug}/actions"

    shape = amina.get(f"{base}.json?status=complete").json()
    csv = amina.get(f"{base}.csv?status=complete").content.decode("utf-8-sig")

    numbers = list(models.Action.objects.filter(status="complete").values_list("number", flat=True))
    assert [action["number"] for action in shape["actions"]] == numbers
    assert csv.count("Improve service") == len(numbers)


def test_what_is_downloaded_can_be_read_in_again(cast: Cast, amina: Client) -> None:
    plan = plan_of(cast)

    given = amina.get(f"/aldermere/plans/{plan.slug}/actions.json").content

    assert plan_from_json(json.loads(given)) == domain_plan(plan.pk) == full_plan()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "json"])
def test_every_form_has_its_type_and_name(cast: Cast, amina: Client, ending: str) -> None:
    plan = plan_of(cast)

    answer = amina.get(f"/aldermere/plans/{plan.slug}/actions.{ending}")

    assert answer.status_code == 200
    assert f"{plan.slug}.{ending}" in answer["Content-Disposition"]


def test_an_action_says_all_that_is_known(cast: Cast, amina: Client) -> None:
    plan = plan_of(cast)
    action = plan.actions.get(position=1)

    page = amina.get(f"/aldermere/plans/{plan.slug}/actions/{action.pk}/").text

    for words in (
        "Adapt homes faster for disabled residents",
        "Ben Carter, Housing Options Manager (Q3)",
        "Aldermere Carers",
        "From 38 weeks to 33 weeks since 31 March 2026",
        "That is for the better.",
        "hire surveyors by Q2",
        "Housing Strategy",
        "Remains ongoing",
        "Surveyors advertised",
        "page 1, table 1, row 2, column 3",
        "1 entry by 1 person",
    ):
        assert words in page, words


def test_an_action_of_another_plan_is_not_found_here(cast: Cast, amina: Client) -> None:
    one, other = plan_of(cast, title="One"), plan_of(cast, title="Other")

    path = f"/aldermere/plans/{one.slug}/actions/{other.actions.first().pk}/"

    assert amina.get(path).status_code == 404


def _feed_of(client: Client, path: str) -> str:
    page = client.post(path, {"do": "make"}).text
    start = page.index("/calendar/")
    return page[start : page.index(".ics", start) + 4]


def test_a_calendar_holds_the_due_dates(cast: Cast, amina: Client) -> None:
    plan = plan_of(cast)
    address = _feed_of(amina, f"/aldermere/plans/{plan.slug}/calendar/")

    answer = cast.client(DEE).get(address)

    event, part = Calendar.from_ical(answer.content).walk("VEVENT")
    action = plan.actions.get(position=1)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (str(event["UID"]), event["SEQUENCE"]) == (f"{action.pk}@dueregard", 0)
    assert event.decoded("DTSTART") == date(2027, 3, 31)
    assert str(event["SUMMARY"]) == "Due: 21. Adapt homes faster for disabled residents"
    assert str(event["URL"]).endswith(f"/aldermere/plans/{plan.slug}/actions/{action.pk}/")
    assert str(part["UID"]) == f"{action.sub_actions.get().pk}@dueregard"
    assert (str(part["SUMMARY"]), part.decoded("DTSTART")) == ("Due: i) hire surveyors by Q2", date(2026, 9, 30))
    assert part["URL"] == event["URL"]


def test_a_calendar_of_mine_follows_the_posts_i_hold(cast: Cast) -> None:
    plan_of(cast)
    address = _feed_of(cast.client(BEN), "/aldermere/my-actions/calendar/")
    before = Calendar.from_ical(Client().get(address).content).walk("VEVENT")

    held = post(cast.council.id, cast.post_id).holders[0]
    organisation.vacate_post(
        council_id=cast.council.id, holding_id=held.id, last_day=today() - timedelta(days=1), by=cast.people[KOFI].id
    )

    assert [str(event["SUMMARY"]) for event in before] == [
        "Due: 21. Adapt homes faster for disabled residents",
        "Due: i) hire surveyors by Q2",
    ]
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("deed", ["make", "end"])
def test_an_old_calendar_address_ends(cast: Cast, amina: Client, deed: str) -> None:
    path = f"/aldermere/plans/{plan_of(cast).slug}/calendar/"
    address = _feed_of(amina, path)

    amina.post(path, {"do": deed})

    assert Client().get(address).status_code == 404
    assert Client().get("/calendar/guessed.ics").status_code == 404


def test_the_secret_of_a_calendar_is_not_kept(cast: Cast, amina: Client) -> None:
    address = _feed_of(amina, f"/aldermere/plans/{plan_of(cast).slug}/calendar/")

    secret = address.removeprefix("/calendar/").removesuffix(".ics")

    assert models.CalendarFeed.objects.filter(token_sha256=secret).count() == 0
    assert len(models.CalendarFeed.objects.get().token_sha256) == 64


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_pages_ask_the_database_the_same_number_of_times(cast: Cast, amina: Client) -> None:
    counts: dict[int, list[int]] = {}
    amina.get("/aldermere/plans/")  # the first page of a session notes where it is used

    for number in (10, 1500):
        plan = plan_of(cast, many_actions(number), title=f"Plan of {number}")
        base = f"/aldermere/plans/{plan.slug}/"
        first = plan.actions.get(position=5).pk
        paths = ("", "actions/", "actions/?words=leisure&status=attention", f"actions/{first}/", "actions.json")
        counts[number] = [_queries(amina, base + path) for path in paths]

    assert counts[10] == counts[1500]
    assert max(counts[10]) < 48


def test_a_token_reads_the_table_without_a_session(cast: Cast) -> None:
    plan = plan_of(cast)

    answer: Any = Client().get(f"/aldermere/plans/{plan.slug}/actions.csv")

    assert (answer.status_code, answer["WWW-Authenticate"][:5]) == (401, "Basic")
