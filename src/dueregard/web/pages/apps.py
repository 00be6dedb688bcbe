"""The pages app tells monitoring what follows when an indicator has a new period."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Brings together what the apps below do not know of each other."""

    name = "dueregard.web.pages"
    label = "pages"

    def ready(self) -> None:
        """Have a new period become a value of the plan's measure."""
        from dueregard.web.monitoring.actions.indicators import follow_periods
        from dueregard.web.pages.actions.findings import bring_up_to_date

        follow_periods(bring_up_to_date)
