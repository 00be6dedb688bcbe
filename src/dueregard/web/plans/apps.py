"""The plans app tells the ledger its words."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Registers the sentences in which the ledger tells what happened to plans."""

    name = "dueregard.web.plans"

    def ready(self) -> None:
        """Hand the ledger our sentences."""
        from dueregard.web.ledger.queries import register_words

        words: dict[str, Any] = {
            "plans.adopted": _("Adopted the plan “{title}” with {actions} actions"),
            "plans.adoption_undone": _("Undid the adoption of “{title}” ({actions} actions)"),
            "plans.published": _("Published the plan “{title}”"),
            "plans.withdrawn": _("Withdrew the plan “{title}”: {reason}"),
            "plans.closed": _("Closed the plan “{title}”"),
            "plans.feed_made": _("Made a calendar address for due dates"),
            "plans.feed_revoked": _("Ended a calendar address for due dates"),
        }
        register_words(words)
