"""The HTML says what each part is, escapes every word, and asks for nothing from anywhere."""

from __future__ import annotations

import re
from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from dueregard.publish.checks import NotPublishable
from dueregard.publish.document import Column, Document, Facts, Heading, Note, Paragraph, Quote, Run, Table
from dueregard.publish.html import fragment, page
from publish_made_up import every_block

EVIL = "<script>alert(1)</script>\"' onload=x & <b>"


def test_page_has_language_title_and_headings_in_order():
    tree = LexborHTMLParser(page(every_block()).decode())

    assert tree.css_first("html").attributes["lang"] == "en-GB"
    assert tree.css_first("title").text() == "Equality report – Aldermere Council"
    assert [(node.tag, node.text()) for node in tree.css("h1, h2, h3")] == [
        ("h1", "Equality report"),
        ("h2", "What we found"),
        ("h3", "In pictures"),
        ("h2", "After"),
        ("h2", "About this document"),
    ]
    assert tree.css_first("p.first-line").text() == "Aldermere Council. Equality report. 1 October 2026. Version 2."


def test_tables_have_captions_scoped_headers_and_labels_for_phones():
    tree = LexborHTMLParser(str(fragment(every_block())))

    for table in tree.css("table"):
        assert table.css_first("caption").text()
        assert {node.attributes["scope"] for node in table.css("thead th")} == {"col"}
        assert {node.attributes["scope"] for node in table.css("tbody th")} == {"row"}
        assert all(node.attributes["data-label"] for node in table.css("tbody th, tbody td"))
    assert tree.css_first("table .dr-total").text(separator="|") == "All|7"


def test_fragment_has_no_style_no_script_and_no_heading_of_level_one():
    html = str(fragment(every_block()))

    assert not re.search(r"<script|<style|\sstyle=|<h1|\son\w+=", html)


def test_page_fetches_nothing():
    tree = LexborHTMLParser(page(every_block()).decode())

    assert [node.tag for node in tree.css("link, script, iframe, object, embed")] == []
    assert all(node.attributes["src"].startswith("data:") for node in tree.css("[src]"))
    assert all(node.attributes["alt"] for node in tree.css("img"))


def test_every_word_is_escaped():
    table = Table(EVIL, (Column(EVIL), Column("b")), ((EVIL, EVIL),), note=EVIL, key=((EVIL, EVIL),))
    document = Document(
        title=EVIL,
        subtitle=EVIL,
        author=EVIL,
        on=date(2026, 1, 1),
        version=EVIL,
        blocks=(
            Heading(2, EVIL),
            Paragraph((Run(EVIL, bold=True, italic=True, href=f"https://example.org/{EVIL}"),)),
            table,
            Quote(EVIL, EVIL),
            Facts(((EVIL, EVIL),)),
            Note(EVIL),
        ),
    )

    tree = LexborHTMLParser(page(document).decode())

    assert tree.css("script, b") == []
    assert not [node for node in tree.css("*") if "onload" in (node.attributes or {})]
    assert tree.css_first("h2").text() == EVIL


def test_line_ends_of_given_words_are_kept():
    html = fragment(Document(title="P", author="C", on=date(2026, 1, 1), blocks=(Quote("one\ntwo", "Ben"),)))

    assert "one<br>two" in html


def test_a_document_that_fails_the_checks_is_not_written():
    with pytest.raises(NotPublishable):
        page(Document(title="", author="C", on=date(2026, 1, 1), blocks=()))
