"""Two councils in which everything exists once, so that every part of every address can be filled with a real thing.

Built once a module: the made-up councils of the demo, one person for each role in the first, somebody with every role,
and in each council one of everything else: an import in review, a plan in each state, an invitation, a job, a token, a
staff list, a grant, evidence, a calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from assessments_made_up import assessments_for
from bringing_made_up import bringing_for
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from rounds_made_up import rounds_for

from dueregard.demo.council import COUNCILS
from dueregard.domain.plans.model import Action, Period, Plan
from dueregard.web.accounts import actions as accounts
from dueregard.web.accounts import models as accounts_models
from dueregard.web.accounts.queries import person_row
from dueregard.web.delivery.actions import reports as year_reports
from dueregard.web.jobs.models import Job
from dueregard.web.monitoring.actions.areas import choose_area
from dueregard.web.monitoring.actions.findings import Told, keep_findings
from dueregard.web.organisation import actions as organisation
from dueregard.web.organisation import models as council_models
from dueregard.web.pages.actions.demo import build_demo
from dueregard.web.plans import models as plan_models
from dueregard.web.plans.actions import adopting, feeds, next_plan, publishing
from dueregard.web.plans.actions.rows import Targets
from factories.answers import answers_for
from factories.boards import board_things
from factories.monitoring import dataset_of, file_in_mapping
from factories.monitoring_released import indicator_of, outcome_definition, prevented, release_of
from factories.plans import full_plan, import_in_review
from factories.post import failed_message
from factories.releases import ready_version, release_row
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, GARETH, HANA, IMRAN, JOAN, KOFI, NAMES, ROLES

ZOE = "zoe"
"""Somebody who holds every role of the first council: where she is refused, it is not for want of a role."""
EVERYBODY = (AMINA, BEN, CHIDI, DEE, EVE, FAITH, GARETH, HANA, IMRAN, JOAN, KOFI, ZOE)
SINCE = date(2026, 4, 1)
POST, BOARD, DIRECTORATE = "Housing Options Manager", "Fair Access Board", "Homes and Communities"
AREA = "E09000021"
"""Whose official figures both councils show: made-up councils have none of their own."""
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STAFF_LIST = "E-mail,Name,Post,Directorate,Role,End date\nnew.person.{slug}@{slug}.example,New Person,,,analyst,\n"


@dataclass(frozen=True, slots=True)
class Town:
    """The two councils, everybody's browser cookies, and what fills each part of an address in either council."""

    slug: str
    other_slug: str
    people: dict[str, UUID]
    cookies: dict[str, dict[str, str]]
    here: dict[str, Any]
    there: dict[str, Any]

    def browser(self, name: str) -> Client:
        """Give a browser in which this person is signed in; Dee is not. Two browsers share nothing but the session."""
        browser = Client(raise_request_exception=False)
        for cookie, value in self.cookies[name].items():
            browser.cookies[cookie] = value
        return browser


def build_town() -> Town:
    """Build everything. Takes some two seconds; meant for a module, inside a transaction that is undone."""
    build_demo(on=timezone.localdate())
    first, second = (council_models.Council.objects.get(slug=council.slug) for council in COUNCILS)
    people = _people(first)
    people[EVE] = accounts_models.Person.objects.get(email=f"eve@{second.slug}.example").pk
    third = _third_council(by=people[EVE])
    here = _furnish(first, by=people[ZOE], sharer=third, clash="")
    there = _furnish(second, by=people[EVE], sharer=third, clash=" of theirs")
    return Town(
        slug=first.slug,
        other_slug=second.slug,
        people=people,
        cookies={name: _cookies(people.get(name)) for name in EVERYBODY},
        here=here,
        there=there,
    )


def _cookies(person_id: UUID | None) -> dict[str, str]:
    browser = Client()
    if person_id is not None:
        browser.force_login(person_row(person_id), backend=_BACKEND)
        browser.get("/account/")  # the first page of a session is the one that notes it
    return {name: morsel.value for name, morsel in browser.cookies.items()}


def _people(council: Any) -> dict[str, UUID]:
    """Give the first council one person for each role and no other, and Zoe with all of them."""
    officer = accounts_models.Person.objects.get(email=f"amina@{council.slug}.example").pk
    directorate = council.directorates.get(name=DIRECTORATE).pk
    post, board = council.posts.get(title=POST).pk, council.boards.get(name=BOARD).pk
    made = {
        name: accounts.make_person(email=f"{name}.only@{council.slug}.example", full_name=_called(name), by=None).id
        for name in (*(name for name in NAMES if name != EVE), ZOE)
    }
    roles = [(name, role) for name, role in ROLES.items()] + [(ZOE, role) for role in ROLES.values()]
    for name, role in roles:
        organisation.add_role(
            council_id=council.pk,
            person_id=made[name],
            role=role,
            since=SINCE,
            by=officer,
            directorate_id=directorate if role == "directorate_lead" else None,
        )
    for name in (BEN, ZOE):
        organisation.fill_post(council_id=council.pk, post_id=post, person_id=made[name], since=SINCE, by=officer)
    for name, office in ((HANA, "member"), (IMRAN, "clerk"), (ZOE, "clerk")):
        organisation.seat(
            council_id=council.pk, board_id=board, person_id=made[name], office=office, since=SINCE, by=officer
        )
    return made


def _called(name: str) -> str:
    return f"{name.title()} Only"


def _furnish(council: Any, *, by: UUID, sharer: Any, clash: str) -> dict[str, Any]:
    """Make one of everything in a council and give it by the names that addresses use."""
    post, board = council.posts.order_by("title").first(), council.boards.order_by("name").first()
    if council.posts.filter(title=POST).exists():
        post, board = council.posts.get(title=POST), council.boards.get(name=BOARD)
    directorate = council.directorates.order_by("name").first()
    team = organisation.add_team(council_id=council.pk, directorate_id=directorate.pk, name=f"A team{clash}", by=by)
    partner = organisation.add_partner(council_id=council.pk, name=f"A partner{clash}", by=by)
    person = accounts.make_person(email=f"left@{council.slug}.example", full_name=f"Pat Leaver{clash}", by=None).id
    organisation.add_role(council_id=council.pk, person_id=person, role="analyst", since=SINCE, by=by)
    holding = organisation.fill_post(council_id=council.pk, post_id=post.pk, person_id=person, since=SINCE, by=by)
    seat = organisation.seat(
        council_id=council.pk, board_id=board.pk, person_id=person, office="member", since=SINCE, by=by
    )
    organisation.invite(
        council_id=council.pk,
        email=f"invited@{council.slug}.example",
        full_name="Ingrid Invited",
        roles=["analyst"],
        by=by,
    )
    invitation = council_models.Invitation.objects.get(council=council)
    staff_list = organisation.hand_in_staff_list(
        council_id=council.pk, file_name="staff.csv", content=STAFF_LIST.format(slug=council.slug).encode(), by=by
    )
    grant = organisation.offer_grant(
        council_id=sharer.pk,
        receiver_slug=council.slug,
        kind="board",
        thing_id=sharer.boards.get().pk,
        purpose="One team for both",
        by=by,
    )
    job = Job.objects.create(
        kind="plans.read_document",
        council=council,
        started_by_id=by,
        title="A document",
        state="failed",
        reference="ABCD1234",
        error="It could not be read.",
        finished_at=timezone.now(),
        steps=[{"name": "Open the file", "found": ""}],
    )
    token, secret = accounts.make_token(name=f"excel{clash}", days=30, by=by)
    things = {
        "council_slug": council.slug,
        "team_id": team,
        "partner_id": partner,
        "person_id": person,
        "post_id": post.pk,
        "holding_id": holding or post.holdings.get(person=person).pk,
        "board_slug": board.slug,
        "seat_id": seat or board.members.get(person=person).pk,
        "directorate_id": directorate.pk,
        "invitation_id": invitation.pk,
        "list_id": staff_list,
        "grant_id": grant,
        "job_id": job.pk,
        "token_id": token.id,
        "message_id": failed_message(council.pk, clash=clash),
        "token": "a-token-of-nobody",
        "code": "a-code-of-nobody",
        "secret": feeds.make_feed(by=by, council_id=council.pk),
        "thing_id": post.pk,
        "kind": "post",
        "api_token": secret,
    }
    things |= _records(council, by=by, post=post.pk, clash=clash)
    things |= _indicators(council, by=by, post=post.pk, clash=clash)
    things |= _year_end(council, by=by, clash=clash)
    things |= _plans(council, by=by, post=post.pk, board=board.pk, partner=partner, clash=clash)
    action = plan_models.Action.objects.get(pk=things["action_id"])
    things |= board_things(council, board_id=board.pk, action=action, post_id=post.pk, by=by)
    things |= answers_for(council.pk, by=by, action_id=things["action_id"], clash=clash)
    unit = council.directorates.filter(name=DIRECTORATE).first() or directorate
    writer = accounts_models.Person.objects.filter(email=f"{GARETH}.only@{council.slug}.example").values_list(
        "pk", flat=True
    )
    things |= assessments_for(
        council.pk, by=by, writers=tuple(writer), board_id=board.pk, directorate_id=unit.pk, clash=clash
    )
    things |= bringing_for(council.pk, by=by, assessment_id=things["assessment_id"])
    return {**things, **rounds_for(council.pk, by=by, clash=clash)}


def _third_council(*, by: UUID) -> Any:
    """Make a council that offers something to each of the two, so that neither has a part in the other's grant."""
    third = organisation.make_council(name="Thornley Council", slug="thornley", nation="england", by=None)
    organisation.add_board(council_id=third.id, name="A shared panel", by=by)
    return council_models.Council.objects.get(pk=third.id)


def _records(council: Any, *, by: UUID, post: UUID, clash: str) -> dict[str, Any]:
    """Register a dataset, with a file that waits for a person to say what is in it; and choose an area."""
    row = dataset_of(council.pk, by=by, post_id=post, name=f"Staff{clash}")
    file_in_mapping(row, by=by)
    choose_area(AREA, council_id=council.pk, by=by)
    area = {"area": AREA, "subject": "sex"}
    return {"dataset_slug": row.slug, "column": "ethnic_origin", **area, **_releases(council, row, by=by)}


def _releases(council: Any, dataset: Any, *, by: UUID) -> dict[str, Any]:
    """Make records that are ready, and releases of them in each state; the first is out, for everyone."""
    version = ready_version(dataset, by=by)
    other = accounts.make_person(email=f"releaser@{council.slug}.example", full_name="Rhona Releaser", by=None).id
    release_row(version, by=by, releaser=other)
    refused = Job.objects.create(
        kind="monitoring.prepare_release",
        council=council,
        started_by_id=by,
        state="done",
        finished_at=timezone.now(),
        result={
            "refused": [{"why": "It is too fine", "mend": "Count less finely.", "cells": ["Sex: Female"], "of": 1}],
            "alternatives": [],
            "specification": {"by": ["sex"]},
            "policy": "service-public",
            "version": str(version.pk),
            "title": "Staff by sex",
        },
    )
    return {
        "version_id": version.pk,
        "refused_job": refused.pk,
        "waiting_release": release_row(version, by=by, state="waiting").number,
        "prepared_release": release_row(version, by=by, state="prepared").number,
        "few_release": release_row(version, by=by, releaser=other, audience="analyst").number,
    }


def _indicators(council: Any, *, by: UUID, post: UUID, clash: str) -> dict[str, Any]:
    """Release households helped, watch them with a public indicator, and keep what was found."""
    row = dataset_of(council.pk, by=by, post_id=post, name=f"Housing cases{clash}", unit="households")
    other = accounts.make_person(email=f"checker@{council.slug}.example", full_name="Che Checker", by=None).id
    release = release_of(row, [prevented(2026)], by=by, checked_by=other, on=date(2026, 3, 31))
    name = f"Homelessness prevented{clash}"
    watched = indicator_of(row, outcome_definition(), by=by, post_id=post, name=name, releases=[release])
    figures = {"group": "Black households", "count": 52, "base": 131, "other_count": 637, "other_base": 1_083}
    told = Told("ethnic_group=black", "Black households: 40%.", {**figures, "touched": 25, "cannot_say": []})
    keep_findings(release.pk, told=[told], indicator_id=watched.pk, by=by)
    return {
        "indicator_slug": watched.slug,
        "release_id": release.pk,
        "look_number": release.number,
        "finding_id": release.findings.get().pk,
    }


def _before(council: Any, *, by: UUID, clash: str) -> dict[str, Any]:
    """Make a plan of the year before, of which something is open of everything that the next plan asks."""
    content = Plan(
        document="The year before",
        plan_period=Period("2025-26", date(2025, 4, 1), date(2026, 3, 31)),
        actions=(
            Action("Open a drop-in", number=1, outcome="ongoing", due_date=date(2026, 1, 31)),
            Action("Publish the pay gaps with what we do", number=2, outcome="developed"),
            Action("Print a leaflet", number=3),
        ),
    )
    key = adopting.adopt_plan(content, council_id=council.pk, title=f"The year before{clash}", by=by)
    plan = plan_models.Plan.objects.get(pk=key)
    past, developed, undecided = plan.actions.order_by("position")
    next_plan.develop(key, action_id=developed.pk, becomes=(), new={"text": "A school", "lead": ""}, by=by)
    return {
        "before_slug": plan.slug,
        "past_action": past.pk,
        "developed_action": developed.pk,
        "undecided_action": undecided.pk,
    }


def _plans(council: Any, *, by: UUID, post: UUID, board: UUID, partner: UUID, clash: str) -> dict[str, Any]:
    """Make an import in review, and plans that are adopted from a document, published and withdrawn."""
    source = import_in_review(council_id=council.pk, by=by)
    earlier = import_in_review(council_id=council.pk, by=by, name=f"Earlier{clash}.docx")
    adopted = adopting.adopt_import(
        import_in_review(council_id=council.pk, by=by, name=f"Adopted{clash}.docx"), title=f"Adopted{clash}", by=by
    )
    targets = Targets(
        posts={"Housing Options Manager": post}, partners={"Surveyors": partner}, boards={"Fair Access Board": board}
    )
    published, withdrawn = (
        adopting.adopt_plan(full_plan(), council_id=council.pk, title=f"{title}{clash}", by=by, targets=targets)
        for title in ("Fair for all", "Taken back")
    )
    publishing.publish_plan(published, by=by)
    publishing.publish_plan(withdrawn, by=by)
    publishing.withdraw_plan(withdrawn, reason="The dates were wrong.", by=by)
    plan, other = (plan_models.Plan.objects.get(pk=pk) for pk in (published, adopted))
    action = plan.actions.get(position=1)
    evidence = plan_models.Evidence(
        action=action, name="minutes.txt", media_type="text/plain", size=3, sha256="0" * 64, added_by_id=by
    )
    evidence.file.save("minutes", ContentFile(b"abc"), save=True)
    before = _before(council, by=by, clash=clash)
    level = plan.levels.filter(contributions__isnull=False).first()
    measure = action.measures.first()
    return {
        "import_id": source,
        "earlier_id": earlier,
        "level_id": level.pk,
        "contribution_id": level.contributions.first().pk,
        "part_id": action.sub_actions.first().pk,
        "measure_id": measure.pk,
        "value_id": measure.values.first().pk,
        "level_measure_id": level.measures.first().pk,
        "level_value_id": level.measures.first().values.first().pk,
        "plan_slug": plan.slug,
        **before,
        "action_id": action.pk,
        "evidence_id": evidence.pk,
        "adopted_slug": other.slug,
        "other_slug": other.slug,
        "withdrawn_slug": plan_models.Plan.objects.get(pk=withdrawn).slug,
        "closed_slug": _closed(council),
    }


def _year_end(council: Any, *, by: UUID, clash: str) -> dict[str, Any]:
    """Close four small plans, with a report in each state: a draft, one that waits, one signed, one published."""
    other = accounts.make_person(email=f"signs@{council.slug}.example", full_name="Sol Signatory", by=None).id
    made: dict[str, Any] = {}
    for number, state in enumerate(("draft", "waiting", "signed", "published")):
        content = Plan(actions=(Action("Train staff", number=1, outcome="closed", achieved="partly"),))
        title = f"Year {2020 + number}{clash}"
        plan = adopting.adopt_plan(content, council_id=council.pk, title=title, by=by)
        publishing.close_plan(plan, by=by)
        made[f"{state}_report"] = report = year_reports.begin_report(plan, by=by)
        if state != "draft":
            sha = year_reports.send_report(report, by=by)
        if state in ("signed", "published"):
            year_reports.sign_report(report, seen=sha, role="directorate_lead", by=other)
        if state == "published":
            year_reports.publish_report(report, by=by)
            made["reported_plan"] = plan_models.Plan.objects.get(pk=plan).slug
    return {**made, "report_id": made["draft_report"], "which": "complete"}


def _closed(council: Any) -> str | None:
    found = plan_models.Plan.objects.filter(council=council, state="closed").first()
    return found.slug if found else None
