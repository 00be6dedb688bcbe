"""Building how the made-up council delivers its plan, through the same actions that people's forms use.

The one idea: as in `demo`, there is no door of its own. Last year is closed action by action and its report written,
signed and published; this year a meeting was held, a question asked and answered, the next pack is a draft, and a round
is under way that some have answered by their link. The round's messages go out by the worker, to the outbox.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from dueregard.demo import delivery as words
from dueregard.domain.delivery.chasing import Chasing
from dueregard.domain.delivery.questions import QuestionKind
from dueregard.domain.delivery.report import Narrative
from dueregard.domain.delivery.rounds import proposed_period
from dueregard.domain.delivery.year_end import Given
from dueregard.domain.plans.states import Outcome
from dueregard.web.accounts.queries import PersonCard, person_by_email
from dueregard.web.delivery.actions import answers, meetings, packs, questions, reports, rounds, year_end
from dueregard.web.delivery.actions.rounds_opening import KIND, open_round, open_round_job
from dueregard.web.delivery.queries.asked import asked_about
from dueregard.web.delivery.queries.reports import report_card
from dueregard.web.delivery.queries.rounds import round_card
from dueregard.web.jobs.worker import JobHandle
from dueregard.web.organisation import queries as organisation
from dueregard.web.plans.actions import lineage
from dueregard.web.plans.queries.plans import public_plans
from dueregard.web.plans.queries.titles import ids_by_title


def build_delivery(council_slug: str, *, on: date) -> None:
    """Give the made-up council its report of last year, a meeting, questions, the next pack, and a round under way."""
    council = next(card for card in organisation.all_councils() if card.slug == council_slug)
    officer, signer, member = (_person(name) for name in ("amina", "grace", "joy"))
    this_year, last_year, *_older = sorted(
        public_plans(council.id), key=lambda card: card.period_end or date.min, reverse=True
    )
    _report(last_year.id, council_id=council.id, officer=officer.id, signer=signer.id)
    board = next(one for one in organisation.boards(council.id) if one.name == words.BOARD)
    at = AtBoard(council.id, council_slug, board.id, board.slug, member.id, member.full_name)
    hold_meetings(this_year.id, council=at, on=on, officer=officer.id)
    begin_round(this_year.id, council_id=council.id, on=on, officer=officer.id)


def close_last_year(plan_id: UUID, *, outcomes: Mapping[str, tuple[str, tuple[str, ...]]], officer: UUID) -> None:
    """Decide what became of each action of a plan, and close it.

    Takes:   `outcomes` by title: the outcome and the new actions that it became.
    """
    for title, action_id in ids_by_title(plan_id).items():
        outcome, becomes = outcomes[title]
        achieved, said = words.LAST_YEAR.get(title, (None, ""))
        given = Given(outcome, achieved, said, becomes if outcome == Outcome.DEVELOPED else ())
        year_end.decide(action_id, given=given, seen=0, by=officer)
    year_end.close_year(plan_id, by=officer)


def _report(plan_id: UUID, *, council_id: UUID, officer: UUID, signer: UUID) -> None:
    report_id = reports.begin_report(plan_id, by=officer)
    narrative = Narrative(words.SUMMARY, words.INTRODUCTION, words.OBJECTIVES)
    seen = report_card(council_id, report_id).narrative_version
    reports.write_report(report_id, narrative=narrative, seen=seen, by=officer)
    sha256 = reports.send_report(report_id, by=officer)
    reports.sign_report(report_id, seen=sha256, role="directorate_lead", by=signer)
    reports.publish_report(report_id, by=officer)


def link_plans(older_id: UUID, newer_id: UUID, *, became: tuple[tuple[str, str, str], ...], by: UUID) -> None:
    """Record which actions of a plan went on, or were developed, in the next."""
    olds, news = ids_by_title(older_id), ids_by_title(newer_id)
    links = [
        lineage.Said(olds[old], news[new], Outcome(how)) for old, new, how in became if old in olds and new in news
    ]
    lineage.say_lineage(newer_id, older_plan_id=older_id, links=links, by=by)


@dataclass(frozen=True, slots=True)
class AtBoard:
    """A council, one of its boards, and a member: what a meeting needs."""

    council_id: UUID
    slug: str
    board_id: UUID
    board_slug: str
    member_id: UUID
    member_name: str


def hold_meetings(plan_id: UUID, *, council: AtBoard, on: date, officer: UUID) -> None:
    """A meeting two months ago with its pack and two questions, one of them answered; the next with a draft."""
    ids = ids_by_title(plan_id)
    posts = {post.title: post.id for post in organisation.posts(council.council_id)}
    place: dict[str, Any] = {
        "council_id": council.council_id,
        "board_id": council.board_id,
        "place": "Committee room 1",
    }
    last, following = on - timedelta(days=61), on + timedelta(days=23)
    meeting = meetings.add_meeting(on=last, by=officer, **place)
    pack = packs.begin_pack(meeting, by=officer)
    where = [council.slug, council.board_slug]
    packs.issue_pack(pack, address=_whole("pack", *where, pack), on=last - timedelta(days=7), by=officer)
    for each in words.QUESTIONS:
        said = questions.Asked(
            kind=QuestionKind.QUESTION,
            text=each.text,
            asked_on=last,
            asked_name=council.member_name,
            asked_by=council.member_id,
            action_id=ids[each.action],
            meeting_id=meeting,
            post_id=posts[each.post],
            due_on=following - timedelta(days=14),
        )
        address = _whole("questions", council.slug)
        question = questions.ask_question(
            said, council_id=council.council_id, board_id=council.board_id, address=f"{address}{{id}}/", by=officer
        )
        if each.answer:
            questions.answer_question(
                question,
                text=each.answer,
                name="Ben Whitlock",
                on=last + timedelta(days=20),
                address=f"{address}{question}/",
                by=officer,
            )
    coming = meetings.add_meeting(on=following, by=officer, **place)
    packs.write_narrative(packs.begin_pack(coming, by=officer), narrative=words.NARRATIVE, by=officer)


def begin_round(plan_id: UUID, *, council_id: UUID, on: date, officer: UUID) -> None:
    """A round about every open action of a plan, opened today; some have answered by their link."""
    period = proposed_period(on)
    days = rounds.Days(on, on + timedelta(days=19), on + timedelta(days=40))
    slug = rounds.make_round(
        council_id=council_id,
        name=period.name,
        period=(period.start, period.end),
        days=days,
        rules=Chasing(),
        words=words.ROUND_WORDS,
        by=officer,
    )
    round_id = round_card(council_id, slug).id
    titles = ids_by_title(plan_id, only_open=True)
    rounds.choose_actions(round_id, action_ids=titles.values(), by=officer)
    _do_now(open_round(round_id, by=officer), round_id, council_id=council_id, by=officer)
    asked = asked_about(round_id)
    for each in words.ANSWERS:
        ask = asked.get(titles[each.action]) if each.action in titles else None
        if ask is None or ask.link_id is None:
            continue
        said = answers.Answer(text=each.text, status=each.status or None, is_unchanged=not each.text)
        link = {"by": f"link:{ask.link_id}", "by_link": ask.link_id}
        answers.answer(ask.ask_id, said=said, author=ask.name, on=on, **link)  # type: ignore[arg-type]


def _person(name: str) -> PersonCard:
    found = person_by_email(f"{name}@aldermere.example")
    if found is None:
        raise LookupError(f"The made-up council has nobody called {name}.")
    return found


def _whole(name: str, *parts: Any) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(f"delivery:{name}", args=parts)


def _do_now(job_id: UUID, round_id: UUID, *, council_id: UUID, by: UUID) -> None:
    """Open the round here and now, as the worker would; when it comes to the job it finds nothing left to do."""
    steps = [{"name": "", "found": ""}, {"name": "", "found": ""}]
    open_round_job(
        JobHandle(job_id, KIND, {"round": str(round_id)}, council_id, by, attempt=1, steps=steps, _store=_Nobody())
    )


class _Nobody:
    """Nobody watches how far it is."""

    def save(self, **fields: Any) -> None:
        pass

    def check(self) -> None:
        pass
