"""``truetonne inventory``, ``target``, ``residual``, ``order`` and ``claim``, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.rooms.exchange import Exchange, make_exchange
from truetonne.cli import claim, import_factors, inventory, order, residual, target
from truetonne.cli.__main__ import group
from truetonne.edge.identifiers import show_id
from truetonne.edge.permissions import Role
from truetonne.footprints.models import Disclosure, Inventory
from truetonne.footprints.synthetic.ledger import write_walk
from truetonne.market.models import Order, Quote
from truetonne.people.actions import grant_role

# The ledger takes nothing that is dated after its transaction began.
pytestmark = pytest.mark.django_db(transaction=True)

BY = ("--by", "ida@tallow.example")
ORDER = ("order", "place", "--year", "2024", "--purpose", "ONGOING_EMISSIONS", "--authorized", *BY)


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(group, [str(argument) for argument in arguments], standalone_mode=True)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.fixture
def exchange(at: object, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    for module in (claim, import_factors, inventory, order, residual, target):
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
    _claim_what_was_delivered(tmp_path)
    _, listed = run("target", "list", *BY)
    assert "above by" in listed


def _claim_what_was_delivered(folder: Path) -> None:
    """Pay, confirm, deliver and claim the one order there is, each refused where something is missing."""
    told = folder / "told.json"
    clerk, officer = ("--by", "m@northquay.example"), ("--by", "first@northquay.example")
    placed = show_id(prefix="ord", id=Order.objects.get().pk)

    assert run("order", "deliver", placed, "--yes", *clerk)[0] == 1
    assert run("order", "pay", placed, "--reference", "B-1", *BY)[0] == 2
    assert run("order", "pay", placed, "--reference", "B-1", *clerk)[0] == 0
    in_review, why = run("order", "deliver", placed, "--yes", *clerk)
    assert (in_review, "beneficiary_name_in_review" in why) == (1, True)
    assert run("order", "name", placed, *clerk)[0] == 0
    assert run("order", "deliver", placed, "--yes", "--json", told, *clerk)[0] == 0
    (certificate,) = [each["certificate"] for each in json.loads(told.read_text())["certificates"]]
    assert "retired" in run("order", "list", *BY)[1]

    assert certificate in run("claim", "list", *BY)[1]
    drafted, text = run("claim", "draft", "--certificate", certificate, "--language", "vi", *BY)
    assert (drafted, "12,500" in text) == (0, True)
    published, said = run("claim", "publish", "--certificate", certificate, "--json", told, *BY)
    assert published == 0, said
    made = json.loads(told.read_text())
    assert (made["state"], made["objections"], made["year"]) == ("PUBLISHED", [], 2024)
    assert "12.500\u00a0t" in made["text"]

    bold = folder / "bold.txt"
    bold.write_text("Our pine is climate neutral: 99 t of credits were retired.")
    own = ("--certificate", certificate, "--text", bold)
    assert run("claim", "draft", *own, *BY)[0] == 1
    refused, why = run("claim", "publish", *own, *BY)
    assert (refused, "wording_refused" in why, "climate neutral" in why) == (1, True, True)
    waits, _ = run("claim", "publish", *own, "--plea", "It is our slogan.", "--json", told, *BY)
    waiting = json.loads(told.read_text())
    assert (waits, waiting["state"]) == (1, "WAITING")
    assert run("claim", "show", waiting["id"])[0] == 2
    assert run("claim", "decide", waiting["id"], "--reason", "No.", *BY)[0] == 2
    assert run("claim", "decide", waiting["id"], "--refuse", "--reason", "It misleads.", *officer)[0] == 0
    assert run("claim", "withdraw", made["id"], "--reason", "Printed no more.", *BY)[0] == 0
    shown, words = run("claim", "show", made["id"], "--as-of", "2026-11-28")
    assert (shown, "withdrawn" in words, "nothing blocks it" in words) == (0, True, True)


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


def test_a_target_says_by_command_what_it_says_on_its_page(exchange: Exchange, tmp_path: Path) -> None:
    path = tmp_path / "target.json"
    common = ("target", "set", "--base-year", 2020, "--target-year", 2030, "--json", path, *BY)

    refused, why = run(*common, "--reduction", 52, "--metric", "physical_intensity", "--scope3", 900)
    run(
        *common,
        "--reduction",
        52,
        "--metric",
        "physical_intensity",
        "--unit",
        "t per t",
        "--growth",
        4,
        "--scope3",
        900,
    )
    intensity = json.loads(path.read_text())
    steps, order = run(
        *common, "--reduction", 100, "--scope1", 80, "--scope2", 40, "--reduce-from", 2025, "--offset-from", 2021
    )
    run(
        *common, "--reduction", 100, "--scope1", 80, "--scope2", 40, "--reduce-from", 2021, "--remove-from", 2027,
        "--offset-from", 2030, "--net-zero-year", 2030, "--recent-year", 2024, "--recent1", 70, "--recent2", 30,
    )  # fmt: skip
    neutral = json.loads(path.read_text())
    again, version = run(*common, "--reduction", 100, "--scope1", 90, "--scope2", 40, "--series", neutral["target"])

    assert (refused, "growth" in why) == (2, True)
    # Halved per tonne while output grows by 4% a year: 0.48 x 1.04^10 leaves 71.05%, a cut of 28.9%.
    assert intensity["absolute_change"] == "-0.289482"
    assert (steps, "offset" in order) == (2, True)
    assert neutral["scopes"] == "1+2"
    assert {each["rule"] for each in neutral["findings"]} >= {"ambition"}
    assert (again, "restatement_reason" in version) == (2, True)
    assert run(
        *common, "--reduction", 100, "--scope1", 90, "--scope2", 40, "--series", neutral["target"], "--reason", "x"
    )[0] in {0, 1}
