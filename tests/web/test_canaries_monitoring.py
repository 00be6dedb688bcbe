"""No figure that was hidden is in any output of the product: every page, file, log, job, error, message and command.

A council is built whose records hold recognisable figures (factories.canary_council); everything that can be fetched
is fetched as everybody who may, unpacked and searched (canaries). Each search is held to a planted fault.
`make deep` asks for everything as everybody; here a person for each kind of access asks.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse
from typer.testing import CliRunner

from canaries import Search, beside
from dueregard.analysis.attack.judge import attack
from dueregard.analysis.released.shape import from_json
from dueregard.cli.main import app
from dueregard.web.jobs.models import Job
from dueregard.web.monitoring.actions.releases_preparing import prepare
from dueregard.web.monitoring.models import Release
from dueregard.web.monitoring.queries.releases_specification import Specification
from factories.canary_council import LARGE, PERSON, RARE, SMALL, CanaryCouncil, as_csv, build, logged
from people import AMINA, CHIDI, DEE, EVERYBODY, GARETH, HANA, JOAN

pytestmark = pytest.mark.django_db
ROUTES = Path(__file__).resolve().parents[1] / "pages" / "routes.txt"
ASKING = (AMINA, CHIDI, JOAN, GARETH, HANA, DEE)
"""Who asks in CI: an officer, an analyst, an auditor, an author, a member of a board, and nobody."""
_PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
NOT_FETCHED = {
    "monitoring:release_send": "sent by POST, in building",
    "monitoring:release_decide": "sent by POST, in building",
    "monitoring:release_again": "sent by POST; it leads to the job that the test of faults runs",
    "monitoring:remove_period": "sent by POST",
    "monitoring:release_look": "for figures that need a reason: this council let none out",
    "monitoring:question": "the file of this council left nothing to ask",
    "monitoring:time": "of a file in mapping; not searched here, see tests/web/test_monitoring_journey.py",
    "monitoring:column": "of a file in mapping, seen in building",
    "monitoring:values": "of a file in mapping; not searched here, see tests/web/test_monitoring_journey.py",
    "monitoring:rare": "of a file in mapping; not searched here, see tests/web/test_monitoring_journey.py",
    "monitoring:confirm": "of a file in mapping, seen in building",
    "monitoring:release_crossings": "a step of a journey, seen in building",
    "monitoring:release_part": "a step of a journey, seen in building",
    "monitoring:release_values": "a step of a journey, seen in building",
    "monitoring:release_audience": "a step of a journey, seen in building",
    "monitoring:release_policy": "a step of a journey, seen in building",
    "monitoring:release_check": "a step of a journey, seen in building",
}
"""What gives nothing here by GET, each with the reason; anything else must be given to somebody."""
OFFICIAL = re.compile(r"monitoring:(area|facts_|pick_wards|choose_area)")
"""Official figures, which ship with the product: no record of the council is behind them. Asked for in `make deep`."""


@pytest.fixture(scope="module")
def council(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CanaryCouncil]:
    """Give the council, built once, in a transaction that is undone."""
    folder = tmp_path_factory.mktemp("canaries")
    with (
        override_settings(DATA=folder, MEDIA_ROOT=str(folder)),
        django_db_blocker.unblock(),
        logged() as log,
        transaction.atomic(),
    ):
        yield build(log)
        transaction.set_rollback(True)


def _things(council: CanaryCouncil) -> dict[str, list[Any]]:
    """Give what fills each part of an address."""
    return {
        "council_slug": [council.cast.council.slug],
        "dataset_slug": [council.dataset.slug],
        "number": [1, 2],
        "version_id": [council.version.pk],
        "release_id": [council.public.pk],
        "indicator_slug": [council.indicator.slug],
        "finding_id": [council.finding.pk],
        "job_id": [council.refused_job, *Job.objects.exclude(pk=council.refused_job).values_list("pk", flat=True)],
        "column": ["hundred"],
        "place": [1],
        "part": ["outcome"],
        "area": ["E08000009"],
        "subject": ["ethnic_group"],
        "ending": ["csv", "xlsx", "ods", "json", "docx", "pdf"],
    }


def _addresses(council: CanaryCouncil, *, with_official: bool) -> Iterator[tuple[str, str]]:
    """Give every address that is about this council: the name of its route, and the address.

    Raises:  KeyError for a route of monitoring with a part that nothing is known for: add it to `_things`.
    """
    things = _things(council)
    for line in ROUTES.read_text(encoding="utf-8").splitlines():
        name, _space, pattern = line.partition("  ")
        parts = [first or second for first, second in _PART.findall(pattern)]
        if "council_slug" not in parts or (OFFICIAL.match(name) and not with_official):
            continue
        if not name.startswith("monitoring:") and not set(parts) <= set(things):
            continue
        for chosen in product(*(things[part] for part in parts)):
            try:
                yield name, reverse(name, kwargs=dict(zip(parts, chosen, strict=True)))
            except NoReverseMatch:
                continue


def _fetch(browser: Client, address: str) -> tuple[int, bytes]:
    with transaction.atomic():
        answer = browser.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    said = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return answer.status_code, said.encode() + b"\n\n" + body if not body.startswith((b"PK", b"%PDF")) else body


def _search_everything(council: CanaryCouncil, *, people: tuple[str, ...], with_official: bool) -> Counter[str]:
    """Fetch and search it all; give how often each route was given to somebody."""
    search, given = Search(council.canaries), Counter[str]()
    for person in people:
        browser = council.cast.client(person)
        for name, address in _addresses(council, with_official=with_official):
            status, output = _fetch(browser, address)
            assert status < 500, (person, address)
            given[name] += status == 200
            search.look(f"{person} {address}", output)
            small = {word: str(n) for word, n in SMALL.items() if status == 200 and str(n) in beside(output, word)}
            assert not small, (person, address, small)
    assert not search.found
    assert {"plain", "zip"} <= search.kinds
    return given


def _check_everything_was_given(given: Mapping[str, int], *, with_official: bool) -> None:
    lines = ROUTES.read_text(encoding="utf-8").splitlines()
    names = {line.partition("  ")[0] for line in lines if line.startswith("monitoring:")}
    wanted = {name for name in names if with_official or not OFFICIAL.match(name)} - set(NOT_FETCHED)
    assert {name for name in wanted if not given[name]} == set()


def test_no_hidden_figure_in_any_output(council: CanaryCouncil) -> None:
    given = _search_everything(council, people=ASKING, with_official=False)

    _check_everything_was_given(given, with_official=False)


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_no_hidden_figure_in_any_output_for_anybody(council: CanaryCouncil) -> None:
    given = _search_everything(council, people=EVERYBODY, with_official=True)

    _check_everything_was_given(given, with_official=False)


def test_pages_of_the_journey_held_nothing(council: CanaryCouncil) -> None:
    search = Search(council.canaries)

    for number, page in enumerate(council.seen):
        search.look(f"page {number} of the journey", page)

    assert not search.found
    for step in ("columns/", "crossings/", "outcome/column/", "outcome/values/", "rows/column/", "audience/", "policy/",
                 "check/"):  # fmt: skip
        assert any(at.endswith(f"/{council.version.pk}/{step}") for at in council.read), step


def test_nothing_is_kept_or_logged_but_the_records(council: CanaryCouncil) -> None:
    search = Search(council.canaries)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            search.look(table, "\n".join(str(row) for row in cursor.fetchall()))
    search.look("log", "\n".join(council.log.lines))
    search.look("messages sent", "\n".join(str(one.message()) for one in mail.outbox))

    assert len(council.log.lines) > 10
    assert not search.found


def _unhidden(release: Release) -> list[dict[str, Any]]:
    """Give a release's tables with one hidden cell given its figure, as a fault would."""
    text = json.dumps(release.tables)
    tables = json.loads(text)
    table = from_json(tables[0])
    place = next(
        number for number, (codes, cell) in enumerate(table.rows()) if cell.value is None and codes[1] != "Granted"
    )
    cells = tables[0]["cells"]
    shown = next(cell for cell in cells if cell != cells[place])
    kept = json.dumps(shown)
    number = next(
        str(value) for value in (shown if isinstance(shown, list) else shown.values()) if str(value).isdigit()
    )
    cells[place] = json.loads(kept.replace(number, str(LARGE[0]), 1))
    return tables


def test_a_cell_that_is_not_hidden_is_caught_everywhere(council: CanaryCouncil) -> None:
    base = f"/{council.cast.council.slug}/facts-and-figures/{council.public.number}/"
    outputs = [base, *(f"{base}tables.{ending}" for ending in ("csv", "xlsx", "ods", "json"))]

    with transaction.atomic():
        Release.objects.filter(pk=council.public.pk).update(tables=_unhidden(council.public))
        missed = [at for at in outputs if not Search(council.canaries).look(at, _fetch(Client(), at)[1])]
        transaction.set_rollback(True)

    assert missed == []


def test_small_figures_are_seen_beside_their_words() -> None:
    page = b"<table><tr><th>Quokkaford</th><td data-label='Granted'>7</td><td>14,398</td></tr></table>"

    assert "7" in beside(page, "Quokkaford")
    assert "7" in beside(b"hundred,result,count\nQuokkaford,Granted,7\n", "Quokkaford")
    assert "7" not in beside(b"hundred,result,count\nQuokkaford,Granted,\nOther,Granted,7\n", "Quokkaford")


FAULTS = (
    "dueregard.web.monitoring.actions.releases_preparing.read_counts",
    "dueregard.web.monitoring.actions.releases_preparing.brought_together",
    "dueregard.web.monitoring.actions.releases_preparing.release",
    "dueregard.web.monitoring.actions.releases_preparing.alternatives_to",
)


@pytest.mark.parametrize("at", FAULTS)
def test_faults_tell_no_figure(council: CanaryCouncil, at: str) -> None:
    search = Search(council.canaries)
    words = f"cell ({RARE}, {PERSON}) holds {LARGE[0]} of 14,398"

    with transaction.atomic(), logged() as log, patch(at, side_effect=ValueError(words)):
        walk = council.walk(CHIDI)
        with walk.committed(execute=True):
            job_id = prepare(
                council.version.pk, Specification(("hundred",)), policy="special-category-public", title="Again",
                url="/releases/0/", refused_url="/refused/JOB/", council=council.cast.council,
                by=council.cast.people[CHIDI].id,
            )  # fmt: skip
        answer = walk.browser.get(f"{walk.base}jobs/{job_id}/")
        failed = list(Job.objects.filter(state="failed"))
        pages = [walk.browser.get(f"{walk.base}today/").content]
        kept = str(list(Job.objects.values()))
        transaction.set_rollback(True)

    for number, output in enumerate([answer.content, *pages, kept.encode(), "\n".join(log.lines).encode()]):
        search.look(f"{at} {number}", output)
    assert failed, "nothing failed, so nothing was shown"
    assert not search.found


def test_commands_tell_no_hidden_figure(council: CanaryCouncil, tmp_path: Path) -> None:
    records = tmp_path / "hearings.csv"
    records.write_bytes(as_csv())
    search, run = Search(council.canaries), CliRunner()
    out = tmp_path / "table.csv"
    asked = [
        ["count", str(records), "--by", "Hundred,Result", "--policy", "special-category-public"],
        ["count", str(records), "--by", "Hundred,Result", "--policy", "special-category-public", "-f", "json"],
        ["compare", str(records), "--by", "Hundred", "--outcome", "Result=Granted"],
        ["scan", str(records), "--by", "Hundred,Guild", "--outcome", "Result=Granted", "--better", "lower"],
        ["protect", str(records), "--by", "Hundred,Result", "--threshold", "10", "--out", str(out)],
    ]

    for words in asked:
        with logged() as log:
            done = run.invoke(app, words)
        shown = done.output + (done.stderr if done.stderr_bytes else "") + repr(done.exception or "")
        assert done.exit_code == 0, (words, shown)
        assert "Brindlemere" in shown + (out.read_text() if out.exists() else ""), words
        search.look(" ".join(words[:1]), "\n".join([shown, *log.lines]))
    search.look("protect --out", out.read_bytes())

    assert not search.found


def test_command_tells_no_rare_wording(council: CanaryCouncil, tmp_path: Path) -> None:
    records = tmp_path / "hearings.csv"
    records.write_bytes(as_csv())

    done = CliRunner().invoke(
        app, ["count", str(records), "--by", "Guild,Result", "--policy", "special-category-public"]
    )

    assert done.exit_code == 0
    assert RARE not in done.output


def test_judge_recovers_nothing_from_what_is_downloaded(council: CanaryCouncil) -> None:
    browser, read = council.cast.client(AMINA), []
    for release in (council.public, council.inside):
        base = f"/{council.cast.council.slug}/releases/{release.number}/tables"
        _status, table = _fetch(browser, f"{base}.json")
        read += [from_json(each) for each in json.loads(table[table.index(b"{") :])["tables"]]

    found = attack(read, threshold=10)

    assert not found.recovered
    assert not found.undecided
