"""The operator's own blocks: inside what was issued, once, and under review."""

from __future__ import annotations

import psycopg
import pytest

from tests.rooms.supply.syn_files import (
    HOLDING_COLUMNS,
    Registry,
    counts,
    facts,
    findings,
    holding,
    issuance,
    project,
    retirement,
    rows,
    serial,
)
from truetonne.ledger.queries import list_lots
from truetonne.ledger.values import LotClass
from truetonne.supply.actions.import_holdings import import_holdings
from truetonne.supply.models import HeldRow, Holding, Project
from truetonne.supply.registry_records.vocabulary import Table


@pytest.fixture
def known(registry: Registry) -> Registry:
    """A registered project with one issuance of 1,000 t, of which others retired 100 t."""
    registry.projects(project())
    registry.issuances(issuance(1, 1000))
    registry.retirements(retirement(1, 100))
    return registry


def test_a_block_becomes_a_lot_that_is_not_on_sale(known: Registry) -> None:
    loaded = known.holdings(holding(101, 600))

    (lot,) = list_lots()
    assert counts(loaded) == {"accepted": 1}
    assert findings(loaded) == []
    assert (lot.program, lot.key, lot.first, lot.last, lot.issued_kg) == ("syn", "100/2023/1", 101, 600, 500_000)
    assert (lot.is_listed, lot.hold_reason, lot.lot_class) == (False, None, LotClass.STOCK)
    assert dict(lot.facts) == {
        "registry": "SYN registry (synthetic)", "program": "syn", "project_id": "SYN100",
        "project_name": "Amber Ridge 100 (synthetic)", "issuance_id": "SYN-100-2023-1", "vintage_start": "2023-01-01",
        "vintage_end": "2024-01-01", "serial_printed": serial(101, 600), "country": "GH", "developer": "Sable Works (synthetic)",
        "methodology": "Matched plots 1.1", "credit_class": "REMOVAL_NATURE",
    }  # fmt: skip
    assert Holding.objects.get().lot_id == lot.lot_id


def test_the_same_block_again_changes_nothing(known: Registry) -> None:
    known.holdings(holding(101, 600))

    again = known.holdings(holding(101, 600))
    cut = known.holdings(holding(101, 300), holding(301, 600))
    joined = known.holdings(holding(101, 600), holding(601, 700))

    assert [counts(loaded) for loaded in (again, cut, joined)] == [
        {"known": 1},
        {"known": 2},
        {"accepted": 1, "known": 1},
    ]
    assert counts(known.holdings(holding(101, 700))) == {"known": 1}
    assert len(list_lots()) == 2


def test_two_overlapping_blocks_never_both_become_lots(known: Registry) -> None:
    loaded = known.holdings(holding(101, 600), holding(600, 700))
    later = known.holdings(holding(550, 650))

    assert counts(loaded) == {"accepted": 1, "held": 1}
    assert counts(later) == {"held": 1}
    assert "of record 1" in rows(loaded)[0].reason
    assert "our block" in rows(later)[0].reason
    assert len(list_lots()) == 1
    assert HeldRow.objects.count() == 2


def test_a_block_that_the_registry_shows_as_used_is_held(known: Registry) -> None:
    loaded = known.holdings(holding(100, 199))

    assert [(row.outcome, row.code) for row in rows(loaded)] == [("held", "serial_overlap")]
    assert "retirements" in rows(loaded)[0].reason
    assert list_lots() == ()


@pytest.mark.parametrize("block", [(900, 1001), (2000, 2100)])
def test_a_block_beyond_the_issuance_is_held(known: Registry, block: tuple[int, int]) -> None:
    loaded = known.holdings(holding(*block))

    assert [row.code for row in rows(loaded)] == ["issuance_exceeded"]
    assert facts(loaded, "issuance_exceeded")["issued_last"] == 1000


def test_where_issuances_have_no_serials_the_mass_is_the_bound(registry: Registry) -> None:
    registry.text = registry.text.replace(
        'serial = "Serial Numbers"\nquantity = "Credits"\nbuffer', 'quantity = "Credits"\nbuffer'
    )
    registry.text = registry.text.replace('match = "serial"', 'match = ["project", "vintage"]')
    registry.projects(project())
    registry.issuances(issuance(1, 1000))
    registry.retirements(retirement(1, 100))

    loaded = registry.holdings(holding(101, 600), holding(601, 1000), holding(1001, 1001))

    assert counts(loaded) == {"accepted": 2, "held": 1}
    found = facts(loaded, "issuance_exceeded")
    assert (found["issued_kg"], found["used_kg"], found["ours_kg"], found["excess_kg"]) == (
        1_000_000,
        100_000,
        900_000,
        1_000,
    )


def test_a_block_of_an_issuance_that_was_never_imported_is_said_to_be_so(registry: Registry) -> None:
    registry.projects(project())

    loaded = registry.holdings(holding(1, 10))

    assert counts(loaded) == {"accepted": 1}
    assert [found["code"] for found in findings(loaded)] == ["issuance_unknown"]
    assert not Holding.objects.get().issuance_known


def test_a_contested_issuance_gives_no_lot(registry: Registry) -> None:
    registry.projects(project())
    registry.issuances(issuance(1, 1000))
    registry.issuances(issuance(1, 1000, issued="2024-06-01"), issuance(500, 1500))

    loaded = registry.holdings(holding(600, 700))

    assert counts(loaded) == {"held": 1}
    assert list_lots() == ()


def test_a_block_of_a_project_without_status_goes_on_hold_until_one_is_known(registry: Registry) -> None:
    loaded = registry.holdings(holding(1, 10))

    (lot,) = list_lots()
    assert facts(loaded, "status_unknown")["standing"] == "BLOCKED"
    assert lot.hold_reason is not None
    assert "no project list" in lot.hold_reason
    assert not Project.objects.get().is_listed

    registry.projects(project())

    (lot,) = list_lots()
    assert lot.hold_reason is None
    assert Project.objects.get().is_listed


def test_buffer_units_become_a_buffer_lot_and_pending_exports_wait(known: Registry) -> None:
    columns = (*HOLDING_COLUMNS, "Unit Status")
    path = known.write(
        "h.csv",
        columns,
        [(*holding(101, 110), "Buffer"), (*holding(111, 120), "Pending Export"), (*holding(121, 130), "Retired")],
    )

    loaded = known.load(path, table=Table.HOLDINGS, action=import_holdings)

    buffer, pending = list_lots()
    assert counts(loaded) == {"accepted": 2, "held": 1}
    assert (buffer.lot_class, buffer.hold_reason) == (LotClass.BUFFER, None)
    assert (pending.lot_class, pending.hold_reason) == (LotClass.STOCK, "the registry says 'Pending Export'")


def test_a_block_without_vintage_is_held(registry: Registry) -> None:
    registry.text = registry.text.replace('vintage = "{vintage}", ', "")
    path = registry.write("h.csv", ("serial", "quantity_t"), [(serial(1, 10), 10)])

    loaded = registry.load(path, table=Table.HOLDINGS, action=import_holdings)

    assert [(row.code, row.field) for row in rows(loaded)] == [("value_missing", "vintage")]


def test_the_count_is_checked_in_the_database_too(known: Registry, owner_connection: psycopg.Connection) -> None:
    known.holdings(holding(101, 600))

    with pytest.raises(psycopg.errors.RestrictViolation):
        owner_connection.execute("UPDATE supply_holding SET kg = 1")
