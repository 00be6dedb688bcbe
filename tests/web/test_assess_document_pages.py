"""Staff read an assessment whole, as files, in its versions, and see what changed."""

from __future__ import annotations

import csv
import io
import json
from uuid import UUID

import pytest
from django.db import transaction

from dueregard.domain.assessments.shape import assessment_from_json
from dueregard.web.assessments.actions.parts import save_part
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models.writing import Assessment as Row
from dueregard.web.assessments.queries.whole import parts_of
from factories.assessments import assessment_of, library_closure
from people import BEN, EVE, GARETH, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> UUID:
    by = cast.people[GARETH].id
    made = assessment_of(cast.council.id, by=by, content=library_closure())
    _version(made, by)
    part = parts_of(made)["proposal"]
    save_part(made, key="proposal", content={**part.content, "about": "It stays open."}, seen=part.number, by=by)
    _version(made, by)
    return made


def _version(made: UUID, by: UUID) -> None:
    with transaction.atomic():
        make_version(Row.objects.select_for_update().get(pk=made), why="for_checking", by=by)


def _at(made: UUID, path: str) -> str:
    return f"/aldermere/assessments/{made}/{path}"


def test_today_and_each_version_read_as_one_page(cast: Cast, made: UUID) -> None:
    gareth = cast.client(GARETH)

    today = gareth.get(_at(made, "read/")).content.decode()
    first = gareth.get(_at(made, "read/?version=1")).content.decode()

    assert "It stays open." in today
    assert "This is being written." in today
    assert "The library in Fenwick Lane closes" in first
    assert "It stays open." not in first
    assert today.count("<h1") == first.count("<h1") == 1


@pytest.mark.parametrize("asked", ["9", "0", "x", "-1", "²"])
def test_no_version_is_no_page(cast: Cast, made: UUID, asked: str) -> None:
    assert cast.client(GARETH).get(_at(made, "read/"), {"version": asked}).status_code == 404


def test_files_are_given(cast: Cast, made: UUID) -> None:
    gareth = cast.client(GARETH)

    shape = json.loads(gareth.get(_at(made, "json/?version=1")).content)

    assert assessment_from_json(shape).title == "Close Fenwick library"
    assert gareth.get(_at(made, "word/")).content[:2] == b"PK"
    assert b"pdfuaid" in gareth.get(_at(made, "pdf/?version=2")).content


def test_versions_are_listed_and_compared(cast: Cast, made: UUID) -> None:
    gareth = cast.client(GARETH)

    listed = gareth.get(_at(made, "versions/")).content.decode()
    compared = gareth.get(_at(made, "versions/compare/")).content.decode()
    rows = list(csv.DictReader(io.StringIO(gareth.get(_at(made, "versions/compare.csv?bom=0")).content.decode())))

    assert "Version 2" in listed
    assert "1 answer is not the same." in compared
    assert [row["Version 2"] for row in rows] == ["It stays open."]
    same = gareth.get(_at(made, "versions/compare/?from=2&to=now")).content.decode()
    assert "Both say the same." in same
    odd = gareth.get(_at(made, "versions/compare/?from=<b>&to=99"))
    assert odd.status_code == 200


def test_who_may_not_read_it_reads_none_of_it(cast: Cast, made: UUID) -> None:
    for path in ("read/", "word/", "pdf/", "json/", "versions/", "versions/compare/", "versions/compare.csv"):
        assert cast.client(BEN).get(_at(made, path)).status_code == 403
        assert cast.client(EVE).get(_at(made, path)).status_code == 404


def test_staff_who_did_not_write_it_read_what_lay_before_those_who_decided(cast: Cast, made: UUID) -> None:
    by = cast.people[GARETH].id
    with transaction.atomic():
        make_version(Row.objects.select_for_update().get(pk=made), why="for_deciders", by=by)
    Row.objects.filter(pk=made).update(state="decided")
    ben = cast.client(BEN)

    page = ben.get(_at(made, "read/")).content.decode()
    listed = ben.get(_at(made, "versions/")).content.decode()

    assert "Version 3" in page
    assert "This is being written." not in page
    assert "Version 1" not in listed
    assert ben.get(_at(made, "read/?version=1")).status_code == 404
    assert "Both say the same." in ben.get(_at(made, "versions/compare/?from=1&to=now")).content.decode()
