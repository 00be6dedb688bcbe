"""Every page of assessments that the officer can reach by links, on a phone, held to the rules for pages.

The one idea: as `test_ui_every_page`, one width only: print, wide screens and browsers without scripts are held by the
journey (`test_assessment_journey`) and by the other walks, on the same layouts.
"""

from __future__ import annotations

import pytest
from looking import NARROW, Looking, check_open_page
from walking import ASSESSMENTS, pages_by_links

from conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


def test_every_page_of_assessments_holds(look: Looking, site: Site) -> None:
    faults, count = [], 0

    for address, page, _source in pages_by_links(
        look, site, "/aldermere/assessments/", site.cookies_of("amina@aldermere.example"), within=ASSESSMENTS
    ):
        count += 1
        page.set_viewport_size({"width": NARROW, "height": 640})
        try:
            check_open_page(page, page.locator("h1").first.inner_text())
        except AssertionError as fault:
            faults.append(f"{address}: {fault}")

    assert faults == [], "\n".join(faults)
    assert count >= 30
