"""Every page that a person can reach by links, once per route, held to everything: see `looking.check_fully`.

The one idea: nobody keeps a list of pages. Made-up people walk the site from where they land, and the first page of
each route is looked at, so that a new page is looked at as soon as something leads to it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from looking import (
    NARROW,
    PAPER,
    WIDE,
    Looking,
    check_axe,
    check_open_on_paper,
    check_open_page,
    check_width,
    check_without_scripts,
)
from playwright.sync_api import Page

from conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
# Answers that are no page: files, pictures, and what only programs ask.
_NO_PAGE = re.compile(r"\.\w{2,5}$|/healthz$|/readyz$|/logo/$")
# A person for each kind of view, where they land, and the fewest routes they must find: an empty walk cannot pass.
# The officer goes everywhere; the administrator, whose other pages are the officer's, through people and settings.
WALKERS = (
    pytest.param("", "/", 4, "", id="the public"),
    pytest.param("amina@aldermere.example", "/aldermere/today/", 12, "", id="equalities officer"),
    pytest.param("ben@aldermere.example", "/aldermere/my-actions/", 6, "", id="action owner"),
    pytest.param("nia@aldermere.example", "/aldermere/people/", 8, "/aldermere/(people|settings)/", id="administrator"),
)


def _pages(
    look: Looking, site: Site, start: str, cookies: list[dict[str, Any]], *, within: str = ""
) -> Iterator[tuple[str, Page]]:
    """Walk by links, breadth first, and give the first address of each route, open on a narrow screen.

    Takes:   `within`, a pattern that addresses must begin with; "" for any.
    """
    waiting, seen = deque([start]), set[str]()
    with look.page(width=NARROW, cookies=cookies) as page:
        while waiting:
            address = waiting.popleft()
            try:
                route = resolve(urlsplit(address).path).route
            except Resolver404:
                pytest.fail(f"A link leads to {address}, where there is no page.")
            if route in seen:
                continue
            seen.add(route)
            answer = page.goto(site.url(address))
            assert answer is not None
            assert answer.status == 200, f"{address} answered {answer.status}"
            if "html" not in answer.headers.get("content-type", ""):
                continue
            hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
            whole = [urlsplit(urljoin(page.url, href)) for href in hrefs]
            yield address, page
            for each in whole:
                if (
                    f"{each.scheme}://{each.netloc}" == site.base
                    and not _NO_PAGE.search(each.path)
                    and re.match(within, each.path)
                ):
                    waiting.append(each.path + (f"?{each.query}" if each.query else ""))


@pytest.mark.parametrize(("email", "start", "fewest", "within"), WALKERS)
def test_every_page_holds(look: Looking, site: Site, email: str, start: str, fewest: int, within: str) -> None:
    """Each page narrow with the keyboard, wide, on paper, and once more in a browser that runs no scripts."""
    faults, count = [], 0
    cookies = site.cookies_of(email) if email else []

    with look.page(cookies=cookies, java_script_enabled=False) as plain:
        for address, page in _pages(look, site, start, cookies, within=within):
            count += 1
            marker = page.locator("h1").first.inner_text()
            try:
                check_open_page(page, marker)
                page.set_viewport_size({"width": WIDE, "height": 800})
                check_axe(page)
                check_width(page)
                page.set_viewport_size({"width": PAPER, "height": 1000})
                check_open_on_paper(page, marker)
                check_without_scripts(plain, site.url(address), marker)
            except AssertionError as fault:
                faults.append(f"{address}: {fault}")
            page.set_viewport_size({"width": NARROW, "height": 640})

    assert faults == [], "\n".join(faults)
    assert count >= fewest, f"only {count} pages were found"


@pytest.mark.deep
@pytest.mark.parametrize(("email", "start", "fewest", "within"), WALKERS)
def test_every_page_holds_fully(look: Looking, site: Site, email: str, start: str, fewest: int, within: str) -> None:
    """The same walk with a load for each check, and the keyboard at both widths."""
    cookies = site.cookies_of(email) if email else []
    faults = []

    for address, page in _pages(look, site, start, cookies):
        try:
            look.check_fully(site.url(address), page.locator("h1").first.inner_text(), cookies=cookies)
        except AssertionError as fault:
            faults.append(f"{address}: {fault}")

    assert faults == [], "\n".join(faults)
