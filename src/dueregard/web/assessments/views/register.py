"""What the forms of the register share: keeping what was typed, and showing both where somebody else has saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dueregard.domain.assessments.states import AssessmentState, say_state
from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.actions.register import RegisterChanged
from dueregard.web.assessments.queries.register_lists import field_words
from dueregard.web.assessments.views.page import page
from dueregard.web.organisation.queries import Visitor, boards, directorates, posts
from dueregard.web.ui.components.formats import long_day

Choices = list[tuple[str, str]]
SAID = {state: say_state(state) for state in AssessmentState}
"""Where an assessment stands, within a sentence."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else has saved since: what stands there now."""

    label: str
    now: str


def saved(form: forms.Form, act: Callable[[], None], *, names: Mapping[UUID, str]) -> tuple[bool, list[Clash], int]:
    """Do it, or put what is wrong on the form. Gives whether it was done, what stands there now, and its version."""
    try:
        act()
    except RegisterChanged as fault:
        form.add_error(None, str(fault))
        return False, [Clash(label, said) for label, said in _now(fault.now, names).items()], fault.version
    except DueRegardError as fault:
        form.add_error(None, str(fault))
        return False, [], 0
    return True, [], 0


@dataclass(frozen=True, slots=True)
class Turn:
    """A page that asks one thing before a policy or a decision takes a turn: its words, and where it leads back.

    `version`: what its form carries, where somebody else could save meanwhile.
    """

    heading: str
    title: str
    text: str
    button: str
    done: str
    back: str
    version: int | None = None


def turned(
    request: HttpRequest, visitor: Visitor, form: forms.Form, act: Callable[[dict[str, Any]], None], *, turn: Turn
) -> HttpResponse:
    """Ask, do it with what was filled in and lead back; or show what is wrong beside what was typed."""
    version: int | None = turn.version
    clash: list[Clash] = []
    if request.method == "POST":
        version = seen_version(request)
        if form.is_valid():
            done, clash, now = saved(form, lambda: act(form.cleaned_data), names={})
            if done:
                messages.success(request, turn.done)
                return redirect(turn.back)
            version = now or version
    return page(
        request,
        "register_turn",
        visitor,
        status=400 if form.errors else 200,
        form=form,
        heading=turn.heading,
        title=turn.title,
        text=turn.text,
        button=turn.button,
        back=turn.back,
        version=None if turn.version is None else version,
        clash=clash,
    )


def seen_version(request: HttpRequest) -> int:
    """Give the version the form was opened with; 0, which never fits, where it says none."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def directorate_choices(visitor: Visitor) -> Choices:
    """Give the directorates to choose from. Two queries."""
    return [(str(each.id), each.name) for each in directorates(visitor.council.id)]


def owner_choices(visitor: Visitor) -> Choices:
    """Give the posts to choose from. Two queries."""
    return [(str(each.id), each.label) for each in posts(visitor.council.id, on=visitor.on)]


def body_choices(visitor: Visitor) -> Choices:
    """Give the boards to choose from. Two queries."""
    return [(str(each.id), each.name) for each in boards(visitor.council.id, on=visitor.on)]


def names_of(*choices: Choices) -> dict[UUID, str]:
    """Give the words for ids that a form offers."""
    return {UUID(value): words for each in choices for value, words in each if value}


def _now(now: Mapping[str, Any], names: Mapping[UUID, str]) -> dict[str, str]:
    labels = field_words()
    return {labels[name]: said for name, value in now.items() if name in labels and (said := _said(value, names))}


def _said(value: Any, names: Mapping[UUID, str]) -> str:
    if isinstance(value, UUID):
        return names.get(value, "")
    if isinstance(value, date):
        return long_day(value)
    if isinstance(value, list | tuple):
        return ", ".join(value)
    if isinstance(value, bool) or value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)
