"""An accounting program that knows nothing of us arrives at the register's figures."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime

import psycopg
import pytest

from tests.ledger.audit_story import Teller, tell_story
from tests.ledger.conftest import Instruct, ListedLot
from truetonne.edge.identifiers import show_id
from truetonne.ledger import queries
from truetonne.ledger.export.journal import write_journal

pytestmark = pytest.mark.django_db(transaction=True)

STATES = ("available", "reserved", "held", "retired", "cancelled")


@pytest.fixture
def journal(
    listed_lot: ListedLot,
    instruct: Instruct,
    salts: Callable[..., dict[str, bytes]],
    at: datetime,
    web_connection: Callable[..., psycopg.Connection],
) -> str:
    tell_story(teller=Teller(listed_lot=listed_lot, instruct=instruct, salts=salts, at=at))
    connection = web_connection()
    with connection.transaction():
        return "\n".join(write_journal(connection=connection))


def _sums(journal: str) -> dict[str, int]:
    """Add up kilograms by account with nothing but the text."""
    sums: dict[str, int] = {}
    for line in journal.splitlines():
        if line.startswith("    ") and line.endswith(" kg"):
            account, amount = line.strip().removesuffix(" kg").rsplit("  ", 1)
            sums[account] = sums.get(account, 0) + int(amount)
    return sums


def _registered() -> dict[str, int]:
    found = {}
    for lot in queries.list_lots():
        for state in STATES:
            kg = getattr(lot, f"{state}_kg")
            if kg:
                found[f"lots:{show_id(prefix='lot', id=lot.lot_id)}:{state}"] = kg
    return found


def test_adds_up_to_the_balances_of_every_lot(journal: str) -> None:
    sums = {account: kg for account, kg in _sums(journal).items() if kg and account.startswith("lots:")}

    assert sums == _registered()


def test_states_no_balance_and_one_transaction_per_event(journal: str) -> None:
    headings = [line for line in journal.splitlines() if " * " in line]

    assert len(headings) == len({line.rsplit(" ", 1)[1] for line in headings})
    assert " = " not in journal


def test_brings_hledger_to_the_same_figures(journal: str) -> None:
    if shutil.which("hledger") is None:
        pytest.skip("needs hledger on the PATH; skipped")

    answer = subprocess.run(
        ["hledger", "-f", "-", "balance", "--flat", "-O", "csv", "-N", "lots"],
        input=journal,
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stderr
    rows = list(csv.reader(io.StringIO(answer.stdout)))[1:]
    assert {row[0]: int(row[1].removesuffix(" kg").replace(",", "")) for row in rows} == _registered()
