"""Building what the made-up council decides and assesses, through the same actions that people's forms use.

The one idea: as in `demo`, there is no door of its own. Leila writes, Grace checks, Amina reviews, the clerk puts it
before the Cabinet; each assessment goes as far along the chain as its words say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dueregard.demo import assessments as words
from dueregard.demo.assessments import DemoDecision, DemoPolicy
from dueregard.domain.assessments.parts import take_apart
from dueregard.web.accounts.queries import person_by_email
from dueregard.web.assessments.actions.budget_rounds import make_budget_round
from dueregard.web.assessments.actions.decisions import DecisionFields, add_decision
from dueregard.web.assessments.actions.parts import Begun, begin_assessment, save_part
from dueregard.web.assessments.actions.policies import PolicyFields, add_policy, note_change
from dueregard.web.organisation import queries as organisation
from dueregard.web.organisation.queries import CouncilCard


@dataclass(frozen=True, slots=True)
class Council:
    """The council and the people who act in it."""

    card: CouncilCard
    units: Mapping[str, UUID]
    posts: Mapping[str, UUID]
    author: UUID
    officer: UUID


def build_assessments(council_slug: str, *, on: date) -> None:
    """Give the made-up council its policies, a budget round of twenty proposals, and assessments at every stage."""
    council = _council(council_slug)
    for policy in words.policies(on):
        _policy(policy, council=council)
    decided = [_decision(each, council=council) for each in words.savings(on)]
    name, about = words.budget_round()
    make_budget_round(council.card.id, name=name, about=about, decisions=decided, by=council.officer)
    for each in words.earlier(on):
        _decision(each, council=council)


def _council(slug: str) -> Council:
    card = next(each for each in organisation.all_councils() if each.slug == slug)
    return Council(
        card=card,
        units={each.name: each.id for each in organisation.directorates(card.id)},
        posts={each.title: each.id for each in organisation.posts(card.id)},
        author=_person("leila", slug),
        officer=_person("amina", slug),
    )


def _person(name: str, slug: str) -> UUID:
    found = person_by_email(f"{name}@{slug}.example")
    if found is None:
        raise LookupError(f"{name} of {slug} is not built yet.")
    return found.id


def _policy(said: DemoPolicy, *, council: Council) -> None:
    fields = PolicyFields(
        title=said.title,
        kind=said.kind,
        directorate_id=council.units[said.unit],
        owner_id=council.posts.get(said.owner),
        last_assessed_on=said.last_assessed_on,
        risk=said.risk,
        people=said.people,
    )
    made = add_policy(fields, council_id=council.card.id, by=council.officer)
    if said.change:
        kind, text, since = said.change
        note_change(council.card.id, kind=kind, text=text, on=since, by=council.officer, policy_ids=[made])


def _decision(said: DemoDecision, *, council: Council) -> UUID:
    fields = DecisionFields(
        title=said.title,
        number=said.number,
        about=said.about,
        directorate_id=council.units[said.unit],
        body_words=words.BODY,
        decides_on=said.decides_on,
        amount=said.amount,
        places=said.places,
    )
    made = add_decision(fields, council_id=council.card.id, by=council.officer)
    if said.stage != "none":
        _assessment(said, decision_id=made, council=council)
    return made


def _assessment(said: DemoDecision, *, decision_id: UUID, council: Council) -> UUID:
    begun = Begun(said.title, council.card.nation, decision_id=decision_id)
    made = begin_assessment(begun, council_id=council.card.id, by=council.author)
    for key, part in take_apart(said.content).items():
        save_part(made, key=key, content=part, seen=0, by=council.author)
    return made
