"""Addresses of findings. Answering one by an action is `pages`, which may use plans, too: findings/<id>/act/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from dueregard.web.monitoring.views import findings

council_urlpatterns: list[URLPattern | URLResolver] = [
    path("findings/", findings.finding_list, name="findings"),
    path("findings.<table_ending:ending>", findings.findings_as_file, name="findings_as_file"),
    path("findings/look/<int:number>/", findings.look, name="look"),
    path("findings/<uuid:finding_id>/", findings.finding, name="finding"),
]
