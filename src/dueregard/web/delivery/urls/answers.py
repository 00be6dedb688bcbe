"""Addresses of answering: by a link, and signed in.

The address with the secret stands after those without: it takes whatever is left.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from dueregard.web.delivery.views import answers, answers_door

council_urlpatterns: list[URLPattern | URLResolver] = [
    path("answer/", answers.answer, name="answer"),
    path("answer/somebody-else/", answers.hand_on, name="answer_hand_on"),
    path("answer/<uuid:ask_id>/", answers.answer_action, name="answer_action"),
    path("answer/<str:token>/", answers_door.take_link, name="answer_link"),
    path("my-answers/", answers.answer_mine, name="answer_mine"),
    path("my-answers/somebody-else/", answers.hand_on_mine, name="answer_mine_hand_on"),
    path("my-answers/<uuid:ask_id>/", answers.answer_mine_action, name="answer_mine_action"),
]
