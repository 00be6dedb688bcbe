"""Every page that a person can reach by links, once per route, held to everything: see `looking.check_fully`.

The one idea: nobody keeps a list of pages. Made-up people walk the site from where they land, and the first page of
each route is looked at, so that a new page is looked at as soon as something leads to it.
"""

from __future__ import annotations

import pytest
from looking import (
    NARROW,
    PAPER,
    WIDE,
    Looking,
    check_open_on_paper,
    check_open_page,
    check_source,
    check_width,
)
from walking import ELSEWHERE, pages_by_links

from conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
# A person for each kind of view, where they land, and the fewest routes they must find: an empty walk cannot pass.
# The officer goes everywhere but to assessments, which have a walk of their own (test_ui_assessment_pages); the
# administrator and the owner, whose other pages are the officer's, go through what is theirs.
WALKERS = (
    pytest.param("", "/", 4, "", id="the public"),
    pytest.param("amina@aldermere.example", "/aldermere/today/", 12, ELSEWHERE, id="equalities officer"),
    pytest.param(
        "ben@aldermere.example", "/aldermere/my-actions/", 4, "/aldermere/(my-|answer|today)", id="action owner"
    ),
    pytest.param("nia@aldermere.example", "/aldermere/people/", 8, "/aldermere/(people|settings)/", id="administrator"),
)


@pytest.mark.parametrize(("email", "start", "fewest", "within"), WALKERS)
def test_every_page_holds(look: Looking, site: Site, email: str, start: str, fewest: int, within: str) -> None:
    """Each page narrow with axe and the keyboard, wide, on paper, and as it was sent, before any script."""
    faults, count = [], 0
    cookies = site.cookies_of(email) if email else []

    for address, page, source in pages_by_links(look, site, start, cookies, within=within):
        count += 1
        marker = page.locator("h1").first.inner_text()
        try:
            check_open_page(page, marker)
            page.set_viewport_size({"width": WIDE, "height": 800})
            check_width(page)
            page.set_viewport_size({"width": PAPER, "height": 1000})
            check_open_on_paper(page, marker)
            check_source(source, marker, url=address)
        except AssertionError as fault:
            faults.append(f"{address}: {fault}")
        page.set_viewport_size({"width": NARROW, "height": 640})

    assert faults == [], "\n".join(faults)
    assert count >= fewest, f"only {count} pages were found"


@pytest.mark.deep
@pytest.mark.parametrize(("email", "start", "fewest", "within"), WALKERS)
def test_every_page_holds_fully(look: Looking, site: Site, email: str, start: str, fewest: int, within: str) -> None:
    """The same walk with a load for each check, axe and the keyboard at both widths, and a browser without scripts."""
    cookies = site.cookies_of(email) if email else []
    faults = []

    for address, page, _source in pages_by_links(look, site, start, cookies):
        try:
            look.check_fully(site.url(address), page.locator("h1").first.inner_text(), cookies=cookies)
        except AssertionError as fault:
            faults.append(f"{address}: {fault}")

    assert faults == [], "\n".join(faults)
