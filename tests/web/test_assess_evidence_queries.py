"""Evidence and remarks ask the database as often for much evidence and many releases as for little."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.domain.assessments.model import Assessment as Whole
from dueregard.domain.assessments.model import Effect, Evidence, EvidenceKind, Gap, Impact, group_of
from dueregard.web.assessments.actions.evidence import choose_figures
from dueregard.web.monitoring.models import Dataset
from factories.assessments import assessment_of
from factories.monitoring import dataset_of
from factories.releases import ready_version, release_row
from people import AMINA, FAITH, GARETH, Cast, make_cast

pytestmark = pytest.mark.django_db
PAGES = ("evidence/", "evidence/figures/sex/", "evidence/releases/", "evidence/1/", "remarks/", "parts/impact:sex/")
MOST = 40


def _made(cast: Cast, number: int, *, dataset: Dataset) -> UUID:
    """Write an assessment with so many pieces of evidence, gaps and groups."""
    sex = group_of("sex")
    content = Whole(
        "Close it",
        "england",
        evidence=tuple(
            Evidence(str(n), EvidenceKind.RESEARCH, f"Study {n}", date(2020, 1, 1), gap="Not asked.", groups=(sex,))
            for n in range(1, number + 1)
        ),
        gaps=tuple(Gap(str(n), "How far people walk", groups=(sex,)) for n in range(1, number + 1)),
        impacts=(
            Impact(sex, Effect.NONE, "The same for both.", evidence=("1",)),
            *(Impact(group_of(("age", f"band {n}")), Effect.NONE, f"Reason number {n}") for n in range(number)),
        ),
    )
    made = assessment_of(cast.council.id, by=cast.people[GARETH].id, content=content)
    choose_figures(made, area="E09000021", dataset=dataset.slug, by=cast.people[GARETH].id)
    return made


def test_as_many_queries_for_much_as_for_little() -> None:
    cast = make_cast()
    by, releaser = cast.people[AMINA].id, cast.people[FAITH].id
    dataset = dataset_of(cast.council.id, by=by, post_id=cast.post_id, name="Staff")
    version = ready_version(dataset, by=by)
    release_row(version, by=by, releaser=releaser)
    few = _made(cast, 2, dataset=dataset)
    browser = cast.client(GARETH)
    counted = {}
    for page in PAGES:
        browser.get(f"/aldermere/assessments/{few}/{page}")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/aldermere/assessments/{few}/{page}").status_code == 200
        counted[page] = len(asked)
    for _number in range(25):
        release_row(version, by=by, releaser=releaser)
    many = _made(cast, 60, dataset=dataset)

    for page in PAGES:
        browser.get(f"/aldermere/assessments/{many}/{page}")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/aldermere/assessments/{many}/{page}").status_code == 200
        assert len(asked) == counted[page] <= MOST, page
