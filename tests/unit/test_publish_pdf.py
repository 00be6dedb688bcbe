"""The PDF is tagged (PDF/UA-1), shows every letter or says that it cannot, and reads no markup from words."""

from __future__ import annotations

import io
import re
from datetime import date

import pikepdf
import pytest
from pypdf import PdfReader

from dueregard.publish import pdf as pdf_room
from dueregard.publish.document import Document, Figure, Paragraph, Run, words
from dueregard.publish.pdf import showable, write_pdf
from dueregard.terms.errors import DueRegardError
from publish_made_up import COUNCIL, every_block


@pytest.fixture(scope="module")
def made() -> bytes:
    return write_pdf(every_block())


def _text(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def _tags(node: pikepdf.Object, found: list[str]) -> list[str]:
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(str(node["/S"])[1:])
        if "/K" in node:
            _tags(node["/K"], found)
    elif isinstance(node, pikepdf.Array):
        for each in node:
            _tags(each, found)
    return found


def _one(text: str, **look: bool) -> Document:
    return Document(title="T", author=COUNCIL, on=date(2026, 1, 1), blocks=(Paragraph((Run(text, **look),)),))


def test_it_is_tagged_and_says_so(made):
    with pikepdf.open(io.BytesIO(made)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "en-GB"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert str(file.docinfo["/Title"]) == "Equality report"
        assert str(file.docinfo["/Author"]) == COUNCIL
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        tags = _tags(file.Root.StructTreeRoot.K, [])
    assert {"H1", "H2", "H3", "P", "L", "LI", "Table", "THead", "TH", "TD", "Figure", "Link", "BlockQuote"} <= set(tags)
    assert tags.count("Table") == 3


def test_pictures_have_alternative_words(made):
    with pikepdf.open(io.BytesIO(made)) as file:
        said = [str(o.Alt) for o in file.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]

    assert said == ["Actions: 4 in all; 3 On track, 1 Off track."]


def test_same_document_gives_the_same_bytes(made):
    assert write_pdf(every_block()) == made


def test_words_are_never_read_as_markup():
    evil = '#panic("x") #eval("1+1") *bold* $x^2$ @ref <label> `raw` \\ // = not a heading'

    made = write_pdf(Document(title=evil, author=evil, on=date(2026, 1, 1), blocks=(words(evil),)))

    said = re.sub(r"\s+", " ", _text(made))
    assert said.count(evil) >= 2


@pytest.mark.parametrize("look", [{}, {"bold": True}, {"italic": True}, {"bold": True, "italic": True}])
def test_every_letter_we_say_we_have_is_there(look):
    # Typst refuses a missing letter under PDF/UA: that no error comes is the proof.
    starts, ends = pdf_room._coverage()
    letters = " ".join(chr(code) for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1))

    write_pdf(_one(f"x {letters}", **look))


@pytest.mark.parametrize(
    "letters", ["Ŵŵ Ŷŷ Ẁẁ Ẃẃ Ẅẅ Ỳỳ Ââ Êê Îî Ôô Ûû Ïï Öö", "– — • … ‘’ “” £ € ½ ° ± × ≥ ≤ → ✓ ●", "Łódź Ağ Ñ ß"]
)
def test_welsh_and_the_marks_of_plans_are_shown(letters):
    assert showable(letters) == letters


def test_letters_without_a_font_are_named_and_the_document_says_so():
    said = _text(write_pdf(_one("Well done 🎉 (বাংলা)")))

    assert "[party popper]" in said
    assert "[words in bengali letters]" in said
    assert "Their names stand in square brackets" in re.sub(r"\s+", " ", said)


def test_a_picture_that_is_none_is_refused_in_plain_words():
    broken = Figure(b"no drawing", "Words", every_block().blocks[4])  # type: ignore[arg-type]  # the table of counts

    with pytest.raises(DueRegardError, match="cannot be made into a PDF"):
        write_pdf(Document(title="T", author=COUNCIL, on=date(2026, 1, 1), blocks=(broken,)))


def test_nothing_is_attached_and_nothing_runs(made):
    with pikepdf.open(io.BytesIO(made)) as file:
        assert len(file.attachments) == 0
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(file.Root.keys())
    # One end of file: no earlier revision is kept inside.
    assert made.count(b"%%EOF") == 1


def test_table_headers_repeat_on_each_page(made):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]

    assert sum("Column 1" in page for page in pages) >= 2
