"""Where regard stands is the same in the database, which narrows lists, as in the clock, which says it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from dueregard.domain.assessments.clock import Regard
from dueregard.domain.assessments.states import AssessmentState
from dueregard.web.assessments.models.register import Decision, Policy
from dueregard.web.assessments.models.writing import Assessment, Version
from dueregard.web.assessments.queries.decisions import (
    DecisionsWanted,
    decision_cards,
    decisions_wanted,
    waiting_for_regard,
)
from dueregard.web.assessments.queries.policies import PoliciesWanted, policies_wanted, policy_cards
from dueregard.web.assessments.queries.waiting import waiting
from dueregard.web.organisation.queries import visitor_for
from factories.assessments import decision_of, policy_of
from factories.organisation import make_council, make_person
from people import AMINA, FAITH, GARETH, make_cast

pytestmark = pytest.mark.django_db
ON = date(2027, 2, 12)
DAYS = (date(2027, 2, 1), date(2027, 2, 9), date(2027, 2, 10))


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def assessed(
    council_id: UUID, decision_id: UUID, *, state: AssessmentState, on: date | None, by: UUID, no: int
) -> None:
    row = Assessment.objects.create(
        council_id=council_id, decision_id=decision_id, number=f"A-{no}", title="x", nation="england",
        state=str(state), author_id=by,
    )  # fmt: skip
    if on:
        made = Version.objects.create(
            assessment=row, number=1, why="for_deciders", content={}, sha256="0" * 64, made_by_id=by
        )
        Version.objects.filter(pk=made.pk).update(made_at=moment(on))


def test_register_regard_is_the_same_in_lists_and_in_words() -> None:
    council, person = make_council(), make_person()
    states = (None, AssessmentState.WRITING, AssessmentState.GIVEN_UP)
    every = product((True, False), (None, *DAYS), states, (None, *DAYS))
    for number, (taken, kept_on, state, noted) in enumerate(every):
        fields: dict[str, Any] = {"decides_on": date(2027, 2, 9)}
        if taken:
            fields |= {"state": "decided", "decided_on": date(2027, 2, 9)}
        if noted:
            fields |= {"regard_where": "Report", "regard_noted_at": moment(noted)}
        made = decision_of(council.id, f"D {number}", **fields)
        if state:
            assessed(council.id, made, state=state, on=kept_on, by=person.id, no=number)

    cards = decision_cards(decisions_wanted(council.id, on=ON), nation="england", on=ON)
    said = {regard: {card.id for card in cards if card.clock.regard is regard} for regard in Regard}
    found = {
        regard: set(
            decisions_wanted(council.id, DecisionsWanted(regard=str(regard)), on=ON).values_list("pk", flat=True)
        )
        for regard in Regard
    }

    assert len(cards) == 96
    assert all(said.values())
    assert found == said


def test_register_what_waits_is_what_the_clock_warns_of() -> None:
    council = make_council(nation="wales")
    noted = decision_of(council.id, "Noted", decides_on=ON, regard_where="Report", regard_noted_at=moment(DAYS[0]))
    decision_of(council.id, "Far", decides_on=ON + timedelta(days=29))
    decision_of(council.id, "Off", decides_on=ON, state="called_off")
    bare = decision_of(council.id, "Bare", decides_on=ON + timedelta(days=28))

    wales = set(waiting_for_regard(council.id, nation="wales", on=ON).values_list("pk", flat=True))
    england = set(waiting_for_regard(council.id, nation="england", on=ON).values_list("pk", flat=True))

    assert (wales, england) == ({noted, bare}, {bare})


def test_register_today_tells_the_officer_all_and_a_lead_their_own() -> None:
    cast = make_cast()
    on = timezone.localdate()
    decision_of(cast.council.id, "Ours", decides_on=on + timedelta(days=3), directorate_id=cast.directorate_id)
    decision_of(cast.council.id, "Theirs", decides_on=on + timedelta(days=3))
    policy_of(cast.council.id, "Old", review_on=on)

    told = {
        name: [one.what for one in waiting(visitor_for(cast.people[name], slug="aldermere")) if one.name != "reviews"]
        for name in (AMINA, FAITH, GARETH)
    }

    assert [("Ours" in what, "Theirs" in what) for what in told[AMINA]] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert told[AMINA][2] == "1 policy is due for review"
    assert [what for what in told[FAITH] if "to be decided" in what] == [told[AMINA][0]]
    assert not [what for what in told[GARETH] if "to be decided" in what]


def test_register_many_policies_cost_as_many_queries_as_few(django_assert_num_queries: Any) -> None:
    council = make_council()
    Policy.objects.bulk_create(
        [Policy(council_id=council.id, title=f"P {n:05}", kind="service", rank=n % 97) for n in range(2_000)]
    )
    Decision.objects.bulk_create([Decision(council_id=council.id, title=f"D {n}") for n in range(500)])

    for why in ("", "review", "never", "changed", "decision", "unknown"):
        rows = policies_wanted(council.id, PoliciesWanted(why=why), on=ON)
        with django_assert_num_queries(4 if rows.exists() else 1):
            policy_cards(rows, on=ON)
    with django_assert_num_queries(2):
        decision_cards(decisions_wanted(council.id, on=ON), nation="england", on=ON)
