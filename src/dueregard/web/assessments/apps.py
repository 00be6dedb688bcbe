"""The assessments app tells the ledger its words and the jobs what they can do.

The one idea: each topic brings its own. Every file `queries/words_….py` gives `WORDS`, and every file of `actions` is
imported, so that the jobs in it are registered; so is every file `queries/beside_….py`, which leaves with the plans
what stands beside a page of theirs. A topic that is added is found by itself (docs/decisions/0024).
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Registers the sentences of the ledger and the kinds of jobs."""

    name = "dueregard.web.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Gather what the topics bring."""
        from dueregard.web.assessments import actions, queries
        from dueregard.web.ledger.queries import register_words

        words: dict[str, Any] = {}
        for found in iter_modules(queries.__path__):
            if found.name.startswith("words_"):
                words |= import_module(f"{queries.__name__}.{found.name}").WORDS
            if found.name.startswith("beside_"):
                import_module(f"{queries.__name__}.{found.name}")
        register_words(words)
        for found in iter_modules(actions.__path__):
            import_module(f"{actions.__name__}.{found.name}")
