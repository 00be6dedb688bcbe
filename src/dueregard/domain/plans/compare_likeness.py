"""How alike are two actions, and which words do they share?

The one idea: two measures that err in different ways. The order of letters after sorting the words (`likeness`) sees
small edits, and takes any two English sentences of one length for half alike; the share of words in common, weighted by
how rare each is in the two plans, is blind to spelling, and sees at once that two actions have only "ensure" and
"equality" in common. Their mean is what is shown. An action may be known by its title, its text, or both: the
most alike of these counts, save a title that several actions of one plan bear.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from dueregard.domain.plans.likeness import plain_words
from dueregard.domain.plans.model import Action
from dueregard.domain.plans.wording import say_action

_LITTLE_WORDS = frozenset(
    {"a", "all", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its", "of", "on", "or",
     "our", "that", "the", "their", "this", "to", "we", "which", "who", "will", "with"}
)  # fmt: skip
_ENDING = re.compile(r"(?:ing|ed|es|s|e)$")
_SHORTEST_STEM_OF = 5  # letters: "aged" and "ages" are left alone


_WORTH_SPELLING = 0.25  # of the weighted words in common; below it, letters are not looked at


@dataclass(frozen=True, slots=True)
class Face:
    """One of the texts by which an action is known: its words in order of the alphabet, and the set of their stems."""

    plain: str
    stems: frozenset[str]


@dataclass(frozen=True)
class Known:
    """An action as it is matched. `key` is its whole content, so that ties never hang on its place in the plan."""

    position: int
    action: Action
    faces: tuple[Face, ...]

    @cached_property
    def key(self) -> str:
        """Give all that the action says, as one text, without where it stands in its file."""
        action = self.action
        return repr(
            (
                *(face.plain for face in self.faces),
                self.number,
                *secondary(action),
                action.outcome,
                action.update_text,
                action.status,
            )
        )

    @cached_property
    def number(self) -> str | None:
        """Give the printed number, in one spelling."""
        text = self.action.number_text or (str(self.action.number) if self.action.number is not None else "")
        return re.sub(r"[\s.):(]+", ".", text.strip().lower()).strip(".") or None

    @cached_property
    def stems(self) -> frozenset[str]:
        """Give the stems of all its faces."""
        return frozenset().union(*(face.stems for face in self.faces))


def known_actions(actions: Sequence[Action]) -> tuple[Known, ...]:
    """Prepare the actions of one plan."""
    texts = [_texts(action) for action in actions]
    shared = Counter(text for own in texts for text in own)
    prepared = []
    for position, (action, own) in enumerate(zip(actions, texts, strict=True), start=1):
        telling = [text for text in own if shared[text] == 1] or own
        prepared.append(Known(position, action, tuple(map(_face, telling))))
    return tuple(prepared)


def secondary(action: Action) -> tuple[object, ...]:
    """Give what tells two actions of the same words apart: where they stand, who leads, by when, for whom."""
    return (
        action.section,
        action.levels,
        tuple(lead.name for lead in action.leads),
        action.due_date,
        action.timescale_text,
        action.strands,
        action.measure,
    )


def same_besides(first: Known, second: Known) -> int:
    """Count what two actions have in common besides their words; the number counts like any other."""
    pairs = zip((first.number, *secondary(first.action)), (second.number, *secondary(second.action)), strict=True)
    return sum(1 for one, other in pairs if one and one == other)


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike two actions are: by letters, by weighted words; `shown` is the mean."""

    letters: float
    words: float

    @property
    def shown(self) -> float:
        """Give the one number that is shown."""
        return round((self.letters + self.words) / 2, 3)


class Weights:
    """How much each word tells: rare ones much, those of every action little. The same for both plans."""

    def __init__(self, actions: Iterable[Known]) -> None:
        counted: Counter[str] = Counter()
        total = 0
        for one in actions:
            counted.update(one.stems)
            total += 1
        self._of: Mapping[str, float] = {stem: math.log(1 + total / count) for stem, count in counted.items()}
        self._faces: dict[str, float] = {}
        self._sums: dict[frozenset[str], float] = {}

    def weigh(self, stems: Iterable[str]) -> float:
        """Add up words, exactly: a plain sum of floats hangs on the order of a set, which differs from run to run."""
        return math.fsum(self._of[stem] for stem in stems)

    def alike(self, first: Known, second: Known) -> Alike:
        """Say how alike two actions are by the faces that are most alike; nought where few words are shared."""
        best = Alike(0.0, 0.0)
        for one in first.faces:
            for other in second.faces:
                if one.plain == other.plain and one.plain:
                    return Alike(1.0, 1.0)
                words = self._share(one, other)
                if words < _WORTH_SPELLING:
                    continue
                found = Alike(fuzz.ratio(one.plain, other.plain) / 100, words)
                best = max(best, found, key=lambda each: (each.shown, each.letters))
        return best

    def index(self, actions: Iterable[Known]) -> Index:
        """Prepare actions to be looked up by the words they share with another."""
        return Index(self, actions)

    def within(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """Say how much of `part` stands in `whole`, between 0 and 1."""
        both = part & whole
        if not both:
            return 0.0
        if part not in self._sums:
            self._sums[part] = self.weigh(part)
        return self.weigh(both) / self._sums[part]

    def _share(self, first: Face, second: Face) -> float:
        both = first.stems & second.stems
        return 2 * self.weigh(both) / (self._of_face(first) + self._of_face(second)) if both else 0.0

    def _of_face(self, face: Face) -> float:
        if face.plain not in self._faces:
            self._faces[face.plain] = self.weigh(face.stems)
        return self._faces[face.plain]


_SPARE = 0.9 * _WORTH_SPELLING / 2  # a little less than must be shared, so that rounding never loses a pair


class Index:
    """Actions by their words, to find those that may share enough with another without looking at all of them.

    Two faces share at least `_WORTH_SPELLING` of their words only if they share that part, halved, of either one's. So
    the commonest words of a face may be left out of the search as long as all of them together weigh less.
    """

    def __init__(self, weights: Weights, actions: Iterable[Known]) -> None:
        self._weights = weights
        self._by_stem: dict[str, list[Known]] = {}
        self._by_text: dict[str, list[Known]] = {}
        for one in actions:
            for stem in one.stems:
                self._by_stem.setdefault(stem, []).append(one)
            for face in one.faces:
                self._by_text.setdefault(face.plain, []).append(one)

    def near(self, one: Known) -> list[Known]:
        """Give the actions that may be alike enough to be looked at, in the order of their plan."""
        found: dict[int, Known] = {}
        for face in one.faces:
            for other in self._by_text.get(face.plain, ()):
                found[other.position] = other
            for stem in self._telling(face):
                for other in self._by_stem.get(stem, ()):
                    found[other.position] = other
        return [found[position] for position in sorted(found)]

    def _telling(self, face: Face) -> Iterator[str]:
        """Give the rarest words of a face, leaving out common ones that alone could never be enough."""
        common = sorted(face.stems, key=lambda stem: (len(self._by_stem.get(stem, ())), stem), reverse=True)
        spare = _SPARE * self._weights.weigh(face.stems)
        for stem in common:
            spare -= self._weights.weigh((stem,))
            if spare < 0:
                yield stem


def stems_of(text: str) -> frozenset[str]:
    """Give the telling words of a text without their endings.

    >>> sorted(stems_of("Training for all managers")), sorted(stems_of("train the manager"))
    (['manager', 'train'], ['manager', 'train'])
    """
    words = (word for word in plain_words(text).split() if word not in _LITTLE_WORDS)
    return frozenset(_ENDING.sub("", word) if len(word) >= _SHORTEST_STEM_OF else word for word in words)


def _texts(action: Action) -> tuple[str, ...]:
    texts = (action.action_title or "", action.action_text, say_action(action))
    seen: dict[str, str] = {}
    for text in texts:
        plain = " ".join(sorted(plain_words(text).split()))
        if plain:
            seen.setdefault(plain, text)
    return tuple(seen.values()) or (action.action_text,)


def _face(text: str) -> Face:
    return Face(" ".join(sorted(plain_words(text).split())), stems_of(text))
