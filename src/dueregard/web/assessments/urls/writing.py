"""Addresses of assessments: the list, beginning one, its task list and its parts."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.assessments.views import authors, comments, parts, parts_table, screening, writing


class AssessmentsEnding(StringConverter):
    """The endings at which the list of assessments comes as a file."""

    regex = "csv|xlsx|ods|json"


register_converter(AssessmentsEnding, "assessments_ending")

council_urlpatterns: list[URLPattern | URLResolver] = [
    path("assessments/", writing.assessments, name="assessments"),
    path("assessments.<assessments_ending:ending>", writing.assessments_as_file, name="assessments_as_file"),
    path("assessments/new/", writing.begin, name="begin"),
    path("assessments/comments/<uuid:comment_id>/reply/", comments.reply, name="comment_reply"),
    path("assessments/comments/<uuid:comment_id>/settle/", comments.settle, name="comment_settle"),
    path("assessments/<uuid:assessment_id>/", writing.assessment, name="assessment"),
    path("assessments/<uuid:assessment_id>/screening/", screening.screening, name="screening"),
    path("assessments/<uuid:assessment_id>/screening/questions/", screening.questions, name="screening_questions"),
    path("assessments/<uuid:assessment_id>/parts/<str:key>/", parts.part, name="part"),
    path("assessments/<uuid:assessment_id>/parts/<str:key>/drop/", parts.drop, name="part_drop"),
    path("assessments/<uuid:assessment_id>/table/", parts_table.table, name="table"),
    path("assessments/<uuid:assessment_id>/people/", authors.people, name="people"),
    path("assessments/<uuid:assessment_id>/comments/", comments.comments, name="comments"),
]
