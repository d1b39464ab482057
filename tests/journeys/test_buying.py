"""A buyer puts two lots together, pays, and holds invoice and certificate; another member sees none of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.running.browser import sign_in
from tests.running.exchange import RunningExchange

pytestmark = pytest.mark.browser


def test_a_mix_of_two_lots_is_bought_paid_retired_and_documented(page: Page, exchange: RunningExchange) -> None:
    sign_in(page=page, exchange=exchange, who="buyer")
    _filter_without_a_reload(page, exchange)
    for place in (0, 1):
        page.goto(f"{exchange.url}/quotes/new/")
        page.locator("form[action='/basket/add/'] button").nth(place).click()
    page.locator("table input[type=text]").nth(0).fill("2.250")
    page.locator("table input[type=text]").nth(1).fill("1")
    page.locator("button[name=quote]").click()
    page.wait_for_url(lambda url: "/quotes/qte_" in url)
    expect(page.locator("h1")).to_contain_text("3.250")

    _order(page)
    order = page.url
    assert page.locator("a", has_text="Invoice").count() == 1
    invoice = page.locator("a[href$='.pdf']").first.get_attribute("href")
    for language in ("en", "vi", "zh-Hans"):
        page.goto(f"{order}?lang={language}")
        answer = page.request.get(f"{exchange.url}{invoice}")
        assert answer.ok
        assert answer.body().startswith(b"%PDF")
    page.goto(f"{order}?lang=en")

    page.locator("a[href*='/pay/test/']").click()
    page.get_by_role("button", name="Report the payment").click()
    page.wait_for_url(lambda url: "/orders/ord_" in url)
    expect(page.locator("main")).to_contain_text("Your payment is confirmed")

    _retire(page, exchange=exchange, order=order)
    sign_in(page=page, exchange=exchange, who="buyer")
    page.goto(order)
    certificate = page.locator("a.mono[href^='/certificates/']").first.get_attribute("href")
    page.wait_for_timeout(2_500)
    answer = page.request.get(f"{exchange.url}{str(certificate).rstrip('/')}.pdf")
    assert answer.ok
    assert answer.body().startswith(b"%PDF")

    sign_in(page=page, exchange=exchange, who="freight")
    assert page.request.get(order).status == 404
    assert page.request.get(f"{exchange.url}{invoice}").status == 404


def _filter_without_a_reload(page: Page, exchange: RunningExchange) -> None:
    """A filter of the catalogue exchanges the list and pushes its address; the page and what has focus stay."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{exchange.url}/catalogue/")
    everything = page.locator("#found .lots > li").count()
    page.evaluate("window.stays = true")
    page.locator("#country").focus()
    page.select_option("#country", "GH")
    page.wait_for_url(lambda url: "country=GH" in url)
    expect(page.locator("#found .lots > li")).to_have_count(1)
    assert everything > 1
    assert page.evaluate("[window.stays, document.activeElement.id]") == [True, "country"]
    page.go_back()
    expect(page.locator("#found .lots > li")).to_have_count(everything)
    assert complaints == []


def _order(page: Page) -> None:
    """Say in whose name, and order."""
    page.fill("#id_display_name", "Harbour Street Bakeries")
    page.fill("#id_legal_name", "Harbour Street Bakeries Oy")
    page.fill("#id_domain", "harbourstreet.example")
    page.fill("#id_country", "FI")
    page.locator("input[name=purpose]").first.check()
    page.fill("#id_claim_year", "2025")
    page.fill("#id_allocations", "3.250; Harbour Street Bakeries Oy; 2025; 1; ovens")
    page.locator("input[name=authorized]").check()
    page.locator("button.btn:not(.plain)", has_text="Order").first.click()
    page.wait_for_url(lambda url: "/orders/ord_" in url)


def _retire(page: Page, *, exchange: RunningExchange, order: str) -> None:
    """Finance confirms the name if it is new, and retires both lines at once."""
    sign_in(page=page, exchange=exchange, who="finance")
    office = order.replace("/orders/", "/office/orders/")
    page.goto(office)
    if page.locator("input[name=understood]").count() == 0:
        page.goto(f"{exchange.url}/office/names/")
        page.locator("main a.btn").first.click()
        page.locator("input[name=decision][value=confirm]").check()
        page.locator("main form button.btn").first.click()
        page.goto(office)
    page.locator("input[name=understood]").check()
    page.get_by_role("button", name="Retire for good").click()
    expect(page.locator("main")).to_contain_text("Retired for good")
