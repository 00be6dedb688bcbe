"""The made-up council lives with numbers: every state is there, none is of fewer than ten, the judge recovers none."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import Client, override_settings

from dueregard.analysis.attack.judge import attack
from dueregard.analysis.released.dimensions import TOTAL
from dueregard.analysis.released.shape import from_json
from dueregard.analysis.released.table import ReleasedTable
from dueregard.demo import monitoring as demo
from dueregard.demo.council import ALDERMERE
from dueregard.web.accounts.models import Person
from dueregard.web.ledger.models import Entry
from dueregard.web.monitoring.actions import reading
from dueregard.web.monitoring.models import Dataset, DatasetVersion, Finding, Indicator, Release, ValueMapping
from dueregard.web.monitoring.queries.indicators_periods import tables_of
from dueregard.web.pages.actions.demo import build_demo
from dueregard.web.pages.actions.demo_figures import build_figures
from dueregard.web.plans.models import Action
from factories.monitoring import opened_here

ON = date(2026, 11, 21)
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("demo")
    with (
        override_settings(DATA=folder, MEDIA_ROOT=str(folder)),
        django_db_blocker.unblock(),
        transaction.atomic(),
        patch.object(reading, "open_records", opened_here),
    ):
        build_demo(on=ON)
        build_figures(on=ON)
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_built")]


def test_records_are_ready_for_two_years() -> None:
    files = DatasetVersion.objects.values_list("dataset__name", "state")

    assert Counter(files) == {(name, "ready"): 2 for name in ("Staff on 31 March", "Help with housing",
                                                              "Fixed penalty notices")}  # fmt: skip
    assert set(ValueMapping.objects.values_list("category", flat=True)) == {"black_caribbean"}
    assert all(dataset.dpia_reference and dataset.never_for_decisions for dataset in Dataset.objects.all())


def test_releases_are_in_every_state_that_readers_meet() -> None:
    states = Counter(Release.objects.values_list("state", "audience"))

    assert states == {("released", "public"): 4, ("released", "internal"): 2, ("withdrawn", "public"): 1,
                      ("waiting", "public"): 1}  # fmt: skip
    assert all(row.released_by_id != row.prepared_by_id for row in Release.objects.exclude(released_by=None))


def test_indicators_have_two_periods_and_findings_their_answers() -> None:
    periods = {row.name: len(set(row.readings.values_list("label", flat=True))) for row in Indicator.objects.all()}
    answers = Counter(Finding.objects.values_list("answer", flat=True))

    assert periods == {"Homelessness prevented": 2, "Penalty notices cancelled on appeal": 2, "Who works for us": 2}
    assert {"act": 1, "look_further": 1, "not_pursued": 1}.items() <= answers.items()
    assert answers[""] >= 1
    made = Action.objects.get(pk=Finding.objects.get(answer="act").plan_action)
    assert made.plan.state == "published"


def test_every_step_stands_in_the_ledger() -> None:
    kinds = set(Entry.objects.filter(kind__startswith="monitoring.").values_list("kind", flat=True))

    assert {"monitoring.file_ready", "monitoring.release_released", "monitoring.release_withdrawn",
            "monitoring.values_placed", "monitoring.period_added", "monitoring.finding_answered"} <= kinds  # fmt: skip


def _lines(table: ReleasedTable) -> Iterator[tuple[int, int]]:
    """Give each figure with each sum that it is part of."""
    shown = {codes: cell.value for codes, cell in table.rows()}
    for codes, value in shown.items():
        for mask in product((False, True), repeat=len(codes)):
            whole = shown.get(tuple(TOTAL if at else code for at, code in zip(mask, codes, strict=True)))
            if value is not None and whole is not None:
                yield int(value), int(whole)


def test_no_figure_is_of_fewer_than_ten_people_nor_leaves_so_few() -> None:
    tables = [table for release in Release.objects.all() for table in tables_of(release)]

    small = [(table.title, value, whole) for table in tables for value, whole in _lines(table)
             if 0 < value < 10 or 0 < whole - value < 10]  # fmt: skip

    assert len(tables) >= 16
    assert small == []
    for finding in Finding.objects.all():
        count, base = finding.figures["count"], finding.figures["base"]
        assert count >= 10
        assert base - count >= 10


def test_judge_recovers_nothing_from_what_is_downloaded() -> None:
    reader = Client()
    reader.force_login(Person.objects.get(email="amina@aldermere.example"), backend=_BACKEND)
    read: list[ReleasedTable] = []
    for release in Release.objects.exclude(state="withdrawn"):
        answer = reader.get(f"/{ALDERMERE.slug}/releases/{release.number}/tables.json")
        assert answer.status_code == 200
        read += [from_json(each) for each in json.loads(answer.content)["tables"]]
    read += [table for release in Release.objects.filter(state="withdrawn") for table in tables_of(release)]

    found = attack(read, threshold=10)

    assert not found.recovered
    assert not found.undecided


def test_pages_are_there_for_the_public_and_for_staff() -> None:
    public, officer = Client(), Client()
    officer.force_login(Person.objects.get(email="amina@aldermere.example"), backend=_BACKEND)
    base, slug = f"/{ALDERMERE.slug}/", Indicator.objects.get(name="Homelessness prevented").slug
    withdrawn = Release.objects.get(state="withdrawn").number

    for path in ("facts-and-figures/", "facts-and-figures/1/", f"facts-and-figures/indicators/{slug}/"):
        assert public.get(base + path).status_code == 200, path
    assert public.get(f"{base}facts-and-figures/{withdrawn}/").status_code == 410
    for path in ("datasets/", "releases/", "indicators/", f"indicators/{slug}/", "findings/", "today/"):
        assert officer.get(base + path).status_code == 200, path


def test_earlier_days_have_fewer_files() -> None:
    assert [len(each.files) for each in demo.datasets(date(2025, 4, 1))] == [1, 1, 1]
    assert [len(each.files) for each in demo.datasets(date(2024, 4, 1))] == [0, 0, 0]
