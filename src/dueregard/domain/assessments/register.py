"""What stands in the register of policies, in words: the kinds of things, and what may change around them?

The one idea: one list of codes with the words for each, for pages, files and what is read from files.
"""

from __future__ import annotations

KINDS = {
    "policy": "policy",
    "service": "service",
    "strategy": "strategy",
    "project": "project",
    "budget_line": "budget line",
    "commissioning": "commissioning",
    "procurement": "procurement",
}
CHANGES = {
    "law": "a law changed",
    "figures": "the figures changed",
    "definition": "a definition changed",
    "other": "something else changed",
}
_ALSO = {
    "policies": "policy", "services": "service", "function": "service", "strategies": "strategy", "plan": "strategy",
    "programme": "project", "projects": "project", "budget": "budget_line", "saving": "budget_line",
    "savings": "budget_line", "commissioned service": "commissioning", "contract": "procurement",
    "tender": "procurement",
}  # fmt: skip


def kind_of_words(text: str) -> str | None:
    """Give the code of a kind from a council's word for it; None for a word that is not known.

    >>> kind_of_words("Budget line"), kind_of_words("Contract"), kind_of_words("Thing")
    ('budget_line', 'procurement', None)
    """
    word = " ".join(text.replace("_", " ").split()).casefold()
    by_words = {words: code for code, words in KINDS.items()}
    return by_words.get(word) or _ALSO.get(word)
