"""Every address, gathered from the apps.

The one idea: an app's `urls.py` gives `urlpatterns` for addresses of the whole installation and
`council_urlpatterns` for those under `/<council>/`. What a council may call itself is limited by the first parts
used here (`organisation.forms.RESERVED`; a test holds the two together).
"""

from __future__ import annotations

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

_APPS = (
    "ui",
    "ledger",
    "jobs",
    "accounts",
    "mail",
    "organisation",
    "plans",
    "monitoring",
    "delivery",
    "assessments",
    "pages",
)


def _council_part(app: str) -> list[URLPattern | URLResolver]:
    patterns = getattr(import_module(f"dueregard.web.{app}.urls"), "council_urlpatterns", [])
    return [path("", include((patterns, app)))] if patterns else []


urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(f"dueregard.web.{app}.urls")) for app in _APPS),
    path("account/", include("allauth.urls")),
    path("<slug:council_slug>/", include([part for app in _APPS for part in _council_part(app)])),
]

handler400 = "dueregard.web.ui.views.bad_request"
handler403 = "dueregard.web.ui.views.not_allowed"
handler404 = "dueregard.web.ui.views.not_found"
handler429 = "dueregard.web.ui.views.too_many"  # the sign-in library asks for it
handler500 = "dueregard.web.ui.views.our_fault"
