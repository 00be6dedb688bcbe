"""Which action of the older plan is which of the newer?

The one idea: the most alike first. Texts that are the same beyond doubt are taken first, told apart by section, lead
and date where several actions have the same words; then groups (`compare_groups`); then what is only partly alike, with
the number's help where numbers are kept. What is near a limit, or has a rival about as near, is a question. Ties are
broken by what actions say, never by where they stand, so that the order of a plan does not change the answer, and both
plans are treated alike, so that swapping them swaps the answer.

The limits were set on two real plans of 63 and 17 actions (docs/decisions/0028-plans-compared.md): of 3,160 pairs of
different actions none reaches both LIKELY limits, and one reaches those for a question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from dueregard.domain.plans.compare_likeness import Alike, Known, Weights, same_besides, stems_of
from dueregard.domain.plans.compare_model import How, Sure

SAME_LETTERS = 0.90
LIKELY = Alike(letters=0.68, words=0.60)
QUESTION = Alike(letters=0.50, words=0.45)
WITH_NUMBER = Alike(letters=0.55, words=0.40)
_RIVAL_WITHIN = 0.06
_TOLD_FROM = 0.70  # of the older action's weighted words stand in one update
_TOLD_STEMS = 5  # a shorter action finds its few words in many an update
_TELL_EVERY = 20  # older actions between two words of how far it is
_KEPT_FROM = 0.5  # of the actions with the same text in both plans


@dataclass(frozen=True, slots=True)
class Pair:
    """One older and one newer action put together, or proposed."""

    old: Known
    new: Known
    alike: Alike
    how: How
    sure: Sure
    other_old: tuple[int, ...] = ()
    other_new: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """How alike one older and one newer action are; `besides` counts what else they have in common."""

    old: Known
    new: Known
    alike: Alike
    besides: int
    is_number_same: bool

    def rank(self) -> tuple[float, float, int, str, str]:
        """Order: the most alike first; ties by content, the same whichever plan is called the older."""
        first, second = sorted((self.old.key, self.new.key))
        return (-self.alike.shown, -self.alike.letters, -self.besides, first, second)


def pair_equal_texts(olds: Sequence[Known], news: Sequence[Known]) -> list[Pair]:
    """Give the pairs that have a text in common, told apart by all else where several have the same."""
    numbers = unique_numbers(olds) & unique_numbers(news)
    by_text: dict[str, list[Known]] = {}
    for new in news:
        for face in new.faces:
            by_text.setdefault(face.plain, []).append(new)
    found = {
        (old.position, new.position): (old, new) for old in olds for f in old.faces for new in by_text.get(f.plain, ())
    }
    same = Alike(1.0, 1.0)
    scored = [_scored_as(old, new, same, numbers) for old, new in found.values()]
    chosen = _greedy(scored)
    return [_with_twins(one, scored, chosen) for one in chosen]


def score_pairs(
    olds: Sequence[Known],
    news: Sequence[Known],
    weights: Weights,
    *,
    numbers: frozenset[str],
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Scored, ...]:
    """Give every pair that has enough words in common to be looked at.

    Takes:   `numbers`, those that one action only bears in each plan; `progress`, told how many older ones are done.
    """
    scored = []
    index = weights.index(news)
    for at, old in enumerate(olds, start=1):
        for new in index.near(old):
            if (alike := weights.alike(old, new)).letters > 0:
                scored.append(_scored_as(old, new, alike, numbers))
        if progress and at % _TELL_EVERY == 0:
            progress(at, len(olds))
    return tuple(scored)


def pair_same_texts(scored: Iterable[Scored]) -> list[Pair]:
    """Give the pairs whose texts are so nearly the same that no reader would doubt it."""
    return [_certain(one) for one in _greedy(one for one in scored if one.alike.letters >= SAME_LETTERS)]


def are_numbers_kept(pairs: Iterable[Pair]) -> bool | None:
    """Say whether a number means the same action in both plans, as those pairs show that are the same by their text."""
    numbered = [pair for pair in pairs if pair.old.number and pair.new.number]
    if not numbered:
        return None
    kept = sum(1 for pair in numbered if pair.old.number == pair.new.number)
    return kept / len(numbered) >= _KEPT_FROM


def pair_the_rest(given: Iterable[Scored], *, numbers_kept: bool | None) -> list[Pair]:
    """Give pairs among what is left: likely ones, and questions."""
    if numbers_kept is False:
        given = (replace(one, is_number_same=False) for one in given)
    scored = [one for one in given if _is_worth_asking(one)]
    chosen = _greedy(scored)
    pairs = []
    for one in chosen:
        rivals = _rivals(one, scored, chosen)
        sure = Sure.QUESTION if rivals else _how_sure(one)
        pairs.append(
            Pair(
                one.old,
                one.new,
                one.alike,
                How.PROPOSED if sure is Sure.QUESTION else How.NUMBER_AND_TEXT if one.is_number_same else How.TEXT,
                sure,
                other_old=tuple(sorted(each.old.position for each in rivals if each.new is one.new)),
                other_new=tuple(sorted(each.new.position for each in rivals if each.old is one.old)),
            )
        )
    return pairs


def nearest(one: Known, news: Iterable[Known], weights: Weights) -> Known | None:
    """Give the newer action that is most alike, however little; None where nothing telling is shared."""
    scored = [(weights.alike(one, new).shown, new) for new in news]
    shown = [(score, new) for score, new in scored if score >= (QUESTION.letters + QUESTION.words) / 2]
    return min(shown, key=lambda each: (-each[0], each[1].key), default=(0.0, None))[1]


def unique_numbers(actions: Iterable[Known]) -> frozenset[str]:
    """Give the numbers that one action only bears: "1" in every section means nothing."""
    counted = Counter(one.number for one in actions if one.number)
    return frozenset(number for number, count in counted.items() if count == 1)


def _reaches(alike: Alike, limit: Alike) -> bool:
    return alike.letters >= limit.letters and alike.words >= limit.words


def _is_worth_asking(one: Scored) -> bool:
    return _reaches(one.alike, QUESTION) or (one.is_number_same and _reaches(one.alike, WITH_NUMBER))


def _how_sure(one: Scored) -> Sure:
    if one.is_number_same and _reaches(one.alike, WITH_NUMBER):
        return Sure.LIKELY
    return Sure.LIKELY if _reaches(one.alike, LIKELY) else Sure.QUESTION


def pair_by_number_alone(
    olds: Iterable[Known], news: Iterable[Known], weights: Weights, *, numbers: frozenset[str]
) -> list[Pair]:
    """Give the pairs that have nothing but their number in common: a number alone is a proposal."""
    by_number = {one.number: one for one in news if one.number in numbers}
    return [
        Pair(old, by_number[old.number], weights.alike(old, by_number[old.number]), How.PROPOSED, Sure.QUESTION)
        for old in olds
        if old.number in by_number
    ]


def pair_by_update(olds: Iterable[Known], news: Iterable[Known], weights: Weights) -> list[Pair]:
    """Give the pairs where the newer action's update says most of the older action's words: a proposal, never more.

    So is found what a report renames: the name is another, and the update still tells of the old promise.
    """
    told = [(new, stems_of(_updates(new))) for new in news]
    found = [
        Scored(old, new, Alike(share, share), same_besides(old, new), is_number_same=False)
        for old in olds
        if len(old.stems) >= _TOLD_STEMS
        for new, stems in told
        if (share := weights.within(old.stems, stems)) >= _TOLD_FROM
    ]
    return [Pair(one.old, one.new, one.alike, How.PROPOSED, Sure.QUESTION) for one in _greedy(found)]


def _updates(new: Known) -> str:
    action = new.action
    said = (action.update_text, action.year_end_report, *(entry.text for entry in action.progress))
    return " ".join(filter(None, said))


def _scored_as(old: Known, new: Known, alike: Alike, numbers: frozenset[str]) -> Scored:
    is_number_same = old.number is not None and old.number == new.number and old.number in numbers
    return Scored(old, new, alike, same_besides(old, new), is_number_same)


def _certain(one: Scored) -> Pair:
    how = How.NUMBER_AND_TEXT if one.is_number_same else How.TEXT
    return Pair(one.old, one.new, one.alike, how, Sure.CERTAIN)


def _with_twins(one: Scored, scored: Iterable[Scored], chosen: Iterable[Scored]) -> Pair:
    """Give a pair of the same text; a question where an action left over has the same text and as much else in common.

    Of actions that say the very same in everything, it does not matter which is taken.
    """
    placed_old, placed_new = {each.old.position for each in chosen}, {each.new.position for each in chosen}
    twins = [each for each in scored if each.besides >= one.besides and (each.old is one.old) != (each.new is one.new)]
    olds = [e.old for e in twins if e.new is one.new and e.old.position not in placed_old and e.old.key != one.old.key]
    news = [e.new for e in twins if e.old is one.old and e.new.position not in placed_new and e.new.key != one.new.key]
    pair = _certain(one)
    if not olds and not news:
        return pair
    return replace(
        pair,
        how=How.PROPOSED,
        sure=Sure.QUESTION,
        other_old=tuple(sorted(each.position for each in olds)),
        other_new=tuple(sorted(each.position for each in news)),
    )


def _rivals(one: Scored, scored: Iterable[Scored], chosen: Iterable[Scored]) -> list[Scored]:
    """Give the pairs that are about as much alike and share one of the two, unless the other is better placed."""
    by_old = {each.old.position: each.alike.shown for each in chosen}
    by_new = {each.new.position: each.alike.shown for each in chosen}
    found = []
    for other in scored:
        is_near = other.alike.shown >= one.alike.shown - _RIVAL_WITHIN
        if not is_near or (other.old is one.old) == (other.new is one.new):
            continue
        if one.is_number_same and not other.is_number_same:
            continue
        place = by_new.get(other.new.position) if other.old is one.old else by_old.get(other.old.position)
        if place is None or place < other.alike.shown + _RIVAL_WITHIN:
            found.append(other)
    return found


def _greedy(scored: Iterable[Scored]) -> list[Scored]:
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    chosen = []
    for one in sorted(scored, key=Scored.rank):
        if one.old.position not in taken_old and one.new.position not in taken_new:
            taken_old.add(one.old.position)
            taken_new.add(one.new.position)
            chosen.append(one)
    return chosen
