"""Evidence: what is kept and what is refused, whatever it is called; who is given it back, and how."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.terms.errors import CannotBeRead, UsedWrongly
from dueregard.web.ledger import actions as ledger
from dueregard.web.ledger.queries import history
from dueregard.web.plans import models
from dueregard.web.plans.actions import evidence as acts
from dueregard.web.plans.actions import removing
from factories.plans import plan_of
from people import AMINA, BEN, HANA, JOAN, Cast, make_cast

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def action(cast: Cast) -> models.Action:
    return plan_of(cast).actions.get(position=1)


def _word(*, macros: bool = False) -> bytes:
    kept = BytesIO()
    docx.Document().save(kept)
    if macros:
        with ZipFile(kept, "a") as package:
            package.writestr("word/vbaProject.bin", b"macro")
    return kept.getvalue()


def _excel() -> bytes:
    kept = BytesIO()
    openpyxl.Workbook().save(kept)
    return kept.getvalue()


def _path(cast: Cast, action: models.Action, rest: str = "new/") -> str:
    return f"/{cast.council.slug}/plans/{action.plan.slug}/actions/{action.pk}/evidence/{rest}"


@pytest.mark.parametrize(
    ("name", "data", "kept_as"),
    [
        ("report.pdf", b"%PDF-1.7\n1 0 obj", "report.pdf"),
        ("photo.PNG", PNG, "photo.PNG"),
        ("photo.jpeg", JPEG, "photo.jpeg"),
        ("minutes.txt", b"Minutes of the meeting", "minutes.txt"),
        ("figures.csv", b"day,value,n\n1,2,3\n2,3,4\n", "figures.csv"),
        ("report.docx", _word(), "report.docx"),
        ("report.pdf", _excel(), "report.pdf.xlsx"),
        ("../../etc/passwd.png", PNG, "passwd.png"),
    ],
)
def test_what_is_kept_is_known_by_what_it_holds(
    cast: Cast, action: models.Action, name: str, data: bytes, kept_as: str, media: Path
) -> None:
    acts.add_file(action.pk, data=data, file_name=name, name="", by=cast.people[BEN].id)

    row = models.Evidence.objects.get()
    (file,) = [path for path in media.rglob("*") if path.is_file()]
    assert (row.name, row.size) == (kept_as, len(data))
    assert Path(name).stem not in file.name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.txt", b"<!doctype html><script>alert(1)</script>"),
        ("page.pdf", b"<html><script>alert(1)</script>%PDF-1.7"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("drawing.txt", b"\xef\xbb\xbf <?xml version='1.0'?><svg/>"),
        ("wide.txt", "<script>alert(1)</script>".encode("utf-16")),
        ("list.csv", b"a,b,c\n<script>alert(1)</script>,2,3\n1,2,3\n"),
        ("tool.pdf", b"MZ\x90\x00" + b"\x00" * 60),
        ("tool.png", b"\x7fELF" + b"\x00" * 60),
        ("picture.png", b"GIF89a" + b"\x00" * 60),
        ("report.docx", _word(macros=True)),
        ("report.docx", b"PK\x03\x04 broken"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")),
        ("data.txt", b'{"a": 1}'),
        ("empty.txt", b""),
    ],
)
def test_what_could_run_is_refused(cast: Cast, action: models.Action, name: str, data: bytes, media: Path) -> None:
    with pytest.raises(CannotBeRead):
        acts.add_file(action.pk, data=data, file_name=name, name="", by=cast.people[BEN].id)

    answer = cast.client(BEN).post(_path(cast, action), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 400
    assert not models.Evidence.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/report",
        "javascript:alert(1)",
        "data:text/html,hello",
        "https://",
        "https://name:word@example.org/",
        "https://example.org/a b",
        "//example.org/",
        "https://[::1",
    ],
)
def test_only_plain_https_addresses_are_kept(cast: Cast, action: models.Action, url: str) -> None:
    with pytest.raises(UsedWrongly):
        acts.add_link(action.pk, url=url, name="", by=cast.people[BEN].id)

    assert cast.client(BEN).post(_path(cast, action), {"url": url}).status_code == 400


def test_too_large_a_file_is_refused_in_words(cast: Cast, action: models.Action, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 10

    with pytest.raises(CannotBeRead, match="too large"):
        acts.add_file(action.pk, data=b"x" * 11, file_name="a.txt", name="", by=cast.people[BEN].id)


def test_a_file_is_given_back_to_be_saved_and_nothing_else(cast: Cast, action: models.Action) -> None:
    name = 'Über "report"\r\nX: y.pdf'
    key = acts.add_file(action.pk, data=b"%PDF-1.7", file_name=name, name="", by=cast.people[BEN].id)

    answer = cast.client(HANA).get(_path(cast, action, f"{key}/"))

    assert answer.content == b"%PDF-1.7"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "\n" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "application/pdf"


def test_names_are_shown_escaped(cast: Cast, action: models.Action) -> None:
    acts.add_link(action.pk, url="https://example.org/", name="<script>alert(1)</script>", by=cast.people[BEN].id)

    text = cast.client(JOAN).get(_path(cast, action, "").removesuffix("evidence/")).text

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_evidence_is_recorded_and_can_be_put_back(cast: Cast, action: models.Action) -> None:
    by = cast.people[BEN].id
    key = acts.add_file(action.pk, data=PNG, file_name="Ben at work.png", name="", by=by)

    removed = removing.remove_part(key, kind="evidence", by=by)
    assert cast.client(BEN).get(_path(cast, action, f"{key}/")).status_code == 404
    removing.restore(removed, by=cast.people[AMINA].id)

    assert cast.client(BEN).get(_path(cast, action, f"{key}/")).content == PNG
    found = history(chain=f"council:{cast.council.id}", subjects=[f"plans.action:{action.pk}"])
    assert [entry.kind for entry in found] == [
        "plans.evidence_restored",
        "plans.evidence_removed",
        "plans.evidence_added",
    ]
    assert "Ben" not in str([entry.facts for entry in found])


def test_who_added_it_may_remove_it_and_another_owner_may_not(cast: Cast, action: models.Action) -> None:
    theirs = acts.add_file(action.pk, data=PNG, file_name="a.png", name="", by=cast.people[AMINA].id)
    own = acts.add_file(action.pk, data=PNG, file_name="b.png", name="", by=cast.people[BEN].id)
    ben = cast.client(BEN)

    assert ben.post(_path(cast, action, f"{theirs}/remove/")).status_code == 403
    assert ben.post(_path(cast, action, f"{own}/remove/")).status_code == 302
    assert models.Evidence.objects.get().pk == theirs


def test_no_file_stays_when_the_record_fails(
    cast: Cast, action: models.Action, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_named: Any) -> None:
        raise RuntimeError("the ledger is full")

    monkeypatch.setattr(ledger, "record", refuse)

    with pytest.raises(RuntimeError):
        acts.add_file(action.pk, data=PNG, file_name="a.png", name="", by=cast.people[BEN].id)

    assert not models.Evidence.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_the_public_is_not_given_evidence(cast: Cast, action: models.Action) -> None:
    key = acts.add_file(action.pk, data=PNG, file_name="a.png", name="", by=cast.people[BEN].id)
    models.Plan.objects.update(state="draft")

    assert cast.client("dee").get(_path(cast, action, f"{key}/")).status_code == 302
    assert cast.client(BEN).get(_path(cast, action, f"{key}/")).status_code == 403, "a draft is not for owners"
