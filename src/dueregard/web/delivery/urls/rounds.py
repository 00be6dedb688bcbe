"""Addresses of rounds: the list, a new one, its page, its people, its files."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.delivery.views import rounds, rounds_days, rounds_new, rounds_owners


class RoundsEnding(StringConverter):
    """The endings at which a list of rounds or of people comes as a file."""

    regex = "csv|xlsx|ods|json"


class ReportEnding(StringConverter):
    """The endings at which the report of a round comes as a file."""

    regex = "docx|pdf|ods|xlsx|csv"


class MergeEnding(StringConverter):
    """The endings at which a mail-merge file comes."""

    regex = "csv|xlsx"


register_converter(RoundsEnding, "rounds_ending")
register_converter(ReportEnding, "report_ending")
register_converter(MergeEnding, "merge_ending")

_owner: list[URLPattern | URLResolver] = [
    path("", rounds_owners.owner, name="round_owner"),
    path("ask-again/", rounds_owners.ask_again, name="round_ask_again"),
    path("link/", rounds_owners.hand_out_link, name="round_link"),
    path("links/<uuid:link_id>/revoke/", rounds_owners.revoke_link, name="round_revoke_link"),
    path("another/", rounds_owners.name_another, name="round_another"),
]
_round: list[URLPattern | URLResolver] = [
    path("", rounds.round_page, name="round"),
    path("actions/", rounds_new.actions, name="round_actions"),
    path("words/", rounds_new.words, name="round_words"),
    path("days/", rounds_days.days, name="round_days"),
    path("check/", rounds_new.check, name="round_check"),
    path("throw-away/", rounds_new.throw_away, name="round_throw_away"),
    path("close/", rounds_days.close, name="round_close"),
    path("reopen/", rounds_days.reopen, name="round_reopen"),
    path("remind/", rounds_days.remind_now, name="round_remind"),
    path("report/", rounds.report, name="round_report"),
    path("report.<report_ending:ending>", rounds.report_as_file, name="round_report_as_file"),
    path("mail-merge/", rounds_owners.merge, name="round_merge"),
    path("mail-merge.<merge_ending:ending>", rounds_owners.merge_as_file, name="round_merge_as_file"),
    path("people.<rounds_ending:ending>", rounds.owners_as_file, name="round_owners_as_file"),
    path("people/<uuid:request_id>/", include(_owner)),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("rounds/", rounds.round_list, name="rounds"),
    path("rounds.<rounds_ending:ending>", rounds.rounds_as_file, name="rounds_as_file"),
    path("rounds/new/", rounds_new.new_round, name="new_round"),
    path("rounds/quiet-days/", rounds_days.quiet, name="quiet_days"),
    path("rounds/<slug:round_slug>/", include(_round)),
]
