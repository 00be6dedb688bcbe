"""The site that `bench.assessing` measures: `python -m bench.assessing_site TASK …`, with DATABASE_URL set.

The one idea: rows are made in bulk, so that years of a large council stand in a minute; what is measured afterwards
goes through the same pages as ever. The tasks are fill, measure and findings; each prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import django

os.environ["DUEREGARD_ENV"] = "test"
os.environ["DUEREGARD_MAIL"] = "none"
os.environ["DJANGO_SETTINGS_MODULE"] = "dueregard.web.settings"
django.setup()

# ruff: noqa: E402 (what follows needs the settings)
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from dueregard.domain.assessments.model import Assessment as Content
from dueregard.domain.assessments.model import (
    Conclusion,
    Effect,
    Engagement,
    Evidence,
    EvidenceKind,
    Impact,
    Mitigation,
    Option,
    Severity,
    Weight,
    group_of,
)
from dueregard.domain.assessments.parts import take_apart
from dueregard.domain.assessments.shape import assessment_to_json
from dueregard.terms.characteristics import PROTECTED
from dueregard.web.accounts.actions import make_person
from dueregard.web.accounts.queries import person_by_email, person_row
from dueregard.web.assessments.models.public import PublicEntry, PublicFinding
from dueregard.web.assessments.models.register import BudgetRound, Decision, Policy
from dueregard.web.assessments.models.writing import Assessment, Finding, Part, Version
from dueregard.web.organisation import actions as organisation
from dueregard.web.organisation.models import Council

RUNS, BUDGET = 3, 60
STATES = ("writing", "checking", "reviewing", "before_deciders", "decided", "decided", "decided", "not_needed")
EFFECTS = (Effect.WORSE, Effect.NONE, Effect.NONE, Effect.BETTER, Effect.NOT_KNOWN, Effect.NONE, Effect.BOTH)
SEVERITIES = (Severity.SMALL, Severity.MODERATE, Severity.SEVERE)
SERVICES = ("Library", "Day centre", "Parking", "Housing advice", "Youth club", "Dial-a-ride", "Council tax", "Parks")
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def fill(assessments: str, policies: str) -> dict[str, Any]:
    """Make a council with so many policies and assessments, each of a decision, written in full."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    council = organisation.make_council(
        name="Aldermere Borough Council", slug="aldermere", nation="england", by=None, is_made_up=True
    )
    amina = make_person(email="amina@aldermere.example", full_name="Amina Rahman", by=None)
    for role in ("equalities_officer", "assessment_author"):
        organisation.add_role(council_id=council.id, person_id=amina.id, role=role, since=date(2021, 4, 1), by=None)
    rows = Policy.objects.bulk_create(
        [
            Policy(
                council_id=council.id,
                title=f"{SERVICES[n % 8]} {n}",
                kind="service",
                rank=n % 97,
                people=n % 5_000,
                last_assessed_on=date(2020, 1, 1) + timedelta(days=n % 2_000),
            )
            for n in range(int(policies))
        ],
        batch_size=500,
    )
    budget = BudgetRound.objects.create(council_id=council.id, slug="budget", name="Budget")
    _assess(council.id, amina.id, count=int(assessments), policies=rows, budget=budget)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return {"parts": Part.objects.count(), "findings": Finding.objects.count()}


def _assess(council: UUID, author: UUID, *, count: int, policies: list[Policy], budget: BudgetRound) -> None:
    first = date(2022, 1, 10)
    decisions = Decision.objects.bulk_create(
        [
            Decision(
                council_id=council,
                title=f"{SERVICES[n % 8]}: proposal {n}",
                number=f"D{n}",
                body_words="Cabinet",
                decides_on=first + timedelta(days=n % 1_700),
                amount=1_000 * (n % 300),
                places=[f"Ward {n % 20}"],
                budget_round=budget if n < BUDGET else None,
                policy=policies[n % len(policies)],
                state="decided" if STATES[n % 8] == "decided" else "planned",
                decided_on=first + timedelta(days=n % 1_700) if STATES[n % 8] == "decided" else None,
            )
            for n in range(count)
        ],
        batch_size=500,
    )
    rows = Assessment.objects.bulk_create(
        [
            Assessment(
                council_id=council,
                number=f"A-{decision.decides_on.year}-{n}",
                title=decision.title,
                nation="england",
                decision=decision,
                policy=decision.policy,
                author_id=author,
                state=STATES[n % 8],
                depth="full",
                made_version=1,
                published_version=1 if STATES[n % 8] in ("decided", "not_needed") else None,
                published_at=timezone.now() if STATES[n % 8] in ("decided", "not_needed") else None,
                summary=f"What {decision.title} could do to people.",
            )
            for n, decision in enumerate(decisions)
        ],
        batch_size=500,
    )
    contents = [_content(n, row.title) for n, row in enumerate(rows)]
    pairs = list(zip(rows, contents, strict=True))
    Part.objects.bulk_create((part for row, one in pairs for part in _parts(row, one, author)), batch_size=1_000)
    Finding.objects.bulk_create((one for row, content in pairs for one in _findings(row, content)), batch_size=1_000)
    versions = Version.objects.bulk_create(
        [
            Version(
                assessment=row, number=1, why="for_deciders", content=assessment_to_json(one), sha256="0" * 64,
                made_by_id=author,
            )
            for row, one in pairs
        ],
        batch_size=500,
    )  # fmt: skip
    _publish([(row, one, version) for (row, one), version in zip(pairs, versions, strict=True) if row.published_at])


def _publish(shown: list[tuple[Assessment, Content, Version]]) -> None:
    """Put versions on the public register, as `actions.public` does one by one."""
    entries = PublicEntry.objects.bulk_create(
        [
            PublicEntry(
                assessment=row, council_id=row.council_id, number=row.number, version=version, version_number=1,
                title=row.title, summary=row.summary, body="Cabinet", option="adjust", content=version.content,
                words=f"{row.number} {row.title} {row.summary} {one.about}".lower(), at=row.published_at,
            )
            for row, one, version in shown
        ],
        batch_size=500,
    )  # fmt: skip
    PublicFinding.objects.bulk_create(
        (
            PublicFinding(entry=entry, characteristic=each.group.characteristics[0], effect=str(each.effect))
            for entry, (_row, one, _version) in zip(entries, shown, strict=True)
            for each in one.impacts
        ),
        batch_size=1_000,
    )


def _content(n: int, title: str) -> Content:
    impacts = tuple(
        Impact(
            group_of(each.code),
            EFFECTS[(n + at) % 7],
            f"Looked at for {title}: the survey and the lists of {n} were compared.",
            before=Weight(SEVERITIES[(n * at) % 3], people=(n * (at + 1)) % 4_000),
            evidence=("1",),
        )
        for at, each in enumerate(PROTECTED)
    )
    return Content(
        title,
        "england",
        about=f"{title} changes on a day in spring.",
        who_is_affected=f"{n % 4_000} people.",
        evidence=(Evidence("1", EvidenceKind.CONSULTATION, "Survey", date(2025, 5, 1), "612 answers", "Most walk"),),
        engagement=(Engagement("Members", "survey", answers=612, code="1"),),
        impacts=impacts,
        mitigations=(Mitigation("1", "Bring it home", "Libraries Manager", date(2027, 6, 30)),),
        conclusion=Conclusion(Option.ADJUST, "Softened."),
    )


def _parts(row: Assessment, content: Content, author: UUID) -> Iterator[Part]:
    for position, (key, part) in enumerate(take_apart(content).items()):
        yield Part(assessment=row, key=key, content=part, position=position, changed_by_id=author)


def _findings(row: Assessment, content: Content) -> Iterator[Finding]:
    for each in content.impacts:
        effect, severity = str(each.effect or ""), str(each.before.severity or "")
        yield Finding(
            assessment=row, group_key=each.group.characteristics[0], effect=effect, severity=severity,
            people=each.before.people, mark_effect=effect, mark_severity=severity, mark_people=each.before.people,
        )  # fmt: skip


def measure() -> dict[str, Any]:
    """Walk the pages as the officer and as the public; give seconds (the best of three) and statements of each."""
    council = Council.objects.get()
    officer, public = Client(), Client()
    found = person_by_email("amina@aldermere.example")
    assert found is not None
    officer.force_login(person_row(found.id), backend=_BACKEND)
    written = Assessment.objects.filter(state="writing").order_by("number").first()
    policy = Policy.objects.order_by("title").first()
    assert written is not None  # fill made both
    assert policy is not None
    pages: dict[str, tuple[Client, str, tuple[Any, ...], dict[str, str]]] = {
        "assessments": (officer, "assessments", (), {}),
        "assessments, searched": (officer, "assessments", (), {"words": "library"}),
        "an assessment": (officer, "assessment", (written.pk,), {}),
        "one of its parts": (officer, "part", (written.pk, "impact:age"), {}),
        "read as one page": (officer, "read", (written.pk,), {}),
        "its remarks": (officer, "remarks", (written.pk,), {}),
        "policies": (officer, "policies", (), {}),
        "policies, searched": (officer, "policies", (), {"words": "library"}),
        "a policy": (officer, "policy", (policy.pk,), {}),
        "decisions": (officer, "decisions", (), {}),
        "promises": (officer, "promises", (), {}),
        "a budget round's map": (officer, "budget_round", ("budget",), {}),
        "the map of all": (officer, "all_together", (), {}),
        "the map of all, one place": (officer, "all_together", (), {"place": "Ward 3"}),
        "the public register": (public, "public_register", (), {}),
        "searched": (public, "public_register", (), {"words": "day centre"}),
        "by an effect": (public, "public_register", (), {"group": "disability"}),
    }
    told = {}
    for name, (browser, route, parts, query) in pages.items():
        try:
            address = reverse(f"assessments:{route}", args=[council.slug, *parts])
        except NoReverseMatch:
            told[name] = None
            continue
        told[name] = _cost(browser, address, query)
    return {"pages": told}


def _cost(browser: Client, address: str, query: dict[str, str]) -> tuple[float, int]:
    best, statements = 1e9, 0
    for _ in range(RUNS):
        with CaptureQueriesContext(connection) as asked:
            began = time.perf_counter()
            answer = browser.get(address, query)
            best = min(best, time.perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        statements = len(asked)
    return best, statements


def findings() -> dict[str, Any]:
    """Give the findings as a sheet has them: decision, group, effect, severity; for what is measured beside us."""
    rows = Finding.objects.values_list("assessment", "group_key", "mark_effect", "mark_severity")
    return {"rows": [[str(key), *rest] for key, *rest in rows]}


if __name__ == "__main__":
    task, *given = sys.argv[1:]
    print(json.dumps({"fill": fill, "measure": measure, "findings": findings}[task](*given)))
