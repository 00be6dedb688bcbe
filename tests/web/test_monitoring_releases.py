"""From records to figures that everybody may read, through the pages, without JavaScript, by two people."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.jobs.worker import JobHandle, JobStopped
from dueregard.web.ledger.models import Entry
from dueregard.web.monitoring.actions import releases
from dueregard.web.monitoring.actions.releases_preparing import STEPS, prepare_release
from dueregard.web.monitoring.models import Dataset, DatasetVersion, NeedToKnowView, Release
from dueregard.web.monitoring.queries import releases as queries
from factories.monitoring import dataset_of
from factories.releases import CANARY, COUNTS, Walk, ready_version, release_row
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, HANA, JOAN, KOFI, Cast

pytestmark = pytest.mark.django_db


def test_from_records_to_a_public_page(cast: Cast, chidi: Walk, amina: Walk, version: DatasetVersion) -> None:
    preview = chidi.prepare(version)
    page = chidi.get(preview)
    assert "Preview of release 1, not released yet" in page
    assert page.count("[c]") >= 4
    assert "Would another way to count show more?" in page
    amina.get(preview, status=404)  # what is with its author is nobody else's

    chidi.send(f"{preview}send/", {"what": "send", "note": "The March figures."})
    assert "You prepared it, so somebody else decides." in chidi.get(preview)
    page = amina.get(preview)
    assert "Shall this go out?" in page
    assert "The March figures." in page
    assert "nothing recovered, nothing undecided" in page
    amina.send(f"{preview}decide/", {"decision": "release"})

    public = Client().get(f"/{cast.council.slug}/facts-and-figures/1/")
    assert public.status_code == 200
    row = Release.objects.get()
    assert (row.state, row.released_by_id, row.prepared_by_id) == (
        "released", cast.people[AMINA].id, cast.people[CHIDI].id,
    )  # fmt: skip
    kinds = list(Entry.objects.filter(kind__startswith="monitoring.release").values_list("kind", flat=True))
    assert kinds == ["monitoring.release_prepared", "monitoring.release_sent", "monitoring.release_released"]
    for ending in ("csv", "xlsx", "ods", "json"):
        answer = Client().get(f"/{cast.council.slug}/facts-and-figures/1/tables.{ending}")
        assert (answer.status_code, len(answer.content) > 300) == (200, True)
    assert "1 release" in re.sub(r"\s+", " ", amina.get("releases/"))


def _released(chidi: Walk, amina: Walk, version: DatasetVersion, **asked: Any) -> int:
    """Prepare as Chidi, release as Amina, and give the number."""
    preview = chidi.prepare(version, **asked)
    assert "/refused/" not in preview, chidi.get(preview)
    chidi.send(f"{preview}send/", {"what": "send"})
    amina.send(f"{preview}decide/", {"decision": "release"})
    return Release.objects.latest("prepared_at").number


def test_two_people_are_needed_unless_the_council_says_otherwise(
    cast: Cast, chidi: Walk, amina: Walk, version: DatasetVersion
) -> None:
    preview = chidi.prepare(version)
    chidi.send(f"{preview}send/", {"what": "send"})

    refused = chidi.browser.post(f"{preview}decide/", {"decision": "release"})

    assert refused.status_code == 403
    assert "somebody else decides" in refused.content.decode()
    with pytest.raises(MoveNotAllowed, match="somebody else decides"):
        releases.let_out(Release.objects.get().pk, by=cast.people[CHIDI].id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.update(released_by=cast.people[CHIDI].id, released_at=timezone.now())

    amina.send("releases/rules/", {"two_people": "no"})
    amina.send(f"{preview}decide/", {"decision": "send_back", "why": "Say which day it is."})
    assert "Say which day it is." in chidi.get(preview)
    alone = chidi.prepare(version)
    chidi.send(f"{alone}send/", {"what": "send"})
    chidi.send(f"{alone}decide/", {"decision": "release"})
    assert [row.state for row in Release.objects.order_by("number")] == ["sent_back", "released"]
    assert Entry.objects.get(kind="monitoring.release_rules_changed").facts == {"two_people": False}


def test_nothing_is_recorded_by_a_form_sent_unchanged(chidi: Walk, amina: Walk, version: DatasetVersion) -> None:
    at = f"{chidi.base}releases/new/"
    pages = [at, f"{at}{version.pk}/columns/", f"{at}{version.pk}/check/"]
    assert [chidi.browser.post(page).status_code for page in pages] == [200, 200, 302]
    preview = chidi.prepare(version)
    assert "Choose what to do with it" in chidi.browser.post(f"{preview}send/").content.decode()
    chidi.send(f"{preview}send/", {"what": "send"})
    assert "Choose what you decide" in amina.browser.post(f"{preview}decide/").content.decode()
    without_reason = amina.browser.post(f"{preview}decide/", {"decision": "send_back"}).content.decode()
    assert "Say why you send it back" in without_reason
    amina.send(f"{preview}decide/", {"decision": "release"})
    assert amina.browser.post(f"{preview}withdraw/").status_code == 200
    assert amina.browser.post(f"{preview}withdraw/", {"sure": "yes"}).status_code == 200
    assert Release.objects.get().state == "released"


def test_other_ways_are_compared_and_one_is_chosen(chidi: Walk, version: DatasetVersion) -> None:
    preview = chidi.prepare(version)
    page = chidi.get(preview)
    assert "Without “Sex by service”" in page
    ways = Release.objects.get().alternatives
    place = next(place for place, way in enumerate(ways) if way["title"] == "Without “Sex by service”")
    assert (ways[place]["hidden"], ways[place]["of"]) == (0, 12)

    other = chidi.send(f"{preview}again/", {"way": str(place)})

    assert "No figure is hidden." in chidi.get(other)
    assert [row.state for row in Release.objects.order_by("number")] == ["dropped", "prepared"]
    rounded = next(place for place, way in enumerate(ways) if way["title"].startswith("Rounded"))
    third = chidi.send(f"{chidi.base}releases/1/again/", {"way": str(rounded)})
    assert "each is rounded to 5" in chidi.get(third)


def test_withdrawn_stays_known(cast: Cast, chidi: Walk, amina: Walk, version: DatasetVersion) -> None:
    """First a table of services is out and withdrawn; a later one by sex must not give a hidden figure back with it."""
    number = _released(chidi, amina, version)
    amina.send(f"releases/{number}/withdraw/", {"sure": "yes", "why": "The day was wrong."})
    gone = Client().get(f"/{cast.council.slug}/facts-and-figures/{number}/")
    assert (gone.status_code, "The day was wrong." in gone.content.decode()) == (410, True)
    assert amina.browser.get(f"{amina.base}releases/{number}/tables.csv").status_code == 404
    first = queries.release_page(cast.council.id, number, who=cast.people[AMINA].id)
    hidden = {at for table in first.tables for at, cell in table.rows() if cell.value is None}
    assert len(hidden) >= 4

    again = chidi.prepare(version)

    second = Release.objects.latest("prepared_at")
    assert second.given_known == [str(first.card.id)]
    assert "releases 1" in chidi.get(again)
    seen = queries.release_page(cast.council.id, second.number, who=cast.people[CHIDI].id)
    assert {at for table in seen.tables for at, cell in table.rows() if cell.value is None} == hidden
    chidi.send(f"{again}send/", {"what": "send"})
    assert "Counted: 2,666, before 2,666." in amina.get(again)
    # by rounding, what was hidden would be told nearly: one way for the same people
    rounded = next(p for p, way in enumerate(second.alternatives) if way["title"].startswith("Rounded"))
    refused = chidi.send(f"{again}again/", {"way": str(rounded)})
    assert "/refused/" in refused
    assert "released before by another method" in chidi.get(refused)


def test_refused_says_where_and_what_would_help_without_a_figure(
    chidi: Walk, version: DatasetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Undecided means refused: with no time for the judge nothing goes out."""
    monkeypatch.setattr("dueregard.web.monitoring.actions.releases_preparing.SECONDS", 0)

    refused = chidi.prepare(version)

    page = chidi.get(refused)
    assert "These figures cannot go out like this" in page
    assert "in the time given" in page
    assert "Service: Parks; Sex: Female" in page
    assert "What could go out instead" in page
    assert not Release.objects.exists()
    entry = Entry.objects.get(kind="monitoring.release_refused")
    assert set(entry.facts) == {"title", "policy", "specification_sha256"}
    monkeypatch.setattr("dueregard.web.monitoring.actions.releases_preparing.SECONDS", 60)
    way = page.split('name="way" value="')[1].split('"')[0]
    assert "Preview of release 1" in chidi.get(chidi.send(refused, {"way": way}))


def test_what_went_out_since_is_judged_before_anything_else_does(
    chidi: Walk, amina: Walk, version: DatasetVersion
) -> None:
    first, second = chidi.prepare(version), chidi.prepare(version, by=("sex",))
    for preview in (first, second):
        chidi.send(f"{preview}send/", {"what": "send"})
    amina.send(f"{first}decide/", {"decision": "release"})

    answer = amina.browser.post(f"{second}decide/", {"decision": "release"})

    assert answer.status_code == 200
    assert "went out after this was judged" in answer.content.decode()
    assert Release.objects.get(number=2).state == "waiting"


def test_need_to_know_is_logged_and_not_counted(cast: Cast, chidi: Walk, amina: Walk, version: DatasetVersion) -> None:
    number = _released(chidi, amina, version, audience="analyst", policy="service-analyst")
    at = f"releases/{number}/"

    assert "Why do you need to see these figures?" in amina.get(at)
    assert amina.browser.get(f"{amina.base}{at}tables.csv").status_code == 404
    amina.send(f"{at}look/", {"reason": "Checking a complaint"})
    assert "553" in amina.get(at)
    assert amina.browser.get(f"{amina.base}{at}tables.csv").status_code == 200

    assert NeedToKnowView.objects.filter(reason="Checking a complaint").count() == 2  # the page, and the file
    assert Entry.objects.filter(kind="monitoring.release_viewed").count() == 2
    assert "Checking a complaint" in amina.get(at)
    joan = cast.client(JOAN)
    register = joan.get(f"{amina.base}{at}")
    assert register.status_code == 403
    assert Client().get(f"/{cast.council.slug}/facts-and-figures/{number}/").status_code == 404
    chidi.prepare(version)
    assert Release.objects.latest("prepared_at").given_known == []


@pytest.mark.parametrize(
    ("name", "register", "internal", "new"),
    [
        (AMINA, 200, 200, 200),
        (CHIDI, 200, 200, 200),
        (JOAN, 200, 200, 403),
        (BEN, 403, 200, 403),
        (FAITH, 403, 200, 403),
        (HANA, 403, 200, 403),
        (KOFI, 403, 200, 403),
        (EVE, 404, 404, 404),
        (DEE, 302, 302, 302),
    ],
)
def test_who_reads_figures_for_the_inside(
    cast: Cast, dataset: Dataset, version: DatasetVersion, name: str, register: int, internal: int, new: int
) -> None:
    made = release_row(version, by=cast.people[CHIDI].id, releaser=cast.people[AMINA].id, audience="internal")
    browser, base = cast.client(name), f"/{cast.council.slug}/releases/"

    assert [browser.get(f"{base}{path}").status_code for path in ("", f"{made.number}/", "new/")] == [
        register,
        internal,
        new,
    ]
    assert browser.get(f"/{cast.council.slug}/facts-and-figures/{made.number}/").status_code == 404


def test_outcome_and_some_set_apart(chidi: Walk, version: DatasetVersion) -> None:
    preview = chidi.prepare(version, by=("sex",), outcome=("promoted", "true"), rows=("service", "Housing", "Finance"))

    page = chidi.get(preview)

    assert "Everyone else" in page
    assert "Housing or Finance" in page
    row = Release.objects.get()
    assert row.specification["outcome"] == {"column": "promoted", "values": ["true"]}
    assert row.population_code == "everybody-we-employ_2026-03-31"
    assert row.population_within == "everybody-we-employ"


def test_what_a_publisher_forbids_is_said_on_the_form(cast: Cast, chidi: Walk, version: DatasetVersion) -> None:
    columns = [*version.columns[:1], {**version.columns[3], "code": "gi", "classification": "gender_identity"}]
    DatasetVersion.objects.update(columns=columns)
    at = chidi.send(f"releases/new/{version.pk}/columns/", {"by": ["sex", "gi"]})

    answer = chidi.browser.post(at, {"crossings": ["sex gi"]})

    assert "is not crossed with anything else" in answer.content.decode()


def test_rare_wordings_are_on_no_page(cast: Cast, dataset: Dataset, chidi: Walk) -> None:
    counts = {**COUNTS, ("female", "Office of Xanthippe Quill"): 2, ("male", "Archive of Mr Vole"): 3}
    version = ready_version(dataset, by=cast.people[CHIDI].id, counts=counts)

    offered = chidi.send(f"releases/new/{version.pk}/columns/", {"by": ["sex"]})
    chidi.send(offered, {"column": "service"})
    values = chidi.get(offered.replace("column", "values"))
    preview = chidi.prepare(version)

    assert "Housing" in values
    page = chidi.get(preview)
    assert "Other wordings, each on fewer than 10 rows" in page
    kept = str(Release.objects.values().get())
    assert not [name for name in ("Xanthippe", "Vole") if name in values + page + kept]


def test_no_hidden_figure_is_anywhere(
    cast: Cast, chidi: Walk, amina: Walk, version: DatasetVersion, caplog: pytest.LogCaptureFixture
) -> None:
    """The true counts of hidden cells stand on no page, in no file, table, job, ledger entry or log."""
    caplog.set_level(logging.DEBUG)
    number = _released(chidi, amina, version, by=("sex", "service"))
    for path in (f"releases/{number}/", "releases/", "ledger/"):
        amina.get(path)
    texts = [*chidi.seen, *amina.seen, _everything_kept(), caplog.text]
    for ending in ("csv", "json", "xlsx", "ods"):
        answer = Client().get(f"/{cast.council.slug}/facts-and-figures/{number}/tables.{ending}")
        texts += _inside(answer.content)
    texts += [Client().get(f"/{cast.council.slug}/facts-and-figures/{number}/").content.decode()]
    seen = queries.release_page(cast.council.id, number, who=cast.people[AMINA].id)
    crossed = next(table for table in seen.tables if len(table.dimensions) == 2)
    hidden = {pair: count for pair, count in COUNTS.items()
              if crossed.cell({"sex": pair[0], "service": pair[1]}).value is None}  # fmt: skip

    assert ("female", "Parks") in hidden
    assert len(hidden) >= 4
    for count in set(hidden.values()) - {CANARY}:
        alone = re.compile(rf"(?<![\w.,:-]){count}(?![\w.:-])")
        assert not [text[max(0, m.start() - 80) : m.end() + 40] for text in texts for m in alone.finditer(text)]
    long = Client().get(f"/{cast.council.slug}/facts-and-figures/{number}/tables.csv").content.decode()
    assert "female,Parks,,suppressed" in long
    assert all(cell.value != CANARY for table in seen.tables for cell in table.cells)


def _everything_kept() -> str:
    """Give every row of the tables that a release could reach as text."""
    found = []
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        reached = ("monitoring_", "jobs_", "ledger_", "django_tasks", "django_session")
        for name in (name for name in names if name.startswith(reached)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def _inside(data: bytes) -> list[str]:
    """Give the text of a file, and of every part of one that is packed."""
    if not data.startswith(b"PK"):
        return [data.decode()]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]


@pytest.mark.parametrize("path", ["releases/", "releases/1/", "facts-and-figures/1/"])
def test_pages_ask_as_often_for_many_releases_as_for_few(cast: Cast, version: DatasetVersion, path: str) -> None:
    browser, address = cast.client(AMINA), f"/{cast.council.slug}/{path}"
    made = {"by": cast.people[CHIDI].id, "releaser": cast.people[AMINA].id}
    release_row(version, **made)

    def asks() -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(address).status_code == 200
        return len(caught)

    few = asks()
    for _each in range(12):
        release_row(version, **made)
    assert asks() == few < 30


def test_register_can_be_narrowed_and_taken_away(cast: Cast, amina: Walk, version: DatasetVersion) -> None:
    assert "Nothing has been let out yet" in amina.get("releases/")
    made = {"by": cast.people[CHIDI].id, "releaser": cast.people[AMINA].id}
    release_row(version, **made, title="Leavers")
    release_row(version, **made, title="Joiners", audience="internal")

    assert "Joiners" not in amina.get("releases/?audience=public")
    assert "Leavers" not in amina.get("releases/?words=join")
    assert "No release fits" in amina.get("releases/?state=withdrawn")
    assert amina.browser.get(f"{amina.base}releases.csv").content.decode().count("\n") >= 3


class _Steps:
    """A job's row that is stopped by a person when this many steps are done."""

    def __init__(self, stop_at: int) -> None:
        self.stop_at, self.saved = stop_at, {}

    def save(self, **fields: Any) -> None:
        self.saved |= fields

    def check(self) -> None:
        if self.saved.get("step", 0) >= self.stop_at:
            raise JobStopped


def _handle(version: DatasetVersion, *, by: Any, store: _Steps) -> JobHandle:
    payload = {
        "council": "Aldermere",
        "version": str(version.pk),
        "specification": {"by": ["sex", "service"], "crossings": [["sex", "service"]]},
        "policy": "special-category-public",
        "title": "Staff",
        "url": "/aldermere/releases/0/",
        "refused_url": "/aldermere/releases/refused/JOB/",
    }
    steps = [{"name": name, "found": ""} for name in STEPS]
    return JobHandle(uuid4(), "monitoring.prepare_release", payload, version.dataset.council_id, by, 1, steps, store)


@pytest.mark.parametrize("stop_at", [1, 2, 3])
def test_what_is_stopped_leaves_nothing(cast: Cast, version: DatasetVersion, stop_at: int) -> None:
    with pytest.raises(JobStopped):
        prepare_release(_handle(version, by=cast.people[CHIDI].id, store=_Steps(stop_at)))

    assert not Release.objects.exists()
    assert not Entry.objects.filter(kind__startswith="monitoring.release").exists()


def test_a_job_done_twice_makes_one_release(cast: Cast, version: DatasetVersion) -> None:
    job = _handle(version, by=cast.people[CHIDI].id, store=(store := _Steps(9)))

    for _attempt in range(2):
        prepare_release(job)

    assert Release.objects.get().pk == job.id
    assert store.saved["result"]["url"] == "/aldermere/releases/1/"


def test_last_year_is_known_and_a_part_is_held_against_its_other_days(cast: Cast, chidi: Walk, amina: Walk) -> None:
    """The judge compares days of a whole group; for a part of one it is done here: seven more is too few to tell of."""
    part = dataset_of(
        cast.council.id,
        by=cast.people[AMINA].id,
        post_id=cast.post_id,
        name="Teachers",
        population_label="Teachers",
        population_within="everybody-we-employ",
    )
    then = ready_version(part, by=cast.people[CHIDI].id, on=date(2025, 3, 31))
    _released(chidi, amina, then, by=("sex",))
    now = ready_version(part, by=cast.people[CHIDI].id, counts={**COUNTS, ("male", "Parks"): 560})

    refused = chidi.prepare(now, by=("sex",))

    assert "/refused/" in refused
    page = chidi.get(refused)
    assert "The change since another day tells of few people" in page
    assert "Sex: Male" in page
