"""Where does an action come from, plan by plan, and what became of it?

The one idea: links are walked back and forth by the database in one query, whatever number of plans lies between and
however many actions are asked about; the domain draws and says them. Plans that the reader may not see are as if they
were not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dueregard.domain.plans.carry_forward_lineage import Lineage as Step
from dueregard.domain.plans.carry_forward_lineage import lineage_among, lineages_among, say_lineage
from dueregard.domain.plans.states import Outcome
from dueregard.web.ledger.queries import EntryCard, history
from dueregard.web.organisation.queries import Visitor
from dueregard.web.plans import access
from dueregard.web.plans.models import Action, Lineage, Plan
from dueregard.web.plans.queries.beside import Said
from dueregard.web.plans.queries.lists import number_words

_NEAR = """
WITH RECURSIVE
back (id, older_id, newer_id, how) AS (
  SELECT id, older_id, newer_id, how FROM plans_lineage WHERE newer_id IN ({seeds})
  UNION
  SELECT l.id, l.older_id, l.newer_id, l.how FROM plans_lineage l JOIN back ON l.newer_id = back.older_id
),
forth (id, older_id, newer_id, how) AS (
  SELECT id, older_id, newer_id, how FROM plans_lineage WHERE older_id IN ({seeds})
  UNION
  SELECT l.id, l.older_id, l.newer_id, l.how FROM plans_lineage l JOIN forth ON l.older_id = forth.newer_id
)
SELECT id, older_id, newer_id, how FROM back UNION SELECT id, older_id, newer_id, how FROM forth
"""
"""UNION, not UNION ALL: a row is followed once, so that links in a ring end."""
_MOST_ENTRIES = 20_000
_FEW = 100
_KINDS = ("plans.action_changed", "plans.actions_changed")
"""The entries that may change a due date."""


@dataclass(frozen=True, slots=True)
class Place:
    """One action in a plan of the line: how it is called there, and how it led on ("" for this one and later ones)."""

    action_id: UUID
    plan_slug: str
    number: str
    text: str
    how: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """One plan of the line, with those of its actions that belong to it."""

    plan_name: str
    places: tuple[Place, ...]

    @property
    def is_here(self) -> bool:
        """Whether the action that was asked for stands in this plan."""
        return any(place.is_here for place in self.places)


@dataclass(frozen=True, slots=True)
class Line:
    """The whole line of an action, the oldest plan first, and what there is to say of it."""

    words: str
    stages: tuple[Stage, ...]
    plan_ids: frozenset[UUID]


def lineage_of(
    action_id: UUID, *, on: date, can_see: Callable[[Plan], bool], text: Callable[[str], str] = str
) -> Line | None:
    """Give the line of an action through the plans of its council; None where it has none. Four queries, one if none.

    Takes:   `can_see`, whether the reader may see a plan; `text`, gives words as they may be shown.
    """
    links = _links(Action.objects.filter(pk=action_id))
    if not links:
        return None
    rows = _seen_rows(links, can_see)
    if len(rows) < 2 or action_id not in rows:
        return None
    steps = _steps(rows, text)
    tree = lineage_among(steps, links, at=action_id)
    keys = {(step.plan, step.action): pk for pk, step in steps.items()}
    return Line(
        words=say(tree, on=on),
        stages=tuple(_stages(_line(tree), keys=keys, rows=rows, here=action_id)),
        plan_ids=frozenset(row.plan_id for row in rows.values()),
    )


def lines_of(
    actions: QuerySet[Action], *, on: date, can_see: Callable[[Plan], bool], text: Callable[[str], str] = str
) -> dict[UUID, str]:
    """Say the line of each of some actions in words, where it has one. Five queries, one if none has.

    Takes:   `can_see` and `text` as in `lineage_of`.
    """
    links = _links(actions)
    if not links:
        return {}
    rows = _seen_rows(links, can_see)
    asked = rows.keys() & set(actions.order_by().values_list("pk", flat=True))
    trees = lineages_among(_steps(rows, text), links, at=asked)
    return {pk: said for pk, tree in trees.items() if (said := say_line(tree, on=on))}


def lines_of_plan(
    plan_id: UUID, *, on: date, can_see: Callable[[Plan], bool], text: Callable[[str], str] = str
) -> dict[int, str]:
    """Say the line of each action of a plan that has one, by its place in the plan, from 1. Six queries at most."""
    actions = Action.objects.filter(plan_id=plan_id)
    said = lines_of(actions, on=on, can_see=can_see, text=text)
    if not said:
        return {}
    ids = actions.order_by("position").values_list("pk", flat=True)
    return {place: said[pk] for place, pk in enumerate(ids, start=1) if pk in said}


def say(tree: Step, *, on: date) -> str:
    """Say where an action comes from and, after that, where it went on.

    >>> last = Step(1, 4, "2024-25", "4", "Cut the wait", date(2024, 4, 1))
    >>> say(Step(2, 4, "2025-26", "4", "Cut the wait", date(2025, 4, 1), before=(last,)), on=date(2026, 4, 20))
    'Ongoing for two years, in two plans.'
    """
    said = [say_lineage(tree, on=on) + "."] if tree.before else []
    return " ".join((*said, *_say_after(tree)))


def say_line(tree: Step, *, on: date) -> str:
    """Say the same where no picture stands beside it: also which actions it was in the plan before.

    >>> last = Step(1, 7, "2024-25", "7", "Cut the wait", date(2024, 4, 1))
    >>> say_line(Step(2, 4, "2025-26", "4", "Cut the wait", date(2025, 4, 1), before=(last,)), on=date(2026, 4, 20))
    'Ongoing for two years, in two plans. In 2024-25 it was action 7.'
    """
    said = [say_lineage(tree, on=on) + "."] if tree.before else []
    before = _say_near(
        tree.before, _("In %(plan)s it was action %(numbers)s."), _("In %(plan)s it was actions %(numbers)s.")
    )
    return " ".join((*said, *before, *_say_after(tree)))


def _say_after(tree: Step) -> Iterator[str]:
    return _say_near(
        tree.after, _("In %(plan)s it is action %(numbers)s."), _("In %(plan)s it became actions %(numbers)s.")
    )


def _say_near(steps: Sequence[Step], one: str, several: str) -> Iterator[str]:
    """Name the actions next to one, plan by plan; one without a number by its first words."""
    by_plan: dict[str, list[str]] = {}
    for step in steps:
        by_plan.setdefault(step.plan_name, []).append(step.number or f"“{step.text[:60]}”")
    for name, numbers in by_plan.items():
        yield (one if len(numbers) == 1 else several) % {"plan": name, "numbers": _listed(numbers)}


def _links(actions: QuerySet[Action]) -> tuple[tuple[UUID, UUID, Outcome], ...]:
    """Give every link on a way back from some actions and on a way forward. One query."""
    try:
        seeds, values = actions.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return ()
    found = Lineage.objects.raw(_NEAR.format(seeds=seeds), [*values, *values])
    return tuple((row.older_id, row.newer_id, Outcome(row.how)) for row in found)


def _seen_rows(links: Sequence[tuple[UUID, UUID, Outcome]], can_see: Callable[[Plan], bool]) -> dict[UUID, Action]:
    """Give the actions that links name, those in plans that may not be seen excepted. One query."""
    ids = {ident for older, newer, _how in links for ident in (older, newer)}
    rows = Action.objects.filter(pk__in=ids).select_related("plan")
    rows = rows.defer("plan__left_over", "plan__key", "search_text", "original", "sources", "printed", "other")
    return {row.pk: row for row in rows if can_see(row.plan)}


def _steps(rows: Mapping[UUID, Action], text: Callable[[str], str]) -> dict[UUID, Step]:
    """Give each action as a step of a line, with how often its date was moved. Two queries."""
    moved = _times_moved(rows)
    return {pk: _step(row, place, moved.get(pk, 0), text) for pk, (row, place) in _placed(rows).items()}


def _placed(rows: Mapping[UUID, Action]) -> dict[UUID, tuple[Action, int]]:
    """Number the plans from 1, the oldest first: by their time, else by when they were made."""
    plans = {row.plan_id: row.plan for row in rows.values()}
    ordered = sorted(plans.values(), key=lambda one: (one.period_start or one.created_at.date(), one.created_at))
    place = {plan.pk: at for at, plan in enumerate(ordered, start=1)}
    return {pk: (row, place[row.plan_id]) for pk, row in rows.items()}


def _step(row: Action, place: int, moved: int, text: Callable[[str], str]) -> Step:
    return Step(
        plan=place,
        action=row.position,
        plan_name=row.plan.period_text or row.plan.title,
        number=number_words(row) or None,
        text=text(row.title or row.text),
        begins=row.start_date or row.plan.period_start,
        due_date=row.due_date,
        moved=moved,
    )


def _line(tree: Step) -> tuple[Step, ...]:
    """Give the steps of a tree, each once, the oldest plan first."""

    def walk(step: Step) -> Iterator[Step]:
        yield step
        for near in (*step.before, *step.after):
            yield from walk(near)

    once = {(step.plan, step.action): step for step in walk(tree)}
    return tuple(once[key] for key in sorted(once))


def _stages(
    line: Iterable[Step],
    *,
    keys: Mapping[tuple[int, int], UUID],
    rows: Mapping[UUID, Action],
    here: UUID,
) -> Iterator[Stage]:
    by_plan: dict[int, list[Step]] = {}
    for step in line:
        by_plan.setdefault(step.plan, []).append(step)
    current = rows[here].plan_id
    is_past = True
    for steps in by_plan.values():
        row = rows[keys[steps[0].plan, steps[0].action]]
        is_past = is_past and row.plan_id != current
        yield Stage(
            steps[0].plan_name,
            tuple(
                Place(
                    action_id=(ident := keys[step.plan, step.action]),
                    plan_slug=rows[ident].plan.slug,
                    number=step.number or "",
                    text=step.text,
                    how=_led_on(step.how) if is_past else "",
                    is_here=ident == here,
                )
                for step in steps
            ),
        )


def _led_on(how: Outcome | None) -> str:
    if how is Outcome.DEVELOPED:
        return _("Developed into the next")
    if how is Outcome.NOT_REPORTED:
        return _("Not reported at year end, and carried on")
    return _("Ongoing at year end")


def _times_moved(rows: Mapping[UUID, Action]) -> dict[UUID, int]:
    """Count how often the due date of each action was changed after its plan was adopted. Two queries."""
    subjects = {f"plans.action:{pk}": pk for pk in rows}
    # A plan's entries name the plan, too: asked by plan, thousands of actions make no longer a query than one.
    asked = subjects if len(rows) <= _FEW else {f"plans.plan:{row.plan_id}" for row in rows.values()}
    counted: dict[UUID, int] = {}
    for council_id in {row.plan.council_id for row in rows.values()}:
        found = history(chain=f"council:{council_id}", subjects=list(asked), kinds=_KINDS, limit=_MOST_ENTRIES)
        for entry in found:
            for subject, before, after in _dates_in(entry):
                pk = subjects.get(subject)
                adopted = rows[pk].plan.adopted_at if pk else None
                if pk and before and after and before != after and adopted and entry.at >= adopted:
                    counted[pk] = counted.get(pk, 0) + 1
    return counted


def _dates_in(entry: EntryCard) -> Iterator[tuple[str, object, object]]:
    """Give (subject, before, after) of the due dates that an entry changed, one action or many at once."""
    facts = entry.facts
    if entry.kind == "plans.action_changed":
        before, after = facts.get("before"), facts.get("after")
        if isinstance(before, dict) and isinstance(after, dict):
            yield entry.subject, before.get("due_date"), after.get("due_date")
    elif entry.kind == "plans.actions_changed":
        changes = facts.get("changes")
        for subject, fields in changes.items() if isinstance(changes, dict) else ():
            sides = fields.get("due_date") if isinstance(fields, dict) else None
            if isinstance(sides, list) and len(sides) == 2:
                yield subject, sides[0], sides[1]


def _listed(names: list[str]) -> str:
    return (
        names[0] if len(names) == 1 else _("%(all)s and %(last)s") % {"all": ", ".join(names[:-1]), "last": names[-1]}
    )


def beside_action(visitor: Visitor, plan_slug: str, action_id: UUID | None) -> Iterator[Said]:
    """Give the line of an action for its page, where it has one. Four queries, one if none."""
    line = action_id and lineage_of(
        action_id, on=visitor.on, can_see=lambda plan: access.can_see_plan(visitor, state=plan.state)
    )
    if line:
        addresses = {
            place.action_id: reverse("plans:action", args=[visitor.council.slug, place.plan_slug, place.action_id])
            for stage in line.stages
            for place in stage.places
        }
        yield {"template": "plans/lineage_on_action.jinja", "context": {"line": line, "addresses": addresses}}
