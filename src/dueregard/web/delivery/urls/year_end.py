"""Addresses of a plan's year end."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.delivery.views import year_end, year_end_closing, year_end_many


class YearEndEnding(StringConverter):
    """The endings at which a list of the year end comes as a file."""

    regex = "csv|xlsx|ods|json"


class Which(StringConverter):
    """What many at once are decided from: complete actions, or the owners' proposals."""

    regex = "complete|proposed"


register_converter(YearEndEnding, "year_end_ending")
register_converter(Which, "year_end_which")

_year_end: list[URLPattern | URLResolver] = [
    path("", year_end.overview, name="year_end"),
    path("actions/", year_end.actions, name="year_end_actions"),
    path("actions.<year_end_ending:ending>", year_end.actions_as_file, name="year_end_actions_as_file"),
    path("actions/<uuid:action_id>/", year_end.action, name="year_end_action"),
    path("actions/<uuid:action_id>/take-back/", year_end.take_back, name="year_end_take_back"),
    path("many/<year_end_which:which>/", year_end_many.many, name="year_end_many"),
    path("missing/", year_end_closing.missing, name="year_end_missing"),
    path("missing.<year_end_ending:ending>", year_end_closing.missing_as_file, name="year_end_missing_as_file"),
    path("close/", year_end_closing.close, name="year_end_close"),
    path("next/", year_end_closing.next_plan, name="year_end_next"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [path("plans/<slug:plan_slug>/year-end/", include(_year_end))]
