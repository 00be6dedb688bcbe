"""What is kept of a plan, one topic a file. Reads go through `queries`, writes through `actions`."""

from dueregard.web.plans.models.actions import Action, ActionBoard, ActionLead, ActionStrand, SubAction
from dueregard.web.plans.models.evidence import Evidence
from dueregard.web.plans.models.feeds import CalendarFeed
from dueregard.web.plans.models.imports import Import, ImportAnswer, ImportMatch
from dueregard.web.plans.models.levels import Contribution, Level
from dueregard.web.plans.models.measures import Measure, MeasureValue
from dueregard.web.plans.models.plans import Plan, PlanWord
from dueregard.web.plans.models.removed import Removed
from dueregard.web.plans.models.updates import Update

__all__ = [
    "Action",
    "ActionBoard",
    "ActionLead",
    "ActionStrand",
    "CalendarFeed",
    "Contribution",
    "Evidence",
    "Import",
    "ImportAnswer",
    "ImportMatch",
    "Level",
    "Measure",
    "MeasureValue",
    "Plan",
    "PlanWord",
    "Removed",
    "SubAction",
    "Update",
]
