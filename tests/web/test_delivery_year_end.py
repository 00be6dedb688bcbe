"""What became of each action: who decides, what is asked, what two people at once see; no plan is closed blank."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dueregard.domain.delivery.year_end import Given, NotDecided
from dueregard.domain.plans.carry_forward import Decision, decision_faults
from dueregard.domain.plans.merging import ChangedMeanwhile
from dueregard.domain.plans.states import Outcome
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.delivery.actions import year_end as acts
from dueregard.web.delivery.models.year_end import NewAction, OutcomeDecision
from dueregard.web.delivery.queries.year_end import decisions_of, new_actions_of
from dueregard.web.ledger.queries import history
from dueregard.web.plans.queries.whole import domain_plan
from factories.year_end import asked, closed, decided, year_end_plan
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, HANA, JOAN, KOFI, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Any:
    return year_end_plan(cast)


def _path(plan: Any, rest: str = "") -> str:
    return f"/aldermere/plans/{plan.slug}/year-end/{rest}"


def _action(plan: Any, position: int) -> str:
    return _path(plan, f"actions/{plan.actions.get(position=position).pk}/")


def test_a_decision_is_written_with_who_and_why(cast: Cast, plan: Any) -> None:
    answer = cast.client(AMINA).post(_action(plan, 5), {"outcome": "dropped", "words": "The grant ended.", "seen": "0"})

    row = OutcomeDecision.objects.get()
    assert answer.status_code == 302
    assert (row.state, row.outcome, row.words, row.decided_by_id) == (
        "decided", "dropped", "The grant ended.", cast.people[AMINA].id
    )  # fmt: skip
    entry = history(chain=f"council:{cast.council.id}", subjects=[f"plans.action:{row.action_id}"])[0]
    assert entry.kind == "delivery.outcome_decided"
    assert entry.facts["outcome"] == "dropped"
    assert "The grant ended." not in str(entry.facts)


def test_nothing_is_chosen_beforehand(cast: Cast, plan: Any) -> None:
    page = cast.client(AMINA).get(_action(plan, 1)).content.decode()

    assert " checked" not in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose what became of this action"),
        ({"outcome": "closed"}, "closed is not the same as achieved"),
        ({"outcome": "closed", "achieved": "achieved"}, "Say what shows it"),
        ({"outcome": "dropped"}, "Say why it was dropped"),
        ({"outcome": "developed"}, "Name the new action it became"),
        ({"outcome": "not_reported"}, "never been asked"),
    ],
)
def test_each_outcome_asks_for_what_makes_it_believable(cast: Cast, plan: Any, sent: dict[str, str], said: str) -> None:
    answer = cast.client(AMINA).post(_action(plan, 1), {**sent, "seen": "0"})

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not OutcomeDecision.objects.exists()


def test_not_reported_keeps_the_days_of_asking(cast: Cast, plan: Any) -> None:
    asked(plan, 6, on=date(2027, 3, 1), by=cast.people[AMINA].id, reminded=(date(2027, 3, 15),))

    answer = cast.client(AMINA).post(_action(plan, 6), {"outcome": "not_reported", "seen": "0"})

    assert answer.status_code == 302
    assert OutcomeDecision.objects.get().asked_on == ["2027-03-01", "2027-03-15"]


def test_not_reported_is_not_for_one_who_answered(cast: Cast, plan: Any) -> None:
    ask = asked(plan, 6, on=date(2027, 3, 1), by=cast.people[AMINA].id)
    ask.answered_at = ask.request.asked_at
    ask.save()

    answer = cast.client(AMINA).post(_action(plan, 6), {"outcome": "not_reported", "seen": "0"})

    assert "its owners have answered" in answer.content.decode()


def test_only_the_officer_says_not_reported(cast: Cast, plan: Any) -> None:
    asked(plan, 6, on=date(2027, 3, 1), by=cast.people[AMINA].id)

    answer = cast.client(FAITH).post(_action(plan, 6), {"outcome": "not_reported", "seen": "0"})

    assert answer.status_code == 400
    with pytest.raises(NotDecided):
        acts.decide(plan.actions.get(position=6).pk, given=Given("not_reported"), seen=0, by=cast.people[FAITH].id)


def test_an_owner_proposes_and_the_officer_decides(cast: Cast, plan: Any) -> None:
    said = {"outcome": "closed", "achieved": "achieved", "words": "All trained.", "seen": "0"}
    cast.client(BEN).post(_action(plan, 1), said)
    proposed = OutcomeDecision.objects.get()
    assert (proposed.state, proposed.decided_by_id) == ("proposed", None)
    assert decisions_of(plan.pk) == ()

    page = cast.client(AMINA).get(_action(plan, 1)).content.decode()
    cast.client(AMINA).post(_action(plan, 1), {**said, "seen": "1"})

    assert "Proposed by Ben Carter" in page
    assert " checked" not in page, "a proposal chooses nothing for whoever decides"
    assert OutcomeDecision.objects.get().state == "decided"
    with pytest.raises(UsedWrongly):
        acts.propose(plan.actions.get(position=1).pk, given=Given("ongoing"), seen=2, by=cast.people[BEN].id)


@pytest.mark.parametrize(
    ("name", "position", "expected"),
    [(AMINA, 5, 302), (FAITH, 1, 302), (FAITH, 5, 403), (BEN, 1, 302), (BEN, 5, 403), (CHIDI, 1, 403),
     (HANA, 1, 403), (JOAN, 1, 403), (KOFI, 1, 403), (EVE, 1, 404), (DEE, 1, 302)],
)  # fmt: skip
def test_who_may_say_what_became_of_an_action(cast: Cast, plan: Any, name: str, position: int, expected: int) -> None:
    answer = cast.client(name).post(_action(plan, position), {"outcome": "ongoing", "seen": "0"})

    assert answer.status_code == expected
    assert OutcomeDecision.objects.count() == (1 if expected == 302 and name != DEE else 0)


def test_two_people_at_once_see_both(cast: Cast, plan: Any) -> None:
    first, second = cast.client(AMINA), cast.client(FAITH)
    first.post(_action(plan, 2), {"outcome": "ongoing", "words": "Hers.", "seen": "0"})

    answer = second.post(_action(plan, 2), {"outcome": "dropped", "words": "His.", "seen": "0"})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Hers." in page
    assert "His." in page
    assert OutcomeDecision.objects.get().outcome == "ongoing", "nothing is overwritten in silence"
    again = second.post(_action(plan, 2), {"outcome": "dropped", "words": "His.", "seen": "1"})
    assert again.status_code == 302
    assert OutcomeDecision.objects.get().outcome == "dropped"


def test_developed_ones_become_several_and_several_become_one(cast: Cast, plan: Any) -> None:
    client = cast.client(AMINA)
    client.post(_action(plan, 1), {"outcome": "developed", "becomes": "Ask tenants\nTell tenants", "seen": "0"})
    client.post(_action(plan, 2), {"outcome": "developed", "known": ["Ask tenants"], "seen": "0"})

    assert [d.becomes for d in decisions_of(plan.pk)] == [("Ask tenants", "Tell tenants"), ("Ask tenants",)]
    assert list(new_actions_of(plan.pk)) == ["Ask tenants", "Tell tenants"]
    client.post(_action(plan, 1), {"outcome": "ongoing", "seen": "1"})
    assert list(NewAction.objects.values_list("name", flat=True)) == ["Ask tenants"], "what nothing becomes is gone"


def test_taking_back_makes_it_blank_again(cast: Cast, plan: Any) -> None:
    client, action = cast.client(AMINA), plan.actions.get(position=3)
    acts.decide(action.pk, given=Given("ongoing"), seen=0, by=cast.people[AMINA].id)

    with pytest.raises(ChangedMeanwhile):
        acts.take_back(action.pk, seen=7, by=cast.people[AMINA].id)
    answer = client.post(f"{_action(plan, 3)}take-back/", {"seen": "1"})

    assert answer.status_code == 302
    assert not OutcomeDecision.objects.exists()


def test_complete_ones_are_ticked_shown_and_confirmed(cast: Cast, plan: Any) -> None:
    client, action = cast.client(AMINA), plan.actions.get(position=1)
    page = client.get(_path(plan, "many/complete/")).content.decode()
    assert " checked" not in page
    assert "All 40 officers trained by May." in page
    assert client.post(_path(plan, "many/complete/"), {}).status_code == 400

    shown = client.post(_path(plan, "many/complete/"), {"action": [str(action.pk)]})
    assert shown.status_code == 200
    assert not OutcomeDecision.objects.exists(), "showing writes nothing"
    client.post(_path(plan, "many/complete/"), {"action": [str(action.pk)], f"seen-{action.pk}": "0", "do": "confirm"})

    row = OutcomeDecision.objects.get()
    assert (row.outcome, row.achieved, row.words) == ("closed", "achieved", "All 40 officers trained by May.")


def test_a_preview_that_is_old_writes_nothing(cast: Cast, plan: Any) -> None:
    by = cast.people[AMINA].id
    first, second = (plan.actions.get(position=n).pk for n in (1, 2))
    acts.propose(second, given=Given("ongoing"), seen=0, by=cast.people[BEN].id)

    with pytest.raises(acts.PreviewIsOld):
        acts.decide_many(plan.pk, given={first: Given("ongoing"), second: Given("ongoing")}, seen={first: 0}, by=by)

    assert OutcomeDecision.objects.filter(state="decided").count() == 0


def test_no_plan_is_closed_with_a_blank_action(cast: Cast, plan: Any) -> None:
    client = cast.client(AMINA)
    acts.decide(plan.actions.get(position=1).pk, given=Given("ongoing"), seen=0, by=cast.people[AMINA].id)

    page = client.get(_path(plan, "close/")).content.decode()
    answer = client.post(_path(plan, "close/"), {"sure": "yes"})

    plan.refresh_from_db()
    assert "5 actions are blank" in page
    assert (answer.status_code, plan.state) == (400, "adopted")
    with pytest.raises(MoveNotAllowed):
        acts.close_year(plan.pk, by=cast.people[AMINA].id)


def test_closing_writes_every_outcome_at_one_moment(cast: Cast, plan: Any) -> None:
    decided(plan, by=cast.people[AMINA].id)
    assert set(plan.actions.values_list("outcome", flat=True)) == {None}

    answer = cast.client(AMINA).post(_path(plan, "close/"), {"sure": "yes"})

    plan.refresh_from_db()
    assert (answer.status_code, plan.state) == (302, "closed")
    assert list(plan.actions.values_list("outcome", "achieved", "year_end_report")) == [
        ("closed", "achieved", "All 40 officers trained by May."),
        ("closed", "partly", "Six of ten offices have step-free doors."),
        ("ongoing", None, None),
        ("developed", None, "Wider now.\nIt became: Ask every tenant; Publish what tenants said."),
        ("dropped", None, "The grant ended in June."),
        ("not_reported", None, "Asked on 1 March 2027 and 15 March 2027; no answer."),
    ]
    entry = history(chain=f"council:{cast.council.id}", subjects=[f"plans.plan:{plan.pk}"])[0]
    assert entry.kind == "plans.closed"
    assert len(entry.facts["outcomes"]) == 6


def test_a_closed_year_takes_no_more_decisions(cast: Cast, plan: Any) -> None:
    closed(plan, by=cast.people[AMINA].id)

    assert (
        cast.client(AMINA).post(_action(plan, 3), {"outcome": "dropped", "words": "x", "seen": "1"}).status_code == 404
    )
    with pytest.raises(MoveNotAllowed):
        acts.decide(plan.actions.get(position=3).pk, given=Given("ongoing"), seen=1, by=cast.people[AMINA].id)


def test_decisions_are_what_the_next_plan_needs(cast: Cast, plan: Any) -> None:
    closed(plan, by=cast.people[AMINA].id)

    found = decisions_of(plan.pk)

    assert found[3] == Decision(
        4, Outcome.DEVELOPED, becomes=("Ask every tenant", "Publish what tenants said"), reason="Wider now."
    )
    assert list(decision_faults(domain_plan(plan.pk), found, new_names=new_actions_of(plan.pk))) == []


def test_the_next_plan_begins_from_the_closed_year(cast: Cast, plan: Any) -> None:
    closed(plan, by=cast.people[AMINA].id)

    answer = cast.client(AMINA).post(_path(plan, "next/"))

    assert answer.status_code == 302
    assert answer.url == f"/aldermere/plans/{plan.slug}/next/"


def test_the_page_of_what_is_missing_says_whom_to_ask(cast: Cast, plan: Any) -> None:
    asked(plan, 6, on=date(2027, 3, 1), by=cast.people[AMINA].id)

    page = cast.client(AMINA).get(_path(plan, "missing/")).content.decode()
    for_chidi = cast.client(CHIDI).get(_path(plan, "missing/")).content.decode()

    assert "6 actions are blank" in page
    assert "Ben Carter" in page
    assert "mailto:" in page
    assert "1 Mar 2027" in page
    assert "mailto:" not in for_chidi


def test_a_large_plan_is_closed_by_a_job(
    cast: Cast, plan: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    decided(plan, by=cast.people[AMINA].id)
    monkeypatch.setattr(acts, "MOST_AT_ONCE", 5)

    with django_capture_on_commit_callbacks(execute=True):
        answer = cast.client(AMINA).post(_path(plan, "close/"), {"sure": "yes"})

    plan.refresh_from_db()
    assert "/jobs/" in answer.url
    assert plan.state == "closed"


@pytest.mark.parametrize(
    "rest", ["", "actions/", "actions/?state=blank&outcome=closed", "missing/", "actions.csv", "missing.ods"]
)
def test_pages_open_for_staff_and_for_nobody_else(cast: Cast, plan: Any, rest: str) -> None:
    given = {name: cast.client(name).get(_path(plan, rest)).status_code for name in (AMINA, CHIDI, JOAN, EVE, DEE)}

    door = 401 if "." in rest.split("/")[-1] else 302
    assert given == {AMINA: 200, CHIDI: 200, JOAN: 200, EVE: 404, DEE: door}
