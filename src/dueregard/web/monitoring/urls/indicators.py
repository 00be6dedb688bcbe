"""Addresses of indicators, and of their public copies."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from dueregard.web.monitoring.views import indicators, indicators_public

_indicator: list[URLPattern | URLResolver] = [
    path("", indicators.indicator, name="indicator"),
    path("figures.<table_ending:ending>", indicators.indicator_as_file, name="indicator_as_file"),
    path("edit/", indicators.edit_indicator, name="edit_indicator"),
    path("retire/", indicators.retire_indicator, name="retire_indicator"),
    path("periods/new/", indicators.add_period, name="add_period"),
    path("periods/<uuid:release_id>/remove/", indicators.remove_period, name="remove_period"),
]
_public = "facts-and-figures/indicators/"
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("indicators/", indicators.indicator_list, name="indicators"),
    path("indicators.<table_ending:ending>", indicators.indicators_as_file, name="indicators_as_file"),
    path("indicators/new/", indicators.new_indicator, name="new_indicator"),
    path("indicators/new/official/", indicators.define_indicator, name="define_official_indicator"),
    path("indicators/new/dataset/<slug:dataset_slug>/", indicators.define_indicator, name="define_indicator"),
    path("indicators/<slug:indicator_slug>/", include(_indicator)),
    path(_public, indicators_public.public_list, name="public_indicators"),
    path(f"{_public}<slug:indicator_slug>/", indicators_public.public_indicator, name="public_indicator"),
    path(
        f"{_public}<slug:indicator_slug>/figures.<table_ending:ending>",
        indicators_public.public_indicator_as_file,
        name="public_indicator_as_file",
    ),
]
