"""The task list as its page shows it: words, addresses and marks for each task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.domain.assessments.parts import kind_of
from dueregard.domain.assessments.states import AssessmentState
from dueregard.domain.assessments.tasks import CROSSINGS, SEND, Task, TaskState
from dueregard.web.assessments.queries.writing import Desk
from dueregard.web.assessments.queries.writing_words import depth_words, effect_words, law_name, short_name
from dueregard.web.assessments.views.page import to
from dueregard.web.ui.components.statuses import status

_STAGES = {
    "proposal": lambda: _("1. The proposal"),
    "know": lambda: _("2. What we know"),
    "people": lambda: _("3. What it could do to people"),
    "do": lambda: _("4. What we will do about it"),
}


def stages_shown(
    found: Desk, council_slug: str, *, links: Mapping[str, str], comments: Mapping[str, int], is_writer: bool
) -> list[dict[str, Any]]:
    """Give the four stages with their tasks as `ui.tasks` takes them."""
    return [
        {
            "code": stage.code,
            "heading": _STAGES[stage.code](),
            "tasks": [
                _item(task, found, council_slug, links=links, comments=comments, is_writer=is_writer)
                for task in stage.tasks
                if task.key != SEND or found.head.state is AssessmentState.WRITING
            ],
        }
        for stage in found.stages
    ]


def address_of(key: str, found: Desk, council_slug: str, *, links: Mapping[str, str] | None = None) -> str:
    """Give the address of a task's page."""
    given = links or {}
    if key == "screening":
        return to(council_slug, "screening", found.head.id)
    if key == SEND:
        return given.get("sign_off", "")
    if key == "evidence" and given.get("evidence"):
        return given["evidence"]
    return to(council_slug, "part", found.head.id, key)


def _item(
    task: Task,
    found: Desk,
    council_slug: str,
    *,
    links: Mapping[str, str],
    comments: Mapping[str, int],
    is_writer: bool,
) -> dict[str, Any]:
    cannot = task.state is TaskState.CANNOT_START and (is_writer or task.key == SEND)
    said = comments.get(task.key, 0)
    hint = _hint(task, found)
    if said:
        words = ngettext("%(count)s open comment", "%(count)s open comments", said) % {"count": said}
        hint = f"{hint} · {words}" if hint else words
    return {
        "text": short_name(task.key, found.labels, questions=found.questions),
        "href": "" if cannot else address_of(task.key, found, council_slug, links=links),
        "hint": hint,
        "status": _mark(task, found),
        "is_waiting": task.state is TaskState.CANNOT_START,
    }


def _mark(task: Task, found: Desk) -> Any:
    kind = kind_of(task.key)
    if task.state is TaskState.CANNOT_START:
        return _("Cannot start yet")
    if task.key == "screening":
        return _screening_mark(task, found)
    if kind == "gap" and task.count:
        left = task.of - task.done
        open_words = ngettext("%(count)s gap open", "%(count)s gaps open", left) % {"count": left}
        return status("at_risk", words=open_words) if left else _("Done")
    if task.state is TaskState.NOT_STARTED:
        if task.is_optional:
            return _("If it applies")
        return status("not_started") if task.key != SEND else _("Ready")
    if task.state is TaskState.BEGUN:
        return status("off_track" if "stop" in task.lacks else "at_risk", words=_lacking(task))
    if kind == "mitigation":
        return ngettext("%(count)s action", "%(count)s actions", task.count) % {"count": task.count}
    if kind == "evidence":
        return ngettext("%(count)s piece", "%(count)s pieces", task.count) % {"count": task.count}
    return _("Done")


def _screening_mark(task: Task, found: Desk) -> Any:
    if task.state is TaskState.DONE and found.whole.screening:
        return depth_words(found.head.nation).get(found.whole.screening.depth or "", _("Done"))
    if task.state is TaskState.NOT_STARTED:
        return status("not_started")
    return status("at_risk", words=_("Needs a second person") if "second" in task.lacks else _("To be decided"))


def _lacking(task: Task) -> str:
    if task.of and task.done < task.of and not task.lacks:
        return _("%(done)s of %(of)s done") % {"done": task.done, "of": task.of}
    first = task.lacks[0] if task.lacks else ""
    return {
        "effect": _("Answer missing"),
        "reason": _("Reason missing"),
        "evidence": _("Evidence missing"),
        "will_do": _("What will be done is missing"),
        "owner": _("Somebody to do it is missing"),
        "due_date": _("Day missing"),
        "said": _("What they said is missing"),
        "review_on": _("Day missing"),
        "monitoring": _("Answer missing"),
        "stop": _("Stopped"),
        "is_unlawful_shown": _("A question is open"),
        "aim": _("Aim missing"),
        "why_proportionate": _("Reason missing"),
        "grounds": _("Reason missing"),
    }.get(first, _("Begun"))


def _hint(task: Task, found: Desk) -> str:
    kind, code = kind_of(task.key), task.key.partition(":")[2]
    note = _short(task.note)
    if kind == "impact":
        said = next((each for each in found.whole.impacts if task.key == f"impact:{_key(each)}"), None)
        if said is None or said.effect is None:
            local = next((each for each in found.local if each.code == code), None)
            return _("The council’s own policy, not %(law)s") % {"law": law_name(found.law)} if local else ""
        return f"{effect_words()[str(said.effect)]}: {note}" if note else effect_words()[str(said.effect)]
    if note:
        return note
    return {
        "evidence": _("Put here for you from the census and the council’s own figures"),
        CROSSINGS: _("For example, people over 75, or disabled women"),
        "local": _("The council’s own policy, not %(law)s") % {"law": law_name(found.law)},
        "regard": _("What was considered for each, as the law asks"),
        "armed_forces": _("A law of its own: housing, education and health care"),
        "help": _("Where only some people are to have it"),
        "mitigation": _("Becomes an action in the plan, with an owner"),
        "conclusion": _("When every group in part 3 has an answer") if task.state is TaskState.CANNOT_START else "",
        SEND: _("When nothing above is missing") if task.state is TaskState.CANNOT_START else "",
    }.get(task.key, "")


def _key(impact: Any) -> str:
    return "+".join(code if not part else f"{code}={part}" for code, part in impact.group.parts)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else line[:89].rsplit(" ", 1)[0] + " …"
