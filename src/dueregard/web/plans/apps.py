"""The plans app tells the ledger its words."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_REMOVED: dict[str, Any] = {
    "action": _("Removed an action"),
    "part": _("Removed a part of an action"),
    "measure": _("Removed a measure"),
    "measure_value": _("Removed a figure"),
    "update": _("Removed an update"),
    "evidence": _("Removed evidence"),
    "level": _("Removed a section or objective"),
    "level_measure": _("Removed a measure of an objective"),
    "level_measure_value": _("Removed a figure of an objective"),
    "contribution": _("Removed who shaped an objective"),
}
_RESTORED: dict[str, Any] = {
    "action": _("Put an action back"),
    "part": _("Put a part of an action back"),
    "measure": _("Put a measure back"),
    "update": _("Put an update back"),
    "evidence": _("Put evidence back"),
    "level": _("Put a section or objective back"),
    "level_measure": _("Put a measure of an objective back"),
    "contribution": _("Put back who shaped an objective"),
}


class PlansConfig(AppConfig):
    """Registers the sentences in which the ledger tells what happened to plans."""

    name = "dueregard.web.plans"

    def ready(self) -> None:
        """Hand the ledger our sentences."""
        from dueregard.web.ledger.queries import register_words
        from dueregard.web.plans.queries import beside, lineage, next_plan
        from dueregard.web.plans.queries.editing_words import told, told_bulk

        beside.register("action", lineage.beside_action)
        beside.register("plan", next_plan.beside_plan)

        words: dict[str, Any] = {
            "plans.adopted": _("Adopted the plan “{title}” with {actions} actions"),
            "plans.adoption_undone": _("Undid the adoption of “{title}” ({actions} actions)"),
            "plans.carried_forward": _("Made “{title}” from “{before}”, with {actions} actions"),
            "plans.lineage_said": _("Said which of {links} actions come from which before"),
            "plans.published": _("Published the plan “{title}”"),
            "plans.withdrawn": _("Withdrew the plan “{title}”: {reason}"),
            "plans.closed": _("Closed the plan “{title}”"),
            "plans.feed_made": _("Made a calendar address for due dates"),
            "plans.feed_revoked": _("Ended a calendar address for due dates"),
            "plans.begun": _("Began an empty plan"),
            "plans.plan_changed": told(_("Changed the plan")),
            "plans.level_added": told(_("Added a section or objective")),
            "plans.level_changed": told(_("Changed a section or objective")),
            "plans.level_moved": _("Moved a section or objective"),
            "plans.contribution_added": _("Recorded who shaped an objective"),
            "plans.contribution_changed": told(_("Changed who shaped an objective")),
            "plans.action_added": told(_("Added action"), with_fields=False),
            "plans.action_changed": told(_("Changed action")),
            "plans.action_moved": told(_("Moved action"), with_fields=False),
            "plans.update_added": told(_("Added an update on action"), with_fields=False),
            "plans.part_added": told(_("Added a part to action"), with_fields=False),
            "plans.part_changed": told(_("Changed a part of action")),
            "plans.measure_added": told(_("Added a measure to action"), with_fields=False),
            "plans.measure_changed": told(_("Changed a measure of action")),
            "plans.measure_value_added": told(_("Added a figure to action"), with_fields=False),
            "plans.measure_value_changed": told(_("Put a figure right in action")),
            "plans.level_measure_added": _("Added a measure to an objective"),
            "plans.level_measure_changed": told(_("Changed a measure of an objective")),
            "plans.level_measure_value_added": _("Added a figure to an objective"),
            "plans.level_measure_value_changed": told(_("Put a figure of an objective right")),
            "plans.part_completed": told(_("Completed a part of action"), with_fields=False),
            "plans.attention_changed": told(_("Changed what needs attention")),
            "plans.evidence_added": told(_("Added evidence to action"), with_fields=False),
            "plans.actions_changed": told_bulk,
            **{f"plans.{kind}_removed": words for kind, words in _REMOVED.items()},
            **{f"plans.{kind}_restored": words for kind, words in _RESTORED.items()},
        }
        register_words(words)
