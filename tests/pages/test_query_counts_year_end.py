"""Pages of a year end and of a report ask the database as often for 10,000 actions as for 10."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.domain.delivery.year_end import Given
from dueregard.web.delivery.actions import reports, year_end
from dueregard.web.delivery.models.reports import Report
from dueregard.web.delivery.models.year_end import YearEnd
from dueregard.web.plans import models
from dueregard.web.plans.actions.publishing import close_plan, publish_plan
from factories.plans import many_actions, plan_of
from people import AMINA, DEE, FAITH, Cast, make_cast

pytestmark = pytest.mark.django_db
FEW, MANY = 10, 10_000
MOST = 45
"""No page asks more often than this, however much there is."""
OPEN = (
    (AMINA, "plans/{plan}/year-end/"),
    (AMINA, "plans/{plan}/year-end/actions/"),
    (AMINA, "plans/{plan}/year-end/actions/?state=blank&sort=due"),
    (AMINA, "plans/{plan}/year-end/actions/{action}/"),
    (FAITH, "plans/{plan}/year-end/many/complete/"),
    (AMINA, "plans/{plan}/year-end/many/proposed/"),
    (AMINA, "plans/{plan}/year-end/missing/"),
    (AMINA, "plans/{plan}/year-end/close/"),
    (AMINA, "reports/"),
)
CLOSED = (
    (AMINA, "reports/{report}/"),
    (AMINA, "reports/{report}/actions/"),
    (DEE, "equality-plan/{plan}/report/"),
    (DEE, "equality-plan/{plan}/report/actions/"),
    (DEE, "equality-plan/{plan}/"),
)


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    """Give everybody, with files of their own."""
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


def _asks(browser: Client, path: str) -> int:
    """Count the statements of a page once its session is settled."""
    browser.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(path).status_code == 200, path
    return len(caught)


def _counts(cast: Cast, number: int) -> dict[str, int]:
    """Give how often each page asks, of a plan of so many actions: open, then closed and reported on."""
    by = cast.people[AMINA].id
    plan = plan_of(cast, many_actions(number), title=f"Plan of {number}")
    publish_plan(plan.pk, by=by)
    actions = list(plan.actions.order_by("position").values_list("pk", flat=True)[:4])
    year_end.propose(actions[0], given=Given("ongoing"), seen=0, by=by)
    year_end.propose(actions[1], given=Given("dropped", words="No money."), seen=0, by=by)
    year_end.decide(actions[2], given=Given("developed", becomes=("A new one",)), seen=0, by=by)
    # What was said is fetched where a shown row has any, so the first of each order has: here, the first that is due.
    due = plan.actions.exclude(pk__in=actions).filter(due_date__isnull=False).order_by("due_date", "position")[0]
    year_end.propose(due.pk, given=Given("ongoing"), seen=0, by=by)
    filled = {"plan": plan.slug, "action": actions[3]}
    found = {path: _asks(cast.client(name), f"/aldermere/{path.format_map(filled)}") for name, path in OPEN}
    plan.actions.update(outcome="closed", achieved="achieved", outcome_text=None)
    close_plan(plan.pk, by=by)
    report = reports.begin_report(plan.pk, by=by)
    sha = reports.send_report(report, by=by)
    reports.sign_report(report, seen=sha, role="directorate_lead", by=cast.people[FAITH].id)
    reports.publish_report(report, by=by)
    filled["report"] = report
    return found | {path: _asks(cast.client(name), f"/aldermere/{path.format_map(filled)}") for name, path in CLOSED}


@pytest.mark.many
@pytest.mark.timeout(300)
def test_year_ends_ask_as_often_for_ten_thousand_as_for_ten(cast: Cast) -> None:
    few = _counts(cast, FEW)
    Report.objects.all().delete()
    YearEnd.objects.all().delete()
    models.Action.objects.all().delete()
    models.Plan.objects.all().delete()

    many = _counts(cast, MANY)

    assert many == few
    assert max(few.values()) <= MOST, few
