"""Figures come to the author and are kept as they stood; what is hidden or for the inside never gets into them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from dueregard.domain.assessments.model import Assessment as Whole
from dueregard.domain.assessments.model import Effect, Evidence, EvidenceKind, Gap, Impact, group_of
from dueregard.domain.assessments.states import AssessmentState
from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.assessments.actions.evidence import add_evidence, choose_figures
from dueregard.web.assessments.models.writing import Assessment, Part
from dueregard.web.assessments.queries.evidence import chosen_for, evidence_rows, known_about, shares_of
from dueregard.web.assessments.queries.whole import assessment_card, parts_of, whole_of
from dueregard.web.ledger.queries import history
from dueregard.web.monitoring.actions.areas import choose_area
from dueregard.web.monitoring.models import Release
from factories.assessments import assessment_of, library_closure
from factories.monitoring import dataset_of
from factories.releases import ready_version, release_row
from people import AMINA, EVE, FAITH, GARETH, Cast, make_cast

pytestmark = pytest.mark.django_db
AREA, WARD = "E09000021", "E05013928"
ON = date(2026, 11, 22)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def written(cast: Cast) -> UUID:
    return assessment_of(cast.council.id, by=cast.people[GARETH].id, content=library_closure())


def _release(cast: Cast, audience: str = "public", *, state: str = "released") -> Release:
    by = cast.people[AMINA].id
    version = ready_version(dataset_of(cast.council.id, by=by, post_id=cast.post_id, name="Staff"), by=by)
    return release_row(version, by=by, releaser=cast.people[FAITH].id, audience=audience, state=state)


def _withdraw(release: Release, *, by: UUID) -> None:
    Release.objects.filter(pk=release.pk).update(
        state="withdrawn", withdrawn_at=release.released_at, withdrawn_by=by, withdrawn_why="Wrong."
    )


def _at(cast: Cast, assessment: UUID, rest: str = "") -> str:
    return f"/{cast.council.slug}/assessments/{assessment}/evidence/{rest}"


def test_official_figures_of_the_area_are_laid_out_for_each_characteristic(cast: Cast, written: UUID) -> None:
    choose_area(AREA, council_id=cast.council.id, by=cast.people[AMINA].id)

    page = cast.client(GARETH).get(_at(cast, written)).content.decode()

    assert "Kingston upon Thames" in page
    assert "168,063" in page or "21,990" in page, "Census 2021, TS038: disabled residents of Kingston upon Thames"
    for label in ("Disability", "Race", "Religion or belief", "Sexual orientation", "Age"):
        assert f"{label}</h3>" in page
    assert "There are no figures on this." in page, "nobody counts pregnancy"


def test_figures_are_kept_as_they_stood_in_words(cast: Cast, written: UUID) -> None:
    choose_area(AREA, council_id=cast.council.id, by=cast.people[AMINA].id)
    browser = cast.client(GARETH)

    answer = browser.post(_at(cast, written, "figures/disability/"), {"source": "census"})

    assert answer.status_code == 302
    part = Part.objects.get(assessment=written, key="evidence:2")
    assert part.content["kind"] == "census"
    assert part.content["on"] == "2021-03-21"
    assert part.content["groups"] == [{"parts": [["disability", ""]]}]
    (table,) = part.figures
    assert table["rows"][0] == ["Disabled under the Equality Act", "21,990", "13.1%"]
    assert all(isinstance(cell, str) for row in table["rows"] for cell in row), "nothing to reckon with"
    again = browser.post(_at(cast, written, "figures/disability/"), {"source": "census"})
    assert again.status_code == 302
    assert Part.objects.filter(assessment=written, key__startswith="evidence:").count() == 2, "once is enough"


def test_released_figures_stand_beside_those_of_residents(cast: Cast, written: UUID) -> None:
    release = _release(cast)
    slug = release.version.dataset.slug
    choose_figures(written, area=AREA, dataset=slug, by=cast.people[GARETH].id)

    page = cast.client(GARETH).get(_at(cast, written)).content.decode()

    assert "1,038" in page
    assert "Staff, release 1" in page
    entry = history(chain=f"council:{cast.council.id}", subjects=[f"assessments.assessment:{written}"])[0]
    assert (entry.kind, dict(entry.facts)) == ("assessments.figures_chosen", {"area": AREA, "dataset": slug})


@pytest.mark.parametrize("state", ["prepared", "waiting", "withdrawn"])
def test_what_is_not_out_is_not_shown(cast: Cast, written: UUID, state: str) -> None:
    release = _release(cast, state="released" if state == "withdrawn" else state)
    if state == "withdrawn":
        _withdraw(release, by=cast.people[AMINA].id)
    choose_figures(written, area=AREA, dataset=release.version.dataset.slug, by=cast.people[GARETH].id)
    browser = cast.client(GARETH)

    assert "1,038" not in browser.get(_at(cast, written)).content.decode()
    assert browser.get(_at(cast, written, "releases/1/")).status_code == 404


def test_what_analysts_keep_among_themselves_is_not_shown(cast: Cast, written: UUID) -> None:
    release = _release(cast, "analyst")
    choose_figures(written, area=AREA, dataset=release.version.dataset.slug, by=cast.people[GARETH].id)

    assert "1,038" not in cast.client(GARETH).get(_at(cast, written)).content.decode()


def test_figures_for_the_inside_are_pointed_at_and_not_copied(cast: Cast, written: UUID) -> None:
    release = _release(cast, "internal")
    browser = cast.client(GARETH)
    assert "1,038" in browser.get(_at(cast, written, f"releases/{release.number}/")).content.decode()

    browser.post(_at(cast, written, f"releases/{release.number}/"), {"characteristic": "sex"})

    part = Part.objects.get(assessment=written, key="evidence:2")
    assert "1,038" not in json.dumps([part.content, part.figures])
    assert part.content["gap"].startswith("Its figures are for the inside of the council")


def test_a_release_that_is_withdrawn_later_is_pointed_out_and_the_figures_stay(cast: Cast, written: UUID) -> None:
    release = _release(cast)
    browser = cast.client(GARETH)
    browser.post(_at(cast, written, "releases/1/"), {"characteristic": "sex"})
    _withdraw(release, by=cast.people[AMINA].id)

    page = browser.get(_at(cast, written)).content.decode()

    assert "Withdrawn since" in page
    assert "1,038" in browser.get(_at(cast, written, "2/")).content.decode(), "what its author saw"


def test_evidence_is_added_by_hand_with_day_base_and_groups(cast: Cast, written: UUID) -> None:
    given = {
        "kind": "complaints", "title": "Complaints of 2025", "on-day": "31", "on-month": "12", "on-year": "2025",
        "base": "48 complaints", "says": "Most are about steps.", "gap": "Who complained was not asked.",
        "groups": ["disability"], "link": "https://example.org/complaints",
    }  # fmt: skip

    answer = cast.client(GARETH).post(_at(cast, written, "add/"), given)

    assert answer.status_code == 302
    whole = whole_of(assessment_card(cast.council.id, written), parts_of(written))
    assert whole.evidence[-1] == Evidence(
        "2", EvidenceKind.COMPLAINTS, "Complaints of 2025", date(2025, 12, 31), "48 complaints",
        "Most are about steps.", "Who complained was not asked.", (group_of("disability"),), "https://example.org/complaints",
    )  # fmt: skip


def test_a_form_with_faults_keeps_what_was_typed(cast: Cast, written: UUID) -> None:
    given = {
        "title": "Survey",
        "on-day": "1",
        "on-month": "1",
        "on-year": "2100",
        "says": "They like it.",
        "link": "x y",
    }

    answer = cast.client(GARETH).post(_at(cast, written, "add/"), given)

    page = answer.content.decode()
    assert answer.status_code == 400
    for words in ("Choose what it is", "The day cannot be after today", "Give a whole address", "They like it."):
        assert words in page


def test_who_writes_late_overwrites_nothing(cast: Cast, written: UUID) -> None:
    browser = cast.client(GARETH)
    given = {
        "kind": "consultation", "title": "Survey of members", "on-day": "1", "on-month": "10", "on-year": "2026",
        "says": "First", "seen": "1",
    }  # fmt: skip
    assert browser.post(_at(cast, written, "1/"), given).status_code == 302

    answer = browser.post(_at(cast, written, "1/"), {**given, "says": "Second"})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Somebody else has changed this part" in page
    assert "Second" in page
    assert Part.objects.get(assessment=written, key="evidence:1").content["says"] == "First"
    assert browser.post(_at(cast, written, "1/"), {**given, "says": "Second", "seen": "2"}).status_code == 302


def test_old_evidence_is_pointed_out_and_what_is_unused_is_said(cast: Cast, written: UUID) -> None:
    old = Evidence("", EvidenceKind.CONSULTATION, "Survey of 2019", date(2019, 5, 1), says="They like it.")
    add_evidence(written, evidence=old, by=cast.people[GARETH].id)

    rows = evidence_rows(assessment_card(cast.council.id, written), parts_of(written), on=ON)

    assert [(row.evidence.title, row.is_old, row.years_old, row.used_by) for row in rows] == [
        ("Survey of members", False, 0, 9),
        ("Survey of 2019", True, 7, 0),
    ]


def test_what_is_not_known_is_listed(cast: Cast) -> None:
    content = Whole(
        "Close it",
        "england",
        evidence=(Evidence("1", EvidenceKind.RESEARCH, "A study", date(2026, 1, 1), gap="Children were not asked."),),
        gaps=(Gap("1", "How far people walk.", "Ask Transport", "Libraries Manager", date(2027, 1, 19)),),
    )
    made = assessment_of(cast.council.id, by=cast.people[GARETH].id, content=content)

    page = cast.client(GARETH).get(_at(cast, made)).content.decode()

    for words in ("How far people walk.", "Ask Transport", "19 January 2027", "Children were not asked.", "A study"):
        assert words in page


def test_a_ward_can_be_chosen_and_has_fewer_figures(cast: Cast, written: UUID) -> None:
    choose_area(AREA, council_id=cast.council.id, by=cast.people[AMINA].id)
    browser = cast.client(GARETH)
    assert "Alexandra" in browser.get(_at(cast, written, "choose/")).content.decode()

    browser.post(_at(cast, written, "choose/"), {"area": WARD, "dataset": ""})

    head = assessment_card(cast.council.id, written)
    assert chosen_for(head).area is not None
    known = {each.characteristic: each for each in known_about(head, _nine())}
    assert known["disability"].residents is not None
    assert known["gender_reassignment"].rows == (), "never given for wards"


def _nine() -> Any:
    from dueregard.terms.characteristics import PROTECTED

    return PROTECTED


def test_shares_of_users_are_held_against_those_of_residents(cast: Cast) -> None:
    content = Whole("Close it", "england", impacts=(Impact(group_of("sex"), Effect.NONE, "The same for both."),))
    made = assessment_of(cast.council.id, by=cast.people[GARETH].id, content=content)
    release = _release(cast)
    head = assessment_card(cast.council.id, made)
    assert shares_of(head, whole_of(head, parts_of(made))) == (), "nothing is guessed"

    choose_figures(made, area=AREA, dataset=release.version.dataset.slug, by=cast.people[GARETH].id)

    shares = shares_of(head, whole_of(head, parts_of(made)))
    assert {(each.group.parts, each.users) for each in shares} == {
        ((("sex", "female"),), 38.9),
        ((("sex", "male"),), 61.1),
    }


def test_nobody_else_writes_and_another_council_finds_nothing(cast: Cast, written: UUID) -> None:
    for rest in ("add/", "choose/", "1/take-out/"):
        assert cast.client(AMINA).get(_at(cast, written, rest)).status_code == 403
        assert cast.client(EVE).get(_at(cast, written, rest)).status_code == 404
    assert cast.client(AMINA).get(_at(cast, written)).status_code == 200
    assert cast.client(EVE).get(_at(cast, written)).status_code == 404
    assert Client().get(_at(cast, written)).status_code == 302
    Assessment.objects.filter(pk=written).update(state=str(AssessmentState.CHECKING))
    with pytest.raises(MoveNotAllowed):
        choose_figures(written, area=AREA, dataset="", by=cast.people[GARETH].id)


def test_taking_out_asks_first(cast: Cast, written: UUID) -> None:
    browser = cast.client(GARETH)

    page = browser.get(_at(cast, written, "1/take-out/")).content.decode()

    assert "9 answers point at it" in page
    assert browser.post(_at(cast, written, "1/take-out/"), {"seen": "1"}).status_code == 302
    assert not Part.objects.filter(assessment=written, key="evidence:1").exists()
