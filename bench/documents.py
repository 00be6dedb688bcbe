"""A made-up plan of 63 actions in seven columns, as Word and as PDF: the shape that councils' plans have most often.

The one idea: six sections as merged rows, two things in one cell, parts with dates of their own, rows cut by pages; no
words of any council.
"""

from __future__ import annotations

import io
from datetime import date

import docx
from docx.enum.section import WD_ORIENT

from dueregard.publish.document import Column, Document, Table, words
from dueregard.publish.pdf import write_pdf

HEADERS = (
    "No", "ES & CC", "Action", "Link to Key Strategies & Plans", "Lead Responsibility & Timescales", "Monitored By",
    "Year End Report",
)  # fmt: skip
SECTIONS = {"Strategy": 17, "Finance": 8, "Adult Care": 3, "Culture": 15, "Place": 6, "Children": 14}
_ON = date(2026, 4, 1)
_KEY = "KEY: A = Age, D = Disability, R = Race, SE = Socio-economic disadvantage, All = All strands"
_TITLE = "Equality Objectives and Community Action Plan 2026-2027"


def rows() -> list[tuple[str, ...]]:
    """Give the rows: a section's has its name in the first cell alone."""
    made: list[tuple[str, ...]] = []
    number = 0
    for section, count in SECTIONS.items():
        made.append((section, *[""] * 6))
        for _ in range(count):
            number += 1
            parts = "\n".join(
                f"{label}) To have looked at part {label} of service {number} "
                f"and said whom it misses by Q{quarter} 2026/27"
                for label, quarter in (("i", 3), ("ii", 4))
            )
            text = (
                f"Make service {number} easier to use for people whom it reaches least, and tell them so in their words"
            )
            made.append(
                (
                    str(number),
                    ("All", "A, D", "R", "SE/ All")[number % 4],
                    f"{text}\n{parts}" if number % 9 == 0 else text,
                    "Council Plan, Service Plan",
                    f"Manager of service {number % 20} 2026-2027",
                    "Equalities Board",
                    "",
                )
            )
    return made


def word_document() -> bytes:
    """Give the plan as a Word file, landscape, the sections as merged rows."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph(_KEY)
    document.add_heading(_TITLE, 0)
    all_rows = [HEADERS, *rows()]
    table = document.add_table(rows=len(all_rows), cols=len(HEADERS), style="Table Grid")
    for cells, row in zip((row.cells for row in table.rows), all_rows, strict=True):
        if row[1:] == ("",) * 6:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_document() -> bytes:
    """Give the plan as a PDF: a table for each section, each on as many pages as it needs."""
    blocks: list[Table] = []
    section = ""
    held: list[tuple[str, ...]] = []
    columns = tuple(
        Column(title, width=width) for title, width in zip(HEADERS, (0.5, 0.8, 3, 1.4, 1.6, 1.2, 1), strict=True)
    )
    for row in [*rows(), ("", *[""] * 6)]:
        if row[1:] == ("",) * 6:
            if held:
                blocks.append(Table(caption=section, columns=columns, rows=tuple(held)))
            section, held = row[0], []
        else:
            held.append(tuple(text or "Not given" for text in row))
    return write_pdf(Document(title=_TITLE, author="Made-up council", on=_ON, blocks=(words(_KEY), *blocks)))
