"""Addresses of the bundles of a decision, and of its store of legal advice."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from dueregard.web.assessments.views import bundles, legal

_bundles: list[URLPattern | URLResolver] = [
    path("", bundles.bundles, name="bundles"),
    path("make/", bundles.make_bundle, name="make_bundle"),
    path("redact/", bundles.redact_bundle, name="redact_bundle"),
    path("<uuid:bundle_id>.zip", bundles.bundle_as_file, name="bundle_as_file"),
]
_advice: list[URLPattern | URLResolver] = [
    path("", legal.legal_advice, name="legal_advice"),
    path("new/", legal.new_legal_advice, name="new_legal_advice"),
    path("<uuid:advice_id>/file/", legal.legal_advice_as_file, name="legal_advice_as_file"),
    path("<uuid:advice_id>/release/", legal.release_legal_advice, name="release_legal_advice"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("decisions/<uuid:decision_id>/bundle/", include(_bundles)),
    path("decisions/<uuid:decision_id>/legal-advice/", include(_advice)),
]
