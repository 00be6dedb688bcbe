"""Addresses of the evidence of an assessment, and of the remarks on it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from dueregard.web.assessments.views import evidence, evidence_figures, remarks

_evidence: list[URLPattern | URLResolver] = [
    path("", evidence.evidence, name="evidence"),
    path("choose/", evidence.choose, name="evidence_choose"),
    path("add/", evidence.add, name="evidence_add"),
    path("figures/<slug:characteristic>/", evidence_figures.figures, name="evidence_figures"),
    path("releases/", evidence_figures.releases, name="evidence_releases"),
    path("releases/<int:release_number>/", evidence_figures.release, name="evidence_release"),
    path("<str:evidence_code>/", evidence.one, name="evidence_one"),
    path("<str:evidence_code>/take-out/", evidence.take_out, name="evidence_take_out"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("assessments/<uuid:assessment_id>/evidence/", include(_evidence)),
    path("assessments/<uuid:assessment_id>/remarks/", remarks.remark_list, name="remarks"),
    path("assessments/<uuid:assessment_id>/remarks/<slug:remark_print>/", remarks.answer, name="remark_answer"),
]
