"""Looks at a page as people do: in a browser, wide and narrow, with axe, by keyboard, without scripts, on paper.

The one idea: an empty page passes every accessibility check, so a page is first known by its status and by a marker,
words that only this page has. `check_page` holds everything that is asked of every page; no rule of axe is off.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

WIDE, NARROW, PAPER = 1280, 320, 674  # paper: A4 less its margins
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = Path(os.environ.get("DUEREGARD_PICTURES", "/tmp/dueregard-pictures"))

# The focused thing must look focused: a visible outline, a shadow, or GOV.UK's yellow, on it or on what it is drawn by.
# Each stop is judged as the focus comes to it, and kept in the page until it is asked for.
_WATCH_FOCUS = """() => {
  const seen = (q, part) => { const c = getComputedStyle(q, part);
    return (c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0 && !/, 0\\)/.test(c.outlineColor))
      || c.boxShadow !== 'none' || c.backgroundColor === 'rgb(255, 221, 0)'; };
  window.scrollTo(0, 0);
  if (document.activeElement) document.activeElement.blur();
  window.stops = [];
  if (window.watchesFocus) return;
  window.watchesFocus = true;
  document.addEventListener('focusin', event => { const e = event.target;
    let ok = seen(e);
    if (!ok && (e.type === 'radio' || e.type === 'checkbox')) ok = seen(e.nextElementSibling, '::before');
    window.stops.push([ok, e.tagName + ' ' + (e.textContent || e.id || e.name || '').trim().slice(0, 40)]); });
}"""
_NOT_ON_PAPER = ".dr-nav, .dr-filter, .dr-chips, .dr-noprint, .govuk-breadcrumbs, .govuk-back-link, .govuk-pagination"
_FOCUSABLE = "a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex='0']"
_TOO_WIDE = """w => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > w + 1
  && !e.closest('.dr-scroll') && !e.closest('svg')).slice(0, 5).map(e => e.tagName + '.' + e.className)"""
_UNNAMED_TABLES = "[...document.querySelectorAll('main table')].filter(t => !t.caption && !t.closest('.dr-doc')).length"
_ID_FAULTS = """() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  const twice = ids.filter((id, n) => ids.indexOf(id) !== n);
  const nowhere = [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
    .filter(id => id && !document.getElementById(id));
  return [...twice.map(id => 'twice: ' + id), ...nowhere.map(id => 'leads nowhere: #' + id)]; }"""
_SMALL_PRINT = """() => { const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const t = walk.currentNode, e = t.parentElement;
    if (!t.textContent.trim() || !e.checkVisibility() || parseFloat(getComputedStyle(e).fontSize) >= 15.99) continue;
    found.add(e.tagName + ' ' + t.textContent.trim().slice(0, 30)); }
  return [...found].slice(0, 5); }"""


def chromium() -> str | None:
    """Say where a Chromium is, or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@dataclass
class Looking:
    """A browser that is kept open for a whole test run; each look is a fresh profile."""

    browser: Browser
    _open: list[BrowserContext] = field(default_factory=list)

    @contextmanager
    def page(self, *, width: int = WIDE, cookies: Sequence[dict[str, Any]] = (), **options: Any) -> Iterator[Page]:
        """Open an empty page; whatever it complains of is an error, kept in `page.complaints`."""
        height = 800 if width >= 600 else 640
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(30_000)
        if cookies:
            context.add_cookies(list(cookies))  # type: ignore[arg-type]
        page = context.new_page()
        page.complaints = _listen(page)  # type: ignore[attr-defined]
        try:
            yield page
        finally:
            context.close()

    def check(self, url: str, marker: str, *, cookies: Sequence[dict[str, Any]] = (), status: int = 200) -> None:
        """Open an address wide and narrow and hold it to everything; the short way for a list of addresses."""
        for width in (WIDE, NARROW):
            with self.page(width=width, cookies=cookies) as page:
                check_page(page, url, marker, status=status)

    def check_fully(self, url: str, marker: str, *, cookies: Sequence[dict[str, Any]] = (), status: int = 200) -> None:
        """Hold an address to everything: wide, narrow, without scripts, on paper."""
        self.check(url, marker, cookies=cookies, status=status)
        with self.page(cookies=cookies, java_script_enabled=False) as page:
            check_without_scripts(page, url, marker, status=status)
        with self.page(width=PAPER, cookies=cookies) as page:
            check_on_paper(page, url, marker)

    def picture(self, url: str, name: str, *, width: int = WIDE, cookies: Sequence[dict[str, Any]] = ()) -> Path:
        """Take a picture of the whole page, for people to look at."""
        with self.page(width=width, cookies=cookies) as page:
            page.goto(url)
            page.evaluate("document.fonts.ready")
            return picture_of(page, f"{name}-{width}")


@contextmanager
def looking() -> Iterator[Looking]:
    """Start a browser and stop it again."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield Looking(browser)
        finally:
            browser.close()


def check_page(page: Page, url: str, marker: str, *, status: int = 200) -> None:
    """Open an address and hold the page to all rules for pages: see `check_open_page`."""
    response = page.goto(url)
    assert response is not None, f"{url} gave no answer"
    assert response.status == status, f"{url} answered {response.status}, not {status}"
    check_open_page(page, marker)


def check_open_page(page: Page, marker: str) -> None:
    """Hold the page that is open, whatever way it was reached, to all rules for pages.

    The marker, one heading, a title of two parts, no sideways scroll, named tables, ids that hold, no small print, axe
    with no rule off, a visible focus on each stop of the keyboard, and no complaint of the browser: content security
    policy, script, missing file.
    """
    where = f"{page.url} at {page.viewport_size['width']} px"  # type: ignore[index]
    page.evaluate("document.fonts.ready")
    text = page.locator("body").inner_text()
    assert marker in text, f"{where} does not say “{marker}”: {text[:300]}"
    assert page.locator("h1").count() == 1, f"{where} has {page.locator('h1').count()} h1"
    assert " – " in page.title(), f"{where} has the title {page.title()!r}"
    assert page.evaluate(_UNNAMED_TABLES) == 0, f"{where} has a table without a caption"
    assert page.evaluate(_ID_FAULTS) == [], f"{where} has ids that do not hold: {page.evaluate(_ID_FAULTS)}"
    assert page.evaluate(_SMALL_PRINT) == [], f"{where} has text under 16 px: {page.evaluate(_SMALL_PRINT)}"
    check_width(page)
    check_axe(page)
    check_keyboard(page)
    complaints, page.complaints[:] = list(page.complaints), []  # type: ignore[attr-defined]
    assert complaints == [], f"{where} complains: {complaints}"


def check_without_scripts(page: Page, url: str, marker: str, *, status: int = 200) -> None:
    """The page says what it says, and each form has a button, in a browser that runs no scripts."""
    response = page.goto(url)
    assert response is not None
    assert response.status == status, f"{url} answered {response.status} without scripts"
    assert marker in page.locator("body").inner_text(), f"{url} does not say “{marker}” without scripts"
    for form in page.locator("form").all():
        assert form.locator("button").count() > 0, f"{url} has a form that only a script could send"


def check_source(source: str, marker: str, *, url: str) -> None:
    """The page as it was sent says what it says, and each form has a button: nothing waits for a script."""
    tree = html.document_fromstring(source)
    told = " ".join(tree.find("body").text_content().split())
    assert " ".join(marker.split()) in told, f"{url} does not say “{marker}” before any script has run"
    for form in tree.iter("form"):
        assert form.findall(".//button"), f"{url} has a form that only a script could send"


def check_on_paper(page: Page, url: str, marker: str) -> None:
    """The printed page keeps its words, drops what only a screen can use, and fits the sheet."""
    page.goto(url)
    check_open_on_paper(page, marker)


def check_open_on_paper(page: Page, marker: str) -> None:
    """The page that is open keeps its words on paper, drops what only a screen can use, and fits the sheet."""
    page.emulate_media(media="print")
    try:
        assert marker in page.locator("body").inner_text(), f"{page.url} does not print “{marker}”"
        assert page.locator("h1").is_visible(), f"{page.url} prints no heading"
        for left in page.locator(_NOT_ON_PAPER).all():
            assert not left.is_visible(), f"{page.url} prints {left.evaluate('e => e.className')}"
        check_width(page)
    finally:
        page.emulate_media(media="screen")


def check_axe(page: Page) -> None:
    """Hold the page to axe, all rules on."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    told = [f"{each['id']}: {[node['target'] for node in each['nodes'][:4]]} {each['help']}" for each in found]
    assert told == [], f"{page.url}: {told}"


def check_width(page: Page) -> None:
    """The page never scrolls sideways; named regions may."""
    width = page.viewport_size["width"]  # type: ignore[index]
    found = page.evaluate("document.documentElement.scrollWidth")
    assert found <= width, f"{page.url} is {found} px wide at {width} px: {page.evaluate(_TOO_WIDE, width)}"


def check_keyboard(page: Page, *, most: int = 60) -> None:
    """Walk the page by Tab: every stop is seen, and there are stops."""
    count = page.locator(_FOCUSABLE).count()
    page.evaluate(_WATCH_FOCUS)
    for _stop in range(min(count, most)):
        page.keyboard.press("Tab")
    stops = page.evaluate("window.stops")
    unseen = [words for is_seen, words in stops if not is_seen]
    assert unseen == [], f"{page.url}: the focus cannot be seen on {unseen}"
    assert stops, f"{page.url} has nothing to reach by keyboard"


def picture_of(page: Page, name: str) -> Path:
    """Take a picture of the open page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def _listen(page: Page) -> list[str]:
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if _is_complaint(told) else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on(
        "requestfailed", lambda asked: complaints.append(f"{asked.url}: {asked.failure}") if _failed(asked) else None
    )
    page.on("response", lambda got: complaints.append(f"{got.url} {got.status}") if _is_missing_part(got) else None)
    return complaints


def _failed(asked: Any) -> bool:
    """Say whether a request failed; one that the browser gave up because the page moved on did not."""
    return "ERR_ABORTED" not in str(asked.failure)


def _is_complaint(told: Any) -> bool:
    # The browser repeats the status of the page itself, which `check_page` has already judged.
    return told.type in {"error", "warning"} and "Failed to load resource" not in told.text


def _is_missing_part(got: Any) -> bool:
    return got.status >= 400 and got.request.resource_type != "document"
