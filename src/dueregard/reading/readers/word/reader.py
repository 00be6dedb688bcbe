"""Word documents as blocks: the body in order, then notes, with running headers and footers marked as furniture.

The one idea: read what a person would see printed with all changes accepted. Headings come from styles and, where a
document uses none, from the look of a line, said to be a guess. Word's file does not say on which page anything stands.
All XML comes through `safe_xml`; nothing linked from outside is fetched; macros are neither read nor run.
"""

from __future__ import annotations

from typing import Any

from dueregard.reading.blocks import Block, Blocks, Heading, Paragraph, Place
from dueregard.reading.cleaning import lines, one_line
from dueregard.reading.grid import lay_out
from dueregard.reading.limits import Limits, too_much
from dueregard.reading.package import Package
from dueregard.reading.readers.word.names import R, W, local, number, val
from dueregard.reading.readers.word.numbering import Numbering
from dueregard.reading.readers.word.runs import Tally, Words, words_of
from dueregard.reading.readers.word.styles import Styles
from dueregard.reading.readers.word.tables import is_frame, spanned_rows
from dueregard.reading.safe_xml import damaged

_THROUGH = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_FETCHED = frozenset({"attachedTemplate", "subDocument", "frame", "oleObject", "image"})


def read(data: bytes, *, name: str, limits: Limits) -> Blocks:
    """Read a Word document (DOCX, DOCM, DOTX).

    Raises:  CannotBeRead where it is damaged, locked, or passes a limit.
    """
    package = Package(data, name=name, limits=limits)
    main = package.target("", kind="officeDocument")
    if main is None:
        raise damaged(name)
    reading = _Reading(package, main)
    return reading.blocks_of_document()


class _Reading:
    """One walk through one document: the counters and what has been found so far."""

    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        self.limits = package.limits
        self.main = main
        self.relations = package.relations(main)
        self.styles = Styles(package.xml_if_there(self._part("styles")))
        self.numbering = Numbering(package.xml_if_there(self._part("numbering")))
        self.tally = Tally()
        self.blocks: list[Block] = []
        self.tables = 0
        self.paragraphs = 0

    def _part(self, kind: str) -> str | None:
        return next((r.target for r in self.relations.values() if r.kind == kind and not r.outside), None)

    def blocks_of_document(self) -> Blocks:
        root = self.package.xml(self.main)
        body = root.find(f"{W}body")
        if body is None:
            raise damaged(self.main)
        self._margin(root, "headerReference")
        self._walk(body)
        self._notes("footnotes", "footnote")
        self._notes("endnotes", "endnote")
        self._margin(root, "footerReference")
        return Blocks(
            format="docx",
            blocks=tuple(self.blocks),
            name=self.package.name,
            title=self._title(),
            warnings=self._warnings(),
        )

    def _look(self, paragraph: Any) -> tuple[Words, str | None]:
        """Give a paragraph's words and its printed list marker, counting it."""
        words = words_of(paragraph, styles=self.styles, tally=self.tally)
        num_id, level = self._list(paragraph)
        return words, self.numbering.marker(num_id, level) if words.text.strip() else None

    def _list(self, paragraph: Any) -> tuple[str | None, int]:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return self.styles.list_of(None)
        by_style = self.styles.list_of(val(properties.find(f"{W}pStyle")))
        direct = properties.find(f"{W}numPr")
        if direct is None:
            return by_style
        num_id = val(direct.find(f"{W}numId"))
        return num_id if num_id is not None else by_style[0], number(val(direct.find(f"{W}ilvl")))

    def _walk(self, holder: Any) -> None:
        for child in holder:
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name in _THROUGH:
                self._walk(child)
            elif name == "altChunk":
                self.tally.embedded += 1
            if len(self.blocks) > self.limits.blocks:
                raise too_much("paragraphs", found=len(self.blocks), most=self.limits.blocks, where=self.package.name)

    def _table(self, table: Any) -> None:
        if is_frame(table):
            for cell in table.iter(f"{W}tc"):
                self._walk(cell)
                return
        laid = lay_out(spanned_rows(table, look=self._look), place=Place(table=self.tables + 1), limits=self.limits)
        if laid is not None:
            self.tables += 1
            self.blocks.append(laid)

    def _paragraph(self, paragraph: Any, *, furniture: bool = False, marker: str | None = None) -> None:
        words, printed = self._look(paragraph)
        text = lines(words.text)
        if text:
            self.paragraphs += 1
            place = Place(paragraph=self.paragraphs)
            level, guessed = self._level(paragraph, words, text, printed)
            if level is not None and not furniture and marker is None:
                said = one_line(text)
                heading = f"{printed} {said}" if printed else said
                self.blocks.append(Heading(heading, level, place, guessed=guessed))
            else:
                _, depth = self._list(paragraph)
                shown = marker or printed
                self.blocks.append(
                    Paragraph(
                        text,
                        place,
                        marker=shown,
                        depth=depth + 1 if printed else 0,
                        bold=words.bold,
                        furniture=furniture,
                    )
                )
        for box in words.boxes:
            self._walk(box)

    def _level(self, paragraph: Any, words: Words, text: str, printed: str | None) -> tuple[int | None, bool]:
        properties = paragraph.find(f"{W}pPr")
        style_id = val(properties.find(f"{W}pStyle")) if properties is not None else None
        if properties is not None and (outline := properties.find(f"{W}outlineLvl")) is not None:
            level = number(val(outline), 9)
            if level < 9:
                return min(level + 1, 6), False
        if (styled := self.styles.heading_level(style_id)) is not None:
            return styled, False
        return looks_like_heading(text, bold=words.bold, larger=words.size - self.styles.body_size, listed=printed)

    def _notes(self, kind: str, tag: str) -> None:
        root = self.package.xml_if_there(self._part(kind))
        for note in root.iter(f"{W}{tag}") if root is not None else ():
            if note.get(f"{W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            for paragraph in note.iter(f"{W}p"):
                self._paragraph(paragraph, marker=note.get(f"{W}id") or "*")

    def _margin(self, root: Any, reference: str) -> None:
        """Read running headers or footers, each distinct text once."""
        seen: set[str] = set()
        for link in root.iter(f"{W}{reference}"):
            relation = self.relations.get(link.get(f"{R}id") or "")
            part = self.package.xml_if_there(relation.target) if relation and not relation.outside else None
            for paragraph in part.iter(f"{W}p") if part is not None else ():
                said = one_line(words_of(paragraph, styles=self.styles, tally=Tally()).text)
                if said and said not in seen:
                    seen.add(said)
                    self._paragraph(paragraph, furniture=True)

    def _title(self) -> str | None:
        for block in self.blocks:
            if isinstance(block, Heading) and block.level == 0:
                return block.text
        core = self.package.xml_if_there(self.package.target("", kind="core-properties"))
        named = core.find("{http://purl.org/dc/elements/1.1/}title") if core is not None else None
        return (one_line(named.text or "") if named is not None else "") or None

    def _warnings(self) -> tuple[str, ...]:
        tally, said = self.tally, list(self.package.remarks())
        if tally.insertions or tally.deletions:
            said.append("The document has tracked changes: what was inserted is read, what was deleted is not.")
        if tally.hidden:
            said.append(f"Hidden text was left out ({_times(tally.hidden)}).")
        if tally.embedded:
            said.append("The document takes in other documents; those were not opened.")
        comments = self.package.xml_if_there(self._part("comments"))
        if comments is not None and (count := sum(1 for _ in comments.iter(f"{W}comment"))):
            said.append(f"Comments in the margin were not read ({_times(count)}).")
        parts = (self.main, self._part("settings") or "")
        if any(r.outside and r.kind in _FETCHED for part in parts for r in self.package.relations(part).values()):
            said.append("The document links to files outside it. They were not fetched.")
        return tuple(said)


def looks_like_heading(text: str, *, bold: bool, larger: int, listed: str | None) -> tuple[int | None, bool]:
    """Guess whether a line without a heading style is one: short, on one line, bold or larger, not a sentence.

    >>> looks_like_heading("Adult social care", bold=True, larger=0, listed=None)
    (3, True)
    >>> looks_like_heading("We will train all staff.", bold=True, larger=0, listed=None)
    (None, False)
    """
    if listed or "\n" in text or len(text) > 120 or text[-1] in ".;,:?!" or not (bold or larger >= 4):
        return None, False
    if larger >= 12:
        return 1, True
    return (2, True) if larger >= 4 else (3, True)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
