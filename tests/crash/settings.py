"""The real settings with the ledger alone: crash tests start many processes, and only the ledger is on trial."""

from dueregard.web.settings import *  # noqa: F403 (a settings file)

INSTALLED_APPS = ["dueregard.web.ledger"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "crash.urls"
