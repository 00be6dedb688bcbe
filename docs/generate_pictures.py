"""Take the pictures of the documents from the running demo, so that they show what is there.

Needs Chromium (CHROMIUM names it where it is not /usr/bin/chromium). Starts a demo of its own and stops it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from dueregard.cli import demo
from dueregard.demo.council import ALDERMERE

PICTURES = Path(__file__).resolve().parent / "pictures"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def _public_plan(page: Page, address: str) -> None:
    page.goto(f"{address}/{ALDERMERE.slug}/")
    page.locator("main h2 a").first.click()
    page.screenshot(
        path=PICTURES / "public-plan.png", clip={"x": 0, "y": 0, "width": 1280, "height": 1240}, full_page=True
    )


if __name__ == "__main__":
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder)
        port = demo.free_port(0, once=True)
        demo.build(place, port=port)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=list(FLAGS)
        )
        with demo.running(place, port=port) as where:
            _public_plan(browser.new_page(viewport={"width": 1280, "height": 900}), where)
        browser.close()
