"""Which versions does an assessment have, and what changed between two of them?"""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.domain.assessments.compare import PartChange, compare, compare_workbook
from dueregard.domain.assessments.model import Assessment as Whole
from dueregard.publish.sheet import Workbook
from dueregard.web.assessments.access.document import can_see_drafts
from dueregard.web.assessments.access.reading import check_can_see
from dueregard.web.assessments.queries import document as queries
from dueregard.web.assessments.queries.whole import AssessmentCard, assessment_card, parts_of, whole_of
from dueregard.web.assessments.views.page import page
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components.tables import table_response

NOW = "now"
"""What an address calls the assessment as it stands today."""


@staff_page
@require_safe
def versions(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """List the versions, and offer to compare two."""
    visitor = visit(request, council_slug)
    head = assessment_card(visitor.council.id, assessment_id)
    check_can_see(visitor, head)
    with_drafts = can_see_drafts(visitor, head)
    found = queries.versions_of(head.id, with_drafts=with_drafts)
    return page(
        request,
        "versions",
        visitor,
        head=head,
        versions=found,
        why=queries.why_words(),
        choices=_choices(found, with_now=with_drafts),
        can_see_drafts=with_drafts,
    )


@staff_page
@require_safe
def compare_versions(request: HttpRequest, council_slug: str, assessment_id: UUID, ending: str = "") -> HttpResponse:
    """Show what changed between two versions, beside each other; or give it as a file."""
    visitor = visit(request, council_slug)
    head = assessment_card(visitor.council.id, assessment_id)
    check_can_see(visitor, head)
    with_drafts = can_see_drafts(visitor, head)
    found = queries.versions_of(head.id, with_drafts=with_drafts)
    choices = _choices(found, with_now=with_drafts)
    if not choices:
        raise Http404
    one, two = _asked(request, [value for value, _words in choices])
    changes = compare(_whole(head, one), _whole(head, two))
    names = (_name(one), _name(two))
    if ending:
        return table_response(request, _workbook(changes, head, names, visitor), ending, f"{head.number}-changes")
    return page(
        request,
        "compare",
        visitor,
        head=head,
        choices=choices,
        one=one,
        two=two,
        names=names,
        sections=[(name, list(inside)) for name, inside in groupby(changes, key=lambda each: each.section)],
        count=sum(len(each.answers) or 1 for each in changes),
        query=f"?from={one}&to={two}",
    )


def _workbook(
    changes: tuple[PartChange, ...], head: AssessmentCard, names: tuple[str, str], visitor: Visitor
) -> Workbook:
    title = _("%(number)s: what changed") % {"number": head.number}
    return compare_workbook(changes, title=title, versions=names, council=visitor.council.name, on=visitor.on)


def _asked(request: HttpRequest, known: list[str]) -> tuple[str, str]:
    """Give the two sides that the address asks for: else the version before the newest, and the newest or today's."""
    numbers = [value for value in known if value != NOW]
    one = request.GET.get("from", "")
    two = request.GET.get("to", "")
    if two not in known:
        two = numbers[0] if len(numbers) > 1 else known[0]
    if one not in known:
        one = next((number for number in numbers if number != two), two)
    return one, two


def _choices(found: tuple[queries.VersionCard, ...], *, with_now: bool) -> list[tuple[str, str]]:
    versions = [(str(card.number), _name(str(card.number))) for card in found]
    return [(NOW, _name(NOW)), *versions] if with_now else versions


def _name(side: str) -> str:
    return _("As it stands today") if side == NOW else _("Version %(number)s") % {"number": side}


def _whole(head: AssessmentCard, side: str) -> Whole:
    if side == NOW:
        return whole_of(head, parts_of(head.id))
    return queries.version_whole(head.id, int(side))
