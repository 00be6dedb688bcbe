"""What everybody reads: the tables of a public release, and their files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.analysis.disclosure.policies import policies
from dueregard.domain.monitoring.states import ReleaseState
from dueregard.web.monitoring.queries import releases as queries
from dueregard.web.monitoring.queries import releases_files as files
from dueregard.web.monitoring.queries import releases_tables as tables
from dueregard.web.monitoring.queries import releases_wording as wording
from dueregard.web.monitoring.queries.releases import ReleasePage
from dueregard.web.monitoring.views.page import page
from dueregard.web.monitoring.views.releases import tables_response
from dueregard.web.organisation.queries import Visitor, public_visit
from dueregard.web.ui.components import Gone
from dueregard.web.ui.components.tables import file_response


@require_safe
def release(request: HttpRequest, council_slug: str, number: int) -> HttpResponse:
    """Show the figures, what is hidden and why, where they come from, and the files."""
    visitor, seen = _out(request, council_slug, number)
    first, policy = seen.tables[0], policies().get(seen.policy_key)
    return page(
        request,
        "releases/public",
        visitor,
        here="facts",
        seen=seen,
        card=seen.card,
        council=visitor.council,
        days=queries.day_of(seen.population),
        grids=tables.grids_of(seen.tables),
        hidden=wording.hidden_in_words(seen.hidden, seen.figures, first.method, first.rounding_base),
        policy=policy,
        rules=wording.rules_in_words(policy) if policy else (),
    )


@require_safe
def release_as_file(request: HttpRequest, council_slug: str, number: int, ending: str) -> HttpResponse:
    """Give the tables as a file."""
    visitor, seen = _out(request, council_slug, number)
    return tables_response(request, seen, ending, visitor=visitor)


@require_safe
def groups_as_file(request: HttpRequest, council_slug: str, number: int) -> HttpResponse:
    """Give which category is part of which."""
    visitor, seen = _out(request, council_slug, number)
    name = f"release-{visitor.council.slug}-{number}.groups.csv"
    return file_response(files.groups_csv(seen), content_type="text/csv; charset=utf-8", filename=name)


def _out(request: HttpRequest, council_slug: str, number: int) -> tuple[Visitor, ReleasePage]:
    """Give a release that everybody may read; where it was withdrawn, say why.

    Raises:  Gone for one that was withdrawn; Http404 for any other.
    """
    visitor = public_visit(request, council_slug)
    seen = queries.public_page(visitor.council.id, number)
    if seen.card.state is ReleaseState.WITHDRAWN:
        raise Gone(
            _("The council withdrew these figures: %(why)s") % {"why": seen.withdrawn_why},
            heading=_("These figures are withdrawn"),
        )
    return visitor, seen
