"""Which category does each value of a column belong to? Placed, proposed to a person, or not placed; never guessed.

The one idea: a value is *placed* only where a person has said so before (remembered), a named scheme has its code, or
its wording is listed. Whatever is merely alike, or may be more than one category, is *proposed*: a person decides, and
the decision is remembered for next time. Everything else is *unplaced* and stays in the counts as such.
It refuses to read a bare code without its scheme, to take a group for one of its categories, and to work out one
characteristic from another. Values are for those who map the column: they are never logged or put in an error.

Source:  the wordings and steps that `wording`, `schemes` and `crosswalks` read, each with its source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from dueregard.terms.classifications.catalogue import classification
from dueregard.terms.classifications.model import Classification
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.mappings import schemes
from dueregard.terms.mappings.ages import ages_of
from dueregard.terms.mappings.crosswalks import Quality, Step, band_step, crosswalk
from dueregard.terms.mappings.wording import Ambiguous, lexicon, no_answers, plain, with_slashes

State = Literal["placed", "proposed", "unplaced"]
How = Literal[
    "remembered", "scheme", "label", "synonym", "finer", "no_answer", "age", "ambiguous", "group", "alike", "code", ""
]

_MOST_CANDIDATES = 5
_MOST_ALIKE = 500  # distinct values that are held against all wordings; a free-text column has more, and no use for it
_EMPTY = re.compile(r"[\s\-–—−._?*/]*")
"""What people and programs leave in a cell that holds nothing. Another sign alone is not read as one of these."""
_LEAD = re.compile(r"^\s*(-?\w{1,3})\s*(?:[-–—:.)=]\s*|\s)(?=\S*[^\W\d])")
"""A code before its label, as in "A - White British" or "13 White British"; what follows must hold a letter."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A category that a value may belong to; `likeness` from 0 to 1, None where it is listed as possible."""

    code: str
    label: str
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class PlacedValue:
    """One distinct value: on how many rows it stands, what became of it, how, and what a person should know.

    `code` is given only where `state` is "placed". `quality` says how the value stands to the category (see
    `crosswalks`). `rows` is a raw count: show it through `coverage`, never as it is.
    """

    value: str
    rows: int
    state: State
    code: str | None = None
    how: How = ""
    quality: Quality | None = None
    note: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """What became of every distinct value of a column, in the order of first sight."""

    classification: str
    scheme: str | None
    values: tuple[PlacedValue, ...]

    def codes(self) -> dict[str, str]:
        """Give the code of each value that was placed, by the value as it was written."""
        return {one.value: one.code for one in self.values if one.code is not None}

    def of(self, state: State) -> tuple[PlacedValue, ...]:
        """Give the values in a state."""
        return tuple(one for one in self.values if one.state == state)


def place(
    values: Mapping[str | None, int] | Mapping[str, int] | Iterable[str | None],
    *,
    as_: str = "ethnic_group_19",
    scheme: str | None = None,
    remembered: Mapping[str, str] | None = None,
    alike_from: float = 0.8,
) -> Placement:
    """Place each distinct value of a column.

    Takes:   the values, or how many rows each stands on; `as_`, the classification; `scheme`, the coding scheme the
             column was kept in, if a person has named one; `remembered`, what people decided before (value to code);
             `alike_from`, the likeness from which a category is proposed (above 1: never).
    Raises:  UsedWrongly where the classification or the scheme is not known, or a remembered code is not in it.

    >>> [(v.value, v.state, v.code) for v in place(["White - Irish", "Pakastani", "13"]).values]
    [('White - Irish', 'placed', 'white_irish'), ('Pakastani', 'proposed', None), ('13', 'unplaced', None)]
    """
    reader = _Reader(classification(as_), scheme, _checked(remembered or {}, as_), alike_from)
    counted: Counter[str] = Counter()
    for value, rows in values.items() if isinstance(values, Mapping) else ((value, 1) for value in values):
        counted[value or ""] += rows
    return Placement(as_, scheme, tuple(reader.read(value, rows=rows) for value, rows in counted.items()))


def _checked(remembered: Mapping[str, str], as_: str) -> dict[str, str]:
    wrong = sorted({code for code in remembered.values() if not classification(as_).has(code)})
    if wrong:
        raise UsedWrongly(
            f"What was remembered names categories that {classification(as_).title} does not have: {', '.join(wrong)}.",
            mend="Correct or remove them.",
        )
    return {plain(value): code for value, code in remembered.items()}


class _Reader:
    """Reads values one by one; keeps what they have in common."""

    def __init__(
        self, target: Classification, scheme: str | None, remembered: Mapping[str, str], alike_from: float
    ) -> None:
        self.target, self.scheme, self.remembered, self.alike_from = target, scheme, remembered, alike_from
        self.own = lexicon(target.key)
        self.finer = lexicon(self.own.finer) if self.own.finer else None
        self.slashed = {**(self.finer.ambiguous if self.finer else {}), **self.own.ambiguous}
        self.under_scheme = schemes.also_known(scheme) if scheme else {}
        if scheme:
            schemes.codes(scheme, target.key)  # a scheme of another subject is refused at once
        self.held_against_all = 0
        self.all_forms: Mapping[str, str] | None = None

    def read(self, value: str, *, rows: int) -> PlacedValue:
        words = plain(value)
        if words in self.remembered:
            return PlacedValue(value, rows, "placed", self.remembered[words], "remembered", "exact")
        for found in self._ways(value, words):
            if found is not None:
                how, outcome = found
                return self._made(value, rows, how, outcome)
        return self._alike(value, words, rows)

    def _ways(self, value: str, words: str) -> Iterable[tuple[How, Step | Ambiguous] | None]:
        """Give what each way of reading finds; the first that finds anything counts."""
        yield self._by_scheme(value, words)
        yield ("no_answer", Step("not_known", "exact")) if _EMPTY.fullmatch(value) else None
        yield self._by_words(value, words)
        yield self._by_age(value)
        yield self._by_words_after_code(value)
        if schemes.is_bare_code(value):
            yield "code", Ambiguous("A code means nothing without its scheme: name the scheme.")

    def _by_scheme(self, value: str, words: str) -> tuple[How, Step | Ambiguous] | None:
        if not self.scheme:
            return None
        code = self.under_scheme.get(words, value)
        step = schemes.read_code(code, key=self.scheme, target=self.target.key)
        return ("scheme", step) if step is not None else None

    def _by_words(self, value: str, words: str) -> tuple[How, Step | Ambiguous] | None:
        own, none = self.own, no_answers()
        if self.target.has(value.strip()):
            return "label", Step(value.strip(), "exact")
        if "/" in value and (joined := with_slashes(value)) in self.slashed:
            return "ambiguous", self._carried(self.slashed[joined]) if self.finer else self.slashed[joined]
        if words in own.labels:
            return self._own("label", own.labels[words])
        if words in own.ambiguous:
            return "ambiguous", own.ambiguous[words]
        if words in own.synonyms:
            return self._own("synonym", own.synonyms[words])
        if words in none.synonyms:
            return "no_answer", Step(none.synonyms[words], "exact")
        found = self._by_finer(words)
        if found is None and words in none.ambiguous:
            return "ambiguous", none.ambiguous[words]
        return found

    def _own(self, how: How, code: str) -> tuple[How, Step | Ambiguous]:
        if self.target.has(code):
            return how, Step(code, "exact")
        members = tuple(member.code for member in self.target.members(code))
        return "group", Ambiguous("It names a group, not one of its categories.", members)

    def _by_finer(self, words: str) -> tuple[How, Step | Ambiguous] | None:
        """Look a value up in the more detailed classification, and take the step from there."""
        if self.finer is None or self.own.finer is None:
            return None
        if words in self.finer.ambiguous:
            return "ambiguous", self._carried(self.finer.ambiguous[words])
        code = self.finer.labels.get(words) or self.finer.synonyms.get(words)
        if code is None:
            return None
        detailed = classification(self.own.finer)
        if self.target.has(code) and not detailed.has(code):
            return "finer", Step(code, "exact")
        steps = [crosswalk(detailed.key, self.target.key)[member.code] for member in detailed.members(code)]
        if len({step.code for step in steps}) == 1:
            return "finer", steps[0] if len(steps) == 1 else Step(steps[0].code, "narrower", steps[0].note)
        return "group", self._carried(
            Ambiguous("It names a group that is more than one category.", tuple(m.code for m in detailed.members(code)))
        )

    def _carried(self, found: Ambiguous) -> Ambiguous:
        """Give what a wording may be in the target, from what it may be in the more detailed classification."""
        assert self.own.finer is not None  # only called where there is one
        steps = crosswalk(self.own.finer, self.target.key)
        codes = (steps[code].code if code in steps else code for code in found.may_be)
        return Ambiguous(found.why, tuple(dict.fromkeys(code for code in codes if code is not None)), found.complete)

    def _by_age(self, value: str) -> tuple[How, Step | Ambiguous] | None:
        if self.target.characteristic != "age":
            return None
        ages = ages_of(value)
        return ("age", band_step(*ages, self.target)) if ages is not None else None

    def _by_words_after_code(self, value: str) -> tuple[How, Step | Ambiguous] | None:
        """Read "A - White British": the label counts, and must agree with the code where a scheme is named."""
        lead = _LEAD.match(value)
        if lead is None or not schemes.is_bare_code(lead[1]):
            return None
        rest = value[lead.end() :]
        found = self._by_words(rest, plain(rest))
        by_code = self._by_scheme(lead[1], plain(lead[1]))
        if found is None and by_code is not None and isinstance(by_code[1], Step) and by_code[1].code:
            return "ambiguous", Ambiguous("It begins with a code, but its words are not known.", (by_code[1].code,))
        if found is None or by_code is None:
            return found
        codes = [outcome.code for _, outcome in (found, by_code) if isinstance(outcome, Step) and outcome.code]
        if len(codes) == 2 and codes[0] != codes[1]:
            return "ambiguous", Ambiguous("The code and the words beside it disagree.", tuple(codes))
        return by_code

    def _made(self, value: str, rows: int, how: How, outcome: Step | Ambiguous) -> PlacedValue:
        if isinstance(outcome, Step):
            if outcome.code is None:
                return PlacedValue(value, rows, "unplaced", how=how, note=outcome.note)
            return PlacedValue(value, rows, "placed", outcome.code, how, outcome.quality, outcome.note)
        if outcome.complete and len(outcome.may_be) == 1:
            return PlacedValue(value, rows, "placed", outcome.may_be[0], how, "narrower")
        candidates = tuple(Candidate(code, self.target.category(code).name) for code in outcome.may_be)
        state: State = "proposed" if candidates else "unplaced"
        return PlacedValue(value, rows, state, how=how, note=outcome.why, candidates=candidates)

    def _alike(self, value: str, words: str, rows: int) -> PlacedValue:
        self.held_against_all += 1
        if len(words) < 4 or self.held_against_all > _MOST_ALIKE or self.alike_from > 1:
            return PlacedValue(value, rows, "unplaced", note="No wording that is listed is like it.")
        best: dict[str, float] = {}
        for form, likeness, _ in process.extract(
            words, list(self._forms()), scorer=fuzz.token_sort_ratio, score_cutoff=self.alike_from * 100, limit=20
        ):
            code = self._forms()[form]
            best[code] = max(best.get(code, 0.0), likeness / 100)
        ranked = sorted(best.items(), key=lambda item: -item[1])[:_MOST_CANDIDATES]
        if not ranked:
            return PlacedValue(value, rows, "unplaced", note="No wording that is listed is like it.")
        candidates = tuple(Candidate(code, self.target.category(code).name, round(like, 2)) for code, like in ranked)
        return PlacedValue(
            value, rows, "proposed", how="alike", note="It is like a listed wording.", candidates=candidates
        )

    def _forms(self) -> Mapping[str, str]:
        """Give every wording and its category; made only once a value needs it."""
        if self.all_forms is None:
            forms: dict[str, str] = {}
            if self.finer is not None and self.own.finer is not None:
                steps = crosswalk(self.own.finer, self.target.key)
                for form, code in {**self.finer.synonyms, **self.finer.labels}.items():
                    carried = steps[code].code if code in steps else None
                    if carried is not None:
                        forms[form] = carried
            forms |= no_answers().synonyms
            forms |= {**self.own.synonyms, **self.own.labels}
            self.all_forms = {form: code for form, code in forms.items() if self.target.has(code)}
        return self.all_forms
