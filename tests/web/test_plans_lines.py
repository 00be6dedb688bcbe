"""Where actions come from, in the files of a plan: in a fixed number of queries, and no more than may be seen."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.domain.plans.carry_forward import Decision
from dueregard.domain.plans.merging import versions_of
from dueregard.domain.plans.model import Action, Lead, Period, Plan
from dueregard.domain.plans.states import Outcome
from dueregard.web.delivery.queries.meetings import meeting_card
from dueregard.web.delivery.queries.packs_facts import Asking, pack_facts
from dueregard.web.plans import models
from dueregard.web.plans.actions import editing, editing_actions, next_plan
from dueregard.web.plans.actions.publishing import publish_plan
from dueregard.web.plans.queries import lineage
from dueregard.web.plans.queries.editing import action_row, action_values
from dueregard.web.plans.queries.lineage import lines_of_plan
from factories.boards import meeting_of
from factories.plans import many_actions, plan_of
from people import AMINA, BEN, DEE, Cast, make_cast

pytestmark = pytest.mark.django_db
ON = date(2027, 5, 3)
OLD = Plan(
    plan_period=Period("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
    actions=(
        Action("Adapt homes", number=1, leads=(Lead("Housing Options Manager"),), monitored_by=("Fair Access Board",)),
        Action("Publish pay gaps", number=2),
        Action("Done by then", number=3),
    ),
)
NEXT_YEAR = Period("2027-28", date(2027, 4, 1), date(2028, 3, 31))


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def next_of(plan: models.Plan, cast: Cast, *, adopt: bool = True, new: str = "Explain pay gaps") -> models.Plan:
    """Carry the first action on, develop the second, close the others."""
    decided = [Decision(1, Outcome.ONGOING), Decision(2, Outcome.DEVELOPED, becomes=("new",))]
    decided += [Decision(at, Outcome.CLOSED) for at in range(3, plan.actions.count() + 1)]
    by = cast.people[AMINA].id
    given: dict[str, Any] = {"title": "Fair for all 2027-28", "period": NEXT_YEAR, "new_actions": {"new": Action(new)}}
    slug = next_plan.make_next_plan(plan.pk, decisions=decided, by=by, **given)
    made = models.Plan.objects.get(council=plan.council_id, slug=slug)
    if adopt:
        editing.adopt_draft(made.pk, by=by)
    return made


def move(action: models.Action, to: str, cast: Cast) -> None:
    now = action_values(action_row(action.plan_id, action.pk))
    given = {**now, "due_date": to}
    editing_actions.change_action(action.pk, given=given, base=versions_of(now), by=cast.people[AMINA].id)


def lines(plan: models.Plan, **seen: Any) -> dict[int, str]:
    return lines_of_plan(plan.pk, on=ON, **{"can_see": lambda _plan: True, **seen})


def test_each_action_that_has_a_line_says_it(cast: Cast) -> None:
    old = plan_of(cast, OLD)
    made = next_of(old, cast)
    move(made.actions.get(position=1), "2027-12-31", cast)
    move(made.actions.get(position=1), "2028-02-28", cast)

    assert lines(old) == {1: "In 2027-28 it is action 1.", 2: "In 2027-28 it is action 4."}
    assert lines(made) == {
        1: "Ongoing for one year, in two plans; date moved once. In 2026-27 it was action 1.",
        2: "Ongoing for one year, in two plans. In 2026-27 it was action 2.",
    }


def test_a_plan_that_may_not_be_seen_is_not_told_of(cast: Cast) -> None:
    old = plan_of(cast, OLD)
    next_of(old, cast, adopt=False)

    assert lines(old, can_see=lambda one: one.state != "draft") == {}


def test_lines_of_thousands_cost_as_many_queries_as_of_two(cast: Cast) -> None:
    asked = []
    for number in (3, 300):
        old = plan_of(cast, many_actions(number), title=f"Plan of {number}")
        decided = [Decision(at, Outcome.ONGOING) for at in range(1, number + 1)]
        title = f"Plan after {number}"
        slug = next_plan.make_next_plan(old.pk, decisions=decided, title=title, by=cast.people[AMINA].id)
        made = models.Plan.objects.get(council=old.council_id, slug=slug)
        with CaptureQueriesContext(connection) as caught:
            assert len(lines(made)) == number
        asked.append(len(caught))

    assert asked == [5, 5]


def test_a_long_plan_counts_moved_dates_as_a_short_one_does(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = next_of(plan_of(cast, OLD), cast)
    move(made.actions.get(position=1), "2027-12-31", cast)
    move(made.actions.get(position=1), "2028-02-28", cast)
    short = lines(made)

    monkeypatch.setattr(lineage, "_FEW", 0)

    assert lines(made) == short


def _published(cast: Cast, *, new: str = "Explain pay gaps") -> tuple[models.Plan, models.Plan]:
    old = plan_of(cast, OLD)
    made = next_of(old, cast, new=new)
    for plan in (old, made):
        publish_plan(plan.pk, by=cast.people[AMINA].id)
    return old, made


def test_the_public_word_file_says_it_under_the_action(cast: Cast) -> None:
    _old, made = _published(cast)

    answer = cast.client(DEE).get(f"/aldermere/equality-plan/{made.slug}/plan.docx")

    said = [paragraph.text for paragraph in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert [words for words in said if words.startswith("Plan by plan:")] == [
        "Plan by plan: Ongoing for less than a year, in two plans. In 2026-27 it was action 1.",
        "Plan by plan: Ongoing for less than a year, in two plans. In 2026-27 it was action 2.",
    ]


def test_names_are_left_out_of_what_is_said_of_other_plans(cast: Cast) -> None:
    """An action without a number is called by its first words, and those may name somebody."""
    old, made = _published(cast, new=f"Ask {cast.people[BEN].full_name} to explain pay gaps")
    models.Action.objects.filter(plan__in=(old, made)).update(number=None, number_text=None)
    two = old.actions.get(position=2)
    browser = cast.client(DEE)

    page = browser.get(f"/aldermere/equality-plan/{old.slug}/actions/{two.pk}/").text
    file = browser.get(f"/aldermere/equality-plan/{old.slug}/plan.docx").content

    said = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(file)).paragraphs)
    for told in (page, said):
        assert "Ask a named officer to explain pay gaps" in told
        assert cast.people[BEN].full_name not in told


def test_a_boards_pack_says_it_and_tells_of_no_draft(cast: Cast) -> None:
    old = plan_of(cast, replace(OLD, actions=OLD.actions[:2]))
    meeting = meeting_card(cast.council.id, meeting_of(cast, date(2027, 6, 1)), board_id=cast.board_id)

    def told() -> list[str | None]:
        return [one.line for one in pack_facts(meeting, Asking(cast.council.name, {}), on=ON).actions]

    assert told() == [None]
    made = next_of(old, cast, adopt=False)
    assert told() == [None], "members read no drafts"
    editing.adopt_draft(made.pk, by=cast.people[AMINA].id)
    assert told() == [
        "In 2027-28 it is action 1.",
        "Ongoing for one year, in two plans. In 2026-27 it was action 1.",
    ]
