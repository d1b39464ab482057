"""The commands of "From a purchase ledger to a claim" are run as they stand, by people of a small exchange."""

from __future__ import annotations

import re
import shlex
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.rooms.exchange import make_exchange
from truetonne.cli import claim, import_factors, inventory, order, residual, target
from truetonne.cli.__main__ import group
from truetonne.edge.permissions import Role
from truetonne.footprints.models import Inventory
from truetonne.market.models import Order, PublicClaim, Quote
from truetonne.people.actions import grant_role

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = Path(__file__).resolve().parents[2] / "docs/tutorial/from-a-ledger-to-a-claim.md"
COMMANDS = re.compile(r"^\$ truetonne (.+)$", re.MULTILINE)
PEOPLE = {
    "tea@qingshi.example": "ida@tallow.example", "eligibility@northquay.example": "first@northquay.example",
    "finance@northquay.example": "m@northquay.example",
}  # fmt: skip
CODES = [0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]
"""1 where rows, lines or parts are missing, where a target is not shown to suffice, and where order or text is refused."""


def test_the_commands_lead_from_the_ledger_to_a_claim(
    at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (claim, import_factors, inventory, order, residual, target):
        monkeypatch.setattr(module, "bootstrap_django", lambda: None)
    monkeypatch.chdir(tmp_path)
    exchange = make_exchange(at=at)
    grant_role(person=exchange.buyer, organization=exchange.member, role=Role.REPORTER, request_id="r", at=at)
    exchange.add_lot(last=2_000)
    (tmp_path / "bold.txt").write_text("Our tea is climate neutral.", encoding="utf-8")
    codes, outputs, named = [], [], {"TARGET": "", "ORDER": "", "CERTIFICATE": ""}

    for line in COMMANDS.findall(PAGE.read_text(encoding="utf-8")):
        for theirs, ours in PEOPLE.items():
            line = line.replace(theirs, ours)  # noqa: PLW2901 - the page's people are the demonstration's
        for word, text in named.items():
            line = re.sub(rf"\b{word}\b", text, line)  # noqa: PLW2901 - and so are its ids
        done = CliRunner().invoke(group, shlex.split(line))
        codes.append(done.exit_code)
        outputs.append(done.output)
        for word, prefix in (("TARGET", "tgt"), ("ORDER", "ord"), ("CERTIFICATE", "crt")):
            named[word] = (re.findall(rf"{prefix}_\w+", done.output) or [named[word]])[0]

    assert codes == CODES, outputs
    assert Inventory.objects.get().state == "PUBLISHED"
    assert "1,547.520 t" in outputs[9]
    assert "exceeds_residual" in outputs[10]
    assert [each.kg for each in Quote.objects.all()] == [12_500]
    assert Order.objects.get().state == "RETIRED"
    assert "12.500\u00a0t" in outputs[16]
    assert PublicClaim.objects.get().objections == []
    assert "climate neutral" in outputs[18]
