"""In a browser: a review from submission to listing, overdue and unlisted by itself, a reversal, the notice, the re-review."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.running.browser import sign_in
from tests.running.exchange import RunningExchange
from tests.running.rating import open_case, rate_case
from tests.running.trading import buy, deliver, pay, price_lot, put_on_sale
from truetonne.supply.synthetic.plots import write_plots

pytestmark = pytest.mark.browser

PLACE = "Dry Creek"
"""A block that the demonstration refuses on six lines."""
LATER = """
from datetime import UTC, datetime, timedelta
from truetonne.cli.clock import due_tasks
from truetonne.cli.console import bootstrap_django
bootstrap_django()
class Later(datetime):
    def date(self):
        return super().date() + timedelta(days=301)
for task in due_tasks():
    if task.name in ("reviews", "ratings"):
        print(task.name, task.run(Later.now(UTC)))
"""
"""What the exchange's clock does with reviews once its calendar shows the day after the next review is due."""


def test_a_review_goes_from_submission_to_listing_and_a_reversal_is_told_on_certificates_sold_before(
    page: Page, exchange: RunningExchange, tmp_path: Path
) -> None:
    document, plots = tmp_path / "report.txt", tmp_path / "plots.csv"
    document.write_bytes(b"Invented report of a test.\n")
    plots.write_bytes(write_plots(seed=7))
    sign_in(page=page, exchange=exchange, who="supply")
    page.goto(f"{exchange.url}/office/lots/")
    page.locator("main tr", has_text=PLACE).locator("a[href*='/office/lots/lot_']").first.click()
    lot = page.url
    price_lot(page=page, lot=lot)
    expect(page.locator("main button", has_text="List").first).to_be_disabled()
    kg = _kg(page)

    case = open_case(page=page, exchange=exchange, lot=_id(lot), reason="The permit was withdrawn (invented)")
    first = rate_case(page=page, exchange=exchange, case=case, estimate_kg=kg, document=document, plots=plots)
    sign_in(page=page, exchange=exchange, who="supply")
    put_on_sale(page=page, lot=lot)
    expect(page.locator("main")).to_contain_text("The lot is on sale.")
    certificate = _sell(page=page, exchange=exchange, lot=lot)
    page.goto(certificate)
    expect(page.locator("main")).not_to_contain_text("put on hold")

    _let_time_pass(exchange)
    page.goto(exchange.url + first)
    expect(page.locator("main")).to_contain_text("Overdue")
    expect(_in_catalogue(page, exchange)).to_have_count(0)
    sign_in(page=page, exchange=exchange, who="supply")
    page.goto(lot)
    expect(page.locator("main button", has_text="List").first).to_be_disabled()

    page.goto(f"{exchange.url}/office/reviews/{_id(first)}/happened/")
    page.select_option("select[name=kind]", "reversal")
    page.fill("input[name=fact]", "Fire in 40 ha (invented)")
    page.fill("input[name=source]", "Ranger's report (invented)")
    page.locator("main form button.btn").click()
    expect(page.locator("#triggers")).to_contain_text("Fire in 40 ha (invented)")
    page.goto(certificate)
    expect(page.locator("main")).to_contain_text("reversal reported: Fire in 40 ha (invented)")

    page.goto(f"{exchange.url}/office/reviews/")
    page.locator("#cases tr", has_text=PLACE).locator("a").first.click()
    expect(page.locator("main")).to_contain_text("Fire in 40 ha (invented)")
    document.write_bytes(b"Invented report of a test, after the fire.\n")
    second = rate_case(page=page, exchange=exchange, case=page.url, estimate_kg=kg - 5_000, document=document)
    page.goto(exchange.url + second)
    expect(page.locator("#versions tbody tr")).to_have_count(3)
    expect(page.locator("main")).to_contain_text("Held back, never sold")
    sign_in(page=page, exchange=exchange, who="supply")
    page.goto(lot)
    form = page.locator("form[action$='/release/']")
    page.locator("details", has=form).locator("summary").click()
    form.locator("[name=reason]").fill("Rated again after the fire (invented)")
    form.locator("button").click()
    put_on_sale(page=page, lot=lot)
    expect(page.locator("main")).to_contain_text("The lot is on sale.")
    expect(_in_catalogue(page, exchange)).not_to_have_count(0)
    page.context.clear_cookies()
    page.goto(certificate)
    expect(page.locator("main")).to_contain_text("reversal reported: Fire in 40 ha (invented)")


def _sell(*, page: Page, exchange: RunningExchange, lot: str) -> str:
    sign_in(page=page, exchange=exchange, who="tea")
    order = buy(page=page, exchange=exchange, lot=lot)
    sign_in(page=page, exchange=exchange, who="finance")
    pay(page=page, exchange=exchange, order=order)
    certificate = deliver(page=page, exchange=exchange, order=order)
    page.context.clear_cookies()
    return certificate


def _let_time_pass(exchange: RunningExchange) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LATER], env=exchange.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not done.stdout.startswith("reviews 0")


def _in_catalogue(page: Page, exchange: RunningExchange):  # type: ignore[no-untyped-def]
    page.goto(f"{exchange.url}/catalogue/")
    return page.locator("main article, main li, main tr").filter(has_text=PLACE)


def _id(address: str) -> str:
    return address.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[1]


def _kg(page: Page) -> int:
    """Read what was issued from the lot's account."""
    said = page.locator("main tr, main .account *").filter(has_text="Issued to us").first.inner_text()
    found = re.search(r"[\d ,\u202f]+\.\d{3}", said)
    assert found is not None, said
    return int(re.sub(r"\D", "", found.group()))
