"""Which words does an action hold, and which of a plan's words did somebody mean?

The one idea: a search word is compared with the words that really occur in the plan (`PlanWord`), so that a misspelt
word finds what it is likest to, in any database, without a search engine and in any language. Words are compared
folded: lower case, without accents, so that "Siân" is found by "sian".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from dueregard.domain.plans import model as domain
from dueregard.domain.plans.tree import path_of

LIKENESS = 80
_LONGEST = 40
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def folded(text: str) -> str:
    """Give a text in lower case, without accents.

    >>> folded("Siân’s CAFÉ")
    "sian's cafe"
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_in(text: str) -> set[str]:
    """Give the folded words of three letters and more.

    >>> sorted(words_in("Train all staff by Q3"))
    ['all', 'staff', 'train']
    """
    return {word[:_LONGEST] for word in _WORD.findall(folded(text)) if len(word) > 2}


def searchable(action: domain.Action) -> str:
    """Give the folded text in which an action is searched: all that is said of it."""
    texts = [
        action.action_title,
        action.action_text,
        action.how,
        *path_of(action),
        *action.commitments,
        *(part.text for part in action.sub_actions),
        *action.links,
        *(lead.name for lead in action.leads),
        *action.partners,
        *action.monitored_by,
        action.measure,
        *(measure.name for measure in action.measures),
        action.expected_outcome,
        action.update_text,
        *(entry.text for entry in action.progress),
        action.year_end_report,
    ]
    return folded(" ".join(dict.fromkeys(text for text in texts if text)))


def likely_words(asked: str, *, among: Iterable[str]) -> tuple[str, ...]:
    """Give the words somebody may have meant by one word, itself first.

    A word of fewer than four letters is taken as it is: too many are like it.

    >>> likely_words("lesure", among=["leisure", "library"])
    ('lesure', 'leisure')
    """
    word = folded(asked)
    if len(word) < 4 or word.isdigit():
        return (word,)
    found = process.extract(word, among, scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=8)
    return tuple(dict.fromkeys((word, *(match for match, _score, _place in found))))
