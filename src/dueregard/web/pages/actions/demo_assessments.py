"""Building what the made-up council decides and assesses, through the same actions that people's forms use.

The one idea: as in `demo`, there is no door of its own. Leila writes, Grace checks, Amina reviews, the clerk puts it
before the Cabinet; each assessment goes as far along the chain as its words say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from dueregard.demo import assessments as words
from dueregard.demo.assessments import DemoDecision, DemoPolicy
from dueregard.domain.assessments.model import Screening
from dueregard.domain.assessments.packs import screening_questions
from dueregard.domain.assessments.parts import LOCAL, PROPOSAL, SCREENING, take_apart
from dueregard.domain.assessments.public import HeldBack
from dueregard.domain.assessments.screening import Depth
from dueregard.domain.assessments.sign_off import Act
from dueregard.web.accounts.queries import person_by_email, person_card
from dueregard.web.assessments.actions.budget_rounds import make_budget_round
from dueregard.web.assessments.actions.deciding import Decided, record_decision
from dueregard.web.assessments.actions.decisions import DecisionFields, add_decision
from dueregard.web.assessments.actions.evidence import choose_figures
from dueregard.web.assessments.actions.parts import Begun, begin_assessment, save_part
from dueregard.web.assessments.actions.policies import PolicyFields, add_policy, note_change
from dueregard.web.assessments.actions.public import publish_assessment
from dueregard.web.assessments.actions.remarks import answer_remark
from dueregard.web.assessments.actions.reviews import raise_reviews
from dueregard.web.assessments.actions.screening import answer_screening, confirm_depth, decide_depth
from dueregard.web.assessments.actions.sign_off import Saying, choose_checker, say
from dueregard.web.assessments.queries.decisions import decision_card
from dueregard.web.assessments.queries.remarks import open_remarks
from dueregard.web.assessments.queries.sign_off import where_it_stands
from dueregard.web.assessments.queries.whole import assessment_card, parts_of
from dueregard.web.organisation import queries as organisation
from dueregard.web.organisation.queries import CouncilCard


@dataclass(frozen=True, slots=True)
class Council:
    """The council and the people who act in it."""

    card: CouncilCard
    units: Mapping[str, UUID]
    posts: Mapping[str, UUID]
    body: UUID
    author: UUID
    checker: UUID
    officer: UUID


def build_assessments(council_slug: str, *, on: date) -> None:
    """Give the made-up council its policies, a budget round of twenty proposals, and assessments at every stage."""
    council = _council(council_slug)
    for policy in words.policies(on):
        _policy(policy, council=council)
    decided = [_decision(each, council=council, on=on) for each in words.savings(on)]
    name, about = words.budget_round()
    make_budget_round(council.card.id, name=name, about=about, decisions=decided, by=council.officer)
    for each in words.earlier(on):
        _decision(each, council=council, on=on)
    _give_up(council, on=on)
    raise_reviews(council.card.id)


def _council(slug: str) -> Council:
    card = next(each for each in organisation.all_councils() if each.slug == slug)
    return Council(
        card=card,
        units={each.name: each.id for each in organisation.directorates(card.id)},
        posts={each.title: each.id for each in organisation.posts(card.id)},
        body=next(each.id for each in organisation.boards(card.id) if each.name == words.BODY),
        author=_person("leila", slug),
        checker=_person("grace", slug),
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


def _decision(said: DemoDecision, *, council: Council, on: date) -> UUID:
    fields = DecisionFields(
        title=said.title,
        number=said.number,
        about=said.about,
        directorate_id=council.units[said.unit],
        body_id=council.body,
        decides_on=said.decides_on,
        amount=said.amount,
        places=said.places,
    )
    made = add_decision(fields, council_id=council.card.id, by=council.officer)
    if said.stage != "none":
        assessment = _assessment(said, decision_id=made, council=council, on=on)
    if said.stage == "decided":
        _decide(made, said, council=council, on=on)
    if said.stage in {"decided", "not_needed"}:
        head = assessment_card(council.card.id, assessment)
        publish_assessment(assessment, number=head.made_version, by=council.officer, although=tuple(HeldBack))
    return made


def _assessment(said: DemoDecision, *, decision_id: UUID, council: Council, on: date) -> UUID:
    begun = Begun(said.title, council.card.nation, decision_id=decision_id)
    made = begin_assessment(begun, council_id=council.card.id, by=council.author)
    choose_figures(made, area=words.AREA, dataset="", by=council.author)
    screened = said.content.screening
    for key, part in {LOCAL: {"local": []}, **take_apart(said.content)}.items():
        if key != SCREENING:
            save_part(made, key=key, content=part, seen=0, by=council.author)
    if screened is not None:
        _screen(made, screened, council=council)
    if said.stage in (*STAGES, "decided"):
        _go_on(made, said, council=council, on=on)
    return made


def _screen(made: UUID, screened: Screening, *, council: Council) -> None:
    asked = {question.code: question.many for question in screening_questions()[1]}
    answers = {code: given if asked[code] else given[0] for code, given in screened.answers}
    seen = answer_screening(made, answers=answers, seen=0, by=council.author)
    depth = Depth(screened.depth or "full")
    if not decide_depth(made, depth=depth, reason=screened.reason or "", seen=seen, by=council.author):
        confirm_depth(made, seen=seen + 1, by=council.officer)


def _go_on(made: UUID, said: DemoDecision, *, council: Council, on: date) -> None:
    """Answer the remarks and go along the chain as far as the stage says."""
    head = assessment_card(council.card.id, made)
    for remark in open_remarks(head, parts_of(made), on):
        answer_remark(made, remark=remark, kind="not_agreed", because=words.answer_to(remark.text), by=council.author)
    choose_checker(made, person_id=council.checker, on=on, by=council.author)
    stages = STAGES if said.stage == "decided" else STAGES[: STAGES.index(said.stage) + 1]
    for stage in stages:
        who, act = _ACTS[stage]
        _say(made, act, by=getattr(council, who), council=council, on=on)


def _give_up(council: Council, *, on: date) -> None:
    title, about, why = words.given_up()
    made = begin_assessment(Begun(title, council.card.nation), council_id=council.card.id, by=council.author)
    save_part(made, key=PROPOSAL, content={"about": about}, seen=0, by=council.author)
    _say(made, Act.GIVE_UP, by=council.author, council=council, on=on, reason=why)


def _decide(decision_id: UUID, said: DemoDecision, *, council: Council, on: date) -> None:
    address = settings.SITE_URL.rstrip("/") + reverse("assessments:decision", args=[council.card.slug, decision_id])
    refused = said.outcome.startswith("Not agreed")
    decided = Decided(said.decides_on, "refused" if refused else "as_proposed", words=said.outcome)
    seen = decision_card(council.card.id, decision_id, nation=council.card.nation, on=on).version
    record_decision(decision_id, decided=decided, seen=seen, today=on, address=address, by=council.officer)


def _say(made: UUID, act: Act, *, by: UUID, council: Council, on: date, reason: str = "") -> None:
    person = person_card(by)
    if person is None:
        raise LookupError("somebody of the demo is not built yet")
    visitor = organisation.visitor_for(person, slug=council.card.slug)
    head = assessment_card(council.card.id, made)
    where = where_it_stands(visitor, head)
    address = settings.SITE_URL.rstrip("/") + reverse("assessments:sign_off", args=[council.card.slug, made])
    say(made, saying=Saying(act, where.seen, address, reason), standing=where.standing, on=on, by=by)


STAGES = ("checking", "reviewing", "signed_off", "before_deciders")
_ACTS = {
    "checking": ("author", Act.SEND),
    "reviewing": ("checker", Act.AGREE),
    "signed_off": ("officer", Act.AGREE),
    "before_deciders": ("officer", Act.PUT_BEFORE),
}
