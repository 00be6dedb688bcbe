"""The accounts app tells the ledger its words."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Registers the sentences in which the ledger tells what happened to people and their tokens."""

    name = "dueregard.web.accounts"

    def ready(self) -> None:
        """Hand the ledger our sentences."""
        from dueregard.web.ledger.queries import register_words

        words: dict[str, Any] = {
            "accounts.person_made": _("Made an account for {full_name}"),
            "accounts.person_changed": _("Changed account details"),
            "accounts.person_ended": _("Ended an account"),
            "accounts.person_brought_back": _("Brought back an account"),
            "accounts.password_set": _("Set a password"),
            "accounts.token_made": _("Made a token that works until {expires_on}"),
            "accounts.token_revoked": _("Revoked a token"),
            "accounts.single_sign_on_connected": _("Connected single sign-on"),
            "accounts.setup_code_made": _("Made a set-up code"),
        }
        register_words(words)
