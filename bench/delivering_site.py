"""The site that `bench.delivering` measures: `python -m bench.delivering_site TASK …`, with DATABASE_URL set.

The one idea: rows are made in bulk, so that five years of a large council stand in a minute; what is measured
afterwards goes through the same actions and pages as ever. The tasks are fill, measure, links and answered; each
prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django

os.environ["DUEREGARD_ENV"] = "test"
os.environ["DUEREGARD_MAIL"] = "none"  # messages are queued and stay there: how fast they leave is the pace's to say
os.environ["DJANGO_SETTINGS_MODULE"] = "dueregard.web.settings"
django.setup()

# ruff: noqa: E402 (what follows needs the settings)
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dueregard.domain.delivery.chasing import Chasing
from dueregard.domain.plans.model import Action as Content
from dueregard.domain.plans.model import Lead, Period
from dueregard.domain.plans.model import Plan as PlanContent
from dueregard.web.accounts.actions import make_person
from dueregard.web.accounts.models import Person
from dueregard.web.delivery.actions import rounds, rounds_opening
from dueregard.web.delivery.models.rounds import Link, Round
from dueregard.web.delivery.queries.links import token_of
from dueregard.web.mail.models import Message
from dueregard.web.organisation import actions as organisation
from dueregard.web.organisation.models import Council, Post, PostHolding
from dueregard.web.plans.actions.adopting import adopt_plan
from dueregard.web.plans.actions.rows import Targets
from dueregard.web.plans.models import Action, Plan, Update

SINCE, QUARTERS, RUNS = date(2021, 4, 1), 20, 3
STATUSES = ("not_started", "on_track", "at_risk", "off_track", "on_track")
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def fill(owners: str, actions: str) -> dict[str, Any]:
    """Make a council with so many owners and actions, and five years of quarterly updates of each action."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    council = organisation.make_council(
        name="Aldermere Borough Council", slug="aldermere", nation="england", by=None, is_made_up=True
    )
    amina = make_person(email="amina@aldermere.example", full_name="Amina Rahman", by=None)
    organisation.add_role(council_id=council.id, person_id=amina.id, role="equalities_officer", since=SINCE, by=None)
    people = Person.objects.bulk_create(
        [Person(email=f"owner{n}@aldermere.example", full_name=f"Owner {n}") for n in range(int(owners))]
    )
    posts = Post.objects.bulk_create([Post(council_id=council.id, title=f"Manager {n}") for n in range(int(owners))])
    PostHolding.objects.bulk_create(
        [PostHolding(post=post, person=person, since=SINCE) for post, person in zip(posts, people, strict=True)]
    )
    content = PlanContent(
        document="Five years",
        plan_period=Period("2021-2028", SINCE, date(2028, 3, 31)),
        actions=_actions(actions, owners),
    )
    targets = Targets(posts={post.title: post.pk for post in posts}, partners={}, boards={})
    plan_id = adopt_plan(content, council_id=council.id, title="Fair for all", by=amina.id, targets=targets)
    _update_all(Plan.objects.get(pk=plan_id))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return {"updates": Update.objects.count()}


def _actions(actions: str, owners: str) -> tuple[Content, ...]:
    return tuple(
        Content(
            f"Improve service {n} for residents who use the leisure centre",
            number=n,
            number_text=str(n),
            section=f"Directorate {n % 12}",
            strands=("age", "disability") if n % 2 else ("race",),
            leads=(Lead(f"Manager {n % int(owners)}"),),
            due_date=date(2026, 4, 1) + timedelta(days=n % 700),
            status=STATUSES[n % 5],
        )
        for n in range(1, int(actions) + 1)
    )


def _update_all(plan: Plan) -> None:
    ids = list(plan.actions.values_list("pk", flat=True))
    for quarter in range(QUARTERS):
        day = SINCE + timedelta(days=91 * quarter + 45)
        Update.objects.bulk_create(
            [
                Update(
                    action_id=ident,
                    position=quarter + 1,
                    text=f"In this quarter we met the service twice and agreed on step {quarter} of the work.",
                    date=day,
                    author="The owner",
                    status=STATUSES[quarter % 5],
                )
                for ident in ids
            ],
            batch_size=2000,
        )
    Action.objects.filter(plan=plan).update(last_update_on=day)


def measure() -> dict[str, Any]:
    """Open a round that asks everybody, and walk the pages; give seconds and how often the database was asked."""
    council, plan = Council.objects.get(), Plan.objects.get()
    by, today = plan.created_by_id, timezone.localdate()
    days = rounds.Days(opens_on=today, due_on=today + timedelta(days=14), closes_on=today + timedelta(days=30))
    slug = rounds.make_round(
        council_id=council.pk, name="Autumn", period=(today, today), days=days, rules=Chasing(), by=by
    )
    row = Round.objects.get(slug=slug)
    chosen, _ = _timed(
        lambda: rounds.choose_actions(row.pk, action_ids=plan.actions.values_list("pk", flat=True), by=by)
    )
    opened, _ = _timed(lambda: rounds_opening.open_round(row.pk, by=by))
    told = {"choose": chosen, "open": opened, "queued": Message.objects.filter(state="waiting").count()}
    row.refresh_from_db()
    told["state"] = row.state
    officer, link = Client(), Link.objects.select_related("request").order_by("name").first()
    assert link is not None
    officer.force_login(Person.objects.get(pk=by), backend=_BACKEND)
    owner = Client()
    owner.get(f"/{council.slug}/answer/{token_of(link)}/")
    action = plan.actions.order_by("position").first()
    assert action is not None
    pages = {
        "plan": (officer, f"/plans/{plan.slug}/"),
        "list of actions": (officer, f"/plans/{plan.slug}/actions/"),
        "list, searched": (officer, f"/plans/{plan.slug}/actions/?words=leisure&sort=due"),
        "action, 20 updates": (officer, f"/plans/{plan.slug}/actions/{action.pk}/"),
        "today": (officer, "/today/"),
        "rounds": (officer, "/rounds/"),
        "round, all its people": (officer, f"/rounds/{slug}/"),
        "mail, all its messages": (officer, "/mail/"),
        "owner's page": (owner, "/answer/"),
    }
    told["pages"] = {name: _page(browser, f"/{council.slug}{path}") for name, (browser, path) in pages.items()}
    return told


def _page(browser: Client, path: str) -> tuple[float, int]:
    """Give the best seconds of a page, and how many statements it sends."""
    best = 0.0
    for run in range(RUNS + 1):
        seconds, answer = _timed(lambda: browser.get(path))
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        best = seconds if run <= 1 else min(best, seconds)  # the first is warming up
    with CaptureQueriesContext(connection) as caught:
        browser.get(path)
    return best, len(caught)


def links(number: str) -> dict[str, Any]:
    """Give the paths of so many owners' links."""
    rows = Link.objects.select_related("request__round__council").order_by("pk")[: int(number)]
    return {"paths": [f"/{row.request.round.council.slug}/answer/{token_of(row)}/" for row in rows]}


def answered() -> dict[str, Any]:
    """Give what was said by link, and what the ledger has of it."""
    from dueregard.web.ledger.queries import verify_chain

    verdict = verify_chain(chain=f"council:{Council.objects.get().pk}")
    return {
        "texts": list(Update.objects.exclude(by_link=None).values_list("text", flat=True)),
        "is_whole": not verdict.findings,
    }


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = run()
    return time.perf_counter() - began, result


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "fill": fill, "measure": measure, "links": links, "answered": answered,
}  # fmt: skip

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
