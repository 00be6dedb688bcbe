"""Production does not start half set: it says everything that is missing at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

WHOLE = {
    "DUEREGARD_ENV": "production",
    "DATABASE_URL": "postgresql://dueregard:x@127.0.0.1:5432/dueregard",
    "DUEREGARD_SITE_URL": "https://equality.example",
    "DUEREGARD_SECRET_KEY": "k" * 60,
    "DUEREGARD_LEDGER_KEY_FILE": "/data/ledger.key",
    "DUEREGARD_SECURITY_CONTACT": "mailto:security@equality.example",
    "DUEREGARD_MAIL_FROM": "noreply@equality.example",
    "DUEREGARD_SMTP_URL": "smtp://mail.example:587",
}


def _start(tmp_path: Path, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DUEREGARD_DATA": str(tmp_path), **settings}
    command = [sys.executable, "-c", "import dueregard.web.settings"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_production_whole(tmp_path: Path) -> None:
    run = _start(tmp_path, WHOLE)

    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "DUEREGARD_ENV"])
def test_production_without(tmp_path: Path, name: str) -> None:
    run = _start(tmp_path, {k: v for k, v in WHOLE.items() if k != name})

    assert run.returncode != 0
    assert name in run.stderr


def test_production_names_all_at_once(tmp_path: Path) -> None:
    run = _start(tmp_path, {"DUEREGARD_ENV": "production"})

    assert all(name in run.stderr for name in WHOLE if name != "DUEREGARD_ENV")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DUEREGARD_SECRET_KEY", "short", "too short"),
        ("DUEREGARD_SITE_URL", "http://equality.example", "https://"),
        ("DUEREGARD_DEBUG", "yes", "cannot be on in production"),
        ("DUEREGARD_ENV", "prodction", "write one of"),
        ("DUEREGARD_TRUSTED_PROXIES", "one", "whole number"),
        ("DUEREGARD_HTTPS_REDIRECT", "perhaps", "yes or no"),
        ("DUEREGARD_OIDC_URL", "https://sso.example", "DUEREGARD_OIDC_CLIENT_ID"),
        ("DATABASE_URL", "mysql://x/y", "postgresql://"),
    ],
)
def test_production_refuses(tmp_path: Path, name: str, value: str, said: str) -> None:
    run = _start(tmp_path, {**WHOLE, name: value})

    assert run.returncode != 0
    assert said in run.stderr
