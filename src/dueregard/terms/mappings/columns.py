"""Which classification may a column be? Proposals, ranked, from its heading and its values; a person chooses.

The one idea: values count for most. A classification is proposed for the share of rows with an answer whose wordings
it has; the heading adds to it. Values that say little by themselves (yes, no, bare numbers) count only under a heading
that fits, and codes only as a question: under which scheme were they kept?
It refuses to take a proposal for a decision: two classifications with the same words may mean different questions, and
"Gender" over a column does not say whether sex or gender identity was asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from dueregard.terms.classifications.catalogue import classifications
from dueregard.terms.classifications.model import Classification
from dueregard.terms.mappings import schemes
from dueregard.terms.mappings.placing import PlacedValue, place
from dueregard.terms.mappings.wording import lexicon, plain

_MOST_VALUES = 300  # distinct values looked at, the most frequent first
_VALUES_WEIGH, _HEADING_WEIGHS = 0.75, 0.25
_LEAST_SHARE, _LEAST_SHARE_UNDER_HEADING = 0.6, 0.3
_HEADING_FITS = 0.85
_SAYS_LITTLE = frozenset({"yes", "no", "y", "n", "true", "false", "other", "none"})
_QUALITY = {"exact": 1.0, "narrower": 0.9, "broader": 0.8}
_LEAST_CODES = 0.8  # of the distinct codes in a column: a few are always mistyped
_TO_BE_ASKED = 0.5  # what a value weighs that the classification knows, but asks about
_STANDING = ("statutory", "official", "in_development", "harmonised", "scheme", "custom", "local")
_NOTHING_ALIKE = 2.0  # no likeness reaches it: proposals are made from what is known, and quickly


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """A classification that a column may be: its key and characteristic, how sure (0 to 1), and why.

    `share` is the share of rows with an answer that it can place; `scheme` names a coding scheme under which most
    values are codes, to be asked about; the share is then of the rows whose code it knows.
    """

    classification: str
    characteristic: str | None
    score: float
    share: float
    heading_fits: bool
    scheme: str | None = None
    why: str = ""


def propose_classification(heading: str, values: Mapping[str, int]) -> tuple[ColumnProposal, ...]:
    """Say which classifications a column may be, the likeliest first; nothing where it is of no such kind.

    Takes:   the heading as written, and on how many rows each distinct value stands.

    >>> found = propose_classification("Ethnic Origin Desc", {"White - British": 80, "Indian": 12, "Refused": 4})
    >>> found[0].classification, found[0].share
    ('ethnic_group_19', 1.0)
    >>> propose_classification("Colour of bin", {"Green": 10, "Blue": 3})
    ()
    """
    most = dict(sorted(values.items(), key=lambda item: -item[1])[:_MOST_VALUES])
    words = plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading))
    found = [one for target in classifications().values() for one in _proposals(target, words, most)]
    return tuple(sorted(found, key=lambda one: (-one.score, *_preference(one.classification))))


def heading_likeness(heading: str, target: Classification) -> float:
    """Say how well a heading fits a classification, 0 to 1: all words of one of its usual headings, in any order.

    >>> heading_likeness("Employee Ethnic Origin", classifications()["ethnic_group_19"])
    1.0
    """
    words = plain(heading)
    return max((_fit(plain(one), words) for one in target.headings if words), default=0.0)


def _fit(usual: str, words: str) -> float:
    return 1.0 if set(usual.split()) <= set(words.split()) else fuzz.token_sort_ratio(usual, words) / 100


def _proposals(target: Classification, words: str, values: Mapping[str, int]) -> tuple[ColumnProposal, ...]:
    fits = heading_likeness(words, target) >= _HEADING_FITS
    placed = place(values, as_=target.key, alike_from=_NOTHING_ALIKE).values
    answered = [one for one in placed if not _is_no_answer(one, target)]
    rows = sum(one.rows for one in answered)
    if not rows:
        return ()
    codes = [one for one in answered if schemes.is_bare_code(one.value)]
    if fits and len(codes) == len(answered) and target.characteristic != "age":
        under = _asked_about(target, codes)
        if under:
            return under
    weighed = sum(one.rows * _QUALITY[one.quality] for one in answered if one.quality and _counts(one, target, fits))
    share = sum(one.rows for one in answered if one.code is not None and _counts(one, target, fits)) / rows
    asked = sum(one.rows for one in answered if fits and one.state == "proposed") / rows
    if share + asked < (_LEAST_SHARE_UNDER_HEADING if fits else _LEAST_SHARE):
        return ()
    score = _VALUES_WEIGH * (weighed / rows + asked * _TO_BE_ASKED) + _HEADING_WEIGHS * fits
    why = "Its values and its heading fit." if fits else "Its values fit; its heading does not say so."
    return (ColumnProposal(target.key, target.characteristic, round(score, 3), round(share, 3), fits, why=why),)


def _asked_about(target: Classification, codes: list[PlacedValue]) -> tuple[ColumnProposal, ...]:
    why = "Its heading fits and its values are codes: under which scheme were they kept?"
    score = (_VALUES_WEIGH + _HEADING_WEIGHS) / 2
    return tuple(
        ColumnProposal(target.key, target.characteristic, score, _known(one.key, target, codes), True, one.key, why)
        for one in schemes.schemes_of((one.value for one in codes), target=target.key, least=_LEAST_CODES)
        if one.into[0] == target.key or target.key in one.into or _is_newest(target)
    )


def _known(key: str, target: Classification, codes: list[PlacedValue]) -> float:
    """Give the share of rows whose code a scheme knows."""
    known = sum(one.rows for one in codes if schemes.read_code(one.value, key=key, target=target.key) is not None)
    return round(known / sum(one.rows for one in codes), 3)


def _is_newest(target: Classification) -> bool:
    """Codes of an older list are proposed for the newest and most detailed list of their subject."""
    return target.standing == "official" and target.version == "2021" and lexicon(target.key).finer is None


def _is_no_answer(one: PlacedValue, target: Classification) -> bool:
    return one.code is not None and target.category(one.code).kind != "value"


def _counts(one: PlacedValue, target: Classification, fits: bool) -> bool:
    """Say whether a placed value counts: yes, no and bare numbers only under a heading that fits."""
    if fits:
        return True
    return plain(one.value) not in _SAYS_LITTLE and not one.value.strip().replace(".", "").isdigit()


def _preference(key: str) -> tuple[int, int]:
    """Between classifications that fit equally, the more official comes first, then the one with fewer categories."""
    target = classifications()[key]
    return _STANDING.index(target.standing), len(target.values)
