"""Addresses of year-end reports: for those who write and sign them, and for everybody."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.delivery.views import reports, reports_deciding, reports_public, reports_writing


class ReportEnding(StringConverter):
    """The endings at which a report comes as a file."""

    regex = "docx|pdf|xlsx|ods|csv|json"


class ReportListEnding(StringConverter):
    """The endings at which the list of reports comes as a file."""

    regex = "csv|xlsx|ods|json"


register_converter(ReportEnding, "year_report_ending")
register_converter(ReportListEnding, "year_report_list_ending")

_report: list[URLPattern | URLResolver] = [
    path("", reports.report, name="year_report"),
    path("report.<year_report_ending:ending>", reports.report_as_file, name="year_report_as_file"),
    path("actions/", reports.actions, name="year_report_actions"),
    path("write/", reports_writing.write, name="write_year_report"),
    path("throw-away/", reports_writing.throw_away, name="throw_away_year_report"),
    path("send/", reports_writing.send, name="send_year_report"),
    path("sign/", reports_deciding.sign, name="sign_year_report"),
    path("publish/", reports_deciding.publish, name="publish_year_report"),
    path("withdraw/", reports_deciding.withdraw, name="withdraw_year_report"),
]
_public: list[URLPattern | URLResolver] = [
    path("report/", reports_public.report, name="public_report"),
    path("report.<year_report_ending:ending>", reports_public.report_as_file, name="public_report_as_file"),
    path("report/actions/", reports_public.actions, name="public_report_actions"),
    path("report/versions/<int:version>/", reports_public.report, name="public_report_version"),
    path("report/versions/<int:version>/actions/", reports_public.actions, name="public_report_version_actions"),
    path(
        "report/versions/<int:version>/report.<year_report_ending:ending>",
        reports_public.report_as_file,
        name="public_report_version_as_file",
    ),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/", reports.report_list, name="year_reports"),
    path("reports.<year_report_list_ending:ending>", reports.reports_as_file, name="year_reports_as_file"),
    path("reports/signatory/", reports_deciding.signatory, name="year_report_signatory"),
    path("reports/<uuid:report_id>/", include(_report)),
    path("plans/<slug:plan_slug>/year-end/report/", reports_writing.begin, name="begin_year_report"),
    path("equality-plan/<slug:plan_slug>/", include(_public)),
]
