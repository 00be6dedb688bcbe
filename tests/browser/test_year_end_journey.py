"""Close a plan and publish its report: officer, directorate lead and public, without scripts, every page held to axe.

The officer decides what became of three actions, closes the plan, writes a summary and sends the report; a directorate
lead signs it; the officer publishes it; somebody who is not signed in reads it and takes it away. It is corrected once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from looking import NARROW, WIDE, Looking, check_axe, check_open_page, check_width
from playwright.sync_api import Page

from conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
AMINA, GRACE = "amina@aldermere.example", "grace@aldermere.example"
PLANS = "/aldermere/plans/"
YEAR = f"{PLANS}quiet-streets-2025-26/year-end/"
PUBLIC = "/aldermere/equality-plan/quiet-streets-2025-26/report/"


class Walk:
    """Somebody at a browser without scripts, and a second browser that looks at each page with axe."""

    def __init__(self, site: Site, desk: Page, glass: Page) -> None:
        self.site, self.desk, self.glass = site, desk, glass

    def go(self, path: str) -> None:
        self.desk.goto(self.site.url(path))

    def hold(self, heading: str) -> str:
        """Hold the open page to every rule, wide and narrow, and give its words."""
        marker = self.desk.locator("h1").first.inner_text()
        assert heading in marker, f"{self.desk.url} is headed “{marker}”"
        check_width(self.desk)
        self.glass.set_viewport_size({"width": WIDE, "height": 800})
        self.glass.goto(self.desk.url)
        check_axe(self.glass)
        self.glass.set_viewport_size({"width": NARROW, "height": 640})
        check_open_page(self.glass, marker)
        return self.desk.locator("main").inner_text()

    def press(self, words: str) -> None:
        self.desk.get_by_role("button", name=words).first.click()
        self.desk.wait_for_load_state()

    def choose(self, name: str, value: str) -> None:
        self.desk.locator(f'[name="{name}"][value="{value}"]').check()

    def write(self, name: str, words: str) -> None:
        self.desk.locator(f'[name="{name}"]').fill(words)


@contextmanager
def _walk(look: Looking, site: Site, email: str | None) -> Iterator[Walk]:
    cookies = site.cookies_of(email) if email else ()
    with look.page(cookies=cookies, java_script_enabled=False) as desk, look.page(cookies=cookies) as glass:
        desk.set_default_timeout(30_000)
        yield Walk(site, desk, glass)


def _make_plan(walk: Walk) -> None:
    """Begin a plan by hand, with three actions, adopt it and publish it."""
    walk.go(f"{PLANS}new/")
    walk.write("title", "Quiet streets 2025-26")
    walk.press("Begin this plan")
    base = f"{PLANS}quiet-streets-2025-26/"
    for words in ("Ask residents where they feel unsafe", "Light the underpass", "Train the night wardens"):
        walk.go(f"{base}actions/new/")
        walk.write("text", words)
        walk.press("Add")
    walk.go(f"{base}adopt/")
    walk.press("Adopt")
    walk.go(f"{base}publish/")
    walk.press("Publish")


def _decide(walk: Walk) -> None:
    walk.go(YEAR)
    assert "3 actions are blank." in walk.hold("What became of each action?")
    walk.go(f"{YEAR}close/")
    assert "cannot be closed yet" in walk.hold("Close this plan?")
    assert walk.desk.get_by_role("button", name="Go on").count() == 0
    walk.go(f"{YEAR}missing/")
    walk.hold("Who is missing, and whom to ask")
    walk.go(YEAR)
    walk.desk.get_by_role("link", name="Decide one by one").click()
    walk.hold("What became of this action?")
    walk.press("Save and go to action")
    assert walk.desk.title().startswith("Error:")
    assert "Choose what became of this action" in walk.desk.locator("main").inner_text()
    walk.choose("outcome", "closed")
    walk.choose("achieved", "partly")
    walk.write("words", "We asked in four of six wards.")
    walk.press("Save and go to action")
    walk.choose("outcome", "dropped")
    walk.write("words", "The county owns it.")
    walk.press("Save and go to action")
    walk.choose("outcome", "developed")
    walk.write("becomes", "Train wardens each spring\nTrain street pastors")
    walk.press("Save")
    assert "Every action is decided." in walk.hold("What became of each action?")


def test_close_the_year_and_publish_its_report(look: Looking, site: Site) -> None:
    with _walk(look, site, AMINA) as amina, _walk(look, site, GRACE) as grace, _walk(look, site, None) as public:
        _make_plan(amina)
        _decide(amina)
        amina.go(f"{YEAR}close/")
        amina.hold("Close this plan?")
        amina.choose("sure", "yes")
        amina.press("Go on")
        assert "Every action has an outcome." in amina.hold("What became of each action?")

        amina.press("Write the report")
        report = amina.desk.url.removeprefix(amina.site.base)
        amina.hold("Quiet streets")
        amina.go(f"{report}write/")
        amina.hold("Write in the report")
        amina.write("summary", "Residents told us where they feel unsafe.")
        amina.press("Save")
        amina.go(f"{report}send/")
        amina.hold("Send the report for sign-off?")
        amina.choose("sure", "yes")
        amina.press("Go on")
        public.go(PUBLIC)
        assert "There is no page here" in public.desk.title()

        grace.go(f"{report}sign/")
        grace.hold("Sign the year-end report?")
        grace.choose("decision", "sign")
        grace.press("Go on")
        amina.go(f"{report}publish/")
        amina.choose("sure", "yes")
        amina.press("Go on")

        _read(public)
        amina.go(f"{YEAR}report/")
        amina.hold("Correct the year-end report")
        amina.write("changes", "Five wards, not four.")
        amina.press("Begin the correction")
        amina.hold("Quiet streets")
        amina.go("/aldermere/reports/")
        assert "Draft" in amina.hold("Year-end reports")
        amina.go(YEAR)
        amina.press("Make the next plan")
        assert amina.desk.url.endswith("/quiet-streets-2025-26/next/")


def _read(public: Walk) -> None:
    """Read the report as anybody may, from the public plan on."""
    public.go("/aldermere/equality-plan/quiet-streets-2025-26/")
    public.desk.get_by_role("link", name="The year-end report: what we did").click()
    words = public.hold("Quiet streets")
    for said in (
        "Of 3 actions, 1 is closed, 1 was developed into new actions and 1 was dropped.",
        "Residents told us where they feel unsafe.",
        "The county owns it.",
        "Train street pastors",
        "Every action was reported on.",
    ):
        assert said in words, said
    assert "Grace" not in words
    public.desk.get_by_role("link", name="All 3 actions, each with its outcome").click()
    assert "Closed (partly achieved)" in public.hold("Every action and its outcome")
    for ending in ("docx", "pdf", "ods", "csv"):
        given = public.desk.request.get(public.site.url(f"{PUBLIC.rstrip('/')}.{ending}"))
        assert given.status == 200, ending
