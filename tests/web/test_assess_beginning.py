"""Where an assessment begins: the council's own area is offered first, so that its figures are there already."""

from __future__ import annotations

import pytest

from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.monitoring.actions.areas import choose_area
from factories.assessments import assessment_of
from people import AMINA, GARETH, make_cast

pytestmark = pytest.mark.django_db
AREA = "E09000021"


def test_the_councils_own_area_is_offered_first() -> None:
    cast = make_cast()
    choose_area(AREA, council_id=cast.council.id, by=cast.people[AMINA].id)
    gareth = cast.client(GARETH)

    page = gareth.get("/aldermere/assessments/new/").content.decode()
    gareth.post("/aldermere/assessments/new/", {"title": "Close Fenwick library", "area": AREA})
    made = Assessment.objects.get()
    evidence = gareth.get(f"/aldermere/assessments/{made.pk}/evidence/").content.decode()

    assert f'<option value="{AREA}" selected>' in page
    assert made.area == AREA
    assert "Not chosen" not in evidence


def test_a_page_with_an_error_says_so_once_in_its_title() -> None:
    cast = make_cast()
    gareth = cast.client(GARETH)
    made = assessment_of(cast.council.id, by=cast.people[GARETH].id)

    pages = [
        gareth.post("/aldermere/assessments/new/", {"title": ""}),
        gareth.post(f"/aldermere/assessments/{made}/parts/impact:race/", {"effect": "none", "seen": "0"}),
        gareth.post("/aldermere/bring-in/", {}),
    ]

    for page in pages:
        title = page.content.decode().partition("<title>")[2].partition("</title>")[0]
        assert title.count("Error:") == 1, title
