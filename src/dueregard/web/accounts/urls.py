"""Addresses of this app; allauth's own pages are under /account/ too (web/urls.py)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from dueregard.web.accounts import views

_account: list[URLPattern | URLResolver] = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("account/", views.about_you, name="about_you"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<uuid:token_id>/revoke/", views.revoke_token, name="revoke_token"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_account, "accounts")))]
council_urlpatterns: list[URLPattern | URLResolver] = []
