"""The next plan is made of the old one: who, what and how measured come along, and where each action comes from."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.domain.plans.carry_forward import Decision
from dueregard.domain.plans.merging import versions_of
from dueregard.domain.plans.model import Action, Lead, Period
from dueregard.domain.plans.states import Outcome
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.ledger.models import Entry
from dueregard.web.ledger.queries import history
from dueregard.web.plans import models
from dueregard.web.plans.actions import editing, editing_actions, next_plan, removing
from dueregard.web.plans.actions.lineage import Said, say_lineage
from dueregard.web.plans.queries.editing import action_row, action_values
from dueregard.web.plans.queries.lineage import Line, lineage_of
from dueregard.web.plans.queries.whole import domain_plan
from factories.plans import full_plan, plan_of
from people import AMINA, EVE, Cast, make_cast

pytestmark = pytest.mark.django_db
NEXT_YEAR = Period("2027-28", date(2027, 4, 1), date(2028, 3, 31))
ON = date(2027, 5, 3)
DECIDED = (
    Decision(1, Outcome.ONGOING),
    Decision(2, Outcome.DEVELOPED, becomes=("gaps",)),
    Decision(3, Outcome.DEVELOPED, becomes=("gaps", "school")),
    Decision(4, Outcome.DROPPED, reason="Done by the county now"),
)
NEW = {
    "gaps": Action("Publish and explain pay gaps", leads=(Lead("Housing Options Manager"),)),
    "school": Action("A school for managers", due_date=date(2027, 12, 31)),
}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> models.Plan:
    return plan_of(cast, full_plan())


def made_of(plan: models.Plan, cast: Cast, **changes: object) -> models.Plan:
    asked = {"decisions": DECIDED, "new_actions": NEW, "title": "Fair for all 2027-28", "period": NEXT_YEAR}
    slug = next_plan.make_next_plan(plan.pk, by=cast.people[AMINA].id, **{**asked, **changes})  # type: ignore[arg-type]
    return models.Plan.objects.get(council=plan.council_id, slug=slug)


def line_of(action: models.Action) -> Line | None:
    return lineage_of(action.pk, on=ON, can_see=lambda _plan: True)


def test_what_goes_on_comes_with_owner_boards_measures_and_parts(cast: Cast, plan: models.Plan) -> None:
    board = plan.council.boards.create(name="Another board", slug="another-board")
    models.ActionBoard.objects.filter(action__plan=plan).update(board=board)
    old = plan.actions.get(position=1)

    made = made_of(plan, cast)

    carried = made.actions.get(position=1)
    assert (made.state, made.period_text) == ("draft", "2027-28")
    assert carried.number_text == "21"
    assert [lead.post_id for lead in carried.leads.all()] == [lead.post_id for lead in old.leads.all()]
    assert [one.board_id for one in carried.boards.all()] == [board.pk]
    assert [value.value for value in carried.measures.get().values.all()] == ["36", "33"]
    assert [(part.text, part.status) for part in carried.sub_actions.all()] == [("hire surveyors by Q2", None)]
    assert (carried.status, carried.outcome, carried.year_end_report) == (None, None, None)
    assert not carried.updates.exists()


def test_one_becomes_two_and_two_become_one(cast: Cast, plan: models.Plan) -> None:
    made = made_of(plan, cast)

    links = [
        (row.older.position, row.newer.text, row.how)
        for row in models.Lineage.objects.order_by("older__position", "newer__position")
    ]
    assert links == [
        (1, made.actions.get(position=1).text, "ongoing"),
        (2, "Publish and explain pay gaps", "developed"),
        (3, "Publish and explain pay gaps", "developed"),
        (3, "A school for managers", "developed"),
    ]
    assert [action.number for action in made.actions.order_by("position")] == [21, 22, 23]


def test_it_is_one_entry_which_names_no_text(cast: Cast, plan: models.Plan) -> None:
    entries = Entry.objects.count()

    made = made_of(plan, cast)

    assert Entry.objects.count() == entries + 1
    (entry,) = history(chain=f"council:{cast.council.id}", subjects=[f"plans.plan:{made.pk}"])
    assert (entry.kind, entry.facts["dropped"], len(entry.facts["links"])) == ("plans.carried_forward", 1, 4)
    assert "pay gaps" not in str(entry.facts)


def test_a_date_that_a_person_gave_is_taken_and_none_is_moved_without(cast: Cast, plan: models.Plan) -> None:
    made = made_of(plan, cast, dates={1: date(2027, 9, 30)})

    action = made.actions.get(position=1)
    assert (action.due_date, action.timescale_text) == (date(2027, 9, 30), None)
    assert made_of(plan, cast, title="Again").actions.get(position=1).due_date == date(2027, 3, 31)


def test_what_is_missing_is_named_all_at_once(cast: Cast, plan: models.Plan) -> None:
    with pytest.raises(UsedWrongly) as fault:
        made_of(plan, cast, decisions=(Decision(1, Outcome.DROPPED), Decision(2, Outcome.DEVELOPED)))

    assert "dropped without a reason" in fault.value.message
    assert "not said into what" in fault.value.message
    assert "has no decision" in fault.value.message
    assert models.Plan.objects.count() == 1


def test_a_draft_has_no_next_plan(cast: Cast, plan: models.Plan) -> None:
    made = made_of(plan, cast)

    with pytest.raises(MoveNotAllowed):
        made_of(made, cast)


def three_years(cast: Cast, first: models.Plan) -> tuple[models.Plan, models.Plan]:
    """Give the second and the third plan of three in a row."""
    second = made_of(first, cast, dates={1: date(2028, 3, 31)})
    editing.adopt_draft(second.pk, by=cast.people[AMINA].id)
    everything = tuple(Decision(at, Outcome.ONGOING) for at in range(1, 4))
    period = Period("2028-29", date(2028, 4, 1), date(2029, 3, 31))
    third = made_of(second, cast, decisions=everything, new_actions={}, title="Fair for all 2028-29", period=period)
    return second, third


def change_date(action: models.Action, to: str, cast: Cast) -> None:
    now = action_values(action_row(action.plan_id, action.pk))
    editing_actions.change_action(
        action.pk, given={**now, "due_date": to}, base=versions_of(now), by=cast.people[AMINA].id
    )


def test_three_plans_in_a_row_are_drawn_and_said(cast: Cast, plan: models.Plan) -> None:
    second, third = three_years(cast, plan)
    change_date(second.actions.get(position=1), "2028-06-30", cast)

    line = line_of(third.actions.get(position=1))

    assert line is not None
    assert line.words == "Ongoing for one year, in three plans; date moved three times."
    assert [(stage.plan_name, stage.is_here, stage.places[0].how) for stage in line.stages] == [
        ("2026-27", False, "Ongoing at year end"),
        ("2027-28", False, "Ongoing at year end"),
        ("2028-29", True, ""),
    ]


def test_several_old_ones_stand_in_one_place_of_the_line(cast: Cast, plan: models.Plan) -> None:
    _second, third = three_years(cast, plan)

    line = line_of(third.actions.get(position=2))

    assert line is not None
    assert [place.text for place in line.stages[0].places] == ["Publish pay gaps", "Train every manager"]
    assert line.words.endswith("put together from two actions.")


def test_what_it_became_is_said_on_the_old_one(cast: Cast, plan: models.Plan) -> None:
    made_of(plan, cast)

    line = line_of(plan.actions.get(position=3))

    assert line is not None
    assert line.words == "In 2027-28 it became actions 22 and 23."


def test_a_plan_that_may_not_be_seen_is_not_there(cast: Cast, plan: models.Plan) -> None:
    made_of(plan, cast)

    assert lineage_of(plan.actions.get(position=3).pk, on=ON, can_see=lambda one: one.state != "draft") is None


def test_lineage_costs_four_queries_however_long(
    cast: Cast, plan: models.Plan, django_assert_num_queries: object
) -> None:
    second, third = three_years(cast, plan)
    change_date(second.actions.get(position=1), "2028-06-30", cast)
    action, alone = third.actions.get(position=1), plan.actions.get(position=4)

    with django_assert_num_queries(4):  # type: ignore[operator]
        line_of(action)
    with django_assert_num_queries(1):  # type: ignore[operator]
        line_of(alone)


def test_links_in_a_ring_end(cast: Cast, plan: models.Plan) -> None:
    made = made_of(plan, cast)
    old, new = plan.actions.get(position=1), made.actions.get(position=1)
    models.Lineage.objects.create(older=new, newer=old, how="ongoing", said_by_id=cast.people[AMINA].id)

    line = line_of(new)

    assert line is not None
    assert len(line.stages) == 2


def test_said_again_replaces_what_was_said_of_the_two_plans(cast: Cast, plan: models.Plan) -> None:
    other = plan_of(cast, full_plan())
    one, two = plan.actions.get(position=1), plan.actions.get(position=2)
    new = other.actions.get(position=1)
    by = cast.people[AMINA].id
    say_lineage(other.pk, older_plan_id=plan.pk, links=[Said(one.pk, new.pk)], by=by)
    entries = Entry.objects.count()

    assert say_lineage(other.pk, older_plan_id=plan.pk, links=[Said(two.pk, new.pk, Outcome.DEVELOPED)], by=by) == 1
    assert say_lineage(other.pk, older_plan_id=plan.pk, links=[Said(two.pk, new.pk, Outcome.DEVELOPED)], by=by) == 1

    assert [(row.older_id, row.how) for row in new.came_from.all()] == [(two.pk, "developed")]
    assert Entry.objects.count() == entries + 1, "the second time nothing was new"


def test_another_councils_action_cannot_be_linked(cast: Cast, plan: models.Plan) -> None:
    theirs = plan_of(cast, full_plan())
    models.Plan.objects.filter(pk=theirs.pk).update(council=cast.other.id)

    with pytest.raises(UsedWrongly):
        say_lineage(
            theirs.pk,
            older_plan_id=plan.pk,
            links=[Said(plan.actions.get(position=1).pk, theirs.actions.get(position=1).pk)],
            by=cast.people[EVE].id,
        )
    assert not models.Lineage.objects.exists()


def test_removed_and_put_back_an_action_keeps_its_line(cast: Cast, plan: models.Plan) -> None:
    made = made_of(plan, cast)
    new = made.actions.get(position=1)

    removed = removing.remove_action(new.pk, by=cast.people[AMINA].id)
    assert not models.Lineage.objects.filter(newer=new.pk).exists()
    removing.restore(removed, by=cast.people[AMINA].id)

    assert line_of(made.actions.get(pk=new.pk)) is not None


def test_what_was_made_can_be_read_and_adopted(cast: Cast, plan: models.Plan) -> None:
    made = made_of(plan, cast)

    content = domain_plan(made.pk)

    assert [question.field for question in content.questions] == ["due_date", "leads"]
    editing.adopt_draft(made.pk, by=cast.people[AMINA].id)
    assert models.Plan.objects.get(pk=made.pk).state == "adopted"
