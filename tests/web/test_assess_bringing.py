"""An old assessment is handed in, looked at and taken in; a document that is none says so; nothing is improved."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.web.assessments.actions import bringing
from dueregard.web.assessments.models.after import Promise
from dueregard.web.assessments.models.bringing import Handed
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.assessments.queries.whole import assessment_card, parts_of
from dueregard.web.jobs import actions as jobs
from dueregard.web.ledger.queries import history
from dueregard.web.plans.actions.adopting import adopt_plan
from factories.old_assessments import headed_report, plain_letter, tick_box_form
from factories.plans import full_plan
from people import AMINA, BEN, FAITH, GARETH, JOAN, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


@pytest.fixture
def amina(cast: Cast) -> Client:
    return cast.client(AMINA)


def handed(cast: Cast, name: str, data: bytes, callbacks: Any, *, by: str = AMINA) -> Handed:
    with callbacks(execute=True):
        made = bringing.hand_in(
            data,
            name=name,
            kind=bringing.OLD,
            council_id=cast.council.id,
            by=cast.people[by].id,
            address=lambda handed_id: f"/aldermere/bring-in/{handed_id}/",
        )
    return Handed.objects.get(pk=made.handed_id)


def test_many_documents_are_read_by_jobs(cast: Cast, amina: Client, django_capture_on_commit_callbacks: Any) -> None:
    files = [SimpleUploadedFile(*tick_box_form()), SimpleUploadedFile("letter.txt", plain_letter())]

    with django_capture_on_commit_callbacks(execute=True):
        answer = amina.post("/aldermere/bring-in/", {"documents": files})

    assert answer.url == "/aldermere/bring-in/"
    assert {(one.file_name, one.state) for one in Handed.objects.all()} == {
        ("tick_box_form.docx", "read"),
        ("letter.txt", "read"),
    }
    page = amina.get("/aldermere/bring-in/").content.decode()
    assert page.count("To look at") >= 2


def test_what_was_read_stands_beside_what_it_says(
    cast: Cast, amina: Client, django_capture_on_commit_callbacks: Any
) -> None:
    row = handed(cast, *tick_box_form(), django_capture_on_commit_callbacks)

    page = amina.get(f"/aldermere/bring-in/{row.pk}/").content.decode()

    for words in (
        "Close Fenwick Lane library",
        "9 groups are spoken of; 2 things were promised",
        "It says “no effect” without a reason for Gender reassignment",
        "Older members walk there.",
        "Please send a copy to the equalities team.",
        "Libraries Manager",
    ):
        assert words in page, words


def test_taken_in_as_decided_it_stays_and_promises_without_action(
    cast: Cast, amina: Client, django_capture_on_commit_callbacks: Any
) -> None:
    # A plan in use takes what is promised at sign-off here; what an old document promised must not slip into it.
    adopt_plan(full_plan(), council_id=cast.council.id, title="Fair for all", by=cast.people[AMINA].id)
    row = handed(cast, *tick_box_form(), django_capture_on_commit_callbacks)

    answer = amina.post(
        f"/aldermere/bring-in/{row.pk}/take-in/",
        {
            "title": "Fenwick Lane library",
            "state": "decided",
            "body_words": "Cabinet",
            "decided_on-day": "12",
            "decided_on-month": "3",
            "decided_on-year": "2024",
        },
    )

    made = Assessment.objects.get()
    assert answer.url == f"/aldermere/assessments/{made.pk}/"
    head = assessment_card(cast.council.id, made.pk)
    assert (head.title, head.state, head.is_brought_in, head.decides_on, head.body) == (
        "Fenwick Lane library",
        "decided",
        True,
        date(2024, 3, 12),
        "Cabinet",
    )
    assert made.versions.get().why == "brought_in"
    assert parts_of(made.pk)["impact:race"].content["effect"] == "none"
    assert parts_of(made.pk)["impact:race"].content["reason"] is None
    assert set(Promise.objects.values_list("text", "action")) == {
        ("Bring books home", None),
        ("Train the drivers", None),
    }
    listed = amina.get("/aldermere/bring-in/promised/").content.decode()
    assert "Train the drivers" in listed
    entries = history(chain=f"council:{cast.council.id}", subjects=[f"assessments.assessment:{made.pk}"])
    assert "assessments.brought_in" in {entry.kind for entry in entries}


def test_taken_in_to_be_written_on(cast: Cast, amina: Client, django_capture_on_commit_callbacks: Any) -> None:
    row = handed(cast, *headed_report(), django_capture_on_commit_callbacks)

    amina.post(f"/aldermere/bring-in/{row.pk}/take-in/", {"title": "Parking", "state": "writing"})

    made = Assessment.objects.get()
    assert (made.state, made.review_on, Promise.objects.count()) == ("writing", date(2023, 6, 1), 0)
    again = amina.post(f"/aldermere/bring-in/{row.pk}/take-in/", {"title": "Parking", "state": "writing"})
    assert again.url == f"/aldermere/bring-in/{row.pk}/"
    assert Assessment.objects.count() == 1


def test_nothing_is_chosen_and_what_was_typed_stays(
    cast: Cast, amina: Client, django_capture_on_commit_callbacks: Any
) -> None:
    row = handed(cast, *tick_box_form(), django_capture_on_commit_callbacks)

    answer = amina.post(f"/aldermere/bring-in/{row.pk}/take-in/", {"title": "Typed", "decision": "Not there"})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Choose where it stands" in page
    assert "The register has none of this name" in page
    assert 'value="Typed"' in page


def test_what_is_no_assessment_says_so(cast: Cast, amina: Client, django_capture_on_commit_callbacks: Any) -> None:
    row = handed(cast, "minutes.txt", b"Minutes\n\nThe board met on 3 May.\n", django_capture_on_commit_callbacks)

    page = amina.get(f"/aldermere/bring-in/{row.pk}/").content.decode()

    assert row.state == "failed"
    assert "There is no equality impact assessment in this document." in page


def test_stopped_it_is_kept_and_read_from_its_beginning(
    cast: Cast, amina: Client, django_capture_on_commit_callbacks: Any
) -> None:
    made = bringing.hand_in(
        plain_letter(),
        name="letter.txt",
        kind=bringing.OLD,
        council_id=cast.council.id,
        by=cast.people[AMINA].id,
        address=lambda handed_id: f"/aldermere/bring-in/{handed_id}/",
    )
    address = f"/aldermere/bring-in/{made.handed_id}/"
    jobs.cancel(job_id=made.job_id, by=cast.people[AMINA].id)

    assert "The reading was stopped" in amina.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        jobs.try_again(job_id=made.job_id, by=cast.people[AMINA].id)

    assert "Cut the grant for the lunch club" in amina.get(address).content.decode()


def test_thrown_away_it_is_gone_with_its_file(
    cast: Cast, amina: Client, django_capture_on_commit_callbacks: Any
) -> None:
    row = handed(cast, *tick_box_form(), django_capture_on_commit_callbacks)
    stored = row.file.path

    with django_capture_on_commit_callbacks(execute=True):
        amina.post(f"/aldermere/bring-in/{row.pk}/throw-away/")

    assert amina.get(f"/aldermere/bring-in/{row.pk}/").status_code == 404
    assert not Path(stored).exists()


def test_who_sees_it(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    row = handed(cast, *tick_box_form(), django_capture_on_commit_callbacks)
    address = f"/aldermere/bring-in/{row.pk}/"

    assert cast.client(JOAN).get(address).status_code == 200
    assert cast.client(JOAN).post(f"{address}throw-away/").status_code == 403
    assert cast.client(BEN).get(address).status_code == 403
    assert cast.client(FAITH).get("/aldermere/bring-in/").status_code == 403


def test_the_list_leaves_as_a_file_as_it_is_narrowed(
    cast: Cast, amina: Client, django_capture_on_commit_callbacks: Any
) -> None:
    handed(cast, *tick_box_form(), django_capture_on_commit_callbacks)
    other = handed(cast, "letter.txt", plain_letter(), django_capture_on_commit_callbacks, by=GARETH)

    page = amina.get("/aldermere/bring-in/", {"words": "letter"}).content.decode()
    narrowed = amina.get("/aldermere/bring-in.csv", {"words": "letter"}).content.decode("utf-8-sig")
    endings = [amina.get(f"/aldermere/bring-in.{ending}").status_code for ending in ("csv", "xlsx", "ods", "json")]
    own = cast.client(GARETH).get("/aldermere/bring-in.csv").content.decode("utf-8-sig")

    assert 'href="/aldermere/bring-in.xlsx?words=letter"' in page
    heads, only = narrowed.splitlines()[:2]
    assert heads == "Document,Where it stands,Why it could not be read,Became,Handed in on,By,SHA-256 of the file"
    assert only.startswith("letter.txt,To look at,,,")
    assert only.endswith(f",Gareth Pugh,{other.sha256}")
    assert "tick_box_form.docx" not in narrowed
    assert endings == [200, 200, 200, 200]
    assert "letter.txt" in own
    assert "tick_box_form.docx" not in own
    assert cast.client(BEN).get("/aldermere/bring-in.csv").status_code == 403


def test_the_list_costs_the_same_however_long(
    cast: Cast, amina: Client, django_assert_num_queries: Any, django_capture_on_commit_callbacks: Any
) -> None:
    handed(cast, *tick_box_form(), django_capture_on_commit_callbacks)
    amina.get("/aldermere/bring-in/")
    with CaptureQueriesContext(connection) as one:
        amina.get("/aldermere/bring-in/")
    for _ in range(3):
        handed(cast, *headed_report(), django_capture_on_commit_callbacks)

    with django_assert_num_queries(len(one)):
        amina.get("/aldermere/bring-in/")
