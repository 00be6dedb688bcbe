"""From a closed year to the next plan, and from two plans to the action that was dropped without a word.

The one idea: the officer answers what is asked, in a browser without scripts, and each page on the way is opened once
more, wide and narrow, in a browser that can run axe. Both plans are of our own invention.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest
from looking import NARROW, WIDE, Looking, check_axe, check_open_page, check_width
from playwright.sync_api import Page

from conftest import ROOT, Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
AMINA = "amina@aldermere.example"
DROPPED = "Put a hearing loop in each customer service point"
MAKE_PLANS = """
import django; django.setup()
from dataclasses import replace
from datetime import date
from dueregard.domain.plans.model import Action, Period, Plan
from dueregard.web.accounts.models import Person
from dueregard.web.organisation.models import Council
from dueregard.web.plans.actions import adopting, publishing

council, by = Council.objects.get(slug="aldermere"), Person.objects.get(email="amina@aldermere.example").pk
LISTEN = "Hold a yearly listening day with Gypsy and Traveller families"
PAY = "Publish our pay gap with what we do about it"
old = Plan(
    document="Equal chances 2024-25",
    plan_period=Period("2024-25", date(2024, 4, 1), date(2025, 3, 31)),
    actions=(
        Action(LISTEN, number=1, outcome="ongoing", due_date=date(2025, 1, 31)),
        Action("Offer every front-line worker training in deaf awareness", number=2, outcome="developed"),
        Action(PAY, number=3, outcome="ongoing", due_date=date(2026, 1, 31)),
        Action("Put a hearing loop in each customer service point", number=4, outcome="closed"),
    ),
)
new = Plan(
    document="Fair services 2025-26",
    plan_period=Period("2025-26", date(2025, 4, 1), date(2026, 3, 31)),
    actions=(
        Action(LISTEN, number=1),
        Action(PAY, number=2),
        Action("Offer front-line staff training in serving deaf residents", number=3),
        # Not number 4: an action that shares a dropped one's number alone is a question, and not yet a drop.
        Action("Open a quiet room in the town hall", number=5),
    ),
)
silent = tuple(replace(one, outcome=None) for one in old.actions)
closed = adopting.adopt_plan(old, council_id=council.pk, title="Equal chances 2024-25", by=by)
publishing.close_plan(closed, by=by)
for content in (replace(old, document="Fair services 2024-25", actions=silent), new):
    adopting.adopt_plan(content, council_id=council.pk, title=content.document, by=by)
"""


@pytest.fixture(scope="module")
def plans(site: Site) -> None:
    """Make a closed plan, and two that follow each other and were brought in."""
    environment = {
        **os.environ,
        "DUEREGARD_ENV": "test",
        "DUEREGARD_DATA": str(site.folder),
        "DATABASE_URL": f"sqlite:///{site.folder / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "dueregard.web.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    subprocess.run([sys.executable, "-c", MAKE_PLANS], env=environment, check=True)


def unjoined(words: str) -> str:
    """Give words without the joiners that keep a span of years on one line: they are there, and nobody sees them."""
    return words.replace("\u2060", "")


class Walk:
    """The officer at a browser without scripts, and a second browser that looks at each page."""

    def __init__(self, site: Site, desk: Page, glass: Page) -> None:
        self.site, self.desk, self.glass = site, desk, glass

    def go(self, path: str) -> None:
        self.desk.goto(self.site.url(path))

    def hold(self, heading: str) -> str:
        """Hold the open page to every rule, and give its words; `heading` must be in its main heading."""
        marker = self.desk.locator("h1").first.inner_text()
        assert heading in unjoined(marker), f"{self.desk.url} is headed “{marker}”"
        for width in (WIDE, NARROW):
            self.glass.set_viewport_size({"width": width, "height": 800})
            self.glass.goto(self.desk.url)
            if width == WIDE:
                check_axe(self.glass)
                check_width(self.glass)
            else:
                check_open_page(self.glass, marker)
        return unjoined(self.desk.locator("main").inner_text())

    def press(self, words: str) -> None:
        self.desk.get_by_role("button", name=words, exact=False).first.click()
        self.desk.wait_for_load_state()

    def follow(self, words: str) -> None:
        self.desk.locator("main a", has_text=words).first.click()
        self.desk.wait_for_load_state()

    def choose(self, name: str, value: str) -> None:
        self.desk.locator(f'[name="{name}"][value="{value}"]').check()

    def write(self, name: str, words: str) -> None:
        self.desk.locator(f'[name="{name}"]').fill(words)

    def day(self, name: str, on: date) -> None:
        for part in ("day", "month", "year"):
            self.write(f"{name}-{part}", str(getattr(on, part)))


@pytest.fixture
def walk(look: Looking, site: Site, plans: None) -> Iterator[Walk]:
    with (
        look.page(cookies=site.cookies_of(AMINA), java_script_enabled=False) as desk,
        look.page(cookies=site.cookies_of(AMINA)) as glass,
    ):
        yield Walk(site, desk, glass)


def test_a_closed_year_is_carried_forward(walk: Walk) -> None:
    walk.go("/aldermere/plans/equal-chances-2024-25/")
    walk.follow("Make the next plan from this one")
    assert "4 of 4 actions are decided." in walk.hold("The next plan")
    walk.follow("Name and time")
    walk.hold("What is the next plan called?")
    walk.write("title", "Equal chances 2025-26")
    walk.day("period_start", date(2025, 4, 1))
    walk.day("period_end", date(2026, 3, 31))
    walk.press("Save")
    walk.follow("New actions of what is developed")
    walk.hold("What does it become?")
    walk.write("text", "Teach every front-line team to serve deaf residents")
    walk.press("Save and go on")
    walk.follow("Dates that have passed")
    assert "No date is moved for you" in walk.hold("By when will it be done?")
    walk.choose("choice", "new")
    walk.day("due_date", date(2026, 1, 31))
    walk.press("Save and go on")
    walk.follow("Check and make the plan")
    walk.hold("Check the next plan")
    walk.press("Make the next plan")

    walk.hold("Equal chances 2025–26")
    walk.follow("See all 3 actions")
    walk.follow("Hold a yearly listening day")
    said = walk.hold("Hold a yearly listening day")
    assert "in two plans; date moved once" in said
    assert "Ongoing at year end" in said


def test_two_plans_are_compared_and_the_dropped_action_is_found(walk: Walk) -> None:
    walk.go("/aldermere/plans/fair-services-2025-26/")
    walk.follow("Compare with another plan")
    walk.hold("Compare with another plan")
    walk.follow("Fair services 2024")
    said = walk.hold("What became of Fair services")
    assert said.index("Dropped without a word") < said.index("For you to decide")
    assert DROPPED in said

    walk.follow("Answer the question")
    walk.hold("Is it the same action?")
    walk.press("Save and go on")
    assert walk.desk.title().startswith("Error: "), "nothing was chosen, and nothing is kept"
    walk.choose("choice", "same")
    walk.press("Save and go on")
    walk.hold("What became of Fair services")
    walk.follow("Record this lineage")
    walk.hold("Record which action comes from which")
    walk.choose("sure", "on")
    walk.press("Record this lineage")

    assert "3 links between the two plans are recorded." in walk.desk.locator("main").inner_text()
    walk.follow("Publish our pay gap")
    assert "Plan by plan" in walk.hold("Publish our pay gap")
