"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from dueregard.web.ledger import views

urlpatterns: list[URLPattern | URLResolver] = []
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("ledger/", views.entries, name="entries"),
    re_path(r"^ledger\.(?P<ending>csv|xlsx|ods|json)$", views.entries_as_file, name="entries_as_file"),
    path("ledger/check/", views.check, name="check"),
    path("ledger/bundle.jsonl", views.bundle, name="bundle"),
    path("ledger/<int:number>/", views.entry, name="entry"),
]
