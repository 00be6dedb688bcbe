"""Addresses of decisions taken together: budget rounds, the map of one, the map of all."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.assessments.views import budget_rounds as views


class MapEnding(StringConverter):
    """The endings at which a map comes as a file."""

    regex = "csv|xlsx|ods|json|docx|pdf"


register_converter(MapEnding, "map_ending")

council_urlpatterns: list[URLPattern | URLResolver] = [
    path("budget-rounds/", views.budget_rounds, name="budget_rounds"),
    path("budget-rounds/new/", views.new_budget_round, name="new_budget_round"),
    path("budget-rounds/<slug:budget_slug>/", views.budget_round, name="budget_round"),
    path(
        "budget-rounds/<slug:budget_slug>/together.<map_ending:ending>",
        views.budget_round_as_file,
        name="budget_round_as_file",
    ),
    path("budget-rounds/<slug:budget_slug>/change/", views.change_budget_round, name="change_budget_round"),
    path("budget-rounds/<slug:budget_slug>/close/", views.close_budget_round, name="close_budget_round"),
    path("decisions/together/", views.all_together, name="all_together"),
    path("decisions/together/together.<map_ending:ending>", views.all_together_as_file, name="all_together_as_file"),
]
