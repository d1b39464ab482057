"""In a browser: sign up, confirm by mail, add an app and sign in with it, invite a colleague who joins; a passkey."""

from __future__ import annotations

import email
import email.policy
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.running.exchange import RunningExchange, start_exchange

pytestmark = pytest.mark.browser

PASSWORD = "a long enough phrase"


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningExchange]:
    with start_exchange(home=tmp_path_factory.mktemp("joining") / "home", demo=False) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


def link_for(address: str, *, exchange: RunningExchange, part: str) -> str:
    """Return the newest link with this part that was mailed to an address."""
    found: list[str] = []
    for path in sorted((exchange.home / "mail").glob("*.log"), key=lambda each: each.stat().st_mtime_ns):
        found += links_in(path, address=address, part=part)
    assert found, f"no mail to {address} with {part}"
    return found[-1]


def links_in(path: Path, *, address: str, part: str) -> list[str]:
    links: list[str] = []
    for text in path.read_text(encoding="utf-8").split("-" * 79):
        message = email.message_from_string(text.strip(), policy=email.policy.default)
        if message["To"] == address:
            links += re.findall(rf"http://[^\s]*{part}[^\s]*", str(message.get_content()))
    return links


def sign_up(page: Page, *, exchange: RunningExchange, name: str, address: str) -> None:
    page.goto(f"{exchange.url}/sign-up/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("form[action='/sign-up/'] button.btn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    page.goto(link_for(address, exchange=exchange, part="/sign-in/confirm/"))
    page.get_by_role("button", name="Confirm").click()


def sign_in(page: Page, *, url: str, address: str) -> None:
    page.goto(f"{url}/sign-in/")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("form[action='/sign-in/'] button.btn").click()


def test_a_newcomer_joins_keeps_the_account_by_an_app_and_invites_a_colleague(
    browser: Browser, context: BrowserContext, exchange: RunningExchange
) -> None:
    page = context.new_page()
    sign_up(page, exchange=exchange, name="Nora Lind", address="nora@lind.example")
    sign_in(page, url=exchange.url, address="nora@lind.example")
    page.wait_for_url("**/account/")

    page.goto(f"{exchange.url}/account/security/app/")
    key = page.locator("#totp-key").inner_text()
    page.get_by_role("textbox", name="Code").fill(digits(key))
    page.get_by_role("button", name="Add the app").click()
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    code = page.locator("#recovery-codes li").first.inner_text()
    context.clear_cookies()
    sign_in(page, url=exchange.url, address="nora@lind.example")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.get_by_role("textbox", name="Code").fill(code)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/account/")

    page.goto(f"{exchange.url}/organizations/")
    page.get_by_label("Legal name").fill("Lind Papper AB")
    page.get_by_label("Name", exact=True).fill("Lind Papper")
    page.get_by_label("Country").select_option("SE")
    page.get_by_role("button", name="Record the company").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lind Papper")
    page.locator("#invite_email").fill("olle@lind.example")
    page.get_by_label("Buyer:").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("olle@lind.example")

    with browser.new_context() as other:
        guest = other.new_page()
        guest.goto(link_for("olle@lind.example", exchange=exchange, part="/invitations/"))
        guest.get_by_role("link", name="Sign up").click()
        guest.get_by_label("Name").fill("Olle Ek")
        expect(guest.get_by_label("E-mail address")).to_have_value("olle@lind.example")
        guest.get_by_label("Password").fill(PASSWORD)
        guest.locator("form[action='/sign-up/'] button.btn").click()
        guest.get_by_role("button", name="Join").click()
        expect(guest.get_by_role("row", name="Olle Ek")).to_contain_text("Buyer")


def test_a_passkey_is_added_and_then_opens_the_account_alone(
    context: BrowserContext, exchange: RunningExchange
) -> None:
    url = exchange.url.replace("127.0.0.1", "localhost")
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_up(page, exchange=exchange, name="Per Ask", address="per@ask.example")
    sign_in(page, url=url, address="per@ask.example")
    page.wait_for_url("**/account/")

    page.goto(f"{url}/account/security/passkeys/add/")
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    context.clear_cookies()
    page.goto(f"{url}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.wait_for_url("**/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Per Ask")


def digits(key: str) -> str:
    return str(format_hotp_value(hotp_value(key, int(time.time()) // 30)))
