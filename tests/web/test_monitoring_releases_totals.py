"""A total can be dropped: compared beside the other ways, chosen, judged, released by a second person, and attacked."""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from typer.testing import CliRunner

from dueregard.analysis.attack.judge import attack
from dueregard.analysis.disclosure.policies import policy
from dueregard.analysis.released.cells import HIDDEN, Cell
from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.released.shape import from_json
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.cli.main import app
from dueregard.domain.monitoring.scan import Question
from dueregard.web.monitoring.actions.releases_alternatives import MOST, ways_from
from dueregard.web.monitoring.models import Dataset, DatasetVersion, Release
from dueregard.web.monitoring.queries import releases as queries
from dueregard.web.monitoring.queries.evidence import users_by_characteristic
from dueregard.web.monitoring.queries.files import ready_file
from dueregard.web.monitoring.queries.findings_scan import look, looked_at
from dueregard.web.monitoring.queries.indicators_offers import offer
from dueregard.web.monitoring.queries.indicators_periods import newest_population
from dueregard.web.monitoring.queries.releases_counting import possible_crossings, read_counts
from dueregard.web.monitoring.queries.releases_specification import Pick, Specification
from dueregard.web.monitoring.queries.releases_specification import from_json as specification_from
from dueregard.web.monitoring.queries.releases_tables import changes_between, grid_of
from factories.releases import COUNTS, Walk, ready_version
from people import AMINA, CHIDI, Cast

pytestmark = pytest.mark.django_db
WITHIN_SERVICE = "Without sums over all of Service"
NOTE = (
    "What is crossed with “Service” is not added up over all of it: such a sum could give a hidden figure back. "
    "So these tables are left out: “Sex”."
)
NEXT_YEAR = {**COUNTS, ("female", "Parks"): 9, ("male", "Housing"): 401, ("female", "Finance"): 299}


def _chosen(chidi: Walk, preview: str, title: str) -> str:
    """Choose one of the ways below a preview, and give where that leads."""
    ways = Release.objects.latest("prepared_at").alternatives
    place = next(place for place, way in enumerate(ways) if way["title"] == title)
    return chidi.send(f"{preview}again/", {"way": str(place)})


def _let_out(chidi: Walk, amina: Walk, preview: str) -> int:
    assert "/refused/" not in preview, chidi.get(preview)
    chidi.send(f"{preview}send/", {"what": "send"})
    amina.send(f"{preview}decide/", {"decision": "release"})
    return Release.objects.latest("prepared_at").number


def _files(council: str, numbers: tuple[int, ...], folder: Path) -> list[str]:
    """Download what everybody can: each table, and beside it the file that says which group is part of which."""
    paths = []
    for number in numbers:
        base = f"/{council}/facts-and-figures/{number}/"
        page = Client().get(base).content.decode()
        (csv,) = set(re.findall(rf'href="({base}[^"]*tables\.csv)"', page))
        (groups,) = set(re.findall(rf'href="({base}[^"]*groups[^"]*)"', page))
        path = folder / f"release-{number}.csv"
        path.write_bytes(Client().get(csv).content)
        path.with_name(f"release-{number}.groups.csv").write_bytes(Client().get(groups).content)
        paths.append(str(path))
    return paths


def _hidden(number: int) -> set[frozenset[tuple[str, str]]]:
    """Give what is hidden in a release, each cell by its categories without totals."""
    row = Release.objects.get(number=number)
    return {
        frozenset((over.code, code) for over, code in zip(table.dimensions, codes, strict=True) if code != "Total")
        for table in map(from_json, row.tables)
        for codes, cell in table.rows()
        if cell.value is None
    }


def test_what_was_asked_before_keeps_its_fingerprint() -> None:
    """The shape of a question that drops no total is what it was, written out here as it was kept in the register."""
    kept = {
        "version": 1, "by": ["sex", "service"], "crossings": [["sex", "service"]],
        "outcome": {"column": "promoted", "values": ["true"]}, "rows": None, "coarse": ["sex"],
        "merged": [{"column": "service", "values": ["Housing", "Parks"]}], "rounded": False,
    }  # fmt: skip
    asked = Specification(
        ("sex", "service"), (("sex", "service"),), outcome=Pick("promoted", ("true",)), coarse=("sex",),
        merged=(Pick("service", ("Housing", "Parks")),),
    )  # fmt: skip
    line = json.dumps(kept, sort_keys=True, separators=(",", ":"))

    assert asked.to_json() == kept
    assert asked.fingerprint() == hashlib.sha256(line.encode()).hexdigest()
    assert specification_from(kept) == asked


def test_a_dropped_total_is_kept_and_read_back() -> None:
    asked = Specification(("sex", "service"), (("sex", "service"),), within="service")

    assert asked.to_json()["within"] == "service"
    assert specification_from(asked.to_json()) == asked
    assert asked.fingerprint() != replace(asked, within="").fingerprint()
    assert asked.without_crossing(("sex", "service")).within == ""


def test_which_tables_would_give_the_sums_back() -> None:
    asked = Specification(
        ("ward", "sex", "age", "grade"), (("ward", "sex", "age"), ("sex", "age"), ("age", "grade"), ("ward", "sex")),
        within="ward",
    )  # fmt: skip

    assert asked.left_out == (("sex",), ("age",), ("sex", "age"), ("age", "grade"))
    assert replace(asked, within="").left_out == ()


def test_every_crossed_column_is_among_the_ways_and_rounding_is_last(cast: Cast, version: DatasetVersion) -> None:
    by = ("sex", "service", "promoted", "ethnic_group")
    file = ready_file(cast.council.id, version.pk)
    everything = Specification(by, possible_crossings(by), rows=None)
    counted = read_counts(file, everything, secret=b"made up")

    ways = ways_from(everything, counted, policy("special-category-public"))

    titles = [title for title, _why, _asked in ways]
    assert len(ways) == MOST
    assert titles[-1] == "Rounded to 5 instead of hidden"
    assert [title for title in titles if title.startswith("Without sums")] == [
        f"Without sums over all of {heading}" for heading in ("Sex", "Service", "Promoted", "Ethnic group")
    ]
    assert any(title.startswith("Without “") for title in titles)
    assert any("broad groups only" in title for title in titles)
    assert ways_from(replace(everything, rounded=True), counted, policy("special-category-public"))[-1][2].rounded
    again = ways_from(replace(everything, within="sex"), counted, policy("special-category-public"))
    assert "Without sums over all of Sex" not in {title for title, _why, _asked in again}
    assert again[-1][2].within == ""  # where nothing is hidden, nothing need be left out


def test_nothing_is_dropped_where_nothing_is_crossed(cast: Cast, version: DatasetVersion) -> None:
    alone = Specification(("sex", "service"))
    counted = read_counts(ready_file(cast.council.id, version.pk), alone, secret=b"made up")

    titles = [title for title, _why, _asked in ways_from(alone, counted, policy("special-category-public"))]

    assert not [title for title in titles if "sums" in title]


def test_time_for_other_ways_is_bounded(chidi: Walk, version: DatasetVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without time only rounding is offered: it needs none. How long it may take stands on the page before it."""
    chidi.prepare(version)
    said = "up to 10 other ways to count would hide. Trying them takes some 40 seconds at most."
    assert any(said in page for page in chidi.seen)
    monkeypatch.setattr("dueregard.web.monitoring.actions.releases_alternatives.SECONDS_ALL", 0)

    chidi.prepare(version)

    ways = Release.objects.latest("prepared_at").alternatives
    assert [way["title"] for way in ways] == ["Rounded to 5 instead of hidden"]


def test_dropped_all_the_way(cast: Cast, chidi: Walk, amina: Walk, version: DatasetVersion, tmp_path: Path) -> None:
    preview = chidi.prepare(version)
    page = chidi.get(preview)
    assert WITHIN_SERVICE in page
    assert "Lost: what the others come to over everyone. Left out with it: “Sex”." in page
    assert "Share hidden" in page
    ways = {way["title"]: way for way in Release.objects.get().alternatives}
    # a table of 4 services and all of them; crossed, 6 answers on sex and all of them for each of the 4
    assert (ways[WITHIN_SERVICE]["hidden"], ways[WITHIN_SERVICE]["of"]) == (2, 5 + 7 * 4)

    other = _chosen(chidi, preview, WITHIN_SERVICE)

    page = chidi.get(other)
    assert "Preview of release 2, not released yet" in page
    assert NOTE in page
    number = _let_out(chidi, amina, other)
    assert _hidden(number) == {
        frozenset({("service", "Parks"), ("sex", "female")}), frozenset({("service", "Parks"), ("sex", "male")}),
    }  # fmt: skip
    public = Client().get(f"/{cast.council.slug}/facts-and-figures/{number}/").content.decode()
    assert NOTE in public
    assert "[c]" in public
    assert not [told for told in ("1,038", "1,628") if told in public]  # all women, all men
    files = _files(cast.council.slug, (number,), tmp_path)
    assert CliRunner().invoke(app, ["attack", *files]).exit_code == 0
    with Path(files[0]).open("a") as planted:  # the sum that was dropped is what would give them back
        planted.write("Total,female,1038,released\n")
    assert Path(files[0]).read_text().startswith("service,sex,count,state\n")
    assert CliRunner().invoke(app, ["attack", *files]).exit_code == 5


def test_no_file_has_a_nought_or_a_blank_for_a_sum(
    cast: Cast, chidi: Walk, amina: Walk, version: DatasetVersion
) -> None:
    number = _let_out(chidi, amina, _chosen(chidi, chidi.prepare(version), WITHIN_SERVICE))
    base = f"/{cast.council.slug}/facts-and-figures/{number}/tables"

    lines = Client().get(f"{base}.csv").content.decode().splitlines()
    shape = json.loads(Client().get(f"{base}.json").content)
    book = openpyxl.load_workbook(io.BytesIO(Client().get(f"{base}.xlsx").content))

    heading = lines[0].split(",")
    service, sex = heading.index("service"), heading.index("sex")
    rows = [line.split(",") for line in lines[1:]]
    assert {row[sex] for row in rows if row[service] == "Total"} == {"Total"}
    assert [row[-2:] for row in rows if row[service] == "Total"] == [["2666", "released"]]
    tables = [from_json(table) for table in shape["tables"]]
    assert [table.title for table in tables] == ["Service", "Sex by service"]
    assert NOTE in tables[1].notes
    assert not attack(tables, threshold=10).recovered
    sheet = next(book[name] for name in book.sheetnames if name.startswith("2 "))
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(place for place, row in enumerate(told) if "Sex" in row and "Service" in row)
    crossed = [row for row in told[start + 1 :] if row[0]]
    assert len(crossed) == 7 * 4
    assert "All" not in {row[told[start].index("Service")] for row in crossed}
    assert any(NOTE in str(cell.value) for name in book.sheetnames for row in book[name].iter_rows() for cell in row)


def test_with_an_outcome_and_with_some_set_apart(
    chidi: Walk, amina: Walk, cast: Cast, version: DatasetVersion, tmp_path: Path
) -> None:
    preview = chidi.prepare(version, outcome=("promoted", "true"))

    number = _let_out(chidi, amina, _chosen(chidi, preview, "Without sums over all of Sex"))

    tables = [from_json(each) for each in Release.objects.get(number=number).tables]
    assert [table.title for table in tables] == ["Sex", "Sex by service"]
    assert [over.code for over in tables[1].dimensions if "Total" not in over.codes] == ["sex"]
    assert CliRunner().invoke(app, ["attack", *_files(cast.council.slug, (number,), tmp_path)]).exit_code == 0


def test_later_with_the_sums_about_the_same_people(
    cast: Cast, chidi: Walk, amina: Walk, version: DatasetVersion, tmp_path: Path
) -> None:
    """What was hidden while the sums were not shown stays hidden when they are, with whatever they would give back."""
    first = _let_out(chidi, amina, _chosen(chidi, chidi.prepare(version), WITHIN_SERVICE))

    second = _let_out(chidi, amina, chidi.prepare(version))

    assert _hidden(first) <= _hidden(second)
    assert len(_hidden(second)) > len(_hidden(first))
    files = _files(cast.council.slug, (first, second), tmp_path)
    assert CliRunner().invoke(app, ["attack", *files]).exit_code == 0
    assert "New: “Sex”." in changes_between(_tables(cast, second), _tables(cast, first))


def test_later_without_the_sums_about_the_same_people(
    cast: Cast, chidi: Walk, amina: Walk, version: DatasetVersion, tmp_path: Path
) -> None:
    """Sums that are out stay known: dropping them afterwards shows no figure that they would give back."""
    first = _let_out(chidi, amina, chidi.prepare(version))

    second = _let_out(chidi, amina, _chosen(chidi, chidi.prepare(version), WITHIN_SERVICE))

    both = {at for at in _hidden(first) if "service" in dict(at)}
    assert _hidden(second) == both
    assert CliRunner().invoke(app, ["attack", *_files(cast.council.slug, (first, second), tmp_path)]).exit_code == 0


def _tables(cast: Cast, number: int) -> tuple[ReleasedTable, ...]:
    return queries.release_page(cast.council.id, number, who=cast.people[AMINA].id).tables


@pytest.mark.parametrize("with_sums", [False, True])
def test_a_year_later(
    cast: Cast, dataset: Dataset, chidi: Walk, amina: Walk, version: DatasetVersion, tmp_path: Path, with_sums: bool
) -> None:
    first = _let_out(chidi, amina, _chosen(chidi, chidi.prepare(version), WITHIN_SERVICE))
    later = ready_version(dataset, by=cast.people[CHIDI].id, on=date(2027, 3, 31), counts=NEXT_YEAR)

    preview = chidi.prepare(later)
    second = _let_out(chidi, amina, preview if with_sums else _chosen(chidi, preview, WITHIN_SERVICE))

    assert CliRunner().invoke(app, ["attack", *_files(cast.council.slug, (first, second), tmp_path)]).exit_code == 0
    assert frozenset({("service", "Parks"), ("sex", "female")}) in _hidden(second)
    said = changes_between(_tables(cast, second), _tables(cast, first))
    assert "Counted: 2,746, before 2,666." in said


def test_refused_offers_it_and_says_it(chidi: Walk, version: DatasetVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    preview = chidi.prepare(version)
    monkeypatch.setattr("dueregard.web.monitoring.actions.releases_preparing.SECONDS", 0)

    refused = _chosen(chidi, preview, WITHIN_SERVICE)

    page = chidi.get(refused)
    assert "What is crossed with “Service”, over all of it. Left out for that: Sex" in page
    assert "Without sums over all of Sex" in page
    assert WITHIN_SERVICE not in page


def test_what_reads_released_figures_copes(
    cast: Cast, dataset: Dataset, chidi: Walk, amina: Walk, version: DatasetVersion
) -> None:
    preview = chidi.prepare(version, outcome=("promoted", "true"))
    number = _let_out(chidi, amina, _chosen(chidi, preview, WITHIN_SERVICE))
    everybody = (Audience.PUBLIC,)

    at = looked_at(cast.council.id, number, audiences=everybody)
    found = look(at, Question("promoted", "true", "higher", "were promoted"))
    assert "“Sex by service” is not looked through: it has no sums over everyone to hold a group against." in (
        found.cannot_say
    )
    assert newest_population(cast.council.id, dataset.slug, "sex", audiences=everybody) is None
    assert newest_population(cast.council.id, dataset.slug, "service", audiences=everybody) is not None
    things = {thing.by.code: thing for thing in offer(cast.council.id, dataset.slug, audiences=everybody).things}
    assert things["service"].has_total
    assert "sex" not in users_by_characteristic(cast.council.id, dataset.slug)


def test_a_share_without_its_base_is_withheld_with_its_mark() -> None:
    over = Dimension.flat("sex", "Sex", ("F", "M"), total=False)
    table = ReleasedTable(
        "sex", "Sex", (over,), (Cell(120), Cell(80)), Population("staff", "Staff"), Audience.PUBLIC, Method.SUPPRESSION
    )

    grid = grid_of(table)

    assert [[cell.words or cell.mark for cell in row.cells] for row in grid.rows] == [["120", "c"], ["80", "c"]]
    assert grid.marks == ("c",)
    assert (grid.hidden, [row.is_total for row in grid.rows]) == (0, [False, False])


def test_what_changed_is_said_where_the_first_table_has_no_sums() -> None:
    sex, place = Dimension.flat("sex", "Sex", ("F", "M")), Dimension.flat("place", "Place", ("A", "B"), total=False)
    people = Population("staff", "Staff")
    crossed = ReleasedTable(
        "both", "Place by sex", (place, sex), (Cell(20), Cell(30), Cell(50), HIDDEN, HIDDEN, Cell(70)), people,
        Audience.PUBLIC, Method.SUPPRESSION,
    )  # fmt: skip
    alone = ReleasedTable(
        "place", "Place", (Dimension.flat("place", "Place", ("A", "B")),), (Cell(50), Cell(70), Cell(120)), people,
        Audience.PUBLIC, Method.SUPPRESSION,
    )  # fmt: skip

    assert "Counted: 120, before 120." in changes_between((crossed, alone), (crossed, alone))
    assert not [words for words in changes_between((crossed,), (crossed,)) if words.startswith("Counted")]
