"""The app as Django knows it."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger: the lowest app but `ui`; every other records here."""

    name = "dueregard.web.ledger"
    label = "ledger"
    verbose_name = "Ledger"
