"""The made-up council decides and assesses, at every stage, by the same doors as people."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from dueregard.web.assessments.models.register import BudgetRound, Decision, Policy
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.pages.actions.demo import build_demo
from dueregard.web.pages.actions.demo_assessments import build_assessments

pytestmark = pytest.mark.django_db


def test_the_budget_round_has_assessments_at_every_stage() -> None:
    on = date(2026, 11, 22)
    build_demo(on=on)

    build_assessments("aldermere", on=on)

    states = Counter(Assessment.objects.values_list("state", flat=True))
    assert set(states) == {
        "writing", "checking", "reviewing", "signed_off", "before_deciders", "decided", "not_needed",
        "given_up",
    }  # fmt: skip
    assert BudgetRound.objects.get().decisions.count() == 20
    assert Decision.objects.filter(state="decided").count() == 2
    assert Policy.objects.order_by("-rank").first().title == "Housing allocation scheme"
