"""Addresses of datasets."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from dueregard.web.monitoring.views import datasets

_dataset: list[URLPattern | URLResolver] = [
    path("", datasets.dataset, name="dataset"),
    path("edit/", datasets.edit_dataset, name="edit_dataset"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("datasets/", datasets.dataset_list, name="datasets"),
    path("datasets.<table_ending:ending>", datasets.datasets_as_file, name="datasets_as_file"),
    path("datasets/new/", datasets.new_dataset, name="new_dataset"),
    path("datasets/<slug:dataset_slug>/", include(_dataset)),
]
