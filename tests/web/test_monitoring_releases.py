"""From records to figures that everybody may read, through the pages, without JavaScript, by two people."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from dueregard.web.ledger.models import Entry
from dueregard.web.monitoring.models import Dataset, DatasetVersion, Release
from factories.monitoring import dataset_of
from factories.releases import ready_version
from people import AMINA, CHIDI, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.DATA = tmp_path
    return make_cast()


@pytest.fixture
def dataset(cast: Cast) -> Dataset:
    return dataset_of(cast.council.id, by=cast.people[AMINA].id, post_id=cast.post_id)


@pytest.fixture
def version(cast: Cast, dataset: Dataset) -> DatasetVersion:
    return ready_version(dataset, by=cast.people[CHIDI].id)


class Walk:
    """Somebody at a browser without JavaScript, with jobs done at once."""

    def __init__(self, browser: Client, council: str, committed: Any) -> None:
        self.browser, self.base, self.committed = browser, f"/{council}/", committed
        self.seen: list[str] = []

    def get(self, path: str, *, status: int = 200) -> str:
        answer = self.browser.get(path if path.startswith("/") else self.base + path)
        assert answer.status_code == status, (path, answer.status_code)
        self.seen.append(answer.content.decode())
        return self.seen[-1]

    def send(self, path: str, given: dict[str, Any] | None = None) -> str:
        """Send a form and give where it leads, past the page of a job that is done."""
        with self.committed(execute=True):
            answer = self.browser.post(path if path.startswith("/") else self.base + path, given or {})
        assert answer.status_code == 302, answer.content.decode()
        target = str(answer["Location"])
        if "/jobs/" in target:
            followed = self.browser.get(target)
            assert followed.status_code == 302, followed.content.decode()
            return str(followed["Location"])
        return target

    def prepare(
        self,
        version: DatasetVersion,
        *,
        by: tuple[str, ...] = ("sex", "service"),
        crossings: tuple[str, ...] = ("sex service",),
        outcome: tuple[str, ...] = (),
        rows: tuple[str, ...] = (),
        audience: str = "public",
        policy: str = "special-category-public",
    ) -> str:
        """Answer every question and give where the job leads."""
        at = self.send("releases/new/", {"file": str(version.pk)})
        at = self.send(at, {"by": by})
        if len(by) > 1:
            at = self.send(at, {"crossings": crossings or ("none",)})
        for column, *values in (outcome or ("none",), rows or ("none",)):
            at = self.send(at, {"column": column})
            if values:
                at = self.send(at, {"values": values})
        at = self.send(at, {"audience": audience})
        at = self.send(at, {"policy": policy})
        assert at.endswith("/check/"), at
        self.get(at)
        return self.send(at, {"title": "Staff by sex and service"})


@pytest.fixture
def chidi(cast: Cast, django_capture_on_commit_callbacks: Any) -> Walk:
    return Walk(cast.client(CHIDI), cast.council.slug, django_capture_on_commit_callbacks)


@pytest.fixture
def amina(cast: Cast, django_capture_on_commit_callbacks: Any) -> Walk:
    return Walk(cast.client(AMINA), cast.council.slug, django_capture_on_commit_callbacks)


def test_from_records_to_a_public_page(cast: Cast, chidi: Walk, amina: Walk, version: DatasetVersion) -> None:
    preview = chidi.prepare(version)
    page = chidi.get(preview)
    assert "Preview of release 1, not released yet" in page
    assert page.count("[c]") >= 4
    assert "Would another way to count show more?" in page
    amina.get(preview, status=404)  # what is with its author is nobody else's

    chidi.send(f"{preview}send/", {"what": "send", "note": "The March figures."})
    assert "You prepared it, so somebody else decides." in chidi.get(preview)
    page = amina.get(preview)
    assert "Shall this go out?" in page
    assert "The March figures." in page
    assert "nothing recovered, nothing undecided" in page
    amina.send(f"{preview}decide/", {"decision": "release"})

    public = Client().get(f"/{cast.council.slug}/facts-and-figures/1/")
    assert public.status_code == 200
    row = Release.objects.get()
    assert (row.state, row.released_by_id, row.prepared_by_id) == (
        "released", cast.people[AMINA].id, cast.people[CHIDI].id,
    )  # fmt: skip
    kinds = list(Entry.objects.filter(kind__startswith="monitoring.release").values_list("kind", flat=True))
    assert kinds == ["monitoring.release_prepared", "monitoring.release_sent", "monitoring.release_released"]
    for ending in ("csv", "xlsx", "ods", "json"):
        answer = Client().get(f"/{cast.council.slug}/facts-and-figures/1/tables.{ending}")
        assert (answer.status_code, len(answer.content) > 300) == (200, True)
    assert "1 release" in re.sub(r"\s+", " ", amina.get("releases/"))
