"""Addresses of this app, gathered from the files beside this one.

The one idea: each topic is a file with its own `council_urlpatterns` (and `urlpatterns`, for addresses outside a
council). A file that is added here is found by itself; no list has to be changed (docs/decisions/0024).
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.urls import URLPattern, URLResolver

_topics = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
urlpatterns: list[URLPattern | URLResolver] = [
    pattern for topic in _topics for pattern in getattr(topic, "urlpatterns", [])
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    pattern for topic in _topics for pattern in getattr(topic, "council_urlpatterns", [])
]
