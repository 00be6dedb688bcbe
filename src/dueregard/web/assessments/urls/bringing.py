"""Addresses of bringing in old assessments."""

from __future__ import annotations

from django.urls import path

from dueregard.web.assessments.views import bringing as views

council_urlpatterns = [
    path("bring-in/", views.bring_in, name="bring_in"),
    path("bring-in.<table_ending:ending>", views.bring_in_as_file, name="bring_in_as_file"),
    path("bring-in/promised/", views.promised, name="bring_in_promised"),
    path("bring-in/promised.<table_ending:ending>", views.promised_as_file, name="bring_in_promised_as_file"),
    path("bring-in/<uuid:handed_id>/", views.handed, name="handed"),
    path("bring-in/<uuid:handed_id>/take-in/", views.take_in, name="take_in"),
    path("bring-in/<uuid:handed_id>/throw-away/", views.throw_away, name="handed_throw_away"),
    path("bring-in/<uuid:handed_id>/file/", views.handed_file, name="handed_file"),
]
