"""Writing an assessment: the list, beginning one, its tasks, every kind of part, and who may."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from lxml import html

from dueregard.domain.assessments.states import AssessmentState
from dueregard.web.assessments.actions.parts import Begun, begin_assessment
from dueregard.web.assessments.models.writing import Assessment, Part, Questionnaire
from dueregard.web.organisation.models import CouncilCharacteristic
from factories.assessments import assessment_of, decision_of, library_closure, policy_of
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, GARETH, HANA, JOAN, KOFI, Cast, make_cast

pytestmark = pytest.mark.django_db

KINDS = (
    "proposal", "affected", "local", "armed_forces", "monitoring", "conclusion", "impact:age", "impact:disability+sex",
    "impact:age=65 and over", "regard:age:advance", "mitigation:new", "gap:new", "engagement:new", "help:new",
)  # fmt: skip
LISTS = ("engagement", "gap", "mitigation", "help", "regard", "impact", "own", "crossings")


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


@pytest.fixture
def written(cast: Cast) -> UUID:
    """An assessment that Gareth writes, in full."""
    made = decision_of(cast.council.id, body_id=cast.board_id, papers_on=date(2027, 1, 29))
    return assessment_of(
        cast.council.id,
        by=cast.people[GARETH].id,
        content=library_closure(),
        decision_id=made,
        directorate_id=cast.directorate_id,
    )


@pytest.fixture
def empty(cast: Cast) -> UUID:
    """An assessment that Gareth has just begun."""
    return begin_assessment(Begun("Move the depot", "england"), council_id=cast.council.id, by=cast.people[GARETH].id)


def path(made: UUID, rest: str = "") -> str:
    return f"/aldermere/assessments/{made}/{rest}"


def content(made: UUID, key: str) -> Any:
    return Part.objects.get(assessment=made, key=key).content


def hidden(page: str) -> dict[str, str]:
    """Give the hidden boxes of a page's forms."""
    found = html.fromstring(page).xpath("//main//input[@type='hidden']")
    return {one.get("name"): one.get("value") or "" for one in found}


def test_the_list_shows_where_each_stands_and_what_it_says(cast: Cast, written: UUID, empty: UUID) -> None:
    page = cast.client(GARETH).get("/aldermere/assessments/").content.decode()

    assert "2 assessments" in page
    assert "Close Fenwick library" in page
    assert "2 groups worse off" in page
    assert "7 with no effect" in page
    assert "No answers yet" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?words=depot", ["Move the depot"]),
        ("?state=decided", []),
        ("?whose=mine", ["Close Fenwick library", "Move the depot"]),
        ("?sort=title", ["Close Fenwick library", "Move the depot"]),
    ],
)
def test_the_list_is_narrowed(cast: Cast, written: UUID, empty: UUID, query: str, shown: list[str]) -> None:
    page = cast.client(GARETH).get(f"/aldermere/assessments/{query}").content.decode()

    for title in ("Close Fenwick library", "Move the depot"):
        assert (title in page) is (title in shown)


@pytest.mark.parametrize(
    ("name", "seen"),
    [(AMINA, True), (GARETH, True), (JOAN, True), (FAITH, True), (CHIDI, False), (BEN, False), (KOFI, False)],
)
def test_who_sees_an_assessment_that_is_being_written(cast: Cast, written: UUID, name: str, seen: bool) -> None:
    browser = cast.client(name)

    listed = browser.get("/aldermere/assessments/").content.decode()

    assert ("Close Fenwick library" in listed) is seen
    assert browser.get(path(written)).status_code == (200 if seen else 403)
    assert browser.get(path(written, "parts/impact:age/")).status_code == (200 if seen else 403)


def test_a_decided_one_is_read_by_all_staff_and_written_by_nobody(cast: Cast, written: UUID) -> None:
    Assessment.objects.filter(pk=written).update(state=str(AssessmentState.DECIDED))

    page = cast.client(CHIDI).get(path(written, "parts/proposal/"))
    refused = cast.client(GARETH).post(path(written, "parts/proposal/"), {"about": "Changed", "seen": "1"})

    assert page.status_code == 200
    assert "The library in Fenwick Lane closes" in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert refused.status_code == 403


def test_another_council_and_the_public_find_nothing(cast: Cast, written: UUID) -> None:
    for rest in ("", "parts/proposal/", "screening/", "table/", "people/", "comments/"):
        assert cast.client(EVE).get(path(written, rest)).status_code == 404
        assert cast.client(DEE).get(path(written, rest)).status_code == 302
        theirs = f"/not-aldermere/assessments/{written}/{rest}"
        assert cast.client(EVE).get(theirs).status_code == 404
    assert cast.client(HANA).get(path(written)).status_code == 403


def test_an_assessment_begins_from_a_decision(cast: Cast) -> None:
    decision = decision_of(cast.council.id, directorate_id=cast.directorate_id)
    browser = cast.client(GARETH)

    asked = browser.get(f"/aldermere/assessments/new/?decision={decision}").content.decode()
    answer = browser.post(
        f"/aldermere/assessments/new/?decision={decision}",
        {"title": "Close the library", "decision": str(decision), "directorate": str(cast.directorate_id)},
    )

    row = Assessment.objects.get()
    assert 'value="Close Fenwick library"' in asked
    assert answer.status_code == 302
    assert (row.title, row.decision_id, row.author_id) == ("Close the library", decision, cast.people[GARETH].id)


def test_an_assessment_begins_from_a_policy_with_the_councils_questions(cast: Cast) -> None:
    policy = policy_of(cast.council.id)
    questions = [{"code": "1", "text": "Does it touch the Welsh language?", "hint": "", "after": "monitoring"}]
    own = Questionnaire.objects.create(
        council_id=cast.council.id, number=2, name="Ours", questions=questions, is_in_use=True,
        made_by_id=cast.people[AMINA].id,
    )  # fmt: skip

    cast.client(GARETH).post(f"/aldermere/assessments/new/?policy={policy}", {"title": "Libraries"})

    row = Assessment.objects.get()
    assert (row.policy_id, row.questionnaire_id) == (policy, own.pk)
    cast.client(GARETH).post(path(row.pk, "parts/own:1/"), {"text": "No.", "seen": "0"})
    assert content(row.pk, "own:1") == {
        "code": "1", "version": 2, "question": "Does it touch the Welsh language?", "text": "No."
    }  # fmt: skip


def test_who_may_not_begin_is_told_so(cast: Cast) -> None:
    assert cast.client(CHIDI).get("/aldermere/assessments/new/").status_code == 403
    answer = cast.client(GARETH).post("/aldermere/assessments/new/", {"title": "  "})
    assert answer.status_code == 400
    assert "Give it a title" in answer.content.decode()


def test_the_task_list_tells_what_is_done_and_what_is_not(cast: Cast, written: UUID, empty: UUID) -> None:
    browser = cast.client(GARETH)

    full, bare = (browser.get(path(made)).content.decode() for made in (written, empty))

    assert "What we do not know" in bare
    assert "Not started" in bare
    assert bare.count("Cannot start yet") == 2
    assert "22 January 2027, so there is time to change the proposal" in full
    assert "Worse: Said of disability: the survey of 2026 looked at it." in full


@pytest.mark.parametrize("key", KINDS)
def test_nothing_is_chosen_beforehand_on_any_part(cast: Cast, empty: UUID, key: str) -> None:
    page = cast.client(GARETH).get(path(empty, f"parts/{key}/")).content.decode()

    assert " checked" not in page
    assert "<h1" in page
    assert "Save for later" in page


@pytest.mark.parametrize("key", LISTS)
def test_lists_of_parts_open_empty_and_full(cast: Cast, written: UUID, empty: UUID, key: str) -> None:
    for made in (written, empty):
        assert cast.client(GARETH).get(path(made, f"parts/{key}/")).status_code == 200


@pytest.mark.parametrize(
    "key", ["nonsense", "impact:nonsense", "impact:age+age", "regard:marriage_civil_partnership:foster", "own:7",
            "mitigation:9", "proposal:1", "impact:"],
)  # fmt: skip
def test_addresses_that_are_no_part_are_not_found(cast: Cast, empty: UUID, key: str) -> None:
    assert cast.client(GARETH).get(path(empty, f"parts/{key}/")).status_code == 404


def test_no_effect_without_a_reason_is_stopped_and_keeps_what_was_typed(cast: Cast, empty: UUID) -> None:
    answer = cast.client(GARETH).post(
        path(empty, "parts/impact:disability/"), {"effect": "none", "lighter": "A ramp", "seen": "0"}
    )

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Say why, and what this rests on" in page
    assert "Choose the evidence that shows it, or say that none was found" in page
    assert "A ramp" in page
    assert not Part.objects.filter(assessment=empty).exists()


def test_save_for_later_keeps_an_answer_that_is_not_whole(cast: Cast, empty: UUID) -> None:
    answer = cast.client(GARETH).post(
        path(empty, "parts/impact:disability/"), {"effect": "none", "later": "1", "seen": "0"}
    )

    assert answer["Location"] == path(empty)
    assert content(empty, "impact:disability")["effect"] == "none"
    assert "Reason missing" in cast.client(GARETH).get(path(empty)).content.decode()


def test_an_answer_about_a_group_keeps_weights_promise_and_gap(cast: Cast, empty: UUID) -> None:
    browser = cast.client(GARETH)

    first = browser.post(
        path(empty, "parts/impact:disability/"),
        {
            "effect": "worse", "reason": "The bus stops two miles away.", "lighter": "A minibus", "none_found": "on",
            "will_do": "Ask users by May.", "severity": "severe", "likelihood": "likely", "duration": "lasting",
            "people": "40", "effect_after": "worse", "severity_after": "small", "people_after": "10", "seen": "0",
        },
    )  # fmt: skip
    browser.post(path(empty, "parts/impact:sex/"), {"effect": "not_known", "will_do": "Count who comes.", "seen": "0"})

    assert first["Location"] == path(empty, "parts/impact:gender_reassignment/")
    said = content(empty, "impact:disability")
    assert said["before"] == {"severity": "severe", "likelihood": "likely", "duration": "lasting", "people": 40}
    assert said["after"] == {"severity": "small", "likelihood": None, "duration": None, "people": 10}
    assert (content(empty, "mitigation:1")["text"], content(empty, "mitigation:1")["groups"]) == (
        "A minibus", [{"parts": [["disability", ""]]}]
    )  # fmt: skip
    assert content(empty, "gap:1")["will_do"] == "Count who comes."
    page = browser.get(path(empty)).content.decode()
    assert "1 gap open" in page


def test_people_in_more_than_one_group_get_a_page(cast: Cast, empty: UUID) -> None:
    browser = cast.client(GARETH)

    led = browser.post(
        path(empty, "parts/crossings/"),
        {"code_1": "sex", "part_1": "Women", "code_2": "disability", "part_2": "", "code_3": "", "part_3": ""},
    )
    one = browser.post(path(empty, "parts/crossings/"), {"code_1": "age", "part_1": "", "code_2": "", "code_3": ""})

    assert led["Location"] == path(empty, "parts/impact:disability+sex=Women/")
    assert browser.get(led["Location"]).status_code == 200
    assert one.status_code == 400
    assert "Say who within it, or choose a second characteristic" in one.content.decode()


def test_going_on_although_some_are_worse_off_asks_for_unlawful_conduct_first(cast: Cast, empty: UUID) -> None:
    browser, where = cast.client(GARETH), path(empty, "parts/conclusion/")

    first = browser.post(where, {"option": "continue", "seen": "0"})
    asked = browser.get(where).content.decode()
    browser.post(where, {"option": "continue", "is_unlawful_shown": "yes", "seen": "1"})
    stopped = browser.get(where).content.decode()
    browser.post(where, {"option": "continue", "is_unlawful_shown": "no", "seen": "2"})
    further = browser.get(where).content.decode()

    assert first["Location"] == where
    assert "Does the evidence show direct discrimination" in asked
    assert "What is the aim of going on?" not in asked
    assert "Stop, and ask for legal advice" in stopped
    assert "What is the aim of going on?" not in stopped
    assert "What is the aim of going on?" in further


@pytest.mark.parametrize(
    ("characteristic", "job", "asked", "not_asked"),
    [
        ("race", "no", "believes_different_needs", "is_tie_break"),
        ("race", "yes", "is_tie_break", "believes_different_needs"),
        ("disability", "yes", "grounds", "believes_disadvantage"),
    ],
)
def test_help_for_one_group_asks_the_test_that_applies(
    cast: Cast, empty: UUID, characteristic: str, job: str, asked: str, not_asked: str
) -> None:
    browser = cast.client(GARETH)

    answer = browser.post(
        path(empty, "parts/help:new/"),
        {"characteristic": characteristic, "is_recruitment_or_promotion": job, "seen": "0"},
    )

    page = browser.get(path(empty, "parts/help:1/")).content.decode()
    assert answer.status_code == 302
    assert f'name="{asked}"' in page
    assert f'name="{not_asked}"' not in page


def test_what_the_duty_does_not_reach_is_said(cast: Cast, empty: UUID) -> None:
    browser = cast.client(GARETH)
    browser.post(
        path(empty, "parts/affected/"),
        {"who_is_affected": "Children in care", "whom": "public", "functions": "children", "seen": "0"},
    )

    page = browser.get(path(empty, "parts/regard/")).content.decode()

    assert page.count("Not asked for here") == 3
    assert page.count("The law does not ask for it") == 2
    assert "does not reach this pair" in browser.get(path(empty, "parts/regard:age:advance/")).content.decode()


def test_the_councils_own_groups_are_labelled_as_policy(cast: Cast, empty: UUID) -> None:
    CouncilCharacteristic.objects.create(council_id=cast.council.id, code="carers", label="Carers")
    browser = cast.client(GARETH)
    both = browser.post(path(empty, "parts/local/"), {"local": "carers", "none": "on", "seen": "0"})
    neither = browser.post(path(empty, "parts/local/"), {"seen": "0"})

    browser.post(path(empty, "parts/local/"), {"local": "carers", "seen": "0"})

    assert (both.status_code, neither.status_code) == (400, 400)
    assert "The council’s own policy, not the Equality Act" in browser.get(path(empty)).content.decode()
    assert (
        "not a characteristic of the Equality Act" in browser.get(path(empty, "parts/impact:carers/")).content.decode()
    )


def test_the_table_keeps_only_rows_that_changed(cast: Cast, empty: UUID) -> None:
    browser, where = cast.client(GARETH), path(empty, "table/")
    opened = hidden(browser.get(where).content.decode())

    answer = browser.post(
        where, {**opened, "g1-effect": "worse", "g1-reason": "Older people walk there.", "g1-people": "30"}
    )
    again = browser.post(where, {**opened, "g2-effect": "none"})

    assert answer["Location"] == path(empty)
    assert content(empty, "impact:age")["before"]["people"] == 30
    assert not Part.objects.filter(assessment=empty, key="impact:disability").exists()
    assert again.status_code == 400
    assert "Say why there is no effect" in again.content.decode()


def test_parts_can_be_taken_out_but_not_when_somebody_changed_them(cast: Cast, written: UUID) -> None:
    browser = cast.client(GARETH)

    browser.post(path(written, "parts/mitigation:1/drop/"), {"seen": "7"})
    is_there = Part.objects.filter(assessment=written, key="mitigation:1").exists()
    browser.post(path(written, "parts/mitigation:1/drop/"), {"seen": "1"})

    assert is_there
    assert not Part.objects.filter(assessment=written, key="mitigation:1").exists()
    assert cast.client(AMINA).post(path(written, "parts/gap:1/drop/"), {"seen": "1"}).status_code in {403, 404}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "json"])
def test_the_list_comes_as_a_file(cast: Cast, written: UUID, ending: str) -> None:
    answer = cast.client(GARETH).get(f"/aldermere/assessments.{ending}?words=library")

    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert ending not in {"csv", "json"} or b"Close Fenwick library" in body


def test_a_list_and_a_task_list_cost_the_same_queries_however_much_there_is(
    cast: Cast, written: UUID, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        assessment_of(cast.council.id, by=cast.people[GARETH].id, title=f"Saving {number}", content=library_closure())
    browser = cast.client(GARETH)
    browser.get("/aldermere/assessments/")

    with django_assert_max_num_queries(20):
        browser.get("/aldermere/assessments/")
    with django_assert_max_num_queries(40):
        browser.get(path(written))
