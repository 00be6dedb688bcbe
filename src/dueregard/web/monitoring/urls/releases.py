"""Addresses of the register of releases, of the journey to one, and of what the public reads."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from dueregard.web.monitoring.views import releases, releases_deciding, releases_new, releases_public

_new: list[URLPattern | URLResolver] = [
    path("columns/", releases_new.columns, name="release_columns"),
    path("crossings/", releases_new.crossings, name="release_crossings"),
    path("<slug:part>/column/", releases_new.part_column, name="release_part"),
    path("<slug:part>/values/", releases_new.part_values, name="release_values"),
    path("audience/", releases_new.audience, name="release_audience"),
    path("policy/", releases_new.policy, name="release_policy"),
    path("check/", releases_new.check, name="release_check"),
]
_release: list[URLPattern | URLResolver] = [
    path("", releases.release, name="release"),
    path("look/", releases.look, name="release_look"),
    path("tables.<table_ending:ending>", releases.release_as_file, name="release_as_file"),
    path("tables.groups.csv", releases.groups_as_file, name="release_groups"),
    path("send/", releases_deciding.send, name="release_send"),
    path("again/", releases_deciding.again, name="release_again"),
    path("decide/", releases_deciding.decide, name="release_decide"),
    path("withdraw/", releases_deciding.withdraw, name="release_withdraw"),
]
_public: list[URLPattern | URLResolver] = [
    path("", releases_public.release, name="public_release"),
    path("tables.<table_ending:ending>", releases_public.release_as_file, name="public_release_as_file"),
    path("tables.groups.csv", releases_public.groups_as_file, name="public_release_groups"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("releases/", releases.release_list, name="releases"),
    path("releases.<table_ending:ending>", releases.releases_as_file, name="releases_as_file"),
    path("releases/rules/", releases.rules, name="release_rules"),
    path("releases/new/", releases_new.choose_file, name="new_release"),
    path("releases/new/<uuid:version_id>/", include(_new)),
    path("releases/refused/<uuid:job_id>/", releases_deciding.refused, name="release_refused"),
    path("releases/<int:number>/", include(_release)),
    path("facts-and-figures/<int:number>/", include(_public)),
]
