"""A made-up plan, a document with every kind of block, and the texts that want to be formulas."""

from __future__ import annotations

from datetime import date

from dueregard.domain.plans.model import (
    Action,
    Contribution,
    Found,
    Lead,
    Level,
    Measure,
    MeasureValue,
    Period,
    Plan,
    PrintedColumn,
    Progress,
    Question,
    Section,
    Strand,
    SubAction,
    Timescale,
    Unused,
)
from dueregard.publish.charts import Part, stacked_bar
from dueregard.publish.document import (
    Column,
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
    words,
)
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.reading.blocks import Place

ON = date(2026, 10, 1)
COUNCIL = "Aldermere Council"

ACTIONS = (
    Action(
        "Publish the ethnicity pay gap\ni) for the council by Q3 2026-27\nii) for schools by March 2027",
        number=1,
        section="Finance",
        levels=("Fair pay",),
        strands=("A", "R"),
        sub_actions=(
            SubAction("for the council by Q3 2026-27", "sub_action", label="i)", due_date=date(2026, 12, 31)),
            SubAction("for schools by March 2027", "sub_action", label="ii)", due_date=date(2027, 3, 31)),
        ),
        links=("Council Plan", "Workforce Strategy"),
        leads=(Lead("Head of Finance"), Lead("Head of Human Resources")),
        timescale_text="2026-27",
        timescales=(Timescale("2026-27", "financial_year", date(2026, 4, 1), date(2027, 3, 31)),),
        start_date=date(2026, 4, 1),
        due_date=date(2027, 3, 31),
        monitored_by=("Equalities Board",),
        status="on_track",
        update_text="The figures for the council are ready.",
    ),
    Action(
        "Train every manager in inclusive recruitment",
        number=2,
        section="Finance",
        levels=("Fair pay",),
        strands=("ALL",),
        leads=(Lead("Head of Human Resources"),),
        timescale_text="Ongoing",
        status="off_track",
        rag="red",
        percent=40,
        measures=(
            Measure(
                "Managers trained",
                unit="%",
                direction="up",
                baseline="10",
                target="95",
                target_date=date(2027, 3, 31),
                values=(MeasureValue(date(2026, 9, 1), "40"),),
            ),
        ),
    ),
    Action(
        "Make the entrance of each library step-free",
        number=3,
        section="Culture",
        levels=("Open doors",),
        strands=("D",),
        leads=(Lead("Library Manager"),),
        due_date=date(2028, 3, 31),
        outcome="ongoing",
        year_end_report="Two of five entrances are done.",
    ),
)

PLAN = Plan(
    document="Equality action plan 2026–27",
    organisation=COUNCIL,
    plan_period=Period("2026-2027", date(2026, 4, 1), date(2027, 3, 31)),
    key={"A": Strand("Age", ("age",)), "D": Strand("Disability", ("disability",)), "R": Strand("Race", ("race",))},
    sections=(Section("Finance", 2), Section("Culture", 1)),
    levels=(
        Level(
            ("Finance",),
            why="Pay differs.",
            contributions=(Contribution("Staff networks", "two meetings", "A target for schools."),),
        ),
        Level(("Finance", "Fair pay"), kind="objective"),
    ),
    actions=ACTIONS,
)

CANARIES = tuple(
    f"canary{name}"
    for name in (
        "sheet",
        "flag",
        "unused",
        "why",
        "asked",
        "said",
        "found",
        "warned",
        "column",
        "printed",
        "other",
        "author",
    )
)


def plan_with_canaries() -> Plan:
    """Give a plan that holds a canary in every field that no public form may print."""
    sheet, flag, unused, why, asked, said, found, warned, column, printed, other, author = CANARIES
    place = Place(sheet=sheet)
    return Plan(
        document="Plan",
        actions=(
            Action(
                "Train staff with Jane  Other-Name and jane\nOTHER-NAME",
                number=1,
                leads=(Lead("Head of Housing"), Lead("Jane Other-Name")),
                progress=(Progress("Begun.", date=date(2026, 9, 1), author=author),),
                sources={"action_text": (place,)},
                flags=(flag,),
                printed={"leads": printed},
                other={column: other},
                sub_actions=(SubAction("online", "sub_action", owner="Jane Other-Name"),),
            ),
        ),
        unused=(Unused(unused, why, place),),
        questions=(Question(asked, "leads", said=said),),
        found=(Found("aim", found, place),),
        warnings=(warned,),
        columns=(PrintedColumn(column, source=place),),
    )


def every_block() -> Document:
    """Give a document with every kind of block."""
    counts = Table(
        caption="Where the actions stand",
        columns=(Column("Where they stand", width=4), Column("How many", numeric=True)),
        rows=(("On track", "3"), ("[c]", "4"), ("All", "7")),
        total=True,
        note="Counted on 1 October 2026.",
        key=(("[c]", "hidden to protect people"),),
    )
    picture = stacked_bar((Part("on_track", "On track", 3), Part("off_track", "Off track", 1)), title="Actions")
    wide = Table(
        caption="A wide table",
        columns=tuple(Column(f"Column {n}") for n in range(1, 10)),
        rows=tuple(tuple(f"cell {row}.{n}" for n in range(1, 10)) for row in range(1, 61)),
    )
    return Document(
        title="Equality report",
        subtitle="April 2026 to March 2027",
        author=COUNCIL,
        on=ON,
        version="2",
        blocks=(
            Heading(2, "What we found"),
            Paragraph(
                (
                    Run("Plain, "),
                    Run("bold", bold=True),
                    Run(", "),
                    Run("italic", italic=True),
                    Run(" and "),
                    Run("the guidance on the duty", href="https://www.example.org/guidance"),
                    Run("."),
                )
            ),
            ListBlock((Item((Run("first ŵ ŷ – •"),), (Item((Run("under the first"),)),)), Item((Run("second"),)))),
            ListBlock((Item((Run("step one"),)), Item((Run("step two"),))), ordered=True),
            counts,
            Quote("Nothing has changed\nsince October.", "Head of Housing, 7 October 2026, by link"),
            Facts((("Lead", "Head of Housing\nHead of Planning"), ("Due", "31 March 2027"))),
            Heading(3, "In pictures"),
            Figure(picture.svg, picture.says, counts),
            Note("Figures for schools come in May."),
            PageBreak(),
            wide,
            Heading(2, "After"),
            words("Afterwards."),
        ),
        about=(words("Made from the plan as it stood."),),
    )


def one_column(*texts: str) -> Workbook:
    """Give a workbook with one text column after a column of numbers."""
    columns = (SheetColumn("No", "number", kind=Kind.WHOLE), SheetColumn("Action", "action_text", width=60))
    rows = tuple((number, text) for number, text in enumerate(texts, start=1))
    return Workbook("Hostile texts", COUNCIL, (Sheet("Actions", columns, rows),), ON, notes=(("Text", texts[0]),))


HOSTILE = (
    "=1+1",
    "=SUM(A1:A9)",
    "=A1",
    "==1+1",
    "= 1+1",
    "=-1",
    "=TRUE",
    "=NOW()",
    "=RAND()",
    '=HYPERLINK("http://127.0.0.1/x","open")',
    '=HYPERLINK("file:///etc/passwd","open")',
    '=WEBSERVICE("http://127.0.0.1/x")',
    '=IMPORTXML("http://127.0.0.1/x","//a")',
    '=IMPORTDATA("http://127.0.0.1/x")',
    '=IMAGE("http://127.0.0.1/x.png")',
    '=INDIRECT("A1")',
    '=CONCATENATE("a","b")',
    "=CHAR(65)&CHAR(66)",
    "=cmd|' /C calc'!A0",
    "=cmd|'/C notepad'!'A1'",
    '=DDE("cmd";"/C calc";"x")',
    "=MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe /c calc'!''",
    "=rundll32|'URL.dll,OpenURL calc.exe'!A",
    "={1,2,3}",
    "{=1+1}",
    "{=SUM(A1:A2)}",
    "+1+1",
    "+A1",
    "+44 20 7946 0000",
    "+cmd|' /C calc'!A0",
    "+SUM(A1:A9)",
    "-1+1",
    "-A1",
    "-cmd|' /C calc'!A0",
    "- a bullet made with a dash",
    "-5",
    "--1",
    "@SUM(1+1)",
    "@A1",
    "@everyone",
    "@cmd|' /C calc'!A0",
    " =1+1",
    "\t=1+1",
    "\n=1+1",
    '"=1+1"',
    '",=1+1,"',
    "a,=1+1",
    "a;=1+1",
    "a\t=1+1",
    "a\n=1+1",
    "a\r\n=1+1\r\n@b",
    "'=1+1 said somebody",
    "%0A=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "=1+1;=2+2|x",
    "_x003D_1+1",
    "http://127.0.0.1/looks-like-a-link",
    "mailto:somebody@example.org",
    "1/2",
    "3 March 2026",
    "00123",
    "1E5",
    "TRUE",
    "#REF!",
    "<b>=1+1</b> & more",
)
