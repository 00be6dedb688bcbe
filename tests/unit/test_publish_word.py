"""The Word file is accessible in its own terms and holds nothing that it does not show."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from dueregard.publish.hidden import hidden_data
from dueregard.publish.word import write_word
from publish_made_up import COUNCIL, every_block

PARTS = {
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
    "word/document.xml",
    "word/fontTable.xml",
    "word/footer1.xml",
    "word/media/image1.png",
    "word/numbering.xml",
    "word/settings.xml",
    "word/styles.xml",
    "word/theme/theme1.xml",
    "word/webSettings.xml",
}


@pytest.fixture(scope="module")
def package() -> bytes:
    return write_word(every_block())


@pytest.fixture(scope="module")
def word(package):
    return docx.Document(BytesIO(package))


def test_same_document_gives_the_same_bytes(package):
    assert write_word(every_block()) == package


def test_headings_and_their_order(word):
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]

    assert headings == [
        ("Heading 1", "Equality report"),
        ("Heading 2", "What we found"),
        ("Heading 3", "In pictures"),
        ("Heading 2", "After"),
        ("Heading 2", "About this document"),
    ]


def test_every_table_has_a_caption_and_a_header_row_that_repeats(word):
    body = list(word.element.body)

    assert len(word.tables) == 3
    for table in word.tables:
        header, *rest = table._tbl.tr_lst
        assert header.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rest)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        before = body[body.index(table._tbl) - 1]
        assert before.pPr.pStyle.val == "Caption"


def test_pictures_say_what_they_show(word):
    described = [node.get("descr") for node in word.element.body.iter(qn("wp:docPr"))]

    assert described == ["Actions: 4 in all; 3 On track, 1 Off track."]


def test_language_is_british_english_throughout(word):
    languages = {node.get(qn("w:val")) for node in word.styles.element.iter(qn("w:lang"))}

    assert languages == {"en-GB"}
    assert word.core_properties.language == "en-GB"


def test_wide_tables_stand_on_a_page_turned_sideways(word):
    assert [section.page_width > section.page_height for section in word.sections] == [False, True, False]


def test_pages_are_numbered_by_fields(word):
    fields = [node.get(qn("w:instr")) for node in word.sections[0].footer._element.iter(qn("w:fldSimple"))]

    assert fields == ["PAGE", "NUMPAGES"]


def test_properties_name_the_council_and_nobody_else(word):
    properties = word.core_properties

    assert (properties.title, properties.author, properties.last_modified_by) == ("Equality report", COUNCIL, COUNCIL)
    assert properties.comments == ""
    assert properties.created.isoformat()[:10] == "2026-10-01"


def test_only_known_parts_and_nothing_hidden(package):
    assert set(zipfile.ZipFile(BytesIO(package)).namelist()) == PARTS
    assert hidden_data(package) == ()


def test_two_tables_in_a_row_stay_two(word):
    # Word joins tables that touch: between two there is always a paragraph.
    tags = [node.tag for node in word.element.body]

    assert not [at for at in range(len(tags) - 1) if tags[at] == tags[at + 1] == qn("w:tbl")]
    assert tags[-2] == qn("w:p")


def test_lists_links_and_line_ends(word):
    texts = {p.text: p.style.name for p in word.paragraphs}

    assert texts["under the first"] == "List Bullet 2"
    assert texts["step one"] == "List Number"
    assert "Nothing has changed\nsince October." in texts
    assert [r.target_ref for r in word.part.rels.values() if r.is_external] == ["https://www.example.org/guidance"]
