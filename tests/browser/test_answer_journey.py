"""An owner answers from the link in a message, on a phone without JavaScript; a machine that runs scripts does not.

The one idea: the same site, the same link. First a machine opens it, follows every link and presses every button with
nothing filled in; then a person answers. Only the person is in the ledger.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from looking import NARROW, WIDE, Looking, check_axe, check_keyboard, check_open_page, check_width, picture_of
from playwright.sync_api import Page

from conftest import ROOT, Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
ASK = """
import django; django.setup()
from dueregard.web.accounts.queries import person_by_email
from dueregard.web.plans.models import Action
from factories.answers import ask_about, round_of
ben, amina = (person_by_email(f"{name}@aldermere.example") for name in ("ben", "amina"))
held = Action.objects.filter(plan__council__slug="aldermere", plan__state__in=("adopted", "published"))
held = held.filter(leads__post__holdings__person=ben.id, leads__post__holdings__until__isnull=True)
plan = held.order_by("plan__title").values_list("plan", flat=True)[0]
actions = list(held.filter(plan=plan).distinct().order_by("position")[:2])
made = round_of(actions[0].plan.council_id, by=amina.id, name="A test round")
print(ask_about(actions, by=amina.id, person=ben, round_=made).path)
"""


@pytest.fixture(scope="module")
def link(site: Site) -> str:
    """Ask Ben about two of his actions, and give the path of the link that is sent to him."""
    own = {
        "DUEREGARD_ENV": "test",
        "DUEREGARD_DATA": str(site.folder),
        "DATABASE_URL": f"sqlite:///{site.folder / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "dueregard.web.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")]),
        "PYTHONWARNINGS": "ignore",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], env={**os.environ, **own}, check=True, capture_output=True, text=True
    )
    return done.stdout.strip().splitlines()[-1]


def recorded(folder: Path) -> tuple[int, int]:
    """Say how many entries the ledger has, and how many answers are noted."""
    with sqlite3.connect(folder / "site.sqlite3") as kept:
        return (
            kept.execute("select count(*) from ledger_entry").fetchone()[0],
            kept.execute("select count(*) from delivery_ask where answered_at is not null").fetchone()[0],
        )


def hold(page: Page, heading: str | None = None) -> None:
    """Hold the open page to every rule, on a phone and wide."""
    marker = page.locator("h1").first.inner_text()
    assert heading is None or heading in marker, f"{page.url} is headed “{marker}”"
    check_open_page(page, marker)
    page.set_viewport_size({"width": WIDE, "height": 800})
    check_axe(page)
    check_width(page)
    page.set_viewport_size({"width": NARROW, "height": 640})


def test_a_machine_that_runs_scripts_and_presses_everything_says_nothing(look: Looking, site: Site, link: str) -> None:
    before = recorded(site.folder)

    with look.page(width=WIDE) as page:
        page.goto(site.url(link))
        page.wait_for_load_state("networkidle")
        assert page.url == site.url("/aldermere/answer/")
        links = [str(found) for found in page.eval_on_selector_all("main a", "all => all.map(one => one.href)")]
        for address in [site.url("/aldermere/answer/"), *dict.fromkeys(links)]:
            if not address.startswith(site.base):
                continue
            page.goto(address)
            for number in range(page.locator("main form button").count()):
                page.goto(address)
                page.locator("main form button").nth(number).evaluate("button => button.click()")
                page.wait_for_load_state("networkidle")
        page.goto(address := site.url("/aldermere/answer/"))
        page.evaluate("document.querySelectorAll('form').forEach(form => form.submit())")
        page.wait_for_load_state("networkidle")
        assert page.url == address

    assert recorded(site.folder) == before


def test_an_owner_answers_on_a_phone_without_javascript(look: Looking, site: Site, link: str) -> None:
    before = recorded(site.folder)

    with look.page(width=NARROW, java_script_enabled=False) as page:
        page.goto(site.url(link))
        assert "How are your actions going?" in page.locator("h1").inner_text()
        first = page.locator("section.dr-section").first
        first.get_by_label("At risk", exact=True).check()
        first.get_by_label("What has happened since", exact=False).or_(first.get_by_label("What is new?")).first.fill(
            "The second firm has begun; one lift is in."
        )
        first.get_by_role("button", name="Send this update").click()
        assert "Sent: 1 answer is recorded." in page.content()
        assert "by the link sent to Ben" in page.content()
        page.get_by_label("Nothing has changed", exact=True).check()
        page.get_by_role("button", name="Send this update").click()
        assert "Everything is sent." in page.content()
        page.get_by_role("link", name="Correct this").first.click()
        assert "What you sent before stays." in page.content()

    entries, answers = recorded(site.folder)
    assert (entries - before[0], answers - before[1]) == (2, 2)


def test_every_page_of_answering_holds_the_rules(look: Looking, site: Site, link: str) -> None:
    with look.page(width=NARROW) as page:
        page.goto(site.url("/aldermere/answer/"))
        hold(page, "This link is closed")

    with look.page(width=NARROW) as page:
        page.goto(site.url(link))
        hold(page, "How are your actions going?")
        picture_of(page, "answer-320")
        page.get_by_role("link", name="Correct this").first.click()
        hold(page)
        check_keyboard(page)
        page.get_by_role("button", name="Send this update").click()
        assert page.title().startswith("Error:")
        hold(page)
        page.goto(site.url("/aldermere/answer/somebody-else/"))
        hold(page, "Who should answer?")


def test_two_who_speak_at_once_see_both_and_choose(look: Looking, site: Site, link: str) -> None:
    with (
        look.page(width=NARROW) as owner,
        look.page(width=WIDE, cookies=site.cookies_of("ben@aldermere.example")) as desk,
    ):
        owner.goto(site.url(link))
        owner.get_by_role("link", name="Correct this").first.click()
        desk.goto(site.url("/aldermere/my-answers/"))
        desk.get_by_role("link", name="Correct this").first.click()
        for page, status, words in ((desk, "Off track", "Said at the desk"), (owner, "Complete", "Said on the phone")):
            page.get_by_label(status, exact=True).check()
            page.locator("textarea").first.fill(words)
            page.get_by_role("button", name="Send this update").click()

        hold(owner)
        assert "Said at the desk" in owner.content()
        assert owner.locator("textarea").first.input_value() == "Said on the phone"
        for question in owner.locator("fieldset", has_text="which holds?").all():
            question.get_by_label("Mine", exact=False).check()
        owner.get_by_label("Yes, record mine as well", exact=False).check()
        owner.get_by_role("button", name="Send this update").click()

        assert "Said on the phone" in owner.content()
        assert "recorded" in owner.content()
