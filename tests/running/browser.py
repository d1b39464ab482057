"""A Chromium for journeys, found on the PATH, or a skip that says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.running.exchange import RunningExchange

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start a headless Chromium. Skips the test where none is installed."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"needs a Chromium on the PATH ({', '.join(NAMES)}); skipped")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def sign_in(*, page: Page, exchange: RunningExchange, who: str) -> None:
    """Sign in as one of the demonstration's people, in a session of its own."""
    account = exchange.accounts()[who]
    page.context.clear_cookies()
    page.goto(f"{exchange.url}/sign-in/")
    page.locator("main input[type=email], main input[name=username]").first.fill(account["email"])
    page.locator("main input[type=password]").fill(account["password"])
    page.locator("main form[action='/sign-in/'] button.btn").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
