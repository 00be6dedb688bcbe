"""A document as a Word file that Word's own accessibility checker, and a screen reader, can use.

The one idea: python-docx gives the package and the built-in styles; all that stands in it is ours. What its starting
file brings along and nobody sees (a thumbnail, custom XML) is taken out, every header row repeats, every table and
picture says what it is, the language is set in the styles, and the parts carry no time of day and no person's name.
Source: ECMA-376 part 1 (WordprocessingML); "Make your Word documents accessible", Microsoft.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from dueregard.publish.checks import check_document
from dueregard.publish.document import (
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    Item,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Table,
)
from dueregard.publish.pictures import as_png
from dueregard.publish.sheet import clean_text

WIDE = 7
"""A table of more columns than this stands on a page turned sideways."""
FONT = "Arial"
"""The letters of Word files: on every computer, unlike our own font, which a Word file cannot count on."""
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Due Regard</Application></Properties>"
)
_MADE = (1980, 1, 1, 0, 0, 0)
_TWIPS_PER_CM = 567
_MOST_ROWS_KEPT, _MOST_TEXT_KEPT = 25, 1500
_UPRIGHT_CM, _SIDEWAYS_CM = 17.0, 25.7
"""The width of the text on an A4 page with margins of 2 cm, upright and turned."""


def write_word(document: Document) -> bytes:
    """Write `document` as a .docx file. The same document gives the same bytes."""
    check_document(document)
    word = docx.Document()
    _take_out_leftovers(word)
    _set_properties(word, document)
    _set_styles(word, document.language)
    _set_page(word.sections[0])
    _set_footer(word, document)
    _text(word.add_paragraph(style="Dueregard Quiet"), document.first_line())
    _text(word.add_heading(level=1), document.title)
    if document.subtitle:
        _text(word.add_paragraph(style="Subtitle"), document.subtitle)
    for block in document.all_blocks():
        _write_block(word, block)
    if word.element.body[-2].tag == qn("w:tbl"):
        # Word wants a paragraph after the last table.
        word.add_paragraph()
    to = BytesIO()
    word.save(to)
    return same_bytes(to.getvalue())


def write_blocks(word: Any, blocks: Iterable[Block], *, is_upright: bool = False) -> None:
    """Write blocks at the end of an open Word document that has our styles (`add_own_styles`).

    Takes:   `is_upright`, that no page is turned for a wide table: the document's sections are somebody else's.
    """
    for block in blocks:
        _write_block(word, block, is_upright=is_upright)


def _write_block(word: Any, block: Block, *, is_upright: bool = False) -> None:
    match block:
        case Heading(level, text):
            _text(word.add_heading(level=level), text)
        case Paragraph(runs):
            _runs(word.add_paragraph(), runs)
        case ListBlock(items, ordered):
            _write_list(word, items, style="List Number" if ordered else "List Bullet")
        case Table():
            _write_table(word, block, is_upright=is_upright)
        case Quote(text, origin):
            _text(word.add_paragraph(style="Quote"), text)
            _text(word.add_paragraph(style="Dueregard Quiet"), origin)
        case Facts(pairs):
            for name, value in pairs:
                paragraph = word.add_paragraph(style="Dueregard Fact")
                paragraph.add_run(f"{clean_text(name)}: ").bold = True
                _text(paragraph, value)
        case Figure():
            _write_figure(word, block, is_upright=is_upright)
        case Note(text):
            _text(word.add_paragraph(style="Dueregard Note"), text)
        case PageBreak():
            word.add_paragraph().paragraph_format.page_break_before = True


def _text(paragraph: Any, text: str, **look: bool) -> None:
    """Add words to a paragraph, a line break for each line end."""
    run = paragraph.add_run()
    for name, value in look.items():
        setattr(run, name, value)
    for number, line in enumerate(clean_text(text).split("\n")):
        if number:
            run.add_break()
        run.add_text(line)


def _runs(paragraph: Any, runs: Iterable[Run]) -> None:
    for run in runs:
        if run.href is not None:
            _link(paragraph, run)
        else:
            _text(paragraph, run.text, bold=run.bold, italic=run.italic)


def _link(paragraph: Any, run: Run) -> None:
    number = paragraph.part.relate_to(run.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    said = escape(clean_text(run.text))
    paragraph._p.append(
        parse_xml(
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{number}"><w:r><w:rPr><w:color w:val="0B5A68"/>'
            f'<w:u w:val="single"/></w:rPr><w:t xml:space="preserve">{said}</w:t></w:r></w:hyperlink>'
        )
    )


def _write_list(word: Any, items: Iterable[Item], *, style: str, depth: int = 1) -> None:
    named = style if depth == 1 else f"{style} {min(depth, 3)}"
    for item in items:
        _runs(word.add_paragraph(style=named), item.runs)
        _write_list(word, item.items, style=style, depth=depth + 1)


def _write_table(word: Any, table: Table, *, is_upright: bool = False) -> None:
    wide = len(table.columns) > WIDE and not is_upright
    if wide:
        _turn(word, sideways=True)
    body = word.element.body
    if table.caption_shown:
        caption = word.add_paragraph(style="Caption")
        caption.paragraph_format.keep_with_next = True
        _text(caption, table.caption)
    elif len(body) > 1 and body[-2].tag == qn("w:tbl"):
        # Word joins tables that touch.
        word.add_paragraph(style="Dueregard Cell")
    # Written as XML: python-docx looks every cell up anew, which makes long tables slow.
    body.insert(len(body) - 1, parse_xml("".join(_table_xml(table, wide=wide))))
    for mark, said in table.key:
        paragraph = word.add_paragraph(style="Dueregard Quiet")
        _text(paragraph, f"{mark}: ", bold=True)
        _text(paragraph, said)
    if table.note:
        _text(word.add_paragraph(style="Dueregard Quiet"), table.note)
    if wide:
        _turn(word, sideways=False)


def _stays_whole(table: Table) -> bool:
    """Say whether a table is surely shorter than a page, so that Word can be told to keep its rows together."""
    return (
        len(table.rows) <= _MOST_ROWS_KEPT and sum(len(cell) for row in table.rows for cell in row) <= _MOST_TEXT_KEPT
    )


def _table_xml(table: Table, *, wide: bool) -> Iterator[str]:
    text_width = (_SIDEWAYS_CM if wide else _UPRIGHT_CM) * _TWIPS_PER_CM
    shares = sum(column.width for column in table.columns)
    widths = [round(text_width * column.width / shares) for column in table.columns]
    caption = quoteattr(clean_text(table.caption))
    first = "1" if table.row_headers else "0"
    whole = _stays_whole(table)
    yield (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{"04A0" if table.row_headers else "0420"}" w:firstRow="1" w:lastRow="0" '
        f'w:firstColumn="{first}" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={caption}/></w:tblPr><w:tblGrid>"
    )
    yield "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    for column, width in zip(table.columns, widths, strict=True):
        yield _cell_xml(column.title, width, bold=True, right=column.numeric, fill=True, keep=True)
    yield "</w:tr>"
    for number, row in enumerate(table.rows, start=1):
        total = table.total and number == len(table.rows)
        yield "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        for column, width, text in zip(table.columns, widths, row, strict=True):
            yield _cell_xml(text, width, bold=total, right=column.numeric, keep=whole and number < len(table.rows))
        yield "</w:tr>"
    yield "</w:tbl>"


def _cell_xml(
    text: str, width: int, *, bold: bool = False, right: bool = False, fill: bool = False, keep: bool = False
) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E3EEEF"/>' if fill else ""
    together = "<w:keepNext/>" if keep else ""
    side = '<w:jc w:val="right"/>' if right else ""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    said = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean_text(text).split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="DueregardCell"/>{together}{side}</w:pPr><w:r>{look}{said}</w:r></w:p></w:tc>'
    )


def _write_figure(word: Any, figure: Figure, *, is_upright: bool = False) -> None:
    png = figure.image if figure.kind == "png" else as_png(figure.image)
    # A PNG says its width in bytes 16 to 19; at 144 points an inch, 57 points are a centimetre.
    width = struct.unpack(">I", png[16:20])[0]
    picture = word.add_picture(BytesIO(png), width=Cm(min(_UPRIGHT_CM, width / 57)))
    described = picture._inline.docPr
    described.set("descr", clean_text(figure.alt))
    described.set("name", f"Picture {described.get('id')}")
    _write_table(word, figure.table, is_upright=is_upright)


def _turn(word: Any, *, sideways: bool) -> None:
    section = word.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    short, long = Cm(21.0), Cm(29.7)
    section.page_width, section.page_height = (long, short) if sideways else (short, long)


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.0)


def _set_footer(word: Any, document: Document) -> None:
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.style = word.styles["Dueregard Quiet"]
    _text(paragraph, f"{document.title}. Page ")
    _field(paragraph, "PAGE")
    _text(paragraph, " of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    paragraph._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )


def _take_out_leftovers(word: Any) -> None:
    """Take out what the starting file holds and nobody sees: a thumbnail, custom XML, a second set of styles."""
    for owner in (word.part.package, word.part):
        for number, relation in list(owner.rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/customXml", "/stylesWithEffects")):
                del owner.rels[number]


def _set_properties(word: Any, document: Document) -> None:
    properties = word.core_properties
    properties.title = clean_text(document.title)[:255]
    properties.author = clean_text(document.author)[:255]
    properties.last_modified_by = clean_text(document.author)[:255]
    properties.language = document.language
    properties.version = (document.version or "")[:255]
    properties.comments = properties.keywords = properties.category = ""
    made = datetime(document.on.year, document.on.month, document.on.day)  # noqa: DTZ001  # a day, not a moment
    properties.created = properties.modified = made
    properties.revision = 1


def _set_styles(word: Any, language: str) -> None:
    styles = word.styles
    for each in styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), language)
    normal = styles["Normal"]
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(8)
    for style in styles:
        if hasattr(style, "font") and (style.font.name or style.name in ("Normal", "Title", "Subtitle", "Caption")):
            _set_font(style)
    for name, size in (("Heading 1", 24), ("Heading 2", 17), ("Heading 3", 13), ("Heading 4", 11)):
        styles[name].font.size = Pt(size)
    for name in (*(f"Heading {n}" for n in range(1, 7)), "Subtitle", "Caption", "Quote"):
        style = styles[name]
        _set_font(style)
        style.font.color.rgb = RGBColor(0x0E, 0x4A, 0x55) if name.startswith("Heading") else RGBColor(0, 0, 0)
        style.font.italic = False
    styles["Caption"].font.size = Pt(11)
    styles["Caption"].paragraph_format.space_before = Pt(12)
    styles["Caption"].paragraph_format.space_after = Pt(4)
    styles["Quote"].paragraph_format.left_indent = Cm(0.5)
    _border(styles["Quote"], "B4740E")
    add_own_styles(word)


def add_own_styles(word: Any) -> None:
    """Add the styles of our own that a document does not have yet."""
    styles = word.styles
    for name, points, space in (("Quiet", 9.5, 8), ("Fact", 11, 4), ("Note", 11, 8), ("Cell", 10.5, 2)):
        if f"Dueregard {name}" not in styles:
            style = styles.add_style(f"Dueregard {name}", 1)
            style.base_style = styles.default(1)
            style.font.size = Pt(points)
            style.paragraph_format.space_after = Pt(space)
            if name == "Note":
                _border(style, "0E4A55")


def _set_font(style: Any) -> None:
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _border(style: Any, colour: str) -> None:
    bar = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="8" w:color="{colour}"/></w:pBdr>'
    )
    # Word takes the properties of a paragraph in one order only: borders before spacing.
    style.element.get_or_add_pPr().insert_element_before(
        bar, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"
    )


def same_bytes(package: bytes) -> bytes:
    """Give the package with its parts in order and without the time of writing."""
    to = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(to, "w") as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            part = _APPLICATION if name == "docProps/app.xml" else old.read(name)
            new.writestr(zipfile.ZipInfo(name, _MADE), part, zipfile.ZIP_DEFLATED)
    return to.getvalue()
