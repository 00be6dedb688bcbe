"""What became of each action between two plans of a council, with what people answered?

The one idea: the comparison is worked out anew each time it is looked at, so that it is never of an older content; only
where that takes long is it worked out by a job and kept, with the version of the contents it is of. Answers are kept by
the ids of actions, so that they hold wherever the actions stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.plans.carry_forward import Link, links_of
from dueregard.domain.plans.compare import compare_plans
from dueregard.domain.plans.compare_decided import with_answers
from dueregard.domain.plans.compare_kept import comparison_from_json
from dueregard.domain.plans.compare_model import Match, PlanComparison
from dueregard.domain.plans.compare_words import ComparedLine, ComparedList, lists_of
from dueregard.domain.plans.model import Action as Content
from dueregard.domain.plans.smart.rules import name_of, shortened
from dueregard.web.plans.models import Action, Lineage, Plan, PlanPair
from dueregard.web.plans.queries.plans import PlanCard
from dueregard.web.plans.queries.whole import domain_plan

AT_ONCE_UP_TO = 400
"""Actions of the larger plan; more are compared by a job."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about two plans: its number from 1, the actions on either side, and the answer, None while open."""

    number: int
    match: Match
    olds: tuple[tuple[UUID, Content], ...]
    news: tuple[tuple[UUID, Content], ...]
    is_same: bool | None

    @property
    def key(self) -> str:
        """What the answer is kept under."""
        return question_key([pk for pk, _one in self.olds], [pk for pk, _one in self.news])


@dataclass(frozen=True, slots=True)
class Compared:
    """Two plans compared, with the answers; positions are turned into ids by `old_ids` and `new_ids`."""

    found: PlanComparison
    asked: tuple[Asked, ...]
    old_ids: tuple[UUID, ...]
    new_ids: tuple[UUID, ...]

    @property
    def open(self) -> tuple[Asked, ...]:
        """The questions that nobody has answered."""
        return tuple(one for one in self.asked if one.is_same is None)

    def links(self) -> tuple[tuple[UUID, UUID, Link], ...]:
        """Give what is to be recorded: (older, newer, link)."""
        return tuple((self.old_ids[link.old - 1], self.new_ids[link.new - 1], link) for link in links_of(self.found))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the result with the list it stands in."""

    heading: str
    code: str
    is_finding: bool
    line: ComparedLine
    old_ids: tuple[UUID, ...]
    new_ids: tuple[UUID, ...]
    recorded: tuple[str, ...] = ()


def is_for_a_job(older: PlanCard, newer: PlanCard) -> bool:
    """Say whether comparing takes so long that a job does it. No query."""
    return max(older.actions, newer.actions) > AT_ONCE_UP_TO


def compared(older: PlanCard, newer: PlanCard) -> Compared | None:
    """Give two plans compared; None where a job must do it first. About 24 queries, however large the plans."""
    pair = PlanPair.objects.filter(older_id=older.id, newer_id=newer.id).first()
    if is_for_a_job(older, newer) and (pair is None or pair.found is None or pair.version != version(older, newer)):
        return None
    old, new = domain_plan(older.id), domain_plan(newer.id)
    if is_for_a_job(older, newer) and pair is not None and pair.found is not None:
        found = comparison_from_json(pair.found, old=old, new=new)
    else:
        found = compare_plans(old, new)
    old_ids, new_ids = _ids(older), _ids(newer)
    answers = dict(pair.answers.values_list("key", "is_same")) if pair else {}
    asked = tuple(
        _asked(number, match, found, old_ids=old_ids, new_ids=new_ids, answers=answers)
        for number, match in enumerate(found.questions, start=1)
    )
    said = {one.match.old: one.is_same for one in asked if one.is_same is not None}
    return Compared(with_answers(found, said), asked, old_ids, new_ids)


def rows_of(
    found: Compared,
    lists: Iterable[ComparedList],
    *,
    code: str = "",
    words: str = "",
    links: Iterable[tuple[UUID, UUID]] = (),
) -> tuple[Row, ...]:
    """Give the lines of lists one after the other, those that are asked for. No query.

    Takes:   `links` that people recorded: what the words do not show is said beside them.
    """
    recorded = _recorded(found, links)
    needle = " ".join(words.split()).casefold()
    return tuple(
        Row(
            each.heading,
            each.code,
            each.is_finding,
            line,
            tuple(found.old_ids[at - 1] for at in line.old),
            tuple(found.new_ids[at - 1] for at in line.new),
            tuple(dict.fromkeys(said for at in line.old for said in recorded.get(at, ()) if not line.new)),
        )
        for each in lists
        if not code or each.code == code
        for line in each.lines
        if not needle or needle in " ".join((line.old_text, line.new_text, *line.says)).casefold()
    )


def _recorded(found: Compared, links: Iterable[tuple[UUID, UUID]]) -> dict[int, list[str]]:
    """Give, by the position of an older action, what people recorded that it is or became."""
    olds = {pk: at for at, pk in enumerate(found.old_ids, start=1)}
    news = {pk: at for at, pk in enumerate(found.new_ids, start=1)}
    said: dict[int, list[str]] = {}
    for older, newer in links:
        if older in olds and newer in news:
            action = found.found.new.actions[news[newer] - 1]
            words = shortened(action.action_title or action.action_text, to=120)
            values = {"name": name_of(news[newer], action), "words": words}
            sentence = _("Recorded by a person: it goes on in %(name)s, “%(words)s”") % values
            said.setdefault(olds[older], []).append(sentence)
    return said


def lists(found: Compared) -> tuple[ComparedList, ...]:
    """Give the lists that have entries, what matters most first: what was dropped without a word leads."""
    given = lists_of(found.found)
    return tuple(sorted(given, key=lambda one: one.code != "without_a_word"))


def version(older: PlanCard, newer: PlanCard) -> str:
    """Say of which contents a comparison is. One query."""
    rows = dict(Plan.objects.filter(pk__in=(older.id, newer.id)).values_list("pk", "changed_at"))
    said = (rows[older.id], older.actions, rows[newer.id], newer.actions)
    return sha256(repr(said).encode()).hexdigest()


def links_now(older_id: UUID, newer_id: UUID) -> dict[tuple[UUID, UUID], str]:
    """Give the links that stand between two plans. One query."""
    rows = Lineage.objects.filter(older__plan_id=older_id, newer__plan_id=newer_id)
    return {(row.older_id, row.newer_id): row.how for row in rows}


def question_key(olds: Iterable[UUID], news: Iterable[UUID]) -> str:
    """Give what an answer is kept under: the same for the same actions, whatever their order."""
    sides = (sorted(map(str, olds)), sorted(map(str, news)))
    return sha256(repr(sides).encode()).hexdigest()


def _ids(plan: PlanCard) -> tuple[UUID, ...]:
    return tuple(Action.objects.filter(plan_id=plan.id).order_by("position").values_list("pk", flat=True))


def _asked(
    number: int,
    match: Match,
    found: PlanComparison,
    *,
    old_ids: tuple[UUID, ...],
    new_ids: tuple[UUID, ...],
    answers: Mapping[str, bool],
) -> Asked:
    olds = tuple((old_ids[at - 1], found.old.actions[at - 1]) for at in match.old)
    news = tuple((new_ids[at - 1], found.new.actions[at - 1]) for at in match.new)
    is_same = answers.get(question_key([pk for pk, _one in olds], [pk for pk, _one in news]))
    return Asked(number, match, olds, news, is_same)
