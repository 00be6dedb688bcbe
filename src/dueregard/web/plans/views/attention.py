"""A council's own rules for what needs attention."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import visit
from dueregard.web.plans import access
from dueregard.web.plans.actions.attention import change_rules
from dueregard.web.plans.forms.attention import AttentionForm
from dueregard.web.plans.queries.concerns import rules_of
from dueregard.web.plans.views.page import page, person_id, sent


@staff_page
def attention(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Say what counts as due soon and as stalled."""
    visitor = visit(request, council_slug)
    access.check_can_set_attention(visitor)
    rules = rules_of(visitor.council.id)
    form = AttentionForm(sent(request), initial={"soon_days": rules.soon_days, "stalled_rounds": rules.stalled_rounds})
    back = reverse("organisation:settings", args=[council_slug])
    if request.method == "POST" and form.is_valid():
        changed = change_rules(council_id=visitor.council.id, by=person_id(visitor), **form.cleaned_data)
        messages.info(
            request, _("Saved. Lists and pages follow it from now on.") if changed else _("Nothing was changed.")
        )
        return redirect(back)
    return page(
        request, "attention", visitor, here="settings", form=form, back=back, status=400 if form.errors else 200
    )
