"""PDF with a text layer as blocks: tables by their lines or by alignment, the rest as headings and paragraphs.

The one idea: first every page is taken apart on its own, then the document as a whole says what its usual letter size,
its running lines and its words are, and only then is text put together. A page without text is named; a document
without any is refused as the scan it is. Nothing a PDF asks to run, fetch or open is.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from statistics import median
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from dueregard.reading.blocks import Block, Blocks, Heading, Paragraph, Place
from dueregard.reading.cleaning import BULLETS, one_line
from dueregard.reading.grid import Spanned, SpannedRow, lay_out
from dueregard.reading.limits import Limits, too_much
from dueregard.reading.package import locked
from dueregard.reading.readers.pdf.aligned import AlignedTable, Columns
from dueregard.reading.readers.pdf.furniture import blanked, in_margin, is_page_number, running_lines
from dueregard.reading.readers.pdf.lines import (
    Line,
    Passage,
    lines_of,
    passages,
    split_marker,
    usual_pitch,
    vocabulary_of,
)
from dueregard.reading.readers.pdf.objects import Word, page_objects
from dueregard.reading.readers.pdf.pages import Page, Ruled, all_words, runs, taken_apart
from dueregard.reading.safe_xml import damaged
from dueregard.terms.errors import CannotBeRead

# pdfminer logs pieces of broken files as warnings; a document's words do not belong in anyone's log.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
Progress = Callable[[int, int], None]
_WHAT_TO_DO = (
    "Ask for the document it was made from (Word, Excel), or run text recognition (OCR) over it, and send that."
)


def read(data: bytes, *, name: str, limits: Limits, progress: Progress | None = None) -> Blocks:
    """Read a PDF.

    Takes:   `progress(done, total)`, called after each page.
    Raises:  CannotBeRead where it is a scan, damaged, locked, or passes a limit.
    """
    try:
        pdf = pdfplumber.open(BytesIO(data), pages=list(range(1, limits.pages + 2)))
    except (PDFPasswordIncorrect, PDFEncryptionError) as fault:
        raise locked(name) from fault
    except PdfminerException as fault:
        if any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in fault.args):
            raise locked(name) from fault
        raise damaged(name) from fault
    with pdf:
        if len(pdf.pages) > limits.pages:
            raise too_much("pages", found=len(pdf.pages), most=limits.pages, where=name or None)
        if not pdf.pages:
            raise damaged(name)
        taken = _taken_apart(pdf, limits=limits, name=name, progress=progress)
        title = _title(pdf.metadata)
        total = len(pdf.pages)
    reading = _Reading(taken.pages, limits=limits)
    return Blocks(
        format="pdf",
        blocks=tuple(reading.blocks_of_document()),
        name=name,
        title=title,
        pages=total,
        warnings=taken.warnings(total),
    )


@dataclass(slots=True)
class _Taken:
    pages: list[Page] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    letters: int = 0
    unknown: int = 0
    has_form: bool = False

    def warnings(self, total: int) -> tuple[str, ...]:
        said = []
        if self.pictures:
            said.append(f"{_pages_said(self.pictures)} of {total} hold only a picture; no text was read from there.")
        if self.unknown:
            said.append("Some letters could not be told from the file's own fonts; they are shown as “�”.")
        if self.has_form:
            said.append("The PDF is a form to fill in; what was typed into its boxes was not read.")
        return tuple(said)


def _taken_apart(pdf: Any, *, limits: Limits, name: str, progress: Progress | None) -> _Taken:
    taken = _Taken(has_form=_has_form(pdf))
    total = len(pdf.pages)
    for number, page in enumerate(pdf.pages, start=1):
        if max(page.width, page.height) > limits.page_points:
            raise CannotBeRead(
                f"Page {number} is {max(page.width, page.height) / 72 * 2.54 / 100:,.0f} metres long; it was not read.",
                where=name or None,
                mend="Print it to a PDF with ordinary pages and send that.",
            )
        count = sum(len(listed) for listed in page.objects.values())
        if count > limits.page_objects:
            raise too_much(
                "letters and lines on one page", found=count, most=limits.page_objects, where=f"page {number}"
            )
        objects = page_objects(page, number=number)
        page.close()
        taken.letters += objects.letters
        taken.unknown += objects.unknown_letters
        if taken.letters > limits.characters:
            raise too_much("letters", found=taken.letters, most=limits.characters, where=name or None)
        if objects.is_picture:
            taken.pictures.append(number)
        taken.pages.append(taken_apart(objects))
        if progress is not None:
            progress(number, total)
    if taken.letters == 0:
        raise _scan(total, taken, name)
    if taken.unknown > 0.3 * taken.letters:
        raise CannotBeRead(
            "The PDF does not say which letters its shapes stand for, so its text cannot be read.",
            where=name or None,
            mend=_WHAT_TO_DO,
        )
    return taken


def _scan(total: int, taken: _Taken, name: str) -> CannotBeRead:
    pages = "1 page" if total == 1 else f"{total} pages"
    if not taken.pictures:
        return CannotBeRead(f"The PDF is blank: {pages} without any text.", where=name or None, mend=_WHAT_TO_DO)
    return CannotBeRead(
        f"The PDF is a scan: {pages} of pictures, without any text.", where=name or None, mend=_WHAT_TO_DO
    )


def _pages_said(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"Page {numbers[0]}"
    return f"Pages {', '.join(str(number) for number in numbers[:-1])} and {numbers[-1]}"


def _title(metadata: Any) -> str | None:
    said = metadata.get("Title") if isinstance(metadata, dict) else None
    return (one_line(said) if isinstance(said, str) else "") or None


def _has_form(pdf: Any) -> bool:
    try:
        form = pdf.doc.catalog.get("AcroForm")
        form = form.resolve() if hasattr(form, "resolve") else form
        return bool(form and form.get("Fields"))
    except Exception:  # noqa: BLE001 - a broken form must not hide the text of the page
        return False


class _Reading:
    """The second pass: text put together with what the whole document says about itself."""

    def __init__(self, pages: Sequence[Page], *, limits: Limits) -> None:
        self.pages = pages
        self.limits = limits
        self.running = running_lines([(page.height, page.lines()) for page in pages])
        words = list(all_words(pages))
        self.vocabulary = vocabulary_of(words)
        sizes = Counter(round(word.size) for word in words)
        self.body = sizes.most_common(1)[0][0] if sizes else 10
        self.pitch = usual_pitch(runs(pages))
        self.heading_sizes = sorted(
            {size for page in pages for line in page.lines() if (size := round(line.size)) > 1.18 * self.body},
            reverse=True,
        )
        self.blocks: list[Block] = []
        self.paragraphs = 0
        self.tables = 0

    def blocks_of_document(self) -> list[Block]:
        for page in self.pages:
            gathered: list[Line] = []
            for item in page.items:
                if isinstance(item, Line) and not self._is_furniture(item, page):
                    gathered.append(item)
                    continue
                self._text(gathered, page)
                gathered = []
                if isinstance(item, Line):
                    self._paragraph(item.text, page.number, furniture=True)
                elif isinstance(item, Columns):
                    for column in item.columns:
                        self._text(list(column), page)
                else:
                    self._table(item, page)
            self._text(gathered, page)
            if len(self.blocks) > self.limits.blocks:
                raise too_much("paragraphs", found=len(self.blocks), most=self.limits.blocks)
        return self.blocks

    def _is_furniture(self, line: Line, page: Page) -> bool:
        if not in_margin(line, page.height):
            return False
        return is_page_number(line.text) or blanked(line.text) in self.running

    def _text(self, lines: list[Line], page: Page) -> None:
        if not lines:
            return
        right = max(line.x1 for line in lines)
        left = min(line.x0 for line in lines)
        for passage in passages(lines, right=right, pitch=self.pitch):
            text = passage.text(self.vocabulary)
            level = self._heading_level(passage, text)
            if level is not None:
                self.paragraphs += 1
                place = Place(page=page.number, paragraph=self.paragraphs)
                self.blocks.append(Heading(one_line(text), level, place, guessed=True))
                continue
            marker, words = split_marker(text)
            depth = 1 + min(int((passage.lines[0].x0 - left) // 18), 5) if marker else 0
            self._paragraph(
                words, page.number, marker=marker, depth=depth, bold=all(line.bold for line in passage.lines)
            )

    def _paragraph(
        self,
        text: str,
        page: int,
        *,
        marker: str | None = None,
        depth: int = 0,
        bold: bool = False,
        furniture: bool = False,
    ) -> None:
        self.paragraphs += 1
        place = Place(page=page, paragraph=self.paragraphs)
        self.blocks.append(Paragraph(text, place, marker=marker, depth=depth, bold=bold, furniture=furniture))

    def _heading_level(self, passage: Passage, text: str) -> int | None:
        size = round(median(line.size for line in passage.lines))
        is_bold = all(line.bold for line in passage.lines)
        is_larger = size in self.heading_sizes
        if len(text) > 150 or len(passage.lines) > 3 or text[-1:] in (".", ";", ",", "") or not (is_bold or is_larger):
            return None
        if (split_marker(text)[0] or "x") in BULLETS:
            return None
        return min((self.heading_sizes.index(size) if is_larger else len(self.heading_sizes)) + 1, 6)

    def _table(self, item: Ruled | AlignedTable, page: Page) -> None:
        rows = self._ruled_rows(item) if isinstance(item, Ruled) else self._aligned_rows(item)
        place = Place(page=page.number, table=self.tables + 1)
        table = lay_out(rows, place=place, limits=self.limits)
        if table is not None:
            self.tables += 1
            self.blocks.append(table)

    def _cell_text(self, words: Sequence[Word], *, right: float) -> str:
        return "\n".join(
            passage.text(self.vocabulary) for passage in passages(lines_of(words), right=right, pitch=self.pitch)
        )

    def _ruled_rows(self, ruled: Ruled) -> list[SpannedRow]:
        rights = _rights(ruled)
        taken = [[False] * ruled.table.column_count for _ in range(ruled.table.row_count)]
        starts = {(cell.box.row, cell.box.column): cell for cell in ruled.cells}
        rows: list[SpannedRow] = []
        for row in range(ruled.table.row_count):
            cells: list[Spanned] = []
            for column in range(ruled.table.column_count):
                cell = starts.get((row, column))
                if taken[row][column]:
                    continue
                if cell is None:
                    cells.append(Spanned(""))  # a hole: no box is drawn here
                    continue
                box = cell.box
                for down in range(box.rows):
                    for across in range(box.columns):
                        taken[row + down][column + across] = True
                text = self._cell_text(cell.words, right=rights.get((box.column, box.columns), box.x1))
                bold = bool(cell.words) and all(word.bold for word in cell.words)
                cells.append(Spanned(text, box.columns, box.rows, fill=box.fill, bold=bold))
            rows.append(SpannedRow(tuple(cells)))
        return rows

    def _aligned_rows(self, table: AlignedTable) -> list[SpannedRow]:
        rows = []
        for row in table.rows:
            if len(row) == 1:
                text = self._cell_text(row[0], right=max(table.rights))
                bold = all(word.bold for word in row[0])
                rows.append(SpannedRow((Spanned(text, len(table.rights), bold=bold),)))
                continue
            rows.append(
                SpannedRow(
                    tuple(
                        Spanned(
                            self._cell_text(words, right=right), bold=bool(words) and all(word.bold for word in words)
                        )
                        for words, right in zip(row, table.rights, strict=True)
                    )
                )
            )
        return rows


def _rights(ruled: Ruled) -> dict[tuple[int, int], float]:
    """Give, for each column (and width in columns), how near to its right edge text comes: all its cells are alike."""
    gaps: dict[tuple[int, int], float] = {}
    for cell in ruled.cells:
        key = (cell.box.column, cell.box.columns)
        for word in cell.words:
            gap = cell.box.x1 - word.x1
            if gap >= 0:
                gaps[key] = min(gaps.get(key, gap), gap)
    edges = {(cell.box.column, cell.box.columns): cell.box.x1 for cell in ruled.cells}
    return {key: edges[key] - min(gap, 8.0) for key, gap in gaps.items()}
