"""Real documents, handed in, answered, adopted: what is kept is what was reviewed, whatever the layout."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dueregard.domain.plans.plan_answers import target_of
from dueregard.domain.plans.review import Answer
from dueregard.web.plans import models
from dueregard.web.plans.actions.adopting import adopt_import
from dueregard.web.plans.actions.handing_in import hand_in
from dueregard.web.plans.actions.reviewing import save_answers
from dueregard.web.plans.forms.review import AnswerForm
from dueregard.web.plans.queries import reviews
from dueregard.web.plans.queries.imports import Review, review_of
from dueregard.web.plans.queries.lists import labels_from
from dueregard.web.plans.queries.whole import domain_plan
from people import AMINA, make_cast

pytestmark = pytest.mark.django_db


def _answers(review: Review) -> list[Answer]:
    """Answer every question as a hasty person would: the first proposal, else "the plan does not say"."""
    labels, found = labels_from(review.draft.key), {}
    for asked in review.asked:
        action, field = target_of(asked.question)
        view = reviews.question_view(review, asked, labels=labels, shift=0)
        about = {"field": field, "choices": asked.question.choices, "plan": review.draft, "labels": labels}
        forms = [AnswerForm({"choice": choice}, before=view.before, **about) for choice in ("c0", "nothing")]
        form = next(form for form in forms if form.is_valid())
        found[action, field] = Answer(field, form.answer_value(), action=action)
    return list(found.values())


@pytest.mark.parametrize(
    ("name", "actions"),
    [
        ("kingston_single_table.docx", 63),
        ("kingston_split_tables.html", 63),
        ("kingston_sheet_per_directorate.xlsx", 63),
        ("maidstone_update.docx", 17),
    ],
)
def test_a_real_plan_is_kept_as_it_was_reviewed(
    shared: Path,
    settings: Any,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
    name: str,
    actions: int,
) -> None:
    settings.MEDIA_ROOT, cast = str(tmp_path), make_cast()
    amina = cast.people[AMINA].id
    data = (shared / "documents" / "binary" / name).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        given = hand_in(council_id=cast.council.id, name=name, data=data, by=amina, address=lambda _id: "/")

    review = review_of(cast.council.id, given.import_id)
    save_answers(given.import_id, _answers(review), by=amina)
    reviewed = review_of(cast.council.id, given.import_id)
    plan_id = adopt_import(given.import_id, title="A real plan", by=amina)

    assert reviewed.open == ()
    assert models.Action.objects.filter(plan=plan_id).count() == actions
    assert domain_plan(plan_id) == replace(reviewed.plan, document="A real plan")
