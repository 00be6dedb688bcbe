"""A council whose records hold recognisable figures that must not go out, released by two people through the pages.

The one idea: what must be nowhere is worked out apart from the product, by counting the made-up rows with a `Counter`:
the figure behind every cell that was hidden, if it is large enough to be known again and is published nowhere else.
Seven people and fewer stand behind the small cells; their words are known, so that the rows with them can be looked at.
"""

from __future__ import annotations

import csv
import io
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from canaries import Canary, of_number, of_word
from dueregard.analysis.released.dimensions import TOTAL, Kind
from dueregard.analysis.released.table import ReleasedTable
from dueregard.web.monitoring.actions import reading
from dueregard.web.monitoring.models import Dataset, DatasetVersion, Finding, Indicator, Release
from dueregard.web.monitoring.queries.indicators_periods import tables_of
from factories.monitoring import dataset_of, opened_here
from factories.releases import Walk
from people import AMINA, CHIDI, Cast, make_cast

HUNDREDS = {
    "Quokkaford": (7, 14_391),
    "Zephyrholt": (5, 12_367),
    "Brindlemere": (811, 1_473),
    "Oxtercombe": (933, 1_389),
    "Wimblewick": (617, 2_271),
}
"""Hundred → how many were granted and refused. Those of the first two are hidden, on both sides."""
GUILDS = ("Cordwainery", "Thatchwright", "Sawbonery")
RARE, RARE_ROWS = "Zinnwright", 7
"""A wording that seven rows hold, which may itself be about somebody."""
PERSON = "Perpetua Quillfeather"
LARGE = (14_391, 12_367)
SMALL = {"Quokkaford": 7, "Zephyrholt": 5}
YEAR = (date(2025, 4, 1), date(2026, 3, 31))


def rows() -> list[dict[str, str]]:
    """Give the made-up records, one a case."""
    made, rare = [], RARE_ROWS
    for hundred, pair in HUNDREDS.items():
        for result, many in zip(("Granted", "Refused"), pair, strict=True):
            for number in range(many):
                guild = GUILDS[(number * 7 + len(hundred)) % len(GUILDS)]
                if hundred == "Oxtercombe" and result == "Refused" and rare:
                    guild, rare = RARE, rare - 1
                made.append({"Hundred": hundred, "Guild": guild, "Result": result})
    return made


def as_csv() -> bytes:
    """Give them as a file, each with a reference and a name that must be nowhere."""
    out = io.StringIO(newline="")
    write = csv.writer(out).writerow
    write(["Case ref", "Full name", "Hundred", "Guild", "Result"])
    for number, row in enumerate(rows()):
        write([f"CN/{number:06d}", PERSON if number == 17 else f"Person {number}", *row.values()])
    return out.getvalue().encode()


@dataclass(slots=True)
class Log(logging.Handler):
    """Everything that is logged, from DEBUG, tracebacks with it."""

    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super(Log, self).__init__(level=logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    __hash__ = logging.Handler.__hash__


@contextmanager
def logged() -> Iterator[Log]:
    """Listen to every logger."""
    log, root = Log(), logging.getLogger()
    quiet = {
        name: (logger.level, logger.propagate)
        for name, logger in logging.Logger.manager.loggerDict.items()
        if isinstance(logger, logging.Logger)
    }
    before = root.level
    root.addHandler(log)
    root.setLevel(logging.DEBUG)
    for name in quiet:
        logging.getLogger(name).propagate = True
    try:
        yield log
    finally:
        root.removeHandler(log)
        root.setLevel(before)
        for name, (level, propagate) in quiet.items():
            logging.getLogger(name).setLevel(level)
            logging.getLogger(name).propagate = propagate


@dataclass(frozen=True, slots=True)
class CanaryCouncil:
    """The council, its people, what was made, and the figures that must be nowhere."""

    cast: Cast
    dataset: Dataset
    version: DatasetVersion
    public: Release
    inside: Release
    indicator: Indicator
    finding: Finding
    refused_job: str
    canaries: tuple[Canary, ...]
    log: Log
    seen: tuple[str, ...]
    read: frozenset[str]

    def walk(self, name: str) -> Walk:
        """Give somebody at a browser."""
        return Walk(self.cast.client(name), self.cast.council.slug, _committed)


class Looking(Walk):
    """Somebody who reads each page they are led to before they send it: so every step of a journey is seen."""

    def send(self, path: str, given: dict[str, Any] | None = None) -> str:
        target = super().send(path, given)
        answer = self.browser.get(target)
        self.read[target] = answer.status_code
        self.seen.append(b"".join(answer).decode(errors="replace"))
        return target

    @property
    def read(self) -> dict[str, int]:
        """Which addresses were read on the way, and how they answered."""
        return self.__dict__.setdefault("_read", {})


def _committed(*, execute: bool = True) -> Any:
    return TestCase.captureOnCommitCallbacks(execute=execute)


def build(log: Log) -> CanaryCouncil:
    """Build it through the pages: registered, handed in, confirmed, released, watched, scanned, answered."""
    cast = make_cast(slug="quillmarsh")
    dataset = dataset_of(
        cast.council.id,
        by=cast.people[AMINA].id,
        post_id=cast.post_id,
        name="Hearings of the hundreds",
        unit="cases",
        population_label="Everybody heard",
    )
    chidi, amina = (Looking(cast.client(name), cast.council.slug, _committed) for name in (CHIDI, AMINA))
    version = _handed_in(chidi, dataset)
    asked = {"outcome": ("result", "Granted"), "policy": "special-category-public"}
    public = _released(chidi, amina, version, by=("hundred", "guild"), crossings=(), **asked)
    inside = _released(
        chidi, amina, version, by=("guild", "hundred"), crossings=("guild hundred",), audience="internal",
        outcome=("result", "Granted"), policy="pay-internal",
    )  # fmt: skip
    refused = _refused(chidi, version)
    indicator = _watched(chidi, cast, dataset, public)
    finding = _found(chidi, public, indicator)
    return CanaryCouncil(
        cast, dataset, version, public, inside, indicator, finding, refused,
        tuple(canaries_of(tables_of(public) + tables_of(inside))), log, (*chidi.seen, *amina.seen),
        frozenset(at for walk in (chidi, amina) for at, status in walk.read.items() if status == 200),
    )  # fmt: skip


def _handed_in(walk: Walk, dataset: Dataset) -> DatasetVersion:
    base = f"datasets/{dataset.slug}/files/"
    covers = {"covers": "period"} | {
        f"{end}-{part}": str(getattr(day, part))
        for end, day in zip(("start", "end"), YEAR, strict=True)
        for part in ("day", "month", "year")
    }
    with patch.object(reading, "open_records", opened_here):  # in this process, which saves a second
        walk.send(f"{base}new/", {"records": SimpleUploadedFile("hearings.csv", as_csv()), **covers})
    for place in range(1, 9):
        asked = walk.browser.get(f"{walk.base}{base}1/questions/{place}/")
        answers = re.findall(r'name="answer" type="radio" value="([^"]+)"', asked.content.decode())
        if asked.status_code == 200 and answers:
            walk.send(f"{base}1/questions/{place}/", {"answer": answers[0]})
    for page in ("", "columns/hundred/", "columns/full_name/", "faults/", "confirm/"):
        walk.get(f"{base}1/{page}")
    walk.send(f"{base}1/confirm/")
    version = DatasetVersion.objects.get(dataset=dataset)
    assert version.state == "ready", version.failure
    return version


def _released(chidi: Walk, amina: Walk, version: DatasetVersion, **asked: Any) -> Release:
    preview = chidi.prepare(version, **asked)
    assert "/refused/" not in preview, chidi.get(preview)
    chidi.get(preview)
    chidi.send(f"{preview}send/", {"what": "send", "note": "For the board."})
    amina.get(preview)
    amina.send(f"{preview}decide/", {"decision": "release"})
    return Release.objects.latest("prepared_at")


def _refused(chidi: Walk, version: DatasetVersion) -> str:
    """Have a release refused: what is undecided when the time is up does not go out, and here there is no time."""
    with patch("dueregard.web.monitoring.actions.releases_preparing.SECONDS", 0.0):
        at = chidi.prepare(version, by=("hundred",), crossings=(), policy="special-category-public")
    assert "/refused/" in at, at
    chidi.get(at)
    return at.rstrip("/").rpartition("/")[2]


def _watched(chidi: Walk, cast: Cast, dataset: Dataset, release: Release) -> Indicator:
    at = f"indicators/new/dataset/{dataset.slug}/"
    page = chidi.get(at)
    granted = re.search(r'value="(result=[^"]+)"[^>]*>\s*Granted', page)
    owner = re.search(r'value="([0-9a-f-]{36})"', page.partition('name="owner"')[2])
    assert granted, "the outcome is not offered"
    assert owner, "no owner is offered"
    chidi.send(
        at,
        {
            "name": "Hearings granted", "question": "Are hearings granted alike?", "asks": "outcome",
            "outcome": granted[1], "words": "were granted", "by": ["hundred", "guild"], "against": "everyone_else",
            "unit": "cases", "better": "lower", "period": "year", "owner": owner[1], "shown": "public",
        },
    )  # fmt: skip
    row = Indicator.objects.get(council_id=cast.council.id)
    if not row.readings.exists():
        chidi.send(f"indicators/{row.slug}/periods/new/", {"release": str(release.pk)})
    return row


def _found(chidi: Walk, release: Release, indicator: Indicator) -> Finding:
    outcome = f"{indicator.numerator['outcome']}={indicator.numerator['of']}"
    chidi.send(
        f"findings/look/{release.number}/",
        {"counted": outcome, "words": "were granted", "unit": "cases", "better": "lower", "indicator": indicator.slug},
    )
    return Finding.objects.filter(release=release).order_by("rank")[0]


def canaries_of(tables: tuple[ReleasedTable, ...]) -> Iterator[Canary]:
    """Give what must be nowhere: the figures behind hidden cells, and the words of the few."""
    published = {int(cell.value) for table in tables for _codes, cell in table.rows() if cell.value is not None}
    bases: dict[int, set[int]] = {}
    for table in tables:
        counted = _raw(table)
        shown = {codes: cell.value for codes, cell in table.rows()}
        for codes, cell in table.rows():
            number = counted(codes)
            if cell.value is not None:
                assert int(cell.value) == number, (codes, "the released figure is not what was counted")
            elif number >= 1_000 and number not in published:
                sums = [tuple(TOTAL if at else code for at, code in zip(mask, codes, strict=True))
                        for mask in product((False, True), repeat=len(codes))]  # fmt: skip
                known = {int(value) for one in sums if (value := shown.get(one)) is not None}
                bases.setdefault(number, set()).update(known)
    assert set(LARGE) <= set(bases), "the planted figures are not hidden, so the proof would prove nothing"
    yield from (of_number(number, bases=sorted(of)) for number, of in sorted(bases.items()))
    yield of_word(RARE)
    yield of_word(PERSON)


def _raw(table: ReleasedTable) -> Callable[[tuple[str, ...]], int]:
    """Give how to count a cell of a table from the made-up rows, by the words of its categories."""
    headings = {"hundred": "Hundred", "guild": "Guild", "result": "Result"}
    tally = Counter(tuple(row[headings[one.code]] for one in table.dimensions) for row in rows())
    known = {"Granted", *HUNDREDS, *GUILDS}

    def fits(place: int, code: str, word: str) -> bool:
        category = table.dimensions[place].category(code)
        if category.kind is Kind.TOTAL:
            return True
        return word == category.label if category.label in known else word not in known

    def counted(codes: tuple[str, ...]) -> int:
        return sum(n for words, n in tally.items() if all(fits(i, c, words[i]) for i, c in enumerate(codes)))

    return counted
