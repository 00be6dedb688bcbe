"""Addresses of sign-off."""

from __future__ import annotations

from django.urls import path

from dueregard.web.assessments.views import sign_off as views

council_urlpatterns = [
    path("assessments/<uuid:assessment_id>/sign-off/", views.sign_off, name="sign_off"),
    path("assessments/<uuid:assessment_id>/sign-off/checker/", views.choose_checker, name="choose_checker"),
    path("assessments/<uuid:assessment_id>/sign-off/<slug:act>/", views.say, name="sign_off_say"),
]
