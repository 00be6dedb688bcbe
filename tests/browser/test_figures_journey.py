"""From a file of records to a released, hedged comparison: a browser without scripts, every page held to axe.

The one idea: whoever does this for the first time answers what is asked and nothing else. The walk is made without
JavaScript; each page on the way is then opened once more, wide and narrow, in a browser that can run axe.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from looking import NARROW, WIDE, Looking, check_axe, check_open_page, check_width
from playwright.sync_api import Page

from conftest import Site
from dueregard.demo.records import housing_help

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
CHIDI, AMINA = "chidi@aldermere.example", "amina@aldermere.example"
STOPS = Path(__file__).resolve().parents[2].parent / "shared/data/test/stop_and_search"
DERBYSHIRE = STOPS / "2020-02-derbyshire-stop-and-search.csv"


class Walk:
    """Somebody at a browser without scripts, and a second browser, as the same person, that looks at each page."""

    def __init__(self, look: Looking, site: Site, desk: Page, glass: Page) -> None:
        self.look, self.site, self.desk, self.glass = look, site, desk, glass

    def go(self, path: str) -> None:
        self.desk.goto(path if "://" in path else self.site.url(path))

    def hold(self, heading: str | None = None, *, narrow: bool = True) -> str:
        """Hold the open page to every rule, and give its words; `heading` must be in its main heading."""
        marker = self.desk.locator("h1").first.inner_text()
        assert heading is None or heading in marker, f"{self.desk.url} is headed “{marker}”"
        check_width(self.desk)
        self.glass.set_viewport_size({"width": WIDE, "height": 800})
        self.glass.goto(self.desk.url)
        assert marker in self.glass.locator("h1").first.inner_text()
        check_axe(self.glass)
        check_width(self.glass)
        if narrow:
            self.glass.set_viewport_size({"width": NARROW, "height": 640})
            check_open_page(self.glass, marker)
        return self.desk.locator("main").inner_text()

    def press(self, words: str) -> None:
        """Press the button that says these words, and wait for the page that comes."""
        self.desk.get_by_role("button", name=words, exact=False).first.click()
        self.desk.wait_for_load_state()

    def follow(self, words: str) -> None:
        self.desk.locator("main a", has_text=words).first.click()
        self.desk.wait_for_load_state()

    def wait_for_job(self, *, most: int = 120) -> None:
        """Look again until a job is done, as somebody without scripts does."""
        for _look in range(most):
            if "/jobs/" not in self.desk.url:
                return
            self.desk.wait_for_timeout(1000)
            self.desk.reload()
        raise AssertionError(f"the job does not end: {self.desk.locator('main').inner_text()}")

    def choose(self, name: str, value: str) -> None:
        self.desk.locator(f'[name="{name}"][value="{value}"]').check()


@pytest.fixture
def desk(look: Looking, site: Site) -> Iterator[Walk]:
    """Give the analyst's browsers."""
    with _walk(look, site, CHIDI) as made:
        yield made


@contextmanager
def _walk(look: Looking, site: Site, email: str, *, width: int = WIDE) -> Iterator[Walk]:
    cookies = site.cookies_of(email)
    without = look.page(width=width, cookies=cookies, java_script_enabled=False)
    with without as page, look.page(cookies=cookies) as glass:
        page.set_default_timeout(30_000)
        yield Walk(look, site, page, glass)


def register(walk: Walk, name: str, *, unit: str, offences: bool) -> None:
    """Register a dataset; the form without answers first, which says what is missing."""
    walk.go("/aldermere/datasets/")
    walk.hold()
    walk.go("/aldermere/datasets/new/")
    walk.hold("Register a dataset")
    walk.press("Register this dataset")
    assert walk.desk.title().startswith("Error:")
    said = {
        "name": name,
        "about": "As it came from the system.",
        "population_label": f"All in {name}",
        "purpose": "To see whether what happens is spread fairly.",
        "dpia_reference": "DPIA 2026/19",
        "retention_until-day": "1",
        "retention_until-month": "6",
        "retention_until-year": str(timezone_year() + 1),
    }
    for field, words in said.items():
        walk.desk.locator(f'[name="{field}"]').fill(words)
    walk.choose("unit", unit)
    walk.choose("article_6", "e")
    walk.choose("article_9", "g8")
    walk.choose("article_10", "official_authority" if offences else "none")
    walk.choose("gender_identity", "no")
    walk.desk.locator('[name="owner"]').select_option(label="Workforce Data Analyst")
    walk.press("Register this dataset")
    assert walk.desk.title().startswith("Error:")  # that they are never used for decisions was not said
    walk.desk.locator('[name="never_for_decisions"]').check()
    walk.press("Register this dataset")
    walk.hold(name)


def bring_in(walk: Walk, document: Path, *, day: tuple[str, str, str]) -> str:
    """Hand a file in, wait for it, answer only what is asked, confirm; give what the last page says."""
    walk.follow("Hand in the")
    walk.hold("Hand in a file")
    walk.desk.set_input_files("input[type=file]", str(document))
    walk.choose("covers", "day")
    for part, words in zip(("day", "month", "year"), day, strict=True):
        walk.desk.locator(f'[name="on-{part}"]').fill(words)
    walk.press("Read this file")
    walk.wait_for_job()
    walk.hold("What is in this file?")
    for _question in range(30):
        first = walk.desk.locator("main a", has_text="Go to the first question")
        if not first.count():
            break
        first.click()
        walk.hold(narrow=False)
        walk.desk.locator('main input[name="answer"]').first.check()
        walk.press("Save and go on")
        if "/questions/" in walk.desk.url:
            walk.follow("Back to the file")
    walk.follow("Check and confirm")
    walk.hold("Is this what the file holds?")
    walk.press("Confirm and prepare")
    walk.wait_for_job()
    return walk.hold("What does file")


def timezone_year() -> int:
    """Give this year, as the site has it."""
    return datetime.now(tz=UTC).year


def prepare(walk: Walk, name: str, *, by: str, outcome: tuple[str, str]) -> str:
    """Prepare a release for everyone, with an outcome, up to its preview; give the preview's words."""
    walk.go("/aldermere/releases/")
    walk.hold()
    walk.go("/aldermere/releases/new/")
    walk.hold("Which records do you want to count?")
    walk.desk.locator("main label", has_text=name).first.click()
    walk.press("Go on")
    walk.hold("What do you want to count by?", narrow=False)
    walk.desk.locator("main label", has_text=by).first.click()
    walk.press("Go on")
    walk.hold("Do you ask to whom something happened?", narrow=False)
    walk.desk.get_by_label(outcome[0], exact=True).check()
    walk.press("Go on")
    walk.hold(narrow=False)
    walk.desk.get_by_label(outcome[1], exact=True).check()
    walk.press("Go on")
    walk.hold("Do you want some of the records set apart?", narrow=False)
    walk.choose("column", "none")
    walk.press("Go on")
    walk.hold("Who will read these figures?", narrow=False)
    walk.choose("audience", "public")
    walk.press("Go on")
    walk.hold("Which rules protect them?")
    walk.desk.locator('main input[name="policy"]').first.check()
    walk.press("Go on")
    walk.hold("Is this what you want to count?")
    walk.press("Count and protect")
    walk.wait_for_job()
    return walk.hold()


def release(walk: Walk, look: Looking, site: Site) -> str:
    """Send the preview that is open; another person releases it; give the address at which everyone reads it."""
    walk.press("Save")
    assert walk.desk.title().startswith("Error:")  # nothing is chosen for anyone
    walk.choose("what", "send")
    walk.press("Save")
    sent = walk.hold("Shall this go out?")
    assert "You prepared it, so somebody else decides." in sent
    with _walk(look, site, AMINA) as second:
        second.go(walk.desk.url)
        second.hold("Shall this go out?")
        second.choose("decision", "release")
        second.press("Save")
        second.hold()
        public: str = second.desk.locator("main a", has_text="See it as everyone does").evaluate("each => each.href")
    return public


def read_as_public(look: Looking, address: str, marker: str) -> str:
    """Open a released table as somebody who is not signed in, to every rule; give its words."""
    look.check_fully(address, marker)
    with look.page(java_script_enabled=False) as page:
        page.goto(address)
        return page.locator("main").inner_text()


def look_who_is_worst_off(walk: Walk, title: str, *, counted: str, words: str, better: str = "lower") -> str:
    """Ask the scan of a release; give what it says."""
    walk.go("/aldermere/findings/")
    walk.hold("Who is worst off?")
    walk.follow(title)
    walk.hold("Who is worst off?")
    walk.desk.locator('main [name="counted"]').select_option(label=counted)
    walk.desk.locator('main [name="words"]').fill(words)
    walk.desk.locator('main [name="unit"]').fill("cases")
    walk.choose("better", better)
    walk.press("Look")
    return walk.hold("Who is worst off?")


def define_indicator(walk: Walk, dataset: str, *, outcome: str, by: str) -> str:
    """Watch what was released: an indicator over a dataset, with its first period; give what its page says."""
    walk.go("/aldermere/indicators/")
    walk.hold(narrow=False)
    walk.go("/aldermere/indicators/new/")
    walk.hold("Which figures is the indicator about?", narrow=False)
    walk.follow(dataset)
    walk.hold("Define an indicator")
    fields = {"name": f"{outcome} today", "question": "Does it work equally well for everybody?", "unit": "households"}
    for field, words in {**fields, "words": "kept or found a home"}.items():
        walk.desk.locator(f'main [name="{field}"]').fill(words)
    for field, value in (("asks", "outcome"), ("against", "everyone_else"), ("better", "higher"), ("shown", "council")):
        walk.choose(field, value)
    walk.desk.locator('main [name="outcome"]').select_option(label=outcome)
    walk.desk.get_by_label(by).first.check()
    walk.desk.locator('main [name="period"]').first.check()
    walk.desk.locator('main [name="owner"]').select_option(label="Workforce Data Analyst")
    walk.press("Define this indicator")
    walk.follow("Add a period")
    walk.hold("Which released figures are the new period?")
    walk.desk.locator('main [name="release"]').first.check()
    walk.press("Add this period")
    return walk.hold(outcome)


def test_stops_become_a_release(desk: Walk, look: Looking, site: Site) -> None:
    """119 real searches: nearly all is hidden from the public, and nothing is claimed about what is hidden."""
    if not DERBYSHIRE.exists():
        pytest.skip(f"There is no {DERBYSHIRE.name} beside this project; made-up records take its place below.")

    register(desk, "Stop and search", unit="events", offences=True)
    ready = bring_in(desk, DERBYSHIRE, day=("29", "2", "2020"))
    preview = prepare(desk, "Stop and search", by="Self-defined ethnicity", outcome=("Outcome", "Arrest"))
    title = desk.desk.locator("h1").inner_text()
    public = read_as_public(look, release(desk, look, site), title)
    said = look_who_is_worst_off(desk, title, counted="Arrest", words="were arrested")

    assert "119 rows, ready to be counted." in ready
    assert "nothing recovered, nothing undecided" in preview
    assert "[c]" in public
    assert "A difference between groups does not show why." in public
    assert "hidden to protect people, so nothing is said of them" in said
    assert "against" not in said.partition("What these figures cannot say")[0]


def test_made_up_records_become_a_comparison(look: Looking, site: Site, tmp_path: Path) -> None:
    """12,000 made-up households, on a phone: prevention fails disabled people more often, as was planted."""
    document = tmp_path / "housing help.csv"
    document.write_bytes(housing_help(2026))
    with document.open(encoding="utf-8-sig", newline="") as rows:
        disabled = [row["outcome"] for row in csv.DictReader(rows, delimiter=";") if row["disabled"] == "Yes"]
    found_a_home = f"({disabled.count('Homelessness prevented'):,} of {len(disabled):,})"  # counted without our code

    with _walk(look, site, CHIDI, width=NARROW) as walk:
        register(walk, "Housing cases", unit="households", offences=False)
        ready = bring_in(walk, document, day=("31", "3", "2026"))
        prepare(walk, "Housing cases", by="disabled", outcome=("outcome", "Homelessness prevented"))
        title = walk.desk.locator("h1").inner_text()
        public = read_as_public(look, release(walk, look, site), title)
        said = look_who_is_worst_off(
            walk, title, counted="Homelessness prevented", words="kept or found a home", better="higher"
        )
        watched = define_indicator(walk, "Housing cases", outcome="Homelessness prevented", by="disabled")

    assert "12,000 rows, ready to be counted." in ready
    assert "HH/2026" not in ready + public + said + watched  # a case's own number, which is in every row
    worst = said.partition("What these figures cannot say")[0]
    assert f"Disabled under the Equality Act: 51.5% kept or found a home {found_a_home}, against 55.7%" in worst
    assert "The difference is larger than chance alone would make it." in worst
    assert "It does not show why." in said
    assert "Disabled under the Equality Act" in watched
