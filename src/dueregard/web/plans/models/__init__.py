"""What is kept of a plan, one topic a file. Reads go through `queries`, writes through `actions`."""

from dueregard.web.plans.models.actions import Action, ActionBoard, ActionLead, ActionStrand, SubAction
from dueregard.web.plans.models.attention import AttentionRules
from dueregard.web.plans.models.evidence import Evidence
from dueregard.web.plans.models.feeds import CalendarFeed
from dueregard.web.plans.models.imports import Import, ImportAnswer, ImportMatch
from dueregard.web.plans.models.levels import Contribution, Level
from dueregard.web.plans.models.lineage import (
    HandedBack,
    HandedBackCell,
    Lineage,
    NextPlanDraft,
    PairAnswer,
    PlanPair,
)
from dueregard.web.plans.models.measures import Measure, MeasureValue
from dueregard.web.plans.models.plans import Plan, PlanWord
from dueregard.web.plans.models.removed import Removed
from dueregard.web.plans.models.updates import Update

__all__ = [
    "Action",
    "ActionBoard",
    "ActionLead",
    "ActionStrand",
    "AttentionRules",
    "CalendarFeed",
    "Contribution",
    "Evidence",
    "HandedBack",
    "HandedBackCell",
    "Import",
    "ImportAnswer",
    "ImportMatch",
    "Level",
    "Lineage",
    "Measure",
    "MeasureValue",
    "NextPlanDraft",
    "PairAnswer",
    "Plan",
    "PlanPair",
    "PlanWord",
    "Removed",
    "SubAction",
    "Update",
]
