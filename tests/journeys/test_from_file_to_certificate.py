"""As a newcomer does it, in a browser: registry files in, a block received, rated, listed, bought, paid, retired, verified."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.running.browser import sign_in
from tests.running.exchange import RunningExchange
from tests.running.rating import open_case, rate_case
from tests.running.trading import buy, deliver, pay, price_lot, put_on_sale
from truetonne.proof import verifier

pytestmark = pytest.mark.browser

REGISTRY = "registry/offsetsdb_samples"
SERIAL = "ART-GY-102-2021-11-2760599 to 2761598"
"""A thousand tonnes of a real issuance, behind what its registry shows as used. That the operator holds them is invented."""

HOLDING = f"""Credit Serial Numbers,Quantity of Credits,Program ID,Program Name,Vintage,Date Approved
{SERIAL},1000,ART102,Guyana,2021,02/28/2024
"""


@pytest.fixture
def registry_files(shared_data: Callable[[str], Path]) -> dict[str, list[Path]]:
    art = [
        shared_data(f"{REGISTRY}/art-trees/{name}.csv")
        for name in ("projects", "issuances", "retirements", "cancellations")
    ]
    acr = [
        shared_data(f"{REGISTRY}/american-carbon-registry/{name}.csv")
        for name in ("projects", "issuances", "retirements", "cancellations")
    ]
    return {"art": art, "acr": acr}


def test_a_tonne_goes_from_a_registry_file_to_a_certificate_that_a_stranger_verifies(
    page: Page, exchange: RunningExchange, registry_files: dict[str, list[Path]], tmp_path: Path
) -> None:
    sign_in(page=page, exchange=exchange, who="supply")
    for program, files in registry_files.items():
        _import(page=page, exchange=exchange, kind="RECORDS", program=program, files=files)
    holding = tmp_path / "account-export.csv"
    holding.write_text(HOLDING, encoding="utf-8")
    _import(page=page, exchange=exchange, kind="HOLDINGS", program="art", files=[holding])
    page.goto(f"{exchange.url}/office/lots/")
    page.locator("main tr", has_text="Guyana").locator("a[href*='/office/lots/lot_']").first.click()
    lot = page.url

    report = tmp_path / "report.txt"
    report.write_bytes(b"Invented report of a test.\n")
    lot_id = lot.rstrip("/").rsplit("/", 1)[1]
    case = open_case(page=page, exchange=exchange, lot=lot_id, reason="First review (invented)")
    rate_case(page=page, exchange=exchange, case=case, estimate_kg=1_000_000, document=report)
    sign_in(page=page, exchange=exchange, who="supply")
    price_lot(page=page, lot=lot)
    put_on_sale(page=page, lot=lot)
    expect(page.locator("main")).to_contain_text("for sale", ignore_case=True)
    sign_in(page=page, exchange=exchange, who="tea")
    order = buy(page=page, exchange=exchange, lot=lot)
    sign_in(page=page, exchange=exchange, who="finance")
    pay(page=page, exchange=exchange, order=order)
    certificate = deliver(page=page, exchange=exchange, order=order)

    page.context.clear_cookies()
    page.goto(certificate)
    expect(page.locator("main")).to_contain_text("3.250")
    expect(page.locator("main")).to_contain_text("2760599")
    file, key = _download(exchange=exchange, certificate=certificate, folder=tmp_path)
    _check_offline(exchange=exchange, file=file, key=key, folder=tmp_path)
    _check_in_browser(page=page, exchange=exchange, file=file, key=key, folder=tmp_path)


def _import(*, page: Page, exchange: RunningExchange, kind: str, program: str, files: list[Path]) -> None:
    page.goto(f"{exchange.url}/office/imports/new/")
    page.locator(f"input[name=kind][value={kind}]").check()
    page.set_input_files("input[name=sent]", [str(file) for file in files])
    page.select_option("select[name=program]", program)
    page.locator("main button.btn").first.click()
    # The page of a waiting import renews itself until the report is there.
    page.wait_for_url(lambda url: "/uploads/" not in url and "/new/" not in url, timeout=60_000)
    expect(page.locator("main")).to_contain_text("accepted", ignore_case=True)


def _download(*, exchange: RunningExchange, certificate: str, folder: Path) -> tuple[Path, Path]:
    """Fetch the file as soon as its proof is there (202 until then), the PDF and the operator's key."""
    path = certificate.removeprefix(exchange.url).rstrip("/")
    for _ in range(100):
        with urllib.request.urlopen(f"{exchange.url}{path}.json", timeout=30) as answer:
            if answer.status == 200:
                data = answer.read()
                break
        time.sleep(0.1)
    else:
        raise AssertionError("the proof did not come within ten seconds")
    assert exchange.get(f"{path}.pdf").startswith(b"%PDF-")
    file, key = folder / "certificate.json", folder / "operator.key"
    file.write_bytes(data)
    key.write_bytes(exchange.get("/log/key"))
    return file, key


def _check_offline(*, exchange: RunningExchange, file: Path, key: Path, folder: Path) -> None:
    body = json.loads(file.read_bytes())["body"]
    assert body["quantity"]["kg"] == 3_250
    assert [(line["first"], line["last"], line["last_part_kg"]) for line in body["lines"]] == [
        (2_760_599, 2_760_602, 250)
    ]
    assert exchange.run("verify", str(file)).returncode == 3
    assert exchange.run("verify", str(file), "--key", str(key)).returncode == 0
    # The one file that the verify page offers, run by a Python that knows nothing of truetonne.
    standalone = folder / "truetonne-verify.py"
    standalone.write_bytes(exchange.get("/verify/truetonne-verify.py"))
    alone = [sys.executable, "-I", "-S", str(standalone), str(file), "--key", str(key)]
    assert subprocess.run(alone, capture_output=True, check=False).returncode == 0
    _check_every_byte(data=file.read_bytes(), key=verifier.Key.from_text(key.read_text().strip()))


def _check_every_byte(*, data: bytes, key: verifier.Key) -> None:
    for position in range(len(data)):
        changed = data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]
        verdict = verifier.verify(data=changed, key=key)
        assert verdict.exit_code in {1, 2}, f"byte {position}: {verdict}"
        assert verdict.reason


def _check_in_browser(*, page: Page, exchange: RunningExchange, file: Path, key: Path, folder: Path) -> None:
    page.goto(f"{exchange.url}/verify/")
    page.fill("#verify-key", key.read_text().strip())
    page.set_input_files("#verify-file", str(file))
    result = page.locator("#verify-result")
    expect(result).to_contain_text("Valid")
    changed = folder / "changed.json"
    changed.write_bytes(file.read_bytes().replace(b"3250", b"3251", 1))
    page.set_input_files("#verify-file", str(changed))
    expect(result).to_contain_text("Not valid")
