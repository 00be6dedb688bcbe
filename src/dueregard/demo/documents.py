"""Documents to try the import with, written by us in the layouts that real councils use.

The one idea: each shows one thing that makes reading a plan hard, and says so: cells that hold two things, rows without
a strand or a date, sheets of which one is not a plan, updates that end in what happens next, a document that is no
plan at all. The words are invented.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """A document to hand in: its file name, its bytes, and what to look for in it."""

    name: str
    data: bytes
    about: str


def sample_documents() -> tuple[SampleDocument, ...]:
    """Give every sample, in the order in which to try them.

    >>> [sample.name for sample in sample_documents()][0]
    'young-people-equality-plan.docx'
    """
    return (
        SampleDocument(
            "young-people-equality-plan.docx",
            _one_table(),
            "One Word table: the owner and the date share a cell, one row has no strand, one no date.",
        ),
        SampleDocument(
            "accessible-places-plan.xlsx",
            _sheet_per_directorate(),
            "A sheet for each directorate, a notes sheet first, true dates and a colour for status.",
        ),
        SampleDocument(
            "progress-on-our-commitments.docx",
            _commitments(),
            "Commitments in a merged cell, and updates that say what happens to each action next.",
        ),
        SampleDocument(
            "inclusion-award-news.docx",
            _news(),
            "A piece of news: there is no plan in it, and the reader says what there is.",
        ),
    )


_KEY = (
    "Key to strands: A = Age, D = Disability, R = Race, S = Sex, RB = Religion or Belief, SO = Sexual Orientation, "
    "GR = Gender Reassignment, PM = Pregnancy and Maternity, CE = Care Experience, ALL = all strands"
)
_COLUMNS = ("No", "Strand", "Action", "Linked plans", "Lead officer and timescale", "Monitored by", "Year end report")
_ROWS: tuple[tuple[str, ...], ...] = (
    ("Early Help",),
    ("1", "A, CE", "Ask young people in care to review how we explain their rights, and rewrite the pack with them",
     "Corporate Parenting Strategy", "Participation Lead Q3 2026-27", "Equality and Inclusion Board", ""),
    ("2", "A, R", "Open two drop-in sessions a month for young carers at Mill Lane library", "Carers Strategy",
     "Libraries Manager Sept 2026", "Equality and Inclusion Board", ""),
    ("3", "", "Check who uses the holiday activities programme against the Census, and publish what we find",
     "Children and Young People’s Plan", "Head of Early Help 2026-27", "Fair Access Board", ""),
    ("4", "ALL", "Train all youth workers to report hate incidents online", "Community Safety Plan",
     "Community Safety Manager and Head of Early Help March 2027", "Fair Access Board", ""),
    ("Schools and Learning",),
    ("5", "S, A", "Reading mentors for boys on free school meals:\ni) sixty mentors signed up by Q1 2026-27\n"
     "ii) mentors in eleven schools by Q2 2026-27\niii) reading ages measured again by Q4 2026-27",
     "School Improvement Plan", "Virtual School Headteacher Q1 2026-27 Q2 2026-27 Q4 2026-27", "Fair Access Board", ""),
    ("6", "GR, SO", "Help every secondary school to write down what it does about bullying for being lesbian, gay, "
     "bisexual or trans", "Anti-bullying Charter", "Virtual School Headteacher", "Equality and Inclusion Board", ""),
    ("7", "D", "Plan with families, not for them: 95% of education, health and care plans agreed within 20 weeks",
     "SEND Strategy", "Head of Early Help End July 2027", "Fair Access Board", ""),
    ("8", "R, RB", "Ask schools how many prayer rooms and quiet rooms there are, and where there are none say why",
     "School Improvement Plan", "Virtual School Headteacher October", "Equality and Inclusion Board", ""),
)  # fmt: skip


def _one_table() -> bytes:
    word = docx.Document()
    section = word.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    word.core_properties.title = "Young people’s equality action plan 2026-2027"
    word.add_heading("Young people’s equality action plan 2026-2027", level=0)
    word.add_paragraph("Aldermere Borough Council is a made-up council; this plan is here to try the import with.")
    word.add_paragraph(_KEY)
    table = word.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, _COLUMNS, strict=True):
        cell.text = words
    table.rows[0]._tr.get_or_add_trPr().append(table._tbl.makeelement(qn("w:tblHeader"), {}))
    for row in _ROWS:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, words in zip(cells, row, strict=True):
            first, *rest = words.split("\n")
            cell.text = first
            for line in rest:
                cell.add_paragraph(line)
    return _saved(word)


def _sheet_per_directorate() -> bytes:
    from datetime import datetime

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    colours = {c: book.add_format({"bg_color": c}) for c in ("#00B050", "#FFC000", "#FF0000", "#0070C0")}
    notes = book.add_worksheet("Notes")
    notes.write_column(
        0, 0,
        ["Accessible places action plan 2026/27", "Aldermere Borough Council: made up, to try the import with.",
         "RAG: green = on target, amber = slipping, red = delayed, blue = complete"],
    )  # fmt: skip
    header = ("Ref", "What we will do", "Protected characteristic", "Responsible officer", "Start date", "Due date",
              "How will we know", "RAG", "Progress to date")  # fmt: skip
    sheets = {
        "Place and Environment": [
            ("P1", "Drop eleven kerbs between the bus station and the town hall", "Disability, Age",
             "Head of Transport", (2026, 4, 1), (2027, 2, 28), "All eleven dropped", "#00B050", "Six dropped so far"),
            ("P2", "A quiet hour at all three leisure centres", "Disability", "Parks and Leisure Manager",
             (2026, 4, 1), (2026, 9, 30), "3 of 3 centres", "#0070C0", "Tuesdays and Sundays at all three"),
            ("P3", "Changing Places toilet at the market", "Disability", "Head of Transport", (2026, 6, 1),
             (2027, 3, 31), "Open and listed", "#FF0000", "Drains found under the site; a new place is being sought"),
        ],
        "Homes and Communities": [
            ("H1", "Step-free ways out of all nine tower blocks", "Disability and age", "Head of Housing",
             (2026, 4, 1), (2027, 3, 31), "100% of blocks", "#FFC000", "Five blocks done; steel is late"),
            ("H2", "Letters about repairs in large print for everyone who asked", "Disability", "Head of Housing",
             (2026, 5, 1), (2026, 12, 31), "None late in three months", "#00B050", "Running since July"),
        ],
    }  # fmt: skip
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, header, bold)
        for line, (ref, what, who_for, who, start, due, know, colour, progress) in enumerate(rows, start=1):
            sheet.write_row(line, 0, (ref, what, who_for, who))
            sheet.write_datetime(line, 4, datetime(*start), day)  # noqa: DTZ001  # a cell's date has no time zone
            sheet.write_datetime(line, 5, datetime(*due), day)  # noqa: DTZ001  # as above
            sheet.write(line, 6, know)
            sheet.write_blank(line, 7, None, colours[colour])
            sheet.write(line, 8, progress)
        sheet.set_column(1, 1, 50)
    book.close()
    return made.getvalue()


_COMMITMENTS = (
    ("As a place to live", "We will make sure that everyone can take part in the life of the borough.", (
        ("Captions at public meetings",
         "A supplier was chosen in May and all meetings since July have had captions. This action is now closed."),
        ("Small grants for neighbours to meet",
         "Eighteen grants were made and a second round is open. This action remains ongoing in the new plan."),
    )),
    ("As an employer", "We will be a council that looks like its borough.", (
        ("Trial anonymous shortlisting in two directorates",
         "More people from minority ethnic groups were interviewed than the year before. "
         "This action has now developed in the new plan."),
        ("Staff network for carers", "Sixty members meet every month. This action is now closed."),
    )),
)  # fmt: skip


def _commitments() -> bytes:
    word = docx.Document()
    word.core_properties.title = "Progress on our equality commitments"
    word.add_heading("Progress on our equality commitments, December 2026", level=0)
    word.add_paragraph("Aldermere Borough Council is a made-up council.")
    for role, commitment, actions in _COMMITMENTS:
        word.add_heading(role, level=1)
        table = word.add_table(rows=1, cols=3, style="Table Grid")
        for cell, words in zip(table.rows[0].cells, ("Commitments", "Action", "Updates"), strict=True):
            cell.text = words
        for action, update in actions:
            cells = table.add_row().cells
            cells[1].text, cells[2].text = action, update
        table.cell(1, 0).merge(table.cell(len(actions), 0)).text = commitment
    return _saved(word)


def _news() -> bytes:
    word = docx.Document()
    word.core_properties.title = "Aldermere wins an inclusion award"
    word.add_heading("Aldermere wins an inclusion award", level=0)
    for words in (
        "Aldermere Borough Council, which is made up, has been given the invented Open Doors award for its work on "
        "live captions.",
        "The judges praised the council’s staff networks and its anonymous shortlisting.",
        "The leader said: “We pledge to make every public meeting one that everyone can follow.”",
    ):
        word.add_paragraph(words)
    return _saved(word)


def _saved(word: docx.document.Document) -> bytes:
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()
