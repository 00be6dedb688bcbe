"""Addresses of Word copies."""

from __future__ import annotations

from django.urls import path

from dueregard.web.assessments.views import copies as views

council_urlpatterns = [
    path("assessments/<uuid:assessment_id>/copies/", views.copies_page, name="copies"),
    path("assessments/<uuid:assessment_id>/copies/give/", views.give, name="give_copy"),
    path("assessments/<uuid:assessment_id>/copies/<uuid:handed_id>/", views.copy, name="copy"),
]
