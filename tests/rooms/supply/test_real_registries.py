"""The registries' own files through the whole of an import, where they are at hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.rooms.exchange import Ids
from tests.rooms.supply.syn_files import counts, facts, findings, rows
from truetonne.ledger.queries import list_lots
from truetonne.supply.actions.import_holdings import import_holdings
from truetonne.supply.actions.import_records import Load, Loaded, import_records
from truetonne.supply.actions.reconcile import reconcile
from truetonne.supply.catalog import find_program
from truetonne.supply.records_search import make_statement
from truetonne.supply.registry_records.reading import read_file
from truetonne.supply.registry_records.vocabulary import Table

SharedData = Callable[[str], Path]
SAMPLES = "registry/offsetsdb_samples"
AT = datetime(2026, 11, 1, tzinfo=UTC)
IDS = Ids()


def load(program: str, *paths: Path, edition: date = date(2026, 4, 14), table: Table | None = None) -> Loaded:
    found = find_program(program=program)
    readings = [
        read_file(path=path, mapping=found.mapping, today=AT.date(), table=table, file=n)
        for n, path in enumerate(paths)
    ]
    made = Load(
        run_id=IDS(), program=found, readings=readings, edition=edition, is_complete=False, person_id=None,
        request_id=str(IDS()), at=AT, new_id=IDS,
    )  # fmt: skip
    return (import_holdings if table is Table.HOLDINGS else import_records)(load=made)


REGISTRIES = [
    ("ACR", "american-carbon-registry", ("projects", "issuances", "retirements", "cancellations"), 300),
    ("art-trees", "art-trees", ("projects", "issuances", "retirements", "cancellations"), 50),
    ("CAR", "climate-action-reserve", ("projects", "issuances", "retirements", "cancellations"), 300),
    ("Gold Standard", "gold-standard", ("projects", "issuances", "retirements"), 250),
    ("VCS", "verra", ("projects", "transactions"), 250),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("program", "folder", "names", "count"), REGISTRIES, ids=[r[1] for r in REGISTRIES])
def test_a_registrys_files_are_all_accepted_and_then_all_known(
    program: str, folder: str, names: tuple[str, ...], count: int, shared_data: SharedData
) -> None:
    paths = [shared_data(f"{SAMPLES}/{folder}/{name}.csv") for name in names]

    first, again = load(program, *paths), load(program, *paths)

    assert counts(first) == {"accepted": count}
    assert counts(again) == {"known": count}
    assert not findings(again, "row_changed")


@pytest.mark.django_db
def test_californias_later_layout_knows_the_workbooks_issuances(shared_data: SharedData) -> None:
    load("arb", shared_data("registry/arb/nc-arboc_issuance_2024-12-10.xlsx"), edition=date(2024, 12, 10))

    later = load("arb", shared_data(f"{SAMPLES}/arb/nc-arboc_issuance_sheet3.csv"))

    assert counts(later) == {"accepted": 19, "known": 80, "refused": 1}
    assert facts(later, "row_changed")["changed"]["total_retired_kg"] == ["0", "79565000"]  # type: ignore[index]


@pytest.mark.django_db
def test_berkeleys_totals_and_transactions_do_not_all_agree(shared_data: SharedData) -> None:
    edition = date(2021, 12, 31)
    folder = "registry/berkeley_v3_2021"
    load("berkeley", shared_data(f"{folder}/projects.csv.gz"), edition=edition)
    load(
        "acr",
        shared_data(f"{folder}/ACR_issuances.csv.gz"),
        shared_data(f"{folder}/ACR_retirements.csv.gz"),
        edition=edition,
    )

    found = [f for f in reconcile(program="acr", request_id="r", at=AT) if f.code == "total_mismatch"]

    assert found
    assert all(
        f.facts["difference_kg"] == int(str(f.facts["stated_kg"])) - int(str(f.facts["transactions_kg"])) for f in found
    )


@pytest.mark.django_db
def test_an_operators_retirement_for_its_customers_is_stated_whole(shared_data: SharedData) -> None:
    load("acr", shared_data(f"{SAMPLES}/american-carbon-registry/retirements.csv"))

    made = make_statement(beneficiary="AWS")

    assert made.kg == 156_464_000
    assert len({line.project for line in made.lines}) == 2
    assert {line.purpose for line in made.lines} == {
        "Retirement for 2025 emissions associated with customer usage; AWS"
    }
    assert {line.holder for line in made.lines} == {"1423"}


@pytest.mark.django_db
def test_a_block_of_a_real_issuance_becomes_a_lot_and_a_cancelled_one_does_not(
    shared_data: SharedData, tmp_path: Path
) -> None:
    load(
        "art",
        *(
            shared_data(f"{SAMPLES}/art-trees/{n}.csv")
            for n in ("projects", "issuances", "retirements", "cancellations")
        ),
    )
    own = tmp_path / "own.csv"
    own.write_text(
        "Credit Serial Numbers,Quantity of Credits\n"
        "ART-GY-102-2021-11-1000001 to 1005000,5000\n"
        "ART-GY-102-2021-11-2760000 to 2760999,1000\n"
        "ART-GY-102-2021-11-1 to 8000000,8000000\n"
    )

    loaded = load("art", own, table=Table.HOLDINGS)

    (lot,) = list_lots()
    assert [(row.record, row.code) for row in rows(loaded)] == [("2", "serial_overlap"), ("3", "serial_overlap")]
    assert (lot.issued_kg, lot.hold_reason) == (5_000_000, None)
    assert (lot.facts["project_name"], lot.facts["country"], lot.facts["credit_class"]) == (
        "Guyana",
        "GY",
        "REDUCTION_NATURE",
    )
