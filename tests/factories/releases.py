"""Records that are ready to be counted, for tests of releases: made up, written as the preparing job would."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
import polars as pl
from django.test import Client
from django.utils import timezone

from dueregard.analysis.records.prepare import PreparedColumn
from dueregard.analysis.records.schema import Role, Treatment
from dueregard.analysis.release.exempt import Exemption, exempt
from dueregard.analysis.released.shape import to_json
from dueregard.analysis.released.table import Audience, Population
from dueregard.analysis.tables.table import complete
from dueregard.domain.monitoring.counting import dimension_of_classification
from dueregard.domain.monitoring.states import VersionState
from dueregard.web.monitoring.models import Dataset, DatasetVersion, Release
from dueregard.web.monitoring.queries import shapes
from dueregard.web.monitoring.queries.places import RECORDS, new_name, path_of

CANARY = 7
"""How many women are in Parks: the one small count, which may be seen nowhere."""
COUNTS = {
    ("female", "Parks"): CANARY,
    ("female", "Housing"): 431,
    ("female", "Libraries"): 342,
    ("female", "Finance"): 258,
    ("male", "Parks"): 553,
    ("male", "Housing"): 364,
    ("male", "Libraries"): 235,
    ("male", "Finance"): 476,
}
COLUMNS = (
    PreparedColumn("sex", "Sex", Role.CHARACTERISTIC, Treatment.PLACE_CODES, "sex", "sex"),
    PreparedColumn("service", "Service", Role.CATEGORY, Treatment.WORDS),
    PreparedColumn("promoted", "Promoted", Role.YES_NO, Treatment.YES_OR_NO),
    PreparedColumn("ethnic_group", "Ethnic group", Role.CHARACTERISTIC, Treatment.PLACE_CODES, "race",
                   "ethnic_group_19", special_category="racial or ethnic origin"),
)  # fmt: skip
_ETHNIC = ("white_british", "white_irish", "indian", "pakistani", "caribbean", "african", "prefer_not_to_say")


def rows_of(counts: dict[tuple[str, str], int] = COUNTS) -> list[dict[str, Any]]:
    """Give one row a person."""
    rows = []
    for (sex, service), many in counts.items():
        for number in range(many):
            ethnic = _ETHNIC[0] if number % 3 else _ETHNIC[number % len(_ETHNIC)]
            rows.append({"sex": sex, "service": service, "promoted": number % 6 == 0, "ethnic_group": ethnic})
    return rows


def ready_version(
    dataset: Dataset, *, by: UUID, on: date = date(2026, 3, 31), counts: dict[tuple[str, str], int] = COUNTS
) -> DatasetVersion:
    """Write records and give the file that may be counted."""
    rows = rows_of(counts)
    name = new_name(dataset.council_id, RECORDS)
    path_of(name).parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(rows).write_parquet(path_of(name))
    now = timezone.now()
    return DatasetVersion.objects.create(
        dataset=dataset,
        number=dataset.versions.count() + 1,
        file_name="payroll.csv",
        size=1,
        sha256="0" * 64,
        records=name,
        records_sha256=hashlib.sha256(path_of(name).read_bytes()).hexdigest(),
        on=on,
        rows=len(rows),
        columns=shapes.columns_to_json(COLUMNS),
        state=VersionState.READY,
        handed_in_by_id=by,
        confirmed_at=now,
        confirmed_by_id=by,
        ready_at=now,
    )


def release_row(
    version: DatasetVersion,
    *,
    by: UUID,
    releaser: UUID | None = None,
    audience: str = "public",
    title: str = "Staff by sex",
    state: str = "released",
) -> Release:
    """Write a release as the job and the two people would; its table has nothing hidden."""
    sex = dimension_of_classification("sex")
    sizes = {"female": 1038, "male": 1628, "Total": 2666}
    table = to_json(
        exempt(
            complete("sex", (sex,), np.array([sizes.get(code, 0) for code in sex.leaves]), title="Sex"),
            why=Exemption.NOT_PEOPLE,
            reason="Made up for a test.",
            population=Population(
                "everybody-we-employ_2026-03-31", "Everybody we employ", within="everybody-we-employ"
            ),
            audience=Audience(audience),
            unit="posts",
        )
    )
    now = timezone.now()
    is_out = state in ("released", "withdrawn")
    return Release.objects.create(
        council_id=version.dataset.council_id,
        version=version,
        number=Release.objects.filter(council_id=version.dataset.council_id).count() + 1,
        title=title,
        specification={"version": 1, "by": ["sex"]},
        specification_sha256="1" * 64,
        records_sha256=version.records_sha256,
        policy_key=f"service-{audience}",
        policy_version="2026.1",
        population_code="everybody-we-employ_2026-03-31",
        population_within="everybody-we-employ",
        population={"code": "everybody-we-employ_2026-03-31", "label": "Everybody we employ", "on": "2026-03-31",
                    "within": "everybody-we-employ", "covers": "2026-03-31"},
        audience=audience,
        tables=[table],
        tables_sha256="2" * 64,
        proof={"judgements": [{"audience": audience}], "seconds": 0.1},
        alternatives=[{"title": "Without “Sex by service”", "why": "", "hidden": 0, "of": 3,
                       "specification": {"version": 1, "by": ["sex"]}}],
        state=state,
        prepared_by_id=by,
        sent_at=None if state in ("prepared", "dropped") else now,
        released_at=now if is_out else None,
        released_by_id=releaser if is_out else None,
    )  # fmt: skip


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
