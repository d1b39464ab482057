"""Our retirements against the registry's file: confirmed in the log, or found with both figures."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.rooms.supply.rated import rate
from tests.rooms.supply.syn_files import Registry, findings, holding, issuance, project, retirement
from truetonne.ledger import actions as ledger
from truetonne.ledger.queries import get_retirement, list_lots
from truetonne.ledger.values import Draw, RetirementInstruction
from truetonne.science.money import CostParts
from truetonne.supply.actions.reconcile import list_reconcilable, reconcile
from truetonne.supply.models import Holding
from truetonne.supply.registry_records.report import Finding

NAME = "Invented Bakery (synthetic)"


@pytest.fixture
def sold(registry: Registry, salts: Callable[..., dict[str, bytes]]) -> RetirementInstruction:
    """A block of ours of which 3.250 t are retired for a bakery."""
    registry.projects(project())
    registry.issuances(issuance(1, 1000))
    registry.holdings(holding(101, 600))
    (lot,) = list_lots()
    ledger.price_lot(
        lot_id=lot.lot_id, currency="USD", price=CostParts(project=1_000), request_id="price", at=registry.at
    )
    rate(registry, Holding.objects.get())
    ledger.list_lot(lot_id=lot.lot_id, request_id="list", at=registry.at)
    instruction = RetirementInstruction(
        retirement_id=registry.ids(), certificate_id=registry.ids(), draws=(Draw(lot_id=lot.lot_id, kg=3_250),),
        public={
            "beneficiary": {"display_name": NAME, "domain": "bakery.example"},
            "holder": {"retired_by": "Example operator"},
            "purpose": {"code": "ONGOING_EMISSIONS", "claim_year": 2025},
            "wording": {"gross_inventory": {"en": "This does not reduce the gross inventory."}},
        },
        private={}, salts=salts("price"), effective_at=registry.at,
    )  # fmt: skip
    ledger.retire_units(instruction=instruction, request_id="retire", at=registry.at)
    return instruction


def check(registry: Registry, code: str = "") -> list[Finding]:
    found = reconcile(program="SYN", request_id=f"reconcile {registry.ids()}", at=registry.at)
    return [finding for finding in found if not code or finding.code == code]


def confirmed(sold: RetirementInstruction) -> bool:
    return get_retirement(retirement_id=sold.retirement_id).registry_confirmed_at is not None


def test_a_retirement_that_no_file_shows_yet_is_said_to_be_missing(
    registry: Registry, sold: RetirementInstruction
) -> None:
    (found,) = check(registry, "registry_retirement_missing")

    assert (found.facts["ours_kg"], found.facts["registry_kg"], found.facts["missing"]) == (4_000, 0, ["101 to 104"])
    assert not confirmed(sold)


@pytest.mark.parametrize("cuts", [((101, 104),), ((101, 102), (103, 104)), ((101, 600),)])
def test_a_file_that_shows_it_confirms_it(
    registry: Registry, sold: RetirementInstruction, cuts: tuple[tuple[int, int], ...]
) -> None:
    registry.retirements(*(retirement(*cut, beneficiary=NAME) for cut in cuts))

    assert confirmed(sold)
    assert check(registry, "registry_retirement_missing") == []


def test_a_file_that_shows_a_part_does_not(registry: Registry, sold: RetirementInstruction) -> None:
    registry.retirements(retirement(101, 103, beneficiary=NAME))

    assert not confirmed(sold)
    (found,) = check(registry, "registry_retirement_missing")
    assert (found.facts["ours_kg"], found.facts["registry_kg"]) == (4_000, 3_000)


def test_a_cancellation_does_not(registry: Registry, sold: RetirementInstruction) -> None:
    registry.cancellations(("2024-09-01", "SYN100", "SYN-GH-100-2023-1-101 to 104", 4, "error"))

    assert not confirmed(sold)


def test_confirming_again_changes_nothing(registry: Registry, sold: RetirementInstruction) -> None:
    registry.retirements(retirement(101, 104, beneficiary=NAME))
    before = get_retirement(retirement_id=sold.retirement_id).registry_confirmed_at

    assert check(registry) == []

    assert get_retirement(retirement_id=sold.retirement_id).registry_confirmed_at == before


def test_serials_of_ours_that_others_retired_are_an_error_with_both_figures(
    registry: Registry, sold: RetirementInstruction
) -> None:
    loaded = registry.retirements(retirement(101, 104, beneficiary=NAME), retirement(200, 209))

    (found,) = findings(loaded, "registry_retirement_differs")
    assert found["severity"] == "error"
    assert found["facts"] == {
        "program": "syn", "lot": found["facts"]["lot"], "key": "100/2023/1", "registry_kg": 14_000, "ours_kg": 3_250,
        "only_at_registry": ["200 to 209"],
    }  # type: ignore[index]  # fmt: skip


def test_another_beneficiary_is_shown_beside_ours(registry: Registry, sold: RetirementInstruction) -> None:
    loaded = registry.retirements(retirement(101, 104, beneficiary="Invented Bakery Holding (synthetic)"))

    (found,) = findings(loaded, "registry_retirement_differs")
    assert found["severity"] == "warning"
    assert found["facts"]["our_beneficiary"] == NAME  # type: ignore[index]
    assert confirmed(sold)


def test_totals_of_the_project_list_are_compared_with_the_transactions(registry: Registry) -> None:
    registry.issuances(issuance(1, 1000))
    registry.retirements(retirement(1, 10), retirement(11, 30))
    registry.projects(project(issued=1000, retired=31))

    (found,) = check(registry, "total_mismatch")

    assert (found.facts["total"], found.facts["stated_kg"], found.facts["transactions_kg"]) == (
        "retired",
        31_000,
        30_000,
    )
    assert found.facts["transactions_complete"] is False


def test_a_newer_list_that_states_less_is_found(registry: Registry) -> None:
    from datetime import date

    registry.projects(project(issued=1000), edition=date(2025, 1, 1))
    registry.projects(project(issued=999), edition=date(2026, 1, 1))

    (found,) = check(registry, "edition_total_fell")

    assert (found.facts["older_kg"], found.facts["newer_kg"]) == (1_000_000, 999_000)


def test_over_retirement_is_found_without_a_load(registry: Registry) -> None:
    registry.issuances(issuance(1, 1000))
    registry.retirements(retirement(1, 1001))

    (found,) = check(registry, "over_retired")

    assert found.facts["excess_kg"] == 1_000
    assert list_reconcilable() == ("syn",)
