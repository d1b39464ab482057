"""A block brought to a published rating in a browser: opened by supply, read by two people of the reviewing organization."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.running.browser import sign_in
from tests.running.exchange import RunningExchange

READERS = ("reader", "reader2")
WHOLE_READING = """form => {
    form.querySelectorAll('input[type=radio][value=met]').forEach(each => { each.checked = true })
    form.querySelectorAll('input[type=checkbox]').forEach(each => { each.checked = true })
    form.querySelectorAll('textarea').forEach(each => { each.value = 'An invented judgement, written for a test.' })
}"""
"""Fill what repeats for every criterion at once; the rest is typed."""


def open_case(*, page: Page, exchange: RunningExchange, lot: str, reason: str) -> str:
    """Submit the block behind a lot as supply and return the address of its review."""
    sign_in(page=page, exchange=exchange, who="supply")
    page.goto(f"{exchange.url}/office/ratings/new/?lot={lot}")
    page.select_option("select[name=kind]", "restoration")
    page.fill("input[name=reason]", reason)
    page.locator("main form button.btn").click()
    page.wait_for_url(lambda url: "/office/ratings/tsk_" in url)
    return page.url


def rate_case(
    *, page: Page, exchange: RunningExchange, case: str, estimate_kg: int, document: Path, plots: Path | None = None
) -> str:
    """Seat both readers, attach a document and perhaps a computation, read twice, reconcile, publish; return the rating."""
    for who in READERS:
        sign_in(page=page, exchange=exchange, who=who)
        page.goto(case)
        form = page.locator("#declare form")
        form.locator("input[name=employer]").fill("Second Meadow Review (invented)")
        form.locator("input[name=paid_by]").fill("the operator, a fixed fee")
        form.locator("button.btn").click()
        expect(page.locator("main")).to_contain_text("You have a seat")
    form = page.locator("#evidence form")
    form.locator("input[name=title]").fill("Monitoring report (invented)")
    form.locator("input[name=document_date]").fill(datetime.now(UTC).date().isoformat())
    form.locator("input[name=file]").set_input_files(str(document))
    form.locator("button.btn").click()
    expect(page.locator("main")).to_contain_text("attached under its hash")
    if plots is not None:
        form = page.locator("#computation form")
        form.locator("select[name=method]").select_option("vm0047_benchmark")
        form.locator("input[name=file]").set_input_files(str(plots))
        form.locator("button.btn").click()
        expect(page.locator("main")).to_contain_text("The computation ran")
    _read(page=page, step="reading", estimate_kg=estimate_kg)
    sign_in(page=page, exchange=exchange, who=READERS[0])
    page.goto(case)
    _read(page=page, step="reading", estimate_kg=estimate_kg)
    _read(page=page, step="reconcile", estimate_kg=estimate_kg)
    sign_in(page=page, exchange=exchange, who=READERS[1])
    page.goto(case)
    page.locator("#publish form button.btn").click()
    expect(page.locator("main")).to_contain_text("This review is published.")
    return str(page.locator("main a[href*='/ratings/rev_']").first.get_attribute("href"))


def _read(*, page: Page, step: str, estimate_kg: int) -> None:
    form = page.locator(f"#{step} form")
    form.evaluate(WHOLE_READING)
    form.locator("input[name=estimate_kg]").fill(str(estimate_kg))
    form.locator("input[name=estimate_basis]").fill("The invented monitoring report")
    form.locator("input[name=verdict][value=ACCEPTED]").check()
    form.locator("input[name=next_review]").fill((datetime.now(UTC) + timedelta(days=300)).date().isoformat())
    form.locator("button.btn").click()
    expect(page.locator("main")).to_contain_text("reading is given")
