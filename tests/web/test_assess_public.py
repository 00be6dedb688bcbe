"""The public register: what is published is there, what is not cannot be reached, and what is withheld says why."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.domain.assessments.model import Assessment, Evidence, EvidenceKind, Screening
from dueregard.domain.assessments.public import HeldBack
from dueregard.domain.assessments.states import AssessmentState
from dueregard.terms.errors import UsedWrongly
from dueregard.web.assessments.actions.parts import save_part
from dueregard.web.assessments.actions.public import publish_assessment, withhold_assessment
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models.register import Decision
from dueregard.web.assessments.models.writing import Assessment as Row
from dueregard.web.assessments.queries.whole import parts_of
from dueregard.web.ledger.queries import history
from factories.assessments import assessment_of, decision_of, library_closure
from people import AMINA, BEN, EVE, GARETH, Cast, make_cast

pytestmark = pytest.mark.django_db
REGISTER = "/aldermere/assessments-of-decisions/"
CANARY = "Xylophone"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def _versioned(cast: Cast, content: Assessment | None = None, *, why: str = "for_deciders", **begun: Any) -> UUID:
    by = cast.people[GARETH].id
    content = content or library_closure()
    made = assessment_of(cast.council.id, by=by, title=content.title, content=content, **begun)
    _version(made, by, why=why)
    return made


def _version(made: UUID, by: UUID, *, why: str = "for_deciders") -> int:
    with transaction.atomic():
        return make_version(Row.objects.select_for_update().get(pk=made), why=why, by=by).number


def _published(cast: Cast, content: Assessment | None = None, **more: Any) -> UUID:
    made = _versioned(cast, content, **more)
    publish_assessment(made, number=1, by=cast.people[AMINA].id)
    return made


def _all_public(client: Client, *ids: UUID) -> str:
    paths = [REGISTER, f"{REGISTER}everything.jsonl"]
    paths += [f"{REGISTER[:-1]}.{ending}" for ending in ("csv", "json")]
    paths += [f"{REGISTER}{one}/" for one in ids] + [f"{REGISTER}{one}/assessment.json" for one in ids]
    return "".join(_text(client.get(path)) for path in paths)


def _text(answer: Any) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8", "replace")


def test_published_version_is_read_by_anybody(cast: Cast, client: Client) -> None:
    decision = decision_of(cast.council.id, state="decided", decided_on="2027-02-09")
    made = _published(cast, decision_id=decision)

    page = client.get(f"{REGISTER}{made}/").content.decode()

    assert "Close Fenwick library" in page
    assert "Decided 9 February 2027 by Cabinet." in page
    assert "Could make things worse for older or younger people; disabled people." in page
    assert page.count("<h1") == 1


def test_public_pages_name_no_officer(cast: Cast, client: Client) -> None:
    name = cast.people[BEN].full_name
    content = replace(library_closure(), about=f"{name} asked for it.", monitoring=f"Ask {name}.")
    made = _published(cast, content)

    said = _all_public(client, made)

    assert not any(person.full_name in said for person in cast.people.values())
    assert "a named officer asked for it." in said


def test_what_is_not_published_cannot_be_reached(cast: Cast, client: Client) -> None:
    drafts = [
        _versioned(cast, replace(library_closure(), title=f"{CANARY} one", about=CANARY)),
        assessment_of(cast.council.id, by=cast.people[GARETH].id, title=f"{CANARY} two"),
        assessment_of(
            cast.council.id, by=cast.people[GARETH].id, title=f"{CANARY} three", state=AssessmentState.DECIDED
        ),
    ]
    made = _published(cast)
    key, part = "proposal", parts_of(made)["proposal"]
    save_part(made, key=key, content={**part.content, "about": CANARY}, seen=part.number, by=cast.people[GARETH].id)
    _version(made, cast.people[GARETH].id)

    assert CANARY.lower() not in _all_public(client, made, *drafts).lower()
    assert "No assessments match" in client.get(f"{REGISTER}?words=xylophone").content.decode()
    assert all(client.get(f"{REGISTER}{one}/").status_code == 404 for one in drafts)


def test_filters_look_at_the_published_version_alone(cast: Cast, client: Client) -> None:
    made = _published(cast)
    by = cast.people[GARETH].id
    part = parts_of(made)["impact:sex"]
    save_part(made, key="impact:sex", content={**part.content, "effect": "worse"}, seen=part.number, by=by)

    assert "1 assessment<" in client.get(f"{REGISTER}?group=disability").content.decode()
    assert "No assessments match" in client.get(f"{REGISTER}?group=sex").content.decode()


def test_what_becomes_exempt_is_gone_at_once(cast: Cast, client: Client) -> None:
    decision = decision_of(cast.council.id)
    made = _published(cast, decision_id=decision)
    assert client.get(f"{REGISTER}{made}/").status_code == 200

    Decision.objects.filter(pk=decision).update(is_exempt=True)

    assert client.get(f"{REGISTER}{made}/").status_code == 404
    assert "Fenwick" not in _all_public(client, made)


def test_held_back_is_published_only_when_each_reason_is_chosen(cast: Cast) -> None:
    decision = decision_of(cast.council.id, is_exempt=True)
    made = _versioned(cast, why="for_checking", decision_id=decision)
    by = cast.people[AMINA].id

    with pytest.raises(UsedWrongly):
        publish_assessment(made, number=1, by=by)
    with pytest.raises(UsedWrongly):
        publish_assessment(made, number=1, by=by, although=[HeldBack.DRAFT])
    publish_assessment(made, number=1, by=by, although=["draft", "exempt"])

    assert Row.objects.get(pk=made).published_version == 1
    assert Client().get(f"{REGISTER}{made}/").status_code == 200


def test_withheld_says_so_and_why_and_nothing_else(cast: Cast, client: Client) -> None:
    made = _published(cast)
    number = Row.objects.get(pk=made).number

    withhold_assessment(made, why="Paragraph 3: business affairs.", by=cast.people[AMINA].id)

    answer = client.get(f"{REGISTER}{made}/")
    said = _all_public(client, made)
    assert answer.status_code == 410
    assert "Paragraph 3: business affairs." in answer.content.decode()
    assert number in said
    assert "Fenwick" not in said
    with pytest.raises(UsedWrongly):
        withhold_assessment(made, why="  ", by=cast.people[AMINA].id)


def test_not_needed_is_published_too(cast: Cast, client: Client) -> None:
    content = Assessment("Repaint the hall", "england", screening=Screening(1, (), "none", "Nobody feels it."))
    made = _published(cast, content, why="not_needed")

    page = client.get(f"{REGISTER}?stage=not_needed").content.decode()

    assert "Repaint the hall" in page
    assert "Nobody feels it." in page
    assert client.get(f"{REGISTER}{made}/").status_code == 200


def test_list_is_searched_and_downloaded(cast: Cast, client: Client) -> None:
    _published(cast)
    _published(cast, replace(library_closure(), title="Charge for parking", about="Two pounds an hour"))

    page = client.get(f"{REGISTER}?words=POUNDS+hour").content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get(f"{REGISTER[:-1]}.csv?words=pounds&bom=0").content.decode())))

    assert "1 assessment<" in page
    assert [row["Title"] for row in rows] == ["Charge for parking"]
    for ending in ("xlsx", "ods", "json"):
        assert client.get(f"{REGISTER[:-1]}.{ending}").status_code == 200


def test_open_data_has_the_open_form(cast: Cast, client: Client) -> None:
    made = _published(cast)

    line = json.loads(_text(client.get(f"{REGISTER}everything.jsonl")).splitlines()[0])
    one = json.loads(client.get(f"{REGISTER}{made}/assessment.json").content)

    assert line["assessment"]["format"] == "dueregard.assessment/1"
    assert one["assessment"] == line["assessment"]


def test_files_are_accessible_and_the_same_on_any_day(cast: Cast, client: Client) -> None:
    made = _published(cast)

    pdf = client.get(f"{REGISTER}{made}/assessment.pdf")
    word = client.get(f"{REGISTER}{made}/assessment.docx")

    assert b"pdfuaid" in pdf.content
    assert pdf.content == client.get(f"{REGISTER}{made}/assessment.pdf").content
    assert word.content[:2] == b"PK"


def test_list_and_open_data_cost_as_many_queries_whatever_the_number(cast: Cast, client: Client) -> None:
    def cost(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as told:
            _text(client.get(path))
        return len(told)

    _published(cast)
    before = [cost(path) for path in (REGISTER, f"{REGISTER[:-1]}.csv", f"{REGISTER}everything.jsonl")]
    for number in range(3):
        _published(cast, replace(library_closure(), title=f"Saving {number}"))

    after = [cost(path) for path in (REGISTER, f"{REGISTER[:-1]}.csv", f"{REGISTER}everything.jsonl")]
    assert after == before


def test_publishing_page_shows_what_the_public_will_see(cast: Cast) -> None:
    content = replace(
        library_closure(), evidence=(Evidence("1", EvidenceKind.RELEASE, "Users", link="http://testserver/staff/"),)
    )
    made = _versioned(cast, content)
    amina = cast.client(AMINA)
    address = f"/aldermere/assessments/{made}/publishing/"

    page = amina.get(address).content.decode()
    refused = amina.post(address, {"number": "1"}).content.decode()
    answer = amina.post(address, {"number": "1", "although": "figures"})

    assert "Figures of the council’s own stand in it." in page
    assert "checked" not in page
    assert "http://testserver/staff/" not in page
    assert "Choose each reason" in refused
    assert answer.status_code == 302
    assert "The public can read version 1." in amina.get(address).content.decode()
    kinds = [
        one.kind for one in history(chain=f"council:{cast.council.id}", subjects=[f"assessments.assessment:{made}"])
    ]
    assert "assessments.published" in kinds


def test_withholding_asks_why(cast: Cast) -> None:
    made = _versioned(cast)
    amina = cast.client(AMINA)
    address = f"/aldermere/assessments/{made}/publishing/withhold/"

    empty = amina.post(address, {"why": " "}).content.decode()
    answer = amina.post(address, {"why": "Paragraph 1."})

    assert "Say why it is withheld" in empty
    assert answer.status_code == 302
    assert "Paragraph 1." in amina.get(f"/aldermere/assessments/{made}/publishing/").content.decode()


def test_only_the_officer_publishes(cast: Cast) -> None:
    made = _versioned(cast)

    for path in ("publishing/", "publishing/withhold/"):
        assert cast.client(GARETH).get(f"/aldermere/assessments/{made}/{path}").status_code == 403
        assert cast.client(EVE).get(f"/aldermere/assessments/{made}/{path}").status_code == 404


def test_what_waits_to_be_published_is_listed(cast: Cast) -> None:
    by = cast.people[AMINA].id
    never = _versioned(cast, replace(library_closure(), title="Never published"))
    newer = _published(cast, replace(library_closure(), title="Newer version"))
    _version(newer, by)
    withheld = _versioned(cast, replace(library_closure(), title="Kept back"))
    withhold_assessment(withheld, why="Paragraph 3.", by=by)
    _published(cast, replace(library_closure(), title="All out"))
    _versioned(cast, replace(library_closure(), title="Only a draft"))
    Row.objects.exclude(title="Only a draft").update(state="decided")

    page = cast.client(AMINA).get("/aldermere/assessments/publishing/").content.decode()

    assert str(never) in page
    assert "Newer version" in page
    assert not [title for title in ("Kept back", "All out", "Only a draft") if title in page]
    assert cast.client(GARETH).get("/aldermere/assessments/publishing/").status_code == 403
