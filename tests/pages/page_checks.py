"""What must be so on every page, seen from its HTML alone: what needs a browser is in `tests/browser`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from lxml import html

MADE_UP = "A made-up council"
_ARTEFACTS = re.compile(
    r"\{\{|\}\}|\{%|%\}|%\(\w+\)s|&(?:amp|lt|gt|quot|#\d+);"
    r"|\b(?:None|Undefined|NaN|null|Lazy\w*)\b|<[a-z]+\.[\w.]+ object|datetime\."
)
_NO_LABEL = {"hidden", "submit", "button", "image", "reset"}


def faults(page: str, *, is_of_council: bool, is_made_up: bool) -> list[str]:
    """Give everything that is wrong with a page, in words.

    Takes:   `is_of_council`, whether it has the council's menu; `is_made_up`, whether it must say so.
    """
    tree = html.document_fromstring(page)
    found = [
        *_head(tree),
        *_landmarks(tree, is_of_council=is_of_council),
        *_inline(tree),
        *_fields(tree),
        *_words(tree),
        *_links(tree),
    ]
    if is_made_up and MADE_UP not in tree.text_content():
        found.append("does not say that the council is made up")
    return found


def title(page: str) -> str:
    """Give the title of a page."""
    return " ".join((html.document_fromstring(page).findtext(".//title") or "").split())


def _head(tree: html.HtmlElement) -> Iterator[str]:
    if not (tree.get("lang") or "").startswith(("en", "cy")):
        yield "says no language"
    said = " ".join((tree.findtext(".//title") or "").split())
    if not said or said.startswith(("–", "Due Regard –")) or "  " in said:
        yield f"has the title {said!r}"
    headings = [" ".join(one.text_content().split()) for one in tree.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"has {len(headings)} first headings: {headings}"


def _landmarks(tree: html.HtmlElement, *, is_of_council: bool) -> Iterator[str]:
    for name in ("header", "main", "footer"):
        if len(tree.xpath(f"//body//{name}[not(ancestor::main)]")) != 1:
            yield f"has not exactly one {name}"
    if is_of_council and not tree.xpath("//nav"):
        yield "has no nav"
    names = Counter(nav.get("aria-label") or nav.get("aria-labelledby") for nav in tree.iter("nav"))
    if sum(names.values()) > 1 and (None in names or max(names.values()) > 1):
        yield f"has navs that are not told apart: {sorted(map(str, names))}"
    if not tree.xpath("//a[contains(@class, 'govuk-skip-link')]"):
        yield "has no skip link"
    twice = [name for name, times in Counter(tree.xpath("//@id")).items() if times > 1]
    if twice:
        yield f"has the same id twice: {twice}"


def _inline(tree: html.HtmlElement) -> Iterator[str]:
    if tree.xpath("//@style") or tree.xpath("//style"):
        yield "has inline style"
    if tree.xpath("//script[not(@src)]"):
        yield "has inline script"
    if any(name.startswith("on") for one in tree.iter(html.etree.Element) for name in one.attrib):
        yield "has script in an attribute"
    if [one for one in tree.xpath("//@href | //@src | //@action") if one.strip().lower().startswith("javascript:")]:
        yield "has a script as an address"
    if [one for one in tree.xpath("//img/@src | //script/@src | //link/@href") if urlsplit(one).netloc]:
        yield "fetches from elsewhere"


def _fields(tree: html.HtmlElement) -> Iterator[str]:
    labelled = {label.get("for") for label in tree.iter("label") if label.text_content().strip()}
    for field in tree.xpath("//input | //select | //textarea"):
        if (field.get("type") or "text") in _NO_LABEL:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby") or field.xpath("ancestor::label")
        if not named and field.get("id") not in labelled:
            yield f"has a field without a label: {field.get('name')}"
        for described in (field.get("aria-describedby") or "").split():
            if not tree.xpath("//*[@id=$id]", id=described):
                yield f"describes {field.get('name')} by {described}, which is not there"
    for form in tree.iter("form"):
        has_token = bool(form.xpath(".//input[@name='csrfmiddlewaretoken']"))
        if has_token != (form.get("method", "get").lower() == "post"):
            yield f"has a form ({form.get('method')}) {'with' if has_token else 'without'} a token"
    for picture in tree.xpath("//img[not(@alt)]"):
        yield f"has a picture without words: {picture.get('src')}"
    for control in tree.xpath("//button | //a[@href]"):
        if not (control.text_content().strip() or control.get("aria-label") or control.xpath(".//img[@alt!='']")):
            yield f"has a {control.tag} without words: {control.get('href')}"
    for table in tree.iter("table"):
        if not table.xpath("./caption") or table.xpath(".//th[not(@scope)]"):
            yield "has a table without a caption or with heads without scope"


def _words(tree: html.HtmlElement) -> Iterator[str]:
    texts = [text for one in tree.xpath("//body//text()[not(ancestor::script)]") if (text := one.strip())]
    texts += tree.xpath("//@aria-label | //@title | //@placeholder | //title/text()")
    for text in texts:
        if found := _ARTEFACTS.search(text):
            yield f"shows {found[0]!r} in {text[:80]!r}"


def _links(tree: html.HtmlElement) -> Iterator[str]:
    """Every address of ours that a page leads to is one we have."""
    for link in sorted(set(tree.xpath("//a/@href | //form/@action"))):
        parts = urlsplit(link)
        if parts.scheme in {"mailto", "tel"} or parts.netloc or parts.path.startswith("/static/"):
            continue
        if link.startswith("#"):
            if len(link) > 1 and not tree.xpath("//*[@id=$id]", id=link[1:]):
                yield f"leads to {link}, which is not on it"
        elif parts.path.startswith("/"):
            try:
                resolve(parts.path)
            except Resolver404:
                yield f"leads to {link}, which is nowhere"
