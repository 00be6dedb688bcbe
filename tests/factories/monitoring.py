"""Datasets for tests: what is promised about one, as a value and as a filled form."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.utils import timezone

from dueregard.analysis.records.limits import DEFAULT
from dueregard.analysis.records.raw import RawRecords, at_path
from dueregard.reading import records_child
from dueregard.web.jobs.actions import run_job
from dueregard.web.monitoring.actions import mapping, reading
from dueregard.web.monitoring.actions.handing_in import Time, hand_in
from dueregard.web.monitoring.actions.registering import Promise, register_dataset
from dueregard.web.monitoring.models import Dataset, DatasetVersion


def promise_form(post_id: UUID) -> dict[str, str]:
    """Give the form of a dataset as a careful person fills it in."""
    until = timezone.localdate() + timedelta(days=700)
    return {
        "name": "Staff on 31 March",
        "about": "Everybody on the payroll that day.",
        "unit": "people",
        "population_label": "Everybody we employ",
        "population_within": "",
        "purpose": "To see whether the council employs people fairly.",
        "article_6": "c",
        "article_9": "g8",
        "article_10": "none",
        "schedule_1": "",
        "basis_note": "",
        "dpia_reference": "DPIA 2026/14",
        "retention_until-day": str(until.day),
        "retention_until-month": str(until.month),
        "retention_until-year": str(until.year),
        "owner": f"post:{post_id}",
        "never_for_decisions": "on",
        "gender_identity": "no",
        "gender_identity_reason": "",
    }


def dataset_of(
    council_id: UUID,
    *,
    by: UUID,
    post_id: UUID,
    name: str = "Staff on 31 March",
    until: date | None = None,
    **more: Any,
) -> Dataset:
    """Register a dataset and give its row."""
    promise: dict[str, Any] = {
        "name": name,
        "about": "Everybody on the payroll that day.",
        "purpose": "To see whether the council employs people fairly.",
        "unit": "people",
        "article_6": "c",
        "article_9": "g",
        "schedule_1": "8",
        "article_10": "",
        "basis_note": "",
        "dpia_reference": "DPIA 2026/14",
        "retention_until": until or timezone.localdate() + timedelta(days=700),
        "owner_post_id": post_id,
        "owner_person_id": None,
        "never_for_decisions": True,
        "gender_identity_allowed": False,
        "gender_identity_reason": "",
        "population_label": "Everybody we employ",
        "population_within": "",
    }
    slug = register_dataset(Promise(**{**promise, **more}), council_id=council_id, by=by)
    return Dataset.objects.get(council_id=council_id, slug=slug)


CANARIES = ("Zebedee Quillfeather", "zebedee.quillfeather", "QQ123456C", "AB98 7ZZ", "Xylophonist-in-chief")
"""What stands in rows of the made-up payroll and may be seen nowhere."""
_ETHNICITIES = ("White - English", "White British", "Black Caribbean", "Indian", "Pakastani", "Prefer not to say", "")


def payroll(*, rows: int = 60) -> bytes:
    """Give a made-up payroll with untidy headings: titles above, identifiers, wordings of many kinds."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(["Payroll extract 31/03/2026"])
    write([])
    write(["Employee No.", "Full name", "E-mail", "NI number", "Home postcode", "Date of birth", "Sex", "Ethnic Origin",
           "Disabled?", "Start date", "Grade", "Annual salary £", "Job title", "Notes"])  # fmt: skip
    for number in range(rows):
        is_canary = number == 17
        write([
            f"{100_000 + number * 7}",
            CANARIES[0] if is_canary else f"Person Number{number}",
            f"{CANARIES[1]}@aldermere.example" if is_canary else f"person{number}@aldermere.example",
            CANARIES[2] if is_canary else f"AB{100_000 + number}{'ABCD'[number % 4]}",
            CANARIES[3] if is_canary else f"AL{number % 9 + 1} {number % 9}AB",
            f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/{1960 + number % 40}",
            ("Female", "Male", "F", "M")[number % 4],
            _ETHNICITIES[number % len(_ETHNICITIES)],
            ("Yes", "No", "No", "Prefer not to say")[number % 4],
            f"{number % 12 + 1:02d}/{number * 5 % 12 + 1:02d}/{2010 + number % 9}",
            f"Grade {number % 8 + 1}",
            f"£{20_000 + number * 100:,}.00" if number % 50 else "see file",
            CANARIES[4] if is_canary else f"Officer {number % 11}",
            "" if number % 9 else f"spoke to {CANARIES[0]} about hours, row {number}",
        ])  # fmt: skip
    return out.getvalue().encode()


def opened_here(source: Path, *, to: Path, name: str = "", cancelled: Any = None) -> RawRecords:
    """Open a file as `open_records` does, in this process, which saves a second each."""
    with source.open("rb") as given, to.open("w+b") as kept:
        raw = records_child.opened(given, kept, name=name, sheet=None, limits=DEFAULT)
    return at_path(raw, to)


def file_in_mapping(dataset: Dataset, *, by: UUID, rows: int = 60) -> DatasetVersion:
    """Hand in the made-up payroll and read it, so that its mapping waits for a person."""
    taken = hand_in(
        dataset.pk,
        file_name="payroll.csv",
        pieces=[payroll(rows=rows)],
        time=Time(on=date(2026, 3, 31)),
        by=by,
        address=lambda number: f"/files/{number}/",
    )
    with patch.object(reading, "open_records", opened_here):
        run_job.call(str(taken.job_id))
    mapping.choose(
        taken.version_id, column="ethnic_origin", treatment="place_codes", classification_key="ethnic_group_19", by=by
    )
    return DatasetVersion.objects.get(pk=taken.version_id)
