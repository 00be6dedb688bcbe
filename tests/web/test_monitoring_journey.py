"""From a file to records that may be counted, through the pages and without JavaScript."""

from __future__ import annotations

import logging
import re
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dueregard.domain.monitoring.states import VersionState
from dueregard.terms.errors import DueRegardError, UsedWrongly
from dueregard.web.jobs.actions import do_daily
from dueregard.web.jobs.models import Job
from dueregard.web.ledger.models import Entry, PersonalValue
from dueregard.web.monitoring.actions import mapping
from dueregard.web.monitoring.actions.deleting import delete_due
from dueregard.web.monitoring.actions.guarding import without_values
from dueregard.web.monitoring.models import Dataset, DatasetVersion, NeedToKnowView, ValueMapping
from dueregard.web.monitoring.queries.files import ready_file, ready_files
from dueregard.web.monitoring.queries.places import incoming_root, path_of, records_root
from factories.monitoring import CANARIES, dataset_of, opened_here, payroll, promise_form
from people import AMINA, CHIDI, JOAN, Cast

pytestmark = pytest.mark.django_db
DAY = {"covers": "day", "on-day": "31", "on-month": "3", "on-year": "2026"}


@pytest.fixture(autouse=True)
def _in_one_process(request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open files in this process, which saves a second each; tests marked `in_its_own` use the real way."""
    if "in_its_own" in request.fixturenames:
        return

    monkeypatch.setattr("dueregard.web.monitoring.actions.reading.open_records", opened_here)


@pytest.fixture
def in_its_own() -> None:
    """Mark a test in which files are opened in a process of their own, as they are in use."""


class Walk:
    """Somebody at a browser without JavaScript, with jobs done at once."""

    def __init__(self, browser: Client, base: str, committed: Any) -> None:
        self.browser, self.base, self.committed = browser, base, committed

    def get(self, path: str) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def send(self, path: str, given: dict[str, Any] | None = None) -> str:
        """Send a form and give where it leads, past the page of a job that is done."""
        with self.committed(execute=True):
            answer = self.browser.post(path, given or {})
        assert answer.status_code == 302, answer.content.decode()
        target = str(answer["Location"])
        if "/jobs/" in target:
            followed = self.browser.get(target)
            return str(followed["Location"]) if followed.status_code == 302 else target
        return target

    def hand_in(self, data: bytes, *, name: str = "payroll.csv", **covers: str) -> str:
        return self.send(f"{self.base}files/new/", {"records": SimpleUploadedFile(name, data), **(covers or DAY)})

    def answer_all(self, address: str) -> int:
        """Answer every question with its first answer; give how many there were."""
        for place in range(1, 30):
            asked = self.browser.get(f"{address}questions/{place}/")
            if asked.status_code == 404:
                return place - 1
            answers = re.findall(r'name="answer" type="radio" value="([^"]+)"', asked.content.decode())
            self.send(f"{address}questions/{place}/", {"answer": answers[0]})
        return 30


@pytest.fixture
def walk(cast: Cast, dataset: Dataset, django_capture_on_commit_callbacks: Any) -> Walk:
    base = f"/{cast.council.slug}/datasets/{dataset.slug}/"
    return Walk(cast.client(CHIDI), base, django_capture_on_commit_callbacks)


def test_payroll_to_ready(cast: Cast, walk: Walk, in_its_own: None) -> None:
    address = walk.hand_in(payroll(rows=240))

    assert "What is in this file?" in walk.get(address)
    row = DatasetVersion.objects.get()
    assert row.state == VersionState.MAPPING
    assert oct(path_of(row.texts).stat().st_mode & 0o777) == "0o600"
    assert oct(path_of(row.texts).parent.stat().st_mode & 0o777) == "0o700"
    walk.answer_all(address)
    assert "Check and confirm" in walk.get(address)
    assert "Confirm and prepare" in walk.get(f"{address}confirm/")

    ready = walk.send(f"{address}confirm/")

    assert "240 rows, ready to be counted." in walk.get(ready)
    row.refresh_from_db()
    assert (row.state, row.upload, row.texts) == ("ready", "", "")
    assert [path.name for path in records_root().glob("*/*")] == [row.records.partition("/")[2]]
    kept = pl.read_parquet(path_of(row.records))
    assert kept.height == 240
    assert not {"full_name", "e_mail", "ni_number", "employee_no", "notes"} & set(kept.columns)
    assert [one.version_id for one in ready_files(cast.council.id)] == [row.pk]
    assert ready_file(cast.council.id, row.pk).on == date(2026, 3, 31)
    kinds = list(Entry.objects.filter(kind__startswith="monitoring.file").values_list("kind", flat=True))
    assert kinds == ["monitoring.file_handed_in", "monitoring.file_confirmed", "monitoring.file_ready"]


def _everything_kept() -> str:
    """Give every row of every table as text, the files of records themselves left out."""
    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_no_row_is_seen_anywhere(walk: Walk, caplog: pytest.LogCaptureFixture) -> None:
    """What stands in one row stands on no page, in no table, in no log: before and after confirming."""
    caplog.set_level(logging.DEBUG)
    address = walk.hand_in(payroll(rows=120))
    walk.answer_all(address)
    seen = [walk.get(address), walk.get(f"{address}confirm/"), walk.get(f"{address}faults/"), walk.get(walk.base)]
    row = DatasetVersion.objects.get()
    seen += [walk.get(f"{address}columns/{column['code']}/") for column in row.schema["columns"]]
    seen += [walk.get(f"{address}columns/{code}/values/") for code in row.values]
    kept_before = _everything_kept()
    ready = walk.send(f"{address}confirm/")
    seen += [walk.get(ready), walk.get(f"{address}faults/"), walk.get(walk.base)]
    seen += [walk.browser.get(f"{address}faults.{ending}").content.decode("latin-1") for ending in ("csv", "json")]

    for canary in CANARIES:
        assert all(canary not in page for page in seen), canary
        assert canary not in kept_before, canary
        assert canary not in _everything_kept(), canary
        assert canary not in caplog.text, canary
    kept = path_of(DatasetVersion.objects.get().records).read_bytes()
    assert not [canary for canary in CANARIES[:4] if canary.encode() in kept]  # a job title may be kept, to be counted


def test_counts_are_protected_in_what_is_kept(walk: Walk) -> None:
    walk.hand_in(payroll(rows=64))

    for shape in DatasetVersion.objects.get().values.values():
        for count in (shape["placed"], shape["proposed"], shape["unplaced"]):
            assert count is None or count % 10 == 0


def test_empty_values_are_counted_as_not_known(walk: Walk) -> None:
    address = walk.hand_in(payroll(rows=240))
    place = _as_ethnic_group(walk, address)

    page = walk.get(place)

    assert "Rows placed: about 210. To decide: about 30. Without a place: none." in page  # 240 rows, 34 of “Pakastani”
    assert "(empty)" in page
    assert "Not known" in page


def test_wordings_are_placed_once_and_remembered(cast: Cast, walk: Walk) -> None:
    first = walk.hand_in(payroll(rows=240))
    walk.answer_all(first)
    place = _as_ethnic_group(walk, first)
    page = walk.get(place)
    assert "Pakastani" in page
    assert "Likely" in page
    assert not ValueMapping.objects.exists()  # likeness is offered, and nothing is taken by itself

    walk.send(place, {"do": "likely"})

    assert list(ValueMapping.objects.values_list("value", "category")) == [("pakastani", "pakistani")]
    entry = Entry.objects.get(kind="monitoring.values_placed")
    assert entry.facts == {"values": 1, "meaning": "ethnic_group_19"}
    walk.send(f"{first}confirm/")
    kept = pl.read_parquet(path_of(DatasetVersion.objects.get().records))
    assert "pakistani" in kept["ethnic_origin"].cast(pl.String).to_list()

    second = walk.hand_in(payroll(rows=250), **{**DAY, "on-year": "2027"})

    assert "Everything is as last time, so there is nothing to ask." in walk.get(second)
    assert "250 rows, ready to be counted." in walk.get(walk.send(f"{second}confirm/"))
    page = walk.get(walk.base)
    assert "2 files are ready to be counted." in page


def _as_ethnic_group(walk: Walk, address: str) -> str:
    """Say that a column is ethnic group, where it was not found out, and give the page of its wordings."""
    column = f"{address}columns/ethnic_origin/"
    walk.send(column, {"treatment": "place_codes", "classification": "ethnic_group_19"})
    return f"{column}values/"


def test_what_was_placed_can_be_taken_back(walk: Walk) -> None:
    address = walk.hand_in(payroll(rows=240))
    place = _as_ethnic_group(walk, address)
    walk.send(place, {"do": "likely"})

    walk.send(place, {"value-0": ""})

    wordings = DatasetVersion.objects.get().values["ethnic_origin"]["wordings"]
    remembered = [one["said"] for one in wordings if one["how"] == "remembered"]
    assert len(remembered) == ValueMapping.objects.count()


def test_a_column_can_be_left_out_and_an_identifier_only_so(walk: Walk) -> None:
    address = walk.hand_in(payroll(rows=240))
    walk.answer_all(address)

    walk.send(f"{address}columns/grade/", {"treatment": "leave_out"})
    refused = walk.browser.post(f"{address}columns/ni_number/", {"treatment": "words"})

    assert refused.status_code == 200
    assert "Error:" in refused.content.decode()
    assert "It can only be left out" in walk.get(f"{address}columns/ni_number/")
    walk.send(f"{address}confirm/")
    assert "grade" not in pl.read_parquet(path_of(DatasetVersion.objects.get().records)).columns


def test_promise_must_reach_what_is_in_the_file(cast: Cast, walk: Walk, dataset: Dataset) -> None:
    Dataset.objects.filter(pk=dataset.pk).update(article_9="", schedule_1="")
    address = walk.hand_in(payroll(rows=240))
    walk.answer_all(address)
    _as_ethnic_group(walk, address)

    page = walk.get(address)

    assert "What is promised about this dataset does not reach what is in the file" in page
    assert "racial or ethnic origin" in page
    assert walk.browser.post(f"{address}confirm/").status_code == 200
    assert DatasetVersion.objects.get().state == VersionState.MAPPING


def test_time_is_asked_where_it_is_not_known(walk: Walk) -> None:
    wrong = walk.browser.post(
        f"{walk.base}files/new/", {"records": SimpleUploadedFile("a.csv", b"a,b\n1,2\n"), "covers": "period"}
    ).content.decode()

    assert "Say when the period begins" in wrong
    assert "Choose a file" not in wrong


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("staff.exe", b"MZ", "The file must be one of: CSV, Excel, OpenDocument, Parquet"),
        ("staff.csv", b"", "The submitted file is empty"),
    ],
)
def test_wrong_files_are_refused_at_the_door(walk: Walk, name: str, data: bytes, said: str) -> None:
    page = walk.browser.post(f"{walk.base}files/new/", {"records": SimpleUploadedFile(name, data), **DAY})

    assert said in page.content.decode()
    assert not DatasetVersion.objects.exists()
    assert not list(records_root().glob("*/*"))


def test_what_cannot_be_read_says_why_and_leaves_nothing_but_itself(walk: Walk, in_its_own: None) -> None:
    walk.hand_in(b"\x00\x01\x02\x03" * 500, name="staff.xlsx")

    row = DatasetVersion.objects.get()
    assert row.state == VersionState.FAILED
    page = walk.get(f"{walk.base}files/1/")
    assert "We could not read this file" in page
    assert row.failure
    assert [path.suffix for path in records_root().glob("*/*")] == [".upload"]


def test_too_large_a_file_is_refused(walk: Walk, settings: Any) -> None:
    settings.MAX_RECORDS_BYTES = 1000

    page = walk.browser.post(
        f"{walk.base}files/new/", {"records": SimpleUploadedFile("a.csv", b"a,b\n" + b"1,2\n" * 1000), **DAY}
    ).content.decode()

    assert "The file is too large." in page
    assert not list(records_root().glob("*/*"))


def test_file_is_deleted_by_a_person(walk: Walk) -> None:
    address = walk.hand_in(payroll(rows=60))

    assert walk.browser.post(f"{address}delete/").status_code == 200  # nothing is chosen for anyone
    walk.send(f"{address}delete/", {"sure": "no"})
    assert DatasetVersion.objects.get().state == VersionState.MAPPING
    walk.send(f"{address}delete/", {"sure": "yes"})

    assert "File 1 is deleted" in walk.get(address)
    assert not list(records_root().glob("*/*"))
    row = DatasetVersion.objects.get()
    assert (row.values, row.opened, row.faults) == ({}, {}, {})


def test_dataset_is_deleted_on_its_day(
    cast: Cast, walk: Walk, dataset: Dataset, django_capture_on_commit_callbacks: Any
) -> None:
    address = walk.hand_in(payroll(rows=240))
    walk.answer_all(address)
    walk.send(f"{address}confirm/")
    Dataset.objects.update(retention_until=date(2027, 1, 1))
    assert delete_due(on=date(2026, 12, 31), by=None).datasets == ()
    assert len(list(records_root().glob("*/*"))) == 1

    with django_capture_on_commit_callbacks(execute=True):
        deleted = delete_due(on=date(2027, 1, 1), by=None)

    assert deleted.datasets == (dataset.name,)
    assert not list(records_root().glob("*/*"))
    assert "Its records were deleted on" in walk.get(walk.base)
    entry = Entry.objects.get(kind="monitoring.dataset_deleted")
    assert (entry.by, entry.facts["files"], entry.facts["why"]) == ("system", 1, "the date came")
    assert walk.browser.get(f"{walk.base}files/new/").status_code == 200
    refused = walk.browser.post(f"{walk.base}files/new/", {"records": SimpleUploadedFile("a.csv", b"a\n1\n"), **DAY})
    assert "The records of this dataset are deleted." in refused.content.decode()
    assert ready_files(cast.council.id) == ()


def test_what_nobody_confirms_and_what_crashes_leave_is_deleted(
    walk: Walk, django_capture_on_commit_callbacks: Any
) -> None:
    walk.hand_in(payroll(rows=60))
    DatasetVersion.objects.update(handed_in_at=timezone.now() - timedelta(days=31))
    orphan = next(records_root().glob("*")) / ("0" * 32 + ".texts")
    orphan.write_bytes(b"left by a crash")
    import os

    os.utime(orphan, (time.time() - 100_000,) * 2)

    with django_capture_on_commit_callbacks(execute=True):
        deleted = delete_due(on=timezone.localdate(), by=None)

    assert (deleted.forgotten, deleted.swept) == (1, 1)
    assert not list(records_root().glob("*/*"))


def test_letter_box_takes_files_in(
    cast: Cast, walk: Walk, dataset: Dataset, capsys: Any, django_capture_on_commit_callbacks: Any
) -> None:
    import os

    box = incoming_root() / cast.council.slug / dataset.slug
    box.mkdir(parents=True)
    for name, data, age in (
        ("staff-2026-03-31.csv", payroll(rows=60), 120),
        ("notes.docx", b"words", 120),
        ("half-written.csv", b"a,b", 0),
    ):
        (box / name).write_bytes(data)
        os.utime(box / name, (time.time() - age,) * 2)
    (box / "link.csv").symlink_to("/etc/hostname")

    with django_capture_on_commit_callbacks(execute=True):
        call_command("collect_datasets")

    row = DatasetVersion.objects.get()
    assert (row.state, row.on, row.handed_in_by_id) == ("mapping", date(2026, 3, 31), None)
    assert sorted(path.name for path in box.iterdir()) == ["half-written.csv", "link.csv", "refused"]
    assert "must be CSV" in (box / "refused" / "notes.docx.why.txt").read_text()
    said = capsys.readouterr().out
    assert f"{cast.council.slug}/{dataset.slug}/staff-2026-03-31.csv: taken in as file 1" in said
    assert Entry.objects.get(kind="monitoring.file_handed_in").by == "system"
    assert "The scheduled folder" in walk.get(walk.base)


def test_auditor_reads_and_changes_nothing(cast: Cast, walk: Walk) -> None:
    address = walk.hand_in(payroll(rows=240))
    place = _as_ethnic_group(walk, address)
    auditor = cast.client(JOAN)

    assert auditor.get(address).status_code == 200
    assert "<select" not in auditor.get(place).content.decode()
    assert auditor.post(place, {"do": "likely"}).status_code == 403
    assert auditor.post(f"{address}confirm/").status_code == 403
    assert auditor.get(f"{address}confirm/").status_code == 403


def test_words_of_libraries_end_where_records_are_worked_with(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(DueRegardError) as caught, without_values():
        raise ValueError(f"could not parse {CANARIES[2]!r} as a date")

    assert CANARIES[2] not in str(caught.value)
    assert CANARIES[2] not in caplog.text
    assert "ValueError while working with records" in caplog.text
    assert caught.value.__cause__ is None


def test_pages_ask_as_often_for_many_files_as_for_few(cast: Cast, walk: Walk, dataset: Dataset) -> None:
    address = walk.hand_in(payroll(rows=60))
    few = [_asks(walk.browser, path) for path in (walk.base, address, f"/{cast.council.slug}/datasets/")]
    for number in range(2, 40):
        DatasetVersion.objects.create(dataset=dataset, number=number, file_name="a.csv", size=1, sha256="0" * 64)
        dataset_of(cast.council.id, by=cast.people[AMINA].id, post_id=cast.post_id, name=f"More {number}")

    many = [_asks(walk.browser, path) for path in (walk.base, address, f"/{cast.council.slug}/datasets/")]

    assert many == few
    assert max(many) <= 20


def _asks(browser: Client, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(path).status_code == 200
    return len(caught)


def test_stopped_reading_can_be_tried_again(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    from dueregard.web.jobs.worker import JobStopped
    from dueregard.web.monitoring.actions import reading

    def stopped(*_given: Any, **_named: Any) -> Any:
        raise JobStopped

    with monkeypatch.context() as stop:
        stop.setattr(reading, "open_records", stopped)
        walk.hand_in(payroll(rows=60))
    assert DatasetVersion.objects.get().failure == "The reading was stopped."
    job = Job.objects.get()
    Job.objects.update(state="cancelled", finished_at=timezone.now())

    council = walk.base.split("/")[1]
    walk.send(f"/{council}/jobs/{job.pk}/again/")

    assert DatasetVersion.objects.get().state == VersionState.MAPPING


def test_stop_and_search_is_mapped_and_ready(
    cast: Cast, walk: Walk, in_its_own: None, dataset: Dataset, shared: Path
) -> None:
    """Real rows, with self-defined and officer-defined ethnicity: both are kept, and only what is unclear is asked."""
    file = shared / "data/test/stop_and_search/2019-12-derbyshire-stop-and-search.csv"
    if not file.is_file():
        pytest.skip("The stop-and-search rows are not beside the project.")
    Dataset.objects.filter(pk=dataset.pk).update(article_10="official_authority", unit="events")
    covers = {"covers": "period", "start-day": "1", "start-month": "12", "start-year": "2019"}
    covers |= {"end-day": "31", "end-month": "12", "end-year": "2019"}

    address = walk.hand_in(file.read_bytes(), name=file.name, **covers)

    asked = walk.answer_all(address)
    assert asked <= 2
    headings = {column["heading"]: column["treatment"] for column in DatasetVersion.objects.get().schema["columns"]}
    assert headings["Latitude"] == headings["Longitude"] == "leave_out"
    assert "198 rows, ready to be counted." in walk.get(walk.send(f"{address}confirm/"))
    kept = set(pl.read_parquet(path_of(DatasetVersion.objects.get().records)).columns)
    assert kept >= {"self_defined_ethnicity", "officer_defined_ethnicity", "gender", "object_of_search", "outcome"}


def test_file_name_is_kept_where_it_can_be_erased(walk: Walk) -> None:
    walk.hand_in(payroll(rows=60), name="Grievance of a person.csv")

    entry = Entry.objects.get(kind="monitoring.file_handed_in")
    assert "Grievance" not in str(entry.facts)
    assert PersonalValue.objects.filter(entry=entry, name="file_name", value="Grievance of a person.csv").exists()


def test_rare_wordings_are_shown_only_with_a_reason(cast: Cast, walk: Walk) -> None:
    data = payroll(rows=240).replace(b",Indian,", b",Once told to HR in tears,", 1)
    address = walk.hand_in(data)
    place = _as_ethnic_group(walk, address)
    assert "Once told to HR in tears" not in walk.get(place)
    assert "Once told" not in _everything_kept()
    assert "1 rare wording is not shown" in walk.get(place)

    assert "Fill in: Why do you need to see them?" in walk.browser.post(f"{place}rare/").content.decode()
    walk.send(f"{place}rare/", {"reason": "The system writes codes we do not know."})

    assert "Once told to HR in tears" in walk.get(place)
    view = NeedToKnowView.objects.get()
    assert (view.person_id, view.reason) == (cast.people[CHIDI].id, "The system writes codes we do not know.")
    assert Entry.objects.filter(kind="monitoring.rare_shown").count() == 1


def test_today_names_what_waits_and_what_should_be_gone(cast: Cast, walk: Walk) -> None:
    walk.hand_in(payroll(rows=60))
    dataset_of(
        cast.council.id,
        by=cast.people[AMINA].id,
        post_id=cast.post_id,
        name="Old applicants",
        until=timezone.localdate() - timedelta(days=2),
    )

    page = walk.get(f"/{cast.council.slug}/today/")

    assert "Say what is in the new file of Staff on 31 March" in page
    assert "Delete the records of Old applicants" in page
    assert "Delete the records of" not in cast.client(JOAN).get(f"/{cast.council.slug}/today/").content.decode()


def test_worker_deletes_what_is_due_when_it_starts(cast: Cast, dataset: Dataset) -> None:
    Dataset.objects.filter(pk=dataset.pk).update(retention_until=timezone.localdate())

    assert f"Deleted on their day: {dataset.name}. Files never confirmed: 0. Leftovers: 0." in do_daily()


def test_a_daily_task_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> str:
        raise ValueError(CANARIES[0])

    monkeypatch.setattr("dueregard.web.jobs.worker._DAILY", {"first": fails, "second": lambda: "done"})

    assert do_daily() == ("done",)
    assert "The daily task first failed: ValueError" in caplog.text
    assert CANARIES[0] not in caplog.text


@pytest.mark.parametrize("column", ["date_of_birth", "annual_salary", "home_postcode", "ni_number"])
def test_values_that_are_about_one_person_are_never_listed(cast: Cast, walk: Walk, column: str) -> None:
    walk.hand_in(payroll(rows=60))
    row = DatasetVersion.objects.get()

    with pytest.raises(UsedWrongly):
        mapping.choose(
            row.pk, column=column, treatment="place_codes", classification_key="sex", by=cast.people[CHIDI].id
        )
    page = walk.get(f"{walk.base}files/1/columns/{column}/")
    assert "which list do they follow" not in page
    assert column not in DatasetVersion.objects.get().values


def test_promise_cannot_shrink_below_what_is_held(cast: Cast, walk: Walk, dataset: Dataset) -> None:
    address = walk.hand_in(payroll(rows=240))
    walk.answer_all(address)
    _as_ethnic_group(walk, address)
    walk.send(f"{address}confirm/")
    fewer = {**promise_form(cast.post_id), "article_9": "none"}

    page = walk.browser.post(f"{walk.base}edit/", fewer).content.decode()

    assert "Files that are ready hold more than this would allow" in page
    dataset.refresh_from_db()
    assert dataset.article_9 == "g"
    walk.send(f"{address}delete/", {"sure": "yes"})
    walk.send(f"{walk.base}edit/", fewer)
    dataset.refresh_from_db()
    assert dataset.article_9 == ""
