"""How every form page of this app works: what was typed stays, what is wrong is said, what was done is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dueregard.terms.errors import DueRegardError
from dueregard.web.organisation.queries import Visitor, shell

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class FormPage:
    """What a form page says: its question, its button, where back and on are, and which menu item it is under."""

    title: str
    button: str
    back: str
    here: str
    words: str = ""
    done: str = ""
    on: str = ""
    caption: str = ""
    is_grave: bool = False


def edit(
    request: HttpRequest, visitor: Visitor, form: forms.Form, page: FormPage, act: Callable[..., Any]
) -> HttpResponse:
    """Show a form, or do what it says and go on. A refusal by `act` is said in the form, with all that was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            or_404(act, **form.cleaned_data)
        except DueRegardError as fault:
            form.add_error(None, " ".join(part for part in (fault.message, fault.mend) if part))
        else:
            if page.done:
                messages.success(request, page.done)
            return redirect(page.on or page.back)
    context = {"shell": shell(visitor, page.here), "form": form, "page": page}
    return render(request, "organisation/form.jinja", context, status=400 if form.errors else 200)


def or_404(act: Callable[..., Given], **named: Any) -> Given:
    """Do something; what is not there, or is another council's, is not found."""
    try:
        return act(**named)
    except ObjectDoesNotExist as fault:
        raise Http404 from fault


def found(thing: Given | None) -> Given:
    """Give a thing, or 404."""
    if thing is None:
        raise Http404
    return thing


def bound(form: type[forms.Form], request: HttpRequest, **named: Any) -> Any:
    """Make a form with what was sent, if it was sent."""
    if request.method == "POST":
        return form(request.POST, request.FILES, **named)
    return form(**named)
