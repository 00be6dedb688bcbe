"""What is promised at sign-off never vanishes: not by being left out, not by being written over."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from dueregard.web.assessments.actions.parts import drop_part, save_part
from dueregard.web.assessments.actions.promises import promise_all
from dueregard.web.assessments.actions.promises_dropping import answer_drop, ask_to_drop
from dueregard.web.assessments.actions.promises_keeping import follow_promises, keep_by
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models.after import Promise
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.ledger.queries import history
from dueregard.web.organisation.actions.structure import add_post
from dueregard.web.plans.actions.editing import make_plan
from dueregard.web.plans.actions.editing_actions import add_action
from dueregard.web.plans.models import Lineage, Plan
from factories.assessments import assessment_of, decision_of, library_closure
from factories.organisation import make_council, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Any:
    return make_council()


@pytest.fixture
def leila() -> Any:
    return make_person("Leila Haddad")


@pytest.fixture
def closure(council: Any, leila: Any) -> Any:
    decision = decision_of(council.id, delegated_to="Director of Place")
    return assessment_of(council.id, by=leila.id, content=library_closure(), decision_id=decision)


def signed_off(assessment_id: Any, by: Any) -> int:
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment_id)
        version = make_version(row, why="for_deciders", by=by)
        return promise_all(row, version, by=by)


def mitigation(code: str, text: str) -> dict[str, Any]:
    return {"code": code, "text": text, "owner": None, "due_date": None, "measure": None, "groups": []}


def test_sign_off_promises_each_mitigation_with_its_owner_and_day(council: Any, leila: Any, closure: Any) -> None:
    post = add_post(council_id=council.id, title="Libraries Manager", by=None)

    made = signed_off(closure, leila.id)

    kept = Promise.objects.get(assessment=closure)
    assert made == 1
    assert kept.text == "Bring books home to people who cannot travel"
    assert (kept.owner_id, str(kept.due_on), kept.version.number) == (post, "2027-06-30", 1)


def test_signed_off_again_nothing_is_promised_twice(leila: Any, closure: Any) -> None:
    signed_off(closure, leila.id)

    again = signed_off(closure, leila.id)

    assert (again, Promise.objects.filter(assessment=closure).count()) == (0, 1)


def test_what_a_new_version_leaves_out_is_asked_about_and_stays(council: Any, leila: Any, closure: Any) -> None:
    signed_off(closure, leila.id)
    drop_part(closure, key="mitigation:1", seen=1, by=leila.id)

    signed_off(closure, leila.id)

    kept = Promise.objects.get(assessment=closure)
    assert (kept.state, kept.drop_to) == ("drop_asked", "Director of Place")
    assert kept.drop_because == "Version 2 no longer has it."
    told = history(chain=f"council:{council.id}", subjects=[f"assessments.assessment:{closure}"])
    assert "assessments.drop_asked" in {entry.kind for entry in told}


def test_what_comes_back_is_promised_again(leila: Any, closure: Any) -> None:
    signed_off(closure, leila.id)
    drop_part(closure, key="mitigation:1", seen=1, by=leila.id)
    signed_off(closure, leila.id)
    back = mitigation("1", "Bring books home to people who cannot travel")
    save_part(closure, key="mitigation:1", content=back, seen=0, by=leila.id)

    signed_off(closure, leila.id)

    kept = Promise.objects.get(assessment=closure)
    assert (kept.state, kept.drop_because, kept.drop_asked_by) == ("promised", "", None)


def test_a_rewording_keeps_the_words_of_before(leila: Any, closure: Any) -> None:
    signed_off(closure, leila.id)
    content = mitigation("1", "Bring books home to people who cannot travel far")
    save_part(closure, key="mitigation:1", content=content, seen=1, by=leila.id)

    signed_off(closure, leila.id)

    kept = Promise.objects.get(assessment=closure)
    assert kept.text.endswith("travel far")
    assert kept.earlier == [{"version": 1, "text": "Bring books home to people who cannot travel"}]


def test_another_promise_under_the_same_code_does_not_swallow_the_first(leila: Any, closure: Any) -> None:
    signed_off(closure, leila.id)
    content = mitigation("1", "Put up a poster")
    save_part(closure, key="mitigation:1", content=content, seen=1, by=leila.id)

    made = signed_off(closure, leila.id)

    states = dict(Promise.objects.filter(assessment=closure).values_list("code", "state"))
    assert (made, states) == (1, {"1": "promised", "1~2": "drop_asked"})


def test_what_a_person_asked_to_drop_is_not_settled_by_a_version(leila: Any, closure: Any) -> None:
    signed_off(closure, leila.id)
    ask_to_drop(Promise.objects.get(assessment=closure).pk, because="Too dear.", by=leila.id)

    signed_off(closure, leila.id)

    kept = Promise.objects.get(assessment=closure)
    assert (kept.state, kept.drop_because) == ("drop_asked", "Too dear.")


def test_a_dropped_promise_that_a_version_still_makes_is_promised_again(leila: Any, closure: Any) -> None:
    signed_off(closure, leila.id)
    promise = Promise.objects.get(assessment=closure).pk
    ask_to_drop(promise, because="Too dear.", by=leila.id)
    answer_drop(promise, is_dropped=True, words="Yes.", name="Cabinet", by=leila.id)

    signed_off(closure, leila.id)

    assert Promise.objects.get(pk=promise).state == "promised"


def test_a_promise_goes_on_into_the_next_plan(council: Any, leila: Any, closure: Any) -> None:
    old, new = (make_plan(council_id=council.id, given={"title": title}, by=leila.id) for title in ("Old", "New"))
    first, second = (
        add_action(Plan.objects.get(slug=slug).pk, given={"text": "Home visits"}, by=leila.id) for slug in (old, new)
    )
    signed_off(closure, leila.id)
    promise = Promise.objects.get(assessment=closure)
    keep_by(promise.pk, action_id=first, by=leila.id)
    Lineage.objects.create(older_id=first, newer_id=second, how="ongoing", said_by_id=leila.id)
    assert follow_promises().startswith("0 ")  # the next plan is a draft

    Plan.objects.filter(slug=new).update(state="adopted", adopted_at=timezone.now(), adopted_by=leila.id)

    assert follow_promises().startswith("1 ")
    assert Promise.objects.get(pk=promise.pk).action_id == second
