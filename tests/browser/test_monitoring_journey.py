"""From a file of records to a released, hedged comparison: a browser without scripts, every page held to axe.

The one idea: whoever does this for the first time answers what is asked and nothing else. The walk is made without
JavaScript; each page on the way is then opened once more, wide and narrow, in a browser that can run axe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from looking import NARROW, WIDE, Looking, check_axe, check_open_page, check_width
from playwright.sync_api import Page

from conftest import Site
from dueregard.demo.records import staff

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
def _walk(look: Looking, site: Site, email: str) -> Iterator[Walk]:
    cookies = site.cookies_of(email)
    with look.page(width=WIDE, cookies=cookies, java_script_enabled=False) as page, look.page(cookies=cookies) as glass:
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


def look_who_is_worst_off(walk: Walk, title: str, *, counted: str, words: str) -> str:
    """Ask the scan of a release; give what it says."""
    walk.go("/aldermere/findings/")
    walk.hold("Who is worst off?")
    walk.follow(title)
    walk.hold("Who is worst off?")
    counts = walk.desk.locator('main [name="counted"]')
    if counts.first.evaluate("each => each.tagName") == "SELECT":
        counts.first.select_option(label=counted)
    else:
        walk.desk.get_by_label(counted).first.check()
    walk.desk.locator('main [name="words"]').fill(words)
    walk.desk.locator('main [name="unit"]').fill("searches")
    walk.choose("better", "lower")
    walk.press("Look")
    return walk.hold("Who is worst off?")


def test_stops_become_a_comparison(desk: Walk, look: Looking, site: Site) -> None:
    if not DERBYSHIRE.exists():
        pytest.skip(f"There is no {DERBYSHIRE.name} beside this project.")

    register(desk, "Stop and search", unit="events", offences=True)
    ready = bring_in(desk, DERBYSHIRE, day=("29", "2", "2020"))
    print(ready)
    preview = prepare(desk, "Stop and search", by="Self-defined ethnicity", outcome=("Outcome", "Arrest"))
    title = desk.desk.locator("h1").inner_text()
    print(preview, title)
    public = release(desk, look, site)
    print(read_as_public(look, public, title))
    said = look_who_is_worst_off(desk, title, counted="Arrest", words="were arrested")
    print(said)
