"""How does a reviewed document become a plan, and how is that undone?

The one idea: adopting is one transaction and one ledger entry, which holds a salted hash of every row it made. It can
be undone until somebody has changed or published the plan: the plan's rows go, the review comes back as it was left.
"""

from __future__ import annotations

import re
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dueregard.domain.plans import model as domain
from dueregard.domain.plans.fragments import Fragments
from dueregard.domain.plans.review import apply_answers, check_words
from dueregard.domain.plans.shape import plan_from_json
from dueregard.domain.plans.states import ImportState, PlanState, check_can_move_import, check_can_move_plan
from dueregard.reading.blocks import blocks_from_json
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.ledger import actions as ledger
from dueregard.web.plans.actions.guards import check_can_remove
from dueregard.web.plans.actions.matching import targets_of
from dueregard.web.plans.actions.rows import Targets, add_rows, new_salt, plan_fields, row_hashes
from dueregard.web.plans.models import Import, Plan
from dueregard.web.plans.queries.imports import answers_of

_DASHES = re.compile("[–—/\u2060]+")
RESERVED_SLUGS = frozenset({"imports", "new", "templates", "search", "feeds", "mine"})


def adopt_import(import_id: UUID, *, title: str, by: UUID) -> UUID:
    """Make the plan that an import and its answers describe, and give its id.

    Takes:   `title`, as the plan is to be called from now on.
    Raises:  MoveNotAllowed unless the import is in review; UsedWrongly where an answer does not fit, no action is left
             or the title is empty.
    """
    with transaction.atomic():
        source = Import.objects.select_for_update().get(pk=import_id)
        check_can_move_import(ImportState(source.state), to=ImportState.ADOPTED)
        if source.draft is None:
            raise MoveNotAllowed(_("This document has not been read yet."))
        content = apply_answers(plan_from_json(source.draft), answers_of(source.pk))
        if not content.actions:
            raise UsedWrongly(_("There is no action left to adopt."))
        targets = targets_of(source, by=by)
        plan = _add_plan(content, title=title, council_id=source.council_id, by=by, source=source)
        fragments = Fragments(blocks_from_json(source.blocks)) if source.blocks else None
        actions = add_rows(plan, content, targets=targets, fragments=fragments)
        source.state = ImportState.ADOPTED
        source.save(update_fields=["state"])
        salt = new_salt()
        ledger.record(
            chain=f"council:{source.council_id}",
            kind="plans.adopted",
            by=f"person:{by}",
            subject=f"plans.plan:{plan.pk}",
            also=[f"plans.import:{source.pk}"],
            facts={
                "title": plan.title,
                "document_sha256": source.sha256,
                "actions": len(actions),
                "rows": row_hashes(content, actions, plan_id=plan.pk, salt=salt),
            },
            personal={"row_salt": salt},
        )
    return plan.pk


def adopt_plan(content: domain.Plan, *, council_id: UUID, title: str, by: UUID, targets: Targets | None = None) -> UUID:
    """Keep a plan that came as values (the demo, a plan file), without an import. One ledger entry, as adopting.

    Takes:   `targets`, our posts, partners and boards by the names in the plan.
    """
    with transaction.atomic():
        plan = _add_plan(content, title=title, council_id=council_id, by=by, source=None)
        actions = add_rows(plan, content, targets=targets)
        salt = new_salt()
        ledger.record(
            chain=f"council:{council_id}",
            kind="plans.adopted",
            by=f"person:{by}",
            subject=f"plans.plan:{plan.pk}",
            facts={
                "title": plan.title,
                "actions": len(actions),
                "rows": row_hashes(content, actions, plan_id=plan.pk, salt=salt),
            },
            personal={"row_salt": salt},
        )
    return plan.pk


def undo_adoption(plan_id: UUID, *, by: UUID) -> UUID:
    """Take an adopted plan away again and give the id of the import, whose review is as it was left.

    Raises:  MoveNotAllowed where the plan was published, changed, or not made from a document, or where something
             outside the plans counts on one of its actions.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        check_can_move_plan(PlanState(plan.state), to=PlanState.DRAFT)
        source = plan.source
        if source is None:
            raise MoveNotAllowed(_("This plan was not made from a document, so there is no review to go back to."))
        if plan.is_changed_since_adoption:
            raise MoveNotAllowed(_("This plan has been changed since it was adopted. Undoing would lose the changes."))
        check_can_move_import(ImportState(source.state), to=ImportState.REVIEW)
        subject = f"plans.plan:{plan.pk}"
        title, number = plan.title, plan.actions.count()
        check_can_remove(plan.actions.values_list("pk", flat=True))
        # An action protects its level, so actions go first.
        plan.actions.all().delete()
        plan.delete()
        source.state = ImportState.REVIEW
        source.save(update_fields=["state"])
        ledger.record(
            chain=f"council:{source.council_id}",
            kind="plans.adoption_undone",
            by=f"person:{by}",
            subject=subject,
            also=[f"plans.import:{source.pk}"],
            facts={"title": title, "actions": number},
        )
    return source.pk


def _add_plan(content: domain.Plan, *, title: str, council_id: UUID, by: UUID, source: Import | None) -> Plan:
    check_words(content)
    title = " ".join(title.split())
    if not title:
        raise UsedWrongly(_("Say what the plan is called."))
    return Plan.objects.create(
        council_id=council_id,
        slug=free_slug(title, council_id=council_id),
        title=title,
        state=PlanState.ADOPTED,
        source=source,
        created_by_id=by,
        adopted_at=timezone.now(),
        adopted_by_id=by,
        **plan_fields(content),
    )


def free_slug(title: str, *, council_id: UUID) -> str:
    """Give an address for a plan that none of the council's plans has. One query."""
    base = slugify(_DASHES.sub("-", title))[:72].strip("-") or "plan"
    taken = set(Plan.objects.filter(council_id=council_id, slug__startswith=base).values_list("slug", flat=True))
    taken |= RESERVED_SLUGS
    candidates = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)
