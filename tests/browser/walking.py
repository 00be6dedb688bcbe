"""Walking a site by its links: the first page of each route, in a browser.

The one idea: nobody keeps a list of pages; what something leads to is looked at.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from looking import NARROW, Looking
from playwright.sync_api import Page

from conftest import Site

OF_ASSESSMENTS = "|".join(
    ("assessments/", "policies/", "decisions/", "budget-rounds/", "promises/", "reviews/", "bring-in/",
     "questionnaires/", "register-lists/", "paper")
)  # fmt: skip
ELSEWHERE = f"/(?!aldermere/(?:{OF_ASSESSMENTS}))"
"""Everything but assessments and what belongs to them."""
ASSESSMENTS = f"/aldermere/(?:{OF_ASSESSMENTS})"
# Answers that are no page: files, pictures, and what only programs ask.
_NO_PAGE = re.compile(r"\.\w{2,5}$|/healthz$|/readyz$|/logo/$|/(?:word|pdf|json|file|example)/$")


def pages_by_links(
    look: Looking, site: Site, start: str, cookies: list[dict[str, Any]], *, within: str = ""
) -> Iterator[tuple[str, Page, str]]:
    """Walk by links, breadth first: give the first address of each route, open on a narrow screen, and what was sent.

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
            yield address, page, answer.text()
            for each in whole:
                if (
                    f"{each.scheme}://{each.netloc}" == site.base
                    and not _NO_PAGE.search(each.path)
                    and re.match(within, each.path)
                ):
                    waiting.append(each.path + (f"?{each.query}" if each.query else ""))
