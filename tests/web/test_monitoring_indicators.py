"""Indicators: the page with its finding, figures and files, defining one, periods, and who sees what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.analysis.released.table import Audience
from dueregard.web.ledger.models import Entry
from dueregard.web.monitoring.actions.indicators import add_period
from dueregard.web.monitoring.models import Indicator, Release
from factories.monitoring import dataset_of
from factories.monitoring_released import (
    indicator_of,
    outcome_definition,
    prevented,
    release_of,
    share_definition,
    staff,
)
from people import AMINA, BEN, CHIDI, DEE, EVE, GARETH, HANA, JOAN, Cast

pytestmark = pytest.mark.django_db


def _released(cast: Cast, *, year: int, dataset: Any, audience: Audience = Audience.PUBLIC) -> Release:
    by, checked = cast.people[CHIDI].id, cast.people[AMINA].id
    return release_of(dataset, [prevented(year)], by=by, checked_by=checked, on=date(year, 3, 31), audience=audience)


@pytest.fixture
def dataset(cast: Cast) -> Any:
    return dataset_of(
        cast.council.id, by=cast.people[AMINA].id, post_id=cast.post_id, name="Housing cases", unit="households"
    )


@pytest.fixture
def indicator(cast: Cast, dataset: Any) -> Indicator:
    releases = [_released(cast, year=year, dataset=dataset) for year in (2025, 2026)]
    return indicator_of(
        dataset, outcome_definition(), by=cast.people[CHIDI].id, post_id=cast.post_id, releases=releases
    )


def _get(cast: Cast, who: str, path: str, status: int = 200) -> str:
    answer = cast.client(who).get(f"/{cast.council.slug}/{path}")
    assert answer.status_code == status, (who, path, answer.status_code)
    return answer.content.decode()


def test_page_says_the_finding_first(cast: Cast, indicator: Indicator) -> None:
    seen = _get(cast, CHIDI, f"indicators/{indicator.slug}/")

    # 52 of 131 against 637 of 1,083 (all 1,214, less the 131 themselves)
    assert (
        "Black, Black British, Caribbean or African: 39.7% kept or found a home within 56 days, "
        "against 58.8% of everyone else. The difference is larger than chance alone would make it." in seen
    )
    assert seen.index("dr-finding") < seen.index("All the figures")
    assert "Hidden to protect people" in seen
    assert "[c]" in seen
    assert "A year ago" in seen
    assert "This shows a difference. It does not show why." in seen
    assert "Chance alone could make the difference." in seen
    assert "style=" not in seen


def test_hidden_rows_have_no_mark_in_the_picture(cast: Cast, indicator: Indicator) -> None:
    seen = _get(cast, CHIDI, f"indicators/{indicator.slug}/")

    rows = [row for row in seen.split("<tr") if "Gypsy, Roma" in row and "dr-barcell" in row]
    assert len(rows) == 1
    assert "<svg" not in rows[0]
    assert sum('class="dr-dot"' in row for row in seen.split("<tr")) == 5


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "json"])
def test_files_hold_the_same_cells(cast: Cast, indicator: Indicator, ending: str) -> None:
    answer = cast.client(CHIDI).get(f"/{cast.council.slug}/indicators/{indicator.slug}/figures.{ending}")

    assert answer.status_code == 200
    if ending == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        black = next(line for line in lines if line.startswith('"Black') or "Black British" in line)
        assert "131,,52,,39.7," in black
        assert '"Gypsy, Roma or Irish Traveller",traveller,,[c],,[c],,[c]' in next(x for x in lines if "Gypsy" in x)


def test_the_public_copy_names_no_staff(cast: Cast, indicator: Indicator) -> None:
    seen = _get(cast, DEE, f"facts-and-figures/indicators/{indicator.slug}/")

    assert "39.7%" in seen
    assert cast.people[CHIDI].full_name not in seen
    assert cast.people[AMINA].full_name not in seen
    assert indicator.name in _get(cast, DEE, "facts-and-figures/indicators/")


def test_figures_for_few_stay_with_them(cast: Cast, dataset: Any) -> None:
    release = _released(cast, year=2026, dataset=dataset, audience=Audience.ANALYST)
    row = indicator_of(
        dataset, outcome_definition(), by=cast.people[CHIDI].id, post_id=cast.post_id, releases=[release]
    )

    assert "39.7%" in _get(cast, JOAN, f"indicators/{row.slug}/")
    assert "39.7%" not in _get(cast, GARETH, f"indicators/{row.slug}/")
    _get(cast, DEE, f"facts-and-figures/indicators/{row.slug}/", status=404)
    _get(cast, HANA, f"indicators/{row.slug}/", status=403)
    _get(cast, EVE, f"indicators/{row.slug}/", status=404)


def test_withdrawn_figures_are_gone_and_said_to_be(cast: Cast, indicator: Indicator) -> None:
    Release.objects.filter(version__on=date(2026, 3, 31)).update(
        state="withdrawn", withdrawn_at="2026-05-01T00:00Z", withdrawn_by=cast.people[AMINA].id, withdrawn_why="A slip."
    )

    seen = _get(cast, CHIDI, f"indicators/{indicator.slug}/")

    assert "The figures of March 2026 were withdrawn" in seen
    assert "39.7%" not in seen
    assert "45.0%" in seen or "45%" in seen


def test_shares_are_held_against_residents(cast: Cast, dataset: Any) -> None:
    by, checked = cast.people[CHIDI].id, cast.people[AMINA].id
    release = release_of(dataset, [staff(2026)], by=by, checked_by=checked, on=date(2026, 3, 31))
    row = indicator_of(dataset, share_definition(), by=by, post_id=cast.post_id, name="Our staff", releases=[release])

    seen = _get(cast, CHIDI, f"indicators/{row.slug}/")

    assert "residents of Trafford" in seen
    assert "Office for National Statistics" in seen
    assert "Could be, %" in seen
    assert "90% told us" in seen


FORM = {
    "name": "Homelessness prevented",
    "question": "Does our help work equally well?",
    "asks": "outcome",
    "outcome": "prevented=yes",
    "words": "kept a home",
    "unit": "households",
    "by": ["ethnic_group"],
    "against": "everyone_else",
    "better": "higher",
    "period": "year",
    "shown": "council",
}


def test_define_add_a_period_change_and_retire(cast: Cast, dataset: Any) -> None:
    release = _released(cast, year=2026, dataset=dataset)
    browser, base = cast.client(CHIDI), f"/{cast.council.slug}/indicators/"

    assert dataset.name in browser.get(f"{base}new/").content.decode()
    empty = browser.post(f"{base}new/dataset/{dataset.slug}/", {}).content.decode()
    assert "There is a problem" in empty
    made = browser.post(f"{base}new/dataset/{dataset.slug}/", {**FORM, "owner": str(cast.post_id)})
    assert made.status_code == 302, made.content.decode()
    page = made["Location"]
    assert "There are no figures yet" in browser.get(page).content.decode()
    assert browser.post(f"{page}periods/new/", {"release": str(release.pk)}).status_code == 302
    assert "39.7% kept a home" in browser.get(page).content.decode()
    assert browser.post(f"{page}edit/", {**FORM, "words": "kept one", "owner": str(cast.post_id)}).status_code == 302
    assert "39.7% kept one" in browser.get(page).content.decode()
    assert browser.post(f"{page}periods/{release.pk}/remove/").status_code == 302
    assert browser.post(f"{page}retire/", {"sure": "yes"}).status_code == 302
    assert "No longer watched" in browser.get(page).content.decode()
    kinds = list(Entry.objects.filter(kind__startswith="monitoring.").values_list("kind", flat=True))
    assert kinds[-5:] == [
        "monitoring.indicator_defined",
        "monitoring.period_added",
        "monitoring.indicator_changed",
        "monitoring.period_removed",
        "monitoring.indicator_retired",
    ]


def test_define_over_official_figures(cast: Cast) -> None:
    browser = cast.client(AMINA)
    given = {
        "name": "Residents", "question": "Who lives here?", "own_area": "Trafford", "area": "England",
        "by": ["ethnic_group_5"], "better": "neither", "owner": str(cast.post_id), "shown": "public",
    }  # fmt: skip

    made = browser.post(f"/{cast.council.slug}/indicators/new/official/", given)

    assert made.status_code == 302, made.content.decode()
    seen = browser.get(made["Location"]).content.decode()
    assert "residents of England" in seen
    assert "2011" in seen
    assert "Residents" in _get(cast, DEE, "facts-and-figures/indicators/residents/")


@pytest.mark.parametrize(
    ("who", "status"), [(AMINA, 200), (CHIDI, 200), (JOAN, 200), (GARETH, 200), (BEN, 403), (EVE, 404)]
)
def test_who_sees_the_list(cast: Cast, indicator: Indicator, who: str, status: int) -> None:
    _get(cast, who, "indicators/", status=status)


def test_list_narrows_and_leaves_as_a_file(cast: Cast, indicator: Indicator) -> None:
    assert "1 indicator" in _get(cast, CHIDI, "indicators/?characteristic=race")
    assert "No indicator fits" in _get(cast, CHIDI, "indicators/?characteristic=sex")
    assert "Homelessness prevented" in _get(cast, CHIDI, "indicators.csv?shown=public")


def test_queries_do_not_grow(cast: Cast, indicator: Indicator, dataset: Any) -> None:
    def asks(path: str) -> int:
        browser = cast.client(CHIDI)
        browser.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(path).status_code == 200
        return len(caught)

    base = f"/{cast.council.slug}/indicators/"
    few = asks(base), asks(f"{base}{indicator.slug}/")
    for year in range(2010, 2014):
        release = release_of(
            dataset, [prevented(2025)], by=cast.people[CHIDI].id, checked_by=cast.people[AMINA].id, on=date(year, 3, 31)
        )
        on = date(year, 3, 31)
        add_period(
            indicator.pk, release_id=release.pk, tables=["ethnic-prevented"], label=str(year), period=(on, on),
            by=cast.people[CHIDI].id,
        )  # fmt: skip
        indicator_of(
            dataset, outcome_definition(), by=cast.people[CHIDI].id, post_id=cast.post_id, name=f"Other {year}"
        )

    assert (asks(base), asks(f"{base}{indicator.slug}/")) == few
