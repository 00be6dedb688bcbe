"""A plan at the end of its year for tests: made up, with one action of each kind, and rounds that asked about them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from dueregard.domain.delivery.year_end import Given
from dueregard.domain.plans.model import Action, Lead, Level, Measure, MeasureValue, Period, Plan, Progress
from dueregard.web.delivery.actions import reports, year_end
from dueregard.web.delivery.models.rounds import Ask, Reminder, Request, Round
from dueregard.web.plans.actions.adopting import adopt_plan
from dueregard.web.plans.actions.rows import Targets
from dueregard.web.plans.models import Plan as PlanRow

LEAD = Lead("Housing Options Manager")
DECISIONS = (
    Given("closed", achieved="achieved", words="All 40 officers trained by May."),
    Given("closed", achieved="partly", words="Six of ten offices have step-free doors."),
    Given("ongoing"),
    Given("developed", words="Wider now.", becomes=("Ask every tenant", "Publish what tenants said")),
    Given("dropped", words="The grant ended in June."),
    Given("not_reported"),
)


def year_plan() -> Plan:
    """Give a plan of six actions in two objectives, as at the end of its year."""

    def action(number: int, text: str, objective: str, **more: Any) -> Action:
        return Action(
            text,
            number=number,
            section="Homes" if number < 5 else "Streets",
            levels=(objective,),
            leads=(LEAD,) if number != 5 else (Lead("Head of Streets"),),
            **more,
        )

    weeks = Measure(
        "Weeks to adapt a home",
        unit="weeks",
        direction="down",
        baseline="44",
        baseline_date=date(2026, 3, 31),
        target="30",
        target_date=date(2027, 3, 31),
        values=(MeasureValue(date(2027, 3, 1), "38"),),
    )
    told = Measure(
        "Staff who told us", unit="%", direction="up", baseline="61", target="70",
        values=(MeasureValue(date(2027, 3, 1), "74"),),
    )  # fmt: skip
    empty = Measure("Meetings with captions", unit="", target="12")
    return Plan(
        document="Fair for all 2026-27",
        plan_period=Period("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
        levels=(
            Level(("Homes",), kind="section"),
            Level(("Homes", "Fair homes"), kind="objective"),
            Level(("Streets",), kind="section"),
            Level(("Streets", "Safe streets"), kind="objective"),
        ),
        actions=(
            action(1, "Train housing officers", "Fair homes", status="complete", strands=("race", "disability"),
                   progress=(Progress("All 40 officers trained by May.", date(2026, 5, 30)),), measures=(told,)),
            action(2, "Open step-free doors", "Fair homes", status="on_track", strands=("disability",)),
            action(3, "Adapt homes faster", "Fair homes", status="at_risk", strands=("disability",), measures=(weeks,)),
            action(4, "Survey tenants", "Fair homes", status="on_track", strands=("ALL",)),
            action(5, "Light the underpass", "Safe streets", status="off_track", strands=("sex",)),
            action(6, "Caption meetings", "Safe streets", strands=("disability",), measures=(empty,)),
        ),
    )  # fmt: skip


def year_end_plan(cast: Any, *, title: str = "Fair for all 2026-27", content: Plan | None = None) -> PlanRow:
    """Keep that plan, adopted, its first lead matched to the post that Ben holds."""
    targets = Targets(posts={"Housing Options Manager": cast.post_id}, partners={}, boards={})
    by = cast.people["amina"].id
    plan_id = adopt_plan(content or year_plan(), council_id=cast.council.id, title=title, by=by, targets=targets)
    return PlanRow.objects.get(pk=plan_id)


def asked(plan: PlanRow, position: int, *, on: date, by: UUID, reminded: tuple[date, ...] = ()) -> Ask:
    """Have a round ask about an action of a plan on a day, and remind on others; nobody answers."""
    action = plan.actions.get(position=position)
    held, _new = Round.objects.get_or_create(
        council_id=plan.council_id,
        slug="quarter-4",
        defaults={
            "name": "Quarter 4",
            "period_start": date(2027, 1, 1),
            "period_end": date(2027, 3, 31),
            "opens_on": on,
            "due_on": date(2027, 4, 30),
            "state": "open",
            "made_by_id": by,
        },
    )
    request, _new = Request.objects.get_or_create(
        round=held,
        key=f"name:{position}",
        defaults={"name": "Ben Carter", "asked_at": datetime(on.year, on.month, on.day, 10, tzinfo=UTC)},
    )
    for day in reminded:
        Reminder.objects.create(request=request, kind="reminder", on=day, message_key=f"{position}-{day}")
    ask: Ask = Ask.objects.create(request=request, action=action)
    return ask


def decided(plan: PlanRow, *, by: UUID) -> None:
    """Decide what became of each of the six actions; the sixth was asked about twice."""
    asked(plan, 6, on=date(2027, 3, 1), by=by, reminded=(date(2027, 3, 15),))
    for position, given in enumerate(DECISIONS, start=1):
        action = plan.actions.get(position=position)
        year_end.decide(action.pk, given=given, seen=0, by=by, may_say_not_reported=True)


def closed(plan: PlanRow, *, by: UUID) -> None:
    """Decide, and close the plan."""
    decided(plan, by=by)
    year_end.close_year(plan.pk, by=by)


def published_report(plan: PlanRow, *, by: UUID, signed_by: UUID, changes: str = "") -> UUID:
    """Begin, send, sign and publish a report of a closed plan."""
    report_id = reports.begin_report(plan.pk, by=by, changes=changes)
    sha = reports.send_report(report_id, by=by)
    reports.sign_report(report_id, seen=sha, role="directorate_lead", by=signed_by)
    reports.publish_report(report_id, by=by)
    return report_id
