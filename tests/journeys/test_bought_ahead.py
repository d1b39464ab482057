"""In a browser: an offtake that slips a year and then delivers, and a pool of three members that comes short."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.running.browser import sign_in
from tests.running.exchange import RunningExchange

pytestmark = pytest.mark.browser

CONTRACT = {
    "name": "Short River offtake", "supplier": "Short River Air (invented)", "capacity_kg_per_year": "500000",
    "capacity_source": "Invented permit", "durability_years": "1000", "total_kg": "400", "first_year": "2025",
    "last_year": "2026", "price_minor_per_t": "415.00", "deposit_minor": "1000.00", "source": "Invented contract",
}  # fmt: skip


def test_an_offtake_slips_a_year_in_the_open_and_then_delivers(page: Page, exchange: RunningExchange) -> None:
    sign_in(page=page, exchange=exchange, who="supply")
    page.goto(f"{exchange.url}/office/forwards/new/removal/")
    page.select_option("select[name=storage]", "enhanced_oil_recovery")
    _fill(page, CONTRACT)
    page.select_option("select[name=pathway]", "direct_air_capture")
    page.locator("main form button.btn").click()
    expect(page.locator("main")).to_contain_text("earns no removal here")
    page.select_option("select[name=storage]", "saline_aquifer")
    page.locator("main form button.btn").click()
    page.wait_for_url("**/office/forwards/")
    page.locator("main a", has_text="Short River offtake").click()
    contract = page.url
    public = contract.replace("/office/forwards/", "/forwards/")
    _act(page, "sign", {"signed_on": "2024-12-01"})
    expect(page.locator("main")).to_contain_text("conflict", ignore_case=True)

    sign_in(page=page, exchange=exchange, who="finance")
    page.goto(contract)
    _act(page, "sign", {"signed_on": "2024-12-01"})
    expect(page.locator("main")).to_contain_text("signed")
    sign_in(page=page, exchange=exchange, who="supply")
    page.goto(contract)
    _act(page, "schedule", {"lines": "2025 400 90", "late_percent": "20"})
    member = page.locator("form[action$='/commit/'] option", has_text="Tallow Lane").first.get_attribute("value")
    _act(page, "commit", {"kg": "400", "agreed_on": "2024-12-02"}, organization_id=str(member))
    _act(page, "schedule", {"lines": "2026 400 90", "late_percent": "20", "reason": "The pump came late"})

    page.context.clear_cookies()
    page.goto(public)
    expect(page.locator("#schedule")).to_contain_text("Slip 1: The pump came late")
    expect(page.locator("#schedule")).to_contain_text("2025")
    expect(page.locator("#standing")).to_contain_text("Short of what was signed")
    expect(page.locator("#substitutes")).to_contain_text("Long Lake")
    expect(page.locator("#outlook svg.broad")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Tallow Lane")
    sign_in(page=page, exchange=exchange, who="freight")
    page.goto(f"{exchange.url}/commitments/")
    expect(page.locator("main")).to_contain_text("Slip 1: The pump came late")
    expect(page.locator("main")).to_contain_text("Lots for sale that last at least as long")

    sign_in(page=page, exchange=exchange, who="supply")
    page.goto(contract)
    block = page.locator("form[action$='/deliver/'] option", has_text=re.compile(r"Long Lake.*400\.000")).first
    value = block.get_attribute("value")
    _act(page, "deliver", {"delivered_on": "2026-10-05", "source": "Delivery note 1"}, holding_id=str(value))
    expect(page.locator("main")).to_contain_text("fulfilled")
    page.goto(public)
    expect(page.locator("#deliveries")).to_contain_text("400.000")
    expect(page.locator("#schedule")).to_contain_text("Slip 1: The pump came late")
    sign_in(page=page, exchange=exchange, who="freight")
    page.goto(f"{exchange.url}/commitments/")
    expect(page.locator("main")).to_contain_text("400.000 t came; your share is 400.000 t")


def test_a_pool_of_three_comes_short_and_everybody_sees_what_they_get(page: Page, exchange: RunningExchange) -> None:
    page.goto(f"{exchange.url}/forwards/")
    page.locator("main a", has_text="Amber Ridge results").click()
    shares = page.locator("#shares")
    for exact, got in (("305.500", "305.000"), ("183.300", "183.000"), ("91.650", "92.000"), ("30.550", "31.000")):
        row = shares.locator("tr", has_text=exact)
        expect(row).to_contain_text(got)
    expect(shares.locator("tr", has_text="91.650")).to_contain_text("last unit by remainder")
    expect(page.locator("#standing")).to_contain_text("389.000")

    said = {
        "freight": "305.000 t of the 500.000",
        "coffee": "183.000 t of the 300.000",
        "tea": "92.000 t of the 150.000",
    }
    for who, words in said.items():
        sign_in(page=page, exchange=exchange, who=who)
        page.goto(f"{exchange.url}/commitments/?lang=en")
        expect(page.locator("main")).to_contain_text(words)


def _fill(page: Page, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)


def _act(page: Page, name: str, fields: dict[str, str], **chosen: str) -> None:
    """Open an act of the contract, fill its form and send it."""
    form = page.locator(f"form[action$='/{name}/']")
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").click()
    for field, value in fields.items():
        form.locator(f"[name={field}]").fill(value)
    for field, value in chosen.items():
        form.locator(f"select[name={field}]").select_option(value)
    form.locator("button.btn").click()
    page.wait_for_load_state()
