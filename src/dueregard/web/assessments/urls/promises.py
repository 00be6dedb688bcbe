"""Addresses of promises, of what was foreseen, and of reviews."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.assessments.views import foresights, promises, promises_one, reviews


class AfterEnding(StringConverter):
    """The endings at which the lists of promises and reviews come as a file."""

    regex = "csv|xlsx|ods|json"


register_converter(AfterEnding, "after_ending")

_promise: list[URLPattern | URLResolver] = [
    path("", promises_one.promise, name="promise"),
    path("in-plan/", promises_one.in_plan, name="promise_in_plan"),
    path("kept-by/", promises_one.kept_by, name="promise_kept_by"),
    path("drop/", promises_one.drop, name="promise_drop"),
    path("answer/", promises_one.answer, name="promise_answer"),
    path("reported/", promises_one.reported, name="promise_reported"),
]
_assessment: list[URLPattern | URLResolver] = [
    path("promises/", promises.of_assessment, name="assessment_promises"),
    path("promises/place/", promises.place, name="promise_place"),
    path("foresights/", foresights.foresights, name="foresights"),
    path("foresights/add/", foresights.add, name="foresight_add"),
    path("foresights/add/<slug:indicator_slug>/", foresights.expect, name="foresight_expect"),
    path("foresights/<uuid:foresight_id>/drop/", foresights.drop, name="foresight_drop"),
    path("reviews/", reviews.of_assessment, name="assessment_reviews"),
    path("reviews/add/", reviews.add, name="review_add"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("promises/", promises.promise_list, name="promises"),
    path("promises.<after_ending:ending>", promises.promises_as_file, name="promises_as_file"),
    path("promises/to-report/", promises.promises_to_report, name="promises_to_report"),
    path("promises/<uuid:promise_id>/", include(_promise)),
    path("assessments/<uuid:assessment_id>/", include(_assessment)),
    path("reviews/", reviews.review_list, name="reviews"),
    path("reviews.<after_ending:ending>", reviews.reviews_as_file, name="reviews_as_file"),
    path("reviews/<uuid:task_id>/", reviews.review, name="review"),
]
