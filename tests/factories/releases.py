"""Records that are ready to be counted, for tests of releases: made up, written as the preparing job would."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

import polars as pl
from django.utils import timezone

from dueregard.analysis.records.prepare import PreparedColumn
from dueregard.analysis.records.schema import Role, Treatment
from dueregard.domain.monitoring.states import VersionState
from dueregard.web.monitoring.models import Dataset, DatasetVersion
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
