"""Every page that somebody gets, and every page that says no: whole, titled, labelled, without leftovers."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from addresses import Route, routes
from asking import Answer, address, ask, expected, table
from django.utils.translation import trans_real
from page_checks import faults, title
from town import ZOE, Town

from people import AMINA, DEE, HANA, JOAN

pytestmark = pytest.mark.django_db
READERS = (ZOE, AMINA, JOAN, HANA, DEE)
"""Who may do all, who keeps the plan, who only reads, who sees little, and nobody in particular."""
SAME = (
    {"ui-gallery", "ui-gallery-part"},
    {"account_email_verification_sent", "account_reset_password_done"},
    {"account_confirm_email", "account_reset_password_from_key"},
)
"""One thing in two places: the gallery, "look in your e-mail", "this link no longer works"."""
SHOWN = {"200", "400", "401", "403", "404", "405", "410"}
ROUTES = routes()
WEB = Path(__file__).resolve().parents[2] / "src/dueregard/web"


@cache
def _sentences_that_begin_with_none() -> frozenset[str]:
    files = (*WEB.rglob("*.jinja"), *WEB.rglob("*.py"))
    found = (re.findall(r"""\((['"])(None\b.*?)\1""", file.read_text(encoding="utf-8")) for file in files)
    return frozenset(sentence for several in found for _quote, sentence in several)


@pytest.fixture(autouse=True)
def _other_words_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every sentence of ours that begins with "None" another beginning: what is left was not meant to be read."""
    words = trans_real.translation("en-gb")._catalog._catalogs[0]
    for sentence in _sentences_that_begin_with_none():
        monkeypatch.setitem(words, sentence, "Nothing" + sentence.removeprefix("None"))


def _wrong(route: Route, answer: Answer) -> list[str]:
    """Give what is wrong with an answer, if it is a page."""
    if not answer.is_page:
        return []
    is_whole = answer.status == "200" and route.is_of_council
    return faults(answer.text, is_of_council=is_whole, is_made_up=is_whole)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_page_is_whole(town: Town, route: Route) -> None:
    wrong = {}

    for name in READERS:
        for method in ("GET", "POST"):
            if expected(route, method)[name] in SHOWN and not (method == "POST" and name not in {ZOE, DEE}):
                answer = ask(town, name, method, address(route, town))
                if found := _wrong(route, answer):
                    wrong[f"{method} as {name}: {answer.status}"] = found

    assert wrong == {}


def test_titles_tell_pages_apart(town: Town) -> None:
    """Two addresses have one title only where they are one page: what is the same thing in two places is named here."""
    titles = defaultdict(set)

    for route in ROUTES:
        if route.name in table() and expected(route, "GET")[ZOE] == "200":
            answer = ask(town, ZOE, "GET", address(route, town))
            if answer.is_page:
                titles[title(answer.text)].add(route.name)

    assert {words: names for words, names in titles.items() if len(names) > 1 and names not in SAME} == {}


# Planted faults.

GOOD = """<!doctype html><html lang="en-GB"><head><title>People – Due Regard</title></head><body>
<a class="govuk-skip-link" href="#main">Skip</a><header>A made-up council</header><nav></nav>
<main id="main"><h1>People</h1><form method="post"><input type="hidden" name="csrfmiddlewaretoken">
<label for="a">Name</label><input id="a" name="a"></form></main><footer></footer></body></html>"""
BAD = (
    ('lang="en-GB"', "", "says no language"),
    ("<title>People – Due Regard</title>", "<title> – Due Regard</title>", "has the title"),
    ("<h1>People</h1>", "<h1>People</h1><h1>Again</h1>", "has 2 first headings"),
    ("<footer></footer>", "", "has not exactly one footer"),
    ("<nav></nav>", "", "has no nav"),
    ("<h1>", '<h1 style="color:red">', "has inline style"),
    ("<h1>", '<h1 onclick="x()">', "has script in an attribute"),
    ("</main>", "<script>x()</script></main>", "has inline script"),
    ('<label for="a">Name</label>', "", "has a field without a label: a"),
    ('<input type="hidden" name="csrfmiddlewaretoken">', "", "without a token"),
    ("<h1>People</h1>", "<h1>People</h1><p>Due on None</p>", "shows 'None'"),
    ("<h1>People</h1>", "<h1>People</h1><p>{{ name }}</p>", "shows '{{'"),
    ("<h1>People</h1>", "<h1>People</h1><p>Smith &amp;amp; Sons</p>", "shows '&amp;'"),
    ("A made-up council", "A council", "does not say that the council is made up"),
    ("<h1>People</h1>", '<h1>People</h1><a href="/one/two/three/four/">More</a>', "which is nowhere"),
    ("<h1>People</h1>", '<h1>People</h1><img src="/static/a.png">', "has a picture without words"),
    ("<h1>People</h1>", '<h1>People</h1><img alt="x" src="https://elsewhere.example/a.png">', "fetches from elsewhere"),
    ("<h1>People</h1>", "<h1>People</h1><table><tr><th>A</th></tr></table>", "has a table without a caption"),
)


def test_checker_finds_nothing_on_a_good_page() -> None:
    assert faults(GOOD, is_of_council=True, is_made_up=True) == []


@pytest.mark.parametrize(("part", "instead", "words"), BAD, ids=lambda value: value if " " in value else None)
def test_checker_finds_a_planted_fault(part: str, instead: str, words: str) -> None:
    found = faults(GOOD.replace(part, instead, 1), is_of_council=True, is_made_up=True)

    assert [each for each in found if words in each], found
