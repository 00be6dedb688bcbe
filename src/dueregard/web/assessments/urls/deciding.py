"""Addresses of the decision that was taken."""

from __future__ import annotations

from django.urls import path

from dueregard.web.assessments.views import deciding as views

_ONE = "decisions/<uuid:decision_id>/"
council_urlpatterns = [
    path(f"{_ONE}decided/", views.decided, name="decided"),
    path(f"{_ONE}conditions/", views.conditions, name="conditions"),
    path(f"{_ONE}conditions/<uuid:condition_id>/", views.condition_met, name="condition_met"),
]
