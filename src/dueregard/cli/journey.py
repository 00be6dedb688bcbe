"""The main journey, walked as a client would: sign in, hand in a document, answer, adopt, publish, read as the public,
look at an indicator, and take released figures away.

The one idea: the walker knows what a person sees and no more: it follows links, fills the fields of the form on the
page and sends it. What it cannot find on the page stops the walk with a plain sentence and exit code 1.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dueregard.demo.council import ALDERMERE, PASSWORD
from dueregard.demo.documents import SampleDocument
from dueregard.demo.monitoring import indicators, releases
from dueregard.terms.errors import DueRegardError

_READ_SECONDS = 240
_MOST_QUESTIONS = 60


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came: its address after redirects, its status and its parts."""

    address: str
    status: int
    body: bytes

    @property
    def tree(self) -> LexborHTMLParser:
        """The page's parts."""
        return LexborHTMLParser(self.body)

    @property
    def heading(self) -> str:
        """The page's main heading."""
        found = self.tree.css_first("h1")
        return " ".join(found.text().split()) if found else ""

    def link(self, words: str) -> str:
        """Give the address of the link that says these words.

        Raises:  DueRegardError where there is none.
        """
        for each in self.tree.css("a[href]"):
            if words.casefold() in " ".join(each.text().split()).casefold():
                return urllib.parse.urljoin(self.address, each.attributes["href"] or "")
        raise DueRegardError(f"There is no link “{words}” on the page “{self.heading}”.", where=self.address)


class Client:
    """A browser without a screen: cookies, redirects, forms."""

    def __init__(self, start: str) -> None:
        self.start = start
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, address: str) -> Page:
        """Open an address; anything but 200 stops the walk."""
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.start, address)))  # noqa: S310  # loopback

    def send(
        self, page: Page, values: Mapping[str, str], *, files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> Page:
        """Fill the page's main form and send it: its own values first, then these."""
        form = page.tree.css_first("main form[method=post]")
        if form is None:
            raise DueRegardError(f"There is no form on the page “{page.heading}”.", where=page.address)
        filled = {**own_values(form), **values}
        unknown = {*values, *(files or {})} - {field.attributes.get("name") for field in form.css("[name]")}
        if unknown:
            raise DueRegardError(f"The form has no field {', '.join(sorted(unknown))}.", where=page.address)
        address = urllib.parse.urljoin(page.address, form.attributes.get("action") or page.address)
        body, kind = _multipart(filled, files or {})
        request = urllib.request.Request(address, data=body, headers={"Content-Type": kind, "Referer": page.address})  # noqa: S310  # loopback
        answer = self._open(request)
        wrong = answer.tree.css_first(".govuk-error-summary")
        if wrong is not None:
            raise DueRegardError(f"The site said: {' '.join(wrong.text().split())}.", where=page.address)
        return answer

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Page(answer.url, answer.status, answer.read())
        except urllib.error.HTTPError as fault:
            raise DueRegardError(f"The site answered {fault.code}.", where=request.full_url) from fault


def own_values(form: LexborNode) -> dict[str, str]:
    """Give what a form already holds: hidden fields, texts, chosen options. Nothing is chosen for the person."""
    values: dict[str, str] = {}
    for field in form.css("input[name], textarea[name], select[name]"):
        name, kind = field.attributes["name"] or "", field.attributes.get("type", "text")
        if field.tag == "textarea":
            values[name] = field.text()
        elif field.tag == "select":
            chosen = field.css_first("option[selected]") or field.css_first("option")
            values[name] = (chosen.attributes.get("value") or "") if chosen else ""
        elif kind in {"radio", "checkbox"}:
            if "checked" in field.attributes:
                values[name] = field.attributes.get("value") or "on"
        elif kind not in {"file", "submit", "button"}:
            values[name] = field.attributes.get("value") or ""
    return values


def walk(address: str, *, document: SampleDocument, say: Callable[[str], object]) -> None:
    """Walk the whole journey at an address, saying each step.

    Raises:  DueRegardError, in plain words, at the first thing that is not as a person needs it.
    """
    officer, council = Client(address), ALDERMERE
    began = time.monotonic()
    page = officer.get("/account/login/")
    page = officer.send(page, {"login": council.people[0].email, "password": PASSWORD})
    say(f"Signed in as {council.people[0].name}. {page.heading}.")
    plan_address = _hand_in(officer, council.slug, document, say)
    shown = _publish(officer, plan_address, say)
    _read_as_public(Client(address), council.slug, shown, say)
    _look_at_figures(officer, council.slug, say)
    _take_figures(Client(address), council.slug, say)
    say(f"The whole journey took {time.monotonic() - began:.1f} seconds.")


def _hand_in(officer: Client, slug: str, document: SampleDocument, say: Callable[[str], object]) -> str:
    """Hand in the document, wait for it, answer its questions and adopt the plan; give the plan's address."""
    page = officer.get(f"/{slug}/plans/imports/new/")
    page = officer.send(page, {}, files={"document": (document.name, document.data)})
    page = _wait_until_read(officer, page)
    review = page.address
    say(f"Handed in {document.name}. {_finding(page)}")
    answered = _answer_all(officer, review)
    say(f"Answered {answered} questions.")
    page = officer.get(urllib.parse.urljoin(review, "adopt/"))
    page = officer.send(page, {})
    say(f"Adopted: {page.heading}.")
    return page.address


def _wait_until_read(officer: Client, page: Page) -> Page:
    end = time.monotonic() + _READ_SECONDS
    while "/jobs/" in page.address:
        if time.monotonic() > end:
            raise DueRegardError("The document was not read in time.", where=page.address)
        time.sleep(0.5)
        page = officer.get(page.address)
    return page


def _finding(page: Page) -> str:
    found = page.tree.css_first(".dr-finding")
    return " ".join(found.text().split()) if found else page.heading


def _answer_all(officer: Client, review: str) -> int:
    """Answer each open question by its first proposal, as an officer might who agrees with it."""
    answered = 0
    seen: set[str] = set()
    for _ in range(_MOST_QUESTIONS):
        links = [
            urllib.parse.urljoin(review, each.attributes["href"] or "")
            for each in officer.get(urllib.parse.urljoin(review, "adopt/")).tree.css("main a[href*='/questions/']")
        ]
        left = [link for link in links if link not in seen]
        if not left:
            return answered
        seen.add(left[0])
        page = officer.get(left[0])
        choice = _choice(page)
        if choice is None:
            continue
        officer.send(page, {"choice": choice})
        answered += 1
    return answered


def _choice(page: Page) -> str | None:
    """Give the first proposal of a question; without any, that the plan does not say; None to leave it open."""
    offered = [each.attributes.get("value") or "" for each in page.tree.css("main form input[name=choice]")]
    proposals = [value for value in offered if value not in {"other", "nothing"}]
    return next(iter([*proposals, *(value for value in offered if value == "nothing")]), None)


def _publish(officer: Client, plan_address: str, say: Callable[[str], object]) -> str:
    page = officer.get(urllib.parse.urljoin(plan_address, "publish/"))
    choice = page.tree.css_first("main form[method=post] input[type=radio]")
    values = {choice.attributes["name"] or "": choice.attributes.get("value") or ""} if choice else {}
    page = officer.send(page, values)
    say(f"Published: {page.heading}.")
    return page.heading


def _read_as_public(public: Client, slug: str, title: str, say: Callable[[str], object]) -> None:
    page = public.get(public.get(f"/{slug}/").link(title))
    data = json.loads(public.get(f"{page.address}plan.json").body)
    if not data["actions"]:
        raise DueRegardError("The published plan has no actions.", where=page.address)
    for ending in ("docx", "pdf", "xlsx", "ods", "csv"):
        if not public.get(f"{page.address}plan.{ending}").body:
            raise DueRegardError("A download is empty.", where=f"{page.address}plan.{ending}")
    say(f"As the public: {page.heading}, {len(data['actions'])} actions, in six formats.")


def _look_at_figures(officer: Client, slug: str, say: Callable[[str], object]) -> None:
    """Open an indicator from the list, and find its figures on the page."""
    page = officer.get(officer.get(f"/{slug}/indicators/").link(indicators()[0].name))
    if not page.tree.css("main table tbody tr"):
        raise DueRegardError("The indicator shows no figures.", where=page.address)
    say(f"Looked at the indicator: {page.heading}. {_finding(page)}")


def _take_figures(public: Client, slug: str, say: Callable[[str], object]) -> None:
    """As the public: go from the front to facts and figures, and take a released table away in each format."""
    facts = public.get(public.get(f"/{slug}/").link("Facts and figures"))
    title = next(one.title for one in releases() if one.state == "released")
    page = public.get(facts.link(title))
    say(f"As the public: {facts.heading}; {page.heading}.")
    for ending in ("xlsx", "ods", "csv"):
        if not public.get(f"{page.address}tables.{ending}").body:
            raise DueRegardError("A download of figures is empty.", where=f"{page.address}tables.{ending}")
    tables = json.loads(public.get(f"{page.address}tables.json").body)["tables"]
    figures = sum(len(table["cells"]) for table in tables)
    if not figures:
        raise DueRegardError("The released tables hold no figures.", where=page.address)
    say(f"Took away {len(tables)} released tables with {figures} figures, in four formats.")


def _multipart(values: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    ]
    for name, (filename, data) in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
