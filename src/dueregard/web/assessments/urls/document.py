"""Addresses at which an assessment is read, whole: as a page, as files, its versions, and its publishing."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.assessments.views import document, public_staff, versions_compare


class CompareEnding(StringConverter):
    """The endings at which what changed comes as a file."""

    regex = "csv|xlsx|ods|json"


register_converter(CompareEnding, "compare_ending")

_one: list[URLPattern | URLResolver] = [
    path("read/", document.read, name="read"),
    path("word/", document.as_word, name="word"),
    path("pdf/", document.as_pdf, name="pdf"),
    path("json/", document.as_json, name="json"),
    path("versions/", versions_compare.versions, name="versions"),
    path("versions/compare/", versions_compare.compare_versions, name="compare"),
    path("versions/compare.<compare_ending:ending>", versions_compare.compare_versions, name="compare_as_file"),
    path("publishing/", public_staff.publishing, name="publishing"),
    path("publishing/withhold/", public_staff.withhold, name="withhold"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("assessments/publishing/", public_staff.waiting, name="public_waiting"),
    path("assessments/<uuid:assessment_id>/", include(_one)),
]
