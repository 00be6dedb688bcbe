"""An assessment is written part by part, by several at once, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from dueregard.domain.assessments.parts import take_apart
from dueregard.domain.assessments.states import AssessmentState
from dueregard.terms.errors import CannotBeRead, MoveNotAllowed
from dueregard.web.assessments.actions.parts import PartChanged, drop_part, save_part
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models.writing import Assessment, Finding
from dueregard.web.assessments.queries.whole import assessment_card, parts_of, whole_of
from dueregard.web.ledger.queries import history
from factories.assessments import assessment_of, decision_of, library_closure
from factories.organisation import make_council, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Any:
    return make_council()


@pytest.fixture
def leila() -> Any:
    return make_person("Leila Haddad")


def test_what_is_written_in_parts_is_the_whole_again(council: Any, leila: Any) -> None:
    decision = decision_of(council.id)
    made = assessment_of(council.id, by=leila.id, content=library_closure(), decision_id=decision)

    head = assessment_card(council.id, made)
    whole = whole_of(head, parts_of(made))

    assert (whole.body, str(whole.decided_on)) == ("Cabinet", "2027-02-09")
    assert take_apart(whole) == take_apart(library_closure())
    assert Finding.objects.get(assessment=made, group_key="disability").severity == "severe"


def test_numbers_run_within_council_and_year(council: Any, leila: Any) -> None:
    other = make_council("Brackenmoor District Council")

    ids = [assessment_of(where, by=leila.id) for where in (council.id, council.id, other.id)]

    numbers = [Assessment.objects.get(pk=each).number.rpartition("-")[2] for each in ids]
    assert numbers == ["1", "2", "1"]


def test_who_saves_late_overwrites_nothing(council: Any, leila: Any) -> None:
    made = assessment_of(council.id, by=leila.id)
    first = save_part(made, key="proposal", content={"about": "It closes."}, seen=0, by=leila.id)
    save_part(made, key="proposal", content={"about": "It moves."}, seen=first, by=leila.id)

    with pytest.raises(PartChanged) as told:
        save_part(made, key="proposal", content={"about": "It closes on Mondays."}, seen=first, by=leila.id)

    assert (told.value.content, told.value.number) == ({"about": "It moves."}, 2)
    assert parts_of(made)["proposal"].content == {"about": "It moves."}
    with pytest.raises(PartChanged):
        drop_part(made, key="proposal", seen=first, by=leila.id)


def test_what_is_no_part_is_refused_with_every_fault(council: Any, leila: Any) -> None:
    made = assessment_of(council.id, by=leila.id)

    wrong = {"group": {"parts": [["age", ""]]}, "effect": "awful", "reason": 3}
    with pytest.raises(CannotBeRead) as told:
        save_part(made, key="impact:age", content=wrong, seen=0, by=leila.id)

    assert "effect" in str(told.value)
    assert "reason" in str(told.value)
    assert "impact:age" not in parts_of(made)


def test_what_is_not_being_written_stays(council: Any, leila: Any) -> None:
    made = assessment_of(council.id, by=leila.id, state=AssessmentState.BEFORE_DECIDERS)

    with pytest.raises(MoveNotAllowed, match="before those who decide"):
        save_part(made, key="proposal", content={"about": "Other"}, seen=0, by=leila.id)


def test_a_version_holds_the_whole_and_the_ledger_its_hash(council: Any, leila: Any) -> None:
    made = assessment_of(council.id, by=leila.id, content=library_closure())

    with transaction.atomic():
        row = make_version(Assessment.objects.get(pk=made), why="for_checking", by=leila.id)

    assert row.content["impacts"][0]["group"] == {"parts": [["age", ""]]}
    entries = history(chain=f"council:{council.id}", subjects=[f"assessments.assessment:{made}"])
    assert any(entry.facts.get("sha256") == row.sha256 for entry in entries)
