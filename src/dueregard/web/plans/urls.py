"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.plans.views import adopting, documents, mine, plans, review


class Ending(StringConverter):
    """The endings at which a table comes as a file."""

    regex = "csv|xlsx|ods|json"


class FieldName(StringConverter):
    """The name of a field of an action."""

    regex = "[a-z_]{2,40}"


register_converter(Ending, "ending")
register_converter(FieldName, "field")

_feeds: list[URLPattern | URLResolver] = [path("calendar/<str:secret>.ics", mine.feed, name="feed")]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_feeds, "plans_open")))]

_import: list[URLPattern | URLResolver] = [
    path("", review.overview, name="import"),
    path("document/", documents.document, name="document"),
    path("again/<uuid:earlier_id>/", documents.same_again, name="same_again"),
    path("throw-away/", documents.throw_away, name="throw_away"),
    path("questions/<int:number>/", review.question, name="question"),
    path("together/<int:place>/", review.together, name="together"),
    path("names/", review.matches, name="matches"),
    path("sections/", review.levels, name="levels"),
    path("actions/", review.draft_actions, name="draft_actions"),
    path("actions/<int:number>/", review.draft_action, name="draft_action"),
    path("actions/<int:number>/<field:field>/", review.correct, name="correct"),
    path("not-used/", review.unused, name="unused"),
    path("adopt/", adopting.adopt, name="adopt"),
]
_plan: list[URLPattern | URLResolver] = [
    path("", plans.plan, name="plan"),
    path("actions/", plans.actions, name="actions"),
    path("actions.<ending:ending>", plans.actions_as_file, name="actions_as_file"),
    path("actions/<uuid:action_id>/", plans.action, name="action"),
    path("actions/<uuid:action_id>/history/", plans.action_history, name="action_history"),
    path("calendar/", mine.plan_calendar, name="plan_calendar"),
    path("undo/", adopting.undo, name="undo"),
    path("publish/", adopting.publish, name="publish"),
    path("withdraw/", adopting.withdraw, name="withdraw"),
    path("close/", adopting.close, name="close"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("my-actions/", mine.my_actions, name="my_actions"),
    path("my-actions/calendar/", mine.my_calendar, name="my_calendar"),
    path("plans/", documents.plan_list, name="list"),
    path("plans/imports/", documents.import_list, name="imports"),
    path("plans/imports/new/", documents.hand_in, name="hand_in"),
    path("plans/imports/<uuid:import_id>/", include(_import)),
    path("plans/<slug:plan_slug>/", include(_plan)),
]
