"""Addresses of this app: one, for GOV.UK Notify. Whose mail it is has the pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from dueregard.web.mail.views.receipts import receipts

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/mail/receipts/", receipts, name="mail-receipts"),
]
