"""The mail app registers the job that sends and the sentences of the ledger."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Imports every file of actions, so that the jobs in it are registered."""

    name = "dueregard.web.mail"
    label = "mail"

    def ready(self) -> None:
        """Register what can be done, and our sentences."""
        from dueregard.web.ledger.queries import register_words
        from dueregard.web.mail import actions
        from dueregard.web.mail.queries.words import WORDS

        register_words(WORDS)
        for found in iter_modules(actions.__path__):
            import_module(f"{actions.__name__}.{found.name}")
