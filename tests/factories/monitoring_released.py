"""Releases for tests of what stands on them: made-up households helped, by ethnic group, in two years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from dueregard.analysis.released.cells import HIDDEN, Cell
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.shape import to_json
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.domain.monitoring.indicators import Against, Asks, Baseline, Better, By, Definition
from dueregard.web.monitoring.actions.indicators import Said, add_period, define_indicator
from dueregard.web.monitoring.models import Dataset, DatasetVersion, Indicator, Release

ETHNIC = (
    ("asian", "Asian or Asian British"),
    ("black", "Black, Black British, Caribbean or African"),
    ("mixed", "Mixed or multiple ethnic groups"),
    ("white_british", "White: English, Welsh, Scottish, Northern Irish or British"),
    ("white_other", "White: all other White groups"),
    ("traveller", "Gypsy, Roma or Irish Traveller"),
    ("other", "Other ethnic groups"),
)
THIS_YEAR = ((171, 104), (131, 52), (58, 31), (671, 402), (139, 71), (None, None), (None, None))
LAST_YEAR = ((160, 93), (120, 54), (55, 29), (690, 421), (130, 64), (None, None), (None, None))
NOT_GIVEN = {2026: (0, 0), 2025: (25, 13)}
ALL = {2026: (1_214, 689), 2025: (1_225, 711)}
"""Households, and those for whom help worked. The two hidden groups are 44 and 29 this year, which nobody is told."""


def prevented(year: int, *, code: str = "ethnic-prevented") -> ReleasedTable:
    """Give households helped in a year, by ethnic group and whether homelessness was prevented."""
    leaves = tuple(Category(key, label, parent=TOTAL) for key, label in ETHNIC)
    ethnic = Dimension(
        "ethnic_group",
        "Ethnic group",
        (*leaves, Category("NK", "Ethnic group not given", Kind.NOT_KNOWN, TOTAL), _total()),
    )
    outcome = Dimension(
        "prevented",
        "Prevented",
        (Category("yes", "Prevented", parent=TOTAL), Category("no", "Not prevented", parent=TOTAL), _total()),
    )
    rows = [*(THIS_YEAR if year == 2026 else LAST_YEAR), NOT_GIVEN[year], ALL[year]]
    cells: list[Cell] = []
    for base, count in rows:
        if base is None or count is None:
            cells += [HIDDEN, HIDDEN, HIDDEN]
        else:
            cells += [Cell(count), Cell(base - count), Cell(base)]
    people = Population("households-helped", "Households helped", on=date(year, 3, 31))
    return ReleasedTable(
        code, "Households helped, by ethnic group and outcome", (ethnic, outcome), tuple(cells), people,
        Audience.PUBLIC, Method.SUPPRESSION, unit="households",
    )  # fmt: skip


def staff(year: int, *, code: str = "staff-ethnic") -> ReleasedTable:
    """Give staff by the five ethnic groups of the Census question."""
    counts = {"asian": 61, "black": 30, "mixed": 22, "white": 820, "other_ethnic_group": 12}
    labels = {"asian": "Asian", "black": "Black", "mixed": "Mixed", "white": "White", "other_ethnic_group": "Other"}
    silent = (("PNS", "Prefer not to say", Kind.PREFER_NOT_TO_SAY, 40), ("NK", "Not known", Kind.NOT_KNOWN, 65))
    over = Dimension(
        "ethnic_origin",
        "Ethnic origin",
        (
            *(Category(key, labels[key], parent=TOTAL) for key in counts),
            *(Category(key, label, kind, TOTAL) for key, label, kind, _n in silent),
            _total(),
        ),
    )
    numbers = [*counts.values(), *(n for *_words, n in silent)]
    cells = tuple(Cell(n) for n in (*numbers, sum(numbers)))
    people = Population("staff", "Everybody we employ", on=date(year, 3, 31))
    return ReleasedTable(code, "Staff by ethnic group", (over,), cells, people, Audience.PUBLIC, Method.SUPPRESSION)


def release_of(
    dataset: Dataset,
    tables: Sequence[ReleasedTable],
    *,
    by: UUID,
    checked_by: UUID,
    on: date,
    audience: Audience = Audience.PUBLIC,
    columns: Sequence[dict[str, Any]] = (),
) -> Release:
    """Let tables out, as two people would have."""
    number = Release.objects.filter(council_id=dataset.council_id).count() + 1
    now = timezone.now()
    version = DatasetVersion.objects.create(
        dataset=dataset,
        number=dataset.versions.count() + 1,
        file_name="file.csv",
        size=1,
        sha256="0" * 64,
        records=f"{dataset.council_id}/{'0' * 32}.parquet",
        records_sha256="0" * 64,
        on=on,
        rows=1_000,
        columns=list(columns),
        state="ready",
        ready_at=now,
    )
    return Release.objects.create(
        council_id=dataset.council_id,
        version=version,
        number=number,
        title=tables[0].title,
        specification={},
        specification_sha256="0" * 64,
        records_sha256="0" * 64,
        policy_key="special-category-public",
        policy_version="1",
        population_code=dataset.population_code,
        audience=audience,
        tables=[to_json(table) for table in tables],
        tables_sha256="0" * 64,
        state="released",
        prepared_by_id=by,
        sent_at=now,
        released_at=now,
        released_by_id=checked_by,
    )


def outcome_definition() -> Definition:
    """Give the made-up question whether help works equally well for every ethnic group."""
    return Definition(
        Asks.OUTCOME,
        (By("ethnic_group", "Ethnic group", None, "race"),),
        Baseline(Against.EVERYONE_ELSE),
        "households",
        Better.HIGHER,
        outcome="prevented",
        of="yes",
        of_label="Prevented",
        words="kept or found a home within 56 days",
    )


def share_definition(area: str = "E08000009") -> Definition:
    """Give the question whether staff are as the residents of an area are."""
    by = By("ethnic_origin", "Ethnic origin", "ethnic_group_5", "race")
    return Definition(Asks.SHARE, (by,), Baseline(Against.RESIDENTS, area=area), "staff", Better.PARITY)


def indicator_of(
    dataset: Dataset,
    definition: Definition,
    *,
    by: UUID,
    post_id: UUID,
    name: str = "Homelessness prevented",
    releases: Sequence[Release] = (),
    is_public: bool = True,
) -> Indicator:
    """Define an indicator, with a period for each release."""
    said = Said(name, "Does our help work equally well for everybody?", definition, "year", post_id, is_public)
    slug = define_indicator(said, council_id=dataset.council_id, dataset_id=dataset.pk, by=by)
    row = Indicator.objects.get(council_id=dataset.council_id, slug=slug)
    for release in releases:
        on = release.version.on
        add_period(
            row.pk, release_id=release.pk, tables=[each["code"] for each in release.tables],
            label=f"{on:%B %Y}", period=(on, on), by=by,
        )  # fmt: skip
    return row


def _total() -> Category:
    return Category(TOTAL, "All", Kind.TOTAL)
