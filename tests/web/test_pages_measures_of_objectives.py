"""An indicator, or a gap of one, as the measure of an objective in a plan: its values follow by themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from dueregard.analysis.released.table import Audience
from dueregard.domain.monitoring.indicators import Better
from dueregard.domain.plans.model import Action, Level, Plan
from dueregard.terms.errors import UsedWrongly
from dueregard.web.monitoring.models import Indicator, Release
from dueregard.web.monitoring.queries.indicators import indicator_card
from dueregard.web.pages.actions.findings import Gap, use_as_measure
from dueregard.web.plans import models as plan_models
from factories.monitoring import dataset_of
from factories.monitoring_released import indicator_of, outcome_definition, prevented, release_of
from factories.plans import plan_of
from people import AMINA, CHIDI, Cast, make_cast

pytestmark = pytest.mark.django_db
BLACK = "Black, Black British, Caribbean or African"
WHITE = "White: English, Welsh, Scottish, Northern Irish or British"


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


@pytest.fixture
def dataset(cast: Cast) -> Any:
    by = cast.people[AMINA].id
    return dataset_of(cast.council.id, by=by, post_id=cast.post_id, name="Housing cases", unit="households")


def _release(cast: Cast, dataset: Any, *, year: int) -> Release:
    by, checked = cast.people[CHIDI].id, cast.people[AMINA].id
    return release_of(
        dataset, [prevented(year)], by=by, checked_by=checked, on=date(year, 3, 31), audience=Audience.PUBLIC
    )


@pytest.fixture
def indicator(cast: Cast, dataset: Any) -> Indicator:
    releases = [_release(cast, dataset, year=2025)]
    return indicator_of(
        dataset, outcome_definition(), by=cast.people[CHIDI].id, post_id=cast.post_id, releases=releases
    )


@pytest.fixture
def objective(cast: Cast) -> plan_models.Level:
    levels = (Level(("Fair help",), kind="objective"),)
    plan = plan_of(cast, Plan(levels=levels, actions=(Action("a", levels=("Fair help",)),)), title="Fair for all")
    found: plan_models.Level = plan.levels.get()
    return found


def _add_period(cast: Cast, path: str, release: Release) -> None:
    answer = cast.client(CHIDI).post(f"{path}periods/new/", {"release": str(release.pk)})
    assert answer.status_code == 302


def test_a_gap_of_an_indicator_is_the_measure_of_an_objective_and_follows_it(
    cast: Cast, dataset: Any, indicator: Indicator, objective: plan_models.Level
) -> None:
    amina: Client = cast.client(AMINA)
    path = f"/{cast.council.slug}/indicators/{indicator.slug}/"
    form = amina.get(f"{path}measure/").text
    given = {
        "action": f"level:{objective.pk}",
        "measured": "ethnic_group=black",
        "compared": "ethnic_group=white_british",
        "name": "Help that worked",
    }

    assert "Fair for all: sections and objectives" in form
    assert amina.post(f"{path}measure/", given).status_code == 302

    measure = objective.measures.get()
    assert (measure.kind, measure.unit, measure.direction) == ("gap", "points", "down")
    assert (measure.group, measure.compared_with) == (BLACK, WHITE)
    _add_period(cast, path, _release(cast, dataset, year=2026))
    # 54 of 120 beside 421 of 690, then 52 of 131 beside 402 of 671: 45.0 and 61.0, 39.7 and 59.9 per cent.
    assert list(measure.values.order_by("on").values_list("value", flat=True)) == ["16.0", "20.2"]
    page = amina.get(f"/{cast.council.slug}/plans/fair-for-all/objectives/{objective.pk}/").text
    assert f"Help that worked: gap between {BLACK} and {WHITE}" in page
    assert f"/objectives/{objective.pk}/" in amina.get(f"{path}measure/").text


def test_a_figure_of_an_indicator_is_the_measure_of_an_objective(
    cast: Cast, dataset: Any, indicator: Indicator, objective: plan_models.Level
) -> None:
    path = f"/{cast.council.slug}/indicators/{indicator.slug}/"
    given = {"action": f"level:{objective.pk}", "measured": "ethnic_group=black", "name": "Black households"}

    assert cast.client(AMINA).post(f"{path}measure/", given).status_code == 302
    _add_period(cast, path, _release(cast, dataset, year=2026))

    measure = objective.measures.get()
    assert (measure.kind, measure.unit, measure.direction, measure.baseline) == (None, "%", "up", "45.0")
    assert list(measure.values.order_by("on").values_list("value", flat=True)) == ["45.0", "39.7"]


@pytest.mark.parametrize("compared", ["ethnic_group=black", "sex=women"])
def test_a_gap_is_between_two_groups_of_one_characteristic(
    cast: Cast, indicator: Indicator, objective: plan_models.Level, compared: str
) -> None:
    path = f"/{cast.council.slug}/indicators/{indicator.slug}/measure/"
    given = {"action": f"level:{objective.pk}", "measured": "ethnic_group=black", "compared": compared, "name": "x"}

    answer = cast.client(AMINA).post(path, given)

    assert "There is a problem" in answer.text
    assert objective.measures.count() == 0


def test_nothing_is_written_where_nothing_is_chosen(cast: Cast, indicator: Indicator) -> None:
    card = indicator_card(cast.council.id, indicator.slug)
    by = cast.people[AMINA].id

    with pytest.raises(UsedWrongly, match="action or an objective"):
        use_as_measure(card, measured="ethnic_group=black", name="x", by=by)
    with pytest.raises(UsedWrongly, match="no gap to itself"):
        use_as_measure(
            card, measured="ethnic_group=black", name="x", by=by, gap=Gap("ethnic_group=black", "Black", "Black")
        )

    assert plan_models.Measure.objects.count() == 0
    assert card.definition.better is Better.HIGHER
