"""Old assessments as councils of different manners write them: made-up documents, each with the same closing library.

Each function gives (name, bytes). What they must be read as is written by hand in the tests.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

from docx import Document as Word

from dueregard.publish.document import Column, Document, Facts, Heading, Table, words
from dueregard.publish.pdf import write_pdf

NINE = (
    "Age", "Disability", "Gender reassignment", "Marriage and civil partnership", "Pregnancy and maternity", "Race",
    "Religion or belief", "Sex", "Sexual orientation",
)  # fmt: skip


def tick_box_form() -> tuple[str, bytes]:
    """A Word form: labels beside words, a table of ticks, an action plan, options with ticks, a sign-off."""
    word = Word()
    word.add_heading("Equality Impact Assessment", 0)
    _rows(
        word,
        [
            ("Title of policy", "Close Fenwick Lane library"),
            ("Directorate", "Communities"),
            ("Lead officer", "Libraries Manager"),
            ("Aims and objectives", "The library in Fenwick Lane closes and a van comes twice a week."),
            ("Who will be affected?", "2,300 members, a third of them over 65."),
            ("Date of assessment", "3 March 2024"),
        ],
    )
    word.add_heading("Assessment of impact", 1)
    lines = [("Protected characteristic", "Positive", "Negative", "Neutral", "Reason", "Evidence", "Mitigation")]
    for each in NINE:
        lines.append((each, "", "", "x", "", "", ""))
    lines[1] = ("Age", "", "x", "", "Older members walk there.", "Survey of members 2023", "Bring books home")
    lines[2] = ("Disability", "x", "x", "", "The van has a lift; the stop is far.", "", "None required")
    _rows(word, lines)
    word.add_heading("Action plan", 1)
    _rows(
        word,
        [
            ("Action", "Lead officer", "By when", "Success measure"),
            ("Bring books home", "Libraries Manager", "30 June 2024", "Visits a month"),
            ("Train the drivers", "Fleet Manager", "Q2 2024-25", ""),
        ],
    )
    word.add_heading("Outcome of the assessment", 1)
    _rows(
        word,
        [("No major change", ""), ("Adjust the policy", "X"), ("Continue the policy", ""), ("Stop and remove", "")],
    )
    word.add_heading("Sign off", 1)
    _rows(word, [("Role", "Name", "Date"), ("Head of service", "A. Person", "8 March 2024"), ("Director", "", "")])
    word.add_paragraph("Please send a copy to the equalities team.")
    return "tick_box_form.docx", _saved(word)


def headed_report() -> tuple[str, bytes]:
    """A Word report: headings are questions, one heading for each characteristic, labels at the start of lines."""
    word = Word()
    word.add_heading("EqIA: parking charges in the town centre", 0)
    word.add_heading("1. What is being proposed?", 1)
    word.add_paragraph("Charges begin at 8 in the morning.")
    word.add_paragraph("Blue badge holders go on parking free.")
    word.add_heading("2. What evidence has been used?", 1)
    word.add_paragraph("Census 2021")
    word.add_paragraph("Complaints about parking, 2022")
    word.add_heading("3. Consultation and engagement", 1)
    _rows(
        word,
        [
            ("Who was consulted", "How", "Date", "Number of responses", "What they said"),
            ("Disabled people’s forum", "meeting", "4 May 2022", "14", "Keep the bays near the doors."),
        ],
    )
    word.add_heading("4. Impact on protected characteristics", 1)
    word.add_heading("4.1 Age", 2)
    word.add_paragraph("Impact: Neutral")
    word.add_heading("4.2 Disability (including long-term conditions)", 2)
    word.add_paragraph("Impact: Positive")
    word.add_paragraph("Reason: Bays are kept free for badge holders.")
    word.add_heading("4.3 Carers", 2)
    word.add_paragraph("Impact: Not known")
    word.add_heading("5. Gaps in evidence", 1)
    word.add_paragraph("We do not know how many carers park here.")
    word.add_heading("6. Conclusion", 1)
    word.add_paragraph("Continue – the charge pays for the bays.")
    word.add_heading("7. Monitoring and review", 1)
    word.add_paragraph("Ticket sales each quarter.")
    word.add_paragraph("Review date: 1 June 2023")
    return "headed_report.docx", _saved(word)


def feedback_grid() -> bytes:
    """A web page: a row for each characteristic, columns of what is known, said, meant and possible."""
    rows = "".join(
        f"<tr><td>{who}</td><td>{know}</td><td>{say}</td><td>{means}</td><td>{do}</td></tr>"
        for who, know, say, means, do in (
            (
                "Race and ethnicity",
                "School census 2020",
                "Families asked for Somali",
                "Adverse: letters are in English",
                "Translate letters",
            ),
            ("Sexual orientation", "", "", "No impact identified", "None"),
            ("Older people", "Service user data", "", "Positive", ""),
        )
    )
    return (
        "<html><head><title>Equality analysis: school letters</title></head><body><h1>Equality analysis: school letters"
        "</h1><p><b>Purpose</b></p><p>Letters go out by e-mail.</p>"
        "<table><tr><th>Group</th><th>What do you know?</th><th>What do people tell you?</th><th>What does this mean?"
        f"</th><th>What can you do?</th></tr>{rows}</table>"
        "<p>Full EIA required: Yes, because many families are affected.</p>"
        "<p>Decision-making body: Schools Committee</p><p>Date of decision: 12/09/2020</p></body></html>"
    ).encode()


def printed_pro_forma() -> tuple[str, bytes]:
    """A PDF: facts beside labels, one table of impact and reason, an option in words."""
    document = Document(
        title="Equality impact assessment: youth clubs",
        author="Aldermere Council",
        on=date(2019, 11, 5),
        blocks=(
            Facts((("Service area", "Youth services"), ("Date completed", "5 November 2019"))),
            Heading(2, "Purpose of the proposal"),
            words("Two of five clubs close in April."),
            Heading(2, "Impact on protected characteristics"),
            Table(
                "Impact",
                (Column("Protected characteristic"), Column("Type of impact"), Column("Description of impact")),
                (
                    ("Age", "Negative", "Young people lose a place to meet."),
                    ("Sex", "Neutral", "–"),
                    ("Race", "Unknown", "Nobody has asked."),
                ),
            ),
            Heading(2, "Mitigation"),
            words("Open the school hall on Fridays."),
            Heading(2, "Recommendation"),
            words("Adjust the proposal."),
        ),
    )
    return "printed_pro_forma.pdf", write_pdf(document)


def plain_letter() -> bytes:
    """Plain text: a line for each characteristic."""
    return (
        b"EQUALITY IMPACT ASSESSMENT\n\nTitle: Cut the grant for the lunch club\n\n"
        b"Summary: The grant of 4,000 pounds ends.\n\n"
        b"Age: Negative - older people eat there.\nDisability: No negative impact\nSex: Neutral\n\n"
        b"Approved by: Head of Adult Care\nDate approved: 2 February 2021\n"
    )


def _rows(word: object, lines: list[tuple[str, ...]]) -> None:
    table = word.add_table(rows=len(lines), cols=len(lines[0]))  # type: ignore[attr-defined]  # python-docx has no types
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text


def _saved(word: object) -> bytes:
    out = BytesIO()
    word.save(out)  # type: ignore[attr-defined]  # python-docx has no types
    return out.getvalue()
