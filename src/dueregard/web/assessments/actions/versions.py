"""How is a version made: the whole assessment at a moment, never to be changed?

The one idea: head and parts become the open form with what its evidence showed, hashed together in one canonical form;
the hash goes into the ledger with the entry. The version's own id, drawn at random, is hashed with it: otherwise
whoever has all but a withheld name could try names until the hash fits. A version made after the decision says so.
"""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID, uuid4

from django.utils import timezone

from dueregard.domain.assessments.shape import assessment_to_json
from dueregard.domain.ledger.canonical import canonical, tidied
from dueregard.web.assessments.actions.parts import record
from dueregard.web.assessments.models.writing import Assessment, Version
from dueregard.web.assessments.queries.whole import assessment_card, parts_of, whole_of


def make_version(row: Assessment, *, why: str, by: UUID) -> Version:
    """Make a version of an assessment that the caller holds, in the caller's transaction.

    Takes:   `why`, a code: "for_checking", "for_deciders", "not_needed", "brought_in", "reopened", "given_up".
    """
    head = assessment_card(row.council_id, row.pk)
    parts = parts_of(row.pk)
    content = assessment_to_json(whole_of(head, parts))
    figures = {key: part.figures for key, part in parts.items() if part.figures is not None}
    key = uuid4()
    digest = sha256(canonical(tidied({"content": content, "figures": figures, "salt": str(key)}))).hexdigest()
    row.made_version += 1
    row.save(update_fields=["made_version", "changed_at"])
    made = Version.objects.create(
        pk=key,
        assessment=row,
        number=row.made_version,
        why=why,
        content=content,
        figures=figures,
        sha256=digest,
        is_after_decision=bool(
            row.decision and row.decision.decided_on and row.decision.decided_on < timezone.localdate()
        ),
        made_by_id=by,
    )
    record(row, "version_made", by=by, facts={"version": made.number, "why": why, "sha256": digest})
    return made
