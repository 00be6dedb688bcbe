"""How do mitigations become promises, promises become actions of a plan, and how is one dropped?

The one idea: at sign-off every mitigation that has words is promised; what was promised before is never lost by it
(`domain.assessments.promises`). A promise becomes an action through the plans' own actions, in the place that somebody
chose for the assessment, else in the council's newest plan in use; of an exempt paper nothing goes anywhere by itself.
Dropping is asked with a reason, answered in the name of whoever the decision left it to, and told to the body.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from dueregard.domain.assessments.model import Mitigation, group_key
from dueregard.domain.assessments.promises import Promised, PromiseState, set_aside_code, what_changes
from dueregard.domain.assessments.shape import assessment_from_json
from dueregard.web.assessments.actions.parts import record
from dueregard.web.assessments.actions.promises_dropping import ask_in
from dueregard.web.assessments.actions.promises_keeping import put_all
from dueregard.web.assessments.models.after import Promise
from dueregard.web.assessments.models.writing import Assessment, Version
from dueregard.web.organisation.queries import posts


def promise_all(row: Assessment, version: Version, *, by: UUID) -> int:
    """Promise every mitigation of a version that is signed off, in the caller's transaction. Give how many are new.

    An earlier promise of the same code takes the new words and keeps the old beside them; one whose code says something
    quite different now is kept under a code of its own. What the version no longer has is asked to be dropped, and
    stays a promise until that is answered.
    """
    mitigations = assessment_from_json(version.content).mitigations
    there = {each.code: each for each in Promise.objects.select_for_update().filter(assessment=row)}
    found = what_changes(
        [Promised(each.code, each.text, PromiseState(each.state)) for each in there.values()], mitigations
    )
    for code in found.set_aside:
        _leave_out(row, _set_aside(there.pop(code), version, taken=there), version, by=by)
    for code in found.gone:
        _leave_out(row, there[code], version, by=by)
    by_name = _posts_by_name(row.council_id) if mitigations else {}
    for each in found.same:
        _say_again(row, there[each.code], each, version, by_name=by_name, by=by)
    made = [_promise(row, each, version, by_name=by_name, by=by) for each in found.new]
    if version.why != "brought_in":  # what an old document promised is no action before somebody says so
        put_all(row, made, by=by)
    return len(made)


def _promise(row: Assessment, now: Mitigation, version: Version, *, by_name: Mapping[str, UUID], by: UUID) -> Promise:
    """Promise for the first time."""
    made = Promise(assessment=row, code=now.code[:80])
    _take_words(made, now, version, by_name=by_name)
    made.save(force_insert=True)
    facts = {"code": made.code, "version": version.number, "promise": str(made.pk)}
    record(row, "promised", by=by, facts=facts, personal={"text": made.text})
    return made


def _take_words(promise: Promise, now: Mitigation, version: Version, *, by_name: Mapping[str, UUID]) -> None:
    """Let a promise read as a version has it; owner and date are the action's own once there is one."""
    promise.text, promise.measure, promise.version = now.text.strip(), now.measure or "", version
    promise.groups = [group_key(group) for group in now.groups]
    if promise.action_id is None:
        promise.owner_words, promise.due_on = (now.owner or "").strip()[:300], now.due_date
        promise.owner_id = by_name.get(promise.owner_words.casefold())


def _say_again(
    row: Assessment, promise: Promise, now: Mitigation, version: Version, *, by_name: Mapping[str, UUID], by: UUID
) -> None:
    """Let a promise read as the new version has it. One that was dropped, or left out before, is promised again.

    What a person has asked to be dropped stays asked: that is answered by whoever was asked, not by a version.
    """
    before = promise.text
    if before != now.text.strip():
        number = promise.version.number if promise.version else 0
        promise.earlier = [*promise.earlier, {"version": number, "text": before}]
    was_left_out = promise.state == PromiseState.DROP_ASKED and promise.drop_asked_by_id is None
    is_back = was_left_out or promise.state == PromiseState.DROPPED
    if is_back:
        _forget_dropping(promise)
    _take_words(promise, now, version, by_name=by_name)
    promise.save()
    if before != promise.text or is_back:
        facts = {"code": promise.code, "version": version.number, "promise": str(promise.pk)}
        record(row, "promised_again", by=by, facts=facts, personal={"before": before, "after": promise.text})


def _set_aside(promise: Promise, version: Version, *, taken: Iterable[str]) -> Promise:
    promise.code = set_aside_code(promise.code[:80], version.number, taken)
    promise.save(update_fields=["code"])
    return promise


def _leave_out(row: Assessment, promise: Promise, version: Version, *, by: UUID) -> None:
    """Ask for a promise to be dropped that a version no longer has. It stays one until somebody answers."""
    if promise.state != PromiseState.PROMISED:
        return
    ask_in(row, promise=promise, because="", version=version, by=by)


def _forget_dropping(promise: Promise) -> None:
    promise.state = PromiseState.PROMISED
    promise.drop_because = promise.drop_to = promise.drop_answer = promise.drop_answer_by_words = ""
    promise.drop_asked_by = promise.drop_answered_by = None
    promise.drop_asked_at = promise.drop_answered_at = None
    promise.reported_on, promise.reported_in = None, ""


def _posts_by_name(council_id: UUID) -> dict[str, UUID]:
    cards = posts(council_id)
    return {name.casefold(): card.id for card in cards for name in (card.label, card.title)}
