"""One program for the crash tests of delivery: `python -m crash.delivering TASK …`, with DATABASE_URL set.

The one idea: it lives many short lives. `nursery` loads everything once and forks a child for each line on stdin; the
child goes on with what the last one left, then opens rounds, answers, writes down what became of actions and closes
plans, by the same actions as the pages, until it is killed. It says what it is about to do, and what is done only when
the action has come back. Mail goes to a real mail server, whose port is the second argument. `check` looks at
everything that is kept and tells what is half done.

More to be done by a life is added to `LIVES`; what must hold afterwards, to `check`.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import django

os.environ["DUEREGARD_ENV"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "dueregard.web.settings"
if len(sys.argv) > 2:
    os.environ["DUEREGARD_SMTP_URL"] = f"smtp://127.0.0.1:{sys.argv[2]}"
    os.environ["DUEREGARD_SMTP_TLS"] = "no"
django.setup()

# ruff: noqa: E402 (what follows needs the settings)
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from dueregard.domain.delivery.chasing import Chasing
from dueregard.domain.delivery.year_end import Given
from dueregard.domain.plans.model import Action as ActionContent
from dueregard.domain.plans.model import Lead, Period
from dueregard.domain.plans.model import Plan as PlanContent
from dueregard.web.delivery.actions import answers, rounds, rounds_opening, year_end
from dueregard.web.delivery.models.rounds import Ask, Link, Request, Round
from dueregard.web.delivery.models.year_end import OutcomeDecision
from dueregard.web.jobs.actions import MOST_ATTEMPTS, resume_stale
from dueregard.web.jobs.models import Job
from dueregard.web.ledger.models import Entry
from dueregard.web.ledger.queries import verify_chain
from dueregard.web.mail.actions import posting
from dueregard.web.mail.actions.nudging import nudge
from dueregard.web.mail.models import Message, Pace
from dueregard.web.organisation import actions as organisation
from dueregard.web.organisation.models import Council
from dueregard.web.plans.actions.adopting import adopt_plan
from dueregard.web.plans.actions.rows import Targets
from dueregard.web.plans.models import Action, Plan, Update
from factories.organisation import make_council, make_person

OWNERS, PLANS, ACTIONS, LEFT_OPEN = 6, 60, 4, 10
SINCE = date(2026, 4, 1)


def prepare() -> None:
    """Make a council, owners in posts, and many small plans."""
    if connection.vendor == "sqlite":  # what is made here is not on trial, only what the lives do to it
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    call_command("migrate", verbosity=0)
    council = make_council("Aldermere Borough Council", slug="aldermere")
    amina = make_person("Amina Rahman")
    organisation.add_role(council_id=council.id, person_id=amina.id, role="equalities_officer", since=SINCE, by=None)
    posts = {}
    for number in range(OWNERS):
        owner = make_person(f"Owner {number}")
        title = f"Manager {number}"
        posts[title] = organisation.add_post(council_id=council.id, title=title, by=amina.id)
        organisation.fill_post(
            council_id=council.id, post_id=posts[title], person_id=owner.id, since=SINCE, by=amina.id
        )
    targets = Targets(posts=posts, partners={}, boards={})
    for number in range(PLANS):
        content = PlanContent(
            document=f"Plan {number}",
            plan_period=Period("2026-27", SINCE, date(2027, 3, 31)),
            actions=tuple(
                ActionContent(
                    f"Improve service {number}.{n}",
                    number=n,
                    leads=(Lead(f"Manager {(number + n) % OWNERS}"),),
                    due_date=date(2027, 3, 31),
                    status="on_track",
                )
                for n in range(1, ACTIONS + 1)
            ),
        )
        adopt_plan(content, council_id=council.id, title=f"Plan {number}", by=amina.id, targets=targets)


# One life


def live(seed: int) -> None:
    """Go on with what the last life left, then work until killed."""
    dice = random.Random(seed)
    go_on()
    for number in count():
        dice.choice(LIVES)(dice, *_where(), f"{seed}-{number}")


def _where() -> tuple[UUID, UUID]:
    council = Council.objects.get()
    return council.pk, Plan.objects.values_list("created_by", flat=True).earliest("created_at")


def go_on() -> None:
    """Do what a worker does when it starts, and some minutes later."""
    resume_stale(older_than=timedelta(0))
    Pace.objects.update(holder=None, holder_until=None)
    posting.settle_left_behind(posting.Smtp(), older_than=timedelta(0))
    nudge()


def open_a_round(dice: random.Random, council_id: UUID, by: UUID, token: str) -> None:
    """Open a round about the actions of some plans."""
    today = timezone.localdate()
    plans = dice.sample(list(Plan.objects.exclude(state="closed").values_list("pk", flat=True)), 2)
    days = rounds.Days(opens_on=today, due_on=today + timedelta(days=14), closes_on=today + timedelta(days=30))
    slug = rounds.make_round(
        council_id=council_id, name=f"Round {token}", period=(today, today), days=days, rules=Chasing(), by=by
    )
    row = Round.objects.get(slug=slug)
    chosen = list(Action.objects.filter(plan__in=plans).values_list("pk", flat=True))
    rounds.choose_actions(row.pk, action_ids=chosen, by=by)
    rounds_opening.open_round(row.pk, by=by)
    if Round.objects.get(pk=row.pk).state == "open":
        say("opened", row.pk)


def answer(dice: random.Random, council_id: UUID, by: UUID, token: str) -> None:
    """Answer one ask by its link."""
    asks = Ask.objects.filter(request__round__state="open", answered_at=None).exclude(action__plan__state="closed")
    ids = list(asks.values_list("pk", flat=True)[:50])
    if not ids:
        return
    ask = Ask.objects.select_related("request").get(pk=dice.choice(ids))
    link = Link.objects.filter(request=ask.request).first()
    assert link is not None
    said = answers.Answer(text=f"Under way {token}", status=dice.choice(["on_track", "at_risk"]))
    update = answers.answer(
        ask.pk, said=said, author=link.name, on=timezone.localdate(), by=f"link:{link.pk}", by_link=link.pk
    )
    say("answered", update)


def close_a_year(dice: random.Random, council_id: UUID, by: UUID, token: str) -> None:
    """Say what became of each action of a plan, and close it."""
    standing = list(Plan.objects.exclude(state="closed").order_by("pk"))
    if len(standing) <= LEFT_OPEN:
        return
    plan = dice.choice(standing)
    for action in plan.actions.all():
        known = OutcomeDecision.objects.filter(action=action).first()
        if known is None:
            given = Given(outcome="dropped", words=f"No money {token}")
            year_end.decide(action.pk, given=given, seen=0, by=by)
            say("decided", action.pk)
    year_end.close_year(plan.pk, by=by)
    say("closed", plan.pk)


LIVES: tuple[Callable[[random.Random, UUID, UUID, str], None], ...] = (
    open_a_round, open_a_round, answer, answer, close_a_year,
)  # fmt: skip


def say(what: str, ident: object) -> None:
    """Acknowledge: what is said here has come back from the action, so it must be there for ever."""
    os.write(1, f"{what} {ident}\n".encode())


def nursery(_port: str) -> None:
    """Fork a life for every line on stdin, whose seed it is.

    Everything is loaded, and done once, before: so a life starts in milliseconds and is killed in its work.
    """
    for each in LIVES:
        each(random.Random(0), *_where(), "first")
    for line in sys.stdin:
        connections.close_all()
        child = os.fork()
        if child == 0:
            live(int(line))
        say("born", child)
        os.waitpid(child, 0)
        say("dead", child)


# Afterwards


def check(_port: str) -> None:
    """Go on to the end of what was begun, then tell everything that is kept, and what is half done."""
    for _ in range(3):
        go_on()
    given_up = open_again()
    chain = f"council:{Council.objects.get().pk}"
    verdict = verify_chain(chain=chain)
    told = {
        "findings": [[finding.fault.value, finding.number, finding.words] for finding in verdict.findings],
        "entries": verdict.entries,
        "half_done": [*_half_done(chain)],
        "opened": [str(one) for one in Round.objects.filter(state="open").values_list("pk", flat=True)],
        "answered": [str(one) for one in Update.objects.values_list("pk", flat=True)],
        "decided": [str(one) for one in OutcomeDecision.objects.values_list("action_id", flat=True)],
        "closed": [str(one) for one in Plan.objects.filter(state="closed").values_list("pk", flat=True)],
        "messages": {row.pk.hex: [row.state, row.sent_by] for row in Message.objects.only("pk", "state", "sent_by")},
        "given_up": given_up,
        "jobs": dict(Counter(f"{kind} {state}" for kind, state in Job.objects.values_list("kind", "state"))),
    }
    print(json.dumps(told))


def open_again() -> int:
    """Do what the page offers the officer where a job was killed so often that it was given up; say how often."""
    left = Round.objects.filter(state="opening", job__state=Job.State.FAILED, job__attempt=MOST_ATTEMPTS)
    again = list(left.values_list("pk", "made_by"))
    for round_id, by in again:
        rounds_opening.open_round(round_id, by=by)
    nudge()
    return len(again)


def _half_done(chain: str) -> Iterator[str]:
    """Tell what stands without what belongs to it: each of these is written in one transaction."""
    entries = Counter(Entry.objects.filter(chain__name=chain).values_list("kind", "subject"))
    updates: Counter[Any] = Counter(Update.objects.values_list("action_id", flat=True))
    for action_id, number in updates.items():
        if entries["plans.update_added", f"plans.action:{action_id}"] != number:
            yield f"action {action_id} has {number} updates and another number of entries"
    for row in Round.objects.exclude(state__in=("draft", "closed")):
        if row.state != "open":
            yield f"round {row.pk} is still {row.state}"
        elif not entries["delivery.round_opened", f"delivery.round:{row.pk}"]:
            yield f"round {row.pk} is open without an entry"
    keys = set(Message.objects.values_list("key", flat=True))
    for request in Request.objects.prefetch_related("asks", "links").filter(why=""):
        links = [link for link in request.links.all() if not link.is_delegate]
        if not request.asks.all() or len(links) != 1:
            yield f"request {request.pk} has {len(links)} links and {len(request.asks.all())} asks"
        if sum(key.startswith(f"delivery.request:{request.pk}") for key in keys) != 1:
            yield f"request {request.pk} has no message, or several"
    for ask in Ask.objects.exclude(answered_at=None):
        if ask.update_id is None or ask.answered_by_link_id is None:
            yield f"ask {ask.pk} is answered without an update"
    by_link = Update.objects.exclude(by_link=None).count()
    if by_link != Ask.objects.exclude(answered_at=None).count():
        yield f"{by_link} updates by link, and another number of answered asks"
    for action in Action.objects.select_related("plan"):
        if (action.outcome is not None) != (action.plan.state == "closed"):
            yield f"action {action.pk} of a plan that is {action.plan.state} has the outcome {action.outcome}"
    for plan in Plan.objects.filter(state="closed"):
        if entries["plans.closed", f"plans.plan:{plan.pk}"] != 1:
            yield f"plan {plan.pk} is closed without an entry of its own"
    for message in Message.objects.all():
        if message.state in {"waiting", "sending"}:
            yield f"message {message.pk} is still {message.state}: {message.why}"
        if message.state == "sent" and not entries["mail.sent", f"mail.message:{message.pk}"]:
            yield f"message {message.pk} was sent without an entry"


TASKS: dict[str, Callable[..., None]] = {"prepare": prepare, "nursery": nursery, "check": check}

if __name__ == "__main__":
    posting.MOST_AN_HOUR = posting.MOST_A_DAY = 10**6  # the same few people are asked all day
    connection.ensure_connection()
    connections.close_all()
    TASKS[sys.argv[1]](*sys.argv[2:])
