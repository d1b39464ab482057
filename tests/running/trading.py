"""What happens to a lot between its rating and a certificate, in a browser: priced, listed, bought, paid, retired."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.running.exchange import RunningExchange

COST = {
    "project": "10.00",
    "registry_fee": "0.24",
    "verification": "0.40",
    "fx": "0.08",
    "tax": "0",
    "handling": "0.28",
}
"""Eleven dollars a tonne, of which 3.250 t cost whole cents in every part."""
TONNES, TOTAL = "3.250", "35.75"


def price_lot(*, page: Page, lot: str) -> None:
    """Set the lot's price as supply; ``lot`` is the address of its office page."""
    page.goto(lot)
    form = page.locator("form[action$='/price/']")
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").click()
    form.locator("select[name=currency]").select_option("USD")
    for part, amount in COST.items():
        form.locator(f"input[name={part}]").fill(amount)
    form.locator("input[name=source]").fill("Invented contract of a test")
    form.locator("button").click()
    expect(page.locator(".errors")).to_have_count(0)


def put_on_sale(*, page: Page, lot: str) -> None:
    """List the lot as supply."""
    page.goto(lot)
    page.locator("form[action$='/list/'] button").click()


def buy(*, page: Page, exchange: RunningExchange, lot: str) -> str:
    """Order 3.250 t of a lot as a member and return the order's id."""
    lot_id = lot.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"{exchange.url}/quotes/new/?lot={lot_id}")
    page.fill("input[name=tonnes]", TONNES)
    page.locator("main form.stack button.btn").click()
    page.wait_for_url(lambda url: "/quotes/qte_" in url)
    # 11.00 US$ a tonne, for 3.250 t: the cost and nothing else.
    expect(page.locator("main")).to_contain_text(TOTAL)
    page.fill("input[name=display_name]", "青石茶行")
    page.fill("input[name=legal_name]", "青石茶行有限公司")
    page.fill("input[name=domain]", "qingshi.example")
    page.fill("input[name=country]", "CN")
    page.locator("input[name=purpose][value=ONGOING_EMISSIONS]").check()
    page.fill("input[name=claim_year]", "2025")
    page.locator("input[name=authorized]").check()
    page.locator("main form button.btn").first.click()
    page.wait_for_url(lambda url: "/orders/ord_" in url)
    return page.url.split("?")[0].rstrip("/").rsplit("/", 1)[1]


def pay(*, page: Page, exchange: RunningExchange, order: str) -> None:
    """Record the payment as finance."""
    page.goto(f"{exchange.url}/office/orders/{order}/")
    form = page.locator("form[action$='/pay/']")
    form.locator("input[name=amount]").fill(TOTAL)
    form.locator("input[name=reference]").fill("TEST-1")
    form.locator("input[name=value_date]").fill(datetime.now(UTC).date().isoformat())
    form.locator("button").first.click()
    expect(page.locator(".errors")).to_have_count(0)


def deliver(*, page: Page, exchange: RunningExchange, order: str) -> str:
    """Retire the order as finance and return the address of its certificate."""
    page.goto(f"{exchange.url}/office/orders/{order}/")
    form = page.locator("form[action$='/deliver/']")
    form.locator("input[name=understood]").check()
    form.locator("button").first.click()
    link = page.locator("main a[href*='/certificates/crt_']").first
    expect(link).to_be_visible()
    return exchange.url + str(link.get_attribute("href"))
