"""From a document handed in to a published plan, as a person goes: each step by its form."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.ledger.queries import history
from dueregard.web.plans import models
from dueregard.web.plans.actions import adopting, handing_in, publishing
from dueregard.web.plans.queries.imports import review_of
from dueregard.web.plans.queries.whole import domain_plan
from factories.plans import import_in_review
from people import AMINA, Cast, make_cast

pytestmark = pytest.mark.django_db

TABLE = (
    "No,Action,Lead,Timescale\n"
    "1,Train all staff,HR Manager,2026-27\n"
    "2,Publish pay gaps,Head of Finance,\n"
    "3,Ask residents,Head of Finance,31/03/2027\n"
)


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


@pytest.fixture
def amina(cast: Cast) -> Client:
    return cast.client(AMINA)


@pytest.fixture
def import_id(cast: Cast) -> UUID:
    return import_in_review(council_id=cast.council.id, by=cast.people[AMINA].id)


def _base(import_id: UUID) -> str:
    return f"/aldermere/plans/imports/{import_id}/"


def _file(name: str = "plan.csv", data: bytes = TABLE.encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def _answer(amina: Client, import_id: UUID, number: int, **data: str) -> Any:
    return amina.post(f"{_base(import_id)}questions/{number}/", data)


def _plan(cast: Cast, import_id: UUID) -> Any:
    return review_of(cast.council.id, import_id).plan


def test_a_document_is_read_by_a_job(amina: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = amina.post("/aldermere/plans/imports/new/", {"document": _file()})

    source = models.Import.objects.get()
    assert answer.url == f"/aldermere/jobs/{source.job_id}/"
    assert (source.state, source.format, len(source.draft["actions"])) == ("review", "csv", 3)
    assert [step["found"] for step in source.job.steps][2] == "3 actions"
    assert source.job.result["url"] == _base(source.pk)


def test_pasted_text_is_read_too(amina: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        amina.post("/aldermere/plans/imports/new/", {"pasted": TABLE.replace(",", "\t")})

    source = models.Import.objects.get()
    assert (source.is_pasted, source.state, len(source.draft["actions"])) == (True, "review", 3)


def test_what_cannot_be_read_says_why(amina: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        amina.post("/aldermere/plans/imports/new/", {"document": _file("plan.json", b'{"actions": 7}')})

    source = models.Import.objects.get()
    page = amina.get(_base(source.pk)).text
    assert source.state == "failed"
    assert "We could not read this document" in page
    assert "This JSON is not a plan" in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose the document of your plan, or paste its table"),
        ({"document": _file("plan.exe")}, "The file must be one of"),
        ({"document": _file("plan.docx", b"\x7fELF\x02\x01\x01\x00")}, "Send it as Word"),
        ({"document": _file(), "pasted": "a"}, "Choose a document or paste text, not both"),
    ],
)
def test_a_wrong_document_is_refused_at_once(amina: Client, data: dict[str, Any], words: str) -> None:
    page = amina.post("/aldermere/plans/imports/new/", data)

    assert page.status_code == 200
    assert words in page.text
    assert not models.Import.objects.exists()


def test_the_same_document_twice_is_noticed(amina: Client, cast: Cast) -> None:
    amina.post("/aldermere/plans/imports/new/", {"document": _file()})
    first = models.Import.objects.get()

    answer = amina.post("/aldermere/plans/imports/new/", {"document": _file("another name.csv")})
    second = models.Import.objects.exclude(pk=first.pk).get()

    assert answer.url == f"{_base(second.pk)}again/{first.pk}/"
    assert "holds exactly the same" in amina.get(answer.url).text
    assert amina.post(answer.url, {}).status_code == 200  # nothing is chosen for anyone
    assert amina.post(answer.url, {"choice": "earlier"}).url == _base(first.pk)
    assert models.Import.objects.get(pk=second.pk).state == "thrown_away"


def test_a_question_shows_the_cell_and_takes_an_answer(amina: Client, cast: Cast, import_id: UUID) -> None:
    page = amina.get(f"{_base(import_id)}questions/1/").text

    assert '<mark class="dr-frag">Participation Lead<br>Q3</mark>' in page
    assert "checked" not in page
    assert _answer(amina, import_id, 1, choice="c1").url == f"{_base(import_id)}questions/2/"
    assert _plan(cast, import_id).actions[1].due_date == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("data", "due"),
    [
        ({"choice": "nothing"}, None),
        ({"choice": "other", "value-day": "1", "value-month": "5", "value-year": "2027"}, date(2027, 5, 1)),
        ({"value-day": "1", "value-month": "May", "value-year": "2027"}, date(2027, 5, 1)),
    ],
)
def test_another_value_or_none_is_an_answer(
    amina: Client, cast: Cast, import_id: UUID, data: dict[str, str], due: date | None
) -> None:
    _answer(amina, import_id, 1, **data)

    plan = _plan(cast, import_id)
    assert plan.actions[1].due_date == due
    assert "answered:due_date" in plan.actions[1].flags
    assert len(plan.questions) == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose an answer, or ask to be asked later"),
        ({"choice": "other"}, "Say what it is"),
        ({"choice": "other", "value-day": "31", "value-month": "6", "value-year": "2027"}, "must be a real date"),
        ({"choice": "c0", "value-day": "1", "value-month": "6", "value-year": "2027"}, "leave its box empty"),
    ],
)
def test_a_form_that_cannot_be_understood_says_so(
    amina: Client, import_id: UUID, data: dict[str, str], words: str
) -> None:
    page = _answer(amina, import_id, 1, **data)

    assert page.status_code == 200
    assert words in page.text
    assert "Error:" in page.text.partition("</title>")[0]
    assert not models.ImportAnswer.objects.exists()


def test_later_changes_nothing_and_is_asked_again(amina: Client, cast: Cast, import_id: UUID) -> None:
    answer = _answer(amina, import_id, 1, later="1")

    assert answer.url == f"{_base(import_id)}questions/2/"
    assert len(_plan(cast, import_id).questions) == 4


def test_groups_are_ticked(amina: Client, cast: Cast, import_id: UUID) -> None:
    amina.post(f"{_base(import_id)}questions/2/", {"value": ["D", "race"]})

    assert _plan(cast, import_id).actions[2].strands == ("D", "race")


def test_several_are_answered_together(amina: Client, cast: Cast, import_id: UUID) -> None:
    page = amina.get(f"{_base(import_id)}together/1/").text

    answer = amina.post(f"{_base(import_id)}together/1/", {"choice": "c0"})

    assert "the end of the plan" in page
    assert answer.url == _base(import_id)
    assert [a.due_date for a in _plan(cast, import_id).actions[2:]] == [date(2028, 3, 31)] * 2


def test_a_value_is_corrected_and_taken_back(amina: Client, cast: Cast, import_id: UUID) -> None:
    path = f"{_base(import_id)}actions/1/leads/"

    amina.post(path, {"value": "Head of Libraries (March 2027)\nMill Lane Friends"})
    changed = _plan(cast, import_id).actions[0].leads
    amina.post(path, {"undo": "1"})

    assert [(lead.name, lead.timescale_text) for lead in changed] == [
        ("Head of Libraries", "March 2027"),
        ("Mill Lane Friends", None),
    ]
    assert [lead.name for lead in _plan(cast, import_id).actions[0].leads] == ["Libraries Manager"]


def test_what_is_no_action_is_set_aside_and_taken_back(amina: Client, cast: Cast, import_id: UUID) -> None:
    path = f"{_base(import_id)}actions/3/"

    amina.post(path, {"do": "aside"})
    without = _plan(cast, import_id)
    amina.post(path, {"do": "back"})

    assert [a.number for a in without.actions] == [1, 2, 4]
    assert "Train all youth workers" in [one.text for one in without.unused]
    assert len(without.questions) == 2
    assert len(_plan(cast, import_id).actions) == 4


def test_a_cut_row_is_joined_to_the_one_above(amina: Client, cast: Cast, import_id: UUID) -> None:
    amina.post(f"{_base(import_id)}actions/2/", {"do": "join"})

    first = _plan(cast, import_id).actions[0]
    assert first.action_text == "Open two drop-in sessions a month\nAsk young people to rewrite the pack"
    assert [lead.name for lead in first.leads] == ["Libraries Manager", "Participation Lead"]


def test_sections_are_renamed(amina: Client, cast: Cast, import_id: UUID) -> None:
    amina.post(f"{_base(import_id)}sections/", {"level-0": "Children and families"})

    assert {a.section for a in _plan(cast, import_id).actions} == {"Children and families"}


def test_names_are_proposed_and_never_applied(amina: Client, cast: Cast, import_id: UUID) -> None:
    page = amina.get(f"{_base(import_id)}names/").text
    plan_id = adopting.adopt_import(import_id, title="A plan", by=cast.people[AMINA].id)

    assert "Likely: Fair Access Board" in page
    assert not models.ActionBoard.objects.filter(action__plan=plan_id, board__isnull=False).exists()


def test_names_are_matched_or_made_anew(amina: Client, cast: Cast, import_id: UUID) -> None:
    path = f"{_base(import_id)}names/"
    names = {f"name-{n}": "" for n in range(6)}

    amina.post(path, {**names, "name-0": f"post:{cast.post_id}", "name-1": "new_post", "name-2": "as_printed"})
    amina.post(path, {"do": "likely"})
    plan_id = adopting.adopt_import(import_id, title="A plan", by=cast.people[AMINA].id)

    leads = {lead.name: lead.post.title if lead.post else None for lead in models.ActionLead.objects.all()}
    assert leads == {
        "Libraries Manager": "Housing Options Manager",
        "Participation Lead": "Participation Lead",
        "Youth Service Manager": None,
        "Data Manager": None,
    }
    watched = models.ActionBoard.objects.filter(action__plan=plan_id, board=cast.board_id)
    assert watched.count() == 2


def test_a_post_of_another_council_cannot_be_named(amina: Client, cast: Cast, import_id: UUID) -> None:
    page = amina.post(f"{_base(import_id)}names/", {"name-0": f"post:{cast.council.id}"})

    assert page.status_code == 200
    assert not models.ImportMatch.objects.exists()


def test_adopting_makes_the_plan_with_the_documents_words(amina: Client, cast: Cast, import_id: UUID) -> None:
    _answer(amina, import_id, 1, choice="c0")

    answer = amina.post(f"{_base(import_id)}adopt/", {"title": "Youth equality plan 2026–28"})

    plan = models.Plan.objects.get()
    action = plan.actions.get(number=2)
    assert answer.url == "/aldermere/plans/youth-equality-plan-2026-28/"
    assert (plan.state, plan.actions.count(), action.due_date) == ("adopted", 4, date(2026, 12, 31))
    assert action.original["due_date"] == ["Participation Lead\nQ3"]
    assert domain_plan(plan.pk).unused[0].text == "Telephone list"
    assert "page 5, table 2, row 3" in amina.get(f"{answer.url}actions/{action.pk}/").text


def test_undoing_brings_the_review_back(amina: Client, cast: Cast, import_id: UUID) -> None:
    _answer(amina, import_id, 1, choice="c0")
    amina.post(f"{_base(import_id)}adopt/", {"title": "A plan"})
    plan_id = models.Plan.objects.get().pk

    answer = amina.post("/aldermere/plans/a-plan/undo/")

    assert answer.url == _base(import_id)
    assert not models.Plan.objects.exists()
    assert len(review_of(cast.council.id, import_id).answers) == 1
    kinds = [e.kind for e in history(chain=f"council:{cast.council.id}", subjects=[f"plans.plan:{plan_id}"])]
    assert kinds == ["plans.adoption_undone", "plans.adopted"]


@pytest.mark.parametrize("change", [{"is_changed_since_adoption": True}, {"source": None}])
def test_a_changed_plan_is_not_undone(cast: Cast, import_id: UUID, change: dict[str, Any]) -> None:
    plan_id = adopting.adopt_import(import_id, title="A plan", by=cast.people[AMINA].id)
    models.Plan.objects.filter(pk=plan_id).update(**change)

    with pytest.raises(MoveNotAllowed):
        adopting.undo_adoption(plan_id, by=cast.people[AMINA].id)

    assert models.Plan.objects.exists()


def test_an_adopted_review_takes_no_more_answers(amina: Client, cast: Cast, import_id: UUID) -> None:
    adopting.adopt_import(import_id, title="A plan", by=cast.people[AMINA].id)

    assert _answer(amina, import_id, 1, choice="c0").status_code == 400
    assert amina.get(f"{_base(import_id)}adopt/").url == "/aldermere/plans/a-plan/"


def test_publishing_withdrawing_and_closing(amina: Client, cast: Cast, import_id: UUID) -> None:
    plan_id = adopting.adopt_import(import_id, title="A plan", by=cast.people[AMINA].id)
    states = []

    for deed, data in (
        ("publish", {}),
        ("withdraw", {"reason": " "}),
        ("withdraw", {"reason": "A wrong date"}),
        ("publish", {}),
    ):
        amina.post(f"/aldermere/plans/a-plan/{deed}/", data)
        states.append(models.Plan.objects.get().state)
    with pytest.raises(MoveNotAllowed, match="no outcome yet"):
        publishing.close_plan(plan_id, by=cast.people[AMINA].id)
    models.Action.objects.update(outcome="ongoing")
    publishing.close_plan(plan_id, by=cast.people[AMINA].id)
    states.append(models.Plan.objects.get().state)

    assert states == ["published", "published", "withdrawn", "published", "closed"]
    assert models.Plan.objects.get().withdrawn_reason is None
    found = history(chain=f"council:{cast.council.id}", subjects=[f"plans.plan:{plan_id}"])
    assert [e.kind for e in found] == [
        "plans.closed", "plans.published", "plans.withdrawn", "plans.published", "plans.adopted"
    ]  # fmt: skip
    assert found[2].personal == {"reason": "A wrong date"}


def test_throwing_away_takes_the_file_too(
    cast: Cast, import_id: UUID, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    before = [path for path in tmp_path.rglob("*") if path.is_file()]

    with django_capture_on_commit_callbacks(execute=True):
        handing_in.throw_away(import_id, by=cast.people[AMINA].id)

    assert len(before) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert models.Import.objects.get().draft is None
    assert cast.client(AMINA).get(f"{_base(import_id)}document/").status_code == 404
