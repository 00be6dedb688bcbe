"""Plans and documents for tests: made up, small, and with every field filled once."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone

from dueregard.domain.plans.model import (
    GAP,
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
from dueregard.domain.plans.shape import plan_to_json
from dueregard.reading.blocks import Blocks, Cell, Paragraph, Place, Row, Table
from dueregard.web.plans import models
from dueregard.web.plans.actions.adopting import adopt_plan
from dueregard.web.plans.actions.rows import Targets
from dueregard.web.plans.models import Import

YEAR = Timescale("2026-27", "financial_year", date(2026, 4, 1), date(2027, 3, 31))
HEADER = ("No", "Groups", "Action", "Lead and timescale", "Monitored by")


def full_action(**changes: Any) -> Action:
    """Give an action in which every field is filled."""
    fields: dict[str, Any] = {
        "action_text": "Adapt homes faster for disabled residents\ni) hire two surveyors by Q2",
        "number": 21,
        "number_text": "21",
        "section": "Homes",
        "levels": ("Fair access",),
        "commitments": ("Nobody waits a year",),
        "strands": ("D", "G", "ALL", "ZZ"),
        "action_title": "Adapt homes faster for disabled residents",
        "how": "Two more surveyors",
        "sub_actions": (
            SubAction(
                "hire surveyors by Q2",
                "sub_action",
                "i)",
                (YEAR,),
                date(2026, 9, 30),
                "Housing",
                "on_track",
                date(2026, 9, 21),
            ),
        ),
        "links": ("Housing Strategy",),
        "leads": (Lead("Housing Options Manager", "Q3"), Lead("Surveyors")),
        "partners": ("Aldermere Homes",),
        "timescale_text": "2026-27",
        "timescales": (YEAR,),
        "start_date": date(2026, 4, 1),
        "due_date": date(2027, 3, 31),
        "frequency": "quarterly",
        "monitored_by": ("Fair Access Board",),
        "resources": "In budget",
        "measure": "Weeks to finished adaptation",
        "measures": (
            Measure(
                name="Weeks from referral to finished",
                unit="weeks",
                direction="down",
                baseline="38",
                baseline_date=date(2026, 3, 31),
                target="24",
                target_date=date(2027, 3, 31),
                source="housing case system",
                values=(MeasureValue(date(2026, 6, 30), "36", "case system"), MeasureValue(date(2026, 9, 30), "33")),
            ),
        ),
        "expected_outcome": "Nobody waits long",
        "priority": "High",
        "status": "at_risk",
        "status_text": "Slipping",
        "rag": "amber",
        "percent": 40,
        "completed_date": date(2027, 3, 1),
        "progress": (Progress("Surveyors advertised", date(2026, 7, 9), "Ben", "on_track", "Q1"), Progress("No date")),
        "update_text": "Surveyors advertised",
        "outcome": "ongoing",
        "outcome_text": "Remains ongoing",
        "achieved": "partly",
        "year_end_report": "Two surveyors hired",
        "printed": {"strands": "D, G, All and ZZ"},
        "other": {"Cost code": "H12"},
        "sources": {"action_text": (Place(page=1, table=1, row=2, cell=3),), "leads": (Place(table=1, row=2, cell=4),)},
        "flags": ("timescale_inferred",),
    }
    return Action(**{**fields, **changes})


def full_gap() -> Measure:
    """Give a measure of an objective in which every field is filled: a gap between two groups."""
    return Measure(
        name="Tenants satisfied with their home",
        unit="points",
        direction="down",
        baseline="12",
        baseline_date=date(2026, 3, 31),
        target="8",
        target_date=date(2028, 3, 31),
        source="tenant survey",
        values=(MeasureValue(date(2026, 9, 30), "11", "autumn survey"),),
        kind=GAP,
        group="disabled tenants",
        compared_with="other tenants",
    )


def full_plan() -> Plan:
    """Give a plan in which every field is filled, levels included."""
    return Plan(
        document="Fair for all 2026-27",
        organisation="Aldermere Borough Council",
        plan_period=Period("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
        key={"D": Strand("Disability", ("disability",)), "G": Strand("Gender", ("sex", "gender_reassignment"))},
        legend={"green": "on_track"},
        columns=(PrintedColumn("Lead", ("leads",), Place(table=1, row=1, cell=4)),),
        sections=(Section("Homes", 1), Section("Finance", 1)),
        levels=(
            Level(path=("Homes",)),
            Level(
                path=("Homes", "Fair access"),
                kind="objective",
                ref="O1",
                label="Objective",
                why="Waits are long",
                success_measure="Half wait 24 weeks",
                strands=("D",),
                contributions=(Contribution("Staff network", "a workshop", "the target"), Contribution("Residents")),
                measures=(full_gap(), Measure("Homes adapted", direction="up")),
            ),
            Level(path=("Finance",)),
            Level(path=("People",), kind="theme"),
            Level(path=("People", "Learning"), kind="objective"),
        ),
        actions=(
            full_action(),
            Action("Publish pay gaps", section="Finance", levels=("Finance",)),
            Action("Train every manager", levels=("People", "Learning"), status="on_track"),
            Action("A stray action"),
        ),
        unused=(Unused("Page 1 of 2", "page furniture", Place(page=1)),),
        questions=(Question("When is it due?", "due_date", action=2, choices=(("2027-03-31", "31 March 2027"),)),),
        found=(Found("pledge", "We pledge", Place(paragraph=3)),),
        warnings=("One sheet is hidden.",),
    )


def many_actions(number: int, *, on: date = date(2027, 1, 12)) -> Plan:
    """Give a plan of `number` actions spread over sections, statuses, strands and dates."""
    statuses = (None, "not_started", "on_track", "at_risk", "off_track", "complete", "closed")
    codes = ("age", "disability", "race", "sex", "ALL")
    return Plan(
        document=f"A plan of {number}",
        plan_period=Period("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
        actions=tuple(
            Action(
                f"Improve service {n} for residents who use the leisure centre",
                number=n,
                number_text=str(n),
                section=f"Directorate {n % 6}",
                strands=(codes[n % 5], codes[(n + 1) % 4]),
                leads=(Lead(f"Manager {n % 20}"),),
                monitored_by=(f"Board {n % 4}",),
                due_date=None if n % 9 == 0 else on + timedelta(days=n * 37 % 365 - 180),
                status=statuses[n % 7],
                progress=(Progress("Under way", on - timedelta(days=n % 100), "Ben"),),
            )
            for n in range(1, number + 1)
        ),
    )


def a_document() -> tuple[Blocks, Plan]:
    """Give a small document as blocks, and the draft that was read from it, with three questions."""
    rows = (
        HEADER,
        ("1", "D", "Open two drop-in sessions a month", "Libraries Manager\nSept 2026", "Fair Access Board"),
        ("2", "D", "Ask young people to rewrite the pack", "Participation Lead\nQ3", "Fair Access Board"),
        ("3", "", "Train all youth workers", "Youth Service Manager", "Children’s Board"),
        ("4", "ALL", "Publish the figures in plain tables", "Data Manager", "Children’s Board"),
    )
    table = Table(
        rows=tuple(
            Row(
                cells=tuple(Cell(text, _cell(r, c)) for c, text in enumerate(texts, start=1)),
                place=Place(page=5, table=2, row=r),
                header=r == 1,
            )
            for r, texts in enumerate(rows, start=1)
        ),
        place=Place(page=5, table=2),
    )
    blocks = Blocks(
        format="docx",
        name="Plan_FINAL.docx",
        sha256="0" * 64,
        blocks=(Paragraph("Telephone list", Place(paragraph=1)), table),
        pages=5,
    )
    return blocks, Plan(
        document="Youth equality plan",
        plan_period=Period("2026-2028", date(2026, 4, 1), date(2028, 3, 31)),
        key={"D": Strand("Disability", ("disability",))},
        actions=tuple(_read(row, number) for number, row in enumerate(rows[1:], start=1)),
        unused=(Unused("Telephone list", "not part of the plan", Place(paragraph=1)),),
        questions=(
            Question(
                text="The document does not say which year.",
                field="due_date",
                action=2,
                kind="ambiguous",
                said="Q3",
                choices=(("2026-12-31", "31 December 2026"), ("2027-12-31", "31 December 2027")),
            ),
            Question(text="No groups are given. Which apply?", field="strands", action=3),
            Question(text="No date is given. When is it due?", field="due_date", action=3),
            Question(text="No date is given. When is it due?", field="due_date", action=4),
        ),
    )


def import_in_review(*, council_id: UUID, by: UUID, name: str = "Plan_FINAL.docx") -> UUID:
    """Keep the small document as an import that was read and waits for answers, and give its id."""
    blocks, draft = a_document()
    source = Import(
        council_id=council_id,
        name=name,
        size=3,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        state="review",
        format="docx",
        blocks=blocks.to_json(),
        draft=plan_to_json(draft),
        handed_in_by_id=by,
        read_at=timezone.now(),
    )
    source.file.save("document", ContentFile(b"abc"), save=False)
    source.save()
    return source.pk


def _cell(row: int, cell: int) -> Place:
    return Place(page=5, table=2, row=row, cell=cell)


def _read(row: tuple[str, ...], number: int) -> Action:
    lead, _, when = row[3].partition("\n")
    return Action(
        action_text=row[2],
        action_title=row[2],
        number=number,
        number_text=row[0],
        section="Children",
        strands=(row[1],) if row[1] else (),
        leads=(Lead(lead),),
        timescale_text=when or None,
        due_date=date(2026, 9, 30) if when == "Sept 2026" else None,
        monitored_by=(row[4],),
        sources={
            "number": (_cell(number + 1, 1),),
            "strands": (_cell(number + 1, 2),),
            "action_text": (_cell(number + 1, 3),),
            "leads": (_cell(number + 1, 4),),
            "timescale_text": (_cell(number + 1, 4),),
            "due_date": (_cell(number + 1, 4),),
            "monitored_by": (_cell(number + 1, 5),),
        },
        flags=() if when == "Sept 2026" else ("due_missing",),
    )


def plan_of(cast: Any, content: Plan | None = None, *, title: str = "Fair for all 2026-27") -> models.Plan:
    """Adopt a plan in the cast's council, led by Ben's post and watched by the cast's board, and give its row."""
    targets = Targets(
        posts={"Housing Options Manager": cast.post_id},
        partners={"Surveyors": cast.partner_id},
        boards={"Fair Access Board": cast.board_id},
    )
    plan_id = adopt_plan(
        content or full_plan(), council_id=cast.council.id, title=title, by=cast.people["amina"].id, targets=targets
    )
    return models.Plan.objects.get(pk=plan_id)
