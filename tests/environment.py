"""Makes every test run in the test environment, before Django is imported: `-p environment` in pyproject.toml."""

import os

os.environ["DUEREGARD_ENV"] = "test"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's synchronous interface keeps a loop running
