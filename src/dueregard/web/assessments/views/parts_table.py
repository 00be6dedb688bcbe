"""All groups on one page, for those who would rather see the whole: the same parts, the same rules.

The one idea: each row is one part with its own counter. What two wrote at once goes together; where both wrote the same
box, the row stays as it was and says so, with a link to the page where one of the two is chosen.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.domain.assessments.model import Impact, group_of_key
from dueregard.domain.assessments.parts import part_key
from dueregard.domain.plans.merging import ChangedMeanwhile, changes_between
from dueregard.terms.errors import DueRegardError
from dueregard.terms.shapes import as_json
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.actions.parts import PartChanged, save_part
from dueregard.web.assessments.forms.parts_table import RowForm, said_of
from dueregard.web.assessments.queries import writing as queries
from dueregard.web.assessments.queries.writing_words import effect_words, likelihood_words, severity_words, short_name
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components.formats import number


@staff_page
def table(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show every group with its effect and reason, and keep what is filled in."""
    visitor = visit(request, council_slug)
    found = queries.desk(visitor.council.id, assessment_id)
    access.check_can_see(visitor, found.head)
    if request.method == "POST":
        access.check_can_write(visitor, found.head)
    rows = [_row(found, key, sent(request), place) for place, key in enumerate(queries.asked_groups(found), 1)]
    forms = [row["form"] for row in rows]
    if request.method == "POST" and all(form.is_valid() for form in forms):
        saved = sum(_keep(found, row, visitor) for row in rows)
        if not any(form.errors for form in forms):
            said = ngettext("%(count)s group is kept.", "%(count)s groups are kept.", saved) % {"count": saved}
            messages.success(request, said if saved else _("Nothing was changed."))
            return redirect(to(council_slug, "assessment", assessment_id))
    return page(
        request,
        "writing_table",
        visitor,
        head=found.head,
        rows=rows,
        forms_shown=forms,
        has_evidence=bool(found.whole.evidence),
        evidence=found.whole.evidence,
        can_write=access.can_write(visitor, found.head),
        status=400 if any(form.is_bound and form.errors for form in forms) else 200,
    )


def _row(found: queries.Desk, key: str, data: Any, place: int) -> dict[str, Any]:
    name = part_key("impact", key)
    part = found.parts.get(name)
    content = dict(part.content) if part else {}
    form = RowForm(
        data,
        prefix=f"g{place}",
        content=content,
        evidence=[(each.code, each.code) for each in found.whole.evidence],
    )
    said = {"key": name, "group": key, "text": short_name(name, found.labels), "form": form}
    return {**said, "said": _said(content)}


def _said(content: Any) -> dict[str, Any]:
    """Give what a row says to those who only read it."""
    said = said_of(content)
    weight = said["before"]
    matters = severity_words().get(weight["severity"] or "", ""), likelihood_words().get(weight["likelihood"] or "", "")
    return {
        "effect": effect_words().get(said["effect"] or "", ""),
        "reason": said["reason"] or "",
        "will_do": said["will_do"] or "",
        "weight": ", ".join(filter(None, matters)),
        "people": number(weight["people"]) if weight["people"] is not None else "",
        "evidence": ", ".join(said["evidence"]),
    }


def _keep(found: queries.Desk, row: dict[str, Any], visitor: Visitor) -> bool:
    """Save one row where it was changed, and say whether it was."""
    form: RowForm = row["form"]
    part = found.parts.get(row["key"])
    standing = dict(part.content) if part else as_json(Impact(group_of_key(row["group"])))
    try:
        written = changes_between(said_of(standing), given=form.given(), base=form.base_versions())
        if not written:
            return False
        content = {**standing, **written}
        save_part(found.head.id, key=row["key"], content=content, seen=part.number if part else 0, by=visitor.by)
    except (ChangedMeanwhile, PartChanged):
        form.add_error("reason", _("Somebody else has changed this row meanwhile. Open its own page to see it."))
        return False
    except DueRegardError as fault:
        form.add_error("reason", fault.message)
        return False
    return True
