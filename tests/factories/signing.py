"""Assessments for tests of sign-off: written, every remark answered, and sent along the chain by whoever is next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from dueregard.domain.assessments.model import Assessment, Effect, Impact, group_of
from dueregard.domain.assessments.sign_off import Act
from dueregard.web.assessments.actions import sign_off as actions
from dueregard.web.assessments.actions.remarks import answer_remark
from dueregard.web.assessments.models.writing import Assessment as Row
from dueregard.web.assessments.queries import sign_off as queries
from dueregard.web.assessments.queries.remarks import open_remarks
from dueregard.web.assessments.queries.whole import assessment_card, parts_of
from dueregard.web.organisation.queries import visitor_for
from factories.assessments import assessment_of, decision_of, library_closure
from people import AMINA, FAITH, GARETH, today

ADDRESS = "http://testserver/somewhere/"
CHAIN = ((Act.SEND, GARETH), (Act.AGREE, FAITH), (Act.AGREE, AMINA), (Act.PUT_BEFORE, AMINA))


def decision_for(cast: Any, **fields: Any) -> UUID:
    """Keep a decision that the cast's board is to make."""
    given = {"body_id": cast.board_id, "body_words": "", "directorate_id": cast.directorate_id}
    return decision_of(cast.council.id, **{**given, **fields})


def in_full() -> Assessment:
    """Give an assessment in which no task is left open."""
    plain = library_closure()
    both = Impact(group_of("age", "disability"), Effect.WORSE, "Older disabled people travel least.", evidence=("1",))
    weighed = replace(both, before=plain.impacts[0].before, after=plain.impacts[0].after, effect_after=Effect.WORSE)
    return replace(
        plain,
        impacts=(*plain.impacts, weighed),
        armed_forces=("Considered.", "Considered.", "Considered."),
        review_on=date(2028, 2, 1),
    )


def written(cast: Any, *, decision_id: UUID | None = None, author: str = GARETH, checker: str = FAITH) -> UUID:
    """Write an assessment in full, answer its remarks, and choose who checks it."""
    by = cast.people[author].id
    made = assessment_of(
        cast.council.id, by=by, content=in_full(), decision_id=decision_id, directorate_id=cast.directorate_id
    )
    settle(cast, made, by=by)
    if checker:
        actions.choose_checker(made, person_id=cast.people[checker].id, on=today(), by=by)
    return made


def settle(cast: Any, assessment_id: UUID, *, by: UUID) -> None:
    """Answer every remark: not agreed, because it is made up."""
    head = assessment_card(cast.council.id, assessment_id)
    for remark in open_remarks(head, parts_of(assessment_id), today()):
        answer_remark(assessment_id, remark=remark, kind="not_agreed", because="It is made up.", by=by)


def say(cast: Any, assessment_id: UUID, act: Act, name: str, **given: Any) -> UUID:
    """Let somebody of the cast do an act, as the page would."""
    visitor = visitor_for(cast.people[name], slug=cast.council.slug)
    head = assessment_card(cast.council.id, assessment_id)
    standing = queries.standing_of(visitor, head, queries.steps_of(assessment_id))
    seen = given.pop("seen", f"{head.state}:{head.made_version}")
    saying = actions.Saying(act, seen=seen, address=ADDRESS, **given)
    return actions.say(assessment_id, saying=saying, standing=standing, on=today(), by=cast.people[name].id)


def along(cast: Any, assessment_id: UUID, *, steps: int = len(CHAIN)) -> Row:
    """Send an assessment so many steps along the chain, and give its row."""
    for act, who in CHAIN[:steps]:
        say(cast, assessment_id, act, who)
    return Row.objects.get(pk=assessment_id)
