"""Addresses of the council's own questions."""

from __future__ import annotations

from django.urls import path

from dueregard.web.assessments.views import questionnaires as views

council_urlpatterns = [
    path("questionnaires/", views.questionnaires, name="questionnaires"),
    path("questionnaires/new/", views.new, name="questionnaire_new"),
    path("questionnaires/templates/<uuid:handed_id>/", views.template, name="questionnaire_template"),
    path("questionnaires/<uuid:questionnaire_id>/", views.questionnaire, name="questionnaire"),
    path("questionnaires/<uuid:questionnaire_id>/change/", views.change, name="questionnaire_change"),
    path("questionnaires/<uuid:questionnaire_id>/use/", views.put_into_use, name="questionnaire_use"),
]
