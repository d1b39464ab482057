"""A shipper claims a batch of HVO after its carrier, a second shipper is refused, and an HFC lot stands under two GWP sets."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.running.browser import sign_in
from tests.running.exchange import RunningExchange

pytestmark = pytest.mark.browser


def test_a_shipper_claims_after_its_carrier_and_a_second_shipper_is_refused(
    page: Page, exchange: RunningExchange
) -> None:
    page.goto(f"{exchange.url}/insets/")
    batch = page.locator("ul.lots a[href^='/insets/ins_']").first.get_attribute("href")

    sign_in(page=page, exchange=exchange, who="buyer")
    _claim(page, address=f"{exchange.url}{batch}claim/scope-3/", litres="10000", chain="CHN-0000-00")
    expect(page.locator("main")).to_contain_text("The fuel user's side comes first")

    sign_in(page=page, exchange=exchange, who="freight")
    _claim(page, address=f"{exchange.url}{batch}claim/scope-1/", litres="10000", chain="")
    page.wait_for_url(lambda url: "/orders/ord_" in url)
    order = page.url
    _settle(page, exchange=exchange, order=order)
    sign_in(page=page, exchange=exchange, who="freight")
    page.goto(f"{order}inset/")
    chain = re.findall(r"CHN-\w{4}-\w{2}", page.locator("main").inner_text())[0]

    sign_in(page=page, exchange=exchange, who="buyer")
    _claim(page, address=f"{exchange.url}{batch}claim/scope-3/", litres="10000", chain=chain)
    page.wait_for_url(lambda url: "/orders/ord_" in url)
    _settle(page, exchange=exchange, order=page.url)

    sign_in(page=page, exchange=exchange, who="coffee")
    _claim(page, address=f"{exchange.url}{batch}claim/scope-3/", litres="100", chain=chain)
    expect(page.locator("main")).to_contain_text("The fuel user's side comes first")
    _claim(page, address=f"{exchange.url}{batch}claim/scope-3/", litres="100", chain="CHN-0000-00")
    expect(page.locator("main")).to_contain_text("claimed on another chain")

    page.goto(f"{exchange.url}{batch}")
    assert page.locator("a.mono[href^='/certificates/']").count() == 2


def test_an_hfc_lot_stands_under_two_sets_and_is_flagged_before_it_is_ordered(
    page: Page, exchange: RunningExchange
) -> None:
    page.goto(f"{exchange.url}/catalogue/?gas=super")
    page.locator("ul.lots a", has_text="Coldharbour").first.click()
    page.get_by_role("link", name="Custody, law and GWP sets").click()
    table = page.locator("table", has_text="several GWP sets")
    expect(table).to_contain_text("AR5")
    expect(table).to_contain_text("AR6")
    assert table.locator("tfoot").count() == 0

    sign_in(page=page, exchange=exchange, who="freight")
    page.goto(f"{exchange.url}/catalogue/?gas=super")
    page.locator("ul.lots li", has_text="Coldharbour").locator("a", has_text="Quote").click()
    page.fill("#id_tonnes", "2")
    page.locator("form:has(#id_tonnes) button.btn").first.click()
    page.wait_for_url(lambda url: "/quotes/qte_" in url)
    expect(page.locator("main")).to_contain_text("A short-lived gas stands against CO2 emissions")
    expect(page.locator("main")).to_contain_text("Like for like")


def _claim(page: Page, *, address: str, litres: str, chain: str) -> None:
    page.goto(address)
    page.fill("#id_quantity", litres)
    if chain:
        page.locator("#id_tier").select_option("SHIPPER")
        page.fill("#id_chain", chain)
    page.locator("input[name=authorized]").check()
    page.locator("main form button.btn:not(.plain)").last.click()


def _settle(page: Page, *, exchange: RunningExchange, order: str) -> None:
    """The buyer pays through the test gateway; finance retires."""
    page.goto(order)
    page.locator("a[href*='/pay/test/']").click()
    page.get_by_role("button", name="Report the payment").click()
    page.wait_for_url(lambda url: "/orders/ord_" in url)
    sign_in(page=page, exchange=exchange, who="finance")
    page.goto(order.replace("/orders/", "/office/orders/"))
    page.locator("input[name=understood]").check()
    page.get_by_role("button", name="Retire for good").click()
    expect(page.locator("main")).to_contain_text("Retired for good")
