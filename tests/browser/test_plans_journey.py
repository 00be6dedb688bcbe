"""From a document to a public plan in a browser: every page on the way, those behind forms too, is held to everything.

The walk of `test_ui_every_page` follows links; this one sends forms, so it reaches the review, the answers together,
previews, forms with errors and what two people change at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from looking import (
    NARROW,
    PAPER,
    WIDE,
    Looking,
    check_axe,
    check_open_on_paper,
    check_open_page,
    check_width,
)
from playwright.sync_api import Page

from conftest import Site
from dueregard.demo.documents import sample_documents

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
AMINA = "amina@aldermere.example"


@pytest.fixture
def desk(look: Looking, site: Site) -> Iterator[Page]:
    """Give a browser in which the equalities officer is signed in."""
    with look.page(width=NARROW, cookies=site.cookies_of(AMINA)) as page:
        yield page


def hold(page: Page, heading: str | None = None) -> None:
    """Hold the open page to every rule, narrow, wide and on paper; `heading` must be in its main heading."""
    marker = page.locator("h1").first.inner_text()
    assert heading is None or heading in marker, f"{page.url} is headed “{marker}”"
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


def test_document_becomes_a_plan(desk: Page, site: Site, tmp_path: Path) -> None:
    sample = sample_documents()[0]
    document = tmp_path / sample.name
    document.write_bytes(sample.data)

    desk.goto(site.url("/aldermere/plans/imports/new/"))
    press(desk, "Read this document")
    hold(desk)  # nothing was chosen: the form says so
    assert desk.title().startswith("Error:")
    desk.set_input_files("input[type=file]", str(document))
    press(desk, "Read this document")
    if "/jobs/" in desk.url:
        desk.get_by_role("link", name="Look again").click()
    review = desk.url
    hold(desk, "Young people")
    for part in ("questions/1/", "names/", "sections/", "actions/", "actions/1/", "not-used/", "adopt/"):
        desk.goto(review + part)
        hold(desk)
    desk.goto(f"{review}questions/1/")
    press(desk, "Save and go to the next question")
    hold(desk)  # no answer was chosen: the form says so
    assert desk.title().startswith("Error:")
    desk.goto(f"{review}actions/1/")
    desk.goto(desk.locator("main a", has_text=re.compile("^Change")).first.evaluate("each => each.href"))
    hold(desk)
    desk.goto(f"{review}adopt/")
    press(desk, "Adopt this plan")
    plan = desk.url
    hold(desk, "Young people")
    for part in ("undo/", "publish/", "close/"):
        desk.goto(plan + part)
        hold(desk)
    desk.goto(f"{plan}publish/")
    press(desk, "Publish")
    hold(desk, "Young people")
    desk.goto(f"{plan}withdraw/")
    hold(desk)


def test_document_without_a_plan_says_what_it_holds(desk: Page, site: Site, tmp_path: Path) -> None:
    sample = sample_documents()[-1]
    document = tmp_path / sample.name
    document.write_bytes(sample.data)

    desk.goto(site.url("/aldermere/plans/imports/new/"))
    desk.set_input_files("input[type=file]", str(document))
    press(desk, "Read this document")

    hold(desk)


def test_plan_is_changed_by_hand(desk: Page, site: Site) -> None:
    desk.goto(site.url("/aldermere/plans/"))
    desk.locator("main table tbody a").first.click()
    plan = desk.url
    desk.goto(f"{plan}bulk/")
    desk.locator("main table input[type=checkbox]").nth(0).check()
    desk.locator("main table input[type=checkbox]").nth(1).check()
    desk.locator("main select[name=status]").last.select_option("complete")
    press(desk, "Show what will change")
    hold(desk)  # the preview
    desk.goto(f"{plan}actions/new/")
    press(desk, "Save") if desk.get_by_role("button", name="Save").count() else press(desk, "Add")
    hold(desk)  # an empty action: the form says what is missing
    assert desk.title().startswith("Error:")
    desk.goto(f"{plan}actions/")
    desk.locator("main table tbody a").first.click()
    action = desk.url
    for part in ("edit/", "update/", "move/", "remove/", "parts/new/", "measures/new/", "evidence/new/", "history/"):
        desk.goto(action + part)
        hold(desk)


def test_two_people_change_one_action(desk: Page, look: Looking, site: Site) -> None:
    desk.goto(site.url("/aldermere/plans/"))
    desk.locator("main table tbody a").first.click()
    desk.goto(f"{desk.url}actions/")
    desk.locator("main table tbody a").nth(1).click()
    edit = f"{desk.url}edit/"
    with look.page(cookies=site.cookies_of(AMINA)) as other:
        other.goto(edit)
        desk.goto(edit)
        other.locator("textarea[name=how]").fill("By asking twice.")
        press(other, "Save")
    desk.locator("textarea[name=how]").fill("By asking once.")

    press(desk, "Save")

    hold(desk)
    assert "By asking twice." in desk.locator("main").inner_text()
    assert desk.locator("textarea[name=how]").input_value() == "By asking once."
    assert desk.locator("main input[type=radio]:checked").count() == 0
