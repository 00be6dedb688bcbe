"""Machines that open mail change nothing and are taken for nobody (trust rows 14 to 16).

Three kinds of machine: those that ask for every address in every way, from many clients at once; one that sends every
form of every page just as it stands, or ticks the first answer of every question; one that posts without ever having
opened the page. The one that runs scripts in a real browser is in tests/browser/test_answer_journey.py. Each is held to
a control: the same machine, filling the form in as a person does, is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client
from lxml import html

from dueregard.web.delivery.models.rounds import Ask, Link
from dueregard.web.ledger.models import Entry
from dueregard.web.plans.models import Action, MeasureValue, Update
from factories.answers import Asked, ask_about, form_of
from factories.plans import plan_of
from people import AMINA, BEN, Cast, make_cast

pytestmark = pytest.mark.django_db
PAGE = "/aldermere/answer/"
CLIENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Safe Links",
    "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.1)",
    "python-requests/2.31",
    "Slackbot-LinkExpanding 1.0",
    "",
)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def asked(cast: Cast) -> Asked:
    return ask_about(plan_of(cast).actions.filter(position=1), by=cast.people[AMINA].id, person=cast.people[BEN])


def standing() -> tuple[Any, ...]:
    """Give everything that a visit could leave behind."""
    return (
        list(Entry.objects.order_by("pk").values_list("hash", flat=True)),
        sorted(Update.objects.values_list("pk", "text")),
        sorted(MeasureValue.objects.values_list("pk", "value")),
        sorted(
            (str(pk), status, percent) for pk, status, percent in Action.objects.values_list("pk", "status", "percent")
        ),
        list(Ask.objects.order_by("pk").values()),
        list(Link.objects.order_by("pk").values()),
    )


def test_asking_in_every_way_that_reads_changes_nothing(asked: Asked) -> None:
    before = standing()

    for agent in CLIENTS * 3:
        for method in ("head", "get", "options"):
            browser = Client(headers={"user-agent": agent})
            getattr(browser, method)(asked.path)
            for path in (PAGE, f"{PAGE}{asked.asks[0].pk}/", f"{PAGE}somebody-else/"):
                getattr(browser, method)(path)

    assert standing() == before
    assert Client().get(asked.path)["Location"] == PAGE


def _pages(browser: Client, start: str) -> Iterator[tuple[str, html.HtmlElement]]:
    """Walk from the link over every page of ours that it leads to."""
    waiting, known = [start], {start}
    while waiting:
        path = waiting.pop()
        given = browser.get(path, follow=True)
        if "html" not in given.get("Content-Type", ""):
            continue
        at = given.request["PATH_INFO"]
        tree = html.document_fromstring(given.content.decode())
        yield at, tree
        for found in tree.xpath("//a/@href"):
            target = urljoin(at, found).partition("#")[0]
            if target.startswith("/aldermere/") and target not in known and len(known) < 60:
                known.add(target)
                waiting.append(target)


def _as_it_stands(form: html.HtmlElement, *, ticks_first: bool) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    for field in form.xpath(".//input | .//textarea | .//select"):
        name, kind = field.get("name"), field.get("type") or field.tag
        if not name or kind in ("file", "submit", "button"):
            continue
        if kind in ("radio", "checkbox"):
            if field.get("checked") is not None or (ticks_first and name not in sent):
                sent.setdefault(name, []).append(field.get("value", "on"))
        elif kind == "select":
            sent[name] = [str(one) for one in field.xpath("./option[@selected]/@value")] or [""]
        else:
            sent[name] = [
                field.get("value") or (field.text or "").strip() if kind == "textarea" else field.get("value", "")
            ]
    return sent


def _send_everything(browser: Client, start: str, *, ticks_first: bool = False) -> int:
    """Send every form on every page, by each of its buttons; give how many were sent."""
    count = 0
    for at, tree in list(_pages(browser, start)):
        for form in tree.xpath("//form[@method='post']"):
            said = _as_it_stands(form, ticks_first=ticks_first)
            buttons = form.xpath(".//button[@name]") or [None]
            for button in buttons:
                data = {**said, button.get("name"): [button.get("value", "")]} if button is not None else said
                browser.post(urljoin(at, form.get("action") or at), data)
                count += 1
    return count


@pytest.mark.parametrize("ticks_first", [False, True])
def test_a_machine_that_sends_every_form_as_it_stands_says_nothing(asked: Asked, ticks_first: bool) -> None:
    before = standing()

    count = _send_everything(Client(), asked.path, ticks_first=ticks_first)

    after = standing()
    assert count >= 8
    assert after[:4] == before[:4]
    assert after[5] == before[5]
    assert not Ask.objects.filter(answered_at__isnull=False).exists()


def test_it_sends_no_draft_for_anybody(asked: Asked) -> None:
    person = Client()
    person.get(asked.path)
    ask = asked.asks[0]
    kept = form_of(ask, person.get(PAGE).content.decode(), status="complete", text="Nearly written")
    person.post(PAGE, {**kept, "do": "save:all"})
    before = standing()

    _send_everything(Client(), asked.path)

    assert standing() == before
    assert Ask.objects.get(pk=ask.pk).draft == {"status": "complete", "text": "Nearly written"}


def test_it_hands_nothing_on(asked: Asked) -> None:
    _send_everything(Client(), f"{PAGE}somebody-else/")
    browser = Client()
    browser.get(asked.path)
    _send_everything(browser, f"{PAGE}somebody-else/", ticks_first=True)

    assert Link.objects.count() == 1


def test_a_post_to_the_address_itself_does_nothing(asked: Asked) -> None:
    before, ask = standing(), asked.asks[0]
    said = {f"{ask.pk.hex}-status": "same", "do": "send:all"}

    careful = Client(enforce_csrf_checks=True)
    answers = [Client().post(asked.path, said).status_code, careful.post(asked.path, said).status_code]

    assert answers == [405, 403]
    assert standing() == before


def test_a_post_without_the_cookie_or_without_the_forms_own_secret_does_nothing(asked: Asked) -> None:
    before, ask = standing(), asked.asks[0]
    said = {f"{ask.pk.hex}-seen": "{}", f"{ask.pk.hex}-status": "same", "do": "send:all"}
    careful = Client(enforce_csrf_checks=True)
    careful.get(asked.path)

    answers = [
        Client().post(PAGE, said).status_code,
        careful.post(PAGE, said).status_code,
        careful.post(f"{PAGE}{ask.pk}/", said).status_code,
        careful.post(f"{PAGE}somebody-else/", {"name": "A", "email": "a@aldermere.example"}).status_code,
    ]

    assert answers == [410, 403, 403, 403]
    assert standing() == before


def test_a_person_who_fills_it_in_afterwards_is_recorded(asked: Asked) -> None:
    _send_everything(Client(), asked.path, ticks_first=True)
    person = Client()
    person.get(asked.path)
    said = form_of(asked.asks[0], person.get(PAGE).content.decode(), status="same")

    person.post(PAGE, {**said, "do": "send:all"})

    assert Update.objects.filter(is_unchanged=True, by_link=asked.link).count() == 1
