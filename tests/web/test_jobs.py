"""Long work: steps, stopping, failing in the open, going on after a worker was killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from dueregard.terms.errors import CannotBeRead, MoveNotAllowed, UsedWrongly
from dueregard.web.jobs import actions, queries, worker
from dueregard.web.jobs.models import Job
from people import AMINA, KOFI, Cast, make_cast

ROOT = Path(__file__).resolve().parents[2]
STEPS = ("Open the file", "Find the tables", "Find the actions")
Did = list[str]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_KINDS", {})


@pytest.fixture
def begin(cast: Cast, kinds: None, django_capture_on_commit_callbacks: Any) -> Any:
    """Give a function that registers a task and does it at once."""

    def start(task: worker.Task, **named: Any) -> UUID:
        worker.job_kind("tests.task", steps=STEPS)(task)
        with django_capture_on_commit_callbacks(execute=True):
            return actions.start(
                kind="tests.task",
                council_id=cast.council.id,
                by=cast.people[AMINA].id,
                payload={"file": "plan.docx"},
                title="plan.docx",
                **named,
            )

    return start


def test_job_is_done_and_says_what_each_step_found(begin: Any) -> None:
    def task(job: worker.JobHandle) -> None:
        job.step(1, found="14 pages")
        job.progress(1, 3)
        job.step(2, found="2 tables")
        job.step(3)
        job.finish({"url": "/aldermere/plans/", "text": job.payload["file"]})

    card = queries.job(begin(task))

    assert card.state == "done"
    assert [(step.state, step.found) for step in card.steps] == [
        ("complete", "14 pages"),
        ("complete", "2 tables"),
        ("complete", ""),
    ]
    assert card.url == "/aldermere/plans/"
    assert card.result["text"] == "plan.docx"


def test_page_shows_steps_and_leads_to_the_result(begin: Any, cast: Cast) -> None:
    seen: list[str] = []
    amina = cast.client(AMINA)

    def task(job: worker.JobHandle) -> None:
        job.step(1, found="14 pages")
        job.progress(22, 31)
        job.progress(31, 31)
        seen.append(amina.get(f"/aldermere/jobs/{job.id}/").content.decode())
        job.finish({"url": "/aldermere/boards/"})

    job_id = begin(task)

    assert "14 pages" in seen[0]
    assert "31 of 31" in seen[0]
    assert "1 of 3 steps done" in seen[0]
    assert "Stop and throw away" in seen[0]
    after = amina.get(f"/aldermere/jobs/{job_id}/")
    assert after.url == "/aldermere/boards/"
    polled = amina.get(f"/aldermere/jobs/{job_id}/", headers={"hx-request": "true"})
    assert polled["HX-Redirect"] == "/aldermere/boards/"


def test_failure_of_ours_is_told_in_its_words(begin: Any, cast: Cast) -> None:
    def task(job: worker.JobHandle) -> None:
        job.step(1, found="1 page")
        raise CannotBeRead("The file is a scan.", where="plan.pdf", mend="Ask for the original.")

    job_id = begin(task)

    text = cast.client(AMINA).get(f"/aldermere/jobs/{job_id}/").content.decode()
    card = queries.job(job_id)
    assert (card.state, card.error, card.mend) == ("failed", "The file is a scan. (plan.pdf)", "Ask for the original.")
    assert "The file is a scan." in text
    assert card.reference in text
    assert "Try again" in text
    assert [step.state for step in card.steps] == ["complete", "failed", "not_started"]


def test_other_failure_tells_only_a_reference(begin: Any, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    def task(job: worker.JobHandle) -> None:
        raise ZeroDivisionError("secret detail")

    job_id = begin(task)

    card = queries.job(job_id)
    text = cast.client(AMINA).get(f"/aldermere/jobs/{job_id}/").content.decode()
    assert "secret detail" not in text
    assert "plan.docx" not in caplog.records[-1].getMessage()
    assert card.reference in caplog.text
    assert "Nothing you had saved is lost" in text


def test_running_job_stops_at_its_next_step(begin: Any, cast: Cast) -> None:
    did: Did = []

    def task(job: worker.JobHandle) -> None:
        did.append("first")
        cast.client(AMINA).post(f"/aldermere/jobs/{job.id}/cancel/")
        job.step(1)
        did.append("second")

    card = queries.job(begin(task))

    assert card.state == "cancelled"
    assert did == ["first"]


def test_waiting_job_stops_at_once(cast: Cast, kinds: None) -> None:
    did: Did = []
    worker.job_kind("tests.task", steps=STEPS)(lambda job: did.append("ran"))
    job_id = actions.start(kind="tests.task", council_id=None, by=cast.people[AMINA].id, payload={})

    actions.cancel(job_id=job_id, by=cast.people[AMINA].id)
    actions.run_job.call(str(job_id))

    assert queries.job(job_id).state == "cancelled"
    assert did == []


def test_trying_again_begins_anew(begin: Any, cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    did: Did = []

    def task(job: worker.JobHandle) -> None:
        did.append("ran")
        job.step(1)
        if len(did) == 1:
            raise CannotBeRead("Not now.")

    job_id = begin(task)
    with django_capture_on_commit_callbacks(execute=True):
        cast.client(AMINA).post(f"/aldermere/jobs/{job_id}/again/")

    card = queries.job(job_id)
    assert (card.state, card.error, card.reference) == ("done", "", "")
    assert did == ["ran", "ran"]
    with pytest.raises(MoveNotAllowed):
        actions.try_again(job_id=job_id, by=cast.people[AMINA].id)


def test_job_is_done_once_however_often_it_is_queued(begin: Any) -> None:
    did: Did = []

    job_id = begin(lambda job: did.append("ran"))
    actions.run_job.call(str(job_id))
    actions.run_job.call(str(uuid4()))

    assert did == ["ran"]


def test_worker_that_was_given_up_cannot_write(begin: Any) -> None:
    """A worker thought dead comes back: another has taken the job, so its words go nowhere."""
    did: Did = []

    def task(job: worker.JobHandle) -> None:
        Job.objects.filter(pk=job.id).update(attempt=9)
        did.append("before")
        job.step(1, found="stale")
        did.append("after")

    card = queries.job(begin(task))

    assert did == ["before"]
    assert card.steps[0].found == ""
    assert card.state == "running"


def test_stale_job_goes_back_to_the_queue(begin: Any, django_capture_on_commit_callbacks: Any) -> None:
    did: Did = []
    job_id = begin(lambda job: did.append("ran"))
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.update(state="running", finished_at=None, heartbeat_at=long_ago)

    assert actions.resume_stale() == 1

    assert queries.job(job_id).state == "done"
    assert did == ["ran", "ran"]


def test_living_job_is_left_alone(begin: Any) -> None:
    begin(lambda job: None)
    Job.objects.update(state="running", finished_at=None, heartbeat_at=timezone.now() - timedelta(seconds=30))

    assert actions.resume_stale() == 0


def test_job_that_never_reached_the_queue_is_found(cast: Cast, kinds: None) -> None:
    worker.job_kind("tests.task", steps=())(lambda job: None)
    job_id = actions.start(kind="tests.task", council_id=None, by=cast.people[AMINA].id, payload={})
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=5))

    assert actions.resume_stale() == 1
    assert queries.job(job_id).state == "done"


def test_job_that_kills_its_worker_is_given_up(begin: Any) -> None:
    job_id = begin(lambda job: None)
    Job.objects.update(state="running", finished_at=None, heartbeat_at=timezone.now() - timedelta(minutes=5), attempt=5)

    assert actions.resume_stale() == 0
    assert queries.job(job_id).state == "failed"
    assert queries.job(job_id).reference


def test_stopped_job_of_a_dead_worker_stays_stopped(begin: Any) -> None:
    job_id = begin(lambda job: None)
    ago = timezone.now() - timedelta(minutes=5)
    Job.objects.update(state="running", finished_at=None, heartbeat_at=ago, cancel_asked_at=ago)

    assert actions.resume_stale() == 0
    assert queries.job(job_id).state == "cancelled"


def test_unknown_kind_is_refused() -> None:
    for kind in ("nowhere.task", "jobs.no_such_task"):
        with pytest.raises(UsedWrongly, match="no kind of job"):
            worker.kind_of(kind)


def test_step_that_is_not_there_is_refused(begin: Any) -> None:
    card = queries.job(begin(lambda job: job.step(4)))

    assert card.state == "failed"
    assert "no step 4" in card.error


def test_today_shows_mine_until_put_away(begin: Any, cast: Cast) -> None:
    job_id = begin(lambda job: job.finish({"url": "/x/", "text": "It is ready"}))
    amina, kofi = cast.people[AMINA].id, cast.people[KOFI].id

    mine = [card.id for card in queries.recent(amina, cast.council.id)]
    cast.client(AMINA).post(f"/aldermere/jobs/{job_id}/dismiss/")

    assert mine == [job_id]
    assert queries.recent(kofi, cast.council.id) == ()
    assert queries.recent(amina, cast.council.id) == ()


def test_old_jobs_are_forgotten(begin: Any) -> None:
    begin(lambda job: None)

    assert actions.forget_old() == 0
    assert actions.forget_old(now=timezone.now() + timedelta(days=31)) == 1


# A real worker, a real queue, a real SIGKILL: in a database of their own.

SITE = """
import sys, time
import django
django.setup()
from django.core.management import call_command
from dueregard.web.jobs import actions, worker
from pathlib import Path

def slow(job):
    marks = Path(job.payload["marks"])
    marks.write_text(marks.read_text() + "begun\\n")
    job.step(1, found="first")
    if marks.read_text().count("begun") == 1:
        time.sleep(60)
    job.step(2, found="second")
    marks.write_text(marks.read_text() + "done\\n")
    job.finish({"url": "/done/"})

worker.job_kind("tests.slow", steps=("One", "Two"))(slow)
command, *rest = sys.argv[1:]
if command == "start":
    call_command("migrate", verbosity=0)
    print(actions.start(kind="tests.slow", council_id=None, by=None, payload={"marks": rest[0]}))
elif command == "worker":
    call_command("worker", *rest)
"""


def _run(folder: Path, *given: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "DUEREGARD_ENV": "development",
        "DJANGO_SETTINGS_MODULE": "dueregard.web.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'jobs.sqlite3'}",
        "DUEREGARD_DATA": str(folder / "var"),
        "DUEREGARD_JOBS_AT_ONCE": "no",
        "PYTHONPATH": str(ROOT / "src"),
    }
    (folder / "site.py.txt").write_text(SITE)
    return subprocess.Popen(
        [sys.executable, str(folder / "site.py.txt"), *given],
        env=environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _row(folder: Path) -> tuple[str, int, str]:
    with sqlite3.connect(folder / "jobs.sqlite3", timeout=10) as connection:
        found: tuple[str, int, str] = connection.execute("select state, attempt, result from jobs_job").fetchone()
    connection.close()
    return found


def test_job_survives_a_killed_worker(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.write_text("")
    started = _run(tmp_path, "start", str(marks))
    assert started.wait(90) == 0, started.stdout.read()
    first = _run(tmp_path, "worker", "--stale-after", "1")
    until = time.monotonic() + 60
    while "begun" not in marks.read_text() and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(0.3)
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    killed = _row(tmp_path)
    time.sleep(1.2)

    second = _run(tmp_path, "worker", "--once", "--stale-after", "1")
    said = second.communicate(timeout=60)[0]

    assert killed[:2] == ("running", 1)
    assert "Resumed 1 jobs" in said
    assert _row(tmp_path) == ("done", 2, '{"url": "/done/"}')
    assert marks.read_text().split() == ["begun", "begun", "done"]
    for each in (started, first, second):
        each.stdout.close()
