"""A template's questions become a draft, the draft a version in use, and that never changes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as Word

from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions.questionnaires import (
    OwnQuestion,
    change_questionnaire,
    make_questionnaire,
    put_into_use,
)
from dueregard.web.assessments.models.bringing import Handed
from dueregard.web.assessments.models.writing import Questionnaire
from people import AMINA, GARETH, JOAN, KOFI, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


@pytest.fixture
def kofi(cast: Cast) -> Client:
    return cast.client(KOFI)


def template() -> bytes:
    word = Word()
    word.add_heading("Equality impact assessment form", 0)
    word.add_heading("1. Who will be affected?", 1)
    word.add_heading("2. How does it fit our climate pledge?", 1)
    word.add_paragraph("Name the pledge.")
    table = word.add_table(rows=3, cols=3)
    for row, texts in zip(
        table.rows, (("Group", "Impact", "Links to our borough plan"), ("Age", "", ""), ("Race", "", "")), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def test_a_template_becomes_a_draft_of_what_a_person_chose(
    kofi: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        kofi.post("/aldermere/questionnaires/", {"document": SimpleUploadedFile("form.docx", template())})
    address = f"/aldermere/questionnaires/templates/{Handed.objects.get().pk}/"

    page = kofi.get(address).content.decode()
    assert "How does it fit our climate pledge?" in page
    assert "checked" not in page
    offered = dict(_offered(page))
    assert set(offered) == {"How does it fit our climate pledge?", "Links to our borough plan"}
    answer = kofi.post(address, {"name": "Our questions", "own": list(offered.values())})

    made = Questionnaire.objects.get()
    assert answer.url == f"/aldermere/questionnaires/{made.pk}/"
    assert made.questions == [
        {
            "code": "1",
            "text": "How does it fit our climate pledge?",
            "hint": "Name the pledge.",
            "after": "affected",
        },
        {"code": "2", "text": "Links to our borough plan", "hint": "", "after": "impact"},
    ]
    assert (made.source, made.is_in_use) == ("form.docx", False)


def test_a_version_in_use_never_changes_and_a_new_one_keeps_codes(cast: Cast, kofi: Client) -> None:
    by = cast.people[KOFI].id
    first = make_questionnaire(cast.council.id, name="Ours", questions=[OwnQuestion("Which pledge?")], by=by)
    kofi.post(f"/aldermere/questionnaires/{first}/use/")

    with pytest.raises(MoveNotAllowed):
        change_questionnaire(first, name="Ours", questions=[], by=by)
    assert kofi.get(f"/aldermere/questionnaires/{first}/change/").status_code == 302
    kofi.post(
        "/aldermere/questionnaires/new/",
        {
            "name": "Ours",
            **{f"text_{at}": text for at, text in enumerate(("Which pledge, and why?", "Which ward?", "", ""))},
            **{f"after_{at}": "proposal" for at in range(4)},
            "code_0": "1",
        },
    )

    second = Questionnaire.objects.get(number=2)
    assert [(one["code"], one["text"]) for one in second.questions] == [
        ("1", "Which pledge, and why?"),
        ("2", "Which ward?"),
    ]
    put_into_use(second.pk, by=by)
    assert list(Questionnaire.objects.order_by("number").values_list("is_in_use", flat=True)) == [False, True]
    with pytest.raises(MoveNotAllowed):
        change_questionnaire(first, name="Ours", questions=[], by=by)


def test_an_empty_one_is_not_put_into_use(cast: Cast) -> None:
    by = cast.people[KOFI].id
    made = make_questionnaire(cast.council.id, name="Ours", by=by)

    with pytest.raises(UsedWrongly):
        put_into_use(made, by=by)


def test_who_may(cast: Cast) -> None:
    base = "/aldermere/questionnaires/"

    assert cast.client(AMINA).get(base).status_code == 200
    assert cast.client(JOAN).get(base).status_code == 200
    assert cast.client(JOAN).get(f"{base}new/").status_code == 403
    assert cast.client(GARETH).get(base).status_code == 403


def _offered(page: str) -> list[tuple[str, str]]:
    import re

    found = re.findall(r'name="own"[^>]*value="(\d+)".*?<label[^>]*>\s*(.*?)\s*</label>', page, re.DOTALL)
    return [(text, value) for value, text in found]
