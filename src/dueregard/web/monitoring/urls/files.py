"""Addresses of the files of a dataset, and of the mapping journey."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from dueregard.web.monitoring.views import files, mapping

_file: list[URLPattern | URLResolver] = [
    path("", files.file, name="file"),
    path("time/", mapping.time, name="time"),
    path("questions/<int:place>/", mapping.question, name="question"),
    path("columns/<slug:column>/", mapping.column, name="column"),
    path("columns/<slug:column>/values/", mapping.values, name="values"),
    path("columns/<slug:column>/values/rare/", mapping.rare, name="rare"),
    path("confirm/", files.confirm, name="confirm"),
    path("faults/", files.faults, name="faults"),
    path("faults.<table_ending:ending>", files.faults_as_file, name="faults_as_file"),
    path("delete/", files.delete_file, name="delete_file"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("datasets/<slug:dataset_slug>/delete/", files.delete_dataset, name="delete_dataset"),
    path("datasets/<slug:dataset_slug>/files/new/", files.hand_in, name="hand_in"),
    path("datasets/<slug:dataset_slug>/files/<int:number>/", include(_file)),
]
