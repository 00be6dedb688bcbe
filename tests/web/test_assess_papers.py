"""Papers are made of a frozen version, kept as they went out, and read by those who may; openings known are kept."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any
from uuid import UUID

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.assessments.actions.papers import keep_template, make_papers, note_opening
from dueregard.web.assessments.models.register import Decision
from dueregard.web.assessments.models.signing import Opening, Paper, PaperTemplate
from dueregard.web.assessments.models.writing import Version
from dueregard.web.assessments.queries.papers import Making, paper_bytes, paper_card
from factories.signing import along, decision_for, written
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, GARETH, HANA, IMRAN, JOAN, Cast, make_cast, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def decision(cast: Cast) -> UUID:
    return decision_for(cast)


@pytest.fixture
def signed(cast: Cast, decision: UUID) -> UUID:
    return UUID(str(along(cast, written(cast, decision_id=decision)).pk))


def _template(*lines: str) -> bytes:
    document, to = docx.Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(to)
    return to.getvalue()


def _make(cast: Cast, decision: UUID, signed: UUID, **templates: bytes) -> list[Paper]:
    version = Version.objects.get(assessment=signed, why="for_deciders")
    making = Making(cast.council.name, today(), templates, appendix="Appendix B")
    ids = make_papers(decision, version_id=version.pk, making=making, by=cast.people[AMINA].id)
    return [Paper.objects.get(pk=each) for each in ids]


def _text(paper: Paper) -> str:
    with paper.file.open("rb") as file:
        document = docx.Document(BytesIO(file.read()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_paragraph_directs_to_the_appendix_which_is_whole(cast: Cast, decision: UUID, signed: UUID) -> None:
    paragraph, appendix, as_pdf = _make(cast, decision, signed)

    said = _text(paragraph)
    assert "is in full in the appendix b to this report" in said.lower()
    assert "The members of Fair Access Board are asked to read it before deciding." in said
    assert "The library in Fenwick Lane closes; a van comes twice a week." not in said
    whole = _text(appendix)
    assert "The library in Fenwick Lane closes; a van comes twice a week." in whole
    assert "Said of race: the survey of 2026 looked at it." in whole
    assert [each.media_type.rpartition(".")[2] for each in (paragraph, appendix)] == ["document", "document"]
    with as_pdf.file.open("rb") as file:
        assert file.read(5) == b"%PDF-"


def test_papers_in_the_councils_own_template(cast: Cast, decision: UUID, signed: UUID) -> None:
    own = _template("Report to [[body]] on [[date]]", "[[equality implications]]", "Recommendation", "[[appendix]]")

    paragraph, *_rest = _make(cast, decision, signed, implications=own)

    said = _text(paragraph)
    assert said.startswith("Report to Fair Access Board on 9 February 2027")
    assert said.index("asked to read it before deciding") < said.index("Recommendation") < said.index("a van comes")
    assert "[[" not in said


def test_paper_is_kept_with_its_hash_and_made_anew_beside_it(cast: Cast, decision: UUID, signed: UUID) -> None:
    first = _make(cast, decision, signed)
    _make(cast, decision, signed)

    data = paper_bytes(paper_card(cast.council.id, first[0].pk))
    assert hashlib.sha256(data).hexdigest() == first[0].sha256
    assert Paper.objects.filter(decision=decision).count() == 6


def test_only_what_is_signed_off_becomes_a_paper(cast: Cast, decision: UUID, signed: UUID) -> None:
    version = Version.objects.get(assessment=signed, why="for_checking")
    making = Making(cast.council.name, today(), {})

    with pytest.raises(MoveNotAllowed):
        make_papers(decision, version_id=version.pk, making=making, by=cast.people[AMINA].id)

    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (AMINA, 200), (GARETH, 200), (FAITH, 200), (HANA, 200), (IMRAN, 200), (JOAN, 200),
        (BEN, 403), (CHIDI, 403), (EVE, 404), (DEE, 302),
    ],
)  # fmt: skip
def test_who_reads_a_paper(cast: Cast, decision: UUID, signed: UUID, name: str, status: int) -> None:
    paper = _make(cast, decision, signed)[0]

    for address in (f"papers/{paper.pk}/", f"decisions/{decision}/papers/"):
        assert cast.client(name).get(f"/{cast.council.slug}/{address}").status_code == status


def test_opening_by_a_member_is_kept_once(cast: Cast, decision: UUID, signed: UUID) -> None:
    paper = _make(cast, decision, signed)[0]
    address = f"/{cast.council.slug}/papers/{paper.pk}/"

    for name in (HANA, HANA, AMINA):
        cast.client(name).get(address)

    assert [each.person_id for each in Opening.objects.all()] == [cast.people[HANA].id]
    assert note_opening(paper.version_id, by=cast.people[HANA].id) is False


def test_page_never_says_that_somebody_did_not_read(cast: Cast, decision: UUID, signed: UUID) -> None:
    paper = _make(cast, decision, signed)[0]
    cast.client(HANA).get(f"/{cast.council.slug}/papers/{paper.pk}/")

    page = cast.client(AMINA).get(f"/{cast.council.slug}/decisions/{decision}/papers/").content.decode()

    assert "Hana Novak" in page
    assert "not read" not in page.lower()
    assert "not opened" not in page.lower()


def test_where_papers_went_is_noted_with_its_day(cast: Cast, decision: UUID, signed: UUID) -> None:
    paper = _make(cast, decision, signed)[0]
    on = {"on-day": today().day, "on-month": today().month, "on-year": today().year}
    given: dict[str, Any] = {"papers": [str(paper.pk)], "to": "All members, with the agenda", **on}

    answer = cast.client(IMRAN).post(f"/{cast.council.slug}/decisions/{decision}/papers/sent/", given)

    assert answer.status_code == 302
    paper.refresh_from_db()
    assert paper.sent_to == "All members, with the agenda"
    assert paper_card(cast.council.id, paper.pk).sent_on == today()


def test_template_is_taken_in_and_an_example_given(cast: Cast) -> None:
    browser = cast.client(AMINA)
    file = SimpleUploadedFile("Report.docx", _template("[[council]]", "[[equality implications]]"))
    address = f"/{cast.council.slug}/paper-templates/implications/"

    assert browser.post(address, {"file": file}).status_code == 302

    example = browser.get(f"{address}example/")
    assert docx.Document(BytesIO(example.content)).paragraphs[0].text == "Aldermere Borough Council"
    assert browser.post(f"{address}drop/").status_code == 302
    assert not PaperTemplate.objects.exists()


def test_faults_of_a_template_are_said_at_the_form(cast: Cast) -> None:
    file = SimpleUploadedFile("Report.docx", _template("Nothing", "[[appendx]]"))

    page = cast.client(AMINA).post(f"/{cast.council.slug}/paper-templates/appendix/", {"file": file})

    assert page.status_code == 400
    said = page.content.decode()
    assert "The mark [[appendix]] is missing" in said
    assert "[[appendx]] is no mark that we know" in said


def test_new_template_replaces_the_old_file(cast: Cast) -> None:
    by = cast.people[AMINA].id
    for name in ("One.docx", "Two.docx"):
        keep_template(cast.council.id, kind="appendix", data=_template(name, "[[appendix]]"), name=name, by=by)

    assert [each.file_name for each in PaperTemplate.objects.all()] == ["Two.docx"]


@pytest.mark.parametrize(("name", "status"), [(BEN, 403), (HANA, 403), (GARETH, 403), (JOAN, 403), (EVE, 404)])
def test_templates_are_kept_by_officers(cast: Cast, name: str, status: int) -> None:
    for address in ("", "implications/", "implications/example/"):
        assert cast.client(name).get(f"/{cast.council.slug}/paper-templates/{address}").status_code == status


def test_reading_the_page_by_a_member_is_kept_once(cast: Cast, decision: UUID, signed: UUID) -> None:
    address = f"/{cast.council.slug}/assessments/{signed}/read/"

    for name in (HANA, HANA, AMINA):
        assert cast.client(name).get(address).status_code == 200

    assert [(each.person_id, each.version.why) for each in Opening.objects.all()] == [
        (cast.people[HANA].id, "for_deciders")
    ]


def test_the_page_offers_papers_before_the_decision_and_needs_no_choice_of_one(
    cast: Cast, decision: UUID, signed: UUID
) -> None:
    amina, council = cast.client(AMINA), f"/{cast.council.slug}"
    where = f"{council}/assessments/{signed}/sign-off/"

    before = amina.get(where).content.decode()
    offered = amina.get(f"{council}/decisions/{decision}/papers/").content.decode()
    Decision.objects.filter(pk=decision).update(decides_on=today())
    on_the_day = amina.get(where).content.decode()

    papers, record = f'href="{council}/decisions/{decision}/papers/"', f'href="{council}/decisions/{decision}/decided/"'
    assert f'<a class="govuk-button" {papers}' in before
    assert f'<a class="govuk-button govuk-button--secondary" {record}' in before
    assert f'<a class="govuk-button" {record}' in on_the_day
    assert offered.count('type="radio"') == 1
    assert " checked" in offered
