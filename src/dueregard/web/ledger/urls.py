"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
council_urlpatterns: list[URLPattern | URLResolver] = []
