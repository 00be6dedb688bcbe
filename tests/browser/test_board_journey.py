"""A board's question in a browser: asked by a member, frozen in a pack, answered, and back in the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from looking import NARROW, PAPER, WIDE, Looking, check_axe, check_open_on_paper, check_open_page, check_width
from playwright.sync_api import Page

from conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
AMINA, BEN, JOY, TOM = (f"{who}@aldermere.example" for who in ("amina", "ben", "joy", "tom"))
BOARD = "/aldermere/boards/fair-access-board/"
WORDS = "Of those still waiting, how many are families with a disabled child?"
ANSWER = "22 of the 88. They wait seven weeks longer."


@contextmanager
def desk_of(look: Looking, site: Site, email: str) -> Iterator[Page]:
    """Give a browser in which somebody is signed in, without scripts where it can be."""
    with look.page(width=NARROW, cookies=site.cookies_of(email)) as page:
        yield page


def hold(page: Page, heading: str) -> None:
    """Hold the open page to every rule, narrow, wide and on paper."""
    marker = page.locator("h1").first.inner_text()
    assert heading in marker, f"{page.url} is headed “{marker}”"
    check_open_page(page, marker)
    page.set_viewport_size({"width": WIDE, "height": 800})
    check_axe(page)
    check_width(page)
    page.set_viewport_size({"width": PAPER, "height": 1000})
    check_open_on_paper(page, marker)
    page.set_viewport_size({"width": NARROW, "height": 640})


def press(page: Page, words: str) -> None:
    """Press the button that says these words, and wait for the page that comes."""
    page.get_by_role("button", name=words, exact=False).first.click()
    page.wait_for_load_state()


def follow(page: Page, words: str) -> None:
    """Follow the link that says these words."""
    page.get_by_role("link", name=words, exact=False).first.click()
    page.wait_for_load_state()


def set_meeting(look: Looking, site: Site, on: date) -> str:
    """Set a meeting as the clerk, and give its address."""
    with desk_of(look, site, TOM) as page:
        page.goto(site.url(f"{BOARD}meetings/add/"))
        press(page, "Save")
        assert page.title().startswith("Error:")
        for part, value in (("day", on.day), ("month", on.month), ("year", on.year)):
            page.fill(f"input[name=on-{part}]", str(value))
        page.fill("input[name=place]", "Council Chamber, 2 pm")
        press(page, "Save")
        hold(page, "Meeting of")
        return page.url


def issue(look: Looking, site: Site, meeting: str) -> str:
    """Make, write in and freeze the pack of a meeting as the officer, and give its address."""
    with desk_of(look, site, AMINA) as page:
        page.goto(meeting)
        press(page, "Make the pack")
        hold(page, "Equality actions for the Fair Access Board")
        follow(page, "Say something to the board")
        page.fill("textarea[name=narrative]", "A hard quarter.")
        press(page, "Save")
        follow(page, "Freeze and send")
        hold(page, "Freeze and send this pack?")
        press(page, "Freeze and send")
        assert "It never changes." in page.content()
        return page.url


def test_question_of_a_member_comes_back_with_its_answer(look: Looking, site: Site) -> None:
    first = set_meeting(look, site, date.today() + timedelta(days=10))
    with desk_of(look, site, JOY) as page:
        page.goto(site.url("/"))
        assert page.url == first  # a member begins at the next meeting
        follow(page, "Ask about an action")
        press(page, "Ask")
        hold(page, "What do you want to ask?")  # nothing was chosen: the form says so
        chosen = page.locator("select[name=about] option", has_text="Adapt homes faster").first
        page.select_option("select[name=about]", chosen.get_attribute("value"))
        page.get_by_label("Question", exact=True).check()
        page.fill("textarea[name=text]", WORDS)
        press(page, "Ask")
        hold(page, "Adapt homes faster")
        question = page.url
        follow(page, "Open the action")
        assert WORDS in page.content()
    paper = issue(look, site, first)
    with desk_of(look, site, BEN) as page:
        page.goto(site.url("/aldermere/today/"))
        page.locator(".dr-todo li", has_text=WORDS).get_by_role("link").first.click()
        page.wait_for_load_state()
        assert page.url == question
        page.fill("textarea[name=text]", ANSWER)
        press(page, "Send the answer")
        hold(page, "Adapt homes faster")
    second = issue(look, site, set_meeting(look, site, date.today() + timedelta(days=90)))
    with desk_of(look, site, JOY) as page:
        page.goto(paper)
        frozen = page.locator(".dr-paper").inner_text()
        assert "Questions still open" in frozen
        assert ANSWER not in frozen
        page.goto(second)
        hold(page, "Equality actions for the Fair Access Board")
        now = page.locator(".dr-paper").inner_text()
        assert "receive the answer to its question" in now
        assert WORDS in now
        assert ANSWER in now
        for path in (f"{BOARD}watched/", "/aldermere/questions/", f"{BOARD}meetings/"):
            page.goto(site.url(path))
            check_open_page(page, page.locator("h1").first.inner_text())
