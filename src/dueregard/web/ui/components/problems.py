"""The page, or the plain line, that a reader gets when something cannot be given.

The one idea: every problem page says what happened, what to do now, and nothing else; addresses of files answer with
one line of plain text, because a spreadsheet cannot read a page. The layout is `ui/plain.jinja`, which needs no
council, so that these pages work when nothing else does.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

_FILE_ENDINGS: Final = (".csv", ".xlsx", ".ods", ".json", ".ics", ".docx", ".pdf", ".txt", ".css")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told: the heading, one or two sentences, and what to do about it."""

    status: int
    heading: str
    words: str
    mend: str = ""
    reference: str = ""


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer with a problem: a page for a person, a line of text for a program."""
    if wants_text(request):
        told = " ".join(part for part in (problem.words, problem.mend) if part)
        return HttpResponse(f"{told}\n", status=problem.status, content_type="text/plain; charset=utf-8")
    shell = getattr(request, "shell", None)
    return render(request, "ui/problem.jinja", {"problem": problem, "shell": shell}, status=problem.status)


def wants_text(request: HttpRequest) -> bool:
    """Say whether the answer goes to a program: by the ending of the address, or by what it accepts."""
    if request.path.lower().endswith(_FILE_ENDINGS):
        return True
    accepts = request.headers.get("Accept", "*/*")
    return "html" not in accepts and "*/*" not in accepts


def new_reference() -> str:
    """Give a short code that a reader can quote and an administrator can find in the log.

    Letters and figures that look alike are left out, so that it can be read out over the telephone.
    """
    return "".join(secrets.choice("23456789ACDEFGHJKMNPQRTVWXY") for _place in range(6))


def not_found() -> Problem:
    """404: nothing is told about what might be there."""
    return Problem(
        404,
        _("There is no page here"),
        _("If you typed the address, check it. If you followed a link in a paper, the page may have moved."),
    )


def not_allowed(reason: str = "") -> Problem:
    """403, with the reason where there is one to show."""
    return Problem(403, _("You cannot see this page"), reason or _("Your roles do not include this page."))


def form_too_old() -> Problem:
    """403 for a form whose token is missing or old."""
    return Problem(
        403,
        _("This form was open too long"),
        _("Nothing was saved. A form works only in the browser that opened it, while you are signed in."),
        _("Go back, copy what you wrote, open the page again and send it from there."),
    )


def bad_request(message: str = "", mend: str = "") -> Problem:
    """400: what was sent could not be used."""
    return Problem(
        400, _("We could not use what was sent"), message or _("What your browser sent was not complete."), mend
    )


def too_large() -> Problem:
    """413: more was sent than is taken at once."""
    return Problem(
        413,
        _("That was too much at once"),
        _("Nothing was saved. More was sent than this system takes in one go."),
        _("Send fewer files, or less text, at a time."),
    )


def wrong_way() -> Problem:
    """405: the address is right and the way of asking is not."""
    return Problem(
        405,
        _("This address does not work that way"),
        _("Nothing was changed. This usually happens when a page is opened again after a form was sent."),
        _("Go back to the page with the form."),
    )


def gone(reason: str, heading: str | None = None) -> Problem:
    """410: it was taken away on purpose."""
    return Problem(410, heading or _("This page was taken away"), reason)


def too_many(reason: str = "") -> Problem:
    """429: the same thing was asked too often."""
    return Problem(
        429,
        _("That was tried too many times"),
        reason or _("To keep accounts safe we stop after a number of tries."),
        _("Wait a few minutes, then try again."),
    )


def our_fault(reference: str) -> Problem:
    """500: it is not the reader's doing."""
    return Problem(
        500,
        _("Something went wrong here, not with you"),
        _("Nothing you had saved is lost."),
        _("Quote %(reference)s when you write to us.") % {"reference": reference},
        reference,
    )
