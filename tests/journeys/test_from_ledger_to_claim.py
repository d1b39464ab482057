"""A reporter's year: a ledger in, a version published, a target accepted, an order refused and one accepted, a claim.

In a browser, and with ``LEDGER_ROWS=200000``, a ledger of real length, by command line too.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running.browser import sign_in
from tests.running.exchange import COMMAND, RunningExchange
from truetonne.footprints.synthetic.ledger import write_walk

pytestmark = pytest.mark.browser

ROWS = int(os.environ.get("LEDGER_ROWS", "1500"))
PATIENCE_MS = 60_000 + ROWS * 2
BASE = {"base_year": "2020", "scope1_base": "200", "scope2_base": "150", "scope3_base": "900"}
"""A base year of 1,250 t, so that 1,040 t are allowed in 2024: less than the demonstration has for sale."""
WHO = "tea"
"""A member of the demonstration without an inventory of its own."""


def test_a_ledger_becomes_a_claim(browser: Browser, exchange: RunningExchange, tmp_path: Path) -> None:
    ledger, factors, mapping = write_walk(folder=tmp_path, rows=ROWS, year=2024)
    assert exchange.run("import", "factors", "--mapping", str(mapping), str(factors)).returncode == 0
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    sign_in(page=page, exchange=exchange, who=WHO)

    _load(page=page, exchange=exchange, ledger=ledger)
    _compute(page=page)
    _publish(page=page)
    target = _set_target(page=page, exchange=exchange)
    sign_in(page=page, exchange=exchange, who="eligibility")
    page.goto(f"{exchange.url}/office/targets/{target}/")
    page.locator("input[name=is_accepted][value=yes]").check()
    page.locator("main form button.btn").click()
    expect(page.locator("main")).to_contain_text("accepted")
    sign_in(page=page, exchange=exchange, who=WHO)
    left_t = _left(page=page, exchange=exchange)

    _order(page=page, exchange=exchange, tonnes=f"{left_t + 1:.3f}")
    expect(page.locator("main .errors")).to_be_visible()
    assert "/quotes/qte_" in page.url
    _order(page=page, exchange=exchange, tonnes="2.500")
    page.wait_for_url(lambda url: "/orders/ord_" in url)
    order = page.url.split("?")[0].rstrip("/").rsplit("/", 1)[1]
    assert _left(page=page, exchange=exchange) == pytest.approx(left_t - 2.5, abs=0.0005)

    _restate(page=page, exchange=exchange)
    certificate = _deliver(page=page, exchange=exchange, order=order)
    page.goto(certificate)
    expect(page.locator("main")).to_contain_text("2.500")
    expect(page.locator("main")).to_contain_text("2024")


def _load(*, page: Page, exchange: RunningExchange, ledger: Path) -> None:
    page.goto(f"{exchange.url}/inventories/")
    page.locator("main a[href='/inventories/send/']").click()
    page.fill("input[name=year]", "2024")
    page.set_input_files("input[name=sent]", str(ledger))
    page.fill("input[name=name]", "Purchase ledger")
    page.locator("main form button.btn").click()
    page.wait_for_url(lambda url: "/inventories/files/" in url)
    # The columns bear the fields' own names, and one activity is in no factor set.
    expect(page.locator("main")).to_contain_text("consulting abroad")
    page.fill("textarea[name=keys]", "consulting abroad = legal services")
    page.locator("button[name=act][value=look]").click()
    expect(page.locator("main .small", has_text="consulting abroad (")).to_have_count(0)
    page.locator("button[name=act][value=import]").click()
    page.wait_for_url(lambda url: "/inventories/loads/" in url)
    counts = [int(re.sub(r"\D", "", text)) for text in page.locator(".tally dd").all_inner_texts()]
    assert sum(counts) == ROWS
    assert counts[0] > 0.98 * ROWS


def _compute(*, page: Page) -> None:
    page.locator("main a[href*='/inventories/compute/']").click()
    page.select_option("select[name=state_14]", "not_relevant")
    page.locator("main form button.btn").first.click()
    expect(page.locator(".errors")).to_be_visible()
    page.fill("input[name=reason_14]", "The company has no franchises.")
    page.locator("main form button.btn").first.click()
    page.wait_for_url(lambda url: "/inventories/inv_" in url)
    expect(page.locator("main")).to_contain_text("The company has no franchises.")
    expect(page.locator("figure.chart svg").first).to_be_visible()
    page.locator("main a[href*='category=4']").first.click()
    expect(page.locator("main table")).to_contain_text("road freight")
    if ROWS > 1_000:
        page.locator("a[rel=next]").click()
        expect(page.locator("main table")).to_contain_text("invented-walk@2024")
    page.locator("nav ol.crumbs a[href*='/inventories/inv_']").click()


def _publish(*, page: Page) -> None:
    page.locator("main a[href$='/publish/']").click()
    page.locator("main form button.btn").click()
    page.check("input[name=understood]")
    page.locator("main form button.btn").click()
    page.wait_for_url(lambda url: not url.rstrip("/").endswith("publish"))
    expect(page.locator("main a[href*='/disclosures/dsc_']")).to_be_visible()


def _set_target(*, page: Page, exchange: RunningExchange) -> str:
    page.goto(f"{exchange.url}/targets/new/")
    assert float(page.input_value("input[name=scope1_recent]")) > 0
    for name, value in BASE.items():
        page.fill(f"input[name={name}]", value)
    page.fill("input[name=target_year]", "2030")
    page.fill("input[name=reduction]", "42")
    page.fill("input[name=net_zero_year]", "2045")
    page.locator("main form button.btn").click()
    page.wait_for_url(lambda url: "/targets/tgt_" in url)
    expect(page.locator("ol.findings li").first).to_be_visible()
    return page.url.rstrip("/").rsplit("/", 1)[1]


def _left(*, page: Page, exchange: RunningExchange) -> float:
    page.goto(f"{exchange.url}/residual/")
    section = page.locator("main section", has_text="2024").first
    sum_t = section.locator("table").first.locator("tfoot td").last
    return float(re.sub(r"[^\d.]", "", sum_t.inner_text()))


def _order(*, page: Page, exchange: RunningExchange, tonnes: str) -> None:
    page.goto(f"{exchange.url}/quotes/new/")
    page.fill("input[name=tonnes]", tonnes)
    page.locator("main form.stack button.btn").click()
    page.wait_for_url(lambda url: "/quotes/qte_" in url)
    page.fill("input[name=display_name]", "青石茶行")
    page.fill("input[name=legal_name]", "青石茶行有限公司")
    page.fill("input[name=domain]", "qingshi.example")
    page.fill("input[name=country]", "CN")
    page.locator("input[name=purpose][value=ONGOING_EMISSIONS]").check()
    page.fill("input[name=claim_year]", "2024")
    page.locator("input[name=authorized]").check()
    page.locator("main form button.btn").first.click()
    page.wait_for_load_state()


def _restate(*, page: Page, exchange: RunningExchange) -> None:
    page.goto(f"{exchange.url}/inventories/")
    page.locator("main a[href*='/inventories/compute/']").first.click()
    page.fill("input[name=what]", "Waste is said to be excluded no longer.")
    page.fill("input[name=why]", "Meters were read again.")
    page.locator("main form button.btn").first.click()
    page.wait_for_url(lambda url: "/inventories/inv_" in url)
    page.locator("main a[href$='/compare/']").click()
    expect(page.locator("main")).to_contain_text("Meters were read again.")


def _deliver(*, page: Page, exchange: RunningExchange, order: str) -> str:
    page.goto(f"{exchange.url}/orders/{order}/")
    price = re.search(r"US\$\s*([\d,]+\.\d\d)", page.locator("main").inner_text())
    assert price is not None
    sign_in(page=page, exchange=exchange, who="finance")
    page.goto(f"{exchange.url}/office/orders/{order}/")
    form = page.locator("form[action$='/pay/']")
    form.locator("input[name=amount]").fill(price[1].replace(",", ""))
    form.locator("input[name=reference]").fill("TEST-1")
    form.locator("input[name=value_date]").fill(datetime.now(UTC).date().isoformat())
    form.locator("button").first.click()
    page.goto(f"{exchange.url}/office/orders/{order}/")
    form = page.locator("form[action$='/deliver/']")
    form.locator("input[name=understood]").check()
    form.locator("button").first.click()
    link = page.locator("main a[href*='/certificates/crt_']").first
    expect(link).to_be_visible()
    return exchange.url + str(link.get_attribute("href"))


MEMBER_OF_THE_COMMANDS = "coffee"
"""Another member without an inventory, so that both walks share one exchange."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One command with its exit code, its output, the seconds it took and the most memory it held."""

    words: str
    code: int
    output: str
    seconds: float
    mebibytes: float


def step(exchange: RunningExchange, *arguments: str) -> Step:
    """Run one command of the command line, and measure it."""
    begun = time.monotonic()
    with tempfile.TemporaryFile("w+b") as told:
        process = subprocess.Popen(
            [str(COMMAND), *arguments],
            env=exchange.environment,
            stdout=told,
            stderr=subprocess.STDOUT,
            cwd=exchange.home,
        )
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        output = told.read().decode()
    done = Step(
        words=" ".join(arguments[:2]), code=process.returncode, output=output,
        seconds=time.monotonic() - begun, mebibytes=used.ru_maxrss / 1024,
    )  # fmt: skip
    print(f"{done.words:22} exit {done.code}  {done.seconds:7.1f} s  {done.mebibytes:7.0f} MiB")
    return done


@pytest.mark.skipif(
    "LEDGER_ROWS" not in os.environ, reason="set LEDGER_ROWS: rooms/test_inventory_command.py walks in-process"
)
def test_a_ledger_becomes_a_claim_by_command(exchange: RunningExchange, tmp_path: Path) -> None:
    accounts = exchange.accounts()
    by, finance, officer = (
        ("--by", accounts[who]["email"]) for who in (MEMBER_OF_THE_COMMANDS, "finance", "eligibility")
    )
    year = ("--year", "2024")
    ledger, factors, mapping = write_walk(folder=tmp_path, rows=ROWS, year=2024)

    assert step(exchange, "import", "factors", "--mapping", str(mapping), str(factors)).code == 0
    loaded = step(
        exchange, "inventory", "load", str(ledger), *year, "--synthetic", "--json", str(tmp_path / "load.json"), *by
    )
    told = json.loads((tmp_path / "load.json").read_text())
    assert loaded.code == 1, loaded.output
    assert told["read"] == ROWS
    assert told["accepted"] > 0.98 * ROWS
    state = ("--state", "3.14=not_relevant:The company has no franchises")
    computed = step(exchange, "inventory", "compute", *year, *state, "--json", str(tmp_path / "version.json"), *by)
    assert computed.code == 1, computed.output
    assert "/disclosures/dsc_" in step(exchange, "inventory", "publish", *year, "--yes", *by).output
    kg = {"SCOPE1": 0, "SCOPE2_MARKET": 0, "SCOPE3": 0}
    for part in json.loads((tmp_path / "version.json").read_text())["parts"]:
        if part["part"] in kg:
            kg[part["part"]] += part["mass_kg"] or 0
    # A base year of 1,500 t over scopes that have shrunk since, shared as they are now; 1,248 t are allowed in 2024.
    base = [f"{1_500 * each / sum(kg.values()):.3f}" for each in kg.values()]
    named = step(
        exchange, "target", "set", "--base-year", "2020", "--target-year", "2030", "--reduction", "42", "--scope1", base[0],
        "--scope2", base[1], "--scope3", base[2], "--net-zero-year", "2045", *by,
    )  # fmt: skip
    target = re.findall(r"tgt_\w+", named.output)[0]
    assert step(exchange, "target", "accept", target, *officer).code == 0
    assert step(exchange, "residual", *year, "--json", str(tmp_path / "left.json"), *by).code == 0
    left_kg = json.loads((tmp_path / "left.json").read_text())["residual_kg"]
    assert left_kg > 0

    place = ("order", "place", *year, "--purpose", "ONGOING_EMISSIONS", "--authorized", *by)
    refused = step(exchange, *place, "--tonnes", f"{(left_kg + 1) / 1000:.3f}")
    assert (refused.code, "exceeds_residual" in refused.output) == (1, True), refused.output
    placed = step(exchange, *place, "--tonnes", "2.5")
    assert placed.code == 0, placed.output
    order = re.findall(r"ord_\w+", placed.output)[0]
    assert step(exchange, "order", "pay", order, "--reference", "WALK-1", *finance).code == 0
    delivered = step(exchange, "order", "deliver", order, "--yes", *finance)
    if "beneficiary_name_in_review" in delivered.output:
        assert step(exchange, "order", "name", order, *finance).code == 0
        delivered = step(exchange, "order", "deliver", order, "--yes", *finance)
    assert delivered.code == 0, delivered.output
    certificate = re.findall(r"crt_\w+", delivered.output)[0]

    about = ("--certificate", certificate, *by)
    assert certificate in step(exchange, "claim", "list", *by).output
    assert step(exchange, "claim", "draft", *about).code == 0
    bold = tmp_path / "bold.txt"
    bold.write_text("Our coffee is climate neutral.", encoding="utf-8")
    assert step(exchange, "claim", "publish", *about, "--text", str(bold)).code == 1
    published = step(exchange, "claim", "publish", *about)
    assert (published.code, "2.500\u00a0t" in published.output) == (0, True), published.output
    claim = re.findall(r"clm_\w+", published.output)[0]
    assert "2.500" in exchange.get(f"/claims/published/{claim}/").decode()
