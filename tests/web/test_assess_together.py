"""Decisions side by side: who bears them, and what leaving some out changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard.domain.assessments.model import Assessment, Effect, Impact, Severity, Weight, group_of
from dueregard.domain.assessments.states import AssessmentState
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions.budget_rounds import change_budget_round, close_budget_round, make_budget_round
from dueregard.web.assessments.queries.budget_rounds import budget_round_card
from factories.assessments import assessment_of, decision_of
from factories.organisation import make_council
from people import AMINA, GARETH, HANA, Cast, make_cast

pytestmark = pytest.mark.django_db


def saying(title: str, **severities: Severity) -> Assessment:
    """Give an assessment that makes things worse for each group named."""
    impacts = tuple(
        Impact(group_of(code), Effect.WORSE, "Said.", before=Weight(severity, people=100 * number))
        for number, (code, severity) in enumerate(severities.items(), start=1)
    )
    return Assessment(title, "england", impacts=impacts)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def round_(cast: Cast) -> tuple[Any, list[Any]]:
    """Three savings: two bear on disabled people, the third severely; one is not assessed."""
    council, by = cast.council.id, cast.people[AMINA].id
    contents = (
        saying("Fewer letters", disability=Severity.SMALL, age=Severity.SMALL),
        saying("One reception", disability=Severity.MODERATE),
        saying("Day centres", disability=Severity.SEVERE, carers=Severity.SEVERE),
    )
    decisions, places = [], ([], ["Millbrook"], ["Fenwick"])
    for number, content in enumerate(contents, start=1):
        decision = decision_of(council, content.title, number=f"S{number}", places=places[number - 1])
        assessment_of(
            council, by=by, title=content.title, content=content, decision_id=decision, state=AssessmentState.DECIDED
        )
        decisions.append(decision)
    decisions.append(decision_of(council, "Move upstairs", number="S10"))
    slug = make_budget_round(council, name="Budget 2027 to 2028", about="", decisions=decisions, by=by)
    return budget_round_card(council, slug), decisions


def test_the_map_says_who_bears_what(cast: Cast, round_: tuple[Any, list[Any]]) -> None:
    card, _decisions = round_

    answer = cast.client(AMINA).get(reverse("assessments:budget_round", args=["aldermere", card.slug]))

    said = answer.content.decode()
    assert answer.status_code == 200
    # three decisions on disability: 3 or more; severe for two groups: disability and carers
    assert "1 group carries 3 or more that make things worse. For 2 groups at least one is severe." in said
    assert "1 decision not assessed." in said
    assert "Disability: 3 decisions make things worse. Severe: S3 Day centres." in said
    assert said.index("S2 One reception") < said.index("S10 Move upstairs")


def test_leaving_one_out_changes_the_map_at_once(cast: Cast, round_: tuple[Any, list[Any]]) -> None:
    card, decisions = round_
    address = reverse("assessments:budget_round", args=["aldermere", card.slug])

    said = cast.client(AMINA).get(address, {"out": [str(decisions[2])]}).content.decode()

    assert "Disability: 2 instead of 3 make things worse; 0 instead of 1 severe" in said
    assert "No group carries 3 or more that make things worse, and none is severe." in said
    assert "left out" in said


def test_a_place_keeps_what_bears_on_it(cast: Cast, round_: tuple[Any, list[Any]]) -> None:
    card, _decisions = round_
    address = reverse("assessments:budget_round", args=["aldermere", card.slug])

    said = cast.client(AMINA).get(address, {"place": "Fenwick"}).content.decode()

    assert "S3 Day centres" in said
    assert "S1 Fewer letters" in said  # it says no place, so it bears on all
    assert "S2 One reception" not in said


@pytest.mark.parametrize(
    ("ending", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("json", b"{")]
)
def test_the_map_leaves_as_a_report_or_a_table(
    cast: Cast, round_: tuple[Any, list[Any]], ending: str, begins: bytes
) -> None:
    card, decisions = round_
    address = reverse("assessments:budget_round_as_file", args=["aldermere", card.slug, ending])

    answer = cast.client(AMINA).get(address, {"out": [str(decisions[0])]})

    body = answer.getvalue()
    assert answer.status_code == 200
    assert body.startswith(begins)


def test_who_may_not_read_an_assessment_sees_that_it_is_not_for_them(cast: Cast) -> None:
    council, by = cast.council.id, cast.people[AMINA].id
    decision = decision_of(council, "Close the pool")
    content = saying("Close the pool", disability=Severity.SEVERE)
    assessment_of(council, by=by, title="Close the pool", content=content, decision_id=decision)
    slug = make_budget_round(council, name="Budget", about="", decisions=[decision], by=by)

    said = cast.client(HANA).get(reverse("assessments:budget_round", args=["aldermere", slug])).content.decode()

    assert "Not assessed, or not yet for you to read" in said
    assert "severe</td>" not in said


def test_a_round_takes_no_decision_of_another_council_or_round(cast: Cast, round_: tuple[Any, list[Any]]) -> None:
    _card, decisions = round_
    other = make_council("Brackenmoor District Council")
    theirs = decision_of(other.id)
    by = cast.people[AMINA].id

    for wrong in (theirs, decisions[0]):
        with pytest.raises(UsedWrongly, match="another round"):
            make_budget_round(cast.council.id, name="Again", about="", decisions=[wrong], by=by)


def test_a_closed_round_stays_until_it_is_opened_again(cast: Cast, round_: tuple[Any, list[Any]]) -> None:
    card, decisions = round_
    by = cast.people[AMINA].id
    close_budget_round(card.id, is_closed=True, by=by)

    with pytest.raises(MoveNotAllowed, match="closed"):
        change_budget_round(card.id, name="Other", about="", decisions=decisions, by=by)

    close_budget_round(card.id, is_closed=False, by=by)
    change_budget_round(card.id, name="Other", about="", decisions=decisions[:1], by=by)
    assert budget_round_card(cast.council.id, card.slug).decisions == 1


def test_the_form_keeps_what_was_typed(cast: Cast, round_: tuple[Any, list[Any]]) -> None:
    answer = cast.client(AMINA).post(
        reverse("assessments:new_budget_round", args=["aldermere"]), {"name": "Savings", "about": "For May"}
    )

    assert answer.status_code == 400 or b"There is no decision to choose" in answer.content
    denied = cast.client(GARETH).get(reverse("assessments:new_budget_round", args=["aldermere"]))
    assert denied.status_code == 403


def test_the_map_costs_the_same_for_many(cast: Cast, round_: tuple[Any, list[Any]]) -> None:
    card, _decisions = round_
    council, by = cast.council.id, cast.people[AMINA].id
    more = []
    for number in range(20, 40):
        more.append(decision_of(council, f"Saving {number}", number=f"S{number}"))
        assessment_of(council, by=by, content=saying("x", age=Severity.SMALL), decision_id=more[-1])
    slug = make_budget_round(council, name="More", about="", decisions=more, by=by)
    browser = cast.client(AMINA)
    address = reverse("assessments:budget_round", args=["aldermere", card.slug])
    browser.get(address)

    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    with CaptureQueriesContext(connection) as many:
        browser.get(reverse("assessments:budget_round", args=["aldermere", slug]))

    assert len(many) == len(few)
