"""What became of each action between two plans, or between a plan and the report on it?

The one idea: every action of the older document is accounted for. It was carried, changed, renamed, or developed; or it
is a question for a person; or it is not found, and then the older document's own outcome says whether anybody gave a
reason. An action said to be ongoing in the next plan that is not there is the strongest finding; next comes one that
was dropped without a word. No match is silent: each says by what it was made and how sure it is.

It decides nothing that two readers could see differently: such pairs are questions. It does not say why something was
dropped, or that dropping it was wrong. Limits and why: docs/decisions/0028-plans-compared.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from dueregard.domain.plans.compare_changes import FIELDS, changes_between_actions, field_values, is_renamed
from dueregard.domain.plans.compare_groups import Group, find_groups
from dueregard.domain.plans.compare_likeness import Known, Weights, known_actions
from dueregard.domain.plans.compare_model import (
    Became,
    Ending,
    FieldGone,
    Match,
    NotFound,
    PlanComparison,
    Sure,
)
from dueregard.domain.plans.compare_pairs import (
    Pair,
    Scored,
    are_numbers_kept,
    nearest,
    pair_by_number_alone,
    pair_by_update,
    pair_equal_texts,
    pair_same_texts,
    pair_the_rest,
    score_pairs,
    unique_numbers,
)
from dueregard.domain.plans.likeness import plain_words
from dueregard.domain.plans.model import Action, Plan
from dueregard.domain.plans.parsing.outcomes import split_outcome
from dueregard.domain.plans.states import Outcome, Status

__all__ = ["compare_plans"]


def compare_plans(old: Plan, new: Plan, *, progress: Callable[[int, int], None] | None = None) -> PlanComparison:
    """Compare an older plan with a newer one, or with a report on it.

    Takes:   `progress`, told how many of how many older actions were looked at.

    >>> before = Plan(actions=(Action("Train every manager", number=1), Action("Survey the staff", number=2)))
    >>> after = Plan(actions=(Action("Train every manager", number=1),))
    >>> compared = compare_plans(before, after)
    >>> [match.became.value for match in compared.matches], [(one.old, one.ending.value) for one in compared.not_found]
    (['carried'], [(2, 'without_a_word')])
    """
    olds, news = known_actions(old.actions), known_actions(new.actions)
    weights = Weights((*olds, *news))
    numbers = unique_numbers(olds) & unique_numbers(news)
    same = pair_equal_texts(olds, news)
    left_old, left_new = _without(olds, (p.old for p in same)), _without(news, (p.new for p in same))
    scored = score_pairs(left_old, left_new, weights, numbers=numbers, progress=progress)
    same += pair_same_texts(scored)
    numbers_kept = are_numbers_kept(same)
    left_old, left_new = _without(olds, (p.old for p in same)), _without(news, (p.new for p in same))
    groups = find_groups(left_old, left_new, weights)
    left_old = _without(left_old, (one for group in groups for one in group.old))
    left_new = _without(left_new, (one for group in groups for one in group.new))
    rest = pair_the_rest(_among(scored, left_old, left_new), numbers_kept=numbers_kept)
    left_old, left_new = _without(left_old, (p.old for p in rest)), _without(left_new, (p.new for p in rest))
    rest += pair_by_update(left_old, left_new, weights)
    left_old, left_new = _without(left_old, (p.old for p in rest)), _without(left_new, (p.new for p in rest))
    if numbers_kept:
        rest += pair_by_number_alone(left_old, left_new, weights, numbers=numbers)
        left_old, left_new = _without(left_old, (p.old for p in rest)), _without(left_new, (p.new for p in rest))
    paired = [_match(pair, numbers_kept=numbers_kept) for pair in (*same, *rest)]
    matches = sorted([*paired, *map(_group_match, groups)], key=lambda match: (match.old, match.new))
    decided = tuple(match for match in matches if match.sure is not Sure.QUESTION)
    return PlanComparison(
        old=old,
        new=new,
        matches=decided,
        questions=tuple(match for match in matches if match.sure is Sure.QUESTION),
        not_found=tuple(_not_found(one, news, old, new, weights) for one in left_old),
        new_actions=tuple(one.position for one in left_new),
        fields_gone=tuple(fields_gone(old, new, decided)),
        are_numbers_kept=numbers_kept,
    )


def outcome_said(action: Action) -> tuple[Outcome | None, str | None]:
    """Give the outcome that a document states for an action, and the words: as read, else from its last report.

    >>> outcome_said(Action("Train staff", year_end_report="All were trained. This action is now closed."))[0]
    <Outcome.CLOSED: 'closed'>
    """
    if action.outcome and action.outcome != Outcome.NOT_REPORTED:
        return Outcome(action.outcome), action.outcome_text or action.update_text
    last = sorted(action.progress, key=lambda entry: entry.date or date.min)[-1:]
    for text in (action.year_end_report, action.update_text, *(entry.text for entry in last)):
        if text:
            _, words, outcome = split_outcome(text)
            if outcome:
                return Outcome(outcome), words
    if action.status in (Status.COMPLETE, Status.CLOSED) or action.completed_date:
        return Outcome.CLOSED, action.status_text
    return None, None


def _without(actions: Iterable[Known], taken: Iterable[Known]) -> tuple[Known, ...]:
    gone = {one.position for one in taken}
    return tuple(one for one in actions if one.position not in gone)


def _among(scored: Iterable[Scored], olds: Iterable[Known], news: Iterable[Known]) -> Iterator[Scored]:
    positions_old, positions_new = {one.position for one in olds}, {one.position for one in news}
    for one in scored:
        if one.old.position in positions_old and one.new.position in positions_new:
            yield one


def _match(pair: Pair, *, numbers_kept: bool | None) -> Match:
    old, new = pair.old.action, pair.new.action
    changes = changes_between_actions(old, new, numbers_kept=numbers_kept)
    said = outcome_said(old)[0]
    is_reworded = any(change.field in ("wording", "title") for change in changes)
    if said is Outcome.DEVELOPED and is_reworded:
        became = Became.DEVELOPED
    elif is_renamed(old, new, changes):
        became = Became.RENAMED
    else:
        became = Became.CHANGED if changes else Became.CARRIED
    return Match(
        became=became,
        old=(pair.old.position,),
        new=(pair.new.position,),
        how=pair.how,
        sure=pair.sure,
        likeness=pair.alike.shown,
        changes=changes,
        said=said,
        other_old=pair.other_old,
        other_new=pair.other_new,
    )


def _group_match(group: Group) -> Match:
    said = {outcome_said(one.action)[0] for one in group.old}
    return Match(
        became=Became.DEVELOPED,
        old=tuple(one.position for one in group.old),
        new=tuple(one.position for one in group.new),
        how=group.how,
        sure=group.sure,
        likeness=group.covered,
        said=said.pop() if len(said) == 1 else None,
    )


_ENDINGS = {
    Outcome.ONGOING: Ending.SAID_ONGOING,
    Outcome.DEVELOPED: Ending.SAID_DEVELOPED,
    Outcome.DROPPED: Ending.SAID_DROPPED,
    Outcome.CLOSED: Ending.SAID_CLOSED,
}


def not_found(position: int, old: Plan, new: Plan, *, nearest_at: int | None = None) -> NotFound:
    """Say what is known of the end of an older action that has no counterpart in the newer plan."""
    action = old.actions[position - 1]
    outcome, words = outcome_said(action)
    mentions = tuple(_mentions(action, new))
    without = Ending.MENTIONED if mentions else Ending.WITHOUT_A_WORD
    ending = without if outcome is None else _ENDINGS[outcome]
    return NotFound(position, ending, words, mentions, nearest_at)


def _not_found(one: Known, news: Sequence[Known], old: Plan, new: Plan, weights: Weights) -> NotFound:
    near = nearest(one, news, weights)
    return not_found(one.position, old, new, nearest_at=near.position if near else None)


_NAMED_FROM = 15  # letters: a shorter name is found in many a sentence that is about something else
_NAMED_BY = 92


def _mentions(action: Action, new: Plan) -> Iterator[str]:
    """Give the texts of a document, outside what it says are its actions, that name an action by its title or words."""
    name = plain_words(action.action_title or action.action_text)
    if len(name) < _NAMED_FROM:
        return
    said = [unused.text for unused in new.unused] + [found.text for found in new.found]
    for other in new.actions:
        said += [other.update_text or "", other.year_end_report or "", other.outcome_text or ""]
        said += [entry.text for entry in other.progress]
    for text in dict.fromkeys(said):
        plain = plain_words(text)
        if len(plain) >= len(name) and fuzz.partial_ratio(name, plain, score_cutoff=_NAMED_BY):
            yield text


def fields_gone(old: Plan, new: Plan, matches: Iterable[Match]) -> Iterator[FieldGone]:
    """Give the fields that the newer document does not have at all, and the carried actions that had them."""
    filled = {field for action in new.actions for field, value in field_values(action).items() if value}
    carried = [match.old[0] for match in matches if len(match.old) == len(match.new) == 1]
    for field in FIELDS:
        if field in filled or field in ("title", "wording", "section"):
            continue
        had = tuple(at for at in carried if field_values(old.actions[at - 1])[field])
        if had:
            yield FieldGone(field, had)


def without_fields_gone(comparison: PlanComparison, match: Match) -> Match:
    """Give a match without the changes that are told once for the whole document."""
    told = {gone.field for gone in comparison.fields_gone}
    return replace(match, changes=tuple(c for c in match.changes if not (c.kind == "gone" and c.field in told)))
