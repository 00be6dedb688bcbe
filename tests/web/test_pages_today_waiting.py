"""Figures that wait for a decision stand on Today for whoever may decide, and for nobody else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from dueregard.cli import demo
from dueregard.web.monitoring.models import Release
from factories.monitoring import dataset_of
from factories.monitoring_released import prevented, release_of
from people import AMINA, BEN, CHIDI, make_cast


@pytest.mark.django_db
def test_figures_wait_for_the_second_person(settings: Any, tmp_path: Path) -> None:
    settings.DATA = settings.MEDIA_ROOT = str(tmp_path)
    cast = make_cast()
    amina, chidi = cast.people[AMINA].id, cast.people[CHIDI].id
    dataset = dataset_of(cast.council.id, by=amina, post_id=cast.post_id, name="Housing cases", unit="households")
    release = release_of(dataset, [prevented(2026)], by=chidi, checked_by=amina, on=date(2026, 3, 31))
    Release.objects.filter(pk=release.pk).update(state="waiting", released_at=None, released_by=None)

    seen = {who: cast.client(who).get("/aldermere/today/").text for who in (AMINA, CHIDI, BEN)}

    href = reverse("monitoring:release", args=["aldermere", release.number])
    assert [who for who, page in seen.items() if href in page] == [AMINA]
    assert "Decide on the figures" in seen[AMINA]


def test_the_demo_leaves_records_to_try_and_names_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demo._say_how("http://127.0.0.1:8000", tmp_path)

    said = capsys.readouterr().out
    for name in ("staff-2026.csv", "housing-help-2026.csv", "penalty-notices-2026.csv"):
        assert name in said
        assert (tmp_path / "records-to-try" / name).stat().st_size > 100_000
