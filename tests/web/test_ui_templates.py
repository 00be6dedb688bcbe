"""Layouts stand with and without a council; the environment stops on what is not there; macros read right."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages.constants import INFO, SUCCESS
from django.contrib.messages.storage.base import Message
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.translation import override
from jinja2 import UndefinedError
from selectolax.lexbor import LexborHTMLParser

from dueregard.web.ui.components import LOOKS, status_words
from dueregard.web.ui.components.drawings import Line, scale_for, stack
from dueregard.web.ui.components.statuses import look

SHELL = {
    "council": SimpleNamespace(name="Aldermere & District", logo_url="/a/logo/", is_made_up=True),
    "person": SimpleNamespace(full_name="", email="amina@aldermere.example"),
    "navigation": [("Today", "/a/today/", False), ("Plans", "/a/plans/", True)],
    "made_up": True,
    "home": "/a/today/",
    "colours_href": "/a/colours.css",
    "sign_out_href": "/account/logout/",
    "account_href": "/account/",
    "footer": [("Help", "/help/")],
}


def _drawn(source: str, **context: Any) -> str:
    return str(engines["jinja2"].from_string(source).render(context, RequestFactory().get("/")))


def _page(layout: str, **context: Any) -> LexborHTMLParser:
    blocks = "{% block title %}One{% endblock %}{% block main %}<h1>One</h1>{% endblock %}"
    return LexborHTMLParser(_drawn(f'{{% extends "ui/{layout}.jinja" %}}{blocks}', **context))


def _ui(body: str, **context: Any) -> str:
    return _drawn('{% import "ui/components.jinja" as ui %}' + body, **context)


@pytest.mark.parametrize("layout", ["staff", "public", "plain"])
@pytest.mark.parametrize("context", [{}, {"shell": None}, {"shell": SHELL}])
def test_layouts_stand_with_and_without_a_council(layout: str, context: dict[str, Any]) -> None:
    page = _page(layout, **context)

    assert page.css_first("html").attributes["lang"] == "en-GB"
    assert [len(page.css(part)) for part in ("header", "main#main-content", "footer", "a.govuk-skip-link")] == [1] * 4
    assert page.css_first("body a").attributes["href"] == "#main-content"


def test_staff_layout_shows_place_person_and_way_out() -> None:
    page = _page("staff", shell=SHELL)

    assert page.css_first("title").text() == "One – Due Regard"
    assert [a.text() for a in page.css("nav [aria-current=page]")] == ["Plans"]
    assert page.css_first(".dr-header__user a").text() == "amina@aldermere.example"
    assert page.css_first(".dr-header__user form").attributes["method"] == "post"
    assert "Aldermere & District" in page.css_first("header").text()
    assert [link.attributes["href"] for link in page.css("link[rel=stylesheet]")][-1] == "/a/colours.css"


def test_public_layout_has_the_councils_name_first_and_no_person() -> None:
    page = _page("public", shell=SHELL)

    assert page.css_first("title").text() == "One – Aldermere & District"
    assert page.css_first(".dr-header__user") is None
    assert "Due Regard" not in page.css_first("header").text()
    assert "Published by Aldermere & District" in page.css_first("footer").text()


@pytest.mark.parametrize("layout", ["staff", "public", "plain"])
def test_a_made_up_council_says_so_on_every_page(layout: str, settings: Any) -> None:
    notice = "A made-up council: its people and its own figures are invented."

    assert notice in _page(layout, shell=SHELL).css_first("footer").text()
    assert notice not in _page(layout, shell={**SHELL, "made_up": False}).css_first("footer").text()
    settings.DUEREGARD_ENV = "demo"
    assert notice in _page(layout).css_first("footer").text()


def _notices(*told: Message) -> LexborHTMLParser:
    request = RequestFactory().get("/")
    request._messages = list(told)  # type: ignore[attr-defined]
    source = '{% extends "ui/staff.jinja" %}{% block title %}One{% endblock %}'
    return LexborHTMLParser(engines["jinja2"].from_string(source).render({}, request))


def test_success_is_a_banner() -> None:
    page = _notices(Message(SUCCESS, "The plan is published."))

    assert page.css_first(".govuk-notification-banner--success[role=alert] h2").text() == "Done"
    assert page.css_first(".govuk-notification-banner__heading").text() == "The plan is published."
    assert page.css(".govuk-notification-banner form") == []


def test_anything_else_is_a_plain_note() -> None:
    page = _notices(Message(INFO, "Nothing was new."))

    assert page.css_first(".govuk-notification-banner[role=region] h2").text() == "Note"
    assert page.css(".govuk-notification-banner--success") == []


def test_what_can_be_undone_offers_it_as_a_form() -> None:
    page = _notices(Message(SUCCESS, "Adopted.", extra_tags="undo /a/plans/1/undo/"))

    form = page.css_first(".govuk-notification-banner form")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/a/plans/1/undo/")
    assert form.css_first("input[name=csrfmiddlewaretoken]") is not None
    assert form.css_first("button").text() == "Undo"


def test_undo_never_leads_elsewhere() -> None:
    page = _notices(Message(SUCCESS, "Adopted.", extra_tags="undo https://elsewhere.example/"))

    assert page.css(".govuk-notification-banner form") == []


@pytest.mark.parametrize(
    "source",
    ["{{ tilte }}", "{% if tilte %}{% endif %}", "{{ thing.nmae }}", "{% for x in things %}{% endfor %}"],
)
def test_a_name_that_is_not_there_stops_the_page(source: str) -> None:
    with pytest.raises(UndefinedError):
        _drawn(source, thing=SimpleNamespace(name="x"))


def test_a_key_that_is_not_there_is_empty() -> None:
    assert _drawn("{{ thing.note }}|{{ thing.note or 'none' }}", thing={}) == "|none"


def test_other_templates_are_left_to_the_next_engine() -> None:
    with pytest.raises(TemplateDoesNotExist):
        engines["jinja2"].get_template("ui/staff.html")
    assert get_template("ui/staff.jinja").backend.name == "jinja2"


@pytest.mark.parametrize("code", sorted(LOOKS))
def test_every_status_has_word_and_shape(code: str) -> None:
    drawn = LexborHTMLParser(_ui(f"{{{{ ui.status('{code}') }}}}"))

    assert drawn.css_first(".dr-status").text(strip=True) == str(LOOKS[code].words)
    assert drawn.css_first("svg[aria-hidden=true]") is not None


def test_a_council_may_say_its_own_words() -> None:
    own = {"at_risk": "Behind, with a plan", "on_track": ""}

    assert status_words("at_risk", words=own) == "Behind, with a plan"
    assert status_words("on_track", words=own) == "On track"
    assert "Behind, with a plan" in _ui("{{ ui.status('at_risk', words=own) }}", own=own)


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(LookupError, match="There is no status called great"):
        look("great")


def test_given_words_are_escaped_and_end_with_their_origin() -> None:
    drawn = _ui("{{ ui.margin(words, 'Ben, 7 October 2026') }}", words="One <b>\n\nTwo")

    assert drawn.count('<p class="dr-margin__words">') == 2
    assert "One &lt;b&gt;" in drawn
    assert drawn.rstrip().endswith('<span class="dr-margin__from">Ben, 7 October 2026</span></div>')


@pytest.mark.parametrize(
    "macro",
    [
        "ui.crumbs([(x, '/')])", "ui.back_link('/', x)", "ui.title(x, x)", "ui.finding(x)", "ui.row(x, x, '/')",
        "ui.th(x)", "ui.rh(x, '/', x)", "ui.td(x, x)", "ui.source(x, '/')", "ui.margin(x, x, mark=True)", "ui.tag(x)",
        "ui.chips([(x, '/')], '/', x)", "ui.empty(x, x)", "ui.details(x, x)", "ui.warning(x)", "ui.inset(x)",
        "ui.figures([(x, x)], x)", "ui.cards([{'heading': x, 'text': x, 'note': x}])", "ui.status('closed', words=x)",
        "ui.timeline([{'heading': x, 'text': x, 'meta': x, 'link': (x, '/')}])", "ui.progress(1, 2, x)",
        "ui.steps([{'text': x, 'note': x, 'right': x}])", "ui.todo([{'when': x, 'what': x, 'note': x}])",
        "ui.lineage([{'label': x, 'text': x, 'outcome': x}])", "ui.tasks([{'text': x, 'hint': x, 'status': x}])",
        "ui.line_chart(x, [(x, 1), (x, 2)], 3, x, header=x, source_text=x)", "ui.rag('red', words=x)",
        "ui.status_table(x, x, [(x, '/', {'closed': 1})], (x, {'closed': 1}))", "ui.note(x)",
    ],
)  # fmt: skip
def test_no_component_lets_markup_through(macro: str) -> None:
    drawn = _ui(f"{{{{ {macro} }}}}", x="<img src=x onerror=alert(1)>\"'")

    page = LexborHTMLParser(f"<body>{drawn}</body>")
    assert page.css("img") == []
    assert [tag for tag in page.css("*") if any(name.startswith("on") for name in tag.attributes)] == []


def test_status_counts_are_in_the_row_and_the_bar_is_hidden() -> None:
    drawn = _ui(
        "{{ ui.status_table('Actions', 'Team', rows) }}", rows=[("North", "/n/", {"on_track": 1200, "closed": 0})]
    )
    page = LexborHTMLParser(drawn)

    assert page.css_first("caption").text() == "Actions"
    assert page.css_first("th[scope=row] a").attributes["href"] == "/n/"
    cells = {cell.attributes["data-label"]: cell.text(strip=True) for cell in page.css("td[data-label]")}
    assert cells == {
        "": "", "Off track": "0", "At risk": "0", "Not started": "0", "On track": "1,200", "Complete": "0",
        "Closed": "0", "All": "1,200",
    }  # fmt: skip
    assert page.css_first("td svg").attributes["aria-hidden"] == "true"


def test_dates_say_when_they_are_late() -> None:
    late = _ui("{{ ui.date(due, on) }}", due=date(2026, 12, 1), on=date(2027, 1, 12))

    assert (
        late == '<time class="dr-date" datetime="2026-12-01">1 Dec 2026</time><span class="dr-sub">42 days late</span>'
    )
    assert _ui("{{ ui.date(none) }}") == '<span class="dr-quiet">No date</span>'


def test_a_bar_is_as_long_as_its_counts() -> None:
    drawn = LexborHTMLParser(str(stack({"off_track": 1, "on_track": 2, "nothing": 9}, total=4)))

    assert [(r.attributes["class"], r.attributes["x"], r.attributes["width"]) for r in drawn.css("rect")] == [
        ("f-off", "0%", "24.4%"),
        ("f-on", "25%", "49.4%"),
    ]
    assert stack({}).count("<rect") == 0


@pytest.mark.parametrize(
    ("values", "first", "last", "step"),
    [
        ([38, 36, 24], 20, 40, 5),
        ([0], 0, 1, 0.2),
        ([5], 0, 5, 1),
        ([0, 100], 0, 100, 20),
        ([3, 9], 0, 10, 2),
        ([97.5, 98.5], 97.4, 98.6, 0.2),
        ([-4, 4], -4, 4, 2),
        ([120_000, 450_000], 0, 500_000, 100_000),
    ],
)
def test_scales_are_round_and_hold_every_value(values: list[float], first: float, last: float, step: float) -> None:
    made = scale_for(values)

    assert (made.first, made.last, made.step) == (first, last, step)
    assert made.ticks()[0] == pytest.approx(first)
    assert made.ticks()[-1] == pytest.approx(last)


def test_a_chart_says_itself_in_words() -> None:
    chart = Line(points=(("Q1", 38), ("Q2", 31), ("Q3", None)), title="Weeks", target=24)

    assert chart.description == "31 in Q2, down from 38 in Q1. The target is 24."
    assert Line(points=(("Q1", None),), title="Weeks").description == "No figures yet."
    assert "<title" in _ui("{{ ui.line_chart('Weeks', [('Q1', none)]) }}")


def test_phones_leave_out_labels_that_would_touch() -> None:
    drawn = LexborHTMLParser(_ui("{{ ui.line_chart('Weeks', points) }}", points=[(f"Q{n}", n) for n in range(12)]))

    kept = [
        text.text()
        for text in drawn.css("svg text")
        if text.text().startswith("Q") and not text.attributes.get("class")
    ]
    assert kept == ["Q0", "Q3", "Q6", "Q9"]


def test_only_public_pages_may_be_found_by_search_engines() -> None:
    assert _page("staff").css_first("meta[name=robots]").attributes["content"] == "noindex"
    assert _page("plain").css_first("meta[name=robots]").attributes["content"] == "noindex"
    assert _page("public").css_first("meta[name=robots]") is None


def test_a_page_says_the_language_it_is_in() -> None:
    with override("cy"):
        assert _page("staff").css_first("html").attributes["lang"] == "en-GB"  # until there are Welsh words
