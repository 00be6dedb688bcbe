"""As officer, open a round: every page on the way is held to everything, and the link leads its owner to their page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from looking import NARROW, PAPER, WIDE, Looking, check_axe, check_open_on_paper, check_open_page, check_width
from playwright.sync_api import Page

from conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
AMINA = "amina@aldermere.example"
MOST_LOOKS = 60


@pytest.fixture
def desk(look: Looking, site: Site) -> Iterator[Page]:
    """Give a browser in which the equalities officer is signed in."""
    with look.page(width=NARROW, cookies=site.cookies_of(AMINA)) as page:
        yield page


def hold(page: Page, heading: str) -> None:
    """Hold the open page to every rule, narrow, wide and on paper; `heading` must be in its main heading."""
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


def until_done(page: Page) -> None:
    """Look again until the job has led to its result."""
    for _ in range(MOST_LOOKS):
        if "/jobs/" not in page.url:
            return
        page.wait_for_timeout(500)
        page.reload()
    pytest.fail(f"The job is not done: {page.locator('h1').inner_text()}")


def test_officer_opens_a_round(desk: Page, look: Looking, site: Site) -> None:
    desk.goto(site.url("/aldermere/rounds/"))
    hold(desk, "Who is asked how their actions are going?")
    desk.get_by_role("link", name="Make a round").first.click()
    desk.fill("input[name=name]", "Winter check")
    hold(desk, "What is the new round about?")
    press(desk, "Save and choose the actions")
    hold(desk, "Which actions do you ask about?")
    desk.get_by_role("link", name="Go on to the words").click()
    desk.fill("textarea[name=words]", "The board meets soon. Two minutes are enough.")
    press(desk, "Save and show the mail")
    hold(desk, "What do you say to the owners?")
    assert desk.get_by_text("The board meets soon.").count() == 2  # what was written, and the mail
    press(desk, "Save and go on to the days")
    hold(desk, "When, and how are people reminded?")
    press(desk, "Save and check everything")
    hold(desk, "Check before you ask anybody")
    press(desk, "Go on")
    assert desk.title().startswith("Error:")  # nothing was chosen: the form says so
    hold(desk, "Check before you ask anybody")
    desk.get_by_label("Yes, ask these people").check()
    press(desk, "Go on")
    until_done(desk)
    hold(desk, "Winter check")
    round_page = desk.url.partition("#")[0]  # a browser keeps the fragment through redirects

    desk.locator("main table tbody th a").first.click()
    hold(desk, desk.locator("h1").inner_text())
    owner = desk.locator("h1").inner_text()
    press(desk, "Show the link")
    hold(desk, f"The link of {owner}")
    address = desk.locator("main .govuk-inset-text").inner_text().strip()
    with look.page(width=NARROW) as phone:  # somebody who is not signed in
        phone.goto(
            site.base + address.partition("://")[2].partition("/")[1] + address.partition("://")[2].partition("/")[2]
        )
        assert owner.split()[0] in phone.locator("body").inner_text()
        assert phone.locator("main form").count() > 0

    for part, heading in (
        ("report/", "Who was asked, and who answered?"),
        ("mail-merge/", "Send the links yourself"),
        ("remind/", "Remind them now?"),
        ("days/", "When, and how are people reminded?"),
        ("close/", "Close this round?"),
    ):
        desk.goto(round_page + part)
        hold(desk, heading)
    desk.get_by_label("Yes, take no more answers").check()
    press(desk, "Go on")
    hold(desk, "Winter check")
    desk.goto(round_page + "reopen/")
    hold(desk, "Reopen this round?")
    desk.goto(site.url("/aldermere/rounds/quiet-days/"))
    hold(desk, "On which days is nobody reminded?")
