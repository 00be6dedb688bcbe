"""Addresses of the forward plan of decisions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.assessments.views import decisions, register_lists


class DecisionEnding(StringConverter):
    """The endings at which the forward plan comes as a file."""

    regex = "csv|xlsx|ods|json"


register_converter(DecisionEnding, "decision_ending")

_decision: list[URLPattern | URLResolver] = [
    path("", decisions.decision, name="decision"),
    path("change/", decisions.change, name="decision_change"),
    path("call-off/", decisions.call_off, name="decision_call_off"),
    path("plan-again/", decisions.plan_again, name="decision_plan_again"),
    path("regard/", decisions.regard, name="decision_regard"),
]
_decisions: list[URLPattern | URLResolver] = [
    path("", decisions.decision_list, name="decisions"),
    path("add/", decisions.new, name="decision_new"),
    path("take-in/", register_lists.hand_in, {"kind": "decisions"}, name="decisions_take_in"),
    path("form.<decision_ending:ending>", register_lists.form_as_file, {"kind": "decisions"}, name="decisions_form"),
    path("<uuid:decision_id>/", include(_decision)),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("decisions/", include(_decisions)),
    path("decisions.<decision_ending:ending>", decisions.decisions_as_file, name="decisions_as_file"),
]
