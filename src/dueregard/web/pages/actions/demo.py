"""Building the made-up councils, through the same actions that people's forms use.

The one idea: the demo has no door of its own. Whatever it shows was written as a person would write it, so each of its
rows has an entry in the ledger and obeys every rule.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from dueregard.demo import plans as demo_plans
from dueregard.demo.council import COUNCILS, PASSWORD, SHARED, DemoCouncil, DemoPerson
from dueregard.domain.plans.model import Plan
from dueregard.terms.characteristics import CHARACTERISTICS
from dueregard.web.accounts.actions import make_person
from dueregard.web.organisation import actions as organisation
from dueregard.web.pages.actions.demo_delivery import close_last_year, link_plans
from dueregard.web.plans.actions.adopting import adopt_plan
from dueregard.web.plans.actions.publishing import close_plan, publish_plan
from dueregard.web.plans.actions.rows import Targets


def build_demo(*, on: date) -> None:
    """Make both councils with everybody in them, and the plans of the first as they stand on a day.

    All or nothing: one transaction around every action.
    """
    with transaction.atomic():
        made = {council.slug: _build_council(council, since=date(on.year - 1, 4, 1)) for council in COUNCILS}
        _share(made)
        first = made[COUNCILS[0].slug]
        oldest = first.keep_plan(demo_plans.year_before(on))
        close_plan(oldest, by=first.officer)
        last = first.keep_last_year(demo_plans.last_year(on))
        newest = first.keep_plan(demo_plans.this_year(on))
        for older, newer in ((oldest, last), (last, newest)):
            link_plans(older, newer, became=demo_plans.became(), by=first.officer)


class _Made:
    """A council that was built: its id, and its posts, boards, partners and people by name."""

    def __init__(self, council_id: UUID, officer: UUID) -> None:
        self.council_id = council_id
        self.officer = officer
        self.directorates: dict[str, UUID] = {}
        self.targets = Targets(posts={}, partners={}, boards={})

    def keep_plan(self, content: Plan) -> UUID:
        """Adopt and publish a plan as it stands, and give its id."""
        plan = adopt_plan(
            content,
            council_id=self.council_id,
            title=content.document or "",
            by=self.officer,
            targets=self.targets,
        )
        publish_plan(plan, by=self.officer)
        return plan

    def keep_last_year(self, content: Plan) -> UUID:
        """Adopt and publish a plan, and close it action by action, as the officer does at the end of a year."""
        became: dict[str, tuple[str, ...]] = {}
        for old, new, _how in demo_plans.became():
            became[old] = (*became.get(old, ()), new)
        open_ = tuple(replace(action, outcome=None, year_end_report=None) for action in content.actions)
        plan = self.keep_plan(replace(content, actions=open_))
        titles = {action.action_title or "": action.outcome or "" for action in content.actions}
        outcomes = {title: (outcome, became.get(title, ())) for title, outcome in titles.items()}
        close_last_year(plan, outcomes=outcomes, officer=self.officer)
        return plan


def _build_council(council: DemoCouncil, *, since: date) -> _Made:
    card = organisation.make_council(
        name=council.name,
        slug=council.slug,
        nation=council.nation,
        by=None,
        contact_email=f"equality@{council.slug}.example",
        is_made_up=True,
    )
    people = {person.name: _person(person) for person in council.people}
    officer = next(people[person.name] for person in council.people if "equalities_officer" in person.roles)
    made = _Made(card.id, officer)
    organisation.change_council(council_id=card.id, by=officer, colour=council.colour)
    labels = [CHARACTERISTICS[code].label for code in council.local_characteristics]
    organisation.set_characteristics(council_id=card.id, by=officer, labels=labels)
    for name in council.directorates:
        made.directorates[name] = organisation.add_directorate(council_id=card.id, name=name, by=officer)
    posts = {
        title: organisation.add_post(
            council_id=card.id, title=title, by=officer, directorate_id=made.directorates[directorate]
        )
        for title, directorate in council.posts.items()
    }
    boards = {name: organisation.add_board(council_id=card.id, name=name, by=officer) for name in council.boards}
    partners = {name: organisation.add_partner(council_id=card.id, name=name, by=officer) for name in council.partners}
    made.targets = Targets(posts=posts, partners=partners, boards=boards)
    for person in council.people:
        _place(person, people[person.name], made, since=since)
    return made


def _person(person: DemoPerson) -> UUID:
    return make_person(email=person.email, full_name=person.name, by=None, password=PASSWORD).id


def _place(person: DemoPerson, person_id: UUID, made: _Made, *, since: date) -> None:
    """Give a person the posts, seats and roles they have; what a post or a seat brings is not given twice."""
    for title in person.posts:
        post_id = made.targets.posts[title]
        organisation.fill_post(
            council_id=made.council_id, post_id=post_id, person_id=person_id, since=since, by=made.officer
        )
    office = "clerk" if "clerk" in person.roles else "member"
    for name in person.boards:
        board_id = made.targets.boards[name]
        organisation.seat(
            council_id=made.council_id,
            board_id=board_id,
            person_id=person_id,
            office=office,
            since=since,
            by=made.officer,
        )
    for role in person.roles:
        if role in {"action_owner", "board_member", "clerk"}:
            continue
        organisation.add_role(
            council_id=made.council_id,
            person_id=person_id,
            role=role,
            since=since,
            by=made.officer,
            directorate_id=made.directorates[person.directorate] if person.directorate else None,
        )


def _share(made: dict[str, _Made]) -> None:
    for giver, title, receiver in SHARED:
        grant = organisation.offer_grant(
            council_id=made[giver].council_id,
            receiver_slug=receiver,
            kind="post",
            thing_id=made[giver].targets.posts[title],
            purpose="One training team for both councils",
            by=made[giver].officer,
        )
        organisation.accept_grant(council_id=made[receiver].council_id, grant_id=grant, by=made[receiver].officer)
