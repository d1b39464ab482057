"""``truetonne inventory``, ``target``, ``residual`` and ``order``, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.rooms.exchange import Exchange, make_exchange
from truetonne.cli import import_factors, inventory, order, residual, target
from truetonne.cli.__main__ import group
from truetonne.edge.permissions import Role
from truetonne.footprints.models import Disclosure, Inventory
from truetonne.footprints.synthetic.ledger import write_walk
from truetonne.market.models import Order, Quote
from truetonne.people.actions import grant_role

# The ledger takes nothing that is dated after its transaction began.
pytestmark = pytest.mark.django_db(transaction=True)

BY = ("--by", "ida@tallow.example")
ORDER = ("order", "--year", "2024", "--purpose", "ONGOING_EMISSIONS", "--authorized", *BY)


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(group, [str(argument) for argument in arguments], standalone_mode=True)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.fixture
def exchange(at: object, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    for module in (import_factors, inventory, order, residual, target):
        monkeypatch.setattr(module, "bootstrap_django", lambda: None)
    made = make_exchange(at=at)  # type: ignore[arg-type]
    grant_role(person=made.buyer, organization=made.member, role=Role.REPORTER, request_id="reporter", at=made.at)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    made, factors, mapping = write_walk(folder=tmp_path, rows=1200)
    assert run("import", "factors", "--mapping", mapping, factors)[0] == 0
    return made


def test_walks_from_a_ledger_to_an_order_within_what_is_left(exchange: Exchange, ledger: Path, tmp_path: Path) -> None:
    exchange.add_lot(last=9000)
    report, version, left = tmp_path / "load.json", tmp_path / "version.json", tmp_path / "left.json"

    loaded, _ = run("inventory", "load", ledger, "--year", 2024, "--synthetic", "--json", report, *BY)
    computed, shown = run(
        "inventory", "compute", "--year", 2024, "--state", "3.14=not_relevant:No franchises", *BY, "--json", version
    )
    checked, _ = run("inventory", "publish", "--year", 2024, "--check", *BY)
    assert not Disclosure.objects.exists()
    published, said = run("inventory", "publish", "--year", 2024, "--yes", *BY)

    told = json.loads(report.read_text())
    assert told["read"] == 1200 == sum(told[name] for name in ("accepted", "known", "held", "refused"))
    assert (loaded, computed, checked, published) == (1, 1, 1, 1)
    assert "no figure" in shown
    assert "/disclosures/dsc_" in said
    made = json.loads(version.read_text())
    assert len(made["parts"]) == 19
    assert Inventory.objects.get().state == "PUBLISHED"

    tonnes = {part["part"]: 0 for part in made["parts"]}
    for part in made["parts"]:
        tonnes[part["part"]] += part["mass_kg"] or 0
    scopes = [f"{tonnes[name] / 1000:.3f}" for name in ("SCOPE1", "SCOPE2_MARKET", "SCOPE3")]
    set_, named = run(
        "target", "set", "--base-year", 2020, "--target-year", 2030, "--reduction", 42, "--scope1", scopes[0],
        "--scope2", scopes[1], "--scope3", scopes[2], "--net-zero-year", 2045, "--json", "-", *BY,
    )  # fmt: skip
    own, refusal = run("target", "accept", json.loads(named)["target"], *BY)
    accepted, _ = run("target", "accept", json.loads(named)["target"], "--by", "first@northquay.example")
    assert (set_, own, accepted) == (1, 2, 0)
    assert "judges no targets" in refusal

    assert run("residual", "--year", 2024, *BY, "--json", left)[0] == 0
    rest = json.loads(left.read_text())
    assert 0 < rest["residual_kg"] == rest["trajectory_kg"] < rest["gross_kg"]
    above = f"{(rest['residual_kg'] + 1) / 1000:.3f}"
    assert run("residual", "--year", 2024, "--request", above, *BY)[0] == 1
    refused, why = run(*ORDER, "--tonnes", above)
    assert refused == 1
    assert "exceeds_residual" in why or "insufficient" in why
    assert not Quote.objects.exists()
    assert run(*ORDER, "--tonnes", "12.5")[0] == 0
    assert Order.objects.get().quote.kg == 12_500
    run("residual", "--year", 2024, *BY, "--json", left)
    assert json.loads(left.read_text())["residual_kg"] == rest["residual_kg"] - 12_500
    _, listed = run("target", "list", *BY)
    assert "above by" in listed


def test_a_base_year_that_moves_is_judged_against_the_threshold(
    exchange: Exchange, ledger: Path, tmp_path: Path
) -> None:
    run("inventory", "load", ledger, "--year", 2024, *BY)
    run("inventory", "compute", "--year", 2024, "--base-year", *BY)
    run("inventory", "publish", "--year", 2024, "--yes", *BY)
    more = tmp_path / "more.csv"
    more.write_text("factor_key,part,quantity,unit\ndiesel,1,1000000,litre\n")
    run("inventory", "load", more, "--year", 2024, *BY)

    refused, said = run("inventory", "compute", "--year", 2024, "--base-year", *BY)
    _, shown = run(
        "inventory", "restate", "--year", 2024, "--base-year", "--what", "A fleet", "--why", "It was left out", *BY
    )

    assert refused == 2
    assert "restate" in said
    second = Inventory.objects.get(version=2)
    assert "base_year_recalculated" in second.findings
    judged = second.base_year_judgements.get()
    assert judged.new_base_kg == judged.base_kg + 2_512_060
    assert "threshold" in shown


def test_names_companies_and_parts_by_identifier_only(exchange: Exchange, ledger: Path) -> None:
    by_name, said = run("inventory", "list", *BY, "--company", "Tallow & Pine")
    by_domain, _ = run("inventory", "list", *BY, "--company", "tallow.example")
    stranger, _ = run("inventory", "list", "--by", "m@northquay.example")
    run("inventory", "load", ledger, "--year", 2024, *BY)
    part, fix = run("inventory", "compute", "--year", 2024, "--state", "3.16=not_relevant:x", *BY)

    assert (by_name, by_domain, stranger, part) == (2, 0, 2, 2)
    assert "tallow.example" in said
    assert "3.N" in fix
