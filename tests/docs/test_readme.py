"""The README's commands do what it says: each is run against an exchange started as a newcomer starts it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.exchange import ROOT, RunningExchange, start_exchange

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.strip().removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL)
    for line in block.splitlines()
    if line.strip().startswith("$ ")
]


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningExchange]:
    with start_exchange(home=tmp_path_factory.mktemp("readme") / "home", demo=True) as running:
        yield running


def _newest_retirement(exchange: RunningExchange) -> dict[str, str]:
    """The first page is there before the log has caught up with the demonstration: wait for it."""
    for _ in range(150):
        found = json.loads(exchange.get("/v1/public/retirements?limit=1"))["data"]
        if found:
            return dict(found[0])
        time.sleep(0.2)
    raise AssertionError("no retirement was published within half a minute")


@pytest.fixture(scope="module")
def downloads(exchange: RunningExchange, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the walk downloads: one public certificate and the operator's key."""
    folder = tmp_path_factory.mktemp("downloads")
    (folder / "operator.key").write_bytes(exchange.get("/log/key"))
    newest = _newest_retirement(exchange)
    (folder / "certificate.json").write_bytes(exchange.get(f"/certificates/{newest['certificate']}.json"))
    return folder


def test_names_no_command_that_is_not_tried_here() -> None:
    assert COMMANDS == [
        "make run",
        "make test",
        ".venv/bin/truetonne trust operator.key",
        ".venv/bin/truetonne verify certificate.json",
        ".venv/bin/truetonne ledger audit",
        ".venv/bin/truetonne ledger export --format hledger | hledger -f - balance",
    ]


@pytest.mark.parametrize("target", ["run", "test", "check", "bench", "setup"])
def test_offers_every_target_in_the_menu_of_bare_make(target: str) -> None:
    menu = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert re.search(rf"^\s+make {target}\s+\S", menu, flags=re.MULTILINE)


def test_runs_the_demonstration_with_make_run() -> None:
    plan = subprocess.run(["make", "-n", "run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert "truetonne up" in plan
    assert "--demo" in plan


def test_runs_every_test_with_make_test() -> None:
    plan = subprocess.run(["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert "pytest" in plan


def test_verifies_a_certificate_under_a_pinned_key(exchange: RunningExchange, downloads: Path) -> None:
    unpinned = exchange.run("verify", str(downloads / "certificate.json"))
    pinned = exchange.run("trust", str(downloads / "operator.key"))
    verified = exchange.run("verify", str(downloads / "certificate.json"))

    assert unpinned.returncode == 3, unpinned.stdout + unpinned.stderr
    assert pinned.returncode == 0, pinned.stderr
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_refuses_the_certificate_after_any_change(exchange: RunningExchange, downloads: Path) -> None:
    original = (downloads / "certificate.json").read_bytes()
    changed = downloads / "changed.json"
    for position in range(0, len(original), max(1, len(original) // 12)):
        changed.write_bytes(original[:position] + bytes([original[position] ^ 1]) + original[position + 1 :])

        answer = exchange.run("verify", str(changed), "--key", str(downloads / "operator.key"))

        assert answer.returncode in {1, 2}, f"byte {position}: {answer.stdout!r}"
        assert answer.stdout or answer.stderr


def test_audits_the_demonstration_clean(exchange: RunningExchange) -> None:
    audit = exchange.run("ledger", "audit")

    assert audit.returncode == 0, audit.stdout + audit.stderr


def test_exports_what_hledger_reads(exchange: RunningExchange) -> None:
    if shutil.which("hledger") is None:
        pytest.skip("needs hledger on the PATH; skipped")

    journal = exchange.run("ledger", "export", "--format", "hledger").stdout
    balance = subprocess.run(["hledger", "-f", "-", "balance"], input=journal, capture_output=True, check=False)

    assert balance.returncode == 0, balance.stderr
    assert b"retired" in balance.stdout
