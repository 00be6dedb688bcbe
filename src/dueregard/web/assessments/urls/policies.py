"""Addresses of the register of policies."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.assessments.views import policies, register_lists


class PolicyEnding(StringConverter):
    """The endings at which the list of policies comes as a file."""

    regex = "csv|xlsx|ods|json"


register_converter(PolicyEnding, "policy_ending")

_policy: list[URLPattern | URLResolver] = [
    path("", policies.policy, name="policy"),
    path("change/", policies.change, name="policy_change"),
    path("retire/", policies.retire, name="policy_retire"),
    path("bring-back/", policies.bring_back, name="policy_bring_back"),
    path("note/", policies.note, name="policy_note"),
]
_policies: list[URLPattern | URLResolver] = [
    path("", policies.policy_list, name="policies"),
    path("add/", policies.new, name="policy_new"),
    path("note/", policies.note_many, name="policies_note"),
    path("take-in/", register_lists.hand_in, {"kind": "policies"}, name="policies_take_in"),
    path("form.<policy_ending:ending>", register_lists.form_as_file, {"kind": "policies"}, name="policies_form"),
    path("<uuid:policy_id>/", include(_policy)),
]
_list: list[URLPattern | URLResolver] = [
    path("", register_lists.look, name="register_list"),
    path("take-in/", register_lists.take_in, name="register_take_in"),
    path("throw-away/", register_lists.throw_away, name="register_throw_away"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("policies/", include(_policies)),
    path("policies.<policy_ending:ending>", policies.policies_as_file, name="policies_as_file"),
    path("register-lists/<uuid:list_id>/", include(_list)),
]
