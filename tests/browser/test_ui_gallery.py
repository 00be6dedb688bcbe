"""Every component, looked at: accessible, reachable, narrow, without scripts, on paper, in forced colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from looking import NARROW, Looking, check_axe, check_open_page, check_page, check_width, picture_of

from conftest import Site

pytestmark = pytest.mark.browser
PAGES = (
    ("/ui/gallery/", "Every part a page is made of"),
    ("/ui/gallery/list/?status=at_risk&board=eq&board=fair&q=bus&sort=number&page=3", "42 of 48 actions"),
    ("/ui/gallery/form/", "What will be different when this is done?"),
    ("/ui/gallery/job/", "3 of 5 steps done"),
    ("/ui/gallery/public/", "Our four objectives"),
    ("/ui/gallery/empty/?notice", "The plan is published."),
)


@pytest.mark.parametrize(("path", "marker"), PAGES)
def test_gallery_page_holds(look: Looking, site: Site, path: str, marker: str) -> None:
    look.check_fully(site.url(path), marker)


def test_errors_take_focus_and_lead_to_fields(look: Looking, site: Site) -> None:
    with look.page() as page:
        check_page(page, site.url("/ui/gallery/form/?errors"), "There is a problem")
        page.reload()

        assert page.title().startswith("Error: ")
        page.wait_for_function("document.activeElement.className.includes('govuk-error-summary')")
        for ident in ("id_text", "id_due-day", "id_groups", "id_status", "id_directorate"):
            page.locator(f".govuk-error-summary a[href='#{ident}']").click()
            page.wait_for_function("ident => document.activeElement.id === ident", arg=ident)


def test_filters_work_without_scripts(look: Looking, site: Site) -> None:
    with look.page(java_script_enabled=False, width=NARROW) as page:
        page.goto(site.url("/ui/gallery/list/?sort=number"))
        page.get_by_label("Status").select_option("at_risk")
        page.get_by_role("button", name="Show actions").click()

        assert "status=at_risk" in page.url
        assert "sort=number" in page.url
        page.get_by_role("link", name="Remove filter: At risk").click()
        assert "status" not in page.url
        assert "sort=number" in page.url


def test_job_page_looks_again_by_itself(look: Looking, site: Site) -> None:
    with look.page() as page:
        page.goto(site.url("/ui/gallery/job/"))

        with page.expect_request(lambda asked: "HX-Request" in asked.headers or "hx-request" in asked.headers):
            pass
        page.wait_for_timeout(300)
        assert page.locator("#polled").count() == 1
        assert page.complaints == []  # type: ignore[attr-defined]


def test_focus_can_be_read_in_the_public_header(look: Looking, site: Site) -> None:
    with look.page() as page:
        page.goto(site.url("/ui/gallery/public/"))
        page.locator(".dr-header__org").focus()

        check_axe(page)


def test_printed_details_are_open(look: Looking, site: Site) -> None:
    with look.page() as page:
        page.goto(site.url("/ui/gallery/"))
        page.emulate_media(media="print")

        assert page.get_by_role("table", name="Half of households").locator("td").first.is_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_forced_colours_keep_bars_and_place(look: Looking, site: Site, colours: str) -> None:
    with look.page(forced_colors="active", color_scheme=colours) as page:
        page.goto(site.url("/ui/gallery/"))

        bar = page.locator(".dr-bar rect.f-off").first.evaluate("e => getComputedStyle(e).fill")
        current = page.locator(".dr-nav a[aria-current]").evaluate("e => getComputedStyle(e).borderBottomColor")
        other = page.locator(".dr-nav a:not([aria-current])").first.evaluate(
            "e => getComputedStyle(e).borderBottomColor"
        )
        assert bar == "rgb(158, 42, 27)"
        assert current != other


def test_more_contrast_is_given(look: Looking, site: Site) -> None:
    with look.page(contrast="more") as page:
        page.goto(site.url("/ui/gallery/"))

        check_axe(page)
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_text_spacing_breaks_nothing(look: Looking, site: Site) -> None:
    """WCAG 1.4.12: a reader's own spacing."""
    with look.page(width=NARROW, bypass_csp=True) as page:
        page.goto(site.url("/ui/gallery/"))
        page.add_style_tag(
            content="*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
            "p{margin-bottom:2em!important}"
        )

        check_width(page)


def test_a_planted_fault_is_found(look: Looking, tmp_path: Path) -> None:
    """The judge is judged: a page with a bad contrast, no language and a wide table does not pass."""
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!doctype html><title>One</title><h1>Marker</h1><p style='color:#bbb;width:2000px'>Pale</p><a href=''>x</a>"
    )
    with look.page() as page:
        page.goto(bad.as_uri())

        with pytest.raises(AssertionError, match="color-contrast"):
            check_axe(page)
        with pytest.raises(AssertionError, match="px wide"):
            check_width(page)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>Marker</h1><h1>Marker</h1>", "has 2 h1"),
        ("<h1>Marker</h1><table><tr><td>1</table>", "without a caption"),
        ("<h1>Marker</h1><p id=a>1<p id=a>2", "twice: a"),
        ("<h1>Marker</h1><a href='#b'>There</a>", "leads nowhere: #b"),
        ("<h1>Marker</h1><small>Terms</small>", "under 16 px"),
        ("<h1>Another page</h1>", "does not say"),
    ],
)
def test_planted_faults_are_named(look: Looking, tmp_path: Path, body: str, fault: str) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(f"<!doctype html><html lang=en><title>One – Two</title><main>{body}</main>")
    with look.page() as page:
        page.goto(bad.as_uri())

        with pytest.raises(AssertionError, match=fault):
            check_open_page(page, "Marker")


def test_pictures_can_be_taken(look: Looking, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("looking.PICTURES", tmp_path)
    with look.page() as page:
        page.goto(site.url("/ui/gallery/public/"))

        assert picture_of(page, "public").stat().st_size > 10_000
