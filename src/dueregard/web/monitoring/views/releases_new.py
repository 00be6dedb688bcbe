"""The journey to a preview: one question a page, kept in the session until the job begins.

The one idea: what was answered so far is a draft of the person's own, for one file; it holds codes of columns and
categories only. Each page leads to the next unanswered one, and the last shows all answers before anything is counted.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.analysis.disclosure.policies import policies
from dueregard.analysis.released.table import Audience
from dueregard.domain.monitoring.counting import spec
from dueregard.terms.classifications.catalogue import classification
from dueregard.terms.errors import DueRegardError
from dueregard.web.monitoring.access import releases as access
from dueregard.web.monitoring.actions.releases_alternatives import MOST, SECONDS_ALL
from dueregard.web.monitoring.actions.releases_preparing import SECONDS, prepare
from dueregard.web.monitoring.forms import releases as forms
from dueregard.web.monitoring.queries import releases_counting as counting
from dueregard.web.monitoring.queries import releases_wording as wording
from dueregard.web.monitoring.queries.files import ReadyFile, ready_file, ready_files
from dueregard.web.monitoring.queries.releases import rules_of
from dueregard.web.monitoring.queries.releases_specification import Pick, Specification
from dueregard.web.monitoring.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components.formats import day

DRAFTS = "monitoring.release_drafts"
_KEPT_DRAFTS = 5
PARTS = ("outcome", "rows")


def begin(request: HttpRequest, council_slug: str, version_id: UUID) -> tuple[Visitor, ReadyFile, dict[str, Any]]:
    """Let in who may prepare releases, and give the file and what was answered so far."""
    visitor = visit(request, council_slug)
    access.check_can_prepare_releases(visitor)
    file = ready_file(visitor.council.id, version_id)
    return visitor, file, dict(request.session.get(DRAFTS, {}).get(str(version_id), {}))


def keep(request: HttpRequest, file: ReadyFile, draft: dict[str, Any]) -> None:
    """Keep what was answered so far."""
    drafts = dict(request.session.get(DRAFTS, {}))
    drafts.pop(str(file.version_id), None)
    drafts[str(file.version_id)] = draft
    request.session[DRAFTS] = dict(list(drafts.items())[-_KEPT_DRAFTS:])


def forget(request: HttpRequest, file: ReadyFile) -> None:
    """Forget a draft whose job has begun."""
    drafts = dict(request.session.get(DRAFTS, {}))
    drafts.pop(str(file.version_id), None)
    request.session[DRAFTS] = drafts


def _next(council_slug: str, file: ReadyFile, draft: dict[str, Any]) -> str:
    """Give the next page that has no answer; the check of all answers when each has one."""
    at = file.version_id
    if not draft.get("by"):
        return to(council_slug, "release_columns", at)
    if "crossings" not in draft and len(draft["by"]) > 1:
        return to(council_slug, "release_crossings", at)
    for part in PARTS:
        if part not in draft:
            return to(council_slug, "release_part", at, part)
        if draft[part] is not None and not draft[part]["values"]:
            return to(council_slug, "release_values", at, part)
    for question in ("audience", "policy"):
        if not draft.get(question):
            return to(council_slug, f"release_{question}", at)
    return to(council_slug, "release_check", at)


def specification_of(draft: dict[str, Any]) -> Specification:
    """Give what the answers ask for."""

    def pick(part: str) -> Pick | None:
        said = draft.get(part)
        return Pick(said["column"], tuple(said["values"])) if said else None

    crossings = tuple(tuple(one) for one in draft.get("crossings", ()))
    return Specification(tuple(draft["by"]), crossings, outcome=pick("outcome"), rows=pick("rows"))


@staff_page
def choose_file(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Ask which records are counted."""
    visitor = visit(request, council_slug)
    access.check_can_prepare_releases(visitor)
    files = ready_files(visitor.council.id)
    labels = {str(file.version_id): f"{file.dataset_name}: {covers_in_words(file)}" for file in files}
    hints = {
        str(file.version_id): _("File %(number)s, %(rows)s rows. %(who)s.")
        % {"number": file.number, "rows": f"{file.rows:,}", "who": file.population_label}
        for file in files
    }
    form = forms.FileForm(sent(request), files=tuple(labels.items()))
    if request.method != "POST" or not form.is_valid():
        return page(request, "releases/choose_file", visitor, here="releases", form=form, hints=hints, files=files)
    return redirect(to(council_slug, "release_columns", form.cleaned_data["file"]))


@staff_page
def columns(request: HttpRequest, council_slug: str, version_id: UUID) -> HttpResponse:
    """Ask what is counted by."""
    visitor, file, draft = begin(request, council_slug, version_id)
    offered = counting.countable(file)
    choices = tuple((one.code, one.heading) for one in offered)
    form = forms.ColumnsForm(sent(request), columns=choices, initial={"by": draft.get("by")})
    if request.method != "POST" or not form.is_valid():
        hints = {one.code: classification(one.classification).title for one in offered if one.classification}
        back = to(council_slug, "new_release")
        return _question(request, visitor, file, form, "by", back=back, hints=hints)
    by = form.cleaned_data["by"]
    if by != draft.get("by"):
        draft = {"by": by}  # what was said of other columns no longer holds
        if len(by) == 1:
            draft["crossings"] = []
    keep(request, file, draft)
    return redirect(_next(council_slug, file, draft))


@staff_page
def crossings(request: HttpRequest, council_slug: str, version_id: UUID) -> HttpResponse:
    """Ask which columns are crossed."""
    visitor, file, draft = begin(request, council_slug, version_id)
    if not draft.get("by"):
        return redirect(_next(council_slug, file, draft))
    possible = {" ".join(one): one for one in counting.possible_crossings(draft["by"])}
    choices = tuple((key, counting.heading_of(file, several)) for key, several in possible.items())

    def check(key: str) -> None:
        spec(key, [counting.column_of(file, code) for code in possible[key]])

    said = [" ".join(one) for one in draft.get("crossings", ())] or ([forms.NONE] if "crossings" in draft else [])
    form = forms.CrossingsForm(sent(request), crossings=choices, check=check, initial={"crossings": said})
    if request.method != "POST" or not form.is_valid():
        back = to(council_slug, "release_columns", version_id)
        return _question(request, visitor, file, form, "crossings", back=back)
    draft["crossings"] = [list(possible[key]) for key in form.cleaned_data["crossings"]]
    keep(request, file, draft)
    return redirect(_next(council_slug, file, draft))


@staff_page
def part_column(request: HttpRequest, council_slug: str, version_id: UUID, part: str) -> HttpResponse:
    """Ask whether there is an outcome, or whether some records are set apart, and by which column."""
    visitor, file, draft = _part(request, council_slug, version_id, part)
    if not draft.get("by"):
        return redirect(_next(council_slug, file, draft))
    taken = {*draft["by"], *((draft.get(other) or {}).get("column", "") for other in PARTS if other != part)}
    choices = tuple((one.code, one.heading) for one in counting.countable(file) if one.code not in taken)
    label, hint, none = _PART_WORDS[part]
    said = draft.get(part)
    initial = {"column": said["column"] if said else forms.NONE} if part in draft else None
    form = forms.ColumnForm(sent(request), columns=choices, label=label(), hint=hint(), none=none(), initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _question(request, visitor, file, form, "column", back=_back(council_slug, file, draft, part))
    column = form.cleaned_data["column"]
    if column == forms.NONE:
        draft[part] = None
    elif not said or said["column"] != column:
        draft[part] = {"column": column, "values": []}
    draft.pop("policy", None)  # the kind of data may be another now
    keep(request, file, draft)
    if column != forms.NONE:
        return redirect(to(council_slug, "release_values", version_id, part))
    return redirect(_next(council_slug, file, draft))


@staff_page
def part_values(request: HttpRequest, council_slug: str, version_id: UUID, part: str) -> HttpResponse:
    """Ask which categories of that column are meant."""
    visitor, file, draft = _part(request, council_slug, version_id, part)
    said = draft.get(part)
    if not said:
        return redirect(_next(council_slug, file, draft))
    column = counting.column_of(file, said["column"])
    label = (
        _("Which values of “%(column)s” are the outcome?") if part == "outcome" else _("Which values of “%(column)s”?")
    ) % {"column": column.heading}
    hint = _("Chosen ones are counted together and each. Values on fewer than 10 rows are not offered.")
    values = counting.offered_values(file, column.code)
    form = forms.ValuesForm(
        sent(request), values=values, label=label, hint=hint, initial={"values": said["values"] or None}
    )
    if request.method != "POST" or not form.is_valid():
        back = to(council_slug, "release_part", version_id, part)
        return _question(request, visitor, file, form, "values", back=back)
    draft[part] = {"column": column.code, "values": form.cleaned_data["values"]}
    keep(request, file, draft)
    return redirect(_next(council_slug, file, draft))


@staff_page
def audience(request: HttpRequest, council_slug: str, version_id: UUID) -> HttpResponse:
    """Ask who will read the figures."""
    visitor, file, draft = begin(request, council_slug, version_id)
    if not draft.get("by"):
        return redirect(_next(council_slug, file, draft))
    form = forms.AudienceForm(sent(request), initial={"audience": draft.get("audience")})
    if request.method != "POST" or not form.is_valid():
        back = _back(council_slug, file, draft, "audience")
        return _question(request, visitor, file, form, "audience", back=back, hints=wording.AUDIENCE_HINTS)
    if form.cleaned_data["audience"] != draft.get("audience"):
        draft.pop("policy", None)
    draft["audience"] = form.cleaned_data["audience"]
    keep(request, file, draft)
    return redirect(_next(council_slug, file, draft))


@staff_page
def policy(request: HttpRequest, council_slug: str, version_id: UUID) -> HttpResponse:
    """Ask which rules protect the figures; say which are usual for this kind of data, and why."""
    visitor, file, draft = begin(request, council_slug, version_id)
    if not draft.get("by") or not draft.get("audience"):
        return redirect(_next(council_slug, file, draft))
    kind = wording.kind_of(_columns_of(file, draft))
    rules = dict(rules_of(visitor.council.id).policies or {})
    usual = wording.default_policy(kind, Audience(draft["audience"]), chosen=rules)
    offered = wording.offered_policies(usual)
    form = forms.PolicyForm(
        sent(request),
        policies=tuple((one.key, one.title) for one in offered),
        initial={"policy": draft.get("policy")},
    )
    if request.method != "POST" or not form.is_valid():
        hints = {one.key: " ".join(wording.rules_in_words(one)[:2]) for one in offered}
        return page(
            request,
            "releases/policy",
            visitor,
            here="releases",
            form=form,
            file=file,
            covers=covers_in_words(file),
            usual=usual,
            kind=wording.KINDS[kind],
            rules=wording.rules_in_words(usual),
            hints=hints,
            back=to(council_slug, "release_audience", version_id),
        )
    draft["policy"] = form.cleaned_data["policy"]
    keep(request, file, draft)
    return redirect(_next(council_slug, file, draft))


@staff_page
def check(request: HttpRequest, council_slug: str, version_id: UUID) -> HttpResponse:
    """Show all answers, ask for a title, and start the job."""
    visitor, file, draft = begin(request, council_slug, version_id)
    following = _next(council_slug, file, draft)
    if following != to(council_slug, "release_check", version_id):
        return redirect(following)
    wanted = specification_of(draft)
    title = f"{_listed(file, wanted.by)}: {file.dataset_name}, {covers_in_words(file)}"[:200]
    form = forms.TitleForm(sent(request), initial={"title": title})
    if request.method != "POST" or not form.is_valid():
        return page(
            request,
            "releases/check",
            visitor,
            here="releases",
            form=form,
            file=file,
            covers=covers_in_words(file),
            said=in_words(file, wanted),
            audience=wording.AUDIENCES[draft["audience"]],
            policy=policies()[draft["policy"]],
            rules=wording.rules_in_words(policies()[draft["policy"]]),
            seconds=SECONDS,
            ways=(MOST, SECONDS_ALL),
            two_people=rules_of(visitor.council.id).two_people,
        )
    job_id = prepare(
        file.version_id,
        wanted,
        policy=draft["policy"],
        title=" ".join(form.cleaned_data["title"].split()),
        url=to(council_slug, "release", 0),
        refused_url=refused_address(council_slug),
        council=visitor.council,
        by=visitor.by,
    )
    forget(request, file)
    return redirect("organisation:job", council_slug, job_id)


def refused_address(council_slug: str) -> str:
    """Give the address of a refusal, with JOB in place of the job."""
    nil = UUID(int=0)
    return to(council_slug, "release_refused", nil).replace(str(nil), "JOB")


def in_words(file: ReadyFile, wanted: Specification) -> dict[str, Any]:
    """Say what a specification asks for, for a person."""

    def picked(pick: Pick | None) -> str:
        if pick is None:
            return ""
        try:
            column = counting.column_of(file, pick.column)
            labels = {}
            if column.classification or column.treatment == "yes_or_no":
                labels = dict(counting.offered_values(file, pick.column))
        except DueRegardError:
            return pick.column
        return f"{column.heading}: {_(' or ').join(labels.get(value, value) for value in pick.values)}"

    return {
        "by": [counting.heading_of(file, (code,)) for code in wanted.by],
        "crossings": [counting.heading_of(file, several) for several in wanted.crossings],
        "outcome": picked(wanted.outcome),
        "rows": picked(wanted.rows),
        "coarse": [counting.heading_of(file, (code,)) for code in wanted.coarse],
        "merged": [counting.heading_of(file, (one.column,)) for one in wanted.merged],
        "rounded": wanted.rounded,
        "within": counting.heading_of(file, (wanted.within,)) if wanted.left_out else "",
        "left_out": [counting.heading_of(file, several) for several in wanted.left_out],
    }


def _listed(file: ReadyFile, by: tuple[str, ...]) -> str:
    """Name the columns: "Sex, grade and ward"."""
    first, *more = (counting.heading_of(file, (code,)) for code in by)
    words = [first, *(word[:1].lower() + word[1:] if word[1:2].islower() else word for word in more)]
    return words[0] if not more else _("%(some)s and %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


def covers_in_words(file: ReadyFile) -> str:
    """Say which day or period a file covers."""
    if file.on is not None:
        return day(file.on)
    return _("%(first)s to %(last)s") % {"first": day(file.period_start), "last": day(file.period_end)}


_PART_WORDS: dict[str, tuple[Any, Any, Any]] = {
    "outcome": (
        lambda: _("Do you ask to whom something happened?"),
        lambda: _("Such as who was promoted, fined or given help. Each group is then counted with and without it."),
        lambda: _("No, only how many there are"),
    ),
    "rows": (
        lambda: _("Do you want some of the records set apart?"),
        lambda: _("Such as one department. They are shown beside everyone else, so that neither gives the other away."),
        lambda: _("No, all of them together"),
    ),
}


def _part(
    request: HttpRequest, council_slug: str, version_id: UUID, part: str
) -> tuple[Visitor, ReadyFile, dict[str, Any]]:
    if part not in PARTS:
        raise Http404
    return begin(request, council_slug, version_id)


def _back(council_slug: str, file: ReadyFile, draft: dict[str, Any], at: str) -> str:
    """Give the page before one of these."""
    if at == "audience":
        return to(council_slug, "release_part", file.version_id, "rows")
    if at == "rows":
        return to(council_slug, "release_part", file.version_id, "outcome")
    return to(council_slug, "release_crossings" if len(draft["by"]) > 1 else "release_columns", file.version_id)


def _columns_of(file: ReadyFile, draft: dict[str, Any]) -> tuple[Any, ...]:
    codes = {*draft["by"], *((draft.get(part) or {}).get("column") for part in PARTS)} - {None}
    return tuple(column for column in file.columns if column.code in codes)


def _question(
    request: HttpRequest, visitor: Visitor, file: ReadyFile, form: Any, name: str, *, back: str, hints: Any = None
) -> HttpResponse:
    return page(
        request,
        "releases/question",
        visitor,
        here="releases",
        form=form,
        name=name,
        file=file,
        covers=covers_in_words(file),
        hints=hints or {},
        back=back,
    )
