"""Addresses of papers for those who decide, and of the council's templates for them."""

from __future__ import annotations

from django.urls import path

from dueregard.web.assessments.views import papers as views

council_urlpatterns = [
    path("decisions/<uuid:decision_id>/papers/", views.papers, name="papers"),
    path("decisions/<uuid:decision_id>/papers/sent/", views.papers_sent, name="papers_sent"),
    path("papers/<uuid:paper_id>/", views.paper, name="paper"),
    path("paper-templates/", views.paper_templates, name="paper_templates"),
    path("paper-templates/<slug:kind>/", views.paper_template, name="paper_template"),
    path("paper-templates/<slug:kind>/example/", views.paper_template_example, name="paper_template_example"),
    path("paper-templates/<slug:kind>/drop/", views.drop_paper_template, name="drop_paper_template"),
]
