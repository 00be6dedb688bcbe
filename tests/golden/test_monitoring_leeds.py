"""A council's own published workforce, held against the Census: Leeds City Council, October 2021."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from dueregard.analysis.baselines import areas
from dueregard.analysis.baselines.ages import WORKING_AGE
from dueregard.analysis.baselines.tables import baseline
from dueregard.analysis.released.cells import Cell, State
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.domain.monitoring.comparison import Verdict, compare
from dueregard.domain.monitoring.declaration import declaration

WHERE = "data/test/council_workforce/leeds_city_region_workforce_diversity.csv"
STAFF = Population("leeds-staff-2021", "Staff of Leeds City Council", date(2021, 10, 1))


def published(shared: Path) -> dict[str, int | None]:
    """Give the council's row of October 2021 by column; None where the column is empty (not published)."""
    with (shared / WHERE).open(encoding="utf-8", newline="") as stream:
        row = next(
            row
            for row in csv.DictReader(stream)
            if row["organisation"] == "Leeds City Council" and row["published"].startswith("2021-10")
        )
    return {name: int(float(value)) if value.replace(".", "").isdigit() else None for name, value in row.items()}


def table(
    figures: dict[str, int | None], *, code: str, columns: dict[str, str], silent: dict[Kind, str]
) -> ReleasedTable:
    """Put published figures into a table; the total is the council's number of employees."""
    categories = [Category(category, category, parent=TOTAL) for category in columns]
    categories += [Category(kind.value, kind.value, kind, TOTAL) for kind in silent]
    values = [figures[column] for column in (*columns.values(), *silent.values(), "employees")]
    cells = tuple(Cell(None, State.MISSING) if value is None else Cell(value) for value in values)
    over = Dimension(code, code, (*categories, Category(TOTAL, TOTAL, Kind.TOTAL)))
    return ReleasedTable(
        code, code, (over,), cells, STAFF, Audience.PUBLIC, Method.EXEMPT, exemption="published by the council"
    )


SILENT = {Kind.PREFER_NOT_TO_SAY: "{}_prefernottosay", Kind.NOT_KNOWN: "{}_undisclosed"}


def silent(stem: str) -> dict[Kind, str]:
    return {kind: column.format(stem) for kind, column in SILENT.items()}


@pytest.fixture(scope="module")
def figures(shared) -> dict[str, int | None]:
    return published(shared)


def test_disability_among_staff_is_held_against_residents_of_working_age(figures):
    staff = table(
        figures,
        code="disability",
        columns={"disabled": "disability_yes", "not_disabled": "disability_no"},
        silent=silent("disability"),
    )
    residents = baseline(areas.find("Leeds"), by="disability")

    found = compare(staff, against=residents, dimension="disability", against_dimension=residents.dimensions[0].code)

    disabled = found.groups[0]
    # 845 of the 12,584 who declared is 6.7%; in Leeds in 2021 about one resident in six was disabled
    assert disabled.count.value == 845
    assert disabled.representation is not None
    assert disabled.representation.share.value == pytest.approx(845 / (845 + 11739))
    assert disabled.verdict is Verdict.UNDER


def test_declaration_of_ethnic_group_leaves_silence_out_of_the_base(figures):
    staff = table(
        figures,
        code="ethnic_group_5",
        columns={
            "asian": "ethnicity_asian", "black": "ethnicity_black", "mixed": "ethnicity_mixed",
            "other_ethnic_group": "ethnicity_other", "white": "ethnicity_white",
        },
        silent=silent("ethnicity"),
    )  # fmt: skip

    found = declaration(staff, dimension="ethnic_group_5")

    assert found.asked.value == 14107
    assert found.rate is None or 0 < (found.rate.value or 0) <= 1


def test_sex_of_staff_is_held_against_the_working_age(figures):
    staff = table(
        figures,
        code="sex",
        columns={"female": "gender_female", "male": "gender_male"},
        silent={},
    )
    residents = baseline(areas.find("Leeds"), by="sex")

    found = compare(staff, against=residents, dimension="sex", against_dimension=residents.dimensions[0].code)

    women = found.groups[0]
    assert women.representation is not None
    assert women.representation.share.value == pytest.approx(8586 / 14107)
    assert women.verdict is Verdict.OVER
    assert WORKING_AGE.code == "16-64"
