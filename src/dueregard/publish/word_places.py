"""Blocks and words put into a Word document of somebody else's, at the places that it marks.

The one idea: a place is a mark like [[appendix]] in the text, or a content control with such a name; controls are
turned into marks first, so that there is one way of filling. What is put in takes the document's own styles where it
has them, and ours where it has none. The rest of the document stays as it was, save what nobody sees and what would
lead outside: custom XML, a thumbnail, the attached template, the names in its properties.

Source:  ECMA-376 part 1 (WordprocessingML). Refuses nothing: what a template may hold is asked before
         (`domain.assessments.paper_template`). It opens no file of a stranger without the limits of `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from dueregard.publish.document import Block
from dueregard.publish.sheet import clean_text
from dueregard.publish.word import add_own_styles, same_bytes, write_blocks

_MARK = re.compile(r"\[\[\s*([^\[\]]{1,60}?)\s*\]\]")
_NEEDED = (
    *(f"Heading {n}" for n in range(1, 7)), "Caption", "Quote", "Subtitle", "Table Grid",
    "List Bullet", "List Bullet 2", "List Bullet 3", "List Number", "List Number 2", "List Number 3",
)  # fmt: skip
_UNSEEN = (
    "/thumbnail",
    "/customXml",
    "/stylesWithEffects",
    "/custom-properties",
    "/attachedTemplate",
    "/keyMapCustomizations",
)
_INDENT_TWIPS = 360


@dataclass(frozen=True, slots=True)
class Place:
    """A mark that was found: its name in small letters, and where ("text", "header or footer", "text box")."""

    name: str
    where: str = "text"


def places_in(template: bytes, *, names: Iterable[str] = ()) -> tuple[Place, ...]:
    """Give the places that a Word document marks, in reading order, headers and footers last.

    Takes:   `names`, what a content control may be called to count as a place.
    """
    word = docx.Document(BytesIO(template))
    known = {name.lower() for name in names}
    return tuple(place for root, is_body in _roots(word) for place in _places(root, known, is_body=is_body))


def fill_places(
    template: bytes,
    *,
    blocks: Mapping[str, Sequence[Block]],
    words: Mapping[str, str],
    author: str,
    title: str,
    on: date,
) -> bytes:
    """Give a Word document with its places filled. The same template and matter give the same bytes.

    Takes:   `blocks`, whole paragraphs and tables by name of place; `words`, what stands within a line; names in small
             letters. A place that neither names stays as it is.
    """
    word = docx.Document(BytesIO(template))
    _take_out_unseen(word)
    for root, _is_body in _roots(word):
        _controls_to_marks(root, {*blocks, *words})
    for root, _is_body in _roots(word):
        for paragraph in list(root.iter(qn("w:p"))):
            _fill_words(paragraph, words)
    _add_styles(word)
    for paragraph in list(word.element.body.iter(qn("w:p"))):
        _fill_blocks(word, paragraph, blocks)
    _set_properties(word, author=author, title=title, on=on)
    to = BytesIO()
    word.save(to)
    return same_bytes(to.getvalue())


def _roots(word: Any) -> Iterator[tuple[Any, bool]]:
    yield word.element.body, True
    for relation in word.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(("/header", "/footer")):
            yield relation.target_part.element, False


def _places(root: Any, known: set[str], *, is_body: bool) -> Iterator[Place]:
    for element in root.iter(qn("w:p"), qn("w:sdt")):
        where = "text" if is_body else "header or footer"
        if any(each.tag == qn("w:txbxContent") for each in element.iterancestors()):
            where = "text box"
        if element.tag == qn("w:sdt"):
            if (name := _control_name(element)) in known:
                yield Place(name, where)
        else:
            yield from (Place(found.group(1).lower(), where) for found in _MARK.finditer(_text_of(element)))


def _texts(paragraph: Any) -> list[Any]:
    """Give the pieces of text of a paragraph itself, not of what is nested in it (a text box)."""
    return [each for each in paragraph.iter(qn("w:t")) if next(each.iterancestors(qn("w:p"))) is paragraph]


def _text_of(paragraph: Any) -> str:
    return "".join(each.text or "" for each in _texts(paragraph))


def _control_name(control: Any) -> str:
    for kind in ("w:tag", "w:alias"):
        found = control.find(f"{qn('w:sdtPr')}/{qn(kind)}")
        if found is not None and (found.get(qn("w:val")) or "").strip():
            return str(found.get(qn("w:val"))).strip().strip("[]").strip().lower()
    return ""


def _controls_to_marks(root: Any, known: set[str]) -> None:
    for control in list(root.iter(qn("w:sdt"))):
        name = _control_name(control)
        content = control.find(qn("w:sdtContent"))
        if name not in known or content is None or control.getparent() is None:
            continue
        mark = parse_xml(f'<w:r {nsdecls("w")}><w:t xml:space="preserve">[[{name}]]</w:t></w:r>')
        cell = content.find(qn("w:tc"))
        if cell is not None:
            for each in [each for each in cell if each.tag != qn("w:tcPr")]:
                cell.remove(each)
            cell.append(_paragraph_with(mark))
            control.getparent().replace(control, cell)
        elif content.find(qn("w:p")) is not None or content.find(qn("w:tbl")) is not None:
            control.getparent().replace(control, _paragraph_with(mark, like=content.find(qn("w:p"))))
        else:
            control.getparent().replace(control, mark)


def _paragraph_with(run: Any, *, like: Any = None) -> Any:
    paragraph = parse_xml(f"<w:p {nsdecls('w')}/>")
    properties = like.find(qn("w:pPr")) if like is not None else None
    if properties is not None:
        paragraph.append(deepcopy(properties))
    paragraph.append(run)
    return paragraph


def _fill_words(paragraph: Any, words: Mapping[str, str]) -> None:
    for found in reversed(list(_MARK.finditer(_text_of(paragraph)))):
        said = words.get(found.group(1).lower())
        if said is not None:
            _put(paragraph, found.start(), found.end(), clean_text(said))


def _put(paragraph: Any, start: int, end: int, said: str) -> None:
    """Put words in the place of the letters from `start` to `end`, which may lie in several runs."""
    at, is_put = 0, False
    for piece in _texts(paragraph):
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if first < last:
            piece.text = text[:first] + ("" if is_put else said) + text[last:]
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            is_put = True


def _fill_blocks(word: Any, paragraph: Any, blocks: Mapping[str, Sequence[Block]]) -> None:
    """Put whole blocks in the place of a paragraph that holds a mark, or behind it where it holds more."""
    text = _text_of(paragraph)
    found = next((each for each in _MARK.finditer(text) if each.group(1).lower() in blocks), None)
    if found is None:
        return
    after = paragraph
    for element in _written(word, blocks[found.group(1).lower()]):
        after.addnext(element)
        after = element
    if text.strip() == found.group(0) and not _must_stay(paragraph):
        paragraph.getparent().remove(paragraph)
    else:
        _put(paragraph, found.start(), found.end(), "")
    if after.tag == qn("w:tbl") and (after.getnext() is None or after.getnext().tag != qn("w:p")):
        after.addnext(parse_xml(f"<w:p {nsdecls('w')}/>"))


def _must_stay(paragraph: Any) -> bool:
    """Say whether something hangs on the paragraph: a section's end, a picture, a break."""
    hangs = ("w:sectPr", "w:drawing", "w:pict", "w:object", "w:br")
    return any(paragraph.find(f".//{qn(tag)}") is not None for tag in hangs)


def _written(word: Any, blocks: Sequence[Block]) -> list[Any]:
    """Write blocks at the end of the document, and take them up from there."""
    body = word.element.body
    before = set(body)
    write_blocks(word, blocks, is_upright=True)
    made = [each for each in body if each not in before]
    grid = word.styles["Table Grid"].style_id
    for element in made:
        body.remove(element)
        for style in element.iter(qn("w:tblStyle")):
            style.set(qn("w:val"), grid)
    return made


def _add_styles(word: Any) -> None:
    """Add the styles that we write with and the document lacks, as plain ones; lists with their marks."""
    usual, styles = docx.Document(), word.styles
    has = {each.name for each in styles}
    taken = {each.style_id for each in styles}
    for name in _NEEDED:
        if name in has:
            continue
        made = deepcopy(usual.styles[name].element)
        if made.get(qn("w:styleId")) in taken:
            made.set(qn("w:styleId"), f"Dueregard{made.get(qn('w:styleId'))}")
        for tag in ("w:link", "w:next", "w:rsid"):
            for each in made.findall(qn(tag)):
                made.remove(each)
        base = made.find(qn("w:basedOn"))
        if base is not None:
            base.set(qn("w:val"), styles.default(3 if name == "Table Grid" else 1).style_id)
        styles.element.append(made)
        if name.startswith("List "):
            _number(word, made, is_bullet="Bullet" in name, depth=int(name[-1]) if name[-1].isdigit() else 1)
    add_own_styles(word)


def _number(word: Any, style: Any, *, is_bullet: bool, depth: int) -> None:
    numbering = _numbering(word)
    used = [int(each.get(qn("w:abstractNumId"))) for each in numbering.findall(qn("w:abstractNum"))]
    kind = max(used, default=0) + 1
    mark = (
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
        if is_bullet
        else '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
    )
    made = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{mark}<w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{_INDENT_TWIPS * depth}" w:hanging="{_INDENT_TWIPS}"/></w:pPr></w:lvl></w:abstractNum>'
    )
    # Word takes every kind of list before every list.
    first = numbering.find(qn("w:num"))
    numbering.append(made) if first is None else first.addprevious(made)
    number = numbering.add_num(kind).numId
    properties = style.find(qn("w:pPr"))
    if properties is None:
        properties = style.get_or_add_pPr()
    for each in properties.findall(qn("w:numPr")):
        properties.remove(each)
    properties.insert(0, parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{number}"/></w:numPr>'))


def _numbering(word: Any) -> Any:
    for relation in word.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:numbering {nsdecls("w")}/>'.encode()
    name = PackURI("/word/numbering.xml")
    part = NumberingPart.load(name, CONTENT_TYPE.WML_NUMBERING, blob, word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return part.element


def _take_out_unseen(word: Any) -> None:
    owners = [word.part.package, word.part]
    owners += [each.target_part for each in word.part.rels.values() if each.reltype.endswith("/settings")]
    for owner in owners:
        for number, relation in list(owner.rels.items()):
            if relation.reltype.endswith(_UNSEEN):
                del owner.rels[number]
    settings = word.settings.element
    for tag in ("w:attachedTemplate", "w:docVars", "w:rsids"):
        for each in settings.findall(qn(tag)):
            settings.remove(each)


def _set_properties(word: Any, *, author: str, title: str, on: date) -> None:
    properties = word.core_properties
    properties.title, properties.author = clean_text(title)[:255], clean_text(author)[:255]
    properties.last_modified_by = properties.author
    properties.comments = properties.keywords = properties.category = properties.subject = ""
    made = datetime(on.year, on.month, on.day)  # noqa: DTZ001  # a day, not a moment
    properties.created = properties.modified = made
    properties.revision = 1
