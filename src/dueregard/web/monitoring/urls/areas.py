"""Addresses of areas: for staff under `areas/`, and what the public sees of the council's own area."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.monitoring.views import areas, areas_places, areas_public


class ProfileEnding(StringConverter):
    """The endings at which a whole profile comes as a file."""

    regex = "docx|pdf|csv|xlsx|ods|json"


class AreaCode(StringConverter):
    """An official code of nine characters."""

    regex = r"[A-Z]\d{8}"


register_converter(ProfileEnding, "profile_ending")
register_converter(AreaCode, "area_code")

_subject: list[URLPattern | URLResolver] = [
    path("", areas_places.subject, name="area_subject"),
    path("map/", areas_places.map_page, name="area_map"),
    path("map.<table_ending:ending>", areas_places.map_as_file, name="area_map_as_file"),
    path("wards/", areas_places.wards_page, name="area_subject_wards"),
    path("wards.<table_ending:ending>", areas_places.wards_as_file, name="area_subject_wards_as_file"),
]
_area: list[URLPattern | URLResolver] = [
    path("", areas.area, name="area"),
    path("profile.<profile_ending:ending>", areas.area_as_file, name="area_as_file"),
    path("choose/", areas.choose, name="choose_area"),
    path("wards/", areas.pick_wards, name="pick_wards"),
    path("by/<slug:subject>.<table_ending:ending>", areas_places.subject_as_file, name="area_subject_as_file"),
    path("by/<slug:subject>/", include(_subject)),
]
_facts: list[URLPattern | URLResolver] = [
    path("", areas_public.facts, name="facts"),
    path("profile.<profile_ending:ending>", areas_public.facts_as_file, name="facts_as_file"),
    path("by/<slug:subject>.<table_ending:ending>", areas_public.subject_as_file, name="facts_subject_as_file"),
    path("by/<slug:subject>/", areas_public.subject, name="facts_subject"),
    path("by/<slug:subject>/map/", areas_public.map_page, name="facts_map"),
    path("by/<slug:subject>/map.<table_ending:ending>", areas_public.map_as_file, name="facts_map_as_file"),
    path("by/<slug:subject>/wards/", areas_public.wards_page, name="facts_wards"),
    path("by/<slug:subject>/wards.<table_ending:ending>", areas_public.wards_as_file, name="facts_wards_as_file"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("areas/", areas.area_list, name="areas"),
    path("areas.<table_ending:ending>", areas.areas_as_file, name="areas_as_file"),
    path("areas/<area_code:area>/", include(_area)),
    path("facts-and-figures/", include(_facts)),
]
