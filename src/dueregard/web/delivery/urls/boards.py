"""Addresses of a board's own pages: what it watches, its meetings, its packs, and what it asks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.delivery.views import boards, meetings, packs, questions


class BoardEnding(StringConverter):
    """The endings at which a board's list comes as a file."""

    regex = "csv|xlsx|ods|json"


class PackEnding(StringConverter):
    """The endings at which a pack comes as a file."""

    regex = "docx|pdf|xlsx|ods|csv|json"


register_converter(BoardEnding, "board_ending")
register_converter(PackEnding, "pack_ending")

_meeting: list[URLPattern | URLResolver] = [
    path("", meetings.meeting, name="meeting"),
    path("change/", meetings.change, name="meeting_change"),
    path("call-off/", meetings.call_off, name="meeting_call_off"),
    path("pack/", packs.begin, name="pack_begin"),
]
_pack: list[URLPattern | URLResolver] = [
    path("", packs.pack, name="pack"),
    path("pack.<pack_ending:ending>", packs.pack_as_file, name="pack_as_file"),
    path("write/", packs.write, name="pack_write"),
    path("issue/", packs.issue, name="pack_issue"),
    path("throw-away/", packs.throw_away, name="pack_throw_away"),
]
_board: list[URLPattern | URLResolver] = [
    path("watched/", boards.watched, name="watched"),
    path("watched.<board_ending:ending>", boards.watched_as_file, name="watched_as_file"),
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings.<board_ending:ending>", meetings.meetings_as_file, name="meetings_as_file"),
    path("meetings/add/", meetings.add, name="meeting_add"),
    path("meetings/<uuid:meeting_id>/", include(_meeting)),
    path("packs/<uuid:pack_id>/", include(_pack)),
    path("ask/", questions.ask, name="ask"),
]
_question: list[URLPattern | URLResolver] = [
    path("", questions.question, name="question"),
    path("again/", questions.again, name="question_again"),
    path("close/", questions.close, name="question_close"),
    path("put/", questions.put, name="question_put"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("next-meeting/", boards.next_meeting, name="next_meeting"),
    path("watched/", boards.own_watched, name="own_watched"),
    path("boards/<slug:board_slug>/", include(_board)),
    path("questions/", questions.question_list, name="questions"),
    path("questions.<board_ending:ending>", questions.questions_as_file, name="questions_as_file"),
    path("questions/<uuid:question_id>/", include(_question)),
]
