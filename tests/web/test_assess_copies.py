"""A Word copy goes out, comes back changed, and is settled part by part while somebody else writes here."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as Word

from dueregard.domain.assessments.states import AssessmentState
from dueregard.web.assessments.actions.parts import add_author, drop_part, save_part
from dueregard.web.assessments.models.bringing import GivenCopy, Handed
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.assessments.queries.whole import parts_of
from factories.assessments import assessment_of, library_closure
from people import AMINA, FAITH, GARETH, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


@pytest.fixture
def gareth(cast: Cast) -> Client:
    return cast.client(GARETH)


@pytest.fixture
def made(cast: Cast) -> UUID:
    return assessment_of(cast.council.id, by=cast.people[GARETH].id, content=library_closure())


def given(client: Client, made: UUID) -> bytes:
    answer = client.post(f"/aldermere/assessments/{made}/copies/give/")
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def written_in(data: bytes, changes: dict[tuple[str, str], str], extra: str = "") -> bytes:
    word = Word(BytesIO(data))
    key = ""
    for element in word.element.body.iterchildren():
        if element.tag.endswith("}p"):
            text = "".join(node.text or "" for node in element.iter() if node.tag.endswith("}t"))
            key = text.partition(", part ")[2] or key
        elif element.tag.endswith("}tbl"):
            table = next(one for one in word.tables if one._element is element)
            for row in table.rows:
                answer = changes.get((key, row.cells[0].text.partition(" (")[0]))
                if answer is not None:
                    row.cells[1].text = answer
    if extra:
        word.add_paragraph(extra)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def handed_back(client: Client, made: UUID, data: bytes, callbacks: Any) -> str:
    with callbacks(execute=True):
        client.post(f"/aldermere/assessments/{made}/copies/", {"document": SimpleUploadedFile("c.docx", data)})
    return f"/aldermere/assessments/{made}/copies/{Handed.objects.get().pk}/"


def chosen(client: Client, address: str, choices: dict[str, str]) -> dict[str, str]:
    """Give what a person sends who chooses by the titles on the page; the counters are those of the page."""
    import re

    page = client.get(address).content.decode()
    sent = dict(re.findall(r'name="(seen_\d+)" value="(\d+)"', page))
    for title, choice in choices.items():
        place = re.search(rf"with “{re.escape(title)}”.*?name=\"(choice_\d+)\"", page, re.DOTALL)
        assert place, title
        sent[place.group(1)] = choice
    return sent


def test_a_copy_carries_its_number_version_and_parts(gareth: Client, made: UUID) -> None:
    word = Word(BytesIO(given(gareth, made)))

    number = Assessment.objects.get(pk=made).number
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert f"{number}, version 1, copy 1, part impact:age" in texts
    assert GivenCopy.objects.get().parts["impact:age"]["number"] == 1


def test_what_came_back_is_taken_part_by_part(
    gareth: Client, made: UUID, django_capture_on_commit_callbacks: Any
) -> None:
    data = written_in(
        given(gareth, made),
        {
            ("impact:age", "Why"): "Older members walk there.",
            ("monitoring", "How we will watch it"): "Count the visits.",
            ("mitigation:new", "What will be done"): "A bench at the stop",
        },
        extra="Ring the forum.",
    )
    address = handed_back(gareth, made, data, django_capture_on_commit_callbacks)

    page = gareth.get(address).content.decode()
    assert "It changed 3 parts." in page
    assert "Ring the forum." in page
    assert _titles(page) == ["Age", "How we will watch it", "New: ways to avoid or lessen harm"]
    fields = chosen(
        gareth,
        address,
        {"Age": "take", "How we will watch it": "leave", "New: ways to avoid or lessen harm": "take"},
    )
    answer = gareth.post(address, fields)

    assert answer.url == f"/aldermere/assessments/{made}/copies/"
    parts = parts_of(made)
    assert parts["impact:age"].content["reason"] == "Older members walk there."
    assert parts["impact:age"].content["evidence"] == ["1"]
    assert parts["monitoring"].content["monitoring"] == "Visits of members over 65, each quarter."
    assert parts["mitigation:2"].content["text"] == "A bench at the stop"
    assert Handed.objects.get().state == "taken"


def test_what_was_changed_here_too_is_shown_and_nothing_is_lost(
    cast: Cast, gareth: Client, made: UUID, django_capture_on_commit_callbacks: Any
) -> None:
    data = written_in(given(gareth, made), {("monitoring", "How we will watch it"): "In Word."})
    save_part(made, key="monitoring", content={"monitoring": "Here."}, seen=1, by=cast.people[GARETH].id)
    address = handed_back(gareth, made, data, django_capture_on_commit_callbacks)

    page = gareth.get(address).content.decode()
    assert "Changed here, too:" in page
    assert "Keep both texts" in page
    gareth.post(address, chosen(gareth, address, {"How we will watch it": "both"}))

    assert parts_of(made)["monitoring"].content["monitoring"] == "Here.\nIn Word."


def test_somebody_saves_while_one_chooses(
    cast: Cast, gareth: Client, made: UUID, django_capture_on_commit_callbacks: Any
) -> None:
    data = written_in(given(gareth, made), {("monitoring", "How we will watch it"): "In Word."})
    address = handed_back(gareth, made, data, django_capture_on_commit_callbacks)
    fields = chosen(gareth, address, {"How we will watch it": "take"})
    save_part(made, key="monitoring", content={"monitoring": "Meanwhile."}, seen=1, by=cast.people[GARETH].id)

    answer = gareth.post(address, fields)

    assert answer.status_code == 400
    assert "Somebody else has changed this part" in answer.content.decode()
    assert parts_of(made)["monitoring"].content["monitoring"] == "Meanwhile."
    gareth.post(address, chosen(gareth, address, {"How we will watch it": "take"}))
    assert parts_of(made)["monitoring"].content["monitoring"] == "In Word."


def test_what_is_settled_meanwhile_does_not_shift_the_choices(
    cast: Cast, gareth: Client, made: UUID, django_capture_on_commit_callbacks: Any
) -> None:
    changes = {("impact:age", "Why"): "Walks.", ("monitoring", "How we will watch it"): "In Word."}
    address = handed_back(gareth, made, written_in(given(gareth, made), changes), django_capture_on_commit_callbacks)
    fields = chosen(gareth, address, {"Age": "take", "How we will watch it": "leave"})
    age = {**parts_of(made)["impact:age"].content, "reason": "Walks."}
    save_part(made, key="impact:age", content=age, seen=1, by=cast.people[GARETH].id)

    gareth.post(address, fields)

    assert parts_of(made)["monitoring"].content["monitoring"] == "Visits of members over 65, each quarter."


def test_a_part_that_was_taken_out_can_come_back(
    cast: Cast, gareth: Client, made: UUID, django_capture_on_commit_callbacks: Any
) -> None:
    data = written_in(given(gareth, made), {("mitigation:1", "By whom"): "Fleet Manager"})
    drop_part(made, key="mitigation:1", seen=1, by=cast.people[GARETH].id)
    address = handed_back(gareth, made, data, django_capture_on_commit_callbacks)

    assert "This was taken out here after the copy was given out." in gareth.get(address).content.decode()
    gareth.post(address, chosen(gareth, address, {"Bring books home to people who cannot travel": "take"}))

    assert parts_of(made)["mitigation:1"].content["owner"] == "Fleet Manager"


def test_a_fault_can_only_be_left(gareth: Client, made: UUID, django_capture_on_commit_callbacks: Any) -> None:
    data = written_in(given(gareth, made), {("mitigation:1", "By when"): "soon"})
    address = handed_back(gareth, made, data, django_capture_on_commit_callbacks)

    assert "“soon” is not a day." in gareth.get(address).content.decode()
    title = "Bring books home to people who cannot travel"
    assert gareth.post(address, chosen(gareth, address, {title: "take"})).status_code == 400
    assert gareth.post(address, chosen(gareth, address, {title: "leave"})).status_code == 302


def test_a_copy_of_another_assessment_is_refused(
    cast: Cast, gareth: Client, made: UUID, django_capture_on_commit_callbacks: Any
) -> None:
    other = assessment_of(cast.council.id, by=cast.people[GARETH].id, title="Another", content=library_closure())
    data = given(gareth, other)

    address = handed_back(gareth, made, data, django_capture_on_commit_callbacks)

    assert "another assessment" in gareth.get(address).content.decode()


def test_who_may(cast: Cast, made: UUID) -> None:
    base = f"/aldermere/assessments/{made}/copies/"

    assert cast.client(FAITH).get(base).status_code == 403
    assert cast.client(AMINA).get(base).status_code == 200
    assert cast.client(AMINA).post(f"{base}give/").status_code == 403
    add_author(made, person_id=cast.people[AMINA].id, by=cast.people[GARETH].id)
    assert cast.client(AMINA).post(f"{base}give/").status_code == 200
    Assessment.objects.filter(pk=made).update(state=str(AssessmentState.DECIDED))
    assert cast.client(GARETH).post(f"{base}give/").status_code == 403


def _titles(page: str) -> list[str]:
    import re

    return re.findall(r"<h2[^>]*>([^<]+)</h2>", page)[:3]
